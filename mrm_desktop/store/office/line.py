"""The line to a shared database: encrypted, to a server whose certificate was checked, or there is none.

What counts is what the driver is going to do, not how an address is spelt: the rule is put to its final arguments, environment and all,
and once more to each connection that stands.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from mrm_desktop.domain.errors import CannotOpenError

CONNECT_SECONDS = 10
STATEMENT_MINUTES, IDLE_MINUTES, LOCK_SECONDS = 15, 5, 20
_OPTIONS = (
    f"-c statement_timeout={STATEMENT_MINUTES}min -c lock_timeout={LOCK_SECONDS}s"
    f" -c idle_in_transaction_session_timeout={IDLE_MINUTES}min"
)
_LOCAL = frozenset({"", "localhost", "127.0.0.1", "::1"})
_CHECKED = frozenset({"verify-ca", "verify-full"})
_ELSEWHERE = ("hostaddr", "service", "servicefile", "passfile", "options", "sslkeylogfile", "gssencmode")
"""What would send the driver somewhere else, or another way, than the address says."""
_OF_THE_DRIVER = ("PGHOSTADDR", "PGSERVICE", "PGSERVICEFILE", "PGHOST", "PGOPTIONS", "PGSSLMODE")


def engine_of(address: str) -> tuple[Engine, str]:
    """Return an engine for an address and the database's name for people.

    Raises
    ------
    CannotOpenError
        ``office.bad_address``, ``office.tls_required``, ``office.other_way``.
    """
    # Listens to the making of tables, and must do so before the first one is made.
    import_module("geoalchemy2")
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise CannotOpenError("office.bad_address") from error
    if url.get_backend_name() != "postgresql" or not url.database:
        raise CannotOpenError("office.bad_address")
    url = url.set(drivername="postgresql+psycopg")
    arguments = _arguments(url)
    host = str(arguments.get("host", ""))
    connect: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS, "options": _OPTIONS}
    if not _is_here(host):
        connect["sslmode"] = _checked_mode(host, arguments.get("sslmode"))
    engine = create_engine(url, connect_args=connect, pool_pre_ping=True, hide_parameters=True)
    event.listen(engine, "connect", _hang_up_in_the_clear)
    return engine, f"{url.database}@{host or 'localhost'}"


def _arguments(url: URL) -> dict[str, Any]:
    """Return what the driver is going to be told, or refuse what would take it elsewhere."""
    arguments = dict(url.get_dialect()().create_connect_args(url)[1])
    told = [name for name in _ELSEWHERE if name in arguments]
    query = url.query.get("host")
    if url.host and query is not None:
        told.append("host")
    if isinstance(query, str) and query and not query.startswith("/"):
        told.append("host")  # the query may name a socket on this machine, and nothing else
    if "," in str(arguments.get("host", "")) or (query is not None and not isinstance(query, str)):
        told.append("host")
    told += [name for name in _OF_THE_DRIVER if os.environ.get(name)]
    if told:
        raise CannotOpenError("office.other_way", what=", ".join(dict.fromkeys(told)))
    return arguments


def _is_here(host: str) -> bool:
    return host.lower() in _LOCAL or host.startswith("/")


def _checked_mode(host: str, mode: object) -> str:
    """Return how the certificate is checked on the way to another machine."""
    if mode is None:
        return "verify-full"
    if mode not in _CHECKED:
        raise CannotOpenError("office.tls_required", host=host, mode=str(mode))
    return str(mode)


def _hang_up_in_the_clear(driver: Any, _record: object) -> None:
    """Look once more at the line that stands, whatever was asked for."""
    told = driver.info.get_parameters()
    address = str(driver.info.host or "")
    if _is_here(address) and not told.get("hostaddr") and not told.get("service"):
        return
    if not driver.pgconn.ssl_in_use or told.get("sslmode") not in _CHECKED:
        driver.close()
        raise CannotOpenError("office.tls_required", host=address, mode=str(told.get("sslmode", "")))

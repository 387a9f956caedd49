"""Heads travel with bundles: each office remembers and signs how far the logs of the others had come when it saw them (decision 0097).

A log that was cut, written anew or put back lacks a head that somebody else has seen. An office is known by the key that signs its bundles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from mrm_desktop.domain.errors import CannotOpenError
from mrm_desktop.domain.event_log import SeenHead
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.ed25519 import Signs, fits
from mrm_desktop.store.rows.event_log import has_head
from mrm_desktop.store.rows.models import LogEventRow, TrustedSignerRow, WitnessedHeadRow

_PREFIX = b"mrm-head/1:"
_DIGEST = 32
Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A head of a log that an office saw.

    Attributes
    ----------
    role : str
        Of the witness, as a person here trusted its key; "" where nobody did.
    is_there : bool
        Whether the log went through it.
    """

    role: str
    events: int
    seen_at: datetime
    is_there: bool


def heads_told(connection: Connection) -> Told:
    """Return what a bundle says of this log and of those that were seen here."""
    hashes = connection.execute(select(LogEventRow.hash).order_by(LogEventRow.sequence)).scalars()
    row = WitnessedHeadRow
    seen = connection.execute(select(row.site, row.events, row.head, row.seen_at, row.witness, row.signature).order_by(row.seq))
    return {
        "log": b"".join(map(bytes.fromhex, hashes)),
        "seen": [[site, events, head, at.isoformat(), who, signed] for site, events, head, at, who, signed in seen],
    }


def witness(connection: Connection, told: Told, site: str, signer: Signs | None, at: datetime) -> tuple[SeenHead, ...]:
    """Hold the log of an office against what was seen of it before, remember how far it has come, and keep what others saw.

    Returns
    -------
    tuple[SeenHead, ...]
        Heads that were seen of the log of that office, and are not in it any more.

    Raises
    ------
    CannotOpenError
        ``bundle.damaged`` where what is told is none.
    """
    try:
        hashes = _hashes(told["log"])
        others = [_row(*seen) for seen in told["seen"]]
    except (KeyError, TypeError, ValueError) as error:
        raise CannotOpenError("bundle.damaged", table="log") from error
    row = WitnessedHeadRow
    known = connection.execute(select(row.events, row.head).where(row.site == site).distinct()).all()
    missing = tuple(SeenHead(events, head) for events, head in known if hashes[events - 1 : events] != [head])
    if hashes:
        end = SeenHead(len(hashes), hashes[-1])
        _keep(connection, [_signed(site, end, signer, at)])
    _keep(connection, [seen for seen in others if _fits(seen)])
    return missing


def seen_of(connection: Connection, site: str) -> tuple[Witnessed, ...]:
    """Return what others saw of this log, whose bundles are signed with the key ``site``."""
    row = WitnessedHeadRow
    signers = connection.execute(select(TrustedSignerRow.public_key, TrustedSignerRow.role))
    roles = {signer.public_key: signer.role for signer in signers}
    asked = select(row.witness, row.events, row.head, row.seen_at).where(row.site == site, row.witness != site).order_by(row.seq)
    return tuple(
        Witnessed(roles.get(who, ""), events, at, has_head(connection, SeenHead(events, head)))
        for who, events, head, at in connection.execute(asked)
    )


def _hashes(joined: bytes) -> list[str]:
    if not isinstance(joined, bytes) or len(joined) % _DIGEST:
        raise ValueError("no hashes")
    return [joined[at : at + _DIGEST].hex() for at in range(0, len(joined), _DIGEST)]


def _row(site: str, events: int, head: str, at: str, who: str, signed: str) -> dict[str, Any]:
    if not all(isinstance(text, str) for text in (site, head, who, signed)) or type(events) is not int or events < 1:
        raise TypeError("no head")
    return {
        "site": site,
        "events": events,
        "head": head,
        "seen_at": datetime.fromisoformat(at),
        "witness": who,
        "signature": signed,
    }


def _signed(site: str, end: SeenHead, signer: Signs | None, at: datetime) -> dict[str, Any]:
    who = signer.public_key if signer is not None else ""
    signed = signer.sign(_message(site, end.events, end.head)).hex() if signer is not None else ""
    return {"site": site, "events": end.events, "head": end.head, "seen_at": at, "witness": who, "signature": signed}


def _fits(seen: dict[str, Any]) -> bool:
    """Whether who is named has signed it; what nobody signed is only for who saw it."""
    return bool(seen["witness"]) and fits(seen["witness"], seen["signature"], _message(seen["site"], seen["events"], seen["head"]))


def _keep(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    row = WitnessedHeadRow
    known = {tuple(found) for found in connection.execute(select(row.site, row.events, row.head, row.witness))}
    new = {(r["site"], r["events"], r["head"], r["witness"]): r for r in rows}
    fresh = [{"id": new_id(), **r} for name, r in new.items() if name not in known]
    if fresh:
        connection.execute(insert(row), fresh)


def _message(site: str, events: int, head: str) -> bytes:
    return _PREFIX + f"{site}:{events}:{head}".encode()

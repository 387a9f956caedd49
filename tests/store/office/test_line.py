"""The line to the server: judged by what the driver is going to do, not by how the address is spelt."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from mrm_desktop.domain.errors import CannotOpenError
from mrm_desktop.store.office.line import _hang_up_in_the_clear, engine_of


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("postgresql://u@db.example/mrm?sslmode=disable", "office.tls_required"),
        ("postgresql://u@db.example/mrm?sslmode=allow", "office.tls_required"),
        ("postgresql://u@db.example/mrm?sslmode=prefer", "office.tls_required"),
        ("postgresql://u@db.example/mrm?sslmode=require", "office.tls_required"),
        ("postgresql://u@127.0.0.2/mrm?sslmode=disable", "office.tls_required"),
        ("postgresql://u@localhost/mrm?host=db.example&sslmode=disable", "office.other_way"),
        ("postgresql://u@localhost:5432/mrm?host=db.example", "office.other_way"),
        ("postgresql://u@/mrm?host=db.example", "office.other_way"),
        ("postgresql://u@/mrm?host=/tmp&host=db.example", "office.other_way"),
        ("postgresql://u@/mrm?host=/tmp,db.example", "office.other_way"),
        ("postgresql://u@localhost/mrm?hostaddr=203.0.113.5", "office.other_way"),
        ("postgresql://u@db.example/mrm?hostaddr=203.0.113.5", "office.other_way"),
        ("postgresql://u@/mrm?service=evil", "office.other_way"),
        ("postgresql://u@localhost/mrm?options=-csearch_path%3Devil", "office.other_way"),
        ("postgresql://u@db.example/mrm?sslkeylogfile=/tmp/keys", "office.other_way"),
    ],
)
def test_what_leads_another_way_is_refused_before_anything_is_sent(asked: str, code: str) -> None:
    with pytest.raises(CannotOpenError) as caught:
        engine_of(asked)
    assert caught.value.code == code


@pytest.mark.parametrize("variable", ["PGHOSTADDR", "PGSERVICE", "PGSERVICEFILE", "PGHOST", "PGOPTIONS", "PGSSLMODE"])
def test_the_environment_leads_nowhere_else(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "203.0.113.5")
    with pytest.raises(CannotOpenError) as caught:
        engine_of("postgresql://u@db.example/mrm")
    assert (caught.value.code, caught.value.params["what"]) == ("office.other_way", variable)


class Line:
    """A connection of the driver as it stands: with or without a cipher, to some host."""

    def __init__(self, host: str, ssl: bool, **parameters: str) -> None:
        self.info = SimpleNamespace(host=host, get_parameters=lambda: parameters)
        self.pgconn = SimpleNamespace(ssl_in_use=ssl)
        self.closed = False

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        (Line("/tmp", ssl=False), True),
        (Line("localhost", ssl=False), True),
        (Line("db.example", ssl=True, sslmode="verify-full"), True),
        (Line("db.example", ssl=True, sslmode="verify-ca"), True),
        (Line("db.example", ssl=False, sslmode="verify-full"), False),
        (Line("db.example", ssl=True, sslmode="require"), False),
        (Line("localhost", ssl=False, hostaddr="203.0.113.5"), False),
        (Line("localhost", ssl=False, service="evil"), False),
    ],
)
def test_a_line_in_the_clear_is_hung_up(line: Any, stays: bool) -> None:
    if stays:
        _hang_up_in_the_clear(line, None)
    else:
        with pytest.raises(CannotOpenError) as caught:
            _hang_up_in_the_clear(line, None)
        assert caught.value.code == "office.tls_required"
    assert line.closed is not stays

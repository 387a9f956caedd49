"""Whoever has the passphrase can cut a log, write it anew or put an old file back: any office that saw its head before finds it."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable

import pytest

from mrm_desktop.store.file.engine import connect
from tests.store import records
from tests.store.exchange.conftest import CHEAP, PASSPHRASE, Office

Offices = tuple[Office, Office]


def add(office: Office) -> None:
    office.add(add_reset_events=([records.reset_event()],))


def put_back(office: Office) -> None:
    """An older copy in the place of the file."""
    shutil.copy(office.path.with_suffix(".old"), office.path)


def cut_the_tail(office: Office) -> None:
    """The last events are taken out with what they told of, and others come after: the log is whole, and longer than before."""
    raw = CHEAP.unlock(office.path, PASSPHRASE).raw()
    with contextlib.closing(connect(office.path, raw)) as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'no_delete%'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        (last,) = connection.execute("SELECT max(sequence) FROM log_event").fetchone()
        connection.execute("DELETE FROM reset_event WHERE seq = (SELECT max(seq) FROM reset_event)")
        connection.execute("DELETE FROM log_rows WHERE event = ?", (last,))
        connection.execute("DELETE FROM log_event WHERE sequence = ?", (last,))
    for _ in range(3):
        add(office)


@pytest.mark.parametrize("tamper", [put_back, cut_the_tail])
def test_the_other_office_finds_it_in_the_next_bundle(offices: Offices, tamper: Callable[[Office], None]) -> None:
    north, south = offices
    add(north)
    shutil.copy(north.path, north.path.with_suffix(".old"))
    add(north)
    assert south.take(north.export(), north).missing == ()
    tamper(north)
    missing = south.take(north.export(), north).missing
    assert len(missing) == 1
    with south.open() as project, project.read() as repo:
        assert repo.info() is not None


@pytest.mark.parametrize("tamper", [put_back, cut_the_tail])
def test_the_office_itself_learns_it_from_what_others_signed(offices: Offices, tamper: Callable[[Office], None]) -> None:
    north, south = offices
    add(north)
    shutil.copy(north.path, north.path.with_suffix(".old"))
    add(north)
    south.take(north.export(), north)
    tamper(north)
    north.take(south.export(), south)
    with north.open() as project:
        [seen] = project.seen_by_others(north.public)
    assert (seen.role, seen.is_there) == ("South", False)


def test_what_goes_on_as_it_should_fits(offices: Offices) -> None:
    north, south = offices
    for _ in range(3):
        add(north)
        assert south.take(north.export(), north).missing == ()
        assert north.take(south.export(), south).missing == ()
    with north.open() as project:
        seen = project.seen_by_others(north.public)
        assert [one.is_there for one in seen] == [True] * 3
        assert project.check_log().breaks == ()


def test_a_head_that_nobody_signed_is_not_passed_on(offices: Offices) -> None:
    north, south = offices
    add(north)
    bundle = north.export()
    with south.open() as project:
        project._key.signer = None  # type: ignore[attr-defined]
        project.import_bundle(bundle, trusted={north.public})
    north.take(south.export(), south)
    with north.open() as project:
        assert project.seen_by_others(north.public) == ()

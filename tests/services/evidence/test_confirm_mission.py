"""The shipped registry: every row dated and sourced, and confirmed only by a person with a source."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import GuardPass, PersonInTextError
from mrm_desktop.domain.missions import RecordedStatus
from mrm_desktop.domain.vocabulary import MissionStatus
from mrm_desktop.services.evidence.confirm_mission import confirm_mission, read_registry, shipped_missions
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import ON
from tests.store import records


def test_every_row_is_dated_sourced_and_graded() -> None:
    missions = shipped_missions()
    assert len(missions) == 26
    assert len({m.acronym for m in missions}) == 26
    for mission in missions:
        assert mission.source
        assert mission.created_by
        assert mission.start.year >= 1948
        assert mission.last_checked is None or mission.last_checked <= date(2026, 3, 16)
    never_checked = {m.acronym for m in missions if m.last_checked is None}
    assert never_checked == {"UNTSO", "UNMOGIP", "UNAMID", "UNOCI", "BINUCA", "MINUSTAH", "MINUJUSTH", "UNMIL"}


def test_six_of_the_factsheets_missions_are_closed() -> None:
    status = {m.acronym: m.recorded_status for m in shipped_missions()}
    gone = {"UNAMID", "UNOCI", "UNAMI", "MINUSMA", "UNSOM", "BINUCA"}
    assert {a for a in gone if status[a] is RecordedStatus.CLOSED} == gone
    assert {status["UNMISS"], status["MONUSCO"]} == {RecordedStatus.ACTIVE}


def test_nothing_is_active_long_after_it_was_checked() -> None:
    for mission in shipped_missions():
        assert mission.status_on(date(2027, 6, 1), 90) in (MissionStatus.CLOSED, MissionStatus.UNCONFIRMED)


def test_confirming_makes_it_current_again(empty: ProjectFile) -> None:
    with empty.write() as repo:
        repo.put_missions([records.mission(last_checked=None)])
    record = confirm_mission(empty, "UNTOY", ON, "SCR 3 (2026)", ON + timedelta(days=365))
    assert record.status_on(ON, 90) is MissionStatus.ACTIVE
    with empty.read() as repo:
        assert repo.missions() == (record,)
    assert confirm_mission(empty, "UNTOY", ON, "letter", closed=True).status_on(ON, 90) is MissionStatus.CLOSED


@pytest.mark.parametrize(
    ("acronym", "source", "end", "code"),
    [
        ("UNX", "letter", None, "mission.unknown"),
        ("UNTOY", "  ", None, "mission.source_needed"),
        ("UNTOY", "letter", ON - timedelta(days=1), "mission.mandate_already_over"),
    ],
)
def test_what_a_confirmation_needs(empty: ProjectFile, acronym: str, source: str, end: date | None, code: str) -> None:
    with pytest.raises(KnownError) as caught:
        confirm_mission(empty, acronym, ON, source, end)
    assert caught.value.code == code


def test_the_shipped_registry_has_a_closing_day_only_where_a_closing_was_decided() -> None:
    closing = {m.acronym for m in shipped_missions() if m.closes_on is not None}
    assert closing == {m.acronym for m in shipped_missions() if m.recorded_status is not RecordedStatus.ACTIVE}
    assert {"UNIFIL", "UNTMIS", "UNMHA"} < closing


@pytest.mark.parametrize(
    ("recorded", "said", "closed", "after"),
    [
        (None, None, False, None),
        (None, 30, False, 30),
        (40, None, False, 40),
        (40, 30, False, 30),
        (-1, None, False, None),
        (0, None, False, 0),
        (-1, None, True, -1),
    ],
)
def test_a_closing_day_that_did_not_come_true_is_dropped(
    empty: ProjectFile, recorded: int | None, said: int | None, closed: bool, after: int | None
) -> None:
    day = {days: None if days is None else ON + timedelta(days=days) for days in (recorded, said, after)}
    with empty.write() as repo:
        repo.put_missions([records.mission(closes_on=day[recorded])])
    assert confirm_mission(empty, "UNTOY", ON, "letter", closed=closed, closes_on=day[said]).closes_on == day[after]


def test_a_mandate_that_ends_today_is_not_over_yet(empty: ProjectFile) -> None:
    assert confirm_mission(empty, "UNTOY", ON, "letter", ON).mandate_end == ON


@pytest.mark.parametrize(
    ("recorded", "confirmed"),
    [
        (RecordedStatus.CLOSED, RecordedStatus.ACTIVE),
        (RecordedStatus.ACTIVE, RecordedStatus.ACTIVE),
        (RecordedStatus.CLOSING, RecordedStatus.CLOSING),
    ],
)
def test_a_mission_that_is_closing_is_confirmed_as_closing(
    empty: ProjectFile, recorded: RecordedStatus, confirmed: RecordedStatus
) -> None:
    with empty.write() as repo:
        repo.put_missions([records.mission(recorded_status=recorded)])
    assert confirm_mission(empty, "UNTOY", ON, "letter").recorded_status is confirmed


def test_a_registry_of_other_columns_or_words_is_named(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(KnownError) as caught:
        read_registry(path)
    assert caught.value.code == "registry.columns"


def test_the_source_of_a_confirmation_is_a_document_and_tells_of_nobody(empty: ProjectFile) -> None:
    with pytest.raises(PersonInTextError):
        confirm_mission(empty, "UNTOY", ON, "Mary Deng, +211 912 345 678")
    passed = GuardPass("source", "Nyibol Athian is the name of the report.", "Field manager", "Security focal point")
    record = confirm_mission(empty, "UNTOY", ON, "Report Nyibol Athian, S/2026/12", passes=[passed])
    assert record.source == "Report Nyibol Athian, S/2026/12"
    with empty.read() as repository:
        [kept] = repository.guard_passes()
    assert (kept.about, kept.code, kept.guard_pass) == ("mission", "UNTOY", passed)

"""After a trip: what was learnt comes in by the import door, decisions are called up again, and plans go."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from mrm_desktop.domain.debriefs import TripOutcome
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.guard_passes import PersonInTextError
from mrm_desktop.domain.vocabulary import EvidenceMethod, Stratum
from mrm_desktop.services.trips.debrief import read_debrief, take_debrief
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import decide

TEXT = """format = "mrm-debrief/1"
returned_on = 2026-03-06
outcome = "done"
source = "debrief-0306"
grade = "B2"
near_misses = 1
[[observation]]
area_code = "XT01"
stratum = "women"
rating = -1
heard = 12
on = 2026-03-05
[[incident]]
area_code = "XT01"
type = "checkpoint"
on = 2026-03-05
[[event]]
area_code = "XT01"
kind = "riot"
happened_on = 2026-03-05
"""
SOON, LATE = datetime(2026, 3, 7, 12, tzinfo=UTC), datetime(2026, 3, 12, 12, tzinfo=UTC)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "debrief" / "d.toml"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_what_a_team_learnt_becomes_evidence_with_its_method_source_and_ledger(project: ProjectFile, written: Path) -> None:
    decision = decide(project)
    before = len(known_evidence(project))
    done = take_debrief(project, read_debrief(written), SOON)
    assert [i.reading.ledger.rows_kept for i in done.imported] == [1, 1]
    new = known_evidence(project)[before:]
    assert [(e.area_code, e.item.stratum, e.item.method, e.item.mean_rating, e.item.answered, e.item.source) for e in new] == [
        ("XT01", Stratum.WOMEN, EvidenceMethod.STAFF_OBSERVATION, -1.0, 12.0, "debrief-0306")
    ]
    with project.read() as repository:
        assert [(i.type, i.area_code, i.happened_on) for i in repository.incidents()] == [("checkpoint", "XT01", date(2026, 3, 5))]
        assert [(e.kind, e.source) for e in repository.reset_events()] == [("riot", "debrief-0306")]
    assert (done.events, [d.id for d in done.decide_again], done.late) == (1, [decision.id], False)
    assert [p.name for p in written.parent.iterdir()] == ["d.toml"]


def known_evidence(project: ProjectFile) -> list[AreaEvidence]:
    with project.read() as repository:
        return list(repository.evidence())


def test_a_dry_run_leaves_no_trace_and_a_late_debrief_is_said_to_be_late(project: ProjectFile, written: Path) -> None:
    before = len(known_evidence(project))
    done = take_debrief(project, read_debrief(written), LATE, dry_run=True)
    assert (len(known_evidence(project)), done.late) == (before, True)
    with project.read() as repository:
        assert (repository.incidents(), repository.reset_events()) == ((), ())


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("mrm-debrief/1", "mrm-trip/1", "debrief.format"),
        ('outcome = "done"', 'outcome = "fine"', "vocabulary.unknown"),
        ('source = "debrief-0306"', 'source = "../Amina B."', "debrief.source"),
        ("heard = 12\n", "", "trip.missing_key"),
        ("heard = 12", 'heard = 12\nwho = "A. B."', "trip.unknown_key"),
        ("rating = -1", "rating = 7", "trip.out_of_range"),
        ("on = 2026-03-05\n[[event]]", 'on = "yesterday"\n[[event]]', "trip.bad_value"),
        ("returned_on = 2026-03-06", 'returned_on = "then"', "trip.bad_value"),
    ],
)
def test_a_bad_debrief_is_refused_by_name(written: Path, old: str, new: str, code: str) -> None:
    written.write_text(TEXT.replace(old, new), encoding="utf-8")
    with pytest.raises(KnownError) as refused:
        read_debrief(written)
    assert refused.value.code == code


def test_an_unknown_area_stops_everything_before_anything_came_in(project: ProjectFile, written: Path) -> None:
    written.write_text(TEXT.replace('area_code = "XT01"\nkind', 'area_code = "XT99"\nkind'), encoding="utf-8")
    before = len(known_evidence(project))
    with pytest.raises(KnownError, match=r"facts\.unknown_area"):
        take_debrief(project, read_debrief(written), SOON)
    assert len(known_evidence(project)) == before


def test_a_debrief_is_read(written: Path) -> None:
    read = read_debrief(written)
    assert (read.outcome, read.near_misses, read.areas) == (TripOutcome.DONE, 1, frozenset({"XT01"}))


def test_two_teams_who_heard_the_same_are_two_sources_and_a_debrief_taken_twice_brings_nothing(
    project: ProjectFile, written: Path
) -> None:
    before = len(known_evidence(project))
    take_debrief(project, read_debrief(written), SOON)
    again = take_debrief(project, read_debrief(written), SOON)
    assert ([i.already_there for i in again.imported], again.events) == ([True, True], 0)
    written.write_text(TEXT.replace("debrief-0306", "debrief-other"), encoding="utf-8")
    other = take_debrief(project, read_debrief(written), SOON)
    assert ([i.already_there for i in other.imported], other.events) == ([False, False], 1)
    assert [e.item.source for e in known_evidence(project)[before:]] == ["debrief-0306", "debrief-other"]
    with project.read() as repository:
        assert [e.source for e in repository.reset_events()] == ["debrief-0306", "debrief-other"]
        assert {i.source for i in repository.incidents()} == {"debrief-0306", "debrief-other"}


def test_a_debrief_that_breaks_off_brings_nothing_at_all(
    project: ProjectFile, written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(known_evidence(project))

    def fail(*_: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("mrm_desktop.store.rows.repository.SqlRepository.add_reset_events", fail)
    with pytest.raises(OSError, match="full"):
        take_debrief(project, read_debrief(written), SOON)
    assert len(known_evidence(project)) == before
    with project.read() as repository:
        assert repository.incidents() == ()


def test_a_debrief_tells_of_nobody_and_a_pass_in_its_file_is_kept(project: ProjectFile, written: Path) -> None:
    hill = TEXT.replace('kind = "riot"', 'kind = "riot of Nyibol Athian"').replace(
        'type = "checkpoint"', 'type = "shots, Nyibol Athian"'
    )
    written.write_text(TEXT.replace('kind = "riot"', 'kind = "girl aged 12 abducted"'), encoding="utf-8")
    with pytest.raises(PersonInTextError) as caught:
        take_debrief(project, read_debrief(written), SOON)
    assert {finding.field for finding in caught.value.findings} == {"event 1.kind"}
    roles = 'passed_by = "Field manager"\nseen_by = "Security focal point"\nreason = "Nyibol Athian is a hill, and no person."\n'
    passes = "".join(f'[[guard_pass]]\nfield = "{field}"\n{roles}' for field in ("event 1.kind", "incident 1.type"))
    written.write_text(hill + passes, encoding="utf-8")
    take_debrief(project, read_debrief(written), SOON)
    with project.read() as repository:
        kept = [(one.about, one.code, one.guard_pass.field) for one in repository.guard_passes()]
        assert [e.kind for e in repository.reset_events()] == ["riot of Nyibol Athian"]
        assert [i.type for i in repository.incidents()] == ["shots, Nyibol Athian"]
    assert kept == [("debrief", "debrief-0306", "event 1.kind"), ("debrief", "debrief-0306", "incident 1.type")]

"""Areas where contact is punished, and verdicts that rest on few: a reader outside is told what an area nobody asked about would say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.domain.case import ContextFacts
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import GateState, Mode, Stance, Stratum, Verdict
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.ports import Project
from mrm_desktop.project.question import Question
from mrm_desktop.reports.order import Handover, Order
from mrm_desktop.reports.release.disclosure import ReleasedPerception
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.release.released_view import is_reprisal, verdict_of
from mrm_desktop.reports.release.solved import Remedy, Secret, Solved
from mrm_desktop.services.release.quiet_areas import cover_for, verdicts_told
from mrm_desktop.services.release.release_file import release_file
from mrm_desktop.services.release.subject import Subject, release, subject_of
from tests.services.conftest import fill, opened
from tests.store import records
from tests.store.conftest import copy_of

WORDS = Words("en")
TO = Handover("Partner, access team", "planning")
FILES = [
    *(("areas", form) for form in ("xlsx", "csv", "gpkg", "geojson", "kml")),
    ("map", "html"),
    ("map", "svg"),
    ("note", "html"),
    ("brief", "html"),
    ("atlas", "html"),
    ("safety_sheet", "html"),
]


@pytest.fixture
def punished(project: Project) -> Project:
    """Everything is known of XT01, where those in control punish contact."""
    with project.write() as repository:
        repository.add_circumstances([records.circumstances("XT01", context=ContextFacts(True, False))])
    return project


@pytest.fixture
def unasked(made_once: Path, tmp_path: Path) -> Iterator[Project]:
    """The same project without a single answer, and nobody is punished."""
    with copy_of(made_once, tmp_path / "unasked.mrm") as project:
        fill(project, with_evidence=False)
        yield project


def about(project: Project, report: str = "areas", reader: Reader = Reader.PARTNER) -> Subject:
    return subject_of(opened(project), report, reader, Question(Mode.LIAISON), area="XT01")


def written(project: Project, report: str, form: str, reader: Reader, out: Path) -> tuple[bytes, dict[str, Any]]:
    subject = about(project, report, reader)
    path, manifest, _ = release_file(project, subject, Order(report, form, reader, TO), WORDS, out, records.AT)
    return path.read_bytes(), json.loads(manifest.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("report", "form", "reader"),
    [
        (*file, reader)
        for file in FILES
        for reader in (Reader.PARTNER, Reader.PUBLIC)
        if (file[0], reader) != ("note", Reader.PUBLIC)
    ],
)
def test_where_contact_is_punished_every_file_is_that_of_a_project_in_which_nobody_was_asked(
    punished: Project, unasked: Project, report: str, form: str, reader: Reader, tmp_path: Path
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert is_reprisal(about(punished).required_view.assessments["XT01"])
    one, its_manifest = written(punished, report, form, reader, tmp_path / "a")
    other, other_manifest = written(unasked, report, form, reader, tmp_path / "b")
    assert one == other
    assert its_manifest == other_manifest


@pytest.mark.parametrize("form", ["html", "docx"])
def test_where_contact_is_punished_no_summary_says_that_an_answer_changed(
    punished: Project, unasked: Project, form: str, tmp_path: Path
) -> None:
    found = []
    for folder, project in ((tmp_path / "a", punished), (tmp_path / "b", unasked)):
        folder.mkdir()
        for name in ("first", "second"):
            written(project, "areas", "csv", Reader.PARTNER, folder / f"{name}.csv.zip")
        found.append(written(project, "summary", form, Reader.PARTNER, folder))
        with project.read() as repository:
            log = tuple(repository.releases())
        assert not [s for s in release(about(project), Reader.PARTNER, log).solved if s.secret is Secret.VERDICT]
    assert found[0] == found[1]


@pytest.mark.parametrize(("days", "is_told"), [(0, True), (200, False)])
def test_a_summary_is_held_against_what_was_told_by_its_day(project: Project, days: int, is_told: bool, tmp_path: Path) -> None:
    """Somebody made a file for a day to come, on which another answer held."""
    written(project, "areas", "csv", Reader.PARTNER, tmp_path)
    with project.write() as repository:
        [one] = repository.releases()
        then, told = one.as_known_on + timedelta(days=days), {"XT01": "refused/civilian_channel"}
        repository.add_release(replace(one, id=new_id(), as_known_on=then, told=told))
    content, _ = written(project, "summary", "html", Reader.PARTNER, tmp_path)
    assert (WORDS.say("summary.why_withheld") in content.decode("utf-8")) == is_told


def test_the_own_organisation_is_told_that_contact_is_punished(punished: Project) -> None:
    for reader in (Reader.INTERNAL, Reader.COUNTRY_OFFICE):
        area = next(a for a in release(about(punished, reader=reader), reader).areas if a.code == "XT01")
        assert (area.values["verdict"], area.values["deciding_gate"]) == ("refused", "contact_punished")


def add_few(project: Project) -> None:
    """Eight people of a group of which no partner is told; they reject the mission."""
    with project.write() as repository:
        repository.add_dataset(one := records.dataset(DatasetKind.COMMUNITY, name="host.csv"))
        few = replace(records.item(Stratum.HOST, "other"), answered=8.0, mean_rating=-2.0, grade=Grade.parse("A1"))
        repository.add_evidence([records.evidence(one.id, one=few)])


def test_a_verdict_that_changed_because_of_few_is_not_told_and_stays_untold(project: Project, tmp_path: Path) -> None:
    first, _ = written(project, "areas", "geojson", Reader.PARTNER, tmp_path)
    before = _of(first, "XT01")
    assert before["verdict"] == "proceed_with_conditions"
    add_few(project)
    assert about(project).required_view.assessments["XT01"].verdict is Verdict.REFUSED
    for _ in range(2):  # whoever asks again learns no more
        content, _ = written(project, "areas", "geojson", Reader.PARTNER, tmp_path)
        after = _of(content, "XT01")
        assert (after["verdict"], after["ceiling"]) == ("insufficient_evidence", "insufficient_evidence")
    with project.read() as repository:
        log = tuple(repository.releases())
    assert [set(r.told) for r in log] == [{"XT01", "XT02"}, set(), set()]
    solved = release(about(project), Reader.PARTNER, log).solved
    assert Solved(Secret.VERDICT, Remedy.VERDICT_WITHHELD, "XT01", "host") in solved
    office = next(
        a for a in release(about(project, reader=Reader.COUNTRY_OFFICE), Reader.COUNTRY_OFFICE, log).areas if a.code == "XT01"
    )
    assert office.values["verdict"] == "refused"


def test_a_verdict_that_changed_for_another_reason_is_told(project: Project, tmp_path: Path) -> None:
    written(project, "areas", "geojson", Reader.PARTNER, tmp_path)
    add_few(project)
    with project.write() as repository:
        repository.add_dataset(one := records.dataset(DatasetKind.ARMED_ACTORS, name="more.csv"))
        repository.add_actor_reports([records.actor_report(one.id, stance=Stance.HOSTILE, source=f"k{k}") for k in (8, 9)])
    content, _ = written(project, "areas", "geojson", Reader.PARTNER, tmp_path)
    assert _of(content, "XT01")["verdict"] == "refused"


def _of(content: bytes, code: str) -> dict[str, Any]:
    return next(f["properties"] for f in json.loads(content)["features"] if f["id"] == code)


def test_what_a_reader_was_told_last_counts_and_what_others_were_told_does_not(project: Project) -> None:
    log = [
        records.release(reader="partner", told={"XT01": "refused/alert", "XT02": "hold/alert"}),
        records.release(reader="partner", told={"XT01": "hold/alert"}),
        records.release(reader="country_office", told={"XT01": "proceed/liaison"}),
    ]
    assert verdicts_told(log, Reader.PARTNER) == {"XT01": "hold/alert", "XT02": "hold/alert"}
    assert verdicts_told(log, Reader.COUNTRY_OFFICE)["XT01"] == "proceed/liaison"
    assert verdicts_told(log, Reader.PUBLIC) == {}
    assessment = about(project).required_view.assessments["XT01"]
    assert verdict_of(assessment) == f"{assessment.verdict}/{assessment.ceiling}"
    assert all(gate.state is not GateState.FAILED for gate in assessment.gates)


CODES = [f"XT{number:02}" for number in range(30)]


def row(code: str, stratum: Stratum = Stratum.WOMEN) -> ReleasedPerception:
    return ReleasedPerception(code, "1", stratum.value, "", "2026-02", "20-49", "better", "", "", "", "", "", False, False)


@given(st.sets(st.sampled_from(CODES)), st.sets(st.sampled_from(CODES)), st.text(max_size=8))
def test_of_the_areas_that_look_unasked_no_more_than_half_are_hidden(hidden: set[str], asked: set[str], salt: str) -> None:
    cover = cover_for(hidden, CODES, [row(code) for code in sorted(asked | hidden)], salt)
    unasked = [code for code in CODES if code not in asked | hidden]
    assert not set(cover) & (hidden | set(unasked))
    assert len(cover) + len(unasked) >= len(hidden) or set(cover) == asked - hidden
    assert not cover or len(cover) + len(unasked) == min(len(hidden), len(asked - hidden) + len(unasked))


@given(st.sets(st.sampled_from(CODES), max_size=12), st.sampled_from(CODES), st.text(max_size=8))
def test_who_stands_in_stays_when_another_area_is_hidden(hidden: set[str], other: str, salt: str) -> None:
    rows = [row(code) for code in CODES]
    before, after = cover_for(hidden, CODES, rows, salt), cover_for(hidden | {other}, CODES, rows, salt)
    assert set(before) - {other} <= set(after)


def test_an_area_where_only_hidden_groups_were_asked_looks_unasked() -> None:
    rows = [row("XT00"), row("XT01"), row("XT02", Stratum.DISPLACED)]
    assert cover_for(["XT00"], ["XT00", "XT01", "XT02"], rows, "salt") == []
    assert cover_for(["XT00"], ["XT00", "XT01"], rows, "salt") == ["XT01"]


def test_partners_and_the_public_are_told_the_same_of_every_area(project: Project, tmp_path: Path) -> None:
    written(project, "areas", "geojson", Reader.PARTNER, tmp_path)
    add_few(project)
    with project.read() as repository:
        log = tuple(repository.releases())
    told = {reader: release(about(project, reader=reader), reader, log) for reader in (Reader.PARTNER, Reader.PUBLIC)}
    evidence = {reader: [(a.code, a.values["evidence"]) for a in view.areas] for reader, view in told.items()}
    assert evidence[Reader.PARTNER] == evidence[Reader.PUBLIC]
    assert dict(evidence[Reader.PUBLIC])["XT01"] == "not_known_or_not_shared"
    assert "XT01" not in {p.area_code for p in told[Reader.PARTNER].perceptions}

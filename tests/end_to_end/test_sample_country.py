"""The sample country shows everything: each verdict, each class of the map; and it can be asked "what if" without a trace."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest

from mrm_desktop.cartography.build import build_map_document
from mrm_desktop.cartography.classes import THEMES, class_of
from mrm_desktop.cartography.style import load_style
from mrm_desktop.cli.sample import SAMPLE_DAY, build_sample
from mrm_desktop.domain.assessments import Index
from mrm_desktop.domain.decisions import DecisionDraft, Outcome
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.views import ProjectView
from mrm_desktop.domain.vocabulary import EscortCriterion, Mode, Purpose, Threat, Verdict
from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.ports import Project
from mrm_desktop.project.question import Question
from mrm_desktop.scoring import load_policy
from mrm_desktop.services.decisions.ask_what_if import ask_what_if, inconsistent_decisions
from mrm_desktop.services.decisions.record_decision import record_decision
from mrm_desktop.services.decisions.sign_decision import sign_decision
from tests.conftest import ROOT
from tests.present import present

POLICY = load_policy()
LIAISON = Question(Mode.LIAISON, on=SAMPLE_DAY)
QUESTIONS = (
    LIAISON,
    Question(Mode.CIVILIAN_CHANNEL, on=SAMPLE_DAY),
    Question(Mode.PROTECTION_REQUEST, on=SAMPLE_DAY, threat=Threat.IMMINENT),
    Question(Mode.ARMED_ESCORT, on=SAMPLE_DAY, escort_criteria=frozenset(EscortCriterion)),
    Question(Mode.ALERT, Purpose.INTERVIEW_BY_MILITARY, SAMPLE_DAY),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sample")


@pytest.fixture(scope="module")
def project(folder: Path) -> Iterator[Project]:
    made = build_sample(folder / "tamarra.mrm")
    yield made
    made.close()


@pytest.fixture(scope="module")
def opened(project: Project) -> OpenProject:
    return OpenProject(project, POLICY, SAMPLE_DAY)


@pytest.fixture(scope="module")
def knowledge(opened: OpenProject) -> Knowledge:
    return opened.knowledge


@pytest.fixture(scope="module")
def views(opened: OpenProject) -> list[ProjectView]:
    return [opened.view(question) for question in QUESTIONS]


def test_every_verdict_occurs(views: list[ProjectView]) -> None:
    assert {a.verdict for view in views for a in view.assessments.values()} == set(Verdict)


@pytest.mark.parametrize("theme", THEMES)
def test_every_class_of_the_map_occurs(views: list[ProjectView], theme: str) -> None:
    found = {class_of(theme, answer, view.class_limits) for view in views for answer in view.answers.values()}
    assert {fill.id for fill in load_style().themes[theme]} - found == set()


def test_three_levels_two_contingents_and_two_missions_are_there(knowledge: Knowledge) -> None:
    assert {a.level for a in knowledge.areas} == {1, 2, 3}
    assert {p.contingent for p in knowledge.presence} >= {"KADBAT", "VELBAT"}
    assert {m.acronym for m in knowledge.missions.values()} == {"UNMIT", "UNOTA"}
    assert {e.round for e in knowledge.evidence} == {"2025-11", "2026-02"}


def test_everything_says_that_it_is_invented(views: list[ProjectView]) -> None:
    document = build_map_document(views[0], Words("en"))
    assert "invented" in " ".join(document.marginalia.notes)


def test_no_military_rung_without_the_civilian_channel(views: list[ProjectView]) -> None:
    for view in views:
        for assessment in view.assessments.values():
            assert assessment.channel


def test_what_if_lists_differences_and_writes_nothing(folder: Path, opened: OpenProject, knowledge: Knowledge) -> None:
    path = folder / "tamarra.mrm"
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    found = ask_what_if(opened, LIAISON, {"acceptance.half_life_days": 20})
    assert found
    assert all(d.before != d.after or d.index_before != d.index_after for d in found)
    freed = next(
        c for c in knowledge.assessed_areas if present(knowledge.circumstances_of(c.code, SAMPLE_DAY)).context.contact_punished
    )
    single = ask_what_if(opened, LIAISON, facts={freed.code: {"context.contact_punished": False}})
    assert [d.case_id for d in single] == [freed.code]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_what_if_needs_something_to_change(opened: OpenProject) -> None:
    with pytest.raises(KnownError, match="nothing_changed"):
        ask_what_if(opened, LIAISON)
    with pytest.raises(KnownError, match="area"):
        ask_what_if(opened, LIAISON, facts={"XT9999": {"mission.hotline": True}})


def apart(one: Index, other: Index) -> float:
    parts = [(i.acceptance, i.tolerance, i.conduct, i.capability) for i in (one, other)]
    return max(abs(a - b) for a, b in zip(parts[0], parts[1], strict=True))


def test_like_cases_decided_unlike_are_found(opened: OpenProject, views: list[ProjectView]) -> None:
    open_areas = {c: present(a.index) for c, a in views[0].assessments.items() if a.verdict is Verdict.PROCEED_WITH_CONDITIONS}
    alike = min(combinations(open_areas, 2), key=lambda pair: apart(open_areas[pair[0]], open_areas[pair[1]]))
    outcomes = (Outcome.PROCEED, Outcome.DO_NOT_PROCEED)
    for code, outcome in zip(alike, outcomes, strict=True):
        draft = DecisionDraft(
            outcome, Mode.LIAISON, "Country director", "The other choice would be quieter.", "Both sides asked for it."
        )
        now = datetime(2026, 3, 1, 9, tzinfo=UTC)
        made = record_decision(opened, opened.card_for_decision(code, LIAISON), draft, POLICY, now)
        for role in made.draft.signatories:
            sign_decision(opened, made.id, role, SAMPLE_DAY, now)
    pairs = inconsistent_decisions(opened, SAMPLE_DAY)
    assert {frozenset((p.first, p.second)) for p in pairs if p.kind == "like_decided_unlike"} == {frozenset(alike)}


def test_the_generator_writes_the_same_bytes_again(tmp_path: Path) -> None:
    """The sample is a product: nobody edits it by hand."""
    script = (ROOT / "installer" / "make_sample.py").read_text(encoding="utf-8")
    copy = tmp_path / "installer" / "make_sample.py"
    copy.parent.mkdir()
    copy.write_text(script, encoding="utf-8")
    shutil.copy(ROOT / "installer" / "sample_geography.py", copy.parent)
    subprocess.run([sys.executable, str(copy)], check=True, capture_output=True)
    for made in sorted((tmp_path / "data" / "sample").iterdir()):
        assert made.read_bytes() == asset("data", "sample", made.name).read_bytes(), made.name

"""A small project of two neighbouring squares with one mission, encrypted, and what can be asked of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.decisions import Decision, DecisionDraft, Outcome
from mrm_desktop.domain.views import AreaCard, ProjectView
from mrm_desktop.domain.vocabulary import Mode, Stance, Stratum
from mrm_desktop.project.answers import prepare_answers
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.ports import Project
from mrm_desktop.project.question import Question
from mrm_desktop.scoring import Policy, load_policy
from mrm_desktop.services.decisions.record_decision import record_decision
from mrm_desktop.services.decisions.sign_decision import sign_decision
from mrm_desktop.store.file.project_file import SqlCipherFiles
from tests.store import records
from tests.store.conftest import copy_of, fresh_key, make_passphrases_cheap

ON = date(2026, 3, 1)
POLICY = load_policy()


@pytest.fixture(autouse=True)
def _cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    make_passphrases_cheap(monkeypatch)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two squares and the mission, and nothing else."""
    path = tmp_path_factory.mktemp("services") / "toy.mrm"
    info = replace(records.info(), assessment_level=None)
    with SqlCipherFiles(lambda: records.AT).create(path, fresh_key(), info) as project:
        one = records.dataset()
        with project.write() as repo:
            repo.add_dataset(one)
            repo.add_areas([records.area("XT01", 0), records.area("XT02", 1)], one.id)
            repo.put_missions([records.mission()])
    return path


@pytest.fixture(scope="session")
def filled_once(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything known of XT01 that liaison needs; nothing of XT02 but the circumstances."""
    path = tmp_path_factory.mktemp("services") / "filled.mrm"
    with SqlCipherFiles(lambda: records.AT).open(Path(shutil.copy(made_once, path)), fresh_key()) as project:
        fill(project)
    return path


@pytest.fixture
def empty(made_once: Path, tmp_path: Path) -> Iterator[Project]:
    """Two squares and the mission, and nothing else."""
    with copy_of(made_once, tmp_path / "toy.mrm") as project:
        yield project


@pytest.fixture
def project(filled_once: Path, tmp_path: Path) -> Iterator[Project]:
    """Everything known of XT01 that liaison needs; nothing of XT02 but the circumstances."""
    with copy_of(filled_once, tmp_path / "toy.mrm") as project:
        yield project


def fill(project: Project, with_evidence: bool = True) -> None:
    """Add what liaison in XT01 needs, or all of it but what communities said."""
    one = records.dataset(DatasetKind.PRESENCE)
    with project.write() as repo:
        repo.add_dataset(one)
        repo.add_presence([records.presence(one.id, last_confirmed=date(2026, 2, 20))])
        repo.add_contingents(
            [records.contingent(rotated_on=date(2025, 6, 1), unresolved_abuse_allegations=False, resolved_past_allegations=False)]
        )
        repo.add_focal_points([records.focal_point()])
        repo.add_circumstances([records.circumstances("XT01"), records.circumstances("XT02")])
        repo.add_statements([records.approach(), records.armed_actor_check(), records.impact()])
        people = [
            (stratum, source) for stratum in (Stratum.WOMEN, Stratum.MEN, Stratum.DISPLACED) for source in ("survey", "groups")
        ]
        asked = people if with_evidence else []
        repo.add_evidence([records.evidence(one.id, one=records.item(stratum, source)) for stratum, source in asked])
        repo.add_actor_reports([records.actor_report(one.id, source=source, stance=Stance.SUPPORTIVE) for source in ("k0", "k1")])


def opened(project: Project, day: date = ON, policy: Policy = POLICY) -> OpenProject:
    return OpenProject(project, policy, day)


def known(project: Project) -> Knowledge:
    return opened(project).knowledge


def view_of(knowledge: Knowledge, day: date = ON, policy: Policy = POLICY, mode: Mode = Mode.LIAISON) -> ProjectView:
    return prepare_answers(knowledge.as_of(day), Question(mode, on=day), policy).view


def card(project: Project, code: str = "XT01", mode: Mode = Mode.LIAISON, **question: Any) -> AreaCard:
    return opened(project).card_for_decision(code, Question(mode, on=question.pop("on", ON), **question))


def draft(**changes: Any) -> DecisionDraft:
    values: dict[str, Any] = {
        "outcome": Outcome.PROCEED,
        "chosen_mode": Mode.LIAISON,
        "approver_role": "Country director",
        "counter_argument": "Being seen with a patrol may cost trust.",
    }
    if changes.get("outcome", Outcome.PROCEED) is Outcome.PROCEED:
        values["rationale"] = "The threat to the market can only be followed together."
    return DecisionDraft(**(values | changes))


def decide_and_sign(project: Project, **changes: Any) -> Decision:
    """Record a decision and let every role sign that it waits for."""
    decision = decide(project, **changes)
    for role in decision.draft.signatories:
        sign_decision(opened(project), decision.id, role, ON)
    return decision


def decide(
    project: Project,
    code: str = "XT01",
    at: datetime = records.AT,
    mode: Mode = Mode.LIAISON,
    clock_is_right: bool = False,
    **changes: Any,
) -> Decision:
    asked = draft(**({"chosen_mode": mode} | changes))
    return record_decision(project, card(project, code, mode), asked, POLICY, at, clock_is_right)

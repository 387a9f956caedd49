"""A decision watches its reasons: it wakes with what is no longer true, and sleeps while it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from mrm_desktop.domain.briefings import Need
from mrm_desktop.domain.case import ContextFacts
from mrm_desktop.domain.decisions import Outcome
from mrm_desktop.domain.evidence import StanceReport
from mrm_desktop.domain.missions import RecordedStatus
from mrm_desktop.domain.vocabulary import Mode, Stance
from mrm_desktop.services.briefing.fallen_reasons import fallen_reasons
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import ON, decide, decide_and_sign, opened
from tests.store import records

SOON = ON + timedelta(days=5)


def turn(project: ProjectFile, day: date = ON + timedelta(days=1), **changes: Any) -> None:
    """Write down circumstances of the first square that are others from a day on."""
    context = ContextFacts(changes.pop("contact_punished", False), changes.pop("reprisals_for_contact", False))
    with project.write() as repository:
        repository.add_circumstances([records.circumstances("XT01", recorded_on=day, context=context, **changes)])


def fallen(project: ProjectFile, day: date = SOON) -> list[Need]:
    return list(fallen_reasons(opened(project, day)))


def test_a_decision_whose_reasons_hold_says_nothing(project: ProjectFile) -> None:
    decide_and_sign(project)
    assert fallen(project, ON) == []
    assert fallen(project) == []


@pytest.mark.parametrize(
    ("gate", "code", "known"),
    [
        ("contact_punished", "gate.contact_punished.punished", {"contact_punished": True}),
        ("reprisal", "gate.reprisal.credible", {"reprisals_for_contact": True}),
        ("conduct", "gate.conduct.alleged_perpetrator", {"alleged_perpetrator": True}),
    ],
)
def test_a_fact_that_turned_wakes_it_with_the_sentence(project: ProjectFile, gate: str, code: str, known: dict[str, Any]) -> None:
    decide_and_sign(project)
    turn(project, **known)
    [need] = fallen(project)
    assert (need.area_code, need.params["mode"]) == ("XT01", "liaison")
    assert [reason.code for reason in need.reasons] == ["briefing.rested_on", code]
    assert need.reasons[0].params == {"gate": gate}
    assert fallen(project, ON) == [], "on the day before nobody knew"


def test_a_mission_that_closed_wakes_it(project: ProjectFile) -> None:
    decide_and_sign(project)
    with project.write() as repository:
        repository.put_missions([records.mission(recorded_status=RecordedStatus.CLOSED, last_checked=SOON)])
    [need] = fallen(project)
    assert need.reasons[1].code == "gate.mission.closed"


def test_a_report_that_lowers_the_ceiling_wakes_it(project: ProjectFile) -> None:
    decide_and_sign(project)
    with project.write() as repository:
        repository.add_dataset(one := records.dataset(name="later.csv"))
        repository.add_actor_reports(
            [
                replace(
                    records.actor_report(one.id), report=StanceReport(Stance.HOSTILE, records.B2, ON + timedelta(days=2), source)
                )
                for source in ("k7", "k8", "k9")
            ]
        )
    [need] = fallen(project)
    assert need.area_code == "XT01"
    assert len(need.reasons) == 2


def test_what_was_refused_and_could_be_defended_now_wakes_as_well(project: ProjectFile) -> None:
    turn(project, ON, contact_punished=True)
    decide(project, outcome=Outcome.DO_NOT_PROCEED)
    assert fallen(project, ON) == []
    turn(project)
    [need] = fallen(project)
    assert need.reasons[1].code == "briefing.now_defensible"
    assert Mode.parse(need.reasons[1].params["ceiling"]).visibility >= Mode.LIAISON.visibility


def test_a_decision_that_lapsed_or_was_superseded_watches_nothing(project: ProjectFile) -> None:
    first = decide_and_sign(project)
    turn(project, contact_punished=True)
    assert fallen(project, first.expires_on + timedelta(days=1)) == []
    decide(project, outcome=Outcome.DO_NOT_PROCEED, supersedes=first.id)
    assert fallen(project) == []

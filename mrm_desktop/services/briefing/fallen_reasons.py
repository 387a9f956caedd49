"""A recorded decision watches its reasons: which of them are no longer true on a later day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mrm_desktop.domain.assessments import Assessment, Reason
from mrm_desktop.domain.briefings import Need, NeedKind
from mrm_desktop.domain.decisions import Decision, DecisionHead, Outcome
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import GateId, GateState, Mode, Purpose, Threat
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question

PASSED = GateState.PASSED.value
ASKED_EACH_TIME = frozenset({GateId.CONSENT.value})
"""Whoever would be exposed is asked for each decision: that nobody has been asked since takes nothing from what was said then."""


def fallen_reasons(project: OpenProject) -> Iterator[Need]:
    """Yield the decisions in force of which a reason is no longer true, each with the sentence that it rested on and what is known now.

    A decision to go is looked at for what would now stop it or lower it; one to stay away for what could now be defended.
    """
    for head in project.knowledge.decisions.standing(project.day):
        record = project.decision(head.id)
        if record is None:
            continue
        try:
            now = _answer_now(project, record)
        except KnownError:
            continue  # an area that is no longer there has no answer to compare with
        reasons = _fallen(head, record.assessment, now)
        if reasons:
            yield Need(
                NeedKind.FALLEN_REASON,
                "briefing.fallen",
                {"area": head.area_name, "mode": head.chosen_mode.value, "sequence": head.sequence},
                area_code=head.area_code,
                reasons=reasons,
            )


def _answer_now(project: OpenProject, record: Decision) -> Assessment:
    asked = record.snapshot["request"]
    mode = record.draft.chosen_mode if record.draft.outcome is Outcome.PROCEED else Mode.parse(asked["mode"])
    question = Question(mode, Purpose.parse(asked["purpose"]), threat=Threat.parse(asked.get("threat", Threat.NONE)))
    return project.answers(question).assessments[project.knowledge.area(record.area_code).code]


def _fallen(head: DecisionHead, then: Mapping[str, Any], now: Assessment) -> tuple[Reason, ...]:
    """Return what the decision rested on and what is known now, as two sentences; nothing where it still holds."""
    if head.outcome is not Outcome.PROCEED:
        refused, possible = Mode.parse(then["mode"]), now.ceiling
        if Mode.parse(then["ceiling"]).visibility < refused.visibility <= possible.visibility:
            return (_said_then(then), Reason("briefing.now_defensible", {"ceiling": possible.value}))
        return ()
    passed = {gate["gate"] for gate in then["gates"] if gate["state"] == PASSED} - ASKED_EACH_TIME
    for gate in now.gates:
        if gate.gate.value in passed and gate.state in (GateState.FAILED, GateState.UNKNOWN) and gate.reason is not None:
            return (Reason("briefing.rested_on", {"gate": gate.gate.value}), gate.reason)
    if now.ceiling.visibility < min(head.chosen_mode.visibility, Mode.parse(then["ceiling"]).visibility):
        return (_said_then(then), now.reasons[0])
    return ()


def _said_then(then: Mapping[str, Any]) -> Reason:
    first = then["reasons"][0]
    return Reason(first["code"], first.get("params", {}))

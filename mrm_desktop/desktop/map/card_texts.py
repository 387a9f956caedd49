"""The lines of the card in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from mrm_desktop.desktop.parts.cards import INCIDENT_DAYS
from mrm_desktop.desktop.parts.labels import SIGNS
from mrm_desktop.domain.assessments import Assessment, GateResult, Reason
from mrm_desktop.domain.case import FACTS, fact_of
from mrm_desktop.domain.decisions import DecisionHead
from mrm_desktop.domain.evidence import ActorReport, AreaEvidence
from mrm_desktop.domain.field_answers import PATROLS, Answer, FieldAnswer
from mrm_desktop.domain.gaps import Gap, GapKind
from mrm_desktop.domain.geography import Presence
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.domain.missions import FocalPoint
from mrm_desktop.domain.sign_offs import DecisionOutcome
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.domain.vocabulary import GateState
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.duty_wording import (
    FIRST_TO_CALL,
    number_of,
    state_in_words,
    tool_in_words,
    unbroken,
    without_line,
)
from mrm_desktop.reports.release.gap_wording import question_of
from mrm_desktop.reports.release.wording import as_written, group_and_object

# Failed and unknown first: what a reader must see before what is in order.
GATE_ORDER = (GateState.FAILED, GateState.UNKNOWN, GateState.PASSED, GateState.NOT_REACHED, GateState.NOT_APPLICABLE)
MANY = 12  # rows of a list shown before the rest is counted
KINDS_NAMED = 3


def said(reason: Reason, words: Words) -> str:
    """Put a reason into words."""
    return words.say(reason.code, **reason.params)


def contact_lines(card: AreaCard, words: Words) -> list[str]:
    """Return whom to call, each with number and the day of the last test; or that nobody is on record."""
    points = card.focal_points[:FIRST_TO_CALL]
    lines = []
    for checked in card.duty_lines[:FIRST_TO_CALL]:
        state = state_in_words(checked.state, checked.line, words)
        lines.append(f"{as_written(checked.line.role, words)}\n{unbroken(number_of(checked.line, words))} · {state}")
    lines += [_focal_point(point, words) for point in without_line(points, card.duty_lines)]
    return lines or [words.say("note.no_focal_point")]


def standing_line(card: AreaCard, words: Words) -> str:
    """Return on which day the answer lapses, and who has to sign a decision to go on with it."""
    assessment = card.assessment
    parts = [f"{words.say('note.lapses')} {words.day(assessment.expires_on)}."] if assessment.expires_on is not None else []
    if assessment.approval is not None and assessment.verdict.is_open:
        parts.append(words.say("window.card.signs", approval=list(assessment.approval.roles) or ["nobody"]))
    return " ".join(parts)


def condition_lines(assessment: Assessment, words: Words) -> list[str]:
    """Return the conditions."""
    return [said(condition, words) for condition in assessment.conditions]


def incident_lines(incidents: Sequence[Incident], words: Words) -> list[str]:
    """Return how many incidents of the last days there are, and of which kinds; that none is on record is not that there was none."""
    if not incidents:
        return [words.say("window.card.no_incidents", days=INCIDENT_DAYS)]
    kinds = Counter(incident.type for incident in incidents).most_common(KINDS_NAMED)
    named = [f"{kind} ({words.number(count, 0)})" for kind, count in kinds]
    last = max(incident.happened_on for incident in incidents)
    return [words.say("window.card.incidents", count=len(incidents), days=INCIDENT_DAYS, kinds=named, last=last)]


def tool_lines(card: AreaCard, words: Words) -> list[str]:
    """Return the protection tools, one a line."""
    return _shortened([tool_in_words(tool, card.assessment.assessed_on, words) for tool in card.protection_tools], words)


def _focal_point(point: FocalPoint, words: Words) -> str:
    tested = words.say("note.tested", day=point.last_tested) if point.last_tested else words.say("note.never_tested")
    return f"{point.role} · {words.term('reach', point.reach)} · {tested}"


def gate_lines(gates: Iterable[GateResult], words: Words) -> list[str]:
    """Return the checks, failed and unknown first."""
    lines = []
    for gate in sorted(gates, key=lambda g: GATE_ORDER.index(g.state)):
        line = f"{SIGNS[gate.state]} {words.pair(words.term('gate', gate.gate), words.term('gate_state', gate.state))}"
        if gate.reason is not None and gate.state in (GateState.FAILED, GateState.UNKNOWN):
            line += f" – {said(gate.reason, words)}"
        lines.append(line)
    return lines


def why_lines(assessment: Assessment, words: Words) -> list[str]:
    """Return why it is so, what would alter it, and how firm it is."""
    lines: list[str] = []
    if assessment.explanation is not None:
        explanation = assessment.explanation
        lines += [said(explanation.binding, words)] if explanation.binding else []
        lines += [said(change, words) for change in explanation.smallest_changes]
    if assessment.robustness is not None:
        share = words.percent(assessment.robustness.share_in_band)
        lines.append(words.say(f"note.robustness.{assessment.robustness.label}", share=share, draws=assessment.robustness.draws))
    if assessment.reliability is not None:
        lines.append(words.say("note.confidence", label=words.term("confidence", assessment.reliability.label)))
    return lines


def _shortened(lines: list[str], words: Words) -> list[str]:
    if len(lines) <= MANY:
        return lines
    return [*lines[:MANY], words.say("window.card.more", count=len(lines) - MANY)]


def evidence_lines(evidence: Iterable[AreaEvidence], words: Words) -> list[str]:
    """Return what people answered, the newest first."""
    newest = sorted(evidence, key=lambda e: e.item.collected_on, reverse=True)
    return _shortened([_evidence_line(row, words) for row in newest], words)


def _evidence_line(row: AreaEvidence, words: Words) -> str:
    item = row.item
    return words.say(
        "window.card.evidence",
        group=group_and_object(item.stratum, item.asked_elsewhere, item.rated, row.rated_unit, words),
        rating=words.say(f"note.rating.{round(item.mean_rating)}".replace("-", "minus_")),
        method=words.term("method", item.method),
        answered=item.answered,
        refused=words.percent(item.refused_share),
        day=item.collected_on,
        source=item.source,
        grade=str(item.grade),
    )


def report_lines(reports: Iterable[ActorReport], words: Words) -> list[str]:
    """Return what sources say of armed actors."""
    lines = []
    for row in reports:
        actor = f"{row.actor} ({words.term('actor_kind', row.kind)})"
        if row.report is None:
            lines.append(words.pair(actor, words.say("word.unknown")))
        else:
            report = row.report
            stance = words.term("stance", report.stance)
            lines.append(f"{words.pair(actor, stance)} · {words.day(report.reported_on)} · {report.source} ({report.grade})")
    return _shortened(lines, words)


def presence_lines(presence: Iterable[Presence], words: Words) -> list[str]:
    """Return where peacekeepers are on record."""
    lines = []
    for item in presence:
        confirmed = words.day(item.last_confirmed) if item.last_confirmed else words.say("word.unknown")
        frequency = words.say(f"map.class.presence.{item.frequency}")
        lines.append(
            words.say("window.card.presence", name=item.name, frequency=frequency, confirmed=confirmed, grade=str(item.grade))
        )
    return _shortened(lines, words)


def ended_lines(card: AreaCard, words: Words) -> list[str]:
    """Return what no longer holds."""
    return [words.say(f"ended.{fact.kind}", name=fact.name, day=fact.valid_to) for fact in card.ended]


def heard_lines(card: AreaCard, words: Words) -> list[str]:
    """Return what was only heard of facts that are still not known: it may be a reason to hold, and is none to go."""
    heard = [one for one in card.field_answers if one.answer is Answer.HEARD and one.fact in FACTS]
    return [_told(one, words) for one in reversed(heard) if fact_of(card.case, one.fact) is None]


def told_lines(card: AreaCard, words: Words) -> list[str]:
    """Return what was found out of single facts, the newest first, each with its source."""
    oldest_first = sorted(card.field_answers, key=lambda one: one.on)  # of one day in the order in which they came
    return _shortened([_told(one, words) for one in reversed(oldest_first)], words)


def _told(one: FieldAnswer, words: Words) -> str:
    gap = Gap(GapKind.PATROLS) if one.fact == PATROLS else Gap(GapKind.FACT, one.fact)
    said = words.say(f"answer.word.{one.answer}") if one.patrols is None else words.term("patrol_frequency", one.patrols)
    return f"{question_of(gap, words)} {said} · {words.day(one.on)} · {one.source} ({one.grade})"


def ahead_lines(card: AreaCard, words: Words) -> list[str]:
    """Return what is dated ahead, the earliest first."""
    coming = [event for event in card.events_ahead if event.on >= card.assessment.assessed_on]
    return [words.pair(words.day(event.on), words.term("event_kind", event.kind)) for event in coming]


def decision_lines(card: AreaCard, words: Words) -> list[str]:
    """Return the newest decision, whom it waits for and what became of decisions here; then the older ones."""
    decided = [_decided(decision, words) for decision in card.decisions]
    waits = [words.say("note.waiting", approval=list(card.waiting_for))] if card.waiting_for else []
    became = [_outcome(outcome, words) for outcome in reversed(card.outcomes)]
    return _shortened([*decided[:1], *waits, *became, *decided[1:]], words)


def _decided(decision: DecisionHead, words: Words) -> str:
    return words.say(
        "note.decided",
        outcome=words.term("outcome", decision.outcome),
        mode=words.term("mode", decision.chosen_mode),
        role=decision.approver_role,
        day=decision.recorded_at.date(),
        expires=decision.expires_on,
    )


def _outcome(outcome: DecisionOutcome, words: Words) -> str:
    return words.say(
        "note.outcome",
        day=outcome.on,
        course=words.term("course", outcome.course),
        perception=words.term("perception_since", outcome.perception),
        text=outcome.account,
    ).strip()

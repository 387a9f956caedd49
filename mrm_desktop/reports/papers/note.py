"""The area note: one page on one area that a reader without the program can act on, and that holds up at an inquest."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from shapely.geometry.base import BaseGeometry

from mrm_desktop.cartography.build import build_map_document
from mrm_desktop.cartography.map_document import MapDocument
from mrm_desktop.cartography.static_map import static_map
from mrm_desktop.domain.assessments import Assessment, Explanation, GateResult, Reason
from mrm_desktop.domain.decisions import Outcome
from mrm_desktop.domain.evidence import ActorReport, AreaEvidence
from mrm_desktop.domain.limits import SMALLEST_CELL
from mrm_desktop.domain.missions import FocalPoint
from mrm_desktop.domain.sign_offs import DecisionOutcome
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.domain.vocabulary import GateState
from mrm_desktop.foundation.paths import write_whole
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.area_map import map_for
from mrm_desktop.reports.papers.document_forms import written
from mrm_desktop.reports.papers.let_pass import guard_in_words
from mrm_desktop.reports.papers.note_pages import note_pages
from mrm_desktop.reports.papers.released_pages import legend_samples
from mrm_desktop.reports.papers.typesetting import count_pages, typeset
from mrm_desktop.reports.release.disclosure import answers_band
from mrm_desktop.reports.release.duty_wording import FIRST_TO_CALL, brief_line_in_words, tool_in_words, without_line
from mrm_desktop.reports.release.ladder import Reader, may_read
from mrm_desktop.reports.release.log_foot import log_foot
from mrm_desktop.reports.release.verification import PICTURE, code_of_data, qr_svg
from mrm_desktop.reports.release.wording import group_and_object
from mrm_desktop.reports.report import DOCX, HTML, PDF, PNG, SVG, Audience, Content, Needs, Report, Source

Row = TypeVar("Row")
LAYOUT = "area_note"
SIGNATURES_NEEDED = frozenset({"condition.approval", "condition.approval_for_risk"})
MAP_WIDTH = 92.0  # mm
MOST_LINES = 6  # duty lines, in two columns


@dataclass(frozen=True, slots=True)
class Room:
    """How much is tried. What decides is never cut: verdict, ceiling, channel, gates, conditions, decision, expiry.

    Attributes
    ----------
    rows : int
        Rows of evidence, of reports on armed actors, and gaps.
    map_height : float
        Height of the map, mm.
    size : float
        Size of the type, points.
    changes : int
        Lines on what would alter the verdict; a step and what follows from it are two.
    text : int
        Letters of a text that a person wrote; what is longer ends in an ellipsis and stands whole in the register.
    """

    rows: int
    map_height: float
    size: float
    changes: int = 2
    text: int = 2000


# From roomy to tight, until the note fits its page.
ROOMS = (
    Room(8, 78, 8.8),
    Room(6, 78, 8.8),
    Room(5, 72, 8.8),
    Room(4, 66, 8.6),
    Room(3, 60, 8.5),
    Room(2, 54, 8.5, changes=2),
    Room(2, 46, 8.5, changes=2, text=400),
    Room(1, 40, 8.5, changes=2, text=240),
    Room(6, 72, 8.6, changes=0, text=400),
    Room(4, 60, 8.5, changes=0, text=400),
    Room(2, 46, 8.5, changes=0, text=240),
    Room(1, 30, 8.5, changes=0, text=140),
)

_SIGNS = {
    GateState.PASSED: "✓",
    GateState.FAILED: "✗",
    GateState.UNKNOWN: "?",
    GateState.NOT_REACHED: "·",
    GateState.NOT_APPLICABLE: "–",
}


def write_area_note(card: AreaCard, document: MapDocument, words: Words, path: Path, whole: BaseGeometry | None = None) -> Path:
    """Typeset the note of ``card`` with the map of ``document`` and write it to ``path`` as PDF."""
    write_whole(path, area_note(card, document, words, whole=whole))
    return path


def area_note(
    card: AreaCard, document: MapDocument, words: Words, seal: str = "", log: str = "", whole: BaseGeometry | None = None
) -> bytes:
    """Return the note as PDF. It always fits one page: long lists are cut, and say how many lines are missing.

    Parameters
    ----------
    seal : str
        What its code stands for besides what it says.
    log : str
        How far the log of the project had come, for its foot; its code does not stand for that.
    whole : BaseGeometry | None
        Outline of the country, degrees, for the locator: the map has the areas around alone.
    """
    return typeset(LAYOUT, *fitted_note(card, document, words, seal, log, whole))


def fitted_note(
    card: AreaCard, document: MapDocument, words: Words, seal: str = "", log: str = "", whole: BaseGeometry | None = None
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what the layout reads, and its pictures, with as much as fits one page."""
    code = code_of_note(card, words, seal)
    stamp = {"code": code, "qr_file": PICTURE, "qr_alt": words.say("page.qr_alt", code=code), "log": log}
    data: dict[str, Any] = {}
    pictures: dict[str, str] = {}
    qr = qr_svg(code)
    for room in ROOMS:
        pictures, legend = _pictures(card, document, room.map_height, whole)
        pictures[PICTURE] = qr
        data = note_content(card, words, room) | stamp | {"legend": legend, "size": room.size}
        if count_pages(LAYOUT, data, pictures) == 1:
            break
    return data, pictures


def code_of_note(card: AreaCard, words: Words, seal: str = "") -> str:
    """Return the verification code of a note: of everything it could say, whatever had to be cut to fit the page."""
    return code_of_data(note_content(card, words, ROOMS[0]), seal)


def note_content(card: AreaCard, words: Words, room: Room) -> dict[str, Any]:
    """Return everything the note says, with as many rows in each list as there is room for."""
    assessment = card.assessment
    deciding = assessment.reasons[0]
    evidence, groups = _newest_first(
        card.evidence, lambda e: (e.item.stratum, e.item.asked_elsewhere, e.item.rated, e.rated_unit), lambda e: e.item.collected_on
    )
    reports, actors = _newest_first(card.actor_reports, lambda r: (r.actor,), _reported_on)
    mode = words.term("mode", assessment.requested_mode)
    return {
        "title": f"{card.area.name_in(words.language)} [{card.area.code}]",
        "author": card.info.office or "MRM Desktop",
        "language": words.language,
        "direction": "rtl" if words.is_right_to_left else "ltr",
        "subtitle": words.say(
            "note.subtitle",
            mode=mode,
            purpose=words.term("purpose", card.case.request.purpose),
            day=assessment.assessed_on,
            within=" › ".join(a.name_in(words.language) for a in card.lineage) or card.info.title,
        ),
        "sensitivity": words.say("sensitivity.internal"),
        "fictional": words.say("note.fictional") if card.info.fictional else "",
        "verdict": words.pair(mode, words.term("verdict", assessment.verdict)),
        "ceiling": words.say("note.ceiling", mode=words.term("mode", assessment.ceiling)),
        "reason": words.say(deciding.code, **deciding.params),
        "flags": _flags(assessment, words),
        "expires": words.day(assessment.expires_on) if assessment.expires_on else words.say("note.no_expiry"),
        "approval": _approval(card, words),
        "first_channel": words.pair(words.say("note.channel"), words.term("channel", assessment.channel)),
        "focal_points": [_focal_point(p, words) for p in without_line(card.focal_points[:FIRST_TO_CALL], card.duty_lines)],
        "no_focal_point": "" if card.focal_points else words.say("note.no_focal_point"),
        "duty_lines": [brief_line_in_words(checked, words) for checked in card.duty_lines[:MOST_LINES]],
        "more_duty_lines": _more("page.more", len(card.duty_lines) - MOST_LINES, words),
        "map_alt": words.say("note.map_alt", place=card.area.name),
        "gates": [_gate(gate, words) for gate in assessment.gates],
        "gates_in_order": _in_order(assessment.gates, words),
        "binding": _why(assessment, room, words),
        "evidence_head": [words.say(f"note.column.{column}") for column in _EVIDENCE_COLUMNS],
        "evidence": [_evidence_row(item, words) for item in evidence[: room.rows]],
        "more_evidence": _more_rows(len(evidence), room.rows, groups, words),
        "actors_head": [words.say(f"note.column.{column}") for column in _ACTOR_COLUMNS],
        "actors": [_actor_row(report, words) for report in reports[: room.rows]],
        "more_actors": _more_rows(len(reports), room.rows, actors, words),
        "no_actors": words.say("note.no_actors"),
        "gaps": _said(assessment.gaps[: room.rows], words),
        "more_gaps": _more("page.more", len(assessment.gaps) - room.rows, words),
        "tools": _tools(card, room, words),
        "conditions": _said(_conditions(card), words),
        "risk": _risk(assessment, words),
        "decision": _decision(card, room, words),
        "footer": _footer(card, words),
        "labels": {key: words.say(f"note.{key}") for key in _LABELS},
    }


_EVIDENCE_COLUMNS = ("group", "rating", "answers", "refused", "collected", "method", "source")
_ACTOR_COLUMNS = ("actor", "stance", "reported", "harm", "source")
_LABELS = (
    "lapses",
    "never_interview",
    "gates",
    "why",
    "communities",
    "no_communities",
    "actors",
    "gaps",
    "no_gaps",
    "conditions",
    "no_conditions",
    "risk",
    "tools",
    "decision",
)


def _more(code: str, missing: int, words: Words) -> str:
    return words.say(code, count=missing) if missing > 0 else ""


def _newest_first(rows: Iterable[Row], about: Callable[[Row], Hashable], on: Callable[[Row], date]) -> tuple[list[Row], int]:
    """Return the newest row of each group or actor, then the older ones, each the newest first; and of how many there is a newest."""
    ordered = sorted(rows, key=on, reverse=True)
    seen: set[Hashable] = set()
    newest: list[Row] = []
    older: list[Row] = []
    for row in ordered:
        (older if about(row) in seen else newest).append(row)
        seen.add(about(row))
    return newest + older, len(newest)


def _more_rows(count: int, shown: int, newest: int, words: Words) -> str:
    """Say how many rows are not shown; "older" only where every group or actor has its newest on the page."""
    return _more("note.more_rows" if shown >= newest else "page.more", count - shown, words)


def _said(reasons: Iterable[Reason], words: Words) -> list[str]:
    return [words.say(reason.code, **reason.params) for reason in reasons]


def _flags(assessment: Assessment, words: Words) -> list[str]:
    """Return what is said beside the verdict, but for what stands among the conditions in the same words."""
    conditions = set(_said(assessment.conditions, words))
    return [flag for flag in (words.say(f"flag.{flag}") for flag in assessment.flags) if flag not in conditions]


def _approval(card: AreaCard, words: Words) -> str:
    """Say who has to sign: where a decision on this mode stands, only those who have not."""
    needed = card.assessment.approval
    if needed is None or not card.assessment.verdict.is_open:
        return ""
    if _is_decided(card):
        return words.say("note.approval", approval=list(card.waiting_for)) if card.waiting_for else words.say("note.all_signed")
    return words.say("note.approval", approval=list(needed.roles)) if needed.roles else words.say("note.nobody_may_accept")


def _is_decided(card: AreaCard) -> bool:
    """Tell whether a decision to use the mode that is asked about stands on the day of the note, signed or not."""
    assessment, head = card.assessment, next(iter(card.decisions), None)
    if head is None or head.outcome is not Outcome.PROCEED or head.chosen_mode is not assessment.requested_mode:
        return False
    return head.expires_on >= assessment.assessed_on


def _conditions(card: AreaCard) -> list[Reason]:
    """Return the conditions that are still to be met: a signature that was given is asked for no more."""
    is_signed = _is_decided(card) and not card.waiting_for
    return [reason for reason in card.assessment.conditions if not (is_signed and reason.code in SIGNATURES_NEEDED)]


def _focal_point(point: FocalPoint, words: Words) -> dict[str, str]:
    tested = words.say("note.tested", day=point.last_tested) if point.last_tested else words.say("note.never_tested")
    return {"role": point.role, "reach": words.term("reach", point.reach), "tested": tested}


def _gate(gate: GateResult, words: Words) -> dict[str, str]:
    say_why = gate.reason is not None and gate.state in (GateState.FAILED, GateState.UNKNOWN)
    return {
        "name": words.term("gate", gate.gate),
        "state": gate.state,
        "sign": _SIGNS[gate.state],
        "word": words.term("gate_state", gate.state),
        "reason": words.say(gate.reason.code, **gate.reason.params) if gate.reason is not None and say_why else "",
    }


def _in_order(gates: Sequence[GateResult], words: Words) -> list[dict[str, str]]:
    """Return the gates of which nothing has to be said but their state, a line for each state."""
    found = []
    for state in (GateState.PASSED, GateState.NOT_REACHED, GateState.NOT_APPLICABLE):
        names = [words.term("gate", gate.gate) for gate in gates if gate.state is state]
        if names:
            found.append({"sign": _SIGNS[state], "word": words.term("gate_state", state), "names": " · ".join(names)})
    return found


def _why(assessment: Assessment, room: Room, words: Words) -> list[str]:
    lines: list[str] = []
    explanation, robustness = assessment.explanation, assessment.robustness
    if explanation is not None:
        lines += _said([explanation.binding] if explanation.binding else [], words)
        lines += _said(_what_would_alter(explanation, room), words)
    if robustness is not None:
        share = words.percent(robustness.share_in_band)
        lines.append(words.say(f"note.robustness.{robustness.label}", share=share, draws=robustness.draws))
    if assessment.reliability is not None:
        lines.append(words.say("note.confidence", label=words.term("confidence", assessment.reliability.label)))
    return lines


def _what_would_alter(explanation: Explanation, room: Room) -> tuple[Reason, ...]:
    """Return what there is room for: steps with what follows from each, and things that are needed together all or not at all."""
    told = explanation.smallest_changes
    if told and told[0].code == "change.plan":
        return told if room.changes else ()
    return told[: room.changes]


def _evidence_row(row: AreaEvidence, words: Words) -> list[str]:
    item = row.item
    return [
        group_and_object(item.stratum, item.asked_elsewhere, item.rated, row.rated_unit, words),
        words.say(f"note.rating.{round(item.mean_rating)}".replace("-", "minus_")),
        band_of(item.answered, words),
        words.percent(item.refused_share),
        words.day(item.collected_on),
        words.term("method", item.method),
        f"{item.source} ({item.grade})",
    ]


def band_of(answered: float, words: Words) -> str:
    """Say how many answered as a class, so that two prints of one area do not give one person's answer away."""
    if answered < SMALLEST_CELL:
        return words.say("note.answers.few", limit=SMALLEST_CELL)
    return answers_band(answered).replace("-", "–")


def _reported_on(row: ActorReport) -> date:
    return row.report.reported_on if row.report else date.min


def _actor_row(row: ActorReport, words: Words) -> list[str]:
    report = row.report
    return [
        f"{row.actor} ({words.term('actor_kind', row.kind)})",
        words.term("stance", report.stance) if report else words.say("word.unknown"),
        words.day(report.reported_on) if report else "–",
        words.say("word.yes" if row.able_to_harm else "word.no"),
        f"{report.source} ({report.grade})" if report else "–",
    ]


def _risk(assessment: Assessment, words: Words) -> list[str]:
    risk = assessment.residual_risk
    if risk is None:
        return [words.say("note.impact_not_assessed")] if assessment.index is not None else []
    return [
        words.pair(words.say(f"receptor.{receptor}"), words.say(f"risk.{level}")) for receptor, level in risk.by_receptor.items()
    ]


def _tools(card: AreaCard, room: Room, words: Words) -> list[str]:
    """Return the protection tools where a mode is asked about that rests on them; that none is known is said as well."""
    if not card.rests_on_tools:
        return []
    day, tools = card.assessment.assessed_on, card.protection_tools
    lines = [tool_in_words(tool, day, words) for tool in tools[: room.rows]]
    more = _more("page.more", len(tools) - room.rows, words)
    return [*lines, more] if more else lines or [words.say("note.no_tools")]


def _decided(card: AreaCard, words: Words) -> list[str]:
    """Return what was decided, by which role and until when; who has signed and who has not; and nothing that somebody wrote."""
    decision = card.newest_decision
    if decision is None:
        return []
    draft = decision.draft
    decided = words.say(
        "note.decided",
        outcome=words.term("outcome", draft.outcome),
        mode=words.term("mode", draft.chosen_mode),
        role=draft.approver_role,
        day=decision.recorded_at.date(),
        expires=decision.expires_on,
    )
    lines = [f"{decided} {words.say('note.named', sequence=decision.sequence, hash=decision.hash[:12])}"]
    if card.waiting_for:
        lines.append(words.say("note.waiting", approval=list(card.waiting_for)))
    if card.sign_offs:
        lines.append(words.say("note.signed", approval=[one.role for one in card.sign_offs]))
    return lines


def _decision(card: AreaCard, room: Room, words: Words) -> list[str]:
    """Return the whole of the newest decision."""
    decision = card.newest_decision
    if decision is None:
        return []
    draft, lines = decision.draft, _decided(card, words)
    if draft.rationale:
        lines.append(words.say("note.rationale", text=_cut(draft.rationale, room)))
    said = {words.say(c.code, **c.params) for c in card.assessment.conditions}
    lines += [words.say("note.condition_line", text=_cut(text, room)) for text in draft.conditions if text not in said]
    lines += [words.say("note.stop_line", text=_cut(text, room)) for text in draft.stop_triggers]
    if draft.counter_argument:
        lines.append(words.say("note.counter_argument", text=_cut(draft.counter_argument, room)))
    if draft.dissent:
        lines.append(words.say("note.dissent", text=_cut(draft.dissent, room)))
    if draft.override_reason:
        lines.append(words.say("note.override", text=_cut(draft.override_reason, room)))
    if draft.exposed_people_agree is not None:
        lines.append(words.say(f"register.agree.{'yes' if draft.exposed_people_agree else 'no'}"))
    lines += [_outcome_line(one, room, words) for one in card.outcomes if one.decision_id == decision.id]
    return lines + [_cut(line, room) for line in guard_in_words(draft, words)]


def _outcome_line(outcome: DecisionOutcome, room: Room, words: Words) -> str:
    return words.say(
        "note.outcome",
        day=outcome.on,
        course=words.term("course", outcome.course),
        perception=words.term("perception_since", outcome.perception),
        text=_cut(outcome.account, room),
    )


def _cut(text: str, room: Room) -> str:
    return text if len(text) <= room.text else f"{text[: room.text].rstrip()} …"


def _footer(card: AreaCard, words: Words) -> list[str]:
    policy = card.assessment.policy
    return [
        words.say("map.note.boundaries"),
        words.say("note.not_for_targeting"),
        words.say("note.policy", name=policy.name, version=policy.version, checksum=policy.checksum[:12]),
    ]


def _pictures(
    card: AreaCard, document: MapDocument, height: float, whole: BaseGeometry | None
) -> tuple[dict[str, str], list[Mapping[str, str]]]:
    """Draw the map and the samples of the classes that occur in it."""
    near, on_ground = card.area.code, not card.info.fictional
    drawn = static_map(document, "ceiling", MAP_WIDTH, height, focus=near, zoom_to_focus=True, base_map=on_ground, whole=whole)
    pictures = {"map.svg": drawn}
    legend: list[Mapping[str, str]] = []
    for name, entry, svg in legend_samples(document, "ceiling"):
        pictures[name] = svg
        legend.append({"file": name, "label": entry.label})
    return pictures, legend


def _make(source: Source, order: Order, words: Words) -> Content:
    """Make the note: inside the organisation, for print, on one page; for all others, and for the screen, by one skeleton."""
    card = source.required_card
    if order.reader is Reader.INTERNAL and order.form == PDF.name:
        seal, log = order.seal(source.on), log_foot(order.reader, source.log, words)
        drawn = build_map_document(source.required_view, words)
        return Content(area_note(card, drawn, words, seal, log, source.read_outline()), code_of_note(card, words, seal))
    one = source.required_released.only(card.area.code)
    decided = _decision(card, ROOMS[0], words) if may_read(order.reader, "free_text") else _decided(card, words)
    pages = note_pages(one, map_for(source, words), card, decided, words, source.citations, source.read_outline())
    return written(pages, order, source, words)


REPORT = Report(
    "note",
    (PDF, HTML, DOCX, PNG, SVG),
    _make,
    needs=Needs.AREA,
    audience=Audience(Reader.PARTNER, "note.not_for_reader"),
    shows_bases=True,
    names_ground=True,
)

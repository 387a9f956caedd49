"""The decision register: every decision in order, with who carried it, what spoke against it, and until when it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from mrm_desktop.domain.decisions import Decision, Outcome
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.projects import ProjectInfo
from mrm_desktop.domain.sign_offs import DecisionOutcome, SignOff, Standing
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.document_forms import written
from mrm_desktop.reports.papers.let_pass import guard_in_words
from mrm_desktop.reports.papers.pages import Block, Document, bullets, heading, table, text, title
from mrm_desktop.reports.papers.tables import Sheet, about_sheet, csv_bundle, workbook
from mrm_desktop.reports.release.ladder import Reader, lowest_reader_of, may_read
from mrm_desktop.reports.release.verification import code_of
from mrm_desktop.reports.release.wording import as_written, channel_of
from mrm_desktop.reports.report import CSV, HTML, PDF, XLSX, Audience, Content, Report, Source

COLUMNS = ("sequence", "recorded", "area", "outcome", "mode", "verdict", "role", "expires", "state", "hash")
ON_PAPER = (*COLUMNS[:-1], "why")
LONGEST_REASON = 160  # letters in the table; the whole stands below it
SHEET_COLUMNS = (*COLUMNS, "id", "conditions", "stop_triggers", "signed", "came_of_it")

_NOTHING_FOLLOWED: Mapping[str, Standing] = MappingProxyType({})


def decision_register(
    decisions: Sequence[Decision],
    info: ProjectInfo,
    reader: Reader,
    on: date,
    words: Words,
    channel: str,
    standings: Mapping[str, Standing] = _NOTHING_FOLLOWED,
) -> Document:
    """Return the register: a table of all decisions, and below it each with its conditions, signatures and what came of it.

    What people wrote - argument, dissent, reasons, accounts - stands in it for internal readers only.

    Parameters
    ----------
    channel : str
        The civilian channel of the project in one sentence.
    standings : Mapping[str, Standing]
        What followed each decision, by its identifier.

    Raises
    ------
    KnownError
        ``register.empty``.
    """
    rows = _rows(decisions, on, standings, words)
    # The checksum stands below, with the identifier; here is room for why.
    at_a_glance = [[*row[:-1], _why(decision, reader, words)] for row, decision in zip(rows, decisions, strict=True)]
    blocks: list[Block] = [
        title(words.say("report.register", place=info.title), words.say("register.under", day=on, count=len(decisions))),
        *([text(words.say("note.fictional"), "small")] if info.fictional else []),
        table([words.say(f"register.column.{c}") for c in ON_PAPER], at_a_glance, (0.3, 1, 1.2, 1.3, 1.4, 1.3, 1.2, 0.9, 1.5, 3)),
        text(words.say("register.head", head=decisions[-1].hash), "small"),
    ]
    for decision in decisions:
        blocks += _section(decision, standings.get(decision.id, Standing()), reader, words)
    return Document(
        name=words.say("report.register", place=info.title),
        author=info.office,
        sensitivity=words.say(f"sensitivity.{reader}"),
        blocks=tuple(blocks),
        channel=channel,
        footer=(words.say("note.not_for_targeting"), words.say("register.append_only")),
        is_landscape=True,
    )


def _why(decision: Decision, reader: Reader, words: Words) -> str:
    """Return the reasons of a decision in a line, for a reader who may have what people wrote."""
    if not may_read(reader, "free_text"):
        return words.say("register.why_withheld")
    reasons = decision.draft.rationale or decision.draft.override_reason
    return reasons if len(reasons) <= LONGEST_REASON else f"{reasons[:LONGEST_REASON].rstrip()} …"


def register_sheet(
    decisions: Sequence[Decision],
    reader: Reader,
    on: date,
    words: Words,
    standings: Mapping[str, Standing] = _NOTHING_FOLLOWED,
) -> Sheet:
    """Return the register as a table for a workbook; reader and standings as for :func:`decision_register`."""
    rows = _rows(decisions, on, standings, words)
    more = [_cells_of_section(decision, standings.get(decision.id, Standing()), reader, words) for decision in decisions]
    return Sheet("decisions", SHEET_COLUMNS, tuple((*row, *cells) for row, cells in zip(rows, more, strict=True)))


def _rows(decisions: Sequence[Decision], on: date, standings: Mapping[str, Standing], words: Words) -> list[list[str]]:
    if not decisions:
        raise KnownError("register.empty")
    superseded = {d.draft.supersedes for d in decisions if d.draft.supersedes}
    return [
        [
            str(d.sequence),
            words.moment(d.recorded_at),
            f"{d.area_name} [{d.area_code}]",
            words.term("outcome", d.draft.outcome),
            words.term("mode", d.draft.chosen_mode),
            words.term("verdict", str(d.assessment.get("verdict", ""))),
            d.draft.approver_role,
            words.day(d.expires_on),
            _state(d, on, d.id in superseded, standings.get(d.id, Standing()).waiting_for, words),
            d.hash[:12],
        ]
        for d in decisions
    ]


def _state(decision: Decision, on: date, is_superseded: bool, unsigned: tuple[str, ...], words: Words) -> str:
    if is_superseded:
        return words.say("register.superseded")
    if decision.expires_on < on:
        return words.say("register.lapsed")
    return words.say("register.waiting", approval=list(unsigned)) if unsigned else words.say("register.in_force")


def _section(decision: Decision, standing: Standing, reader: Reader, words: Words) -> list[Block]:
    """Return what stands below the table of one decision: by what to name it, what it asks, who signed, and what came of it."""
    lines = decided_in_words(decision, standing, reader, words)
    named = words.say("register.named", hash=decision.hash[:12], id=decision.id)
    return [heading(f"{decision.sequence}. {decision.area_name} [{decision.area_code}]"), text(named, "small"), bullets(lines)]


def decided_in_words(decision: Decision, standing: Standing, reader: Reader, words: Words) -> list[str]:
    """Return a decision as it is printed: its arguments, what it asks, who signed, and what came of it."""
    draft, is_internal = decision.draft, may_read(reader, "free_text")
    lines = _arguments(decision, words) if is_internal else []
    conditions, stops = _conditions(decision, is_internal, words), draft.stop_triggers if is_internal else ()
    lines += [words.say("register.condition", text=condition) for condition in conditions]
    lines += [words.say("register.stop", text=trigger) for trigger in stops]
    if draft.outcome is Outcome.PROCEED and not conditions:
        lines.append(words.say("register.no_conditions"))
    if not is_internal and (draft.conditions or draft.stop_triggers):
        lines.append(words.say("register.conditions_withheld"))
    if draft.signatories:
        code = "register.asked_besides" if is_internal and draft.approver_role else "register.asked"
        lines.append(words.say(code, role=as_written(draft.approver_role, words), approval=list(draft.signatories)))
    lines += [_signed(one, words) for one in standing.sign_offs]
    if standing.waiting_for:
        lines.append(words.say("note.waiting", approval=list(standing.waiting_for)))
    lines += [_came_of_it(one, is_internal, words) for one in standing.outcomes]
    return lines + (guard_in_words(draft, words) if is_internal else [])


def _cells_of_section(decision: Decision, standing: Standing, reader: Reader, words: Words) -> list[str]:
    is_internal = may_read(reader, "free_text")
    parts = (
        _conditions(decision, is_internal, words),
        decision.draft.stop_triggers if is_internal else (),
        [_signed(one, words) for one in standing.sign_offs],
        [_came_of_it(one, is_internal, words) for one in standing.outcomes],
    )
    return [decision.id, *("\n".join(part) for part in parts)]


def _conditions(decision: Decision, with_added: bool, words: Words) -> list[str]:
    """Return the conditions of a decision to proceed: those of the method, then those that people added."""
    if decision.draft.outcome is not Outcome.PROCEED:
        return []
    asked: Sequence[Mapping[str, Any]] = decision.assessment.get("conditions", ())
    said = [words.say(one["code"], **one["params"]) for one in asked]
    return list(dict.fromkeys((*said, *(decision.draft.conditions if with_added else ()))))


def _signed(one: SignOff, words: Words) -> str:
    code = "register.signed" if one.told_on is None else "register.signed_told_later"
    return words.say(code, approval=[one.role], day=one.signed_on, told=one.told_on)


def _came_of_it(one: DecisionOutcome, with_account: bool, words: Words) -> str:
    return words.say(
        "note.outcome" if one.told_on is None else "register.told_later",
        day=one.on,
        told=one.told_on,
        course=words.term("course", one.course),
        perception=words.term("perception_since", one.perception),
        text=f"{one.account} ({one.by})" if with_account else "",
    ).strip()


def _arguments(decision: Decision, words: Words) -> list[str]:
    """Return what people wrote before it was decided."""
    draft = decision.draft
    lines = [words.say("note.counter_argument", text=draft.counter_argument)] if draft.counter_argument else []
    lines += [words.say("register.option", text=option) for option in draft.options_considered]
    lines += [words.say("register.assessors", text=_in_words(told, words)) for told in draft.assessors]
    lines += [words.say("register.rationale", text=draft.rationale)] if draft.rationale else []
    lines += [words.say("note.override", text=draft.override_reason)] if draft.override_reason else []
    if draft.exposed_people_agree is not None:
        lines.append(words.say(f"register.agree.{'yes' if draft.exposed_people_agree else 'no'}"))
    return lines + ([words.say("note.dissent", text=draft.dissent)] if draft.dissent else [])


def _in_words(told: str, words: Words) -> str:
    """Return one assessor's "role: mode" with the mode in the reader's words."""
    role, _, mode = told.rpartition(": ")
    return f"{role} – {words.term('mode', mode)}"


def _make(source: Source, order: Order, words: Words) -> Content:
    decisions, channel = source.read_decisions(), channel_of(source.required_released, words)
    if order.form in (XLSX.name, CSV.name):
        sheet = register_sheet(decisions, order.reader, source.on, words, source.standings)
        sheets = [about_sheet(source.required_released, words), sheet]
        data = workbook(sheets) if order.form == XLSX.name else csv_bundle(sheets)
        return Content(data, code_of(data, order.seal(source.on)))
    paper = decision_register(decisions, source.info, order.reader, source.on, words, channel, source.standings)
    return written(paper, order, source, words)


REPORT = Report(
    "register", (PDF, HTML, XLSX, CSV), _make, audience=Audience(lowest_reader_of("decisions"), "register.not_for_reader")
)

"""The decision register: every decision in order, with who carried it, what spoke against it, and until when it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from mrm_desktop.domain.decisions import Decision
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.projects import ProjectInfo
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.document_forms import written
from mrm_desktop.reports.papers.let_pass import guard_in_words
from mrm_desktop.reports.papers.pages import Block, Document, bullets, heading, table, text, title
from mrm_desktop.reports.papers.tables import Sheet, csv_bundle, workbook
from mrm_desktop.reports.release.ladder import Reader, lowest_reader_of, may_read
from mrm_desktop.reports.release.verification import code_of
from mrm_desktop.reports.report import CSV, HTML, PDF, XLSX, Audience, Content, Report, Source

COLUMNS = ("sequence", "recorded", "area", "outcome", "mode", "verdict", "role", "expires", "state", "hash")


_NOTHING_WAITS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def decision_register(
    decisions: Sequence[Decision],
    info: ProjectInfo,
    reader: Reader,
    on: date,
    words: Words,
    waiting: Mapping[str, tuple[str, ...]] = _NOTHING_WAITS,
) -> Document:
    """Return the register. What people wrote - argument, dissent, reasons - stands in it for internal readers only.

    Parameters
    ----------
    waiting : Mapping[str, tuple[str, ...]]
        Of each decision that is not in force yet, by its identifier, the codes of the roles that have to sign.

    Raises
    ------
    KnownError
        ``register.empty``.
    """
    rows = _rows(decisions, on, waiting, words)
    blocks: list[Block] = [
        title(words.say("report.register", place=info.title), words.say("register.under", day=on, count=len(decisions))),
        *([text(words.say("note.fictional"), "small")] if info.fictional else []),
        table([words.say(f"register.column.{c}") for c in COLUMNS], rows, (0.4, 1.1, 1.3, 1.3, 1.4, 1.4, 1.3, 1, 1, 1.4)),
        text(words.say("register.head", head=decisions[-1].hash), "small"),
    ]
    if may_read(reader, "free_text"):
        for decision in decisions:
            blocks += _words_of(decision, words)
    return Document(
        name=words.say("report.register", place=info.title),
        author=info.office,
        sensitivity=words.say(f"sensitivity.{reader}"),
        blocks=tuple(blocks),
        footer=(words.say("note.not_for_targeting"), words.say("register.append_only")),
    )


def register_sheet(
    decisions: Sequence[Decision], on: date, words: Words, waiting: Mapping[str, tuple[str, ...]] = _NOTHING_WAITS
) -> Sheet:
    """Return the register as a table for a workbook; ``waiting`` as for :func:`decision_register`."""
    return Sheet("decisions", COLUMNS, tuple(tuple(row) for row in _rows(decisions, on, waiting, words)))


def _rows(decisions: Sequence[Decision], on: date, waiting: Mapping[str, tuple[str, ...]], words: Words) -> list[list[str]]:
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
            _state(d, on, d.id in superseded, waiting.get(d.id, ()), words),
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


def _words_of(decision: Decision, words: Words) -> list[Block]:
    draft = decision.draft
    lines = [words.say("note.counter_argument", text=draft.counter_argument)] if draft.counter_argument else []
    lines += [words.say("register.option", text=option) for option in draft.options_considered]
    lines += [words.say("register.assessors", text=_in_words(told, words)) for told in draft.assessors]
    lines += [words.say("register.rationale", text=draft.rationale)] if draft.rationale else []
    lines += [words.say("note.override", text=draft.override_reason)] if draft.override_reason else []
    lines += [words.say("note.dissent", text=draft.dissent)] if draft.dissent else []
    lines += [words.say("register.condition", text=condition) for condition in draft.conditions]
    lines += [words.say("register.stop", text=trigger) for trigger in draft.stop_triggers]
    lines += guard_in_words(draft, words)
    return [heading(f"{decision.sequence}. {decision.area_name} [{decision.area_code}]"), bullets(lines)]


def _in_words(told: str, words: Words) -> str:
    """Return one assessor's "role: mode" with the mode in the reader's words."""
    role, _, mode = told.rpartition(": ")
    return f"{role} – {words.term('mode', mode)}"


def _make(source: Source, order: Order, words: Words) -> Content:
    decisions = source.read_decisions()
    if order.form in (XLSX.name, CSV.name):
        sheet = register_sheet(decisions, source.on, words, source.waiting)
        data = workbook([sheet]) if order.form == XLSX.name else csv_bundle([sheet])
        return Content(data, code_of(data))
    return written(decision_register(decisions, source.info, order.reader, source.on, words, source.waiting), order.form, words)


REPORT = Report(
    "register", (PDF, HTML, XLSX, CSV), _make, audience=Audience(lowest_reader_of("decisions"), "register.not_for_reader")
)

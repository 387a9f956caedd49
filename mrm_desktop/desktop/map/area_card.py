"""The area card: one place where everything about an area stands, unknowns first, the civilian channel always."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from mrm_desktop.desktop.answers.gap_rows import GapRows
from mrm_desktop.desktop.parts.dialogs import LARGE_LINE
from mrm_desktop.desktop.parts.labels import SIGNS, breakable, label, verdict_box
from mrm_desktop.domain.assessments import Assessment, GateResult, Reason
from mrm_desktop.domain.evidence import ActorReport, AreaEvidence
from mrm_desktop.domain.geography import Presence
from mrm_desktop.domain.missions import FocalPoint
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.domain.vocabulary import GateState
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.duty_wording import FIRST_TO_CALL, brief_line_in_words, tool_in_words, without_line
from mrm_desktop.reports.release.wording import group_and_object
from mrm_desktop.services.evidence.gaps import gaps_of_card

# Failed and unknown first: what a reader must see before what is in order.
_GATE_ORDER = (GateState.FAILED, GateState.UNKNOWN, GateState.PASSED, GateState.NOT_REACHED, GateState.NOT_APPLICABLE)
NARROWEST = 340  # pixels
MANY = 12  # rows of a list shown before the rest is counted


class AreaCardPanel(QScrollArea):
    """Shows an :class:`AreaCard` as text; every fact of the map stands here in words."""

    decide_asked = Signal(object)
    note_asked = Signal(object)
    answer_asked = Signal(object, str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(NARROWEST)
        self.setAccessibleName(words.say("window.card"))
        self._words = words
        self.card: AreaCard | None = None
        self.show_nothing()

    def show_nothing(self) -> None:
        """Invite to pick an area."""
        self.card = None
        page = _Sheet()
        page.soft(self._words.say("window.card.pick"))
        self.setWidget(page.finish())

    def show_card(self, card: AreaCard) -> None:
        """Show everything about one area."""
        self.card = card
        words = self._words
        page = _Sheet()
        page.title(card.area.name_in(words.language))
        page.soft(" › ".join([*(a.name for a in card.lineage), card.area.code]))
        page.widget(verdict_box(card.assessment, words))
        page.channel(_channel_lines(card, words))
        page.widget(self._buttons(card))
        self._not_known(page, card)
        page.section(words.say("note.gates"), _gate_lines(card.assessment.gates, words))
        page.section(words.say("note.why"), _why_lines(card.assessment, words))
        page.section(
            words.say("note.conditions"), [_said(c, words) for c in card.assessment.conditions], words.say("note.no_conditions")
        )
        page.section(words.say("note.communities"), _evidence_lines(card.evidence, words), words.say("note.no_communities"))
        page.section(words.say("note.actors"), _actor_lines(card.actor_reports, words), words.say("note.no_actors"))
        if card.rests_on_tools:
            page.section(words.say("note.tools"), _shortened(_tool_lines(card, words), words), words.say("note.no_tools"))
        page.section(words.say("map.presence"), _presence_lines(card.presence, words), words.say("window.card.no_presence"))
        page.section(words.say("window.card.decisions"), _decision_lines(card, words), words.say("window.card.no_decisions"))
        page.section(words.say("window.card.ended"), _shortened(_ended_lines(card, words), words))
        page.soft(words.say("window.card.places", count=len(card.places)))
        sheet = page.finish()
        self.setWidget(sheet)
        # Never narrower than its longest word: what lies beyond the edge of a sheet that scrolls down only can never be seen.
        self.setMinimumWidth(max(NARROWEST, sheet.minimumSizeHint().width() + 14))

    def _not_known(self, page: _Sheet, card: AreaCard) -> None:
        """Show what nobody knows, each with the button that answers it."""
        gaps = gaps_of_card(card)
        page.section(self._words.say("window.card.not_known"), [], self._words.say("note.no_gaps") if not gaps else "")
        if gaps:
            page.widget(label(self._words.say("window.card.not_known"), "section"))
            rows = GapRows(gaps, self._words)
            rows.asked.connect(lambda gap: self.answer_asked.emit(gap, card.area.code))
            page.widget(rows)

    def _buttons(self, card: AreaCard) -> QWidget:
        row = QWidget()
        large = row.fontMetrics().lineSpacing() >= LARGE_LINE
        layout = QBoxLayout(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight, row)
        layout.setContentsMargins(0, 4, 0, 0)
        decide = QPushButton(self._words.say("window.decide"))
        decide.setProperty("role", "primary")
        decide.setObjectName("decide")
        decide.clicked.connect(lambda: self.decide_asked.emit(card))
        note = QPushButton(self._words.say("window.print_note"))
        note.setObjectName("print-note")
        note.clicked.connect(lambda: self.note_asked.emit(card))
        layout.addWidget(decide)
        layout.addWidget(note)
        layout.addStretch(1)
        return row


class _Sheet:
    """Builds the card from top to bottom."""

    def __init__(self) -> None:
        self._widget = QWidget()
        self._layout = QVBoxLayout(self._widget)
        self._layout.setContentsMargins(16, 14, 16, 18)
        self._layout.setSpacing(5)

    def title(self, text: str) -> None:
        self.widget(label(breakable(text), "title"))

    def soft(self, text: str) -> None:
        self.widget(label(text, "soft"))

    def channel(self, lines: Iterable[str]) -> None:
        self.widget(label("\n".join(lines), "channel"))

    def section(self, heading: str, lines: list[str], empty: str = "") -> None:
        if not lines and not empty:
            return
        self.widget(label(heading, "section"))
        for line in lines or [empty]:
            self.widget(label(line, ""))

    def widget(self, widget: QWidget) -> None:
        self._layout.addWidget(widget)

    def finish(self) -> QWidget:
        self._layout.addStretch(1)
        return self._widget


def _said(reason: Reason, words: Words) -> str:
    return words.say(reason.code, **reason.params)


def _channel_lines(card: AreaCard, words: Words) -> list[str]:
    lines = [f"{words.say('note.channel')}: {words.term('channel', card.assessment.channel)}"]
    points = card.focal_points[:FIRST_TO_CALL]
    lines += [_focal_point(point, words) for point in without_line(points, card.duty_lines)]
    lines += [brief_line_in_words(checked, words) for checked in card.duty_lines]
    if not points:
        lines.append(words.say("note.no_focal_point"))
    return lines


def _tool_lines(card: AreaCard, words: Words) -> list[str]:
    return [tool_in_words(tool, card.assessment.assessed_on, words) for tool in card.protection_tools]


def _focal_point(point: FocalPoint, words: Words) -> str:
    tested = words.say("note.tested", day=point.last_tested) if point.last_tested else words.say("note.never_tested")
    return f"{point.role} · {words.term('reach', point.reach)} · {tested}"


def _gate_lines(gates: Iterable[GateResult], words: Words) -> list[str]:
    lines = []
    for gate in sorted(gates, key=lambda g: _GATE_ORDER.index(g.state)):
        line = f"{SIGNS[gate.state]} {words.term('gate', gate.gate)}: {words.term('gate_state', gate.state)}"
        if gate.reason is not None and gate.state in (GateState.FAILED, GateState.UNKNOWN):
            line += f" – {_said(gate.reason, words)}"
        lines.append(line)
    return lines


def _why_lines(assessment: Assessment, words: Words) -> list[str]:
    lines: list[str] = []
    if assessment.explanation is not None:
        explanation = assessment.explanation
        lines += [_said(explanation.binding, words)] if explanation.binding else []
        lines += [_said(change, words) for change in explanation.smallest_changes]
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


def _evidence_lines(evidence: Iterable[AreaEvidence], words: Words) -> list[str]:
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


def _actor_lines(reports: Iterable[ActorReport], words: Words) -> list[str]:
    lines = []
    for row in reports:
        actor = f"{row.actor} ({words.term('actor_kind', row.kind)})"
        if row.report is None:
            lines.append(f"{actor}: {words.say('word.unknown')}")
        else:
            report = row.report
            stance = words.term("stance", report.stance)
            lines.append(f"{actor}: {stance} · {words.day(report.reported_on)} · {report.source} ({report.grade})")
    return _shortened(lines, words)


def _presence_lines(presence: Iterable[Presence], words: Words) -> list[str]:
    lines = []
    for item in presence:
        confirmed = words.day(item.last_confirmed) if item.last_confirmed else words.say("word.unknown")
        frequency = words.say(f"map.class.presence.{item.frequency}")
        lines.append(
            words.say("window.card.presence", name=item.name, frequency=frequency, confirmed=confirmed, grade=str(item.grade))
        )
    return _shortened(lines, words)


def _ended_lines(card: AreaCard, words: Words) -> list[str]:
    return [words.say(f"ended.{fact.kind}", name=fact.name, day=fact.valid_to) for fact in card.ended]


def _decision_lines(card: AreaCard, words: Words) -> list[str]:
    return [
        words.say(
            "note.decided",
            outcome=words.term("outcome", decision.outcome),
            mode=words.term("mode", decision.chosen_mode),
            role=decision.approver_role,
            day=decision.recorded_at.date(),
            expires=decision.expires_on,
        )
        for decision in card.decisions
    ]

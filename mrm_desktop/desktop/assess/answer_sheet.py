"""The method's answer on a request as a sheet: what stands against it and what is not known first, what is in order in one line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from mrm_desktop.desktop.answers.gap_rows import GapRows
from mrm_desktop.desktop.parts.cards import which_mission
from mrm_desktop.desktop.parts.dialogs import LARGE_LINE
from mrm_desktop.desktop.parts.fold import Fold
from mrm_desktop.desktop.parts.labels import SIGNS, label, verdict_box
from mrm_desktop.desktop.parts.ladder import Ladder
from mrm_desktop.domain.assessments import Assessment, GateResult, Index, Reason
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.domain.vocabulary import GateState
from mrm_desktop.foundation.words import Words
from mrm_desktop.services.evidence.gaps import gaps_of_card


class AnswerSheet(QWidget):
    """Shows one answer; made anew for each. Emits ``answer_asked`` with the gap that somebody wants to answer."""

    answer_asked = Signal(object)

    def __init__(self, card: AreaCard, window_ends: date, words: Words) -> None:
        super().__init__()
        self._words, self._card = words, card
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(18, 14, 18, 18)
        self._layout.setSpacing(6)
        assessment = card.assessment
        self._add(label(f"{card.area.name_in(words.language)} [{card.area.code}]", "title"))
        channel = label(words.pair(words.say("note.channel"), words.term("channel", assessment.channel)), "channel")
        is_large = self.fontMetrics().lineSpacing() >= LARGE_LINE  # then the rest would push whom to call out of sight
        self._add(verdict_box(assessment, words, *([channel] if is_large else [])))
        if mission := which_mission(card, words):
            self._add(label(mission, ""))
        self._add(Ladder(assessment.ceiling, words))
        if not is_large:
            self._add(channel)
        if assessment.expires_on is not None and assessment.expires_on < window_ends:
            self._add(label(words.say("assess.window_too_long", on=assessment.expires_on, closes_on=window_ends), "error"))
        self._checks(assessment)
        self._not_known(card)
        self._why(assessment)
        self._risk(assessment)
        self._lines("note.conditions", assessment.conditions)
        if assessment.index is not None:
            self._add(Fold(words.say("assess.contributions"), partial(_contributions, assessment.index, words), "contributions"))
        self._layout.addStretch(1)

    def _checks(self, assessment: Assessment) -> None:
        """Show the checks that failed, and one line for those that are in order; those not known are asked below."""
        failed = [gate for gate in assessment.gates if gate.state is GateState.FAILED]
        if failed:
            self._section("assess.against")
            self._add(_gates(failed, self._words))
        for name, states in (
            ("passed", (GateState.PASSED,)),
            ("not_met", (GateState.NOT_REACHED, GateState.NOT_APPLICABLE)),
        ):
            gates = [gate for gate in assessment.gates if gate.state in states]
            if gates:
                heading = self._words.say(f"assess.checks_{name}", count=len(gates))
                self._add(Fold(heading, partial(_gates, gates, self._words), name))

    def _not_known(self, card: AreaCard) -> None:
        """Show what is not known, each with the button that answers it."""
        gaps = gaps_of_card(card)
        unknown = [gate for gate in card.assessment.gates if gate.state is GateState.UNKNOWN]
        if not gaps and not unknown:
            return
        self._section("window.card.not_known")
        if gaps:
            rows = GapRows(gaps, self._words)
            rows.asked.connect(self.answer_asked)
            self._add(rows)
        if unknown:
            heading = self._words.say("assess.checks_unknown", count=len(unknown))
            self._add(Fold(heading, partial(_gates, unknown, self._words), "unknown"))

    def _why(self, assessment: Assessment) -> None:
        words, explanation = self._words, assessment.explanation
        self._section("note.why")
        if explanation is not None:
            self._said([explanation.binding] if explanation.binding else [])
            if explanation.smallest_changes:
                self._add(label(words.say("assess.smallest_change"), "soft"))
                self._said(explanation.smallest_changes)
            if explanation.would_lower:
                self._add(label(words.say("assess.would_lower"), "soft"))
                self._said(explanation.would_lower)
        robustness = assessment.robustness
        if robustness is not None:
            share = words.percent(robustness.share_in_band)
            self._add(label(words.say(f"note.robustness.{robustness.label}", share=share, draws=robustness.draws), ""))
        if assessment.reliability is not None:
            self._add(label(words.say("note.confidence", label=words.term("confidence", assessment.reliability.label)), ""))

    def _risk(self, assessment: Assessment) -> None:
        risk, needed, words = assessment.residual_risk, assessment.approval, self._words
        if needed is not None and assessment.verdict.is_open:
            self._section("trip.approval")
            self._add(label(words.say("assess.approval", approval=list(needed.roles) or ["nobody"]), ""))
        if risk is None:
            if assessment.index is not None:
                self._section("note.risk")
                self._add(label(words.say("note.impact_not_assessed"), ""))
            return
        self._section("note.risk")
        rows = [(words.term("receptor", receptor), words.term("risk", level)) for receptor, level in risk.by_receptor.items()]
        self._add(_grid(rows))
        counting = [m for m in self._card.case.measures if m.counts_on(self._card.case.assessed_on)]
        self._add(
            label(words.say("assess.measures", count=len(counting), planned=len(self._card.case.measures) - len(counting)), "soft")
        )

    def _lines(self, heading: str, reasons: Sequence[Reason]) -> None:
        if reasons:
            self._section(heading)
            self._said(reasons)

    def _said(self, reasons: Sequence[Reason]) -> None:
        for reason in reasons:
            self._add(label(self._words.say(reason.code, **reason.params), ""))

    def _section(self, code: str) -> None:
        self._add(label(self._words.say(code), "section"))

    def _add(self, widget: QWidget) -> None:
        self._layout.addWidget(widget)


def _gates(gates: Sequence[GateResult], words: Words) -> QWidget:
    """Show all gates in their order, each with its state in words and the reason where it is not passed."""
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(3)
    for column, share in enumerate((0, 4, 7)):
        grid.setColumnStretch(column, share)
    for row, gate in enumerate(gates):
        state = f"{SIGNS[gate.state]} {words.term('gate_state', gate.state)}"
        alarming = gate.state in (GateState.FAILED, GateState.UNKNOWN)
        quiet = gate.state in (GateState.NOT_REACHED, GateState.NOT_APPLICABLE)
        state_label = label(state, "error" if alarming else "soft" if quiet else "")
        state_label.setWordWrap(False)
        grid.addWidget(state_label, row, 0)
        grid.addWidget(label(words.term("gate", gate.gate), "soft" if quiet else ""), row, 1)
        if gate.reason is not None and alarming:
            grid.addWidget(label(words.say(gate.reason.code, **gate.reason.params), "soft"), row, 2)
    return box


def _contributions(index: Index, words: Words) -> QWidget:
    """Show what each part of the profile adds; the one that pulls most stands first."""
    ordered = sorted(index.contributions, key=lambda c: c.log_contribution)
    head = tuple(words.say(f"assess.contribution.{c}") for c in ("part", "value", "weight", "pull"))
    rows = [
        (
            words.term("index_part", c.component),
            words.number(c.value),
            words.percent(c.weight),
            words.number(c.log_contribution),
        )
        for c in ordered
    ]
    return _grid([head, *rows], head=True)


def _grid(rows: Sequence[tuple[str, ...]], head: bool = False) -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(3)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            grid.addWidget(label(text, "soft" if head and row == 0 else ""), row, column)
    for column in range(len(rows[0]) if rows else 0):
        grid.setColumnStretch(column, 1)
    return box

"""What if: facts an officer can imagine, to be ticked; the new answer beside the old. The policy's numbers are one level down."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QPushButton, QVBoxLayout, QWidget

from mrm_desktop.desktop.assess.what_if_panel import PAUSE, WhatIfPanel
from mrm_desktop.desktop.parts.bidi import reading
from mrm_desktop.desktop.parts.fold import Fold
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.ladder import Ladder
from mrm_desktop.domain.assessments import Assessment
from mrm_desktop.foundation.words import Words
from mrm_desktop.services.decisions.imagine import Imagined


class FactsPanel(QWidget):
    """Emits ``asked`` with the keys of what is imagined, a moment after the last tick."""

    asked = Signal(object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.sliders = WhatIfPanel(words)
        self.boxes: dict[str, QCheckBox] = {}
        self._now: Assessment | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(lambda: self.asked.emit(self.ticked()))
        self._list = QVBoxLayout()
        self._answer = QVBoxLayout()
        self.reset_button = QPushButton(words.say("imagine.reset"))
        self.reset_button.setObjectName("imagine-reset")
        self.reset_button.clicked.connect(self.reset)
        self.reset_button.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 18)
        layout.addWidget(label(words.say("what_if.title"), "section"))
        layout.addWidget(label(words.say("imagine.what"), "soft"))
        layout.addLayout(self._answer)
        layout.addWidget(self.reset_button, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addLayout(self._list)
        layout.addWidget(Fold(words.say("imagine.policy"), self.sliders, "policy"))
        layout.addStretch(1)

    def offer(self, imagined: Sequence[Imagined], now: Assessment) -> None:
        """Offer what can be imagined of another case; what is ticked and can still be imagined stays so."""
        ticked, self._now = self.ticked(), now
        _empty(self._list)
        self.boxes = {}
        for one in imagined:
            box = QCheckBox(reading(sentence(one, self._words)))
            box.setObjectName(f"imagine-{one.key}")
            box.setMinimumHeight(24)
            box.setChecked(one.key in ticked)
            box.toggled.connect(lambda _: self._pause.start())
            self.boxes[one.key] = box
            self._list.addWidget(box)
        self.show_answer(None)
        if self.ticked():
            self._pause.start()

    def ticked(self) -> tuple[str, ...]:
        """Return the keys of what is imagined."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def reset(self) -> None:
        """Imagine nothing."""
        for box in self.boxes.values():
            box.setChecked(False)
        self._pause.stop()
        self.show_answer(None)

    def show_answer(self, then: Assessment | None) -> None:
        """Show the new answer beside the old; None where nothing is imagined."""
        _empty(self._answer)
        self.reset_button.setVisible(bool(self.ticked()))
        now = self._now
        if now is None:
            return
        words, grid = self._words, QGridLayout()
        holder = QWidget()
        holder.setObjectName("imagine-answer")
        holder.setLayout(grid)
        grid.setContentsMargins(0, 6, 0, 0)
        grid.setColumnStretch(1, 1)
        shown = [("now", now)] if then is None else [("now", now), ("then", then)]
        for row, (name, answer) in enumerate(shown):
            grid.addWidget(label(words.say(f"imagine.{name}"), "soft"), 2 * row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(words.term("verdict", answer.verdict), "number"), 2 * row, 1)
            grid.addWidget(Ladder(answer.ceiling, words), 2 * row + 1, 0, 1, 2)
        if then is not None:
            same = (now.verdict, now.ceiling) == (then.verdict, then.ceiling)
            told = words.say("imagine.same") if same else words.say(then.reasons[0].code, **then.reasons[0].params)
            grid.addWidget(label(told, ""), 4, 0, 1, 2)
        self._answer.addWidget(holder)


def sentence(imagined: Imagined, words: Words) -> str:
    """Say what is imagined."""
    if imagined.kind == "group_rejects":
        return words.say("imagine.group_rejects", groups=[imagined.about])
    return words.say(f"imagine.{imagined.kind}", actor=imagined.about)


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()

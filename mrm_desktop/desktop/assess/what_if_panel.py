"""What if the policy were another one? Sliders on a few of its numbers; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSlider, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.scoring.what_if import AreaDifference

# Path in the policy, least and greatest value of the slider, size of a step. All lie within the policy's own ranges.
SLIDERS: tuple[tuple[str, float, float, float], ...] = (
    ("acceptance.half_life_days", 30, 720, 30),
    ("tolerance.half_life_days", 15, 360, 15),
    ("acceptance.z", 0.0, 3.0, 0.1),
    ("adequacy.total_mass", 5, 100, 5),
    ("bands.conditional.index", 32, 69, 1),
)
PAUSE = 250  # milliseconds without a movement before the question is asked
SHOWN = 8


class WhatIfPanel(QWidget):
    """Emits ``asked`` with the values that differ from the policy's, a moment after the last movement."""

    asked = Signal(object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._own: dict[str, float] = {}
        self.sliders: dict[str, QSlider] = {}
        self._captions = {path: label("", "") for path, *_ in SLIDERS}
        self.answer = label("", "")
        self.reset_button = QPushButton(words.say("what_if.reset"))
        self.reset_button.setObjectName("what-if-reset")
        self.reset_button.clicked.connect(self.reset)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(lambda: self.asked.emit(self.values()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 18)
        layout.addWidget(label(words.say("what_if.title"), "section"))
        layout.addWidget(label(words.say("what_if.what"), "soft"))
        for path, low, high, step in SLIDERS:
            slider = QSlider(Qt.Orientation.Horizontal)
            slider.setRange(0, round((high - low) / step))
            slider.setPageStep(max(1, round((high - low) / step / 6)))
            slider.setObjectName(f"what-if-{path}")
            slider.setAccessibleName(words.say(f"what_if.{path}", value=""))
            slider.valueChanged.connect(lambda _, path=path: self._moved(path))
            self.sliders[path] = slider
            layout.addWidget(self._captions[path])
            layout.addWidget(slider)
        row = QHBoxLayout()
        row.addWidget(self.reset_button)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addWidget(self.answer)
        layout.addStretch(1)

    def set_policy(self, values: Mapping[str, float]) -> None:
        """Take over the policy's own values and put the sliders on them."""
        self._own = dict(values)
        self.reset()

    def reset(self) -> None:
        """Put the sliders back on the policy."""
        for path, *_ in SLIDERS:
            self.sliders[path].blockSignals(True)
            self.sliders[path].setValue(self._own_step(path))
            self.sliders[path].blockSignals(False)
            self._caption(path)
        self._pause.stop()
        self.answer.setText("")

    def values(self) -> dict[str, float]:
        """Return what differs from the policy."""
        return {path: self._value(path) for path, *_ in SLIDERS if self.sliders[path].value() != self._own_step(path)}

    def show_answer(self, area_code: str, differences: Sequence[AreaDifference]) -> None:
        """Say what would differ here, and how many areas of the project would."""
        words = self._words
        moved = [d for d in differences if d.changed != ("index",)]
        lines = [words.say("what_if.areas", count=len(moved))]
        here = next((d for d in differences if d.case_id == area_code), None)
        if here is None or here.changed == ("index",):
            lines.append(words.say("what_if.same_here"))
        else:
            lines.append(
                words.say(
                    "what_if.here",
                    before=words.term("verdict", here.before.verdict),
                    after=words.term("verdict", here.after.verdict),
                    ceiling_before=words.term("mode", here.before.ceiling),
                    ceiling_after=words.term("mode", here.after.ceiling),
                )
            )
        lines += [
            f"{words.pair(d.case_id, words.term('mode', d.before.ceiling))} → {words.term('mode', d.after.ceiling)}"
            for d in moved[:SHOWN]
        ]
        self.answer.setText("\n".join(lines))

    def _own_step(self, path: str) -> int:
        low, step = next((low, step) for p, low, _, step in SLIDERS if p == path)
        return round((self._own.get(path, low) - low) / step)

    def _value(self, path: str) -> float:
        """Return the value of a slider; one that was not moved stands for the policy's own value, also between two steps."""
        if self.sliders[path].value() == self._own_step(path) and path in self._own:
            return self._own[path]
        low, step = next((low, step) for p, low, _, step in SLIDERS if p == path)
        return round(low + self.sliders[path].value() * step, 6)

    def _moved(self, path: str) -> None:
        self._caption(path)
        self._pause.start()

    def _caption(self, path: str) -> None:
        self._captions[path].setText(self._words.say(f"what_if.{path}", value=self._words.number(self._value(path), 2)))

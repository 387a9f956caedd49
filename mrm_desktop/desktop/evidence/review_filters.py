"""What is reviewed: area, who was rated, round, source, method, grade - each a menu that first offers everything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from mrm_desktop.desktop.parts.bidi import reading
from mrm_desktop.desktop.parts.flow_layout import FlowLayout
from mrm_desktop.desktop.parts.labels import tell_whole
from mrm_desktop.domain.vocabulary import Rated
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.wording import object_name

if TYPE_CHECKING:
    from mrm_desktop.services.evidence.perceptions.review import PerceptionReview

FIELDS = {"area_code": "area", "rated": "rated", "round": "round", "source": "source", "method": "method", "grade": "grade"}
"""Each field of a selection, with the name of its menu."""
EVERYTHING = {
    **{"area_code": "everywhere", "round": "newest", "source": "all_sources", "method": "all_methods", "grade": "all_grades"},
}


class ReviewFilters(QWidget):
    """A row of menus that breaks where the window is narrow."""

    changed = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.boxes: dict[str, QComboBox] = {}
        layout = FlowLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for field, name in FIELDS.items():
            box = QComboBox()
            box.setObjectName(f"review-{name}")
            box.setAccessibleName(words.say(f"review.{name}"))
            tell_whole(box)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.activated.connect(lambda _: self.changed.emit())
            self.boxes[field] = box
            layout.addWidget(box)

    def chosen(self) -> dict[str, str]:
        """Return what is chosen, by the fields of a selection."""
        return {field: box.currentData() or "" for field, box in self.boxes.items()}

    def offer(self, review: PerceptionReview, areas: Sequence[tuple[str, str]]) -> None:
        """Offer what there is to choose, with what is reviewed chosen."""
        words, chosen = self._words, review.selection
        offered: dict[str, list[tuple[str, str]]] = {
            "area_code": list(areas),
            "rated": [(self._rated(key), key) for key in review.rated_objects],
            "round": [(name, name) for name in review.round_names],
            "source": [(name, name) for name in review.sources],
            "method": [(words.term("method", name), name) for name in review.methods],
            "grade": [(name, name) for name in review.grades],
        }
        for field, items in offered.items():
            everything = [(words.say(f"review.{EVERYTHING[field]}"), "")] if field in EVERYTHING else []
            _fill(self.boxes[field], [*everything, *items], getattr(chosen, field))
            self.boxes[field].setVisible(bool(everything or items))

    def choose(self, field: str, value: str) -> None:
        """Choose as a person does."""
        box = self.boxes[field]
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())

    def _rated(self, key: str) -> str:
        rated, _, unit = key.partition(":")
        return object_name(Rated(rated), unit, self._words)


def _fill(box: QComboBox, items: Sequence[tuple[str, str]], chosen: str) -> None:
    box.blockSignals(True)
    box.clear()
    for text, value in items:
        box.addItem(reading(text), value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.setToolTip(box.currentText())
    box.blockSignals(False)

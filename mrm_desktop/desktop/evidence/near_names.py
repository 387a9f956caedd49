"""Names that resemble an area's and wait for a person: each with its likely areas, none applied until somebody chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from mrm_desktop.desktop.parts.dialogs import form_layout
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.formats.rows.reading import ReviewItem
from mrm_desktop.foundation.words import Words

NOT_THIS = ""


class NearNames(QWidget):
    """The list; ``chosen`` tells that an answer has changed."""

    chosen = Signal()

    def __init__(self, items: Sequence[ReviewItem], accepted: Mapping[str, str], words: Words) -> None:
        super().__init__()
        self.boxes: dict[str, QComboBox] = {}
        form: QFormLayout = form_layout(self)
        self.setLayout(form)
        form.addRow(label(words.say("import.near_names"), "section"))
        for item in items:
            box = QComboBox()
            box.addItem(words.say("import.near_names.none"), NOT_THIS)
            for candidate in item.candidates:
                box.addItem(f"{candidate.area_name} [{candidate.area_code}]", candidate.area_code)
            box.setCurrentIndex(max(0, box.findData(accepted.get(item.text, NOT_THIS))))
            caption = words.say("import.near_names.item", text=item.text, count=item.rows)
            box.setAccessibleName(caption)
            box.currentIndexChanged.connect(lambda _: self.chosen.emit())
            self.boxes[item.text] = box
            form.addRow(caption, box)

    def accepted(self) -> dict[str, str]:
        """Return the names that somebody accepted, each with its area."""
        return {text: box.currentData() for text, box in self.boxes.items() if box.currentData() != NOT_THIS}

"""The emergency screen: whom to call, what to say, what not to say. No score, no project needed, never blocked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from mrm_desktop.desktop.area_card import label
from mrm_desktop.desktop.dialogs import Dialog
from mrm_desktop.domain.missions import FocalPoint
from mrm_desktop.foundation.words import Words

FIELDS = ("where", "when", "harm", "how_many", "call_back")


class EmergencyDialog(Dialog):
    """Helps to raise an alert about an imminent attack on civilians."""

    def __init__(self, words: Words, focal_points: Sequence[FocalPoint] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.say("emergency.title"))
        self.setMinimumWidth(600)
        layout = QVBoxLayout(self)
        layout.addWidget(label(words.say("emergency.title"), "title"))
        layout.addWidget(label(words.say("emergency.call_now"), "error"))
        layout.addWidget(label("\n".join(_call_list(words, focal_points)), "channel"))
        form = QFormLayout()
        self.fields: dict[str, QLineEdit] = {}
        for name in FIELDS:
            field = QLineEdit()
            caption = words.say(f"emergency.{name}")
            field.setAccessibleName(caption)
            form.addRow(caption, field)
            self.fields[name] = field
        layout.addLayout(form)
        for heading in ("say", "do_not_say", "afterwards"):
            layout.addWidget(label(words.say(f"emergency.{heading}.title"), "section"))
            layout.addWidget(label(words.say(f"emergency.{heading}"), ""))
        buttons = QDialogButtonBox()
        buttons.addButton(words.say("window.close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)


def _call_list(words: Words, focal_points: Sequence[FocalPoint]) -> list[str]:
    known = [f"{point.role} · {words.term('reach', point.reach)}" for point in focal_points]
    return [*known, words.say("emergency.order")]

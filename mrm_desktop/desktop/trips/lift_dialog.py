"""Asks who lifts a no-go for attacks, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.bidi import LineField
from mrm_desktop.desktop.parts.dialogs import Dialog
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.trips import Lift
from mrm_desktop.foundation.words import Words


class LiftDialog(Dialog):
    """Takes the lift of one leg. An empty reason takes it back; whether a lift holds is checked when the trip is planned.

    Parameters
    ----------
    roles : Sequence[str]
        Codes of the roles that may lift a no-go. None is chosen for the user.
    lift : Lift | None
        The lift that the leg has.
    """

    def __init__(self, roles: Sequence[str], lift: Lift | None, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.say("trips.button.lift"))
        self.role, self.reason = QComboBox(), LineField(lift.reason if lift else "")
        for role in roles:
            self.role.addItem(words.term("approval", role), role)
        self.role.setCurrentIndex(self.role.findData(lift.role) if lift else -1)
        form = QFormLayout()
        for name, widget in (("role", self.role), ("reason", self.reason)):
            widget.setObjectName(f"lift-{name}")
            widget.setAccessibleName(words.say(f"trips.lift.{name}"))
            form.addRow(words.say(f"trips.lift.{name}"), widget)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(label(words.say("trips.lift.what"), "soft"))
        layout.addLayout(form)
        layout.addWidget(buttons)
        self.resize(480, 220)

    def lift(self, on: date) -> Lift | None:
        """Return the lift as it stands in the dialog, made on ``on``; None where no reason is given."""
        reason = self.reason.text().strip()
        return Lift(self.role.currentData() or "", reason, on) if reason else None

"""The written record of an alert, which is asked for once the alert is out."""

from __future__ import annotations

from PySide6.QtWidgets import QDialogButtonBox, QWidget

from mrm_desktop.desktop.parts.bidi import LineField, TextField
from mrm_desktop.desktop.parts.dialogs import form_layout
from mrm_desktop.desktop.parts.field_checks import FieldChecks
from mrm_desktop.desktop.parts.guard_notes import GuardNotes
from mrm_desktop.desktop.parts.guarded_dialog import GuardedDialog
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.foundation.words import Words


class AlertRecordDialog(GuardedDialog):
    """Asks for the written record of an alert: what was passed on, to which roles, what happened."""

    def __init__(self, words: Words, raised_at: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setWindowTitle(words.say("alert.title"))
        self.setMinimumWidth(560)
        self.role = LineField()
        self.role.setAccessibleName(words.say("decision.role"))
        self.account = TextField()
        self.account.setAccessibleName(words.say("alert.account"))
        form = form_layout(self)
        form.addRow(label(words.say("alert.what", raised=raised_at), ""))
        form.addRow(words.say("decision.role"), self.role)
        form.addRow(words.say("alert.account"), self.account)
        form.addRow(label(words.say("decision.no_names"), "soft"))
        self.notes = GuardNotes(form, {"approver_role": self.role, "rationale": self.account}, words, self.role.text)
        buttons = QDialogButtonBox()
        self.record = buttons.addButton(words.say("decision.record"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.record.setObjectName("record-alert")
        buttons.addButton(words.say("window.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.submit)
        buttons.rejected.connect(self.reject)
        self.checks = FieldChecks(form, self.record)
        self.checks.require(self.role, lambda: "" if self.role.text().strip() else words.say("decision.missing.role"))
        self.checks.require(self.account, lambda: "" if self.account.toPlainText().strip() else words.say("alert.missing"))
        self.lay_out(form, self.checks.why_not, self.problem, buttons)

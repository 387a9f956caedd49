"""New keys for a project whose passphrase somebody saw: what they end, what they cannot end, and what is asked for them."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QWidget

from mrm_desktop.desktop.parts.dialogs import cancel_only, form_layout, secret_field
from mrm_desktop.desktop.parts.field_checks import FieldChecks
from mrm_desktop.desktop.parts.guard_notes import GuardNotes
from mrm_desktop.desktop.parts.guarded_dialog import GuardedDialog
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.messages import sentence_for
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.words import Words
from mrm_desktop.vault.passphrases import SHORTEST_PASSPHRASE, require_hard_to_guess


class RekeyDialog(GuardedDialog):
    """Asks for the passphrase until now, and twice for the new one.

    Parameters
    ----------
    known : tuple[str, ...]
        What everybody knows of the project, such as its title: no part of a passphrase.
    """

    def __init__(self, known: tuple[str, ...], words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._known = known
        self.setObjectName("rekey")
        self.setWindowTitle(words.say("rekey.title"))
        self.setMinimumWidth(600)
        self.old = secret_field(words.say("rekey.old"))
        self.new = secret_field(words.say("rekey.new"))
        self.again = secret_field(words.say("start.passphrase_again"))
        self.destroy_backups = QCheckBox(words.say("rekey.destroy"))
        self.destroy_backups.setObjectName("rekey-destroy")
        form = form_layout(self)
        for code in ("rekey.what", "rekey.still_opens", "cli.keep.rekeyed_others"):
            form.addRow(label(words.say(code), "" if code == "rekey.still_opens" else "soft"))
        for field, code in ((self.old, "rekey.old"), (self.new, "rekey.new"), (self.again, "start.passphrase_again")):
            form.addRow(words.say(code), field)
        form.addRow(label(words.say("start.passphrase_hint", shortest=SHORTEST_PASSPHRASE), "soft"))
        form.addRow(self.destroy_backups)
        form.addRow(label(words.say("rekey.destroy.what"), "soft"))
        self.notes = GuardNotes(form, {}, words)
        buttons = cancel_only(self, words)
        self.record = buttons.addButton(words.say("rekey.title"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.record.setObjectName("rekey-now")
        buttons.accepted.connect(self.submit)
        self._checks = FieldChecks(form, self.record)
        self._checks.require(self.old, lambda: "" if self.old.text() else words.say("start.missing_passphrase"))
        self._checks.require(self.new, self._fault_of_new)
        self._checks.require(
            self.again, lambda: "" if self.new.text() == self.again.text() else words.say("start.passphrases_differ")
        )
        self.lay_out(form, self.problem, self._checks.why_not, buttons)
        self.old.setFocus()

    def _fault_of_new(self) -> str:
        if self.new.text() and self.new.text() == self.old.text():
            return self._words.say("rekey.same")
        try:
            require_hard_to_guess(self.new.text(), self._known)
        except KnownError as error:
            return " ".join(sentence_for(error, self._words))
        return ""

"""Taking an import out for good: what would go, why, and the two roles it takes; then the tombstone that stays in its place."""

from __future__ import annotations

from PySide6.QtWidgets import QDialogButtonBox, QStackedWidget, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.bidi import LineField, reading
from mrm_desktop.desktop.parts.dialogs import cancel_only, form_layout
from mrm_desktop.desktop.parts.field_checks import FieldChecks
from mrm_desktop.desktop.parts.guard_notes import GuardNotes
from mrm_desktop.desktop.parts.guarded_dialog import GuardedDialog
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.purges import SHORTEST_REASON, Going, Purge, Purged, are_two_roles
from mrm_desktop.foundation.words import Words


class PurgeDialog(GuardedDialog):
    """Asks two roles. Whoever takes it out answers with :meth:`show_tombstone` or :meth:`refuse`."""

    def __init__(self, going: Going, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setObjectName("purge")
        self.setWindowTitle(words.say("purge.title"))
        self.setMinimumWidth(600)
        self.reason, self.first, self.second = LineField(), LineField(), LineField()
        self._form = form = form_layout(self)
        form.addRow(label(words.say("purge.goes", file=going.file_name), "number"))
        form.addRow(label("\n".join(going_in_words(going, words)), ""))
        form.addRow(label(words.say("purge.stays"), "soft"))
        for name, field in (("reason", self.reason), ("first", self.first), ("second", self.second)):
            field.setObjectName(f"purge-{name}")
            field.setAccessibleName(words.say(f"purge.ask.{name}"))
            form.addRow(words.say(f"purge.ask.{name}"), field)
        form.addRow(label(words.say("purge.second.what"), "soft"))
        self.notes = GuardNotes(form, {}, words)
        self._buttons = buttons = cancel_only(self, words)
        self.record = buttons.addButton(words.say("purge.now"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.record.setObjectName("purge-now")
        buttons.accepted.connect(self.submit)
        self._checks = FieldChecks(form, self.record)
        self._checks.require(self.reason, self._fault_of_reason)
        self._checks.require(self.first, lambda: "" if self.first.text().strip() else words.say("purge.missing_role"))
        self._checks.require(self.second, self._fault_of_second)
        self.tombstone = label("", "")
        self._pages = QStackedWidget()
        for content in (form, self._outcome()):
            page = QWidget()
            page.setLayout(content)
            self._pages.addWidget(page)
        sheet = QVBoxLayout()
        sheet.setContentsMargins(0, 0, 0, 0)
        sheet.addWidget(self._pages)
        self.lay_out(sheet, self.problem, self._checks.why_not, buttons)

    def purge(self) -> Purge:
        """Return who takes it out, who saw it, and why."""
        return Purge(self.reason.text().strip(), self.first.text().strip(), self.second.text().strip())

    def show_tombstone(self, stone: Purged) -> None:
        """Show what stands in its place from now on, for everybody to see."""
        if self.is_closed:
            return
        self.tombstone.setText(reading(stone_in_words(stone, self._words)))
        self._pages.setCurrentIndex(1)
        self._checks.why_not.hide()
        self.record.hide()
        (close,) = (button for button in self._buttons.buttons() if button is not self.record)
        close.setText(self._words.say("keeping.close"))
        close.setFocus()

    def _outcome(self) -> QVBoxLayout:
        layout = QVBoxLayout()
        layout.addWidget(label(self._words.say("purge.is_out"), "number"))
        layout.addWidget(self.tombstone)
        layout.addWidget(label(self._words.say("purge.tombstone"), "soft"))
        layout.addStretch(1)
        return layout

    def _fault_of_reason(self) -> str:
        is_long = len(self.reason.text().strip()) >= SHORTEST_REASON
        return "" if is_long else self._words.say("purge.no_reason", shortest=SHORTEST_REASON)

    def _fault_of_second(self) -> str:
        if not self.second.text().strip():
            return self._words.say("purge.missing_second")
        return "" if are_two_roles(self.purge()) else self._words.say("purge.two_roles")


def going_in_words(going: Going, words: Words) -> list[str]:
    """Say what would go: how many of what, and the backups."""
    lines = [words.pair(words.say(f"purge.rows.{table}"), words.number(count, 0)) for table, count in going.rows.items()]
    return [*lines, words.pair(words.say("purge.rows.backups"), words.number(going.backups, 0))]


def stone_in_words(stone: Purged, words: Words) -> str:
    """Say what a tombstone says."""
    return words.say(
        "purge.on_record", count=stone.rows, day=stone.at.date(), reason=stone.reason, by=stone.purged_by, seen=stone.seen_by
    )

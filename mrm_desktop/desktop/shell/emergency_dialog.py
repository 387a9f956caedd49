"""The emergency screen: whom to call, what to say, what not to say. No score, no project needed, never blocked.

What is typed stays in memory and goes when the screen closes; it can be read out from the screen, and printed by choice.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QFrame, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.dialogs import Dialog, form_layout
from mrm_desktop.desktop.parts.field_checks import FieldChecks
from mrm_desktop.desktop.parts.guard_notes import GuardNotes
from mrm_desktop.desktop.parts.guarded_dialog import GuardedDialog
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.duty_lines import CheckedLine
from mrm_desktop.domain.missions import FocalPoint
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.duty_wording import line_in_words, number_of, state_in_words, without_line
from mrm_desktop.reports.release.wording import as_written, isolated

FIELDS = ("where", "when", "harm", "how_many", "call_back")


class EmergencyDialog(Dialog):
    """Helps to raise an alert about an imminent attack on civilians. ``raised`` tells that it went out, with what was typed as its place.

    Parameters
    ----------
    duty_lines : Sequence[CheckedLine]
        Lines to call, in their order.
    focal_points : Sequence[FocalPoint]
        Focal points in fallback order; those with a line are told by it.
    """

    raised = Signal(str)

    def __init__(
        self,
        words: Words,
        focal_points: Sequence[FocalPoint] = (),
        duty_lines: Sequence[CheckedLine] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._calls = call_list(words, focal_points, duty_lines)
        self.setWindowTitle(words.say("emergency.title"))
        self.resize(720, 760)
        inner = QVBoxLayout()
        inner.addWidget(label(words.say("emergency.title"), "title"))
        inner.addWidget(label(words.say("emergency.call_now"), "error"))
        inner.addWidget(_call_sheet(words, focal_points, duty_lines))
        inner.addLayout(self._form())
        inner.addWidget(label(words.say("emergency.read_out"), "section"))
        self.script = label("", "script")
        inner.addWidget(self.script)
        for heading in ("say", "do_not_say", "afterwards"):
            inner.addWidget(label(words.say(f"emergency.{heading}.title"), "section"))
            inner.addWidget(label(words.say(f"emergency.{heading}"), ""))
            if heading == "say":
                inner.addWidget(label(words.say("emergency.judged"), ""))
        inner.addStretch(1)
        self.lay_out(inner, self._buttons())
        self._retell()
        self.fields["where"].setFocus()

    def _form(self) -> QFormLayout:
        form = form_layout(self)
        self.fields: dict[str, QLineEdit] = {}
        for name in FIELDS:
            field = QLineEdit()
            caption = self._words.say(f"emergency.{name}")
            field.setAccessibleName(caption)
            field.setObjectName(f"emergency-{name}")
            field.textChanged.connect(lambda _: self._retell())
            form.addRow(caption, field)
            self.fields[name] = field
        return form

    def _buttons(self) -> QDialogButtonBox:
        words = self._words
        buttons = QDialogButtonBox()
        raised = buttons.addButton(words.say("emergency.raised"), QDialogButtonBox.ButtonRole.AcceptRole)
        raised.setObjectName("alert-raised")
        paper = buttons.addButton(words.say("emergency.print"), QDialogButtonBox.ButtonRole.ActionRole)
        paper.setObjectName("alert-print")
        paper.clicked.connect(self._print)
        buttons.addButton(words.say("window.close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._raised)
        buttons.rejected.connect(self.reject)
        return buttons

    def _retell(self) -> None:
        """Put what was typed into the sentences that are read out; what is missing stays a gap to fill while speaking."""
        said = {name: field.text().strip() or "…" for name, field in self.fields.items()}
        self.script.setText(self._words.say("emergency.script", **said))

    def _raised(self) -> None:
        where = self.fields["where"].text()
        self.accept()
        self.raised.emit(where)

    def _print(self) -> None:
        """Print the sentences where the user wants them; nothing of them is kept."""
        from PySide6.QtGui import QTextDocument
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter()
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        said = (
            self._words.say("emergency.title"),
            "\n".join(self._calls),
            self.script.text(),
            self._words.say("emergency.judged"),
            self._words.say("emergency.do_not_say"),
        )
        text = "\n\n".join(said)

        def print_now() -> None:
            document = QTextDocument()
            document.setPlainText(text)
            document.print_(printer)

        dialog.accepted.connect(print_now)
        dialog.setModal(True)
        dialog.show()


class AlertRecordDialog(GuardedDialog):
    """Asks for the written record of an alert: what was passed on, to which roles, what happened."""

    def __init__(self, words: Words, raised_at: str, parent: QWidget | None = None) -> None:
        from PySide6.QtWidgets import QPlainTextEdit

        super().__init__(words, parent)
        self.setWindowTitle(words.say("alert.title"))
        self.setMinimumWidth(560)
        self.role = QLineEdit()
        self.role.setAccessibleName(words.say("decision.role"))
        self.account = QPlainTextEdit()
        self.account.setTabChangesFocus(True)
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


def call_list(words: Words, focal_points: Sequence[FocalPoint], duty_lines: Sequence[CheckedLine]) -> list[str]:
    """Say whom to call, civilians first: by their lines, then focal points without one, then who is called in any case."""
    lines = [f"{line_in_words(checked, words)}{_only_in(checked)}" for checked in duty_lines]
    others = [f"{point.role} · {words.term('reach', point.reach)}" for point in without_line(focal_points, duty_lines)]
    return [*lines, *others, words.say("emergency.order")]


def _call_sheet(words: Words, focal_points: Sequence[FocalPoint], duty_lines: Sequence[CheckedLine]) -> QFrame:
    """Lay the contacts out so that the numbers stand below each other, each beside its role."""
    sheet = QFrame()
    sheet.setProperty("role", "channel")
    grid = QGridLayout(sheet)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(0, 4)
    grid.setColumnStretch(1, 3)
    grid.setColumnStretch(2, 4)
    for row, checked in enumerate(duty_lines):
        line = checked.line
        about = [words.term("medium", line.medium), isolated(line.hours, words), state_in_words(checked.state, line, words)]
        grid.addWidget(label(f"{as_written(line.role, words)}{_only_in(checked)}", ""), row, 0)
        grid.addWidget(label(number_of(line, words), "number"), row, 1)
        grid.addWidget(label(" · ".join(part for part in about if part), "soft"), row, 2)
    row = len(duty_lines)
    for point in without_line(focal_points, duty_lines):
        grid.addWidget(label(as_written(point.role, words), ""), row, 0)
        grid.addWidget(label(words.term("reach", point.reach), "soft"), row, 1, 1, 2)
        row += 1
    grid.addWidget(label(words.say("emergency.order"), ""), row, 0, 1, 3)
    return sheet


def _only_in(checked: CheckedLine) -> str:
    """Return the code of the area for which alone a line answers."""
    return f" [{checked.line.area_code}]" if checked.line.area_code else ""

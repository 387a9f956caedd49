"""What is typed in a form is kept until it is recorded: it outlives a lock, the end of the program, a full disk and a crash.

A dialog keeps its draft in two lines, a page in three::

    self.draft = DraftKeeper(context, "decision", area_code, dialog, Fields({"role": dialog.role, ...}))
    ...
    self.draft.done()  # once the record is made

    self.draft.put_by()  # first of all in Page.forget
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import shiboken6
from PySide6.QtCore import QDate, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QComboBox,
    QDateEdit,
    QDialog,
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.drafts import Draft
from mrm_desktop.foundation.clock import now
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.desktop.parts.page_context import PageContext

EVERY_MS = 3000
Content = Mapping[str, Any]


class Form(Protocol):
    """What stands in a form, as plain values, and the way back into it."""

    def read(self) -> Content: ...

    def put(self, content: Content) -> None: ...


@runtime_checkable
class Choice(Protocol):
    """A field of which one answer is chosen, by its code; "" while there is none."""

    @property
    def chosen(self) -> str: ...

    def choose(self, code: str) -> None: ...


class Fields:
    """The form that some fields make."""

    def __init__(self, fields: Mapping[str, QWidget]) -> None:
        self._fields = fields

    def read(self) -> Content:
        """Return what stands in each field."""
        return {name: _value(field) for name, field in self._fields.items()}

    def put(self, content: Content) -> None:
        """Put values back into the fields that are still there; a choice that there is no longer stays as it is."""
        for name, value in content.items():
            if name in self._fields:
                _put(self._fields[name], value)


class DraftKeeper(QObject):
    """Keeps what is typed every few seconds, and offers above the form what was begun in it before.

    Parameters
    ----------
    kind, subject : str
        Which form it is, and what it is about: a form has one draft.
    host : QWidget
        The dialog or page of the form; the offer is put at the top of its layout.
    """

    def __init__(self, context: PageContext, kind: str, subject: str, host: QWidget, form: Form) -> None:
        super().__init__(host)
        self._context, self._kind, self._subject, self._form = context, kind, subject, form
        self._untouched = self._kept = form.read()
        self._is_over = self._has_failed = False
        self.offer = Offer(context.words)
        self.offer.goes_on.connect(self._go_on)
        self.offer.is_thrown.connect(self._throw_away)
        _put_on_top(host, self.offer)
        self._found: Draft | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.flush)
        self._timer.start(EVERY_MS)
        if isinstance(host, QDialog):
            host.finished.connect(self.put_by)
        context.work.read(self._look, self._show, lambda _: None)

    def flush(self) -> None:
        """Keep what stands in the form at once, where it is not kept yet."""
        content = self._form.read()
        if self._is_over or content == self._kept:
            return
        self._kept = content
        if content == self._untouched:
            self._destroy()
            return
        project, kind, subject = self._context.opened.project, self._kind, self._subject

        def keep() -> None:
            from mrm_desktop.services.drafts.kept_drafts import keep_draft

            keep_draft(project, kind, subject, content, now())

        self._context.work.write(keep, lambda _: None, self._failed)

    def put_by(self) -> None:
        """Keep what stands in the form for the last time: it goes away."""
        self.flush()
        self._end()

    def done(self) -> None:
        """Destroy what was kept and keep nothing any longer: the record is made."""
        self._end()
        self._destroy()

    def begin_anew(self) -> None:
        """Destroy what was kept: the record is made. The form stays, and what stands in it now is where the next draft begins."""
        self._untouched = self._kept = self._form.read()
        self._destroy()

    def _end(self) -> None:
        self._is_over = True
        self._timer.stop()

    def _look(self) -> Draft | None:
        from mrm_desktop.services.drafts.kept_drafts import begun

        return begun(self._context.opened.project, self._kind, self._subject, now().date())

    def _show(self, found: Draft | None) -> None:
        if found is not None and shiboken6.isValid(self) and not self._is_over:
            self._found = found
            self.offer.show_draft(self._context.opened.project.moment(found.kept_at), bool(found.withheld))

    def _go_on(self) -> None:
        if self._found is not None:
            self._form.put(self._found.content)
            self._kept = self._form.read()
        self._found = None

    def _throw_away(self) -> None:
        self._found = None
        self._destroy()

    def _destroy(self) -> None:
        project, kind, subject = self._context.opened.project, self._kind, self._subject

        def destroy() -> None:
            from mrm_desktop.services.drafts.kept_drafts import destroy_draft

            destroy_draft(project, kind, subject)

        self._context.work.write(destroy, lambda _: None, lambda _: None)

    def _failed(self, error: Exception) -> None:
        """Say once that drafts are not kept; every few seconds it would be in the way of who types."""
        if shiboken6.isValid(self) and not self._has_failed:
            self._has_failed, self._kept = True, {}
            self._context.tell(self._context.words.say("draft.not_kept"))


class Offer(QFrame):
    """Says that something was begun here, and asks whether to go on with it or to throw it away. Hidden until there is something."""

    goes_on = Signal()
    is_thrown = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setProperty("role", "offer")
        self.sentence = label("", "")
        row = QHBoxLayout(self)
        row.addWidget(self.sentence, 1)
        for name, signal in (("go_on", self.goes_on), ("throw_away", self.is_thrown)):
            button = QPushButton(words.say(f"draft.{name}"))
            button.setObjectName(f"draft-{name.replace('_', '-')}")
            button.setAutoDefault(False)  # Enter in a field of the form must not throw anything away
            button.clicked.connect(self.hide)
            button.clicked.connect(signal)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_draft(self, kept_at: datetime, is_incomplete: bool) -> None:
        """Offer what was begun; ``is_incomplete`` where a text of it was not kept because it seemed to tell of a person."""
        said = self._words.say("draft.begun", day=kept_at.astimezone().date())
        self.sentence.setText(f"{said} {self._words.say('draft.withheld')}" if is_incomplete else said)
        self.show()


def _put_on_top(host: QWidget, offer: QWidget) -> None:
    layout = host.layout()
    assert isinstance(layout, QBoxLayout), "a form that keeps a draft stands below one another"
    layout.insertWidget(0, offer)


def _value(field: QWidget) -> str | bool | float:
    if isinstance(field, QLineEdit):
        return field.text()
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    if isinstance(field, QComboBox):
        return _chosen(field)
    if isinstance(field, QDateEdit):
        return field.date().toString(Qt.DateFormat.ISODate)
    if isinstance(field, QSpinBox | QDoubleSpinBox):
        return field.value()
    if isinstance(field, Choice):
        return field.chosen
    assert isinstance(field, QAbstractButton)
    return field.isChecked()


def _put(field: QWidget, value: Any) -> None:
    if isinstance(field, QLineEdit):
        field.setText(str(value))
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText(str(value))
    elif isinstance(field, QComboBox):
        found = next((at for at in range(field.count()) if _chosen(field, at) == value), -1)
        if found >= 0:
            field.setCurrentIndex(found)
    elif isinstance(field, QDateEdit):
        field.setDate(QDate.fromString(str(value), Qt.DateFormat.ISODate))
    elif isinstance(field, QSpinBox | QDoubleSpinBox):
        field.setValue(value)
    elif isinstance(field, Choice):
        field.choose(str(value))
    elif isinstance(field, QAbstractButton):
        field.setChecked(bool(value))


def _chosen(box: QComboBox, at: int | None = None) -> str:
    at = box.currentIndex() if at is None else at
    data = box.itemData(at)
    return data if isinstance(data, str) else box.itemText(at)

"""The strip that reminds of an alert without a written record, until there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.page_context import PageContext
from mrm_desktop.desktop.shell.emergency_dialog import AlertRecordDialog
from mrm_desktop.domain.errors import KnownError

if TYPE_CHECKING:
    from mrm_desktop.services.decisions.raise_alert import UnwrittenAlert


class AlertReminder(QWidget):
    """Says which alert waits for its record, and opens the dialog for it. It cannot be closed, only fulfilled."""

    def __init__(self, desk: PageContext) -> None:
        super().__init__()
        self.setObjectName("reminder")
        self._desk = desk
        self._alerts: tuple[UnwrittenAlert, ...] = ()
        self.said = label("", "error")
        self.button = QPushButton(desk.words.say("alert.write"))
        self.button.setObjectName("write-alert")
        self.button.clicked.connect(self.ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 14, 4)
        row.addWidget(self.said, 1)
        row.addWidget(self.button)
        self.hide()

    def refresh(self) -> None:
        """Ask whether an alert waits."""
        self._desk.work.read(self._desk.session.assess.unwritten_alerts, self.fill, self._desk.fail)

    def record(self, area_code: str) -> None:
        """Put an alert that was just raised on record. Where that is not possible the user is told; the alert itself is out."""
        session = self._desk.session

        def failed(error: Exception) -> None:
            if isinstance(error, KnownError) and error.code == "assess.no_areas":
                self._desk.tell(self._desk.words.say("alert.by_hand"))
            else:
                self._desk.fail(error)

        self._desk.work.write(lambda: session.assess.record_alert(area_code), lambda _: self._desk.changed(), failed)

    def fill(self, alerts: tuple[UnwrittenAlert, ...]) -> None:
        """Show the oldest alert that waits."""
        self._alerts = alerts
        if alerts:
            words, alert = self._desk.words, alerts[0]
            raised, due = words.moment(alert.raised_at), words.moment(alert.due_at)
            self.said.setText(words.say("alert.waits", raised=raised, due=due))
        self.setVisible(bool(alerts))

    def ask(self) -> None:
        """Open the dialog for the written record."""
        if not self._alerts:
            return
        alert, session = self._alerts[0], self._desk.session
        dialog = AlertRecordDialog(self._desk.words, self._desk.words.moment(alert.raised_at), self.window())

        def record() -> None:
            role, account = dialog.role.text().strip(), dialog.account.toPlainText()
            self._desk.work.write(
                lambda: session.assess.write_up(alert.id, role, account), lambda _: self._desk.changed(), self._desk.fail
            )

        dialog.accepted.connect(record)
        dialog.open()

"""The strip that reminds of an alert without a written record, until there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from mrm_desktop.desktop.assess.assess_session import AssessSession, RaisedAlert
from mrm_desktop.desktop.parts.drafts import DraftKeeper, Fields
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.page_context import PageContext
from mrm_desktop.desktop.parts.task_queue import Urgency
from mrm_desktop.desktop.shell.alert_record_dialog import AlertRecordDialog
from mrm_desktop.domain.errors import KnownError

if TYPE_CHECKING:
    from mrm_desktop.services.decisions.raise_alert import UnwrittenAlert


class AlertReminder(QWidget):
    """Says which alert waits for its record, and opens the dialog for it. It cannot be closed, only fulfilled."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("reminder")
        self._context, self._session = context, AssessSession(context.opened)
        self._alerts: tuple[UnwrittenAlert, ...] = ()
        self._advice = ""
        self.sentence = label("", "error")
        self.button = QPushButton(context.words.say("alert.write"))
        self.button.setObjectName("write-alert")
        self.button.clicked.connect(self.ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 14, 4)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.button)
        self.hide()

    def refresh(self) -> None:
        """Ask whether an alert waits."""
        self._context.work.read(self._session.unwritten_alerts, self.fill, self._context.fail, view="alerts", urgency=Urgency.LATER)

    def record(self, where: str = "", picked: str = "") -> None:
        """Put an alert that was just raised on record. Where that is not possible the user is told; the alert itself is out.

        Parameters
        ----------
        where : str
            What was typed as its place.
        picked : str
            Code of the area picked on the map; "" for none.
        """
        session = self._session

        def failed(error: Exception) -> None:
            if isinstance(error, KnownError) and error.code == "assess.no_areas":
                self._context.tell(self._context.words.say("alert.by_hand"))
            else:
                self._context.fail(error)

        self._context.work.write(lambda: session.record_alert(where, picked), self._advise, failed)

    def _advise(self, raised: RaisedAlert) -> None:
        """Keep saying, until the record is written, whom else to call."""
        self._advice = raised.advice
        self.refresh()

    def fill(self, alerts: tuple[UnwrittenAlert, ...]) -> None:
        """Show the oldest alert that waits."""
        self._alerts = alerts
        if alerts:
            words, alert = self._context.words, alerts[0]
            raised, due = words.moment(alert.raised_at), words.moment(alert.due_at)
            waits = words.say("alert.waits", raised=raised, due=due, area=alert.area_name)
            self.sentence.setText("\n".join(text for text in (waits, self._advice) if text))
        else:
            self._advice = ""
        self.setVisible(bool(alerts))

    def ask(self) -> None:
        """Open the dialog for the written record."""
        if not self._alerts:
            return
        alert, session = self._alerts[0], self._session
        dialog = AlertRecordDialog(self._context.words, self._context.words.moment(alert.raised_at), self.window())
        fields = Fields({"approver_role": dialog.role, "rationale": dialog.account})
        draft = DraftKeeper(self._context, "alert", alert.id, dialog, fields)

        def recorded() -> None:
            draft.done()
            dialog.finish()

        def record() -> None:
            role, account, passes = dialog.role.text().strip(), dialog.account.toPlainText(), dialog.notes.passes()
            self._context.work.write(lambda: session.write_up(alert.id, role, account, passes), lambda _: recorded(), dialog.refuse)

        dialog.submitted.connect(record)
        dialog.open()

"""The mission registry: dated facts that a person confirms against a source."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mrm_desktop.desktop.evidence.evidence_session import EvidenceSession
from mrm_desktop.desktop.parts.bidi import day_field
from mrm_desktop.desktop.parts.guard_notes import GuardNotes
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.page_context import Page, PageContext
from mrm_desktop.desktop.parts.tables import text_table
from mrm_desktop.domain.guard_passes import PersonInTextError
from mrm_desktop.domain.missions import MissionRecord
from mrm_desktop.domain.vocabulary import MissionStatus
from mrm_desktop.project.kinds import Kind

COLUMNS = ("acronym", "where", "status", "mandate_end", "last_checked", "source")


class MissionsPage(Page):
    """Missions with the status that may be relied upon, and "confirm today"."""

    rests_on = frozenset({Kind.MISSIONS})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._session = EvidenceSession(context.opened)
        self._words = words = context.words
        self._records: list[MissionRecord] = []
        self.table, self._model = text_table(words.say("missions.title"), [words.say(f"cli.missions.{c}") for c in COLUMNS])
        self.table.selectionModel().currentRowChanged.connect(lambda current, _: self._prefill(current.row()))
        self.source = QLineEdit()
        self.source.setObjectName("confirm-source")
        self.until = day_field()
        self.until.setDate(QDate.currentDate())
        self.button = QPushButton(words.say("missions.confirm"))
        self.button.setObjectName("confirm-mission")
        self.button.setProperty("role", "primary")
        self.button.setEnabled(False)
        self.button.clicked.connect(self._confirm)
        self.source.textChanged.connect(lambda _: self._enable())
        form = QFormLayout()
        for name in ("source", "until"):
            field: QWidget = getattr(self, name)
            field.setAccessibleName(words.say(f"missions.{name}"))
            form.addRow(words.say(f"missions.{name}"), field)
        self.notes = GuardNotes(form, {"source": self.source}, words)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.addWidget(label(words.say("missions.title"), "title"))
        layout.addWidget(label(words.say("missions.what"), "soft"))
        layout.addWidget(self.table, 1)
        layout.addLayout(form)
        layout.addLayout(row)

    def refresh(self) -> None:
        """Ask for the registry."""
        self.ask(self._session.missions, self.fill)

    def fill(self, known: Sequence[tuple[MissionRecord, MissionStatus]]) -> None:
        """Show the registry; what is not closed comes first."""
        ordered = sorted(known, key=lambda pair: (pair[1] is MissionStatus.CLOSED, pair[0].acronym))
        self._records = [record for record, _ in ordered]
        words = self._words
        self._model.fill(
            [
                (
                    r.acronym,
                    r.country_area,
                    words.term("mission_status", status),
                    words.day(r.mandate_end) if r.mandate_end else "–",
                    words.day(r.last_checked) if r.last_checked else "–",
                    r.source,
                )
                for r, status in ordered
            ]
        )
        self._enable()

    def _chosen(self) -> MissionRecord | None:
        row = self.table.currentIndex().row()
        return self._records[row] if 0 <= row < len(self._records) else None

    def _prefill(self, row: int) -> None:
        if 0 <= row < len(self._records) and self._records[row].mandate_end is not None:
            end = self._records[row].mandate_end
            assert end is not None
            self.until.setDate(QDate(end.year, end.month, end.day))
        self._enable()

    def _enable(self) -> None:
        self.button.setEnabled(self._chosen() is not None and bool(self.source.text().strip()))

    def _confirm(self) -> None:
        record = self._chosen()
        if record is not None:
            chosen = self.until.date()
            end = date(chosen.year(), chosen.month(), chosen.day()) if record.mandate_end is not None else None
            session, acronym, source, passes = self._session, record.acronym, self.source.text().strip(), self.notes.passes()
            self._context.work.write(
                lambda: session.confirm_mission(acronym, source, end, passes), lambda _: self.notes.clear(), self._refused
            )

    def _refused(self, error: Exception) -> None:
        if isinstance(error, PersonInTextError):
            self.notes.show(error)
        else:
            self._context.fail(error)

"""The project's own mission with everything known of it, and behind it the registry of all."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QPushButton, QScrollArea, QVBoxLayout

from mrm_desktop.desktop.evidence.duty_lines import DutyLines, LineTestDialog
from mrm_desktop.desktop.evidence.evidence_session import EvidenceSession
from mrm_desktop.desktop.evidence.mission_dialog import MissionDialog
from mrm_desktop.desktop.evidence.mission_words import DECIDED, facts_in_words, state_in_words
from mrm_desktop.desktop.parts.bidi import LineField
from mrm_desktop.desktop.parts.dialogs import LARGE_LINE
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.mission_title import mission_title
from mrm_desktop.desktop.parts.page_context import Page, PageContext
from mrm_desktop.desktop.parts.tables import text_table
from mrm_desktop.domain.duty_lines import CheckedLine
from mrm_desktop.domain.missions import MissionRecord
from mrm_desktop.domain.vocabulary import MissionStatus
from mrm_desktop.project.kinds import Kind
from mrm_desktop.services.evidence.mission_sheet import MissionSheet

CAPTION = 18  # characters that a caption has room for
COLUMNS = ("mission", "state", "mandate_end", "closes", "checked", "source")


class MissionsPage(Page):
    """A banner above, a table below; whatever a source says of a mission is recorded in a dialog of its own."""

    rests_on = frozenset({Kind.MISSIONS, Kind.CONTINGENTS, Kind.FOCAL_POINTS, Kind.DUTY_LINES, Kind.EVENTS_AHEAD})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._session = EvidenceSession(context.opened)
        self._words = words = context.words
        self._records: list[MissionRecord] = []
        self.banner = QFrame()
        self.banner.setProperty("role", "taskcard")
        self._banner = QVBoxLayout(self.banner)
        self._banner.setContentsMargins(18, 14, 18, 14)
        self.filter = LineField()
        self.filter.setObjectName("missions-filter")
        self.filter.setPlaceholderText(words.say("missions.filter"))
        self.filter.setAccessibleName(words.say("missions.filter"))
        self.table, self._model = text_table(words.say("missions.registry"), [words.say(f"missions.column.{c}") for c in COLUMNS])
        self.filter.textChanged.connect(self._find)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._enable())
        self.table.doubleClicked.connect(lambda _: self._ask_chosen())
        self.table.setMinimumHeight(self.fontMetrics().lineSpacing() * 8)
        self.button = QPushButton(words.say("missions.record"))
        self.button.setObjectName("record-any")
        self.button.clicked.connect(lambda _=False: self._ask_chosen())
        sheet = QFrame()
        inner = QVBoxLayout(sheet)
        inner.setContentsMargins(16, 14, 16, 14)
        inner.addWidget(self.banner)
        inner.addWidget(label(words.say("missions.registry"), "section"))
        inner.addWidget(label(words.say("missions.what"), "soft"))
        inner.addWidget(self.filter)
        inner.addWidget(self.table, 1)
        inner.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(sheet)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        self._enable()

    def refresh(self) -> None:
        """Ask for the missions."""
        self.ask(self._session.missions, self.fill)

    def forget(self) -> None:
        """Drop everything shown."""
        self._clear_banner()
        self._model.fill([])

    def fill(self, sheet: MissionSheet) -> None:
        """Show the project's mission, and the registry: the closed ones are marked, and last."""
        words = self._words
        self._records = [record for record, _ in sheet.missions]
        self._model.fill(
            [
                (
                    mission_title(record, words, status is MissionStatus.CLOSED),
                    words.term("mission_status", status),
                    words.day(record.mandate_end) if record.mandate_end else "–",
                    words.day(record.closes_on) if record.closes_on else "–",
                    words.day(record.last_checked) if record.last_checked else "–",
                    record.source,
                )
                for record, status in sheet.missions
            ]
        )
        self._clear_banner()
        self._fill_banner(sheet)
        self._enable()

    def _clear_banner(self) -> None:
        while (item := self._banner.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()

    def _fill_banner(self, sheet: MissionSheet) -> None:
        words = self._words
        self._banner.addWidget(label(words.say("missions.own"), "soft"))
        if not sheet.missions or sheet.missions[0][0].acronym != sheet.own:
            self._banner.addWidget(label(words.say("missions.own.unknown", acronym=sheet.own), "error"))
            return
        record, status = sheet.missions[0]
        relied_upon = status in (MissionStatus.ACTIVE, MissionStatus.CLOSING)
        self._banner.addWidget(label(mission_title(record, words), "title"))
        self._banner.addWidget(label(state_in_words(record, status, words), "number" if relied_upon else "error"))
        self._banner.addWidget(self._facts(sheet))
        self._banner.addWidget(label(words.say("duty.lines"), "section"))
        lines = DutyLines(sheet.lines, words)
        lines.test_asked.connect(self._ask_test)
        self._banner.addWidget(lines)
        button = QPushButton(words.say("missions.record.own"))
        button.setObjectName("record-own")
        button.setProperty("role", "primary")
        button.clicked.connect(lambda _=False: self._ask(record))
        self._banner.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _facts(self, sheet: MissionSheet) -> QFrame:
        """Lay the facts out: what the Council decided beside what is there, or below each other where text is large."""
        frame = QFrame()
        large = self.fontMetrics().lineSpacing() >= LARGE_LINE
        halves = QBoxLayout(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight, frame)
        halves.setContentsMargins(0, 6, 0, 6)
        halves.setSpacing(24)
        facts = facts_in_words(sheet, self._words)
        for half in (facts[:DECIDED], facts[DECIDED:]):
            grid = QGridLayout()
            grid.setHorizontalSpacing(16)
            grid.setVerticalSpacing(5)
            grid.setColumnStretch(1, 1)
            for row, (caption, text) in enumerate(half):
                grid.addWidget(label(caption, "soft"), row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(label(text, ""), row, 1, Qt.AlignmentFlag.AlignTop)
            grid.setRowStretch(len(half), 1)
            grid.setColumnMinimumWidth(0, self.fontMetrics().averageCharWidth() * CAPTION)
            halves.addLayout(grid, 1)
        return frame

    def _chosen(self) -> MissionRecord | None:
        index = self.table.currentIndex()
        return self._records[self._model.source_row(index.row())] if index.isValid() else None

    def _find(self, text: str) -> None:
        self._model.filter(text)
        self._enable()

    def _enable(self) -> None:
        self.button.setEnabled(self._chosen() is not None)

    def _ask_chosen(self) -> None:
        record = self._chosen()
        if record is not None:
            self._ask(record)

    def _ask_test(self, checked: CheckedLine) -> None:
        """Ask what a test of a line found; where that is refused the dialog stays, with everything that was typed."""
        dialog, session = LineTestDialog(checked, self._context.day, self._words, self.window()), self._session

        def recorded(_: object) -> None:
            dialog.finish()
            self._context.tell(self._words.say("duty.recorded", role=checked.line.role))

        def record_it() -> None:
            found = (dialog.tested_on, dialog.answered, dialog.answer_minutes, dialog.source.text().strip())
            self._context.work.write(lambda: session.record_line_test(checked.line, *found), recorded, dialog.refuse)

        dialog.submitted.connect(record_it)
        dialog.open()

    def _ask(self, record: MissionRecord) -> None:
        """Ask what a source says of a mission; where that is refused the dialog stays, with everything that was typed."""
        dialog = MissionDialog(record, self._context.day, self._words, self.window())
        session = self._session

        def recorded(_: object) -> None:
            dialog.finish()
            self._context.tell(self._words.say("missions.recorded", mission=mission_title(record, self._words)))

        def record_it() -> None:
            kind, day, source, passes = dialog.kind, dialog.chosen_day, dialog.source.text().strip(), dialog.notes.passes()
            self._context.work.write(
                lambda: session.record_mission(record.acronym, kind, day, source, passes), recorded, dialog.refuse
            )

        dialog.submitted.connect(record_it)
        dialog.open()

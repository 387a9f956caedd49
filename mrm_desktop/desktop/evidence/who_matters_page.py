"""Who matters: groups and offices by influence and acceptance, whom to speak with first, and who is forgotten."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout

from mrm_desktop.desktop.evidence.evidence_session import EvidenceSession
from mrm_desktop.desktop.evidence.influence_grid import InfluenceGrid
from mrm_desktop.desktop.evidence.stakeholder_dialog import Group, StakeholderDialog
from mrm_desktop.desktop.parts.bidi import reading
from mrm_desktop.desktop.parts.dialogs import LARGE_LINE
from mrm_desktop.desktop.parts.drafts import DraftKeeper, Fields
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.page_context import Page, PageContext
from mrm_desktop.desktop.parts.tables import text_table
from mrm_desktop.domain.stakeholders import Known, WhoMatters
from mrm_desktop.project.kinds import Kind
from mrm_desktop.reports.release.stakeholder_wording import COLUMNS, cautions_of, row_of

ALL_AREAS = ""


class WhoMattersPage(Page):
    """What to do in a sentence, the grid, the table; a group is judged in a dialog of its own."""

    rests_on = frozenset({Kind.STAKEHOLDERS, Kind.AREAS})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._session = EvidenceSession(context.opened)
        self._words = words = context.words
        self._groups: tuple[Known, ...] = ()
        self._areas: tuple[tuple[str, str], ...] = ()
        self.area = QComboBox()
        self.area.setObjectName("who-area")
        self.area.setAccessibleName(words.say("who.area"))
        self.area.addItem(words.say("who.all_areas"), ALL_AREAS)
        self.area.currentIndexChanged.connect(lambda _: self.refresh())
        self.record = QPushButton(words.say("who.record"))
        self.record.setObjectName("record-group")
        self.record.setProperty("role", "primary")
        self.record.clicked.connect(lambda _=False: self.ask_judgement(None))
        self.again = QPushButton(words.say("who.again"))
        self.again.setObjectName("judge-again")
        self.again.setEnabled(False)
        self.again.clicked.connect(lambda _=False: self._ask_chosen())
        self.headline, self.caution, self.missing = label("", "title"), label("", "error"), label("", "number")
        self.grid = InfluenceGrid(words)
        giving = [COLUMNS.index(name) for name in ("area", "next_step")]
        self.table, self._model = text_table(words.say("who.table"), [words.say(f"who.column.{c}") for c in COLUMNS], giving)
        self.table.setObjectName("stakeholders")
        self.table.setMinimumHeight(self.fontMetrics().lineSpacing() * 8)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._enable())
        self.table.doubleClicked.connect(lambda _: self._ask_chosen())
        self._lay_out()

    def _lay_out(self) -> None:
        sheet = QFrame()
        inner = QVBoxLayout(sheet)
        inner.setContentsMargins(16, 14, 16, 14)
        inner.addWidget(self.headline)
        inner.addWidget(label(self._words.say("who.what"), "soft"))
        inner.addWidget(self.caution)
        inner.addWidget(self.missing)
        row = QHBoxLayout()
        for part in (self.area, self.record, self.again):
            row.addWidget(part)
        row.addStretch(1)
        inner.addLayout(row)
        inner.addWidget(self.grid)
        inner.addWidget(self.table, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(sheet)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def refresh(self) -> None:
        """Ask for the areas and for who matters in the chosen one."""
        session, code = self._session, self.area.currentData() or ALL_AREAS
        self.ask(lambda: (session.area_names(), session.who_matters(code)), lambda found: self.fill(*found))

    def forget(self) -> None:
        """Drop everything shown."""
        self._groups = ()
        self._model.fill([])
        self.headline.setText("")

    def fill(self, areas: Sequence[tuple[str, str]], found: WhoMatters) -> None:
        """Show who matters, whom to speak with first on top."""
        words = self._words
        self._offer(tuple(areas))
        self._groups = found.groups
        self.headline.setText(reading(self._sentence(found)))
        cautions = cautions_of(found, words)
        self.caution.setText(reading("\n".join(cautions)))
        self.caution.setVisible(bool(cautions))
        forgotten = [words.term("stakeholder_kind", kind) for kind in found.missing]
        self.missing.setText(reading(words.say("who.forgotten", kinds=forgotten)) if forgotten and found.groups else "")
        self.missing.setVisible(bool(forgotten and found.groups))
        self.grid.show_groups(found)
        self.grid.setVisible(bool(found.groups) and self.fontMetrics().lineSpacing() < LARGE_LINE)
        self._model.fill([row_of(group, group.area_name, words) for group in found.groups])
        self._enable()

    def _sentence(self, found: WhoMatters) -> str:
        if not found.groups:
            return self._words.say("who.none")
        first = found.groups[0].stakeholder
        return self._words.say("who.first", who=first.who, course=self._words.term("course", first.course), count=len(found.groups))

    def _offer(self, areas: tuple[tuple[str, str], ...]) -> None:
        if areas == self._areas:
            return
        self._areas, chosen = areas, self.area.currentData()
        self.area.blockSignals(True)
        while self.area.count() > 1:
            self.area.removeItem(1)
        for code, name in areas:
            self.area.addItem(reading(name), code)
        self.area.setCurrentIndex(max(0, self.area.findData(chosen)))
        self.area.blockSignals(False)

    def _chosen(self) -> Known | None:
        index = self.table.currentIndex()
        row = self._model.source_row(index.row()) if index.isValid() else -1
        return self._groups[row] if 0 <= row < len(self._groups) else None

    def _enable(self) -> None:
        self.again.setEnabled(self._chosen() is not None)

    def _ask_chosen(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.ask_judgement(Group(chosen.stakeholder.area_code, chosen.stakeholder.who))

    def ask_judgement(self, group: Group | None) -> StakeholderDialog:
        """Ask how a group is judged; where that is refused the dialog stays, with everything that was typed."""
        dialog = StakeholderDialog(self._areas, self._context.day, self._words, self.window(), group)
        subject = "new" if group is None else "again"
        draft = DraftKeeper(self._context, "stakeholder", subject, dialog, Fields(dialog.fields()))
        dialog.accepted.connect(draft.done)
        session = self._session

        def recorded(_: object) -> None:
            dialog.finish()
            self._context.tell(self._words.say("who.recorded"))

        def record_it() -> None:
            judged, passes = dialog.judged(), dialog.notes.passes()
            self._context.work.write(lambda: session.record_stakeholder(judged, passes), recorded, dialog.refuse)

        dialog.submitted.connect(record_it)
        dialog.open()
        return dialog

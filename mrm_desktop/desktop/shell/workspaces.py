"""The five workspaces of an open project: Map, Evidence, Assess, Trips, Reports. Each holds one page or a few, one is shown at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mrm_desktop.desktop.answers.call_sheet_page import CallSheetPage
from mrm_desktop.desktop.assess.assess_page import AssessPage
from mrm_desktop.desktop.assess.assess_session import AssessSession
from mrm_desktop.desktop.assess.consistency_page import ConsistencyPage
from mrm_desktop.desktop.assess.register_page import RegisterPage
from mrm_desktop.desktop.briefing.briefing_page import BriefingPage
from mrm_desktop.desktop.evidence.evidence_page import EvidencePage
from mrm_desktop.desktop.evidence.missions_page import MissionsPage
from mrm_desktop.desktop.evidence.perceptions_page import PerceptionsPage
from mrm_desktop.desktop.evidence.who_matters_page import WhoMattersPage
from mrm_desktop.desktop.map.map_workspace import MapWorkspace
from mrm_desktop.desktop.parts.page_context import Factory, Page, PageContext
from mrm_desktop.desktop.parts.task_queue import Urgency
from mrm_desktop.desktop.reports.reports_page import ReportsPage
from mrm_desktop.desktop.shell.alert_reminder import AlertReminder
from mrm_desktop.desktop.shell.header import leave_room_for_bold
from mrm_desktop.desktop.shell.no_areas import NoAreasCard
from mrm_desktop.desktop.shell.page_names import BOARD, BRIEFING, CALL_SHEET, DATASETS, HOME, MAP, PAGES, TRIPS
from mrm_desktop.desktop.shell.page_sheet import PageSheet
from mrm_desktop.desktop.trips.board import BoardPage
from mrm_desktop.desktop.trips.trips_page import TripsPage
from mrm_desktop.domain.duty_lines import CheckedLine
from mrm_desktop.project.changes import Changed
from mrm_desktop.project.kinds import Kind

NEED_AREAS = (
    MAP,
    "evidence/perceptions",
    "evidence/who_matters",
    CALL_SHEET,
    "assess/request",
    "assess/consistency",
    TRIPS,
    "reports/make",
)
"""Pages that can say nothing before areas were imported."""
FACTORIES: Mapping[str, Factory] = {
    BRIEFING: BriefingPage,
    MAP: MapWorkspace,
    DATASETS: EvidencePage,
    "evidence/perceptions": PerceptionsPage,
    "evidence/who_matters": WhoMattersPage,
    "evidence/missions": MissionsPage,
    CALL_SHEET: CallSheetPage,
    "assess/request": AssessPage,
    "assess/decisions": RegisterPage,
    "assess/consistency": ConsistencyPage,
    TRIPS: TripsPage,
    BOARD: BoardPage,
    "reports/make": ReportsPage,
}
"""What makes each page of :data:`mrm_desktop.desktop.shell.page_names.PAGES`."""


@dataclass(slots=True)
class _Place:
    """One workspace: where its pages stand, and which is open."""

    holder: QWidget
    pages: QStackedWidget
    buttons: dict[str, QPushButton]
    open: str


class Workspaces(QWidget):
    """The pages of the open workspace below their names; ``bar`` has the names of the workspaces.

    ``page_made`` is emitted with the name of a page, such as ``evidence/datasets``, when it is opened for the first time.
    """

    page_made = Signal(str)
    opened = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("page")
        self._context = context
        self.pages: dict[str, Page] = {}
        self._sheets: dict[str, PageSheet] = {}
        self._has_areas = True  # until somebody looked
        self._cards: dict[str, NoAreasCard] = {}
        self._is_dark = False
        self.buttons: dict[str, QPushButton] = {}
        self._stack = QStackedWidget()
        self._places = {name: self._place(name, pages) for name, pages in {**HOME, **PAGES}.items()}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.bar = self._bar()
        """The buttons of the workspaces; the window puts them into its head."""
        self.reminder = AlertReminder(context)
        layout.addWidget(self.reminder)
        layout.addWidget(self._stack, 1)
        self._current = ""
        self._session = AssessSession(context.opened)
        self.duty_lines: tuple[CheckedLine, ...] = ()
        """Whom to call today by which line: read beforehand, because the emergency screen waits for nothing."""
        self._read_duty_lines()
        self._look_for_areas()

    @property
    def current(self) -> str:
        """Name of the open page, such as ``map/areas``."""
        return self._current

    def open(self, name: str) -> Page:
        """Show a page - or the workspace's last open one, where only the workspace is named - and bring it up to date."""
        workspace, _, page_name = name.partition("/")
        place = self._places[workspace]
        place.open = page_name or place.open
        self._current = f"{workspace}/{place.open}"
        page = self.page(self._current)
        if workspace in self.buttons:
            self.buttons[workspace].setChecked(True)
        else:
            self.leave()
        if place.open in place.buttons:
            place.buttons[place.open].setChecked(True)
        place.pages.setCurrentWidget(self._sheets[self._current])
        self._stack.setCurrentWidget(place.holder)
        focus = QApplication.focusWidget()
        if workspace in self.buttons and (focus is None or not page.isAncestorOf(focus)):
            self.buttons[workspace].setFocus()  # reading begins at the name of what was opened
        page.bring_up_to_date()
        self.opened.emit(self._current)
        return page

    def find_gap(self, identifier: str) -> None:
        """Go to an open question by its identifier on a printed call sheet."""
        page = self.page(CALL_SHEET)
        if isinstance(page, CallSheetPage):
            page.show_line(identifier)
        self._context.open(CALL_SHEET)

    def page(self, name: str) -> Page:
        """Return a page; it is made when it is first wanted."""
        if name not in self.pages:
            page = FACTORIES[name](self._context)
            page.set_dark(self._is_dark)
            self.pages[name] = page
            self._sheets[name] = sheet = PageSheet(page)
            self._places[name.partition("/")[0]].pages.addWidget(sheet)
            self.page_made.emit(name)
            self._say_that_areas_are_missing(name)
        return self.pages[name]

    def take_note(self, changed: Changed) -> None:
        """Let each page ask "is that me?" of what somebody wrote."""
        if changed.touches(Kind.DECISIONS):
            self.reminder.refresh()
        if changed.touches(Kind.DUTY_LINES, Kind.FOCAL_POINTS):
            self._read_duty_lines()
        if changed.touches(Kind.AREAS):
            self._look_for_areas()
        for name, page in self.pages.items():
            page.take_note(changed, is_shown=name == self._current)

    def _look_for_areas(self) -> None:
        """Find out whether the project has areas; without them most pages say what to do first."""
        project = self._context.opened.project

        def show(has_areas: bool) -> None:
            self._has_areas = has_areas
            for name in self.pages:
                self._say_that_areas_are_missing(name)

        self._context.work.read(lambda: bool(project.knowledge.assessed_areas), show, self._context.fail, view="areas")

    def _say_that_areas_are_missing(self, name: str) -> None:
        if name not in NEED_AREAS:
            return
        if self._has_areas and name in self._cards:
            self._cards.pop(name).deleteLater()
        elif not self._has_areas and name not in self._cards:
            card = self._cards[name] = NoAreasCard(self._context.words, self.pages[name])
            card.import_asked.connect(self._import_boundaries)
            card.show()

    def _import_boundaries(self) -> None:
        page = self.open(DATASETS)
        if isinstance(page, EvidencePage):
            page.ask_import()

    def _read_duty_lines(self) -> None:
        def fill(lines: tuple[CheckedLine, ...]) -> None:
            self.duty_lines = lines

        self._context.work.read(self._session.duty_card, fill, self._context.fail, view="duty", urgency=Urgency.LATER)

    @property
    def map(self) -> MapWorkspace | None:
        """The workspace of the map, once it was made."""
        made = self.pages.get(MAP)
        return made if isinstance(made, MapWorkspace) else None

    def set_dark(self, dark: bool) -> None:
        """Let every page follow the colours of the window, those that are made later as well."""
        self._is_dark = dark
        for page in self.pages.values():
            page.set_dark(dark)

    def leave(self) -> None:
        """Mark no workspace: another page of the window is shown."""
        group = next(iter(self.buttons.values())).group()
        group.setExclusive(False)
        for button in self.buttons.values():
            button.setChecked(False)
        group.setExclusive(True)

    def forget(self) -> None:
        """Drop everything shown."""
        self.duty_lines = ()
        for page in self.pages.values():
            page.forget()

    def _bar(self) -> QWidget:
        bar, row, group = _row_of_buttons("workspaces")
        for number, name in enumerate(PAGES, start=1):
            button = self._button(f"workspace-{name}", f"workspace.{name}", "workspace", group, name)
            button.setToolTip(f"Ctrl+{number}")
            self.buttons[name] = button
            row.addWidget(button)
        row.setContentsMargins(0, 0, 0, 0)
        return bar

    def _place(self, workspace: str, page_names: Sequence[str]) -> _Place:
        holder, pages, buttons = QWidget(), QStackedWidget(), {}
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        if len(page_names) > 1:
            bar, row, group = _row_of_buttons("subpages")
            for page_name in page_names:
                name = f"{workspace}/{page_name}"
                buttons[page_name] = self._button(f"page-{page_name}", f"page.{workspace}.{page_name}", "subpage", group, name)
                row.addWidget(buttons[page_name])
            row.addStretch(1)
            layout.addWidget(bar)
        layout.addWidget(pages, 1)
        self._stack.addWidget(holder)
        return _Place(holder, pages, buttons, page_names[0])

    def _button(self, object_name: str, code: str, role: str, group: QButtonGroup, opens: str) -> QPushButton:
        button = QPushButton(self._context.words.say(code))
        button.setObjectName(object_name)
        button.setProperty("role", role)
        button.setCheckable(True)
        leave_room_for_bold(button)
        button.clicked.connect(lambda: self.open(opens))
        group.addButton(button)
        return button


def _row_of_buttons(name: str) -> tuple[QWidget, QHBoxLayout, QButtonGroup]:
    bar = QWidget()
    bar.setObjectName(name)
    row = QHBoxLayout(bar)
    row.setContentsMargins(10, 4, 10, 0)
    row.setSpacing(2)
    return bar, row, QButtonGroup(bar)

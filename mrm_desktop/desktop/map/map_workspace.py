"""The map workspace at work: assesses, paints, and shows the card of the area that was picked."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mrm_desktop.desktop.map.map_controller import MapController
from mrm_desktop.desktop.map.project_page import ProjectPage
from mrm_desktop.desktop.map.static_view import make_static_map
from mrm_desktop.desktop.parts.page_context import Page, PageContext
from mrm_desktop.desktop.parts.session import Painting, Session
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.views import AreaCard

MapMaker = Callable[[QWidget, Session], QWidget]


class MapWorkspace(Page):
    """Owns the :class:`ProjectPage` and the live map in it."""

    painted = Signal()
    card_shown = Signal(str)

    def __init__(self, desk: PageContext) -> None:
        super().__init__()
        self._desk = desk
        self._picked: str | None = None
        self.page = ProjectPage(desk.words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)
        self.tools = MapController(desk, self.page, self.pick, lambda: self._picked)
        self.page.question_changed.connect(lambda _: self.repaint_map())
        self.page.area_picked.connect(self.pick)
        self.page.area_clicked.connect(lambda code: self.pick(code, bring_into_view=False))

    def start(self, make_map: MapMaker, dark: bool) -> None:
        """Put the live map in its place and paint it; called after the window shows, because the web engine is slow to start."""
        live = make_map(self, self._desk.session)
        live.set_dark(dark)  # type: ignore[attr-defined]
        live.painted.connect(self.painted)  # type: ignore[attr-defined]
        if hasattr(live, "gave_up"):
            live.gave_up.connect(self._fall_back)
        self.page.put_map(live)
        self.repaint_map()

    def _fall_back(self) -> None:
        """Go on with the printed map where the web engine keeps crashing."""
        self.page.put_map(make_static_map(self, self._desk.session))
        self._desk.tell(self._desk.words.say("window.map_gave_up"))
        self.repaint_map()

    def changed(self) -> None:
        """Assess again: the project changed."""
        self.repaint_map()

    def repaint_map(self) -> None:
        """Assess again and show the answer."""
        session, question = self._desk.session, self.page.question()
        self._desk.work.read(lambda: session.map.paint(question), self._show_painting, self._fail)
        self.tools.refresh()
        if self._picked is not None:
            self._load_card(self._picked)

    def pick(self, area_code: str, bring_into_view: bool = True) -> None:
        """Show an area's card and outline it; the view stays where it is when the area was clicked in it."""
        if area_code == self._picked:
            return
        self._picked = area_code
        self.page.areas.select(area_code)
        if self.page.map is not None and bring_into_view:
            self.page.map.focus_area(area_code)
        self._load_card(area_code)

    @property
    def picked(self) -> str | None:
        """Code of the area whose card is shown."""
        return self._picked

    def forget(self) -> None:
        """Take the live map apart."""
        self._picked = None
        if self.page.map is not None:
            self.page.map.dispose()
            self.page.map = None

    def _show_painting(self, painting: Painting) -> None:
        if shiboken6.isValid(self):  # the project may have been closed meanwhile
            self.page.show_painting(painting)

    def _load_card(self, area_code: str) -> None:
        session, question = self._desk.session, self.page.question()
        self._desk.work.read(lambda: session.map.card(area_code, question), self._show_card, self._desk.fail)

    def _show_card(self, card: AreaCard) -> None:
        if shiboken6.isValid(self) and card.area.code == self._picked:
            self.page.card.show_card(card)
            self.card_shown.emit(card.area.code)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, KnownError) and error.code == "assess.no_areas":
            self._desk.open("evidence/datasets")  # an empty project begins with its first import
        else:
            self._desk.fail(error)

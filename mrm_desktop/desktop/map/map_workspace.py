"""The map workspace at work: assesses, paints, and shows the card of the area that was picked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from mrm_desktop.desktop.map.map_comparison import MapComparison
from mrm_desktop.desktop.map.map_drawing import MapDrawing
from mrm_desktop.desktop.map.map_picture import MapPicture
from mrm_desktop.desktop.map.map_search import MapSearch
from mrm_desktop.desktop.map.map_session import IncidentPainting, MapFacts, MapSession, Painting
from mrm_desktop.desktop.map.map_tiles import MapTiles
from mrm_desktop.desktop.map.project_page import ProjectPage
from mrm_desktop.desktop.parts.cards import ShownCard
from mrm_desktop.desktop.parts.page_context import Page, PageContext
from mrm_desktop.desktop.parts.task_queue import Urgency
from mrm_desktop.desktop.parts.work import Watch
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area, Presence
from mrm_desktop.project.changes import Changed
from mrm_desktop.project.kinds import MAKE_CASES, ON_CARDS, Kind
from mrm_desktop.project.question import Question

PAINTING_RESTS_ON = MAKE_CASES | {Kind.PLACES, Kind.DATASETS}
FACTS_REST_ON = frozenset({Kind.INFO, Kind.EVIDENCE, Kind.ACTOR_REPORTS, Kind.PRESENCE, Kind.MISSIONS, Kind.DATASETS})
INCIDENTS_REST_ON = frozenset({Kind.INCIDENTS, Kind.AREAS, Kind.INFO})


class MapWorkspace(Page):
    """Owns the :class:`ProjectPage` and the map in it. It keeps up to date behind other pages: they ask what it asks."""

    painted = Signal()
    card_shown = Signal(str)
    document_changed = Signal(object, bool)
    rests_on = PAINTING_RESTS_ON | FACTS_REST_ON | INCIDENTS_REST_ON | ON_CARDS

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.session = MapSession(context.opened)
        self._picked: str | None = None
        self._asked_levels_of: Sequence[Area] = ()
        self._shown: ShownCard | None = None
        self.facts: MapFacts | None = None
        self.page = page = ProjectPage(context.words)
        self._question = page.question()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(page)
        self.drawing = MapDrawing(context, self.session, page.draw, page.canvas)
        self.comparison = MapComparison(
            self.session, self.ask, page.compare, page.canvas, lambda: (page.question(), page.theme(), page.time.window_days)
        )
        self.search = MapSearch(self.session, self.ask, page.bar, page.lists, page.canvas, self.pick)
        self.tiles = MapTiles(self.session, self.ask, page.bar, page.canvas, context.words)
        self.picture = MapPicture(context, self.session, page)
        self._connect()

    def _connect(self) -> None:
        page = self.page
        page.question_changed.connect(self._ask_question)
        page.area_picked.connect(self.pick)
        page.compare.area_picked.connect(self.pick)
        page.canvas.painted.connect(self.painted)
        page.canvas.area_clicked.connect(lambda code: self.pick(code, bring_into_view=False))
        page.canvas.point_clicked.connect(page.lists.select)
        page.canvas.corners_drawn.connect(self.drawing.take_corners)
        page.bar.way_asked.connect(lambda way: self.drawing.begin(way, self._picked))
        page.bar.compare_asked.connect(self.comparison.begin)
        page.card_closed.connect(self.unpick)
        page.bar.home_asked.connect(page.canvas.show_all)
        page.time.window_changed.connect(lambda _: self._load_incidents(Urgency.NOW))
        self.drawing.panel_wanted.connect(lambda wanted: page.show_panel(page.draw if wanted else None))
        self.comparison.panel_wanted.connect(lambda wanted: page.show_panel(page.compare if wanted else None))
        self.search.presence_picked.connect(self._offer_to_correct)

    # ---- asking -------------------------------------------------------------------------------------------------------------

    def take_note(self, changed: Changed, is_shown: bool) -> None:
        """Ask again for that which a write touched, and for nothing else."""
        is_concerned = changed.touches(*ON_CARDS) if self._shown is None else self._shown.is_concerned(changed)
        if self._picked is not None and is_concerned:
            self._load_card(self._picked)
        if changed.touches(*PAINTING_RESTS_ON):
            self._paint()
        if changed.touches(*FACTS_REST_ON):
            self._load_facts()
        if changed.touches(*INCIDENTS_REST_ON):
            self._load_incidents()

    def refresh(self) -> None:
        """Ask for everything: the card that is looked at first, then the map, then what stands beside it."""
        if self._picked is not None:
            self._load_card(self._picked)
        self._paint()
        self._load_facts()
        self._load_incidents()

    def _ask_question(self, question: Question) -> None:
        """Ask another question: of the incidents it changes the day at most, of the facts nothing."""
        before, self._question = self._question, question
        if self._picked is not None:
            self._load_card(self._picked)
        self._paint()
        if question.on != before.on:
            self._load_incidents()

    def _paint(self) -> None:
        session, question = self.session, self.page.question()
        self._context.work.read(lambda: session.paint(question), self._show_painting, self._fail, view="map.painting")

    def _load_card(self, area_code: str) -> None:
        session, question = self.session, self.page.question()
        self.ask(lambda: session.card(area_code, question), self._show_card, part="card", urgency=Urgency.NOW)

    def _load_facts(self) -> None:
        self.ask(self.session.facts, self._take_facts, part="facts", urgency=Urgency.LATER)

    def _load_incidents(self, urgency: Urgency = Urgency.LATER) -> None:
        time = self.page.time
        session, on, days, kind = self.session, time.day or self._context.day, time.window_days, time.kind
        self.ask(lambda: session.incidents(on, days, kind), self._show_incidents, part="incidents", urgency=urgency)

    # ---- answers ------------------------------------------------------------------------------------------------------------

    def pick(self, area_code: str, bring_into_view: bool = True) -> None:
        """Show an area's card and outline it; the view stays where it is when the area was clicked in it."""
        if area_code == self._picked:
            return
        self._picked, self._shown = area_code, None
        self.page.open_card()
        self.page.areas.select(area_code)
        if bring_into_view:
            self.page.canvas.focus_area(area_code)
        self._load_card(area_code)

    def show_again(self, area_code: str) -> None:
        """Ask again for the card of an area, where it is the one that is shown."""
        if area_code == self._picked:
            self._load_card(area_code)

    def set_dark(self, dark: bool) -> None:
        """Follow the colours of the window with the map."""
        self.page.canvas.set_dark(dark)

    def unpick(self) -> None:
        """Close the card: no area is asked about."""
        self._picked = self._shown = None
        self.page.close_card()
        self.page.canvas.focus_area(None)

    def return_to(self, question: Question, area_code: str | None) -> None:
        """Ask a question again, of today, and show the card that was shown with it."""
        for box, value in ((self.page.mode, question.mode), (self.page.purpose, question.purpose)):
            box.setCurrentIndex(box.findData(value.value))
        if area_code is not None:
            self.pick(area_code)

    @property
    def picked(self) -> str | None:
        """Code of the area whose card is shown."""
        return self._picked

    @property
    def spot(self) -> tuple[str, tuple[float, float] | None] | None:
        """Name and point of the place whose small card is open, else the name of the area that is picked; None for neither."""
        record = self.page.canvas.shown_record
        if record is not None:
            return record.name, record.at
        card = self.page.card.card
        return (card.area.name, None) if card is not None and self._picked is not None else None

    def forget(self) -> None:
        """Drop what was drawn."""
        self._picked = self._shown = self.facts = self.comparison.facts = None
        self._asked_levels_of = ()
        self.page.canvas.dispose()
        self.session.forget()

    def ask_export(self) -> None:
        """Ask where to, then export the map as one page."""
        name, _ = QFileDialog.getSaveFileName(self, self._context.words.say("window.export_map"), "map.html", "HTML (*.html)")
        if name:
            session, question = self.session, self.page.question()
            self._context.work.write(lambda: session.export_map(question, Path(name)), self._context.wrote, self._context.fail)

    def _show_painting(self, painting: Painting) -> None:
        self.document_changed.emit(painting.document, painting.view.info.fictional)
        self.page.show_painting(painting)
        # Asked once for the same areas: who stops it, or sees it fail, goes on with the outlines as they came.
        if painting.lacks_levels and painting.view.areas is not self._asked_levels_of:
            self._asked_levels_of = painting.view.areas
            session, watch = self.session, Watch()
            self._context.work.write(lambda: session.make_levels(watch), lambda _: self._paint(), self._context.fail, watch)

    def _show_card(self, shown: ShownCard) -> None:
        if shown.card.area.code == self._picked:
            self._shown = shown
            self.page.card.show_card(shown.card, shown.incidents, shown.begun_on)
            self.card_shown.emit(shown.card.area.code)

    def _take_facts(self, facts: MapFacts) -> None:
        self.facts = self.comparison.facts = facts
        self.drawing.take_facts(facts)
        self.page.time.set_range(facts.first_day, facts.today)

    def _show_incidents(self, painting: IncidentPainting) -> None:
        self.page.lists.fill_incidents(painting.listed)
        self.page.time.set_kinds(painting.kinds)
        self.page.canvas.show_incidents(painting)

    def _offer_to_correct(self, record: Presence) -> None:
        """Open a record that was drawn here for correction; any other one is only shown."""
        if self.facts is not None and record.dataset_id in self.facts.drawn:
            self.drawing.correct(record)

    def _fail(self, error: Exception) -> None:
        self._is_stale = True
        if not (isinstance(error, KnownError) and error.code == "assess.no_areas"):  # the page says so itself
            self._context.fail(error)

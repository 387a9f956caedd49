"""What the map workspace asks of an open project. Every method may take long and runs in the worker; the answers are frozen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mrm_desktop.desktop.map.listing import Listed, Listing, list_incidents, list_records
from mrm_desktop.desktop.parts.cards import ShownCard, ask_card
from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.domain.views import ProjectView
from mrm_desktop.foundation.clock import now
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.question import Question

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from mrm_desktop.cartography.build import Shapes
    from mrm_desktop.cartography.layers.incidents import IncidentLayer
    from mrm_desktop.cartography.levels import Level
    from mrm_desktop.cartography.map_document import MapDocument
    from mrm_desktop.domain.geography import Area, Presence
    from mrm_desktop.formats.layers.mbtiles import TilePackage
    from mrm_desktop.foundation.progress import Progress
    from mrm_desktop.services.evidence.draw_presence import PresenceDraft
    from mrm_desktop.services.lookup.find_place import Hit

MOST_YEARS = 5  # as far as the time slider goes back


@dataclass(frozen=True, slots=True)
class Painting:
    """A view with its map, ready to be shown.

    Attributes
    ----------
    document : MapDocument
        Of the same records in the same language it has the very shapes of the one before.
    listing : Listing
        The twin of the map in words.
    lacks_levels : bool
        Whether the areas have so many corners that the map wants levels of detail, and the project keeps none that fit.
    """

    view: ProjectView
    document: MapDocument
    listing: Listing
    lacks_levels: bool


@dataclass(frozen=True, slots=True)
class IncidentPainting:
    """Incidents of a window of time, for the map and for their list; ``kinds`` are all that the project has, the most frequent first."""

    layer: IncidentLayer
    listed: tuple[Listed, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """An area whose class differs between the two sides."""

    code: str
    name: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A second map with what differs from the first."""

    document: MapDocument
    captions: tuple[str, str]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class MapFacts:
    """What the map's controls have to know of a project.

    Attributes
    ----------
    first_day : date
        The earliest day to which the time slider goes.
    drawn : frozenset[str]
        Datasets that were drawn by hand and can be corrected.
    """

    fictional: bool
    first_day: date
    today: date
    missions: tuple[str, ...]
    mission: str
    drawn: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What was last drawn, with all of it that another question on the same records leaves as it is."""

    view: ProjectView
    words: Words
    document: MapDocument
    shapes: Shapes
    listing: Listing

    def has_records_of(self, view: ProjectView, words: Words) -> bool:
        """Tell whether a view shows the very same records in the same language."""
        drawn = self.view
        same = drawn.areas is view.areas and drawn.places is view.places and drawn.presence is view.presence
        return same and drawn.on == view.on and self.words is words


def _draw(view: ProjectView, words: Words, levels: tuple[Level, ...], before: _Drawn | None) -> _Drawn:
    """Draw a view; of the records that were drawn before only the classes are worked out again."""
    from mrm_desktop.cartography.build import build_map_document, shapes_of

    if before is not None and before.has_records_of(view, words):
        shapes = replace(before.shapes, levels=levels)
        return replace(before, view=view, shapes=shapes, document=build_map_document(view, words, shapes=shapes, popups=False))
    shapes = shapes_of(view, words, levels)
    document = build_map_document(view, words, shapes=shapes, popups=False)
    return _Drawn(view, words, document, shapes, list_records(view, words))


class MapSession:
    """Assesses and draws. Every method may take long and runs in the worker; the answers are frozen."""

    def __init__(self, opened: Opened) -> None:
        self._opened, self._project = opened, opened.project
        self.document: MapDocument | None = None
        self._drawn: _Drawn | None = None
        self._levelled: tuple[Sequence[Area], tuple[Level, ...]] = ((), ())

    @property
    def _words(self) -> Words:
        return self._opened.words

    def paint(self, question: Question) -> Painting:
        """Assess every area and build the map."""
        from mrm_desktop.cartography.levels import are_worth_levels

        view, words = self._project.view(question), self._words
        levels = self._levels_of(view.areas)
        drawn = self._drawn = _draw(view, words, levels, self._drawn)
        self.document = drawn.document
        lacks_levels = not levels and are_worth_levels(view.areas)
        return Painting(view, drawn.document, list_records(view, words, drawn.listing), lacks_levels)

    def make_levels(self, progress: Progress) -> None:
        """Make the levels of detail of the areas and keep them where the project may be written; the next painting has them."""
        from mrm_desktop.services.evidence.area_levels import make_levels

        areas = self._project.knowledge.assessed_areas
        self._levelled = areas, make_levels(self._project, areas, progress)

    def _levels_of(self, areas: Sequence[Area]) -> tuple[Level, ...]:
        """Return the levels of detail of areas as far as they were made; they are read once."""
        from mrm_desktop.services.evidence.area_levels import read_levels

        if self._levelled[0] is not areas:
            self._levelled = areas, read_levels(self._project, areas)
        return self._levelled[1]

    def card(self, area_code: str, question: Question) -> ShownCard:
        """Return everything about one area, provided that those who would be exposed agree."""
        return ask_card(self._project, area_code, question)

    def forget(self) -> None:
        """Drop what was drawn."""
        self.document = self._drawn = None
        self._levelled = ((), ())

    def names(self) -> tuple[tuple[str, str, str], ...]:
        """Return name, area code and kind (``area``, ``place``) of everything that can be found by its name."""
        known, language = self._project.knowledge_on(self._project.day), self._words.language
        areas = [(f"{a.name_in(language)} [{a.code}]", a.code, "area") for a in known.assessed_areas]
        places = [(p.name, p.area_code, "place") for p in known.places if p.area_code in {a.code for a in known.assessed_areas}]
        return (*areas, *places)

    def export_map(self, question: Question, path: Path) -> Path:
        """Write the map as one page, and log it; the dialog asked before it replaces a file."""
        from mrm_desktop.services.release.publish import release_map

        return release_map(self._project, question, self._words, path, now(), may_replace=True)

    def log_picture(self, question: Question, way: str, content: bytes) -> None:
        """Log that the map was copied or printed."""
        from mrm_desktop.services.release.log_picture import log_picture

        log_picture(self._project, question, way, content, now())

    def facts(self) -> MapFacts:
        """Return what the controls have to know."""
        from mrm_desktop.services.evidence.draw_presence import drawn_datasets

        known, today = self._project.knowledge, self._project.day
        days = [e.item.collected_on for e in known.evidence] + [
            r.report.reported_on for r in known.actor_reports if r.report is not None
        ]
        days += [p.last_confirmed for p in known.presence if p.last_confirmed is not None]
        earliest = max(min((d for d in days if d <= today), default=today - timedelta(days=365)), _years_before(today))
        return MapFacts(
            fictional=known.info.fictional,
            first_day=min(earliest, today - timedelta(days=30)),
            today=today,
            missions=tuple(sorted({*known.missions, known.info.mission} - {""})),
            mission=known.info.mission,
            drawn=drawn_datasets(known.datasets),
        )

    def incidents(self, on: date, days: int | None, kind: str = "") -> IncidentPainting:
        """Return the incidents of the ``days`` before ``on``, or all of them; only those of a kind where one is named."""
        from mrm_desktop.cartography.layers.incidents import build_incident_layer, within
        from mrm_desktop.geo.outline import DEGREE_DIGITS
        from mrm_desktop.geo.wkb import from_wkb

        known, every = self._project.knowledge, self._project.incidents()
        kinds = tuple(name for name, _ in Counter(incident.type for incident in every).most_common() if name)
        records = tuple(incident for incident in every if kind in ("", incident.type))
        inside = {a.code: from_wkb(a.geometry).representative_point() for a in known.assessed_areas}
        spots = {code: (round(p.x, DEGREE_DIGITS), round(p.y, DEGREE_DIGITS)) for code, p in inside.items()}
        shown = {below: code for code in spots for below in known.ground.below_and_self(code)}
        layer = build_incident_layer(records, shown, spots, on, days, self._words)
        listed = sorted(within(records, on, days), key=lambda i: i.happened_on, reverse=True)
        return IncidentPainting(layer, list_incidents(listed, self._words), kinds)

    def find(self, text: str) -> tuple[Hit, ...]:
        """Find something by name, P-code or position."""
        from mrm_desktop.services.lookup.find_place import find_place

        return find_place(self._project.knowledge_on(self._project.day), text)

    def open_tiles(self, path: Path) -> TilePackage:
        """Open a tile package of the user's own, of pictures or of vectors."""
        from mrm_desktop.formats.door.foreign import read_tile_package

        return read_tile_package(path)

    def compare(self, left: Question, right: Question, theme: str, days: int | None) -> Comparison:
        """Assess twice and say where the answers differ in one theme; the other side shows the incidents of its own window."""
        from mrm_desktop.cartography.build import build_map_document, shapes_of
        from mrm_desktop.cartography.classes import class_of

        left_view, right_view = self._project.view(left), self._project.view(right)
        captions = (self._caption(left, right), self._caption(right, left))
        differences = []
        for area in left_view.areas:
            before, after = (class_of(theme, v.answers[area.code], v.class_limits) for v in (left_view, right_view))
            if before != after:
                labels = [self._words.say(f"map.class.{theme}.{class_id}") for class_id in (before, after)]
                differences.append(Difference(area.code, area.name_in(self._words.language), labels[0], labels[1]))
        incidents = self.incidents(right.on or self._project.day, days).layer
        shapes = shapes_of(right_view, self._words, self._levels_of(right_view.areas))
        document = build_map_document(right_view, self._words, shapes=shapes, popups=False).with_overlays(incidents)
        return Comparison(document, captions, tuple(differences))

    def presence(self, presence_id: str) -> Presence | None:
        """Return one presence record."""
        return next((p for p in self._project.knowledge.presence if p.id == presence_id), None)

    def area_shape(self, code: str) -> bytes | None:
        """Return the shape of an area as WKB."""
        area = self._project.knowledge.index.with_code(code)
        return area.geometry if area else None

    def save_presence(self, draft: PresenceDraft, shape: BaseGeometry, replaces: str | None) -> Presence:
        """Add drawn presence, or put it in the place of an earlier drawing."""
        from mrm_desktop.services.evidence.draw_presence import record_presence

        return record_presence(self._project, draft, shape, self._project.moment(now()), self._project.day, replaces)

    def take_back(self, dataset_id: str) -> None:
        """Take drawn presence back; what it had replaced counts again."""
        from mrm_desktop.services.evidence.import_data import undo_import

        undo_import(self._project, dataset_id, self._project.moment(now()))

    def _caption(self, mine: Question, others: Question) -> str:
        """Say what is different about a side: its mode, its day, or both."""
        parts: Sequence[str] = [
            *([self._words.term("mode", mine.mode)] if mine.mode != others.mode else []),
            *([self._words.say("compare.as_known", day=mine.on or self._project.day)] if mine.on != others.on else []),
        ]
        return " · ".join(parts or [self._words.term("mode", mine.mode)])


def _years_before(day: date) -> date:
    return day - timedelta(days=round(MOST_YEARS * 365.25))

"""Draws the route strip: bands along the kilometres of a trip, in the classes and patterns of the map, once for screen and paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from mrm_desktop.cartography.contrast import letters_on, seen_through
from mrm_desktop.cartography.display_list import Badge, Fill, Item, Line, Marks, Scene, Shape, Text, shape_of
from mrm_desktop.cartography.labels import Measure, letters
from mrm_desktop.cartography.layers.trips import stop_letters
from mrm_desktop.cartography.plane import Box
from mrm_desktop.cartography.style import FillClass, GroundColours, PointClass, dash_of, load_style
from mrm_desktop.cartography.svg import root, tag
from mrm_desktop.cartography.svg_map import PX_PER_MM, scene_markup
from mrm_desktop.cartography.view import View, round_kilometres
from mrm_desktop.domain.route_strips import DAY_MINUTES, UNKNOWN, JourneyClock, RoadMark, RouteStrip, Stretch, hour_of, joined
from mrm_desktop.foundation.reading_order import END, isolated_latin
from mrm_desktop.foundation.words import Words

ROWS = ("legs", "check_ins", "contact", "presence", "communities", "armed_actors", "incidents", "places", "radio", "light")
PAPER_ROWS = tuple(row for row in ROWS if row != "armed_actors")
"""Rows on paper: what armed actors think of the mission is not for whoever searches a car."""

_HEIGHT = {"legs": 2.1, "contact": 2.0, "radio": 1.2, "light": 1.2}
_AXIS = 1.7  # in letters
_VEIL = ((30, 0.72), (90, 0.5), (180, 0.34), (365, 0.22))
_FAINTEST = 0.12
_THEMES = {"contact": "ceiling", "communities": "acceptance", "armed_actors": "tolerance"}
_BAND_OF: Mapping[str, Callable[[RouteStrip], tuple[Stretch, ...]]] = {
    "contact": lambda strip: strip.contact,
    "presence": lambda strip: strip.presence,
    "communities": lambda strip: strip.communities,
    "armed_actors": lambda strip: strip.armed_actors,
    "radio": lambda strip: strip.radio,
}
_RECENT_DAYS = 30
_PAD = 5.0
_FROM_THE_RIGHT = "\u2067"
_TICK_PX = 130.0  # the most that lies between two kilometres that are written


@dataclass(frozen=True, slots=True)
class StripLook:
    """How a strip is drawn.

    Attributes
    ----------
    width : float
        Of the whole drawing, pixels.
    letter : float
        Size of its letters, pixels.
    rows : tuple[str, ...]
        Rows of :data:`ROWS`, in order.
    row, gap : float
        Height of a row and what lies between two, in letters.
    names_holders : bool
        Whether a checkpoint is told with who holds it: an armed actor has no name on paper.
    """

    width: float
    letter: float = 12.0
    rows: tuple[str, ...] = ROWS
    is_dark: bool = False
    row: float = 1.55
    gap: float = 0.4
    names_holders: bool = True
    measure: Measure = letters

    @property
    def colours(self) -> GroundColours:
        """Colours of the page."""
        return load_style().ground_in(self.is_dark)


@dataclass(frozen=True, slots=True)
class Axis:
    """Where a kilometre stands; in a language that runs from right to left the trip does, too."""

    left: float
    right: float
    length_km: float
    is_mirrored: bool = False

    def x(self, km: float) -> float:
        """Return the pixel of a kilometre."""
        share = km / self.length_km if self.length_km else 0.0
        return self.right - share * (self.right - self.left) if self.is_mirrored else self.left + share * (self.right - self.left)

    def km(self, x: float) -> float:
        """Return the kilometre at a pixel; beyond the ends the nearer end."""
        share = (x - self.left) / (self.right - self.left)
        return min(max(1 - share if self.is_mirrored else share, 0.0), 1.0) * self.length_km


@dataclass(frozen=True, slots=True)
class StripDrawing:
    """A strip that was drawn, and where on it what stands.

    Attributes
    ----------
    rows : Mapping[str, tuple[float, float]]
        Top and bottom of each row, pixels.
    """

    scene: Scene
    axis: Axis
    rows: Mapping[str, tuple[float, float]]

    @property
    def height(self) -> float:
        """Height of the drawing, pixels."""
        return self.scene.view.height


def draw_strip(strip: RouteStrip, clock: JourneyClock, words: Words, look: StripLook) -> StripDrawing:
    """Draw a strip."""
    heads = {row: words.say(f"strip.row.{row}") for row in look.rows}
    head_width = max(look.measure(head, look.letter * 0.92, 400) for head in heads.values()) + 2 * _PAD + 6
    mirrored = words.is_right_to_left
    edges = (14.0, look.width - head_width) if mirrored else (head_width, look.width - 14.0)
    axis = Axis(*edges, strip.length_km, mirrored)
    rows, bottom = _rows(look)
    pen = _Pen(strip, clock, words, look, axis)
    items: list[Item] = [*pen.grid(rows, bottom)]
    for row, (top, low) in rows.items():
        items += pen.head(heads[row], top, low)
        items += pen.row(row, top, low)
    view = View(0.0, 0.0, 1.0, look.width, bottom + look.letter * _AXIS)
    shown = (_as_read(item) for item in items) if mirrored else items
    return StripDrawing(Scene(view, look.colours.paper, tuple(shown)), axis, rows)


def _as_read(item: Item) -> Item:
    """Return what is drawn with its words in the order in which they are read from right to left, wherever it begins."""
    if not isinstance(item, Text):
        return item
    return replace(item, text=f"{_FROM_THE_RIGHT}{isolated_latin(item.text)}{END}")


def strip_svg(strip: RouteStrip, clock: JourneyClock, words: Words, width_mm: float, letter: float = 10.0) -> str:
    """Draw a strip for paper, ``width_mm`` wide."""
    look = StripLook(width_mm * PX_PER_MM, letter, PAPER_ROWS, row=1.4, gap=0.2, names_holders=False)
    drawing = draw_strip(strip, clock, words, look)
    definitions, markup = scene_markup(drawing.scene)
    scaled = tag("g", markup, transform=f"scale({1 / PX_PER_MM:.6f})")
    return root(width_mm, drawing.height / PX_PER_MM, tag("defs", definitions), scaled)


def stretch_in_words(row: str, stretch: Stretch, words: Words) -> str:
    """Say what a stretch of a row is."""
    if row == "presence":
        return _presence_in_words(stretch, words)
    if stretch.found == UNKNOWN:
        known = words.say(f"strip.unknown.{row}")
    else:
        theme = _THEMES.get(row)
        known = words.say(f"map.class.{theme}.{stretch.found}" if theme else f"strip.{row}.{stretch.found}")
    return words.say("strip.stretch", area=stretch.area, found=known) if stretch.area and row == "contact" else known


def _presence_in_words(stretch: Stretch, words: Words) -> str:
    if stretch.age_days is not None:
        return words.say("strip.presence.seen", count=stretch.age_days)
    return words.say("strip.presence.undated" if stretch.found else "strip.unknown.presence")


def mark_in_words(mark: RoadMark, words: Words, names_holder: bool = True) -> str:
    """Say what stands beside the way."""
    if mark.kind in ("attack", "incident"):
        assert mark.on is not None, "every incident has its day"
        return words.say(f"strip.mark.{mark.kind}", type=mark.name, day=words.day(mark.on), km=round(mark.away_km, 1))
    if mark.kind == "checkpoint":
        return words.say("strip.mark.checkpoint", name=mark.detail or mark.name) if names_holder else words.say("strip.checkpoint")
    return words.say("strip.mark.care", name=mark.name, kind=mark.detail, km=round(mark.away_km, 1))


def _rows(look: StripLook) -> tuple[dict[str, tuple[float, float]], float]:
    found, at = {}, look.letter * 0.5
    for row in look.rows:
        tall = _HEIGHT.get(row, look.row) * look.letter
        found[row] = (at, at + tall)
        at += tall + look.gap * look.letter
    return found, at


class _Pen:
    """One drawing of a strip."""

    def __init__(self, strip: RouteStrip, clock: JourneyClock, words: Words, look: StripLook, axis: Axis) -> None:
        self._strip, self._clock, self._words, self._look, self._axis = strip, clock, words, look, axis
        self._style, self._colours = load_style(), look.colours
        self._inside = load_style().ground  # bands are light whatever the page around is
        self._begin = "end" if axis.is_mirrored else "start"
        self._way = -1.0 if axis.is_mirrored else 1.0

    # ---- around the bands -------------------------------------------------------------------------------------------------

    def grid(self, rows: Mapping[str, tuple[float, float]], bottom: float) -> Iterator[Item]:
        """Draw the kilometres."""
        axis, size = self._axis, self._look.letter * 0.85
        per_km = (axis.right - axis.left) / max(axis.length_km, 0.1)
        step = round_kilometres(max(_TICK_PX / per_km, 0.1))
        top = min(top for top, _ in rows.values())
        for n in range(int(axis.length_km / step) + 1):
            x = axis.x(n * step)
            yield _line([[(x, top), (x, bottom)]], self._colours.border, 0.7, opacity=0.35)
            label = self._words.say("strip.km", km=self._words.number(n * step, 0 if step >= 1 else 1))
            yield Text(label, (x, bottom + self._look.letter * 0.75), size, self._colours.ink)
        hours = self._clock.hours
        for before, leg in pairwise(hours):
            if leg.on != before.on:  # a night lies between
                x = axis.x(leg.start_km)
                yield _line([[(x, top), (x, bottom)]], self._colours.ink, 1.4, opacity=0.75)

    def head(self, text: str, top: float, low: float) -> Iterator[Item]:
        """Write the name of a row beside it."""
        x = self._look.width - _PAD if self._axis.is_mirrored else _PAD
        yield Text(text, (x, (top + low) / 2), self._look.letter * 0.92, self._colours.ink, anchor=self._begin)

    # ---- rows --------------------------------------------------------------------------------------------------------------

    def row(self, row: str, top: float, low: float) -> Iterator[Item]:
        """Draw a row."""
        match row:
            case "legs":
                yield from self._legs(top, low)
            case "check_ins":
                yield from self._check_ins(top, low)
            case "incidents":
                yield from self._marks(("incident", "attack"), top, low)
            case "places":
                yield from self._marks(("care", "checkpoint"), top, low)
            case "light":
                yield from self._band(row, joined(self._clock.light), top, low)
            case _:
                yield from self._band(row, joined(_BAND_OF[row](self._strip)), top, low)

    def _legs(self, top: float, low: float) -> Iterator[Item]:
        """Draw the legs in the colours of their answers, the stops with their letters, and when the team is there."""
        middle, size = (top + low) / 2, self._look.letter
        styles = {style.id: style for style in self._style.strokes("trips")}
        for leg in self._strip.legs:
            style = styles[leg.go.value]
            ends = [(self._axis.x(leg.start_km), middle), (self._axis.x(leg.end_km), middle)]
            yield _line(_dashed(ends, dash_of(style)), style.stroke, style.width)
        stops = [leg.start_km for leg in self._strip.legs] + [self._strip.length_km]
        places = [self._strip.position(km) for km in stops]
        for km, letter in zip(stops, stop_letters(places), strict=True):
            yield Badge((self._axis.x(km), middle), letter, "#ffffff", "#1d1a15", "#1d1a15", size * 0.85)
        yield from self._hours(stops, middle)

    def _hours(self, stops: Sequence[float], middle: float) -> Iterator[Item]:
        """Write the departures beside the stops, the first of a day with its day, and the last arrival."""
        size, free = self._look.letter * 0.92, self._axis.x(0.0)
        days: set[date] = set()
        for leg in self._clock.hours:
            said = hour_of(leg.leaves) if leg.on in days else self._words.hour(*self._clock.moment(leg.on, leg.leaves))
            days.add(leg.on)
            x = self._axis.x(leg.start_km) + self._way * size * 1.25
            wide = self._look.measure(said, size, 600)
            if (x - free) * self._way >= 0 and wide < abs(self._axis.x(leg.end_km) - x) - size * 2:
                yield Text(
                    said, (x, middle - size * 0.05), size, self._colours.letters, self._colours.halo, 600, anchor=self._begin
                )
                free = x + self._way * wide
        last = self._clock.hours[-1]
        x = self._axis.x(stops[-1]) - self._way * size * 1.25
        said = hour_of(last.arrives) if last.arrives < DAY_MINUTES else self._words.hour(*self._clock.moment(last.on, last.arrives))
        if (x - free) * self._way > self._look.measure(said, size, 600) + size:
            end = "start" if self._axis.is_mirrored else "end"
            yield Text(said, (x, middle - size * 0.05), size, self._colours.letters, self._colours.halo, 600, anchor=end)

    def _band(self, row: str, band: Sequence[Stretch], top: float, low: float) -> Iterator[Item]:
        for stretch in band:
            ends = sorted((self._axis.x(stretch.start_km), self._axis.x(stretch.end_km)))
            if ends[1] - ends[0] < 0.4:
                continue
            box = (ends[0] + 0.5, top, max(ends[1] - 0.5, ends[0] + 1.0), low)
            yield from self._filled(row, stretch, _box(box))
            yield Line(_box(box), self._inside.border, 0.8, opacity=0.7)
            yield from self._label(row, stretch, box)

    def _filled(self, row: str, stretch: Stretch, shape: Shape) -> Iterator[Item]:
        if row == "presence" and stretch.age_days is not None:
            yield Fill(shape, self._ground(row, stretch))
        else:
            fill = self._class_of(row, stretch)
            yield Fill(shape, fill.fill, fill)

    def _ground(self, row: str, stretch: Stretch) -> str:
        """Return the colour of a stretch below its pattern: presence fades with its age."""
        if row != "presence" or stretch.age_days is None:
            return self._class_of(row, stretch).fill
        age = stretch.age_days
        opacity = next((opacity for days, opacity in _VEIL if age <= days), _FAINTEST)
        return seen_through(self._inside.veil, "#ffffff", opacity)

    def _class_of(self, row: str, stretch: Stretch) -> FillClass:
        if stretch.found == UNKNOWN:
            return self._style.fill("strip", "unknown")
        return self._style.fill(_THEMES.get(row, "strip"), stretch.found)

    def _label(self, row: str, stretch: Stretch, box: Box) -> Iterator[Item]:
        """Write what a stretch is where there is room for it; of an area and its class the area may have to do."""
        size = self._look.letter * (0.9 if row not in ("radio", "light") else 0.8)
        room = box[2] - box[0] - 2 * _PAD
        said = [stretch_in_words(row, stretch, self._words)]
        if row == "contact" and stretch.area:
            said.append(stretch.area)
        if row == "light" and stretch.found != "day":
            said.insert(
                0, self._words.say(f"strip.light.{stretch.found}_from", hour=hour_of(self._clock.at(stretch.start_km + 1e-6)[1]))
            )
        text = next((one for one in said if self._look.measure(one, size, 400) <= room), None)
        if text is not None:
            x = box[2] - _PAD if self._axis.is_mirrored else box[0] + _PAD
            ground = self._ground(row, stretch)  # as the halo it keeps the pattern off the letters
            yield Text(text, (x, (box[1] + box[3]) / 2), size, letters_on(ground), ground, anchor=self._begin)

    def _marks(self, kinds: Sequence[str], top: float, low: float) -> Iterator[Item]:
        """Draw signs beside the way; their words where there is room, attacks first."""
        middle, size = (top + low) / 2, self._look.letter * 0.88
        marks = [mark for mark in self._strip.marks if mark.kind in kinds]
        taken: list[tuple[float, float]] = [(self._axis.x(mark.km) - 6, self._axis.x(mark.km) + 6) for mark in marks]
        for mark in marks:
            yield Marks(np.array([(self._axis.x(mark.km), middle)]), self._sign(mark))
        for mark in sorted(marks, key=lambda mark: mark.kind != "attack"):
            text = self._short(mark)
            begin = self._axis.x(mark.km) + self._way * 9.0
            end = begin + self._way * self._look.measure(text, size, 400)
            low_x, high_x = min(begin, end), max(begin, end)
            if low_x < self._axis.left or high_x > self._axis.right + 10 or any(low_x < b and a < high_x for a, b in taken):
                continue
            taken.append((low_x - 4, high_x + 4))
            ink = self._alarm if mark.kind == "attack" else self._colours.ink
            yield Text(text, (begin, middle), size, ink, self._colours.halo, anchor=self._begin)
        if "incident" in kinds and self._strip.unplaced:
            yield from self._unplaced(middle, size, taken)
        if not marks:
            nothing = self._words.say("strip.no_incidents" if "incident" in kinds else "strip.no_places")
            yield Text(nothing, (self._axis.x(0.0) + self._way * _PAD, middle), size, self._colours.ink, anchor=self._begin)

    def _check_ins(self, top: float, low: float) -> Iterator[Item]:
        """Draw where the team reports, with the hour; the place where there is room."""
        middle, size = (top + low) / 2, self._look.letter * 0.88
        sign = next(style for style in self._style.roadside if style.id == "check_in")
        xs = [self._axis.x(one.km) for one in self._clock.check_ins]
        taken = [(x - 6, x + 6) for x in xs]
        for one, x in zip(self._clock.check_ins, xs, strict=True):
            yield Marks(np.array([(x, middle)]), sign)
            begin = x + self._way * 9.0
            for text in (f"{one.at} {one.place}", one.at):
                ends = sorted((begin, begin + self._way * self._look.measure(text, size, 400)))
                if (
                    not any(ends[0] < b and a < ends[1] for a, b in taken)
                    and self._axis.left <= ends[0]
                    and ends[1] <= self._axis.right + 12
                ):
                    taken.append((ends[0] - 4, ends[1] + 4))
                    yield Text(text, (begin, middle), size, self._colours.ink, self._colours.halo, anchor=self._begin)
                    break
        if not xs:
            said = self._words.say("strip.no_check_ins")
            yield Text(said, (self._axis.x(0.0) + self._way * _PAD, middle), size, self._colours.ink, anchor=self._begin)

    def _unplaced(self, middle: float, size: float, taken: Sequence[tuple[float, float]]) -> Iterator[Item]:
        """Say at the end of the way how many incidents have no place on it."""
        said = self._words.say("strip.unplaced", count=self._strip.unplaced)
        wide, end = self._look.measure(said, size, 400), self._axis.x(self._strip.length_km)
        low, high = sorted((end, end - self._way * wide))
        if not any(low < b and a < high for a, b in taken):
            anchor = "start" if self._axis.is_mirrored else "end"
            yield Text(said, (end, middle), size, self._colours.ink, self._colours.halo, anchor=anchor)

    @property
    def _alarm(self) -> str:
        return "#e88a7c" if self._look.is_dark else "#a3271c"

    def _sign(self, mark: RoadMark) -> PointClass:
        if mark.kind in ("care", "checkpoint"):
            return next(style for style in self._style.roadside if style.id == mark.kind)
        first = self._strip.legs[0].on
        is_recent = mark.on is not None and first - mark.on <= timedelta(days=_RECENT_DAYS)
        return next(style for style in self._style.points("incidents") if style.id == ("last_30" if is_recent else "last_90"))

    def _short(self, mark: RoadMark) -> str:
        if mark.kind == "checkpoint":
            return mark_in_words(mark, self._words, self._look.names_holders)
        if mark.kind == "care" or mark.on is None:
            return mark.name
        return self._words.say("strip.mark.short", type=mark.name, day=self._words.day(mark.on))


def _box(box: Box) -> Shape:
    left, top, right, bottom = box
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)])
    return shape_of([corners], is_on_page=True)


Ends = Sequence[tuple[float, float]]


def _line(parts: Sequence[Ends], colour: str, width: float, opacity: float = 1.0) -> Line:
    return Line(shape_of([np.array(part) for part in parts], is_on_page=True), colour, width, opacity=opacity, is_closed=False)


def _dashed(ends: Ends, dash: tuple[float, ...]) -> list[Ends]:
    """Cut a level line into the strokes of a dash: a strip is drawn in pixels, on which screen and paper must not differ."""
    (x0, y), (x1, _) = sorted(ends)
    if not dash:
        return [ends]
    stroke, every = dash[0], sum(dash)
    return [[(x, y), (min(x + stroke, x1), y)] for x in np.arange(x0, x1, every).tolist()]

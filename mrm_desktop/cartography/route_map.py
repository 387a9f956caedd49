"""The map of a trip on paper: where the legs run, how visible contact may be on the way, where care is. Legible without colour.

It shows what the pack says in words and no more: neither presence nor a base, and of the country only the areas that are crossed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from shapely.geometry import LineString

from mrm_desktop.cartography.layers.trips import LAYER as TRIPS
from mrm_desktop.cartography.paper import (
    FONT,
    INK,
    Frame,
    cased,
    filled,
    fit,
    graticule,
    joined,
    names,
    outline,
    pattern_definitions,
    scale_bar,
    scale_bar_box,
    stroke_of,
    swatch,
    track_path,
)
from mrm_desktop.cartography.style import FillClass, Style, load_style
from mrm_desktop.cartography.svg import root, tag
from mrm_desktop.domain.geography import Place
from mrm_desktop.domain.trip_plans import Crossed, TripPlan
from mrm_desktop.foundation.words import Words
from mrm_desktop.geo.wkb import from_wkb

SAMPLE = (9.0, 4.5)  # mm of a sample in the key
MOST_NAMES = 14  # of places; more would bury the route
NAME_SIZE, MARK_RADIUS = 2.5, 2.3  # mm: letters of names, and the disc with a leg's number
_DEGREE_KM = 111.2

Spot = tuple[float, float]
Route = Sequence[Spot]


def route_map(plan: TripPlan, words: Words, width: float, height: float, is_plain: bool = False, style: Style | None = None) -> str:
    """Draw the trip as an SVG of ``width`` x ``height`` mm.

    Parameters
    ----------
    is_plain : bool
        Only route, stops and the borders of areas, for the road: no ceiling, no corridor and no place that was looked at.
    """
    style = style or load_style()
    frame = fit(_bounds(plan), width, height)
    ceilings = _ceilings(plan, style)
    places = [] if is_plain else _places(plan)
    corner = _free_corner(plan, frame)
    drawing = [
        tag("rect", width=width, height=height, fill="#fff"),
        *(_area(c, None if is_plain else fill, frame, style) for c, fill in ceilings),
        *graticule(frame, scale_bar_box(frame, *corner)),
        *(() if is_plain else _corridor(plan, frame)),
        *(_place(place, frame) for place in places),
        *_routes(plan, frame, style),
        *names(_wanted_names(ceilings, places, _marks(plan, frame), frame, words), frame, NAME_SIZE),
        *_numbers(plan, frame),
    ]
    definitions = "" if is_plain else pattern_definitions({fill.id: fill for _, fill in ceilings}.values())
    clip = tag("clipPath", tag("rect", width=width, height=height), id="frame")
    neatline = tag("rect", width=width, height=height, fill="none", stroke=INK, stroke_width=0.5)
    return root(
        width,
        height,
        tag("defs", definitions + clip),
        tag("g", *drawing, clip_path="url(#frame)"),
        neatline,
        scale_bar(frame, *corner),
    )


def route_key(plan: TripPlan, words: Words, is_plain: bool = False, style: Style | None = None) -> list[tuple[str, str]]:
    """Return what the map's signs mean: the sample's SVG and its words, only of what is drawn."""
    style = style or load_style()
    shown = {} if is_plain else {fill.id: fill for _, fill in _ceilings(plan, style)}
    entries = [
        (swatch(shown[fill.id], *SAMPLE), words.say(f"map.class.ceiling.{fill.id}"))
        for fill in style.themes["ceiling"]
        if fill.id in shown
    ]
    answers = {planned.go.value for planned in plan.legs}
    entries += [
        (_line_sample(cased("M0 2.25H9", line)), words.say(f"map.class.trip.{line.id}"))
        for line in style.strokes(TRIPS.id)
        if line.id in answers
    ]
    if any(planned.alternate for planned in plan.legs):
        entries.append((_line_sample(tag("path", d="M0 2.25H9", **_ALTERNATE)), words.say("map.route.alternate")))
    if is_plain:
        entries.append((_line_sample(_stop(4.5, 2.25)), words.say("map.route.stop")))
    else:
        corridor = tag("path", d="M0 2.25H9", **_EDGE)
        entries.append((_line_sample(corridor), words.say("map.route.corridor", km=plan.trip.corridor_km)))
        places = _places(plan)
        for sign, found in (("care", any(p.is_care for p in places)), ("place", any(not p.is_care for p in places))):
            if found:
                entries.append((_line_sample(_sign(sign == "care", 4.5, 2.25)), words.say(f"map.route.{sign}")))
    return entries


_ALTERNATE: dict[str, str | float] = {"fill": "none", "stroke": INK, "stroke_width": 0.45, "stroke_dasharray": "0.5 0.9"}
_EDGE: dict[str, str | float] = {"fill": "none", "stroke": INK, "stroke_width": 0.25, "stroke_dasharray": "2 0.8 0.4 0.8"}


def _bounds(plan: TripPlan) -> tuple[float, float, float, float]:
    """Return the degrees that the route with its corridor takes up, and a little around."""
    points = np.array([point for route in _all_routes(plan) for point in route], dtype=float)
    west, south = points.min(axis=0).tolist()
    east, north = points.max(axis=0).tolist()
    up = max(plan.trip.corridor_km * 1.4, 4.0) / _DEGREE_KM
    wide = up / max(np.cos(np.radians((south + north) / 2)), 0.05)
    return west - wide, max(south - up, -89.5), east + wide, min(north + up, 89.5)


def _all_routes(plan: TripPlan) -> Iterator[Route]:
    for planned in plan.legs:
        yield planned.leg.route
        if planned.alternate is not None:
            yield planned.alternate.route


def _ceilings(plan: TripPlan, style: Style) -> list[tuple[Crossed, FillClass]]:
    """Return each area of the way once, with its class; where it is crossed on several days, as it is on the last."""
    crossed = {c.area.code: c for planned in plan.legs for c in planned.crossed}
    return [(c, style.fill("ceiling", c.contact)) for c in crossed.values()]


def _area(crossed: Crossed, fill: FillClass | None, frame: Frame, style: Style) -> str:
    """Draw an area, without a fill as a border alone."""
    path, border = outline(from_wkb(crossed.area.geometry), frame), stroke_of(style.boundary)
    return tag("path", d=path, fill="none", **border) if fill is None else filled(fill, path, **border)


def _places(plan: TripPlan) -> list[Place]:
    found = {place.id: place for planned in plan.legs for place in planned.places if place.point is not None}
    return list(found.values())


def _wanted_names(
    ceilings: Sequence[tuple[Crossed, FillClass]], places: Sequence[Place], marks: Sequence[Spot], frame: Frame, words: Words
) -> Iterator[tuple[str, float, float, int]]:
    for crossed, _ in ceilings:
        inside = from_wkb(crossed.area.geometry).representative_point()
        x, y = frame.on_paper(np.array([(inside.x, inside.y)])).tolist()[0]
        name = crossed.area.name_in(words.language)
        yield name, x, y + _clear_of(marks, x, y, len(name)), 600
    for place in sorted(places, key=lambda p: (not p.is_care, p.name))[:MOST_NAMES]:
        x, y = frame.on_paper(np.array([place.point])).tolist()[0]
        yield place.name, x, y - 2.9, 400  # above its sign


def _marks(plan: TripPlan, frame: Frame) -> list[Spot]:
    """Return where numbers and ends of legs stand on the paper, mm."""
    lines = [frame.on_paper(np.asarray(planned.leg.route, dtype=float)) for planned in plan.legs]
    middles = [LineString(points).interpolate(0.5, normalized=True) for points in lines]
    ends = [(x, y) for points in lines for x, y in points[[0, -1]].tolist()]
    return [*((middle.x, middle.y) for middle in middles), *ends]


def _clear_of(marks: Sequence[Spot], x: float, y: float, letters: int) -> float:
    """Return by how much to move a name up or down, mm, so that no number or end of a leg covers it; 0 where nothing helps."""
    half = letters * NAME_SIZE * 0.3 + MARK_RADIUS
    for away in (0.0, 5.0, -5.0, 8.0, -8.0):
        if not any(abs(x - left) < half and abs(y + away - top) < NAME_SIZE * 0.6 + MARK_RADIUS for left, top in marks):
            return away
    return 0.0


def _corridor(plan: TripPlan, frame: Frame) -> Iterator[str]:
    routes = [LineString(frame.on_paper(np.asarray(planned.leg.route, dtype=float))) for planned in plan.legs]
    zone = shapely.union_all(shapely.buffer(routes, plan.trip.corridor_km * 1000 * frame.scale, quad_segs=12))
    for part in shapely.get_parts(zone):
        for ring in (part.exterior, *part.interiors):
            yield tag("path", d=joined(shapely.get_coordinates(shapely.simplify(ring, 0.05))) + "Z", **_EDGE)


def _routes(plan: TripPlan, frame: Frame, style: Style) -> Iterator[str]:
    lines = {line.id: line for line in style.strokes(TRIPS.id)}
    for planned in plan.legs:
        if planned.alternate is not None:
            yield tag("path", d=_on_paper(planned.alternate.route, frame), **_ALTERNATE)
    for planned in plan.legs:
        yield cased(_on_paper(planned.leg.route, frame), lines[planned.go.value])


def _on_paper(route: Route, frame: Frame) -> str:
    return track_path(np.asarray(route, dtype=float), frame)


def _place(place: Place, frame: Frame) -> str:
    x, y = frame.on_paper(np.array([place.point])).tolist()[0]
    return _sign(place.is_care, x, y)


def _sign(care: bool, x: float, y: float) -> str:
    if not care:
        return tag("circle", cx=x, cy=y, r=0.6, fill=INK, stroke="#fff", stroke_width=0.25)
    cross = f"M{x - 1.3:.2f} {y:.2f}h2.6M{x:.2f} {y - 1.3:.2f}v2.6"
    box = tag("rect", x=x - 1.7, y=y - 1.7, width=3.4, height=3.4, fill="#fff", stroke=INK, stroke_width=0.3)
    return box + tag("path", d=cross, fill="none", stroke=INK, stroke_width=0.8)


def _numbers(plan: TripPlan, frame: Frame) -> Iterator[str]:
    """Write the legs' numbers at their middle, as the page numbers them, and mark where each begins and ends."""
    for number, planned in enumerate(plan.legs, start=1):
        points = frame.on_paper(np.asarray(planned.leg.route, dtype=float))
        for x, y in points[[0, -1]].tolist():
            yield _stop(x, y)
        middle = LineString(points).interpolate(0.5, normalized=True)
        yield tag("circle", cx=middle.x, cy=middle.y, r=MARK_RADIUS, fill=INK, stroke="#fff", stroke_width=0.5)
        look: dict[str, str | float] = {"font_family": FONT, "font_size": 3.0, "font_weight": "600", "text_anchor": "middle"}
        yield tag("text", str(number), x=middle.x, y=middle.y + 1.05, fill="#fff", **look)


def _stop(x: float, y: float) -> str:
    return tag("rect", x=x - 0.9, y=y - 0.9, width=1.8, height=1.8, fill=INK, stroke="#fff", stroke_width=0.35)


def _free_corner(plan: TripPlan, frame: Frame) -> tuple[bool, bool]:
    """Return the corner that is farthest from the route, for the scale bar: whether it is on the right, and whether low."""
    points = np.vstack([frame.on_paper(np.asarray(route, dtype=float)) for route in _all_routes(plan)])
    corners = {
        (right, low): np.array([frame.width * (0.85 if right else 0.15), frame.height - 5 if low else 5])
        for right in (True, False)
        for low in (True, False)
    }
    free = {corner: float(np.linalg.norm(points - spot, axis=1).min()) for corner, spot in corners.items()}
    return max(free, key=lambda corner: free[corner])


def _line_sample(drawing: str) -> str:
    return root(*SAMPLE, drawing)

"""The map of a trip on paper: the scene of the map with the areas that are crossed, roads, rivers, towns, and the legs on top.

It shows what the pack says in words and no more: neither presence nor a base, and of the country only the areas that are crossed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry import LineString

from mrm_desktop.cartography.display_list import Item, Line, Shape, shape_of
from mrm_desktop.cartography.layers.areas import area_shape
from mrm_desktop.cartography.layers.trips import LAYER as TRIPS
from mrm_desktop.cartography.layers.trips import build_trip_layer
from mrm_desktop.cartography.map_document import MapDocument, Marginalia, PlaceMark, Theme
from mrm_desktop.cartography.plan import plan_of
from mrm_desktop.cartography.plane import Box, Plane
from mrm_desktop.cartography.samples import point_swatch, route_swatch, sample_of, swatch
from mrm_desktop.cartography.scene import compose
from mrm_desktop.cartography.sheet import boxes_of, corner_signs, framed, paper_view
from mrm_desktop.cartography.showing import Showing
from mrm_desktop.cartography.style import FillClass, Pattern, Style, load_style
from mrm_desktop.cartography.view import View
from mrm_desktop.domain.trip_plans import Crossed, TripPlan
from mrm_desktop.foundation.words import Words
from mrm_desktop.geo.buffers import corridor

LETTER_PX = 9.8
STOP_PX = 3.0  # to each side of a stop no name is written: an area yields, a town stands beside its letter
LAYERS = frozenset({"places", "trips", "labels", "graticule"})
_DEGREE_KM = 111.2
_ALTERNATE_DASH, _CORRIDOR_DASH = (2.0, 3.4), (7.0, 3.0, 1.5, 3.0)
_INK = "#26221c"

Route = Sequence[tuple[float, float]]


def route_map(plan: TripPlan, words: Words, width: float, height: float, is_plain: bool = False, is_real: bool = True) -> str:
    """Draw the trip as an SVG of ``width`` x ``height`` mm.

    Parameters
    ----------
    is_plain : bool
        Only route, stops and the borders of areas on the ground, for the road: no class, no corridor and no place that was looked at.
    is_real : bool
        Whether the country is one that the base map knows.
    """
    document = _document(plan, words, is_plain)
    view = paper_view(document.bounds, width, height)
    showing = Showing("ceiling", LAYERS | ({"basemap"} if is_real else frozenset()), letter_px=LETTER_PX)
    bar = corner_signs(view, LETTER_PX)
    covered = (*boxes_of(bar), *_stops(plan, view))
    scene = compose(plan_of(document, view.plane), view, showing, covered=covered)
    ground = tuple(_roads(plan, view.plane))
    lines = () if is_plain else tuple(_corridor(plan, view.plane))
    ways = tuple(_alternates(plan, view.plane))
    return framed(replace(scene, below=(*scene.below, *ground), over=(*lines, *ways, *scene.over)), width, height, bar)


def route_key(plan: TripPlan, words: Words, is_plain: bool = False) -> list[tuple[str, str]]:
    """Return what the map's signs mean: the sample's SVG and its words, only of what is drawn."""
    style = load_style()
    shown = set() if is_plain else {c.contact for c in _areas(plan)}
    entries = [(swatch(fill), words.say(f"map.class.ceiling.{fill.id}")) for fill in style.themes["ceiling"] if fill.id in shown]
    answers = {planned.go.value for planned in plan.legs}
    legs = (line for line in style.strokes(TRIPS.id) if line.id in answers)
    entries += [(route_swatch(line), words.say(f"map.class.trip.{line.id}")) for line in legs]
    if any(planned.alternate for planned in plan.legs):
        entries.append((sample_of(_level(_ALTERNATE_DASH, 1.8)), words.say("map.route.alternate")))
    if plan.roads:
        entries.append((sample_of(_level((), 1.6, style.ground.road_edge)), words.say("map.route.road")))
    if not is_plain:
        entries.append((sample_of(_level(_CORRIDOR_DASH, 1.0)), words.say("map.route.corridor", km=plan.trip.corridor_km)))
        kinds = {mark.style for mark in _places(plan)}
        entries += [(point_swatch(sign), words.say(f"map.route.{sign.id}")) for sign in style.roadside if sign.id in kinds]
    return entries


def bounds_of(plan: TripPlan) -> Box:
    """Return the degrees that the route with its corridor takes up, and a little around."""
    points = np.array([point for route in _all_routes(plan) for point in route], dtype=float)
    west, south = points.min(axis=0).tolist()
    east, north = points.max(axis=0).tolist()
    up = max(plan.trip.corridor_km * 1.4, 4.0) / _DEGREE_KM
    wide = up / max(math.cos(math.radians((south + north) / 2)), 0.05)
    return west - wide, max(south - up, -89.5), east + wide, min(north + up, 89.5)


def _document(plan: TripPlan, words: Words, is_plain: bool) -> MapDocument:
    style, crossed = load_style(), _areas(plan)
    legs = [(replace(planned.leg, name="") if is_plain else planned.leg, planned.go) for planned in plan.legs]
    document = MapDocument(
        language=words.language,
        direction="rtl" if words.is_right_to_left else "ltr",
        bounds=bounds_of(plan),
        marginalia=Marginalia("", "", "", ()),
        areas=tuple(area_shape(c.area, words) for c in crossed),
        themes=(_theme(crossed, style, is_plain),),
        presence=(),
        presence_styles=(),
        presence_legend=(),
        places=() if is_plain else tuple(_places(plan)),
        place_styles=style.roadside,
        place_legend=(),
        base=style.base,
        boundary=style.boundary,
        focus=style.focus,
        words={"places": ""},
    )
    return document.with_overlays(build_trip_layer(legs, words, style))


def _theme(crossed: Iterable[Crossed], style: Style, is_plain: bool) -> Theme:
    """Return the classes of the areas as the map of the country shows them; for the road all areas are ground."""
    if is_plain:
        ground = FillClass("ground", style.ground.land, Pattern.PLAIN, style.ground.land)
        return Theme("ceiling", "", (ground,), (), {c.area.code: ground.id for c in crossed})
    return Theme("ceiling", "", style.themes["ceiling"], (), {c.area.code: c.contact for c in crossed})


def _areas(plan: TripPlan) -> list[Crossed]:
    """Return each area of the way once; where it is crossed on several days, as it is on the last."""
    return list({c.area.code: c for planned in plan.legs for c in planned.crossed}.values())


def _places(plan: TripPlan) -> Iterator[PlaceMark]:
    """Yield care and checkpoints; who holds one is not for whoever finds the paper."""
    found = {place.id: place for planned in plan.legs for place in planned.places}
    for place in found.values():
        if place.point is not None and place.is_care:
            yield PlaceMark(place.id, place.name, "care", place.point, ())
        elif place.point is not None and place.is_checkpoint:
            yield PlaceMark(place.id, "", "checkpoint", place.point, ())


def _all_routes(plan: TripPlan) -> Iterator[Route]:
    for planned in plan.legs:
        yield planned.leg.route
        if planned.alternate is not None:
            yield planned.alternate.route


def _stops(plan: TripPlan, view: View) -> Iterator[Box]:
    """Yield what the letters of the stops cover: no name is written there."""
    for planned in plan.legs:
        for end in (planned.leg.route[0], planned.leg.route[-1]):
            x, y = view.place(*end)
            yield x - STOP_PX, y - STOP_PX, x + STOP_PX, y + STOP_PX


def _roads(plan: TripPlan, plane: Plane) -> Iterator[Line]:
    """Draw the roads of the layer on which the trip was laid."""
    colours = load_style().ground
    for road in plan.roads:
        yield Line(_track(road, plane), colours.road, 1.4, casing=colours.road_edge, is_closed=False)


def _alternates(plan: TripPlan, plane: Plane) -> Iterator[Line]:
    for planned in plan.legs:
        if planned.alternate is not None:
            yield Line(_track(planned.alternate.route, plane), _INK, 1.8, _ALTERNATE_DASH, casing="#ffffff", is_closed=False)


def _corridor(plan: TripPlan, plane: Plane) -> Iterator[Line]:
    zones = [corridor(LineString(planned.leg.route), plan.trip.corridor_km) for planned in plan.legs]
    rings = shapely.get_rings(shapely.get_parts(shapely.union_all(zones)))
    for ring in rings:
        yield Line(_track(shapely.get_coordinates(ring).tolist(), plane), _INK, 1.0, _CORRIDOR_DASH)


def _track(route: Route, plane: Plane) -> Shape:
    return shape_of([plane.forward(np.asarray(route, dtype=np.float64))])


def _level(dash: tuple[float, ...], width: float, colour: str = _INK) -> Item:
    """Return a level line across a sample."""
    return Line(shape_of([np.array([(0.0, 8.5), (34.0, 8.5)])], is_on_page=True), colour, width, dash, is_closed=False)

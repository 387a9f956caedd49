"""The scene: a document on a view as a display list. Screen and paper are drawn from it and cannot disagree.

Names yield in a stated order: the area in focus, towns, areas by their size, bases, places, countries around.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import numpy as np

from mrm_desktop.cartography.display_list import Item, Line, Scene, Shape, Text, Tile, shape_of
from mrm_desktop.cartography.ground import borders_of, countries_of, land_of, towns_of, water_of
from mrm_desktop.cartography.labels import Room, Wish
from mrm_desktop.cartography.layers.areas import area_names, draw_areas, draw_focus, draw_spreads
from mrm_desktop.cartography.layers.catalogue import LAYERS
from mrm_desktop.cartography.layers.layer import Drawn
from mrm_desktop.cartography.plan import MapPlan
from mrm_desktop.cartography.plane import WORLD_M, Box
from mrm_desktop.cartography.showing import Sheet, Showing
from mrm_desktop.cartography.vector_ground import VectorTile, buildings_of, covered_by, lines_of, places_of, surfaces_of, water_in
from mrm_desktop.cartography.view import TILE_PX, View

GRID_STEPS = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)  # degrees between the lines of a graticule
GRID_MOST = 6  # lines one way
FARTHER = 2  # zooms from which a package is still shown below its least: tiles of a quarter of their side


def compose(
    plan: MapPlan,
    view: View,
    showing: Showing,
    tiles: tuple[Tile, ...] = (),
    vectors: tuple[VectorTile, ...] = (),
    covered: Iterable[Box] = (),
) -> Scene:
    """Draw a plan on a view.

    Parameters
    ----------
    view : View
        In the plane of the plan.
    tiles : tuple of Tile
        Pictures of the user's own that lie on the view.
    vectors : tuple of VectorTile
        Vector tiles of the user's own.
    covered : iterable of Box
        What will lie above the scene, pixels: no name and no number is put there.
    """
    sheet = Sheet(plan, view, showing, Room(view.width, view.height, showing.measure, showing.bleed_px), covered_by(vectors))
    for box in covered:
        sheet.room.take(box)
    spreads = list(draw_spreads(sheet))
    # Bases first, which stand where they stand; then the names that matter most, and numbers where these leave room.
    drawn = {layer.id: layer.draw(sheet) for layer in LAYERS[:1] if sheet.shows(layer.id)}
    first, later = _great_names(sheet, drawn, vectors)
    drawn |= {layer.id: layer.draw(sheet) for layer in LAYERS[1:] if sheet.shows(layer.id)}
    items: list[Item] = list(graticule(sheet)) if sheet.shows("graticule") else []
    for layer in LAYERS:
        if layer.id in drawn and not layer.above_focus:
            items += drawn[layer.id].items
    items += draw_focus(sheet)
    for layer in LAYERS:
        if layer.id in drawn and layer.above_focus:
            items += drawn[layer.id].items
    items += spreads
    items += first
    items += _small_names(sheet, drawn, later)
    items += [item for part in drawn.values() for item in part.on_top]
    spots = tuple(spot for part in drawn.values() for spot in part.spots)
    ground = sheet.colours.sea if sheet.shows("basemap") else sheet.colours.paper
    return Scene(view, ground, tuple(_below(sheet, tiles, vectors)), tuple(items), spots)


def _below(sheet: Sheet, tiles: tuple[Tile, ...], vectors: tuple[VectorTile, ...]) -> Iterator[Item]:
    """Draw the areas, with what of the base map lies below and above them."""
    if sheet.shows("basemap"):
        yield from land_of(sheet)
    yield from tiles
    yield from surfaces_of(vectors, sheet)
    yield from draw_areas(sheet)
    if sheet.shows("basemap"):
        yield from water_of(sheet)
        yield from borders_of(sheet)
    yield from water_in(vectors, sheet)
    yield from buildings_of(vectors, sheet)
    yield from lines_of(vectors, sheet)


def _great_names(sheet: Sheet, drawn: dict[str, Drawn], vectors: tuple[VectorTile, ...]) -> tuple[list[Item], list[Wish]]:
    """Write towns, areas and bases, in the order in which they yield; return what is written, and the wishes of villages."""
    wishes: list[Wish] = []
    marks: list[Item] = []
    areas = list(area_names(sheet)) if sheet.shows("labels") else []
    if areas and sheet.showing.focus is not None and areas[0].text.text == _focus_name(sheet):
        wishes.append(areas.pop(0))
    if sheet.shows("basemap"):
        marks, towns = towns_of(sheet)
        wishes += towns
    own_marks, own_towns, own_villages = places_of(vectors, sheet)
    wishes += [*own_towns, *areas, *(wish for part in drawn.values() for wish in part.names)]
    return [*marks, *own_marks, *sheet.room.write(wishes)], own_villages


def _small_names(sheet: Sheet, drawn: dict[str, Drawn], villages: list[Wish]) -> list[Item]:
    """Write villages, places and the countries around, where the great names and the numbers leave room."""
    wishes = [*villages, *(wish for layer in ("places", "incidents") if layer in drawn for wish in drawn[layer].names)]
    around = list(countries_of(sheet)) if sheet.shows("basemap") else []
    return [*sheet.room.write(wishes), *sheet.room.write(around)]


def _focus_name(sheet: Sheet) -> str:
    row = sheet.plan.areas.position.get(sheet.showing.focus or "")
    return sheet.document.areas[row].name if row is not None else ""


def graticule(sheet: Sheet) -> Iterator[Item]:
    """Draw meridians and parallels at whole steps, with their degrees at the lower and left edge."""
    view, colours = sheet.view, sheet.colours
    west, south, east, north = view.bounds
    span = max(east - west, north - south)
    step = next((step for step in GRID_STEPS if span / step <= GRID_MOST), 30.0)
    longitudes = np.arange(math.floor(west / step), math.ceil(east / step) + 1) * step
    latitudes = np.arange(math.floor(south / step), math.ceil(north / step) + 1) * step
    latitudes = latitudes[(latitudes > -90) & (latitudes < 90)]
    run = np.linspace(0, 1, 25)
    size = sheet.showing.letter_px * 0.75
    for longitude in longitudes.tolist():
        track = np.column_stack([np.full(25, longitude), latitudes[0] + (latitudes[-1] - latitudes[0]) * run])
        metres = view.plane.forward(track)
        yield Line(shape_of([metres]), colours.ink, 0.6, opacity=0.25, is_closed=False)
        line = view.to_page(metres)
        x = float(np.interp(view.height, line[::-1, 1], line[::-1, 0]))
        yield from _degrees(sheet, longitude, "EW", x, view.height - size * 0.7, size, "middle")
    for latitude in latitudes.tolist():
        track = np.column_stack([longitudes[0] + (longitudes[-1] - longitudes[0]) * run, np.full(25, latitude)])
        metres = view.plane.forward(track)
        yield Line(shape_of([metres]), colours.ink, 0.6, opacity=0.25, is_closed=False)
        line = view.to_page(metres)
        y = float(np.interp(0.0, line[:, 0], line[:, 1]))
        yield from _degrees(sheet, latitude, "NS", 3.0, y - size * 0.6, size, "start")


def _degrees(sheet: Sheet, degrees: float, sides: str, x: float, y: float, size: float, anchor: str) -> Iterator[Item]:
    text = f"{abs(degrees):g}°{'' if degrees == 0 else sides[0] if degrees > 0 else sides[1]}"
    wide = sheet.showing.measure(text, size, 400)
    left = x - (wide / 2 if anchor == "middle" else 0)
    inside = left > 0 and left + wide < sheet.view.width and size < y < sheet.view.height
    box = left, y - size / 2, left + wide, y + size / 2
    if inside and sheet.room.is_free(box):
        sheet.room.take(box)
        yield Text(text, (x, y), size, sheet.colours.ink, sheet.colours.halo, anchor=anchor)


def tiles_on(view: View, least_zoom: int, greatest_zoom: int, wide_px: float = TILE_PX) -> tuple[Tile, ...]:
    """Return the tiles of the web's scheme that lie on a view of the web's plane, sharpest for its scale.

    Seen from so far that they would be thousands, none are.

    Parameters
    ----------
    wide_px : float
        Side that a tile was made for, pixels.
    """
    sharpest = round(view.zoom - math.log2(wide_px / TILE_PX))
    if least_zoom > sharpest + FARTHER:
        return ()
    zoom = int(np.clip(sharpest, least_zoom, greatest_zoom))
    count = 2**zoom
    side = WORLD_M / count
    west, south, east, north = view.box
    first, last = (int(np.clip(math.floor((x + WORLD_M / 2) / side), 0, count - 1)) for x in (west, east))
    top, bottom = (int(np.clip(math.floor((WORLD_M / 2 - y) / side), 0, count - 1)) for y in (north, south))
    made = []
    for column in range(first, last + 1):
        for row in range(top, bottom + 1):
            corner = np.array([(column * side - WORLD_M / 2, WORLD_M / 2 - row * side)])
            (x, y), wide = view.to_page(corner).tolist()[0], side * view.scale
            made.append(Tile(zoom, column, row, (x, y, x + wide, y + wide)))
    return tuple(made)


def clipped(shape: Shape, view: View, margin_px: float, is_closed: bool) -> Shape:
    """Cut a shape to the page and a margin around it: a dashed line that runs far beyond costs a renderer minutes."""
    import shapely

    margin = margin_px / view.scale
    west, south, east, north = view.box
    x0, y0, x1, y1 = shape.box
    if x0 >= west - margin and x1 <= east + margin and y0 >= south - margin and y1 <= north + margin:
        return shape
    parts = [np.vstack([part, part[:1]]) if is_closed else part for part in shape.parts()]
    owners = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    lines = shapely.linestrings(np.concatenate(parts), indices=owners)
    kept = shapely.get_parts(shapely.clip_by_rect(lines, west - margin, south - margin, east + margin, north + margin))
    return shape_of([shapely.get_coordinates(part) for part in kept if not part.is_empty])

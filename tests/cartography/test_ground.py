"""The base map below the areas: land, water, borders as they are said to be, names in the reader's language."""

from __future__ import annotations

from itertools import chain

import numpy as np
import pytest
import shapely

from mrm_desktop.cartography.display_list import Fill, Item, Line, Text
from mrm_desktop.cartography.ground import (
    DASHES,
    _sideways,
    border_statuses,
    borders_of,
    countries_of,
    land_of,
    overview_of,
    towns_of,
    water_of,
)
from mrm_desktop.cartography.plane import Box, EqualArea
from mrm_desktop.cartography.showing import Sheet
from mrm_desktop.cartography.style import load_style
from mrm_desktop.cartography.svg_map import item_markup
from tests.cartography.sheets import board, map_of, sheet_of

COLOURS = load_style().ground
KASHMIR, SWITZERLAND, SOUTH_SUDAN, OPEN_SEA = (73, 32, 80, 37), (6, 45, 10, 48), (27, 3, 34, 11), (-30, -30, -28, -28)
WIDE = (0, -20, 50, 20)


def drawn(sheet: Sheet) -> list[Item]:
    return [*land_of(sheet), *water_of(sheet), *borders_of(sheet)]


def dashes(bounds: Box) -> set[tuple[float, ...]]:
    return {item.dash for item in borders_of(sheet_of(board(), bounds)) if isinstance(item, Line)}


def countries(bounds: Box, language: str = "en") -> list[str]:
    return [wish.text.text for wish in countries_of(sheet_of(board(language), bounds))]


def towns(bounds: Box) -> list[str]:
    return [wish.text.text for wish in towns_of(sheet_of(board(), bounds))[1]]


def test_disputed_borders_are_dashed() -> None:
    """Kashmir has lines of control and disputed lines; Switzerland has none of them."""
    assert dashes(KASHMIR) >= {DASHES["control"], DASHES["disputed"]}
    assert dashes(SWITZERLAND) == {()}
    assert len(set(DASHES.values())) == 4


def test_lakes_are_water() -> None:
    lakes = [item for item in water_of(sheet_of(board(), SWITZERLAND)) if isinstance(item, Fill)]
    assert lakes
    assert {lake.colour for lake in lakes} == {COLOURS.lake}


def test_open_sea_has_no_ground() -> None:
    for plane in (None, EqualArea(-29, -29)):
        sheet = sheet_of(board(), OPEN_SEA, plane=plane)
        assert [written for item in drawn(sheet) if (written := item_markup(item, sheet.view))] == []
    assert towns(OPEN_SEA) == countries(OPEN_SEA) == []


def test_the_statuses_of_borders_are_said_where_they_are_seen() -> None:
    assert set(border_statuses(KASHMIR)) == {"disputed", "indefinite", "control"}
    assert border_statuses(SWITZERLAND) == border_statuses(OPEN_SEA) == ()
    assert "indefinite" in border_statuses((41, 3, 49, 10))  # Ethiopia and Somalia


def test_every_status_has_its_dashes() -> None:
    assert {"settled", *border_statuses((-180, -90, 180, 90))} == set(DASHES)


def test_land_is_one_shape_so_that_no_seam_shows_between_cells() -> None:
    [land] = land_of(sheet_of(board(), (28, 8, 32, 12)))  # four cells
    assert isinstance(land, Fill)
    assert len(land.shape.starts) >= 4


PLACES = {  # longitude, latitude, and whether it is land; opposite most of them it is the other way round
    "Atlantic": (-41.9, 27.6, False),
    "Pacific off Chile": (-108.0, -45.8, False),
    "Philippine Sea": (128.6, 17.0, False),
    "Indian Ocean": (67.0, -32.6, False),
    "Sahara": (5.0, 22.0, True),
    "Australia": (134.0, -24.0, True),
    "Siberia": (100.0, 62.0, True),
    "Nevada": (-116.0, 40.0, True),
    "Mongolia": (103.0, 46.0, True),
    "Argentina": (-64.0, -34.0, True),
    "Congo": (24.0, -2.0, True),
    "Near Fiji": (179.0, -22.0, False),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("half", [1.5, 18.0])
@pytest.mark.parametrize("on_paper", [False, True])
def test_land_is_land_and_sea_is_sea_near_and_far_on_screen_and_paper(place: str, half: float, on_paper: bool) -> None:
    """On a sheet of paper a continent around the point opposite its middle must not come out inside out."""
    longitude, latitude, is_land = PLACES[place]
    plane = EqualArea(longitude, latitude) if on_paper else None
    sheet = sheet_of(board(), (longitude - half, latitude - half, longitude + half, latitude + half), plane=plane)
    assert is_land_at(sheet, longitude, latitude) is is_land


def is_land_at(sheet: Sheet, longitude: float, latitude: float) -> bool:
    """Whether a position is filled as land, by the rule of odd and even that renderers follow."""
    x, y = sheet.plan.plane.forward(np.array([(longitude, latitude)])).tolist()[0]
    crossings = 0
    for item in land_of(sheet):
        assert isinstance(item, Fill)
        for ring in item.shape.parts():
            (x0, y0), (x1, y1) = ring.T, np.roll(ring, -1, axis=0).T
            spans = (y0 > y) != (y1 > y)
            crossings += int((x0[spans] + (x1 - x0)[spans] * (y - y0[spans]) / (y1 - y0)[spans] > x).sum())
    return crossings % 2 == 1


def test_the_nearer_the_view_the_more_towns_and_rivers() -> None:
    near, far = (29, 8, 31, 10), (15, -5, 44, 20)
    inside = shapely.box(*near)
    of_far = [
        town
        for town in towns_of(sheet_of(board(), far))[1]
        if inside.contains(shapely.Point(sheet_of(board(), far).view.position(*town.text.at)))
    ]
    assert len(towns(near)) > len(of_far)

    def rivers(bounds: Box) -> int:
        return sum(isinstance(item, Line) and item.colour == COLOURS.river for item in water_of(sheet_of(board(), bounds)))

    assert rivers((20, 0, 30, 10)) > rivers((-170, -60, 170, 70)) / 30


def test_the_largest_towns_ask_first_and_a_capital_is_written_larger() -> None:
    wishes = towns_of(sheet_of(board(), SOUTH_SUDAN))[1]
    by_name = {wish.text.text: wish.text for wish in wishes}
    assert by_name["Juba"].weight == 600
    assert by_name["Juba"].size > by_name["Malakal"].size
    names = [wish.text.text for wish in wishes]
    assert names.index("Juba") < names.index("Malakal")


def test_a_capital_is_shown_where_towns_of_its_size_are_not() -> None:
    country_on_a_wide_page = (15, -5, 44, 20)
    assert "Juba" in towns(country_on_a_wide_page)
    assert "Malakal" not in towns(country_on_a_wide_page)
    assert "Juba" not in towns((-20, -40, 70, 50))  # on a map of a continent they would be a crowd


def test_the_overview_is_what_of_the_world_meets_a_box() -> None:
    land, borders = overview_of(SOUTH_SUDAN)
    assert shapely.contains(shapely.union_all(land), shapely.Point(31, 7))
    assert len(borders) > 3
    assert [len(found) for found in overview_of(OPEN_SEA)] == [0, 0]


@pytest.mark.parametrize(("x", "first"), [(5.0, 0.0), (9.0, -20.0), (1.0, 20.0)])
def test_the_name_of_a_country_stands_where_all_of_it_lies_inside(x: float, first: float) -> None:
    seen = shapely.box(0, 0, 10, 10)
    assert _sideways(seen, shapely.Point(x, 5), 20.0, 10.0)[0] == first
    # Where it fits nowhere, it stays in the middle and leans inwards at most.
    assert _sideways(seen, shapely.Point(x, 5), 80.0, 10.0)[0] == 0.0


def test_every_named_town_has_its_mark() -> None:
    sheet = sheet_of(board(), SOUTH_SUDAN)
    marks, names = towns_of(sheet)
    spots = {tuple(spot) for item in marks for spot in item.spots.tolist()}  # type: ignore[union-attr]
    assert {wish.text.at for wish in names} == spots


@pytest.mark.parametrize(
    ("language", "name"), [("en", "SOUTH SUDAN"), ("fr", "SOUDAN DU SUD"), ("es", "SUDÁN DEL SUR"), ("ar", "جنوب السودان")]
)
def test_countries_around_are_named_in_the_readers_language(language: str, name: str) -> None:
    assert name in countries(SOUTH_SUDAN, language)


def test_a_country_is_named_within_itself_and_on_the_page() -> None:
    sheet = sheet_of(board(), WIDE)
    places = {wish.text.text: sheet.view.position(*wish.text.at) for wish in countries_of(sheet)}
    assert shapely.box(22, 8, 39, 23).contains(shapely.Point(places["SUDAN"]))
    assert shapely.box(12, -14, 32, 6).contains(shapely.Point(places["CONGO - KINSHASA"]))
    assert all(shapely.box(*sheet.view.bounds).contains(shapely.Point(place)) for place in places.values())


def test_no_sea_is_named_after_a_country_of_small_islands() -> None:
    """The overview has no shore of the Seychelles: their middle lies in the largest face of all, the ocean."""
    assert "SEYCHELLES" not in countries(WIDE)
    assert "MALDIVES" not in countries((60, -10, 85, 15))


def test_a_country_of_which_little_is_seen_has_no_name() -> None:
    assert "SWITZERLAND" in countries(SWITZERLAND)
    assert "SWITZERLAND" not in countries((*WIDE[:2], 50, 60))


def test_a_country_is_named_in_the_middle_of_what_is_seen_while_nothing_is_dragged() -> None:
    """A picture reaches beyond the window on each side; its edge is no place for a name."""
    bleed = 150.0
    wide, narrow = (sheet_of(board(), WIDE, bleed_px=px) for px in (0.0, bleed))
    names = {wish.text.text: wish.text.at for wish in countries_of(narrow)}
    assert set(names) < {wish.text.text for wish in countries_of(wide)}
    assert all(bleed <= x <= narrow.view.width - bleed and bleed <= y <= narrow.view.height - bleed for x, y in names.values())


def test_the_country_of_the_readers_own_areas_is_not_named_over_them() -> None:
    own = map_of(shapely.box(24, 3, 36, 13))
    sheet = sheet_of(own, (20, 0, 40, 16))
    names = [wish.text.text for wish in countries_of(sheet)]
    assert "SOUTH SUDAN" not in names
    assert "UGANDA" in names


def test_paper_and_screen_have_the_same_ground() -> None:
    """The same borders and rivers, whatever the plane."""

    def counted(plane: EqualArea | None) -> list[tuple[str, float, tuple[float, ...], int]]:
        sheet = sheet_of(board(), SOUTH_SUDAN, size=(600, 600), plane=plane)
        lines = chain(water_of(sheet), borders_of(sheet))
        return sorted((item.colour, item.width, item.dash, len(item.shape.points)) for item in lines if isinstance(item, Line))

    screen, paper = counted(None), counted(EqualArea(30.5, 7.0))
    assert len(set(screen) & set(paper)) > 0.9 * len(set(screen) | set(paper))


def test_names_are_written_in_the_colours_of_the_window() -> None:
    for is_dark in (False, True):
        sheet = sheet_of(board(), SOUTH_SUDAN, is_dark=is_dark)
        written: list[Text] = [wish.text for wish in countries_of(sheet)]
        assert {text.colour for text in written} == {sheet.colours.faint}
        assert {item.colour for item in land_of(sheet) if isinstance(item, Fill)} == {sheet.colours.land}

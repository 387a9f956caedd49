"""Areas on a sheet: each in its class, those put aside as a shadow, named where there is room."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from mrm_desktop.cartography.classes import THEMES
from mrm_desktop.cartography.display_list import Fill, Line, Text
from mrm_desktop.cartography.labels import letters
from mrm_desktop.cartography.layers.areas import MOST_CASED, area_names, area_samples, draw_areas, draw_focus, draw_spreads
from mrm_desktop.cartography.levels import Level
from mrm_desktop.domain.assessments import Spread
from tests.cartography.sheets import board, map_of, sheet_of


def fills(**showing: object) -> dict[str, Fill]:
    sheet = sheet_of(board(), **showing)  # type: ignore[arg-type]
    return {item.area: item for item in draw_areas(sheet) if isinstance(item, Fill)}


@pytest.mark.parametrize("theme", THEMES)
def test_every_area_is_drawn_in_its_class(theme: str) -> None:
    of_area = board().theme(theme).of_area
    drawn = fills(theme=theme)
    assert {code: fill.pattern and fill.pattern.id for code, fill in drawn.items()} == of_area
    assert all(fill.pattern is not None and fill.colour == fill.pattern.fill for fill in drawn.values())


def test_a_class_that_was_put_aside_stays_as_a_shadow() -> None:
    drawn = fills(faded=frozenset({"alert"}))
    assert [code for code, fill in drawn.items() if fill.pattern is None] == ["XT04"]
    assert drawn["XT04"].colour == sheet_of(board()).colours.land
    assert drawn["XT04"].opacity < 1 == drawn["XT00"].opacity


def test_a_class_of_a_layer_that_was_put_aside_fades_no_area() -> None:
    assert all(fill.pattern is not None for fill in fills(faded=frozenset({"places.unknown"})).values())


def test_areas_let_the_users_own_tiles_through() -> None:
    assert {fill.opacity for fill in fills(has_tiles=True).values()} == {0.8}


def test_only_areas_on_the_page_are_drawn() -> None:
    sheet = sheet_of(board(), (-19.7, -22.7, -19.3, -22.3))
    assert {item.area for item in draw_areas(sheet) if isinstance(item, Fill)} == {"XT00"}
    assert list(draw_areas(sheet_of(board(), (10, 10, 11, 11)))) == []


def test_borders_lie_on_a_light_line_of_their_own_above_all_fills() -> None:
    document = board()
    items = list(draw_areas(sheet_of(document)))
    assert [type(item) for item in items] == [Fill] * 9 + [Line] * 18
    assert MOST_CASED >= 9
    assert {item.colour for item in items[18:] if isinstance(item, Line)} == {document.boundary.stroke}


def test_the_area_in_focus_is_outlined_strongly() -> None:
    document = board()
    [line] = draw_focus(sheet_of(document, focus="XT04"))
    assert isinstance(line, Line)
    assert (line.colour, line.width, line.casing != "") == (document.focus.stroke, document.focus.width, True)
    sheet = sheet_of(document)
    assert line.shape.box == sheet.plan.areas.at(sheet.view)[0][4].box
    assert list(draw_focus(sheet)) == list(draw_focus(sheet_of(document, focus="XT99"))) == []


def test_an_area_is_named_only_where_its_name_has_room() -> None:
    for size in (60.0, 120.0, 240.0, 600.0):
        sheet = sheet_of(board(), size=(size, size))
        wide = letters("Square 0", sheet.showing.letter_px, 600)
        square = sheet.view.scale * (sheet.plan.areas.at(sheet.view)[1][0][2] - sheet.plan.areas.at(sheet.view)[1][0][0])
        assert len(list(area_names(sheet))) == (9 if wide <= square * 1.15 else 0)


def test_the_area_in_focus_asks_first_and_is_named_even_where_it_is_small() -> None:
    names = [wish.text.text for wish in area_names(sheet_of(board(), size=(60, 60), focus="XT07"))]
    assert names == ["Square 7"]
    assert next(iter(area_names(sheet_of(board(), focus="XT07")))).text.text == "Square 7"


def test_larger_areas_ask_before_smaller_ones() -> None:
    document = map_of(shapely.box(0, 0, 3, 3), shapely.box(3, 0, 9, 6), shapely.box(0, 4, 2, 5))
    assert [wish.text.text for wish in area_names(sheet_of(document))] == ["Square 1", "Square 0", "Square 2"]


def test_a_name_begins_inside_its_area() -> None:
    sheet = sheet_of(board())
    for wish in area_names(sheet):
        longitude, latitude = sheet.view.position(*wish.text.at)
        assert f"Square {int((sheet.plan.areas.code_at(longitude, latitude) or 'XT99')[2:])}" == wish.text.text


def test_an_area_whose_middle_is_off_the_page_is_not_named() -> None:
    names = [wish.text.text for wish in area_names(sheet_of(board(), (-19.7, -22.7, -19.3, -22.3)))]
    assert names == ["Square 0"]


@pytest.mark.parametrize("theme", THEMES)
def test_the_legend_on_paper_has_a_sample_of_every_class(theme: str) -> None:
    chosen = board().theme(theme)
    samples = list(area_samples(chosen))
    assert [entry for entry, _ in samples] == list(chosen.legend)
    assert all(fill.fill in sample for fill, (_, sample) in zip(chosen.classes, samples, strict=True))


def test_areas_of_a_larger_map_are_drawn_as_coarse_as_nobody_sees() -> None:
    document = board()
    outlines = np.array([area.polygons for area in document.areas])
    levels = (Level(0.0, outlines), Level(0.5, shapely.simplify(outlines, 0.5)))
    sheet = sheet_of(replace(document, levels=levels), (-80, -80, 60, 60), size=(100, 100))
    assert sheet.plan.areas.at(sheet.view)[0] is not sheet.plan.areas.at(sheet_of(document).view)[0]


def test_the_spread_of_a_class_is_drawn_within_its_scale_with_the_number_of_answers() -> None:
    found = Spread(0.25, 0.5, 0.75, 34, 400)
    document = board()
    themes = tuple(replace(t, spread={"XT04": found}) if t.id == "acceptance" else t for t in document.themes)
    sheet = sheet_of(replace(document, themes=themes), theme="acceptance")
    scale, _, interval, middle, number = draw_spreads(sheet)
    boxes = [item.shape.box for item in (scale, interval, middle) if isinstance(item, Fill)]
    start, wide = boxes[0][0] + 3, boxes[0][2] - boxes[0][0] - 6
    assert [round((x - start) / wide, 2) for x in (boxes[1][0], boxes[1][2])] == [0.25, 0.75]
    assert (boxes[2][0] + boxes[2][2]) / 2 == pytest.approx(start + wide / 2)
    assert isinstance(number, Text)
    assert number.text == "34"
    assert isinstance(interval, Fill)
    assert interval.opacity < 0.5, "an old answer is faint"
    assert not sheet.room.is_free(boxes[1])


@pytest.mark.parametrize("theme", ["ceiling", "tolerance", "confidence"])
def test_other_themes_have_no_spread(theme: str) -> None:
    assert list(draw_spreads(sheet_of(board(), theme=theme))) == []


def test_how_sure_a_class_is_stays_inside_the_program() -> None:
    document = board()
    themes = tuple(replace(t, spread={"XT04": Spread(0.2, 0.3, 0.4, 987_654, 3)}) for t in document.themes)
    assert "987654" not in replace(document, themes=themes).to_json()


def test_the_name_of_an_area_stands_inside_it_or_not_at_all() -> None:
    sheet = sheet_of(board())
    for wish in area_names(sheet):
        for dx, dy, _ in wish.offsets:
            x, y = wish.text.at[0] + dx, wish.text.at[1] + dy
            code = sheet.plan.areas.code_at(*sheet.view.position(x, y))
            assert next(a.name for a in sheet.document.areas if a.id == code) == wish.text.text
    assert list(area_names(sheet_of(board(), letter_px=400.0))) == [], "no area is as wide as such a name"


def test_an_area_that_bends_is_named_where_it_has_room() -> None:
    """Its middle lies in the narrow part; the foot has room for the name twice over."""
    bent = shapely.union_all([shapely.box(0, 0, 1, 20), shapely.box(0, 0, 10, 3)])
    document = map_of(bent, shapely.box(1, 3, 10, 20))
    named = {wish.text.text: wish for wish in area_names(sheet_of(document, size=(300, 600)))}
    assert named["Square 0"].offsets, "there is room in the foot"
    sheet = sheet_of(document, size=(300, 600))
    for dx, dy, _ in named["Square 0"].offsets:
        x, y = named["Square 0"].text.at
        assert sheet.plan.areas.code_at(*sheet.view.position(x + dx, y + dy)) == "XT00"

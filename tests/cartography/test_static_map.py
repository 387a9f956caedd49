"""The printed map: the scene on a sheet of its own plane, with frame and scale bar; no name ever read as markup."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date

import pytest
import shapely

from mrm_desktop.cartography.labels import letters
from mrm_desktop.cartography.layers.incidents import IncidentCount, IncidentLayer, IncidentMark
from mrm_desktop.cartography.layers.trips import build_trip_layer
from mrm_desktop.cartography.map_document import MapDocument, PlaceMark
from mrm_desktop.cartography.plane import Box, EqualArea
from mrm_desktop.cartography.sheet import paper_view
from mrm_desktop.cartography.static_map import static_map
from mrm_desktop.cartography.style import load_style
from mrm_desktop.domain.trips import Go, Leg
from tests import toy
from tests.cartography.sheets import WORDS, board, map_of

SVG = "{http://www.w3.org/2000/svg}"
STYLE = load_style()
AGES = ("last_30", "last_90", "older")


@pytest.fixture(scope="module")
def document() -> MapDocument:
    return board()


def with_name(name: str) -> MapDocument:
    areas = [toy.area(k, name if k == 4 else None) for k in range(9)]
    place = replace(toy.view().places[0], name=name)
    return board(areas=tuple(areas), places=(place,), presence=(replace(toy.presence(0), name=name),))


def texts(svg: str) -> list[ET.Element]:
    return list(ET.fromstring(svg).iter(f"{SVG}text"))


def bar_of(svg: str) -> Box:
    """The ground of the scale bar, px: what comes after the frame."""
    path = re.findall(r"<path ([^>]*)/>", svg.rsplit("</g>", 1)[1])[0]
    corners = [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", re.findall(r'd="([^"]+)"', path)[0])]
    return (*map(min, zip(*corners, strict=True)), *map(max, zip(*corners, strict=True)))


def test_the_printed_map_is_well_formed_whatever_the_names(hostile: str) -> None:
    svg = static_map(with_name(hostile), "ceiling", 90, 70, focus="XT04", zoom_to_focus=True)
    root = ET.fromstring(svg)
    assert root.get("width") == "90mm"
    assert not root.findall(f".//{SVG}script")
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        *("svg", "defs", "pattern", "line", "circle", "clipPath", "rect", "g", "path", "text"),
    }


def test_a_name_is_written_as_it_is() -> None:
    written = {text.text for text in texts(static_map(with_name("<b>A & B</b>"), "ceiling", 180, 180))}
    assert "<b>A & B</b>" in written


def test_the_printed_map_draws_every_area_with_its_pattern(document: MapDocument) -> None:
    svg = static_map(document, "ceiling", 180, 180)
    for fill in document.theme("ceiling").classes:
        assert fill.fill in svg
        assert fill.pattern == "plain" or f'fill="url(#p-{fill.id})"' in svg
        assert fill.pattern == "plain" or f'<pattern id="p-{fill.id}"' in svg
    assert "50 km" in svg or "100 km" in svg


@pytest.mark.parametrize("theme", ["ceiling", "acceptance", "tolerance", "confidence"])
def test_every_theme_is_printed_in_its_own_classes(document: MapDocument, theme: str) -> None:
    svg = static_map(document, theme, 120, 120)
    chosen = document.theme(theme)
    assert set(re.findall(r"url\(#p-([a-z_0-9]+)\)", svg)) == {
        fill.id for fill in chosen.classes if fill.pattern != "plain" and fill.id in chosen.of_area.values()
    }


def test_the_printed_map_draws_incidents_and_the_legs_of_a_trip(document: MapDocument) -> None:
    marks = tuple(
        IncidentMark(f"i{n}", "x", s, area.label_at) for n, (s, area) in enumerate(zip(AGES, document.areas, strict=False))
    )
    counts = (IncidentCount("XT04", 137, document.areas[4].label_at, "137"),)
    incidents = IncidentLayer("Incidents", marks, counts, STYLE.points("incidents"), (), 0)
    west, south, east, north = document.bounds
    legs = [(Leg("one", ((west, south), (east, north)), date(2026, 1, 1)), go) for go in (Go.WAIT, Go.NO_GO)]
    plain, svg = (
        static_map(document, "ceiling", 180, 180),
        static_map(document.with_overlays(incidents, build_trip_layer(legs, WORDS)), "ceiling", 180, 180),
    )
    assert ">137</text>" in svg
    for leg in STYLE.strokes("trips"):
        drawn = (
            f'stroke="{leg.stroke}" stroke-width="{leg.width:g}" fill="none" stroke-linejoin="round" stroke-dasharray="{leg.dash}"'
        )
        assert (drawn in svg) is (leg.id in ("wait", "no_go"))
        assert drawn not in plain
    for age in STYLE.points("incidents")[:3]:
        assert f'fill="{age.fill}" stroke="{age.stroke}" stroke-width="0.8"' in svg
        assert f'fill="{age.fill}" stroke="{age.stroke}" stroke-width="0.8"' not in plain


def test_every_incident_and_every_leg_lies_on_white(document: MapDocument) -> None:
    legs = [(Leg("one", (document.bounds[:2], document.bounds[2:]), date(2026, 1, 1)), go) for go in (Go.WAIT, Go.NO_GO)]
    svg = static_map(document.with_overlays(build_trip_layer(legs, WORDS)), "ceiling", 180, 180)
    assert len(re.findall(r'stroke="#ffffff" stroke-width="5.8"', svg)) == 2


def test_disputed_borders_are_dashed_on_paper() -> None:
    """Kashmir has lines of control and disputed lines; Switzerland has none of them."""
    kashmir, switzerland = (
        static_map(map_of(shapely.box(*bounds)), "ceiling", 100, 100, base_map=True)
        for bounds in ((73, 32, 80, 37), (6, 45, 10, 48))
    )
    assert 'stroke-dasharray="8 3 2 3"' in kashmir
    assert 'stroke-dasharray="6 4"' in kashmir
    assert "dasharray" not in switzerland
    assert f'fill="{STYLE.ground.lake}"' in switzerland
    assert f'fill="{STYLE.ground.lake}"' not in static_map(map_of(shapely.box(6, 45, 10, 48)), "ceiling", 100, 100)


def test_a_map_in_the_open_sea_has_no_land(document: MapDocument) -> None:
    svg = static_map(document, "ceiling", 100, 100, base_map=True)
    assert f'fill="{STYLE.ground.sea}"' in svg
    assert f'fill="{STYLE.ground.land}"' not in svg
    assert f'fill="{STYLE.ground.paper}"' in static_map(document, "ceiling", 100, 100)


@pytest.mark.parametrize(
    "bounds", [(-19.0, -23.0, -16.0, -20.0), (25.1, 3.3, 26.9, 4.4), (-20.0, -20.0, 20.0, 20.0), (30, -20, 31, 20)]
)
def test_nothing_is_written_below_the_scale_bar(bounds: Box) -> None:
    west, south, east, _ = bounds
    # Places so near to each other that their names crowd the corner in which the bar stands.
    step = (east - west) / 16
    spots = [(east - (k % 7) * step, south + (k // 7) * step * 0.6) for k in range(49)]
    places = tuple(PlaceMark(f"s{n}", f"Place {n}", "settlement", at, ()) for n, at in enumerate(spots))
    svg = static_map(replace(map_of(shapely.box(*bounds)), places=places), "ceiling", 118, 92)
    left, top, right, bottom = bar_of(svg)
    assert right - left > 20
    others = [text for text in texts(svg) if " km" not in (text.text or "")]
    for sign in ("°", "Place"):
        assert any(sign in (text.text or "") for text in others)
    for text in others:
        x, y, size = (float(text.get(key) or 0) for key in ("x", "y", "font-size"))
        wide = letters(text.text or "", size, int(text.get("font-weight") or 400))
        begin = x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.get("text-anchor") or "start"]
        assert not (begin < right and left < begin + wide and y - size * 0.7 < bottom and top < y), text.text


def test_the_scale_bar_lies_inside_the_frame(document: MapDocument) -> None:
    svg = static_map(document, "ceiling", 118, 92)
    _, _, wide, tall = (float(edge) for edge in (ET.fromstring(svg).get("viewBox") or "").split())
    left, top, right, bottom = bar_of(svg)
    assert 0 < left < right < wide
    assert 0 < top < bottom < tall
    assert right - left < wide / 2


def test_a_sheet_is_fitted_to_an_area_and_its_surroundings(document: MapDocument) -> None:
    whole, near = (static_map(document, "ceiling", 90, 70, focus="XT04", zoom_to_focus=zoom) for zoom in (False, True))
    corners = f'stroke="{document.focus.stroke}" stroke-width="{document.focus.width:g}"'
    assert corners in whole
    assert corners in near

    def side(svg: str) -> float:
        [path] = [found for found in re.findall(r"<path [^>]*/>", svg) if corners in found]
        numbers = [float(x) for x, _ in re.findall(r"(-?[\d.]+) (-?[\d.]+)", re.findall(r'd="([^"]+)"', path)[0])]
        return max(numbers) - min(numbers)

    assert side(near) > 1.5 * side(whole)


def test_a_region_that_is_not_drawn_itself_gets_the_whole_map(document: MapDocument) -> None:
    assert static_map(document, "ceiling", 90, 70, focus="XT", zoom_to_focus=True) == static_map(document, "ceiling", 90, 70)


def test_names_can_be_left_out(document: MapDocument) -> None:
    assert "Square 4" in {text.text for text in texts(static_map(document, "ceiling", 180, 180))}
    assert not any("Square" in (text.text or "") for text in texts(static_map(document, "ceiling", 180, 180, labels=False)))


def test_a_map_without_levels_of_detail_is_printed_the_same(document: MapDocument) -> None:
    assert static_map(replace(document, levels=()), "ceiling", 90, 70) == static_map(document, "ceiling", 90, 70)


def test_a_sheet_has_a_plane_of_its_own_about_its_middle() -> None:
    view = paper_view((29.0, 3.0, 33.0, 7.0), 100.0, 50.0)
    assert view.plane == EqualArea(31.0, 5.0)
    assert (view.width, view.height) == pytest.approx((100 / 25.4 * 96, 50 / 25.4 * 96))


def test_the_same_map_is_the_same_bytes(document: MapDocument) -> None:
    assert static_map(document, "ceiling", 90, 70, base_map=True) == static_map(document, "ceiling", 90, 70, base_map=True)

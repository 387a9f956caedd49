"""The exported page and the printed map: the same document, nothing from outside, no name ever read as markup."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from mrm_desktop.cartography.build import build_map_document
from mrm_desktop.cartography.ground import ground
from mrm_desktop.cartography.layers.incidents import IncidentCount, IncidentLayer, IncidentMark
from mrm_desktop.cartography.layers.trips import build_trip_layer
from mrm_desktop.cartography.map_document import FORMAT, MapDocument
from mrm_desktop.cartography.paper import fit, graticule, project, ring_path, scale_bar_box, track_path
from mrm_desktop.cartography.static_map import static_map
from mrm_desktop.cartography.style import load_style
from mrm_desktop.cartography.web_page import web_page, write_web_page
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.trips import Go, Leg
from mrm_desktop.foundation.words import Words
from tests import toy
from tests.present import present
from tests.store import records

WORDS = Words("en")
COLOURS = load_style().ground
AGES = ("last_30", "last_90", "older")
ADDRESS = re.compile(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", re.IGNORECASE)
HARMLESS = {
    "//www.w3.org",
    "http://www.w3.org",
    "https://leafletjs.com",
}  # a namespace, and Leaflet's own credit, which is switched off


@pytest.fixture(scope="module")
def document() -> MapDocument:
    return build_map_document(toy.view(), WORDS)


def with_name(name: str) -> MapDocument:
    areas = list(toy.view().areas)
    areas[4] = toy.area(4, name)
    place = replace(toy.view().places[0], name=name)
    return build_map_document(toy.view(areas=tuple(areas), places=(place,), presence=(replace(toy.presence(0), name=name),)), WORDS)


def test_every_theme_gives_every_area_a_class_of_its_legend(document: MapDocument) -> None:
    for theme in document.themes:
        assert set(theme.of_area) == {area.id for area in document.areas}
        assert set(theme.of_area.values()) <= {fill.id for fill in theme.classes}
        assert sum(entry.count for entry in theme.legend) == len(document.areas)


def test_places_without_coordinates_are_counted_not_drawn(document: MapDocument) -> None:
    assert [place.name for place in document.places] == ["Near", "Far"]
    assert "1 place without usable coordinates" in " ".join(document.marginalia.notes)


def test_the_date_of_the_data_is_that_of_the_newest_dataset() -> None:
    datasets = [replace(records.dataset(), imported_at=datetime(2026, month, 11, tzinfo=UTC)) for month in (1, 2)]
    for order in (datasets, datasets[::-1]):
        notes = build_map_document(toy.view(datasets=tuple(order)), WORDS).marginalia.notes
        assert WORDS.say("map.note.data_date", day=date(2026, 2, 11)) in notes


def test_remoteness_is_a_class(document: MapDocument) -> None:
    assert [place.style for place in document.places] == ["settlement", "remote"]


def test_the_document_names_its_format_and_survives_json(document: MapDocument) -> None:
    loaded = json.loads(document.to_json())
    assert loaded["format"] == FORMAT
    assert len(loaded["areas"]) == 9
    assert loaded["areas"][0]["polygons"][0][0][0] == [-19.0, -23.0]


def test_a_project_without_areas_says_what_to_do() -> None:
    with pytest.raises(KnownError, match=r"map\.no_areas"):
        build_map_document(toy.view(areas=()), WORDS)


def test_the_page_names_no_address_of_the_network(document: MapDocument) -> None:
    page = web_page(document)
    found = {match.group(0).lower() for match in ADDRESS.finditer(page)}
    assert found - HARMLESS == set()
    assert "default-src &#x27;none&#x27;" in page


def test_the_page_is_the_same_bytes_each_time(document: MapDocument) -> None:
    assert web_page(document) == web_page(document)


def test_no_name_becomes_markup_in_the_page(hostile: str) -> None:
    page = web_page(with_name(hostile))
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "{{ 7 * 7 }}" in page or "7 * 7" not in hostile
    carried = present(re.search(r'<script type="application/json" id="document">(.*?)</script>', page, re.DOTALL)).group(1)
    assert json.loads(carried)["areas"][4]["name"] == hostile


def test_a_page_is_written_whole(document: MapDocument, tmp_path: Path) -> None:
    path = write_web_page(document, tmp_path / "map.html")
    assert [p.name for p in tmp_path.iterdir()] == ["map.html"]
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_printed_map_is_well_formed_whatever_the_names(hostile: str) -> None:
    svg = static_map(with_name(hostile), "ceiling", 90, 70, focus="XT04", zoom_to_focus=True)
    root = ET.fromstring(svg)
    assert root.get("width") == "90mm"
    assert not root.findall(".//{http://www.w3.org/2000/svg}script")


def test_the_printed_map_draws_every_area_with_its_pattern(document: MapDocument) -> None:
    svg = static_map(document, "ceiling", 180, 180)
    for fill in document.theme("ceiling").classes:
        assert fill.fill in svg
        assert fill.pattern == "plain" or f'fill="url(#p-{fill.id})"' in svg
    assert "50 km" in svg or "100 km" in svg


def test_the_printed_map_draws_incidents_and_the_legs_of_a_trip(document: MapDocument) -> None:
    style = load_style()
    marks = tuple(
        IncidentMark(f"i{n}", "x", s, area.label_at) for n, (s, area) in enumerate(zip(AGES, document.areas, strict=False))
    )
    counts = (IncidentCount("XT04", 137, document.areas[4].label_at, "137"),)
    incidents = IncidentLayer("Incidents", marks, counts, style.points("incidents"), (), 0)
    west, south, east, north = document.bounds
    legs = [(Leg("one", ((west, south), (east, north)), date(2026, 1, 1)), go) for go in (Go.WAIT, Go.NO_GO)]
    plain, svg = (
        static_map(document, "ceiling", 180, 180),
        static_map(document.with_overlays(incidents, build_trip_layer(legs, WORDS)), "ceiling", 180, 180),
    )
    assert ">137</text>" in svg
    assert svg.count('stroke-width="1.9"') - plain.count('stroke-width="1.9"') == 2
    for age in style.points("incidents")[:3]:
        assert f'fill="{age.fill}" stroke="{age.stroke}" stroke-width="0.15"' in svg
        assert f'fill="{age.fill}" stroke="{age.stroke}" stroke-width="0.15"' not in plain


def test_outlines_end_a_little_beyond_the_paper() -> None:
    frame = fit((0.0, 0.0, 1.0, 1.0), 100, 100)
    ring = np.array([(-40.0, -40.0), (40.0, -40.0), (40.0, 40.0), (-40.0, 40.0), (-40.0, -40.0)])
    numbers = [float(n) for n in re.findall(r"-?\d+\.\d+", ring_path(ring, frame))]
    assert (min(numbers), max(numbers)) == (-3.0, 103.0)
    track = [float(n) for n in re.findall(r"-?\d+\.\d+", track_path(np.array([(-20.0, 0.5), (20.0, 0.5)]), frame))]
    assert len(track) == 4
    assert min(track) >= -3.0
    assert max(track) <= 103.0
    assert track_path(np.array([(50.0, 0.5), (60.0, 0.5)]), frame) == ""


def test_a_ring_that_crosses_itself_is_cut_all_the_same() -> None:
    frame = fit((0.0, 0.0, 1.0, 1.0), 100, 100)
    assert ring_path(np.array([(-1.0, -1.0), (2.0, 2.0), (2.0, -1.0), (-1.0, 2.0), (-1.0, -1.0)]), frame).startswith("M")


def test_disputed_borders_are_dashed_on_paper() -> None:
    """Kashmir has lines of control and disputed lines; Switzerland has none of them."""
    kashmir, switzerland = (
        "".join(ground(fit((73, 32, 80, 37), 100, 100), COLOURS)),
        "".join(ground(fit((6, 45, 10, 48), 100, 100), COLOURS)),
    )
    assert 'stroke-dasharray="2 0.8 0.5 0.8"' in kashmir
    assert 'stroke-dasharray="1.5 1"' in kashmir
    assert "dasharray" not in switzerland
    assert 'fill="#dbe6ec"' in switzerland  # its lakes


def test_open_sea_has_no_ground() -> None:
    assert list(ground(fit((-30, -30, -28, -28), 100, 100), COLOURS)) == []


def test_no_degrees_are_written_below_the_scale_bar(document: MapDocument) -> None:
    for bounds in ((-19.0, -23.0, -16.0, -20.0), (25.1, 3.3, 26.9, 4.4), (-20.0, -20.0, 20.0, 20.0)):
        frame = fit(bounds, 118, 92)
        left, top, right, bottom = scale_bar_box(frame)
        for x, y in re.findall(r'<text x="([\d.]+)" y="([\d.]+)"', "".join(graticule(frame, (left, top, right, bottom)))):
            assert not (left < float(x) < right and top < float(y) < bottom)


@pytest.mark.parametrize("bounds", [(-21.0, -24.0, -16.0, -19.0), (10.0, -3.0, 11.5, 4.0), (29.0, -1.0, 30.0, 0.2)])
def test_degrees_are_written_inside_the_frame(bounds: tuple[float, float, float, float]) -> None:
    frame = fit(bounds, 118, 92)
    written = re.findall(r'<text x="([\d.-]+)" y="([\d.-]+)"[^>]*>[^<]*°[NS]<', "".join(graticule(frame)))
    assert written
    assert all(3.5 < float(y) < frame.height - 8 for _, y in written)


def test_the_projection_keeps_areas_equal_laea() -> None:
    """One degree square at 5 N and at 15 N: areas on paper in the ratio of the areas on the ellipsoid (12,308 : 11,907 km2)."""
    import shapely

    def area(lat: int) -> float:
        ring = shapely.get_coordinates(shapely.segmentize(shapely.box(30, lat, 31, lat + 1), 0.05))
        return shapely.Polygon(project(ring, 30.5, 10.0)).area / 1e6

    from pyproj import Geod

    geod = Geod(ellps="WGS84")

    def true(lat: int) -> float:
        return abs(geod.geometry_area_perimeter(shapely.segmentize(shapely.box(30, lat, 31, lat + 1), 0.02))[0]) / 1e6

    for lat in (5, 15):
        assert area(lat) == pytest.approx(true(lat), rel=1e-3)


def test_a_single_place_still_gets_a_map() -> None:
    frame = fit((31.0, 5.0, 31.0, 5.0), 90, 70)
    assert 0 < frame.scale < 1

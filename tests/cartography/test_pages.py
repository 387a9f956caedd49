"""The document of a map and its exported page: nothing from outside, no name ever read as markup."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from mrm_desktop.cartography.build import build_map_document
from mrm_desktop.cartography.layers.incidents import IncidentLayer, IncidentMark
from mrm_desktop.cartography.map_document import FORMAT, MapDocument, MapRecord
from mrm_desktop.cartography.web_page import web_page, write_web_page
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.words import Words
from tests import toy
from tests.present import present
from tests.store import records

WORDS = Words("en")
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


def test_the_map_says_whose_data_it_is_and_names_no_file() -> None:
    notes = " ".join(build_map_document(toy.view(datasets=(records.dataset(name="secret-list.csv"),)), WORDS).marginalia.notes)
    assert "survey-desk" in notes
    assert "secret-list" not in notes


def test_remoteness_is_a_class(document: MapDocument) -> None:
    assert [place.style for place in document.places] == ["settlement", "remote"]


def test_the_document_names_its_format_and_survives_json(document: MapDocument) -> None:
    loaded = json.loads(document.to_json())
    assert loaded["format"] == FORMAT
    assert len(loaded["areas"]) == 9
    assert loaded["areas"][0]["polygons"][0][0][0] == [-19.0, -23.0]


def test_a_record_of_a_map_is_found_by_its_layer_and_identifier(document: MapDocument) -> None:
    place, base = document.places[1], document.presence[0]
    assert document.record("places", place.id) == MapRecord(place.name, place.at, place.rows)
    assert document.record("presence", base.id) == MapRecord(base.name, present(base.base), base.rows)
    mark = IncidentMark("i1", "clash", "older", (-19.0, -22.0))
    with_incidents = document.with_overlays(IncidentLayer("Incidents", (mark,), (), (), (), 0))
    assert with_incidents.record("incidents", "i1") == MapRecord("clash", (-19.0, -22.0), ())
    for layer, record_id in (("places", base.id), ("presence", place.id), ("incidents", "i1"), ("trips", "x"), ("places", "")):
        assert document.record(layer, record_id) is None


def test_presence_without_a_base_stands_at_no_point() -> None:
    presence = replace(toy.presence(0), base_point=None)
    assert build_map_document(toy.view(presence=(presence,)), WORDS).record("presence", presence.id) is None


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

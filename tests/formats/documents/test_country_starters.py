"""What is shipped of countries: every mission of the registry has one, and no outline that was redrawn passes for a unit of today."""

from __future__ import annotations

import json

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import REDRAWN_OUTLINE, STARTER_OUTLINE
from mrm_desktop.formats.documents.country_starters import boundary_file, countries, country, outlines
from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.languages import BY_CODE
from mrm_desktop.services.evidence.confirm_mission import shipped_missions

LARGEST = 3_000_000  # bytes of all countries together


def test_every_mission_of_the_registry_has_a_country_and_none_is_invented() -> None:
    known = {record.acronym for record in shipped_missions()}
    assert {acronym for one in countries() for acronym in one.missions} == known


def test_all_of_them_are_small() -> None:
    assert sum(file.stat().st_size for file in asset("maps", "countries").iterdir()) < LARGEST


@pytest.mark.parametrize("code", [one.code for one in countries()])
def test_a_country_is_what_its_outlines_are(code: str) -> None:
    told, features = country(code), json.loads(boundary_file(code))["features"]
    codes = [feature["properties"]["iso_3166_2"] for feature in features]
    assert len(set(codes)) == len(codes) == told.units
    assert {feature["properties"]["version"] for feature in features} <= {STARTER_OUTLINE, REDRAWN_OUTLINE}
    assert sum(feature["properties"]["version"] == REDRAWN_OUTLINE for feature in features) == told.redrawn
    assert set(told.names) == set(BY_CODE)
    for feature in features:
        assert all(feature["properties"][f"name_{language}"] for language in BY_CODE)
    west, south, east, north = told.extent
    for outline in outlines(code):
        assert all(west - 0.01 <= x <= east + 0.01 and south - 0.01 <= y <= north + 0.01 for ring in outline.rings for x, y in ring)


def test_where_the_counts_differ_something_is_marked_and_where_nothing_is_marked_they_are_the_same() -> None:
    for one in countries():
        assert one.redrawn or one.units == one.official, one.code
        assert not one.redrawn or one.units != one.official or one.code == "PAK" or one.redrawn < one.units, one.code


def test_the_provinces_of_the_east_of_dr_congo_hold_and_katanga_does_not() -> None:
    told = country("cod")
    assert (told.units, told.official) == (11, 26)
    redrawn = {outline.code: outline.is_redrawn for outline in outlines("COD")}
    assert redrawn["CD-KA"]
    assert redrawn["CD-OR"]
    assert not redrawn["CD-NK"]
    assert not redrawn["CD-SK"]


def test_two_units_that_the_source_gives_one_code_have_two() -> None:
    codes = {outline.code: outline.name for outline in outlines("SDN")}
    assert {"SD-DC", "SD-DE", "SD-DS"} <= set(codes)
    assert codes["SD-DC"] == "Central Darfur"


def test_a_country_that_is_not_shipped_is_said_with_those_that_are() -> None:
    with pytest.raises(KnownError) as caught:
        country("FRA")
    assert caught.value.code == "country.unknown"
    assert "SSD" in caught.value.params["known"]

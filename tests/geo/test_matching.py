"""Rows find their areas, and what is doubtful waits for a person."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from mrm_desktop.domain.geography import Area
from mrm_desktop.geo.area_index import AreaIndex
from mrm_desktop.geo.codes import CodeBook
from mrm_desktop.geo.matching import Clues, Matcher, Matches, NameColumn

NAN = float("nan")


def _area(code: str, name: str, level: int, parent: str | None, west: float, south: float, size: float, **names: str) -> Area:
    return Area(code, name, level, parent, shapely.box(west, south, west + size, south + size).wkb, names)


AREAS = (
    _area("ZZ01", "Upper Marula", 1, None, 30, 4, 2),
    _area("ZZ02", "Lower Marula", 1, None, 32, 4, 2, fr="Basse-Maroula", ar="مارولا السفلى"),
    _area("ZZ0101", "Tamarind", 2, "ZZ01", 30, 4, 1),
    _area("ZZ0102", "Springs", 2, "ZZ01", 31, 4, 1),
    _area("ZZ0201", "Springs", 2, "ZZ02", 32, 4, 1),
    _area("ZZ0202", "Éléphant-Ville County", 2, "ZZ02", 33, 4, 1),
)
INDEX = AreaIndex(AREAS)


def _match(
    codes: list[str] | None = None,
    adm2: list[str] | None = None,
    adm1: list[str] | None = None,
    points: list[tuple[float, float]] | None = None,
    accepted: dict[str, str] | None = None,
) -> Matches:
    count = len(codes or adm2 or adm1 or points or [])
    where = np.array(points or [(NAN, NAN)] * count, dtype=float)
    names = tuple(NameColumn(column) for column in (adm2, adm1) if column is not None)
    return Matcher(INDEX, accepted).match(Clues(where[:, 0], where[:, 1], codes, names))


def _codes(matches: Matches) -> list[str]:
    return [INDEX.areas[n].code if n >= 0 else "" for n in matches.areas]


@pytest.mark.parametrize(
    ("code", "expected", "how"),
    [
        ("ZZ0101", "ZZ0101", "pcode"),
        ("zz-0101", "ZZ0101", "pcode"),
        ("ZZ101", "ZZ0101", "match.code_zeros"),
        ("0101", "ZZ0101", "match.code_zeros"),
        ("101", "ZZ0101", "match.code_zeros"),
        ("ZZ010103", "ZZ0101", "match.code_prefix"),
        ("ZZ0301", "", "match.code_unknown"),
        ("XX0101", "", "match.code_unknown"),
        ("ZZ01AB", "", "match.code_unknown"),
    ],
)
def test_codes(code: str, expected: str, how: str) -> None:
    area, found = CodeBook(INDEX).find(code)
    assert (area.code if area else "", found) == (expected, how)


def test_order_of_trust_is_code_point_name() -> None:
    matches = _match(
        codes=["ZZ0202", "", ""], adm2=["Tamarind", "Tamarind", "Tamarind"], points=[(30.5, 4.5), (32.5, 4.5), (NAN, NAN)]
    )
    assert _codes(matches) == ["ZZ0202", "ZZ0201", "ZZ0101"]
    assert matches.how.tolist() == ["pcode", "point", "name"]
    assert matches.notes["match.place_disagrees"] == (1,)
    assert matches.notes["match.code_beside_name"] == (0,)
    assert matches.notes["match.code_disagrees"] == (0,)


def test_names_without_accents_case_and_kind() -> None:
    assert _codes(_match(adm2=["elephant ville", "ÉLÉPHANT-VILLE"])) == ["ZZ0202", "ZZ0202"]
    assert _codes(_match(adm1=["basse maroula", "مارولا السفلي"])) == ["ZZ02", "ZZ02"]


def test_one_name_in_two_parents_is_settled_by_the_parent() -> None:
    assert _codes(_match(adm2=["Springs", "Springs"], adm1=["Upper Marula", "Lower Marula"])) == ["ZZ0102", "ZZ0201"]


def test_one_name_in_two_parents_waits_without_the_parent() -> None:
    matches = _match(adm2=["Springs"])
    assert _codes(matches) == [""]
    assert [area.code for area, _ in matches.near[0].candidates] == ["ZZ0102", "ZZ0201"]


def test_near_name_waits_and_is_never_applied() -> None:
    matches = _match(adm2=["Tamarnd", "Tamarnd"])
    assert _codes(matches) == ["", ""]
    assert (matches.near[0].text, matches.near[0].rows) == ("Tamarnd", (0, 1))
    assert matches.near[0].candidates[0][0].code == "ZZ0101"


def test_accepted_near_name_is_applied_and_says_so() -> None:
    matches = _match(adm2=["Tamarnd"], accepted={"Tamarnd": "ZZ0101"})
    assert _codes(matches) == ["ZZ0101"]
    assert matches.how.tolist() == ["near_name"]


def test_unknown_county_falls_back_to_its_state() -> None:
    assert _codes(_match(adm2=["Quixote"], adm1=["Upper Marula"])) == ["ZZ01"]


def test_point_beside_the_border_belongs_to_the_nearest_area() -> None:
    matches = _match(points=[(29.99, 4.5), (20.0, 4.5)])
    assert _codes(matches) == ["ZZ0101", ""]
    assert matches.notes["match.point_at_border"] == (0,)
    assert matches.notes["match.point_outside"] == (1,)


def test_order_of_rows_does_not_matter() -> None:
    rows = [("Springs", "Upper Marula"), ("Tamarnd", ""), ("", "Lower Marula"), ("Tamarind", "")]
    forward = _codes(_match(adm2=[a for a, _ in rows], adm1=[b for _, b in rows]))
    backward = _codes(_match(adm2=[a for a, _ in reversed(rows)], adm1=[b for _, b in reversed(rows)]))
    assert forward == backward[::-1]


def test_no_areas_match_nothing() -> None:
    matches = Matcher(AreaIndex([])).match(Clues(np.array([31.0]), np.array([5.0]), ["ZZ01"]))
    assert matches.areas.tolist() == [-1]


def test_finer_areas_are_lifted_to_the_level_asked_for() -> None:
    orphan = _area("XX77", "Faraway", 2, "unknown", 33, 4, 0.5)
    index = AreaIndex([*AREAS, orphan])
    nowhere = np.array([NAN, NAN, NAN])
    matches = Matcher(index, level=1).match(Clues(nowhere, nowhere, ["ZZ0101", "", ""], (NameColumn(["", "Tamarind", "Faraway"]),)))
    assert [index.areas[n].code for n in matches.areas] == ["ZZ01", "ZZ01", "ZZ02"]


@pytest.mark.parametrize(
    ("level", "expected"), [(None, ["ZZ0101", "ZZ01"]), (2, ["ZZ0101", "ZZ01"]), (1, ["ZZ01", "ZZ01"]), (0, ["ZZ", "ZZ"])]
)
def test_rows_are_brought_up_to_the_level_asked_for_and_no_higher(level: int | None, expected: list[str]) -> None:
    country = _area("ZZ", "Marula Republic", 0, None, 30, 4, 4)
    index = AreaIndex((country, *(replace(area, parent="ZZ") if area.level == 1 else area for area in AREAS)))
    nowhere = np.full(2, NAN)
    found = Matcher(index, level=level).match(Clues(nowhere, nowhere, ["ZZ0101", "ZZ01"], ()))
    assert [index.areas[n].code for n in found.areas] == expected

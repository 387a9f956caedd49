"""P-codes are compared as what they are: forgiven is what is known to happen to codes, and nothing that makes another code of one."""

from __future__ import annotations

import pytest
import shapely

from mrm_desktop.domain.geography import Area
from mrm_desktop.geo.area_index import AreaIndex
from mrm_desktop.geo.codes import DECIMAL, EXACT, PREFIX, UNKNOWN, ZEROS, CodeBook


def book(*codes: str) -> CodeBook:
    return CodeBook(AreaIndex([Area(code, code, 1, None, shapely.box(n, 0, n + 1, 1).wkb) for n, code in enumerate(codes)]))


def found(codes: CodeBook, text: str) -> tuple[str | None, str]:
    area, how = codes.find(text)
    return (area.code if area is not None else None, how)


SUDAN = ("SS01", "SS10", "SS0101", "SS0110")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SS0101", ("SS0101", EXACT)),
        ("ss0101", ("SS0101", EXACT)),
        ("SS-01-01", ("SS0101", EXACT)),
        ("SS 01 01", ("SS0101", EXACT)),
        ("SS10.0", ("SS10", DECIMAL)),
        ("SS01.0", ("SS01", DECIMAL)),
        ("SS1", ("SS01", ZEROS)),
        ("101", ("SS0101", ZEROS)),
        ("101.0", ("SS0101", ZEROS)),
        ("SS010101", ("SS0101", PREFIX)),
        ("SS0110 / SS0101", (None, UNKNOWN)),
        ("SSO101", (None, UNKNOWN)),
        ("1001", (None, UNKNOWN)),
    ],
)
def test_codes_as_people_and_programs_write_them(text: str, expected: tuple[str | None, str]) -> None:
    assert found(book(*SUDAN), text) == expected


@pytest.mark.parametrize(("text", "code"), [("11.0", "11"), ("1.0", "1"), ("111.0", "111"), ("110", "110")])
def test_a_number_written_by_pandas_is_the_number(text: str, code: str) -> None:
    assert found(book("1", "10", "11", "110", "111", "1110"), text)[0] == code


@pytest.mark.parametrize(("text", "code"), [("zzz.11_1", "ZZZ.11_1"), ("zzz.11.1_1", "ZZZ.11.1_1"), ("ZZZ.1.11_1", "ZZZ.1.11_1")])
def test_a_dot_is_part_of_a_code_of_gadm(text: str, code: str) -> None:
    assert found(book("ZZZ.1.1_1", "ZZZ.11_1", "ZZZ.1.11_1", "ZZZ.11.1_1"), text) == (code, EXACT)


def test_another_version_of_a_code_of_gadm_is_another_code() -> None:
    assert found(book("ZZZ.11_1"), "ZZZ.11_2") == (None, UNKNOWN)


def test_what_two_areas_fit_fits_none() -> None:
    assert found(book("SS10", "SS0010"), "10") == (None, UNKNOWN)


def test_codes_that_only_spelling_tells_apart_are_not_forgiven_any() -> None:
    codes = book("AB-1", "AB1")
    assert found(codes, "AB1") == ("AB1", EXACT)
    assert found(codes, "ab1")[0] is None


def test_only_bare_numbers_are_guesses() -> None:
    codes = book(*SUDAN)
    assert codes.is_guess("101")
    assert not codes.is_guess("SS101")
    assert not codes.is_guess("SS0101")

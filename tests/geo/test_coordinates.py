"""Coordinates as people write them, and what is wrong with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.geo.coordinates import has_only_commas, parse_angle, parse_position, proves_decimal_commas


@pytest.mark.parametrize(
    ("text", "latitude", "longitude", "notation"),
    [
        ("4.85, 31.6", 4.85, 31.6, "decimal"),
        ("4.85 31.6", 4.85, 31.6, "decimal"),
        ("4,85; 31,6", 4.85, 31.6, "decimal"),
        ("-4.5, -31.25", -4.5, -31.25, "decimal"),
        ("N 4.85 E 31.6", 4.85, 31.6, "decimal"),
        ("31.6 E, 4.85 N", 4.85, 31.6, "decimal"),
        ("4°51'00\"N 31°36'00\"E", 4.85, 31.6, "dms"),
        ("4° 51.0' N, 31° 36.0' E", 4.85, 31.6, "dms"),
        ("4\u00ba51\u2032S 31\u00ba36\u2032O", -4.85, -31.6, "dms"),
        ("4:51N 31:36E", 4.85, 31.6, "dms"),
        ("N 4 51 0 E 31 36 0", 4.85, 31.6, "decimal"),
        ("36 north 345000 536000", 4.848, 31.603, "utm"),
        ("36N 345000mE 536000mN", 4.848, 31.603, "utm"),
        ("36NUL4500036000", 4.848, 31.603, "mgrs"),
        ("36N UL 45000 36000", 4.848, 31.603, "mgrs"),
    ],
)
def test_notations(text: str, latitude: float, longitude: float, notation: str) -> None:
    position = parse_position(text)
    assert position.latitude == pytest.approx(latitude, abs=0.001)
    assert position.longitude == pytest.approx(longitude, abs=0.001)
    assert position.notation == notation


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("4.8, 31.6", 11_132),
        ("4.85123, 31.60431", 1.1132),
        ("4°51'N 31°36'E", 1_855.3),
        ("36NUK4536", 1000),
        ("36NUL4500036000", 1),
    ],
)
def test_stated_precision_is_kept(text: str, metres: float) -> None:
    assert parse_position(text).precision_m == pytest.approx(metres, rel=0.01)


def test_mgrs_means_the_middle_of_its_square() -> None:
    coarse, fine = parse_position("36NUK4536"), parse_position("36NUK4550036500")
    assert coarse.latitude == pytest.approx(fine.latitude, abs=1e-5)


@pytest.mark.parametrize(
    "text", ["", "Juba", "4.85", "4.85, 31.6, 475", "4.85 N, 31.6 S", "99NXX1", "4 61 0 N 31 0 0 E", "x" * 500]
)
def test_nonsense_is_unreadable(text: str) -> None:
    with pytest.raises(KnownError) as caught:
        parse_position(text)
    assert caught.value.code == "coordinate.unreadable"
    assert not caught.value.params


def test_utm_south_or_band_is_not_guessed() -> None:
    with pytest.raises(KnownError) as caught:
        parse_position("36S 345000 536000")
    assert caught.value.code == "coordinate.utm_hemisphere"


def test_latitude_beyond_the_pole() -> None:
    with pytest.raises(KnownError) as caught:
        parse_position("94.85, 31.6")
    assert caught.value.code == "coordinate.out_of_range"


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        position = parse_position(text)
    except KnownError:
        return
    assert -180 <= position.longitude <= 180
    assert -90 <= position.latitude <= 90


@given(st.floats(-89, 89), st.floats(-179, 179))
def test_decimal_round_trip(latitude: float, longitude: float) -> None:
    position = parse_position(f"{latitude:.5f}, {longitude:.5f}")
    assert position.latitude == pytest.approx(latitude, abs=1e-5)
    assert position.longitude == pytest.approx(longitude, abs=1e-5)


@pytest.mark.parametrize(
    ("text", "axis", "degrees"), [("4.1N", "latitude", 4.1), ("S 4.1°", "latitude", -4.1), ("30°36'W", "longitude", -30.6)]
)
def test_an_angle_alone_is_read(text: str, axis: str, degrees: float) -> None:
    assert parse_angle(text, axis) == pytest.approx(degrees)


@pytest.mark.parametrize(("text", "axis"), [("4.1E", "latitude"), ("30.6N", "longitude"), ("", "latitude"), ("4.1.0", "latitude")])
def test_an_angle_of_the_other_axis_is_unreadable(text: str, axis: str) -> None:
    with pytest.raises(KnownError, match=r"coordinate\.unreadable"):
        parse_angle(text, axis)


@pytest.mark.parametrize("text", ["-22,37,-18,07", "(22,37,18,07)", "4,51,31,36"])
def test_commas_that_may_be_two_things_are_refused(text: str) -> None:
    with pytest.raises(KnownError) as caught:
        parse_position(text)
    assert caught.value.code == "coordinate.ambiguous_commas"
    assert has_only_commas(text)
    assert not proves_decimal_commas(text)


@pytest.mark.parametrize(
    ("text", "latitude", "longitude"),
    [
        ("-22,6500,-18,0700", -22.65, -18.07),
        ("-22,75,-18,45", -22.75, -18.45),
        ("-22,37, -18,07", -22.37, -18.07),
        ("22,37 S, 18,07 W", -22.37, -18.07),
        ("22,37S,18,07W", -22.37, -18.07),
        ("Lat: 22,37 Long: 18,07", 22.37, 18.07),
        ("POINT (18,07 22,37)", 22.37, 18.07),
        ("22 37,5 S 18 07,2 W", -22.625, -18.12),
    ],
)
def test_commas_that_stand_before_decimals(text: str, latitude: float, longitude: float) -> None:
    position = parse_position(text)
    assert (position.latitude, position.longitude) == pytest.approx((latitude, longitude))


def test_a_column_that_proves_its_commas_is_read_by_them() -> None:
    assert parse_position("-22,37,-18,07", decimal_commas=True).latitude == pytest.approx(-22.37)


def test_a_decimal_comma_before_a_letter_is_one() -> None:
    assert parse_angle("22,37S", "latitude") == pytest.approx(-22.37)

"""A spot is the same where it is measured again, and another one for somebody else or farther off."""

from __future__ import annotations

from mrm_desktop.geo.same_spot import NAMED_M, NAMELESS_M, Spots


def test_a_spot_goes_along_with_its_drift() -> None:
    spots = Spots()
    assert {spots.number("A", (30.6, 4.1 + n * 0.0004), NAMELESS_M) for n in range(30)} == {1}


def test_the_limit_is_measured_in_metres_at_any_latitude() -> None:
    for latitude, degrees in ((0.0, 0.017), (60.0, 0.034)):
        spots = Spots()
        first = spots.number("A", (10.0, latitude), NAMED_M)
        assert spots.number("A", (10.0 + degrees, latitude), NAMED_M) == first
        assert spots.number("A", (10.0 + 3.5 * degrees, latitude), NAMED_M) != first


def test_the_spot_of_somebody_else_is_another_one() -> None:
    spots = Spots()
    assert spots.number("A", (30.6, 4.1), NAMED_M) != spots.number("B", (30.6, 4.1), NAMED_M)

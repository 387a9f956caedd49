"""Attacks on humanitarians near a leg: what counts as one, how near, how long ago, and that a vague place or day is no good news."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mrm_desktop.domain.incidents import Incident, LocationPrecision
from mrm_desktop.domain.trips import Leg
from mrm_desktop.scoring import load_policy
from mrm_desktop.services.trips.find_attacks import Attacks, find_attacks, is_attack
from tests.store import records

ON = date(2026, 3, 1)
POLICY = load_policy().trips
LEG = Leg("Leg", ((-19.9, -22.5), (-19.1, -22.5)), ON)  # inside the first of two squares, 10 km from the second
AREAS = {area.code: area for area in (records.area("XT01", 0), records.area("XT02", 1), records.area("XT05", 4))}
KM = 1 / 111.0  # degrees of latitude


def attack(days: int = 1, kind: str = "ambush", north_km: float = 0.0, **changes: object) -> Incident:
    values: dict[str, object] = {
        "happened_on": ON - timedelta(days=days),
        "type": kind,
        "location_precision": LocationPrecision.SETTLEMENT,
        "point": (-19.5, -22.5 + north_km * KM),
    }
    return replace(records.incident(""), **(values | changes))  # type: ignore[arg-type]


def area_only(code: str | None, precision: LocationPrecision = LocationPrecision.AREA, days: int = 1) -> Incident:
    return attack(days, point=None, area_code=code, location_precision=precision)


def found(*incidents: Incident, leg: Leg = LEG, today: date = ON) -> Attacks:
    return find_attacks(incidents, leg, AREAS, POLICY, today)


def counted(*incidents: Incident, leg: Leg = LEG, today: date = ON) -> tuple[int, int, int]:
    attacks = found(*incidents, leg=leg, today=today)
    return len(attacks.stopping), len(attacks.holding), len(attacks.unplaced)


@pytest.mark.parametrize(
    "kind",
    ["ambush", "Road ambushes", "CARJACKING", "car-jacking of a truck", "Abduction/forced disappearance", "Attack", "attack on NGO",
     "NGO vehicle shot at", "aid worker killed", "one-sided violence", "Embuscade", "enlèvement", "ENLEVEMENT", "secuestro", "كمين"],
)  # fmt: skip
def test_a_type_counts_by_its_words_in_any_language(kind: str) -> None:
    assert is_attack(attack(kind=kind), POLICY)


@pytest.mark.parametrize(
    "kind", ["protest", "road closed", "checkpoint", "theft", "clash", "heart attack clinic opened", "rambush", ""]
)
def test_any_other_type_does_not(kind: str) -> None:
    assert not is_attack(attack(kind=kind), POLICY)


def test_a_word_without_letters_finds_nothing() -> None:
    assert not is_attack(attack(kind="protest"), replace(POLICY, attack_words=("-",)))


def test_a_source_that_lists_attacks_only_counts_whatever_the_type_says() -> None:
    assert is_attack(attack(kind="Complex", source="AWSD"), POLICY)
    assert is_attack(attack(kind="Firearms", source="insecurity-insight-2026"), POLICY)
    assert not is_attack(attack(kind="Complex", source="field-log"), POLICY)


@pytest.mark.parametrize(("days", "wanted"), [(0, (1, 1)), (7, (1, 1)), (8, (0, 1)), (30, (0, 1)), (31, (0, 0))])
def test_days_are_counted_back_from_the_day_of_the_leg(days: int, wanted: tuple[int, int]) -> None:
    assert counted(attack(days))[:2] == wanted
    later = replace(LEG, on=ON + timedelta(days=5))
    assert counted(attack(days - 5), leg=later, today=later.on)[:2] == wanted


def test_what_happened_after_the_day_of_planning_is_not_known() -> None:
    assert counted(attack(-1), leg=replace(LEG, on=ON + timedelta(days=9))) == (0, 0, 0)


def test_a_vague_day_counts_as_the_last_one_possible() -> None:
    assert counted(attack(31))[:2] == (0, 0)
    assert counted(attack(31, day_precision=31))[:2] == (1, 1)


@pytest.mark.parametrize(("km", "wanted"), [(0.0, 1), (9.8, 1), (10.3, 0)])
def test_a_point_counts_within_the_distance(km: float, wanted: int) -> None:
    assert counted(attack(north_km=km))[:2] == (wanted, wanted)
    assert counted(attack(north_km=-km))[:2] == (wanted, wanted)


def test_a_wait_may_look_farther_than_a_no_go() -> None:
    wide = replace(POLICY, wait_km=40.0)
    attacks = find_attacks([attack(north_km=20)], LEG, AREAS, wide, ON)
    assert (len(attacks.stopping), len(attacks.holding)) == (0, 1)


def test_an_area_counts_wherever_it_comes_within_the_distance() -> None:
    assert counted(area_only("XT01")) == (1, 1, 0)
    assert counted(area_only("XT02")) == (0, 0, 0)
    nearer = replace(LEG, route=((-19.9, -22.5), (-19.03, -22.5)))
    assert counted(area_only("XT02"), leg=nearer) == (1, 1, 0)
    assert counted(area_only("XT05"), leg=nearer) == (0, 0, 0)


@pytest.mark.parametrize(
    "one",
    [
        area_only(None),
        area_only("XT99"),
        area_only("XT01", LocationPrecision.COUNTRY),
        area_only(None, LocationPrecision.UNKNOWN),
        area_only(None, LocationPrecision.EXACT),
    ],
)
def test_an_attack_without_a_place_may_have_been_here(one: Incident) -> None:
    assert counted(one) == (0, 0, 1)
    assert counted(replace(one, happened_on=ON - timedelta(days=31))) == (0, 0, 0)


def test_the_latest_comes_first() -> None:
    dates = [one.happened_on for one in found(attack(5), attack(1), attack(3)).stopping]
    assert dates == sorted(dates, reverse=True)

"""Countries that a project can begin with: named in the reader's language, and with what has gone marked as gone."""

from __future__ import annotations

from datetime import date

from mrm_desktop.domain.countries import Country, OtherForce


def test_a_country_without_a_name_in_a_language_has_its_english_one() -> None:
    country = Country("XT", {"en": "Toyland", "fr": "Pays-jouet"}, (), (), 1, 1, 0, (0, 0, 1, 1), (), "", date(2026, 1, 1))
    assert country.name_in("fr") == "Pays-jouet"
    assert country.name_in("ar") == "Toyland"


def test_a_force_with_a_last_year_has_left() -> None:
    assert OtherForce("Barkhane", "France", 2014, 2022).has_left
    assert not OtherForce("KFOR", "NATO", 1999).has_left

"""What is said of a country before there is a project: what has gone is marked, and no language is left behind."""

from __future__ import annotations

import pytest

from mrm_desktop.formats.documents.country_starters import countries, country
from mrm_desktop.foundation.languages import BY_CODE
from mrm_desktop.foundation.words import Words
from mrm_desktop.services.evidence.confirm_mission import shipped_missions
from mrm_desktop.services.evidence.country_in_words import country_in_words, outlines_in_words


def said_of(code: str, language: str = "en") -> str:
    told = country_in_words(country(code), shipped_missions(), Words(language))
    return "\n".join(line for heading, lines in told for line in (heading, *lines))


def test_closed_missions_and_forces_that_left_are_marked() -> None:
    said = said_of("MLI")
    assert "MINUSMA: closed, 30 Jun 2023" in said
    assert "Barkhane (France): 2014 to 2022, has left" in said
    assert "KFOR (NATO): since 1999; looked up on 28 Nov 2026" in said_of("XKX")


def test_no_mission_passes_for_confirmed() -> None:
    assert "UNMISS: mandate on record to 30 Apr 2026, to be confirmed" in said_of("SSD")
    assert "UNMIK: no end of the mandate on record, to be confirmed" in said_of("XKX")


def test_outlines_are_counted_beside_the_units_of_today() -> None:
    assert outlines_in_words(country("COD"), Words("en")) == (
        "11 outlines, coarsely drawn; 26 units are official today.",
        "6 of 11 outlines have been redrawn since: not for assessment, import current boundaries.",
    )
    assert len(outlines_in_words(country("AFG"), Words("en"))) == 1
    assert "no administrative units of anybody" in outlines_in_words(country("ESH"), Words("en"))[0]


@pytest.mark.parametrize("language", BY_CODE)
def test_every_country_is_told_in_every_language_without_a_gap(language: str) -> None:
    for one in countries():
        said = said_of(one.code, language)
        assert "{" not in said
        assert "country." not in said

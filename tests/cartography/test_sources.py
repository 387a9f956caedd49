"""A map says whose data it is made of and of which day, in the words of the project, and never the name of a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mrm_desktop.cartography.sources import boundaries_of, sources_of
from mrm_desktop.domain.datasets import Dataset, DatasetKind
from mrm_desktop.domain.views import ProjectView
from mrm_desktop.foundation.words import Words
from tests import toy
from tests.store import records

WORDS = Words("en")


def told(*datasets: Dataset, **changes: object) -> tuple[str, ...]:
    view: ProjectView = toy.view(datasets=datasets, **changes)
    return sources_of(view, WORDS)


def of(kind: DatasetKind, source: str, file_name: str = "a.csv") -> Dataset:
    return replace(records.dataset(kind, file_name), source=source)


def test_boundaries_are_of_the_day_from_which_their_set_is_in_force() -> None:
    areas = tuple(replace(area, version="v02", valid_on=date(2025, 3, 12)) for area in toy.view().areas)
    [line] = told(of(DatasetKind.AREAS, "OCHA, COD-AB"), areas=areas)
    assert line == "Areas: OCHA, COD-AB (edition v02), 12 Mar 2025"


def test_presence_is_of_the_day_on_which_it_was_last_confirmed_and_of_whoever_its_records_name() -> None:
    [line] = told(of(DatasetKind.PRESENCE, ""), presence=(toy.presence(0),))
    assert line == "UN presence: sitrep, 1 Feb 2026"


def test_everything_else_is_of_the_day_on_which_it_was_taken_in() -> None:
    [line] = told(of(DatasetKind.COMMUNITY, "survey-b"), of(DatasetKind.COMMUNITY, "survey-a"))
    assert line == "Community perceptions: survey-a and survey-b, taken in 1 Mar 2026"


def test_a_source_that_nobody_named_is_no_name_of_a_file() -> None:
    [line] = told(of(DatasetKind.PLACES, "Facilities", "facilities.csv"))
    assert line == "Places: source not on record, taken in 1 Mar 2026"


def test_what_was_not_taken_in_has_no_source() -> None:
    assert told() == ()


def test_edition_and_day_of_the_boundaries_are_told_without_whose_they_are() -> None:
    plain = toy.view().areas
    assert boundaries_of(plain, WORDS) == ""
    dated = [replace(area, version="v02", valid_on=date(2025, 3, 12)) for area in plain]
    assert boundaries_of(dated, WORDS) == "edition v02, 12 Mar 2025"
    assert boundaries_of([replace(area, valid_on=None) for area in dated], WORDS) == "edition v02"

"""The area of an alert is the one that was typed; what names none belongs to the largest, and that is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.project.ground import Ground
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.services.decisions.place_alert import area_named, largest_area, place_alert
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import known
from tests.store import records


@pytest.fixture
def country(empty: ProjectFile) -> Knowledge:
    """A region with two districts, of which one has a ward, and a ward of the other with the region's name."""
    with empty.write() as repo:
        repo.set_info(replace(repo.info(), assessment_level=2))
        repo.add_dataset(one := records.dataset(name="b.csv"))
        named = (("XT0101", "Susou", 2, "XT01"), ("XT0102", "Midaa", 2, "XT01"), ("XT010101", "Old Market", 3, "XT0101"))
        small = [replace(records.area(code, level=level, parent=parent), name=name) for code, name, level, parent in named]
        region = replace(records.area("XT01", level=1), name="Kabimir", names={"ar": "كبيمير"})
        namesake = replace(records.area("XT010201", level=3, parent="XT0102"), name="Susou")
        repo.add_areas([region, *small, namesake, replace(records.area("XT02", 1, level=1), name="Ba")], one.id)
    return known(empty)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("XT0101", "XT0101"),
        (" xt-01-01 ", "XT0101"),
        ("midaa", "XT0102"),
        ("MIDÁA", "XT0102"),
        ("the old market", "XT0101"),
        ("XT010101", "XT0101"),
        ("Kabimir", "XT01"),
        ("كبيمير", "XT01"),
        ("Midaa, Kabimir", "XT0102"),
        ("near the well of Midaa", "XT0102"),
        ("somewhere in Kabimir", "XT01"),
    ],
)
def test_a_code_a_name_or_a_sentence_with_one_names_an_area(country: Knowledge, typed: str, code: str) -> None:
    found = area_named(country, typed)
    assert found is not None
    assert found.code == code
    placed = place_alert(country, typed, picked="XT02")
    assert (placed.area.code, placed.is_named) == (code, True)


@pytest.mark.parametrize("typed", ["x", "the market", "Midaalan", "between Midaa and Old Market", "Susou", "a ba b"])
def test_what_names_none_or_several_belongs_to_the_largest_and_not_to_the_one_picked(country: Knowledge, typed: str) -> None:
    assert area_named(country, typed) is None
    placed = place_alert(country, typed, picked="XT0102")
    assert (placed.area, placed.is_named) == (largest_area(country.areas), False)


@pytest.mark.parametrize(("picked", "code"), [("XT0102", "XT0102"), ("", "XT01")])
def test_where_nothing_was_typed_the_area_picked_counts(country: Knowledge, picked: str, code: str) -> None:
    placed = place_alert(country, "  ", picked)
    assert (placed.area.code, placed.is_named) == (code, True)


def test_without_areas_there_is_none(country: Knowledge) -> None:
    with pytest.raises(KnownError) as caught:
        place_alert(replace(country, ground=Ground(())), "x")
    assert caught.value.code == "assess.no_areas"

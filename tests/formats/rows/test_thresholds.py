"""Where the readers draw a line: on each side of it something else happens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area
from mrm_desktop.formats.files.read_options import CommunityOptions
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.formats.survey.scales import likeliest_scale

Write = Callable[[Sequence[Sequence[object]]], Path]
SAID = CommunityOptions(today=date(2026, 6, 1))


def _points(swapped: int, right: int) -> list[tuple[object, ...]]:
    wrong = [(f"S{n}", 30.5 + n / 50, 4.5) for n in range(swapped)]
    return [("name", "lat", "lon"), *wrong, *((f"P{n}", 4.5, 30.5 + n / 50) for n in range(right))]


def test_columns_are_swapped_where_most_of_the_points_are(write_csv: Write, areas: tuple[Area, ...]) -> None:
    with pytest.raises(KnownError, match=r"file\.coordinates_swapped"):
        read(write_csv(_points(6, 4)), DatasetKind.PLACES, areas)
    kept = read(write_csv(_points(5, 5)), DatasetKind.PLACES, areas)
    assert sum(place.point is None for place in kept.records) == 5, "half is a matter of rows"  # type: ignore[union-attr]


def _answers(mails: int, others: int) -> list[tuple[object, ...]]:
    told = [*(f"zebedee{n}@example.org" for n in range(mails)), *(f"word {n}" for n in range(others))]
    head = ("area_code", "stratum", "rating", "collected_on", "q17")
    return [head, *(("ZZ01", "women", "-2" if n == 0 else "1", "2026-03-01", text) for n, text in enumerate(told))]


def test_addresses_in_a_fifth_of_the_cells_stop_the_import(write_csv: Write, areas: tuple[Area, ...]) -> None:
    with pytest.raises(KnownError, match=r"guard\.columns_stopped"):
        read(write_csv(_answers(4, 16)), DatasetKind.COMMUNITY, areas, SAID)
    assert read(write_csv(_answers(3, 17)), DatasetKind.COMMUNITY, areas, SAID).records


def test_a_scale_is_likely_where_half_of_the_answers_belong_to_it() -> None:
    scale = likeliest_scale(["very bad", "good", "blue", "green"])
    assert scale is not None
    assert likeliest_scale(["very bad", "blue", "green"]) is None


@pytest.mark.parametrize(("stated", "kept"), [("0.2", None), ("1", 1.0), ("1.8", 1.8), ("101", None)])
def test_no_design_effect_makes_a_sample_larger_than_it_is(
    write_csv: Write, areas: tuple[Area, ...], stated: str, kept: float | None
) -> None:
    head = ("area_code", "stratum", "rating", "collected_on", "deff")
    rows = [head, *(("ZZ01", "women", rating, "2026-03-01", stated) for rating in ("-2", "1", "2", "0", "1"))]
    reading = read(write_csv(rows), DatasetKind.COMMUNITY, areas, SAID)
    assert [record.item.design_effect for record in reading.records] == [kept]  # type: ignore[union-attr]
    assert [p.code for p in reading.ledger.problems] == ([] if kept else ["cell.out_of_range"])

"""A first look at a file offers what has to be chosen, and never fails for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.formats.imports.preview import COVER, preview

END = ("_id", "_uuid", "_submission_time")


def test_among_several_positions_nothing_is_chosen(write_csv: Callable[..., Path]) -> None:
    head = ("today", "_home_latitude", "_home_longitude", "_school_latitude", "_school_longitude", "pk_effect", *END)
    rows = [head, ("2026-05-01", 4.1, 30.5, 4.1, 33.0, "Much worse", 0, "u0", "2026-05-02T10:00:00")]
    seen = preview(write_csv(rows, delimiter=";"), DatasetKind.COMMUNITY)
    assert (seen.mapping["latitude"], seen.mapping["longitude"]) == ("", "")
    assert seen.points == ()


@pytest.mark.parametrize("heading", ["story", "my_story", "histoire", "notes", "q17"])
def test_what_somebody_told_is_covered_whatever_its_heading_says(write_csv: Callable[..., Path], heading: str) -> None:
    path = write_csv([("name", "kind", heading), ("Malakal", "village", "She was taken away by soldiers at night")])
    [row] = preview(path, DatasetKind.PLACES).rows
    assert row == ("Malakal", "village", COVER)


def test_a_rating_that_is_not_recognised_can_be_chosen(write_csv: Callable[..., Path]) -> None:
    seen = preview(write_csv([("today", "county", "score"), ("2026-05-01", "Ombo", 3)]), DatasetKind.COMMUNITY)
    assert (seen.mapping["rating"], seen.mapping["collected_on"]) == ("", "today")


def test_means_need_no_rating(write_csv: Callable[..., Path]) -> None:
    rows = [("area_code", "mean_rating", "answered", "date"), ("ZZ01", 0.5, 20, "2026-05-01")]
    assert "rating" not in preview(write_csv(rows), DatasetKind.COMMUNITY).mapping


def test_what_a_kind_cannot_do_without_is_offered(write_csv: Callable[..., Path]) -> None:
    path = write_csv([("what", "when"), ("ambush", "2026-05-01")])
    assert preview(path, DatasetKind.INCIDENTS).mapping == {"type": "", "happened_on": ""}
    assert preview(path, DatasetKind.PLACES).mapping == {"name": ""}


def test_codes_under_code_are_shown_as_such_and_numbers_are_not(write_csv: Callable[..., Path]) -> None:
    assert preview(write_csv([("name", "code"), ("A", "ZZ01")]), DatasetKind.PLACES).mapping["area_code"] == "code"
    numbered = preview(write_csv([("name", "code"), ("A", "1")]), DatasetKind.PLACES).mapping
    assert (numbered.get("area_code"), numbered["code"]) == (None, "code")


@pytest.mark.parametrize(
    "heading", ["Incident Type", "Incident Category", "Type of incident", "Type d'incident", "Tipo de incidente", "نوع الحادث"]
)
def test_a_sheet_that_says_what_happened_is_one_of_incidents_and_not_of_places(
    write_csv: Callable[..., Path], heading: str
) -> None:
    head = ("Incident No", "Date", "Location", "Latitude", "Longitude", heading, "Target")
    seen = preview(write_csv([head, ("N-1", "14/03/2025", "Ombo", 4.1, 30.5, "Ambush", "NGO")]))
    assert seen.kind is DatasetKind.INCIDENTS
    assert (seen.mapping["type"], seen.mapping["key"], seen.mapping["happened_on"]) == (heading, "Incident No", "Date")

"""Which number is yes the form says or a person, and nobody guesses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import ActorReport, AreaEvidence
from mrm_desktop.domain.geography import Area
from mrm_desktop.formats.files.read_options import CommunityOptions, ReadOptions
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.formats.rows.yes_and_no import codes_of

Write = Callable[..., Path]
TODAY = date(2026, 11, 1)


def _survey(write_csv: Write, heading: str, cells: list[str]) -> Path:
    rows = [("date", "area_code", "sex", heading, "pk_effect")]
    rows += [("2026-03-01", "ZZ01", "women", cell, ("much worse", "worse", "better")[n % 3]) for n, cell in enumerate(cells)]
    return write_csv(rows)


def _read(path: Path, areas: tuple[Area, ...], **said: object) -> tuple[AreaEvidence, ...]:
    return read(path, DatasetKind.COMMUNITY, areas, CommunityOptions(today=TODAY, **said)).of(AreaEvidence)  # type: ignore[arg-type]


@pytest.mark.parametrize("heading", ["displaced", "has_disability", "lives_now", "consent", "pk_party", "pk_seen_with"])
@pytest.mark.parametrize("codes", [["1", "2"], ["1.0", "2.0"], ["1", "5"], ["2", "1", "8"]])
def test_numbers_that_may_be_yes_or_no_are_asked_about(
    areas: tuple[Area, ...], write_csv: Write, heading: str, codes: list[str]
) -> None:
    with pytest.raises(KnownError) as caught:
        _read(_survey(write_csv, heading, codes * 6), areas)
    assert (caught.value.code, caught.value.params["column"]) == ("table.yes_no_in_numbers", heading)


def test_one_such_number_anywhere_in_the_column_is_enough(areas: tuple[Area, ...], write_csv: Write) -> None:
    with pytest.raises(KnownError, match="yes_no_in_numbers"):
        _read(_survey(write_csv, "pk_party", ["1"] * 3_000 + ["2"]), areas)


@pytest.mark.parametrize(("codes", "yes"), [(("1", "2"), 4), (("2", "1"), 2)])
def test_a_person_says_which_is_which(areas: tuple[Area, ...], write_csv: Write, codes: tuple[str, str], yes: int) -> None:
    (evidence,) = _read(_survey(write_csv, "pk_party", ["1", "1", "2"] * 2), areas, yes_no_codes=codes)
    assert evidence.follow_ups is not None
    assert evidence.follow_ups.takes_sides is not None
    assert (evidence.follow_ups.takes_sides.yes, evidence.follow_ups.takes_sides.no) == (yes, 6 - yes)


def test_zero_and_one_need_no_question(areas: tuple[Area, ...], write_csv: Write) -> None:
    (evidence,) = _read(_survey(write_csv, "pk_party", ["0", "1", "1", "99"]), areas)
    assert evidence.follow_ups is not None
    assert evidence.follow_ups.takes_sides is not None
    assert (evidence.follow_ups.takes_sides.yes, evidence.follow_ups.takes_sides.no) == (2, 1)


def test_the_form_says_which_is_which(areas: tuple[Area, ...], write_csv: Write, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    for row in (
        ("type", "name", "label"),
        ("select_one yn", "displaced", "Were you displaced?"),
        ("select_one yn", "pk_party", "Do they take sides?"),
        ("select_one r", "rating", "How is it since they came?"),
    ):
        survey.append(row)
    choices = book.create_sheet("choices")
    for row in (
        ("list_name", "name", "label"),
        ("yn", "1", "No"),
        ("yn", "2", "Yes"),
        ("r", "a", "much worse"),
        ("r", "b", "worse"),
    ):
        choices.append(row)
    for label in ("no difference", "better", "much better"):
        choices.append(("r", label[:3] + label[-1], label))
    book.save(tmp_path / "form.xlsx")
    rows = [("date", "area_code", "displaced", "pk_party", "rating")]
    rows += [("2026-03-01", "ZZ01", "2", "1", "a"), ("2026-03-01", "ZZ01", "1", "2", "b"), ("2026-03-01", "ZZ01", "2", "2", "b")]
    found = _read(write_csv(rows), areas, codebook=tmp_path / "form.xlsx")
    assert {e.item.stratum.value: e.item.answered for e in found} == {"displaced": 2, "host": 1}
    sides = [e.follow_ups.takes_sides for e in found if e.follow_ups is not None]
    assert sum(counts.yes for counts in sides if counts is not None) == 2


def test_armed_actors_are_asked_about_too(areas: tuple[Area, ...], write_csv: Write) -> None:
    rows = [("area_code", "actor", "able_to_harm"), ("ZZ01", "ARM-1", "1"), ("ZZ02", "ARM-2", "2")]
    with pytest.raises(KnownError, match="yes_no_in_numbers"):
        read(write_csv(rows), DatasetKind.ARMED_ACTORS, areas)
    said = ReadOptions(yes_no_codes=("2", "1"))
    reports = read(write_csv(rows), DatasetKind.ARMED_ACTORS, areas, said).of(ActorReport)
    assert [report.able_to_harm for report in reports] == [False, True]


def test_a_column_that_is_something_else_can_be_left_out(areas: tuple[Area, ...], write_csv: Write) -> None:
    (evidence,) = _read(_survey(write_csv, "pk_party", ["3", "4"]), areas, columns={"takes_sides": ""})
    assert evidence.follow_ups is None


@pytest.mark.parametrize("text", ["1", "1/", "1/1", "yes/no", "1/2/3"])
def test_what_says_no_two_numbers_is_refused(text: str) -> None:
    with pytest.raises(KnownError, match="yes_no_unreadable"):
        codes_of(text)


def test_what_a_person_says_is_compared_as_numbers() -> None:
    assert (codes_of("1/2"), codes_of(" 1.0 / 2 "), codes_of("")) == (("1", "2"), ("1", "2"), ())

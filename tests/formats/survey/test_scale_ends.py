"""A number knows its scale: its ends and the codes of no answer are stated, or the file is refused with a way on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.formats.survey.numeric_scales import ends_of
from mrm_desktop.formats.survey.scales import answer_key, scale_of
from mrm_desktop.foundation.words import Words
from tests.formats.real_files import CASES, problem_codes, read_case

COMMUNITY = DatasetKind.COMMUNITY
SCORED: dict[str, Any] = {"columns": {"rating": "score"}, "scale_reversed": False}


def refused(file: str | Path, **said: Any) -> KnownError:
    with pytest.raises(KnownError) as stopped:
        read_case(file, COMMUNITY, **said)
    return stopped.value


def counted(file: str | Path, **said: Any) -> tuple[float, int]:
    """The mean of the one group in a file, and how many did not know."""
    (evidence,) = read_case(file, COMMUNITY, **said).of(AreaEvidence)
    assert evidence.distribution is not None
    return round(evidence.item.mean_rating, 9) + 0.0, evidence.distribution.do_not_know


@pytest.mark.parametrize("file", ["scale_s88.csv", "scale_s13.csv", "scale_s14.csv", "scale_s0.csv"])
def test_ends_are_never_taken_from_the_answers(file: str) -> None:
    error = refused(file, **SCORED)
    assert error.code == "scale.ends_unknown"
    assert "--scale-ends" in Words("en").next_step(error.code, **error.params)


@pytest.mark.parametrize(
    ("file", "ends"), [("scale_s13.csv", (1, 3)), ("scale_s14.csv", (1, 4)), ("scale_s0.csv", (0, 5)), ("scale_text.csv", (1, 5))]
)
def test_a_scale_with_its_ends_is_read_in_full(file: str, ends: tuple[float, float]) -> None:
    assert counted(file, scale_ends=ends, **SCORED) == (0.0, 0)


@pytest.mark.parametrize(
    ("file", "codes"),
    [
        ("scale_s88.csv", ("88",)),
        ("scale_s9.csv", ("9",)),
        ("scale_sneg.csv", ("-99",)),
        ("scale_rg99.csv", ("98", "99")),
    ],
)
def test_codes_of_no_answer_are_found_asked_about_and_counted(file: str, codes: tuple[str, ...]) -> None:
    error = refused(file, scale_ends=(1, 5), **SCORED)
    assert (error.code, error.params["codes"]) == ("scale.codes_unclear", [*codes])
    mean, silent = counted(file, scale_ends=(1, 5), no_answer_codes=frozenset(codes), **SCORED)
    assert mean == 0.0
    assert silent >= 3


def test_a_number_beyond_the_ends_that_is_no_code_is_a_bad_answer(write_csv: Callable[..., Path]) -> None:
    rows = [("today", "county", "score"), *(("2026-05-01", "Upper Marula", n) for n in (1, 5, 6))]
    reading = read_case(write_csv(rows), COMMUNITY, scale_ends=(1, 5), **SCORED)
    assert problem_codes(reading) == [(4, "community.answer_unknown")]


def test_means_of_another_scale_are_refused_as_a_whole() -> None:
    assert refused("scale_agg15.csv").code == "community.means_off_scale"
    assert refused("scale_agg15.csv", scale_ends=(1, 5)).code == "scale.direction_unknown"
    evidence = read_case("scale_agg15.csv", COMMUNITY, scale_ends=(1, 5), scale_reversed=False).of(AreaEvidence)
    assert [round(e.item.mean_rating, 6) for e in evidence] == [-1.2, -1.8, 1.1]


def test_a_form_gives_the_ends_and_the_codes(write_csv: Callable[..., Path], write_xlsx: Callable[..., Path]) -> None:
    form = _form(write_xlsx, [("s", n, label) for n, label in ((1, "a"), (2, "b"), (3, "c"), (88, "Don't know"))])
    answers = _answers(write_csv, (1, 2, 3, 88))
    assert counted(answers, codebook=form, **SCORED) == (0.0, 1)


def test_a_range_of_a_form_gives_the_ends(write_csv: Callable[..., Path], write_xlsx: Callable[..., Path]) -> None:
    form = _form(write_xlsx, [], ("range", "score", "How good?", "start=0 end=10 step=1"))
    assert counted(_answers(write_csv, (0, 5, 10)), codebook=form, **SCORED) == (0.0, 0)


def _answers(write_csv: Callable[..., Path], numbers: tuple[int, ...]) -> Path:
    return write_csv([("today", "county", "score"), *(("2026-05-01", "Upper Marula", n) for n in numbers)], "answers.csv")


def _form(
    write_xlsx: Callable[..., Path],
    choices: list[tuple[object, ...]],
    question: tuple[object, ...] = ("select_one s", "score", "How good?", ""),
) -> Path:
    import openpyxl

    path = write_xlsx([("type", "name", "label", "parameters"), question], "form.xlsx", sheet="survey")
    book = openpyxl.load_workbook(path)
    page = book.create_sheet("choices")
    for row in [("list_name", "name", "label"), *choices]:
        page.append(list(row))
    book.save(path)
    return path


def test_sex_in_numbers_is_read_by_the_form() -> None:
    evidence = read_case("form_numbers.csv", COMMUNITY, codebook=CASES / "form_numbers.xlsx").of(AreaEvidence)
    assert {(e.item.stratum, e.item.answered) for e in evidence} == {(Stratum.WOMEN, 6.0), (Stratum.MEN, 6.0)}


@pytest.mark.parametrize("style", ["numbered", "numbered2", "html", "bilingual", "emoji"])
def test_labels_as_forms_write_them_are_the_answers(style: str) -> None:
    assert counted(f"labels_{style}.csv") == (0.0, 0)


def test_an_other_among_the_answers_is_left_out_row_by_row() -> None:
    reading = read_case("labels_other.csv", COMMUNITY)
    assert (reading.ledger.rows_kept, {code for _, code in problem_codes(reading)}) == (12, {"community.answer_unknown"})


def test_na_is_a_blank() -> None:
    reading = read_case("ona.csv", COMMUNITY)
    assert problem_codes(reading) == [(2, "community.no_answer"), (5, "community.no_answer"), (3, "community.no_area")]
    assert reading.ledger.rows_kept == 1


def test_two_languages_that_do_not_say_the_same_are_one_unknown_answer() -> None:
    assert scale_of(["Much worse / Bien mieux", "Much better / Bien pire"]) is None
    assert answer_key("Much worse / Bien pire") == "much_worse"


@pytest.mark.parametrize(("text", "ends"), [("1-5", (1, 5)), ("-2..2", (-2, 2)), ("0 to 10", (0, 10)), ("-3 - 3", (-3, 3))])
def test_ends_as_people_write_them(text: str, ends: tuple[float, float]) -> None:
    assert ends_of(text) == ends


@pytest.mark.parametrize("text", ["5", "5-1", "one to five", "1-5-9"])
def test_what_says_no_ends_is_refused(text: str) -> None:
    with pytest.raises(KnownError, match=r"scale\.ends_unreadable"):
        ends_of(text)

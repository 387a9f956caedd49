"""Answers that come back: in any of the four languages, by code or word; what is none of these is said with its case."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.rehearsal import Engage, RatingSheet, Sureness
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.formats.documents.answer_sheets import COLUMNS, AnswerRow, AnswerRows, read_answer_rows, sheet_of_answers
from mrm_desktop.foundation.languages import BY_CODE
from mrm_desktop.foundation.progress import Silent
from mrm_desktop.foundation.words import Words

CASES = ("case-01", "case-02", "case-03")
DAY = date(2026, 3, 1)


def sheet(*rows: tuple[str, str, str, str, str]) -> RatingSheet:
    return sheet_of_answers(AnswerRows(tuple(AnswerRow(*row) for row in rows)), "x", CASES, "A", DAY)


def test_a_csv_file_is_read_by_its_headings_in_any_order(tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text("Reason;Case;Ceiling;Engage\ntoo thin;case-01;M1;no\n;case-02;;\n;;;\n", encoding="utf-8")
    given = read_answer_rows(file, Silent())
    assert given.rows == (AnswerRow("case-01", "no", "M1", "", "too thin"), AnswerRow("case-02", "", "", "", ""))


def test_a_file_without_the_columns_is_refused_with_those_that_are_wanted(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("name,answer\nx,y\n", encoding="utf-8")
    with pytest.raises(KnownError) as caught:
        read_answer_rows(file, Silent())
    assert (caught.value.code, caught.value.params["columns"]) == ("rehearsal.no_answers", list(COLUMNS))


@pytest.mark.parametrize("language", BY_CODE)
def test_every_word_of_every_language_is_understood(language: str) -> None:
    words = Words(language)
    for mode in Mode:
        for said in (mode.value, mode.code.lower(), words.term("mode", mode), f"{mode.code} {words.term('mode', mode)}"):
            [rating] = sheet(
                ("Case-01", words.term("engage", Engage.CANNOT_SAY), said, words.term("sureness", Sureness.SURE), "")
            ).ratings
            assert (rating.engage, rating.ceiling, rating.sureness) == (Engage.CANNOT_SAY, mode, Sureness.SURE)


def test_what_was_left_empty_is_not_rated_and_who_does_not_say_how_sure_guessed() -> None:
    [rating] = sheet(("case-01", "", "", "", ""), ("case-02", "no", "M0", "", "")).ratings
    assert (rating.case_id, rating.sureness) == ("case-02", Sureness.GUESS)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("case-99", "no", "M1", "", "")], "rehearsal.unknown_case"),
        ([("case-01", "no", "M1", "", ""), ("case-01", "yes", "M1", "", "")], "rehearsal.answered_twice"),
        ([("case-01", "perhaps", "M1", "", "")], "rehearsal.answer_unknown"),
        ([("case-01", "no", "M9", "", "")], "rehearsal.answer_unknown"),
        ([("case-01", "no", "", "", "")], "rehearsal.answer_unknown"),
    ],
)
def test_what_cannot_be_counted_is_said(rows: list[tuple[str, str, str, str, str]], code: str) -> None:
    with pytest.raises(KnownError) as caught:
        sheet(*rows)
    assert caught.value.code == code
    assert caught.value.params["case"] == rows[-1][0]

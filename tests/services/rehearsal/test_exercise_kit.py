"""The kit on paper: in every language, without the method's answers, and what comes back is read."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pypdf
import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.documents.answer_sheets import sheet_of_answers
from mrm_desktop.formats.door.foreign import read_answer_rows
from mrm_desktop.foundation.languages import BY_CODE
from mrm_desktop.foundation.words import Words
from mrm_desktop.services.rehearsal.exercise_kit import CASES, answer_workbook, cases_on_paper, sheet_on_paper, write_kit
from mrm_desktop.services.rehearsal.rehearse import blind_cases, method_sheet
from tests.services.conftest import POLICY

FEW = blind_cases()[:4]


def test_there_are_enough_cases_for_a_kit() -> None:
    assert len(blind_cases()) >= CASES


def test_the_folder_has_cases_and_both_sheets_in_every_language(tmp_path: Path) -> None:
    made = write_kit(tmp_path / "kit", FEW)
    expected = {f"{name}-{language}.{ending}" for language in BY_CODE for name, ending in KINDS}
    assert {path.name for path in made} == expected == {path.name for path in (tmp_path / "kit").iterdir()}
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "kit" / "cases-en.pdf").pages)
    assert "Case 04" in text
    assert "Each of you answers alone" in text


KINDS = (("cases", "pdf"), ("answers", "pdf"), ("answers", "xlsx"))


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(KnownError) as caught:
        write_kit(tmp_path, FEW)
    assert caught.value.code == "file.exists"


def test_no_case_tells_what_it_is_about_nor_what_the_method_says() -> None:
    words = Words("en")
    told = str(cases_on_paper(FEW, words).blocks) + str(sheet_on_paper(FEW, words).blocks)
    for situation, rating in zip(FEW, method_sheet("x", FEW, POLICY).ratings, strict=True):
        assert situation.case.id not in told
        assert situation.case.title not in told
        assert words.say(rating.reason) not in told


def test_what_is_typed_into_the_workbook_comes_back_as_a_rating_sheet(tmp_path: Path) -> None:
    words = Words("fr")
    book = openpyxl.load_workbook(io.BytesIO(answer_workbook(FEW, words)))
    answers, known = book["answers"], book["words"]
    assert [answers.cell(row, 1).value for row in range(2, 6)] == [situation.id for situation in FEW]
    for row in range(2, 5):
        for column in range(1, 4):
            answers.cell(row, column + 1).value = known.cell(3, column).value
    book.save(tmp_path / "answers-fr.xlsx")
    sheet = sheet_of_answers(read_answer_rows(tmp_path / "answers-fr.xlsx"), "x", [s.id for s in FEW], "A", FEW[0].case.assessed_on)
    assert [rating.case_id for rating in sheet.ratings] == [situation.id for situation in FEW[:3]]
    assert {(r.engage.value, r.ceiling.code, r.sureness.value) for r in sheet.ratings} == {("no", "M1", "fairly")}


def test_every_mode_stands_beside_the_cases() -> None:
    told = str(cases_on_paper(FEW, Words("es")).blocks)
    assert re.findall(r"'(M\d)'", told) == [f"M{n}" for n in range(9)]

"""Templates read back as what they are, and our survey form converts, reads back and speaks four languages with one meaning."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.geography import Area
from mrm_desktop.formats.files.read_options import CommunityOptions
from mrm_desktop.formats.imports.preview import preview
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.formats.imports.templates import SURVEY, TABLES, choice_rows, settings_rows, survey_rows, write_template
from mrm_desktop.formats.rows.survey_questions import CHOICES, FORM_ID, QUESTIONS, choice_labels, languages
from mrm_desktop.formats.survey.xlsform import read_codebook
from mrm_desktop.foundation.assets import asset
from tests.formats.conftest import square

LANGUAGES = languages()

Write = Callable[..., Path]


@pytest.fixture
def country() -> tuple[Area, ...]:
    return (square("ZZ0102", "Lower Marula", 2, "ZZ01", 31, 4, 1), square("ZZ01", "Marula", 1, None, 30, 4, 2))


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_template_reads_back_without_a_problem(tmp_path: Path, country: tuple[Area, ...], kind: DatasetKind, suffix: str) -> None:
    path = tmp_path / f"template{suffix}"
    write_template(kind.value, path)
    reading = read(path, kind, country)
    assert (reading.ledger.rows_in, reading.ledger.rows_kept, reading.ledger.problems) == (1, 1, ())
    assert preview(path).kind is kind


def test_help_of_a_template_explains_each_column(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_template("community", path)
    book = openpyxl.load_workbook(path)
    columns = [cell.value for cell in book["community"][1]]
    explained = {row[0]: row[1] for row in book["help"].iter_rows(min_row=2, values_only=True)}
    assert list(explained) == columns
    assert all(explained.values())


def test_templates_refuse(tmp_path: Path) -> None:
    for kind, name, code in (
        ("colours", "x.csv", "template.kind_unknown"),
        ("places", "x.pdf", "template.format_unknown"),
        (SURVEY, "x.csv", "template.format_unknown"),
    ):
        with pytest.raises(KnownError) as caught:
            write_template(kind, tmp_path / name)
        assert caught.value.code == code
    write_template("places", tmp_path / "x.csv")
    with pytest.raises(KnownError) as caught:
        write_template("places", tmp_path / "x.csv")
    assert caught.value.code == "template.exists"


def test_the_form_that_ships_is_the_one_that_is_written() -> None:
    book = openpyxl.load_workbook(asset("data", "templates", "perception_survey.xlsx"))
    for sheet, rows in (("survey", survey_rows()), ("choices", choice_rows()), ("settings", settings_rows())):
        shipped = [[str(cell or "") for cell in row] for row in book[sheet].iter_rows(values_only=True)]
        assert shipped == rows


def test_form_reads_back_losslessly(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    write_template(SURVEY, path)
    book = read_codebook(path)
    assert (book.form_id, book.languages, book.default_language) == (FORM_ID, LANGUAGES, LANGUAGES[0])
    asked = {q.name: q.labels for q in QUESTIONS if q.type not in ("begin_group", "end_group")}
    read_back = {q.name: tuple(q.labels.get(language, "") for language in LANGUAGES) for q in book.questions}
    assert read_back == asked
    for listed, names in CHOICES.items():
        told = tuple((c.name, tuple(c.labels[language] for language in LANGUAGES)) for c in book.choices[listed])
        assert told == tuple((name, choice_labels(listed, name)) for name in names)


def test_form_converts() -> None:
    from pyxform.xls2xform import convert

    result = convert(str(asset("data", "templates", "perception_survey.xlsx")), warnings=[])
    assert FORM_ID in result.xform
    for language in LANGUAGES:
        assert f'lang="{language}"' in result.xform


def test_form_asks_for_no_person() -> None:
    assert not {q.type for q in QUESTIONS} & {"deviceid", "username", "phonenumber", "audit", "image", "audio", "geopoint"}
    assert [q.name for q in QUESTIONS if q.type == "text"] == ["area_code", "rated"]


@pytest.mark.parametrize("with_form", [True, False], ids=["form", "no form"])
@pytest.mark.parametrize("language", [None, 0, 1, 2, 3], ids=["names", *LANGUAGES])
def test_exports_of_the_form_mean_the_same_in_every_language(
    write_csv: Write, country: tuple[Area, ...], language: int | None, with_form: bool
) -> None:
    names = ("today", "where/area_code", "consent", "stratum", "views/pk_effect", "views/pk_conduct")
    asked = {q.name: q.labels for q in QUESTIONS}
    chosen = {
        **{("stratum", name): choice_labels("stratum", name) for name in CHOICES["stratum"]},
        **{("pk_effect", name): choice_labels("effect", name) for name in CHOICES["effect"]},
        **{("pk_conduct", name): choice_labels("conduct", name) for name in CHOICES["conduct"]},
    }

    def said(question: str, name: str) -> str:
        return name if language is None else chosen[question, name][language]

    def heading(name: str) -> str:
        last = name.rsplit("/", 1)[-1]
        return name if language is None or last == "today" else asked[last][language]

    rows: list[tuple[str, ...]] = [(*(heading(n) for n in names), "_uuid", "_submission_time")]
    answers = (
        ("women", "much_better", "bad"),
        ("women", "worse", "very_bad"),
        ("men", "pns", "dk"),
        ("men", "no_difference", "good"),
    )
    for n, (who, effect, conduct) in enumerate(answers):
        cells = (said("stratum", who), said("pk_effect", effect), said("pk_conduct", conduct))
        rows.append(("2026-03-02", "ZZ0102", "x", *cells, f"u{n}", "2026-03-02T10:00:00"))
    form = asset("data", "templates", "perception_survey.xlsx") if with_form else None
    evidence = read(write_csv(rows, delimiter=";"), DatasetKind.COMMUNITY, country, CommunityOptions(codebook=form)).of(
        AreaEvidence
    )
    assert [(e.area_code, e.item.stratum.value, e.item.answered, e.item.mean_rating, e.item.refused_share) for e in evidence] == [
        ("ZZ0102", "men", 1.0, 0.0, 0.5),
        ("ZZ0102", "women", 2.0, 0.5, 0.0),
    ]

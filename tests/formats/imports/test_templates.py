"""Templates read back as what they are, and our survey form converts, reads back and speaks four languages with one meaning."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import AreaEvidence, QuestionCounts
from mrm_desktop.domain.geography import Area
from mrm_desktop.formats.files.read_options import CommunityOptions
from mrm_desktop.formats.imports.preview import preview
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.formats.imports.templates import SURVEY, TABLES, choice_rows, settings_rows, survey_rows, write_template
from mrm_desktop.formats.rows.columns import COORDINATES, example_cells
from mrm_desktop.formats.rows.survey_questions import CHOICES, FORM_ID, QUESTIONS, choice_labels, counts_as, languages
from mrm_desktop.formats.rows.table_reader import FEWEST_EXAMPLE_CELLS
from mrm_desktop.formats.survey.xlsform import read_codebook
from mrm_desktop.foundation.assets import asset
from tests.formats.conftest import square
from tests.present import present

LANGUAGES = languages()

Write = Callable[..., Path]


@pytest.fixture
def country() -> tuple[Area, ...]:
    return (square("ZZ0102", "Lower Marula", 2, "ZZ01", 31, 4, 1), square("ZZ01", "Marula", 1, None, 30, 4, 2))


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_example_row_of_a_template_never_becomes_a_record(
    tmp_path: Path, country: tuple[Area, ...], kind: DatasetKind, suffix: str
) -> None:
    path = tmp_path / f"template{suffix}"
    write_template(kind.value, path)
    assert preview(path).kind is kind
    reading = read(path, kind, country)
    assert (reading.ledger.rows_in, reading.ledger.rows_dropped, reading.records) == (1, 1, ())
    assert [problem.code for problem in reading.ledger.problems] == ["import.example_row"]


@pytest.mark.parametrize("kind", TABLES)
def test_an_example_has_no_coordinates(kind: DatasetKind) -> None:
    assert COORDINATES.isdisjoint(example_cells(kind))
    assert len(example_cells(kind)) >= FEWEST_EXAMPLE_CELLS


@pytest.mark.parametrize("kind", TABLES)
def test_a_row_below_the_example_is_read_as_it_stands(tmp_path: Path, country: tuple[Area, ...], kind: DatasetKind) -> None:
    path = tmp_path / "filled.csv"
    write_template(kind.value, path)
    head, example = path.read_text(encoding="utf-8-sig").splitlines()[:2]
    cells = dict(zip(head.split(","), example.split(","), strict=True))
    cells |= {"latitude": "4.5", "longitude": "31.5"}
    cells |= {name: "another" for name in ("name", "actor", "type", "mission") if name in cells}
    cells |= {"rating": "2"} if "rating" in cells else {}
    with path.open("a", encoding="utf-8") as stream:
        stream.write(",".join(cells.values()) + "\n")
    reading = read(path, kind, country)
    assert (reading.ledger.rows_in, reading.ledger.rows_kept, reading.ledger.rows_dropped) == (2, 1, 1)


def test_words_that_may_be_written_are_offered_in_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_template("armed-actors", path)
    page = openpyxl.load_workbook(path)["armed-actors"]
    offered = {str(v.sqref).split(":")[0]: v.formula1 for v in page.data_validations.dataValidation}
    headings = {f"{get_column_letter(n)}2": cell.value for n, cell in enumerate(page[1], start=1)}
    by_column = {headings[cell]: words for cell, words in offered.items()}
    assert "wary" in by_column["stance"]
    assert by_column["able_to_harm"] == '"yes,no"'
    assert "actor" not in by_column


def test_a_file_of_answers_says_where_answers_are_given(tmp_path: Path) -> None:
    path = tmp_path / "facts.toml"
    path.write_text("format = 'mrm-facts/1'", encoding="utf-8")
    with pytest.raises(KnownError) as caught:
        preview(path)
    assert caught.value.code == "import.facts_file"


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
        told = tuple((c.name, tuple(c.labels[language] for language in LANGUAGES), c.counts_as) for c in book.choices[listed])
        assert told == tuple((name, choice_labels(listed, name), counts_as(listed, name)) for name in names)


def test_form_converts() -> None:
    from pyxform.xls2xform import convert

    result = convert(str(asset("data", "templates", "perception_survey.xlsx")), warnings=[])
    assert FORM_ID in result.xform
    for language in LANGUAGES:
        assert f'lang="{language}"' in result.xform


def test_form_asks_for_no_person() -> None:
    assert not {q.type for q in QUESTIONS} & {"deviceid", "username", "phonenumber", "audit", "image", "audio", "geopoint"}
    assert [q.name for q in QUESTIONS if q.type == "text"] == ["area_code", "rated_unit"]


@pytest.mark.parametrize("with_form", [True, False], ids=["form", "no form"])
@pytest.mark.parametrize("language", [None, 0, 1, 2, 3], ids=["names", *LANGUAGES])
def test_exports_of_the_form_mean_the_same_in_every_language(
    write_csv: Write, country: tuple[Area, ...], language: int | None, with_form: bool
) -> None:
    names = (
        *("today", "where/area_code", "where/lives_now", "consent", "who/sex", "views/pk_force", "views/pk_effect"),
        *("views/pk_party", "views/pk_seen_with", "views/pk_conduct"),
    )
    asked = {q.name: q.labels for q in QUESTIONS}
    chosen = {
        **{("sex", name): choice_labels("sex", name) for name in CHOICES["sex"]},
        **{("pk_effect", name): choice_labels("effect", name) for name in CHOICES["effect"]},
        **{("pk_conduct", name): choice_labels("conduct", name) for name in CHOICES["conduct"]},
        **{("lives_now", name): choice_labels("residence", name) for name in CHOICES["residence"]},
        **{("pk_force", name): choice_labels("force", name) for name in CHOICES["force"]},
        **{
            (question, name): choice_labels("yesno", name) for question in ("pk_party", "pk_seen_with") for name in CHOICES["yesno"]
        },
    }

    def said(question: str, name: str) -> str:
        return name if language is None else chosen[question, name][language]

    def heading(name: str) -> str:
        last = name.rsplit("/", 1)[-1]
        return name if language is None or last == "today" else asked[last][language]

    agreed = "yes" if language is None else choice_labels("consent", "yes")[language]
    rows: list[tuple[str, ...]] = [(*(heading(n) for n in names), "_uuid", "_submission_time")]
    answers = (
        ("here", "women", "un_military", "much_better", "somewhat", "no", "bad"),
        ("here", "women", "un_military", "worse", "dk", "yes", "very_bad"),
        ("here", "women", "un_military", "worse", "no", "pns", "good"),
        ("here", "men", "un_military", "pns", "pns", "pns", "dk"),
        ("here", "men", "un_military", "no_difference", "no", "no", "good"),
        ("here", "women", "other_force", "much_worse", "yes", "yes", "bad"),
        ("here", "women", "former_contingent", "better", "no", "no", "good"),
        ("here", "women", "un_civilian", "better", "no", "no", "good"),
        ("elsewhere", "women", "un_military", "worse", "yes", "no", "bad"),
        ("pns", "men", "un_military", "better", "no", "no", "good"),
        ("here", "women", "dk", "better", "no", "no", "good"),
    )
    questions = ("sex", "pk_force", "pk_effect", "pk_party", "pk_seen_with", "pk_conduct")
    for n, (lives, *said_of) in enumerate(answers):
        who, *cells = (said(question, name) for question, name in zip(questions, said_of, strict=True))
        rows.append(("2026-03-02", "ZZ0102", said("lives_now", lives), agreed, who, *cells, f"u{n}", "2026-03-02T10:00:00"))
    form = asset("data", "templates", "perception_survey.xlsx") if with_form else None
    reading = read(write_csv(rows, delimiter=";"), DatasetKind.COMMUNITY, country, CommunityOptions(codebook=form))
    found = {(str(e.item.rated), e.item.asked_elsewhere, str(e.item.stratum)): e for e in reading.of(AreaEvidence)}
    assert {
        key: (e.item.answered, e.item.mean_rating, e.item.takes_sides_share, e.item.minds_being_seen_share, e.bad_conduct_share)
        for key, e in found.items()
    } == {
        ("un_military", False, "women"): (3.0, 0.0, 0.5, 0.5, pytest.approx(2 / 3)),
        ("un_military", False, "men"): (1.0, 0.0, 0.0, 0.0, 0.0),
        ("other_force", False, "women"): (1.0, -2.0, 1.0, 1.0, 1.0),
        ("former_contingent", False, "women"): (1.0, 1.0, 0.0, 0.0, 0.0),
        ("un_civilian", False, "women"): (1.0, 1.0, 0.0, 0.0, 0.0),
        ("un_military", True, "women"): (1.0, -1.0, 1.0, 0.0, 1.0),
        # Who would not say where they live is not counted among the men of the area.
        ("un_military", True, "men"): (1.0, 1.0, 0.0, 0.0, 0.0),
    }
    assert found["un_military", False, "men"].item.refused_share == 0.5
    women = present(found["un_military", False, "women"].follow_ups)
    assert women.takes_sides == QuestionCounts(yes=1, no=1, do_not_know=1)
    assert women.minds_being_seen == QuestionCounts(yes=1, no=1, refused=1)
    assert [p.code for p in reading.ledger.problems] == ["community.rated_unclear"]

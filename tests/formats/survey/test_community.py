"""Aggregation at the door: what comes out of a survey, what is left out and why, and which way up its scale is."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import EvidenceMethod, Rated, Stratum
from mrm_desktop.formats.files.read_options import CommunityOptions
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.formats.rows.reading import Reading
from tests.present import present

Write = Callable[..., Path]
TODAY = date(2026, 4, 1)
UPPER, LOWER = "Upper Marula", "Lower Marula"


def _read(path: Path, areas: Sequence[Area], **options: object) -> Reading:
    return read(path, DatasetKind.COMMUNITY, areas, CommunityOptions(today=TODAY, **options))  # type: ignore[arg-type]


def _refused(path: Path, areas: Sequence[Area], **options: object) -> KnownError:
    with pytest.raises(KnownError) as caught:
        _read(path, areas, **options)
    return caught.value


def _form(write_xlsx: Write, choices: Sequence[tuple[str, str, str]], name: str = "form.xlsx") -> Path:
    import openpyxl

    path = write_xlsx([("type", "name", "label::English (en)", "label::Français (fr)")], name, sheet="survey")
    book = openpyxl.load_workbook(path)
    survey, listed, settings_page = book["survey"], book.create_sheet("choices"), book.create_sheet("settings")
    for row in (
        ("today", "today", None, None),
        ("begin_group", "g", "Group", "Groupe"),
        ("text", "state", "State", "État"),
        ("select_one view", "pk_view", "How do you see them?", "Comment les voyez-vous ?"),
        ("end_group", None, None, None),
    ):
        survey.append(row)
    listed.append(("list_name", "name", "label::English (en)", "label::Français (fr)"))
    for choice in choices:
        listed.append(("view", *choice))
    settings_page.append(("form_title", "form_id", "default_language", "version"))
    settings_page.append(("Views", "views_1", "English (en)", "3"))
    book.save(path)
    return path


CHOICES = (
    ("v1", "Very negative", "Très négative"),
    ("v2", "Negative", "Négative"),
    ("v3", "Neither", "Ni l'un ni l'autre"),
    ("v4", "Positive", "Positive"),
    ("v5", "Very positive", "Très positive"),
    ("dk", "Don't know", "Ne sait pas"),
    ("pns", "Prefer not to say", "Préfère ne pas répondre"),
)


def test_groups_counts_mean_and_refusals(kobo: Write, areas: tuple[Area, ...]) -> None:
    answers = [(UPPER, "very_bad", "female"), (UPPER, "good", "female"), (UPPER, "dk", "female"), (UPPER, "refused", "female")]
    reading = _read(kobo([*answers, (UPPER, "very_good", "male"), (LOWER, "bad", "female")]), areas)
    women, men, south = reading.of(AreaEvidence)[1], reading.of(AreaEvidence)[0], reading.of(AreaEvidence)[2]
    assert (women.area_code, women.item.stratum, women.item.answered) == ("ZZ01", Stratum.WOMEN, 2.0)
    assert (women.item.mean_rating, women.item.refused_share) == (-0.5, 0.25)
    assert women.distribution is not None
    assert (women.distribution.counts, women.distribution.do_not_know, women.distribution.refused) == ((1, 0, 0, 1, 0), 1, 1)
    assert (men.item.stratum, men.item.mean_rating) == (Stratum.MEN, 2.0)
    assert south.area_code == "ZZ02"
    assert (women.round, women.item.collected_on, women.matched_by) == ("2026-03", date(2026, 3, 2), "name")
    assert (reading.ledger.rows_in, reading.ledger.rows_kept) == (6, 6)


def test_defaults_are_stated(kobo: Write, areas: tuple[Area, ...]) -> None:
    reading = _read(kobo([(UPPER, "good", "")] * 5), areas, columns={"rating": "pk_view"})
    item = reading.of(AreaEvidence)[0].item
    assert (item.method, item.grade, item.source) == (EvidenceMethod.PURPOSIVE_SURVEY, Grade("F", "6"), "survey")
    guessed = {e.code for e in reading.ledger.entries if e.action == "guessed"}
    assert {"import.grade_assumed", "community.method_assumed", "community.source_assumed", "community.round_assumed"} <= guessed


def test_options_replace_defaults(kobo: Write, areas: tuple[Area, ...]) -> None:
    reading = _read(
        kobo([(UPPER, "good", "")] * 5),
        areas,
        grade=Grade("B", "2"),
        method=EvidenceMethod.FOCUS_GROUP,
        source="S1",
        round="R1",
        rated=Rated.OTHER_FORCE,
        rated_unit="AU-1",
        stratum=Stratum.WOMEN,
        columns={"rating": "pk_view"},
    )
    found = reading.of(AreaEvidence)[0]
    assert (str(found.item.grade), found.item.method, found.item.source) == ("B2", EvidenceMethod.FOCUS_GROUP, "S1")
    assert (found.round, found.item.rated, found.rated_unit) == ("R1", Rated.OTHER_FORCE, "AU-1")
    said = {e.code for e in reading.ledger.entries}
    assert "import.grade_stated" in said
    assert "import.grade_assumed" not in said


def test_rows_left_out_say_why(write_csv: Write, areas: tuple[Area, ...]) -> None:
    head = ("_uuid", "_submission_time", "today", "state", "pk_view", "_validation_status")
    rows = [
        head,
        ("u1", "2026-03-02T1", "2026-03-02", UPPER, "good", ""),
        ("u1", "2026-03-02T1", "2026-03-02", UPPER, "good", ""),
        ("u2", "2026-03-02T1", "2026-03-02", UPPER, "good", "validation_status_not_approved"),
        ("u3", "2026-03-02T1", "2026-03-02", UPPER, "", ""),
        ("u4", "2026-03-02T1", "2026-03-02", UPPER, "splendid", ""),
        ("u5", "2026-03-02T1", "02/03/2026", UPPER, "good", ""),
        ("u6", "2026-03-02T1", "2027-03-02", UPPER, "good", ""),
        ("u7", "2026-03-02T1", "2026-03-02", "Atlantis", "good", ""),
        ("u8", "2026-03-02T1", "2026-03-02", "Uper Marula", "good", ""),
        ("u9", "2026-03-02T1", "2026-03-02", LOWER, "dk", ""),
    ]
    reading = _read(write_csv(rows), areas, columns={"rating": "pk_view"})
    ledger = reading.ledger
    assert (ledger.rows_in, ledger.rows_kept, ledger.rows_merged, ledger.rows_dropped) == (10, 1, 1, 8)
    codes = {p.row: p.code for p in ledger.problems}
    assert codes == {
        2: "community.repeated_submission",
        4: "community.not_approved",
        5: "community.no_answer",
        6: "community.answer_unknown",
        7: "community.day_unreadable",
        8: "cell.date_in_future",
        9: "community.no_area",
        10: "community.no_area",
    }
    assert [i.text for i in reading.review] == ["Uper Marula"]
    assert "splendid" not in repr(reading)
    assert "community.nobody_rated" in {e.code for e in ledger.entries}


def test_order_of_rows_does_not_matter(kobo: Write, areas: tuple[Area, ...]) -> None:
    answers = [(UPPER, "bad", "female"), (LOWER, "good", "male"), (UPPER, "very_good", "female")]
    results = []
    for n, order in enumerate(itertools.permutations(answers)):
        evidence = _read(kobo(list(order), f"k{n}.csv"), areas).of(AreaEvidence)
        results.append([(e.area_code, e.item.mean_rating, e.distribution) for e in evidence])
    assert all(result == results[0] for result in results)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from([UPPER, LOWER, "Atlantis", ""]),
            st.sampled_from(["very_bad", "good", "dk", "", "??"]),
            st.sampled_from("fmx"),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_ledger_always_balances(kobo: Write, areas: tuple[Area, ...], answers: list[tuple[str, str, str]]) -> None:
    reading = _read(kobo([*answers, (UPPER, "good", "f"), (UPPER, "very_bad", "f")]), areas, columns={"rating": "pk_view"})
    assert reading.ledger.balances
    assert reading.ledger.rows_in == len(answers) + 2


def test_codebook_gives_names_labels_and_languages_one_meaning(
    write_csv: Write, write_xlsx: Write, areas: tuple[Area, ...]
) -> None:
    form = _form(write_xlsx, CHOICES)
    shapes = {
        "names": (("today", "g/state", "g/pk_view"), 0),
        "english": (("today", "Group/State", "Group/How do you see them?"), 1),
        "french": (("today", "État", "Comment les voyez-vous ?"), 2),
    }
    results = []
    for name, (head, column) in shapes.items():
        rows = [head, *(("2026-03-02", UPPER, choice[column]) for choice in CHOICES)]
        evidence = _read(write_csv(rows, f"{name}.csv"), areas, codebook=form).of(AreaEvidence)
        results.append([(e.item, e.distribution, e.wording_hash) for e in evidence])
    assert results[0] == results[1] == results[2]
    item, distribution, _ = results[0][0]
    assert (item.source, item.answered, item.mean_rating) == ("views_1", 5.0, 0.0)
    assert (present(distribution).do_not_know, present(distribution).refused) == (1, 1)


def test_reversed_choices_follow_their_labels(write_csv: Write, write_xlsx: Write, areas: tuple[Area, ...]) -> None:
    form = _form(
        write_xlsx,
        [("5", *CHOICES[0][1:]), ("4", *CHOICES[1][1:]), ("3", *CHOICES[2][1:]), ("2", *CHOICES[3][1:]), ("1", *CHOICES[4][1:])],
    )
    path = write_csv([("today", "state", "pk_view"), *(("2026-03-02", UPPER, "5") for _ in range(3))])
    assert _read(path, areas, codebook=form).of(AreaEvidence)[0].item.mean_rating == -2.0


def test_contradicting_labels_raise(write_csv: Write, write_xlsx: Write, areas: tuple[Area, ...]) -> None:
    wrong = [(name, english, CHOICES[4 - n][2] if n < 5 else french) for n, (name, english, french) in enumerate(CHOICES)]
    path = write_csv([("today", "state", "pk_view"), ("2026-03-02", UPPER, "v1")])
    assert _refused(path, areas, codebook=_form(write_xlsx, wrong)).code == "scale.contradiction"


def test_direction_is_never_guessed(write_csv: Write, areas: tuple[Area, ...]) -> None:
    numbers = write_csv([("today", "state", "rating"), *(("2026-03-02", UPPER, str(n)) for n in (1, 2, 5))], "n.csv")
    assert _refused(numbers, areas).code == "scale.direction_unknown"
    assert _refused(numbers, areas, scale_reversed=False).code == "scale.ends_unknown"
    for reverse, mean in ((False, (-2 - 1 + 2) / 3), (True, (2 + 1 - 2) / 3)):
        reading = _read(numbers, areas, scale_reversed=reverse, scale_ends=(1.0, 5.0))
        assert reading.of(AreaEvidence)[0].item.mean_rating == pytest.approx(mean)
    agree = write_csv(
        [("today", "state", "q"), ("2026-03-02", UPPER, "Agree"), ("2026-03-02", UPPER, "Strongly disagree")], "a.csv"
    )
    assert _refused(agree, areas).code == "scale.direction_unknown"
    assert _read(agree, areas, scale_reversed=True).of(AreaEvidence)[0].item.mean_rating == 0.5


def test_signed_numbers_speak_for_themselves(write_csv: Write, areas: tuple[Area, ...]) -> None:
    path = write_csv([("today", "state", "rating"), ("2026-03-02", UPPER, "-1"), ("2026-03-02", UPPER, "2")])
    assert _read(path, areas).of(AreaEvidence)[0].item.mean_rating == 0.5


def test_several_rating_questions_ask_which(write_csv: Write, areas: tuple[Area, ...]) -> None:
    rows = [("today", "state", "a", "b"), ("2026-03-02", UPPER, "very good", "very bad"), ("2026-03-02", UPPER, "bad", "good")]
    error = _refused(write_csv(rows), areas)
    assert (error.code, error.params["columns"]) == ("community.several_ratings", ["a", "b"])
    assert _read(write_csv(rows), areas, columns={"rating": "b"}).of(AreaEvidence)[0].item.mean_rating == -0.5


def test_the_result_of_a_test_is_no_rating(write_csv: Write, areas: tuple[Area, ...]) -> None:
    rows = [("today", "state", "malaria"), ("2026-03-02", UPPER, "Positive"), ("2026-03-02", UPPER, "Negative")]
    assert _refused(write_csv(rows), areas).code == "community.no_rating"


def test_no_rating_and_no_areas(write_csv: Write, areas: tuple[Area, ...]) -> None:
    path = write_csv([("today", "state", "colour"), ("2026-03-02", UPPER, "blue")])
    assert _refused(path, areas).code == "community.no_rating"
    assert _refused(path, ()).code == "community.no_areas"


def test_odk_central(write_csv: Write, areas: tuple[Area, ...]) -> None:
    head = (
        "SubmissionDate",
        "g1-today",
        "g1-loc-Latitude",
        "g1-loc-Longitude",
        "g1-view",
        "KEY",
        "SubmitterID",
        "SubmitterName",
        "Status",
    )
    row = ("2026-03-09T10:00:00Z", "2026-03-02", "4.5", "30.5", "good", "uuid:1", "7", "somebody", "")
    reading = _read(write_csv([head, row, (*row[:4], "very bad", "uuid:2", *row[6:])]), areas)
    assert [(e.area_code, e.item.mean_rating, e.matched_by) for e in reading.of(AreaEvidence)] == [("ZZ01", -0.5, "point")]
    assert reading.of(AreaEvidence)[0].item.collected_on == date(2026, 3, 2)
    assert "somebody" not in repr(reading)
    locked = write_csv([head, (*row[:8], "not decrypted")], "locked.csv")
    assert _refused(locked, areas).code == "odk.not_decrypted"


def test_canonical_table_with_counts_and_grades(write_csv: Write, areas: tuple[Area, ...]) -> None:
    head = (
        "area_pcode",
        "respondent_stratum",
        "value_ordinal",
        "n",
        "mode",
        "source_grade",
        "info_grade",
        "collected_to",
        "source",
    )
    rows = [
        head,
        ("ZZ01", "women", "-2", "3", "survey", "B", "2", "2026-03-01", "S1"),
        ("ZZ01", "women", "1", "5", "survey", "B", "2", "2026-03-03", "S1"),
        ("ZZ01", "women", "2", "1", "KII", "C", "3", "2026-03-03", "S2"),
        ("ZZ01", "women", "2", "x", "KII", "C", "3", "2026-03-03", "S2"),
    ]
    reading = _read(write_csv(rows), areas)
    found = {e.item.source: e.item for e in reading.of(AreaEvidence)}
    assert (found["S1"].answered, found["S1"].mean_rating, str(found["S1"].grade)) == (8.0, -0.125, "B2")
    assert found["S1"].collected_on == date(2026, 3, 2), "the mean day of eight answers, rounded down; the newest is of the third"
    assert found["S2"].method is EvidenceMethod.KEY_INFORMANT
    assert reading.ledger.rows_dropped == 1


def test_table_aggregated_already(write_csv: Write, areas: tuple[Area, ...]) -> None:
    head = ("area_code", "stratum", "mean_rating", "n", "refused", "do_not_know", "date", "method", "grade", "source", "round")
    rows = [
        head,
        ("ZZ01", "femmes", "0,5", "40", "10", "0", "2026-03-01", "probability_survey", "B2", "S1", "R1"),
        ("ZZ01", "men", "good", "40", "", "", "2026-03-01", "", "", "", ""),
        ("ZZ99", "men", "1", "40", "", "", "2026-03-01", "", "", "", ""),
        ("ZZ02", "men", "1", "0", "", "", "2026-03-01", "", "", "", ""),
        ("ZZ02", "martians", "1", "9", "", "", "2026-03-01", "", "", "", ""),
    ]
    reading = _read(write_csv(rows), areas)
    assert len(reading.records) == 1
    item = reading.of(AreaEvidence)[0].item
    assert (item.stratum, item.mean_rating, item.answered, item.refused_share) == (Stratum.WOMEN, 0.5, 40.0, 0.2)
    assert [p.code for p in reading.ledger.problems] == [
        *("cell.not_a_number", "community.no_area", "community.nobody_rated", "community.stratum_unreadable"),
    ]
    assert reading.ledger.balances


def test_column_called_group_that_names_no_groups_is_not_used(write_csv: Write, areas: tuple[Area, ...]) -> None:
    rows = [("today", "state", "rating", "group"), ("2026-03-02", UPPER, "-1", "A"), ("2026-03-02", UPPER, "2", "B")]
    reading = _read(write_csv(rows), areas)
    assert reading.of(AreaEvidence)[0].item.stratum is Stratum.ALL
    assert "community.stratum_ignored" in {e.code for e in reading.ledger.entries}


def test_repeated_section_of_a_workbook_is_joined(write_xlsx: Write, areas: tuple[Area, ...]) -> None:
    import openpyxl

    end = ("_uuid", "_submission_time", "_index")
    path = write_xlsx(
        [("today", "state", *end), ("2026-03-02", UPPER, "u1", "2026-03-02T1", 1), ("2026-03-03", LOWER, "u2", "2026-03-03T1", 2)],
        sheet="Survey",
    )
    book = openpyxl.load_workbook(path)
    people = book.create_sheet("people")
    people.append(("sex", "view", "_index", "_parent_table_name", "_parent_index", "_submission__uuid"))
    for n, (sex, view, parent) in enumerate((("f", "very bad", 1), ("f", "good", 1), ("m", "bad", 2), ("m", "good", 7)), start=1):
        people.append((sex, view, n, "Survey", parent, f"u{parent}"))
    book.save(path)
    reading = _read(path, areas)
    assert [(e.area_code, e.item.stratum.value, e.item.answered, e.item.mean_rating) for e in reading.of(AreaEvidence)] == [
        ("ZZ01", "women", 2.0, -0.5),
        ("ZZ02", "men", 1.0, -1.0),
    ]
    assert (reading.ledger.rows_in, reading.ledger.rows_kept, reading.ledger.rows_dropped) == (4, 3, 1)


def test_sections_inside_sections_are_joined_down_to_the_submission(write_xlsx: Write, areas: tuple[Area, ...]) -> None:
    import openpyxl

    path = write_xlsx(
        [("today", "state", "_uuid", "_index"), ("2026-03-02", UPPER, "u1", 1), ("2026-03-03", LOWER, "u2", 2)], sheet="Survey"
    )
    book = openpyxl.load_workbook(path)
    # The inner section comes first: its order in the workbook must not matter.
    people, groups = book.create_sheet("people"), book.create_sheet("groups")
    groups.append(("sex", "_index", "_parent_table_name", "_parent_index"))
    for sex, n, submission in (("f", 1, 1), ("m", 2, 2), ("f", 3, 2)):
        groups.append((sex, n, "Survey", submission))
    people.append(("view", "_index", "_parent_table_name", "_parent_index"))
    for view, n, group in (("good", 1, 1), ("very good", 2, 1), ("bad", 3, 2), ("very bad", 4, 3), ("good", 5, 9)):
        people.append((view, n, "groups", group))
    book.save(path)
    reading = _read(path, areas)
    assert sorted((e.area_code, e.item.stratum.value, e.item.answered, e.item.mean_rating) for e in reading.of(AreaEvidence)) == [
        ("ZZ01", "women", 2.0, 1.5),
        ("ZZ02", "men", 1.0, -1.0),
        ("ZZ02", "women", 1.0, -2.0),
    ]
    assert (reading.ledger.rows_in, reading.ledger.rows_kept, reading.ledger.rows_dropped) == (5, 4, 1)


def test_who_did_not_consent_counts_as_a_refusal(write_csv: Write, areas: tuple[Area, ...]) -> None:
    rows = [("today", "state", "consent", "view"), ("2026-03-02", UPPER, "yes", "very good"), ("2026-03-02", UPPER, "no", "")]
    reading = _read(write_csv([*rows, ("2026-03-02", UPPER, "yes", "")]), areas)
    assert reading.of(AreaEvidence)[0].item.refused_share == 0.5
    assert reading.ledger.rows_dropped == 1

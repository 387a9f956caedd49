"""Whom people speak of, where they live and what they say beside the rating: read, never pooled, and what is unclear is refused by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import AreaEvidence, QuestionCounts
from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.vocabulary import Rated
from mrm_desktop.formats.files.read_options import CommunityOptions
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.formats.rows.reading import Reading
from tests.formats.conftest import square
from tests.present import present

Write = Callable[..., Path]
UPPER = "Upper Marula"
HEAD = ("area_code", "stratum", "mean_rating", "n", "date", "source")


def _read(path: Path, areas: Sequence[Area], **options: Any) -> Reading:
    return read(path, DatasetKind.COMMUNITY, areas, CommunityOptions(today=date(2026, 4, 1), **options))


def _problems(reading: Reading) -> list[tuple[int, str, str]]:
    return [(p.row, p.column, p.code) for p in reading.ledger.problems]


def _table(write: Write, *rows: tuple[str, ...], extra: tuple[str, ...] = (), head: tuple[str, ...] = HEAD) -> Path:
    return write([(*head, *extra), *rows])


def _row(stratum: str = "women", n: str = "40", *more: str, area: str = "ZZ01", source: str = "S1") -> tuple[str, ...]:
    return (area, stratum, "0.5", n, "2026-03-01", source, *more)


# ---- single answers -----------------------------------------------------------------------------------------------------------


def test_shares_are_of_those_who_answered_the_question(write_csv: Write, areas: tuple[Area, ...]) -> None:
    answers = ("yes", "somewhat", "no", "no", "dk", "pns", "", "perhaps")
    rows = [("today", "state", "sex", "rating", "pk_party"), *(("2026-03-02", UPPER, "f", "-1", said) for said in answers)]
    reading = _read(write_csv(rows), areas)
    (found,) = reading.of(AreaEvidence)
    assert (found.item.answered, found.item.takes_sides_share, found.item.minds_being_seen_share) == (8.0, 0.5, None)
    assert present(found.follow_ups).takes_sides == QuestionCounts(2, 2, do_not_know=1, refused=1)
    assert present(found.follow_ups).minds_being_seen is None
    assert _problems(reading) == [(9, "pk_party", "community.follow_up_unknown")]
    entry = next(e for e in reading.ledger.entries if e.code == "community.follow_up.takes_sides")
    assert (entry.rows, entry.params) == (4, {"silent": 2})


def test_a_question_that_few_answered_is_named(write_csv: Write, areas: tuple[Area, ...]) -> None:
    rows = [
        ("today", "state", "rating", "pk_party"),
        ("2026-03-02", UPPER, "-1", "yes"),
        *((("2026-03-02", UPPER, "-1", "dk"),) * 3),
    ]
    reading = _read(write_csv(rows), areas)
    assert next(e.params for e in reading.ledger.entries if e.code == "community.follow_up_thin") == {"groups": 1}


def test_nobody_answered_is_not_nought(write_csv: Write, areas: tuple[Area, ...]) -> None:
    rows = [("today", "state", "rating", "pk_seen_with"), ("2026-03-02", UPPER, "-1", "dk")]
    (found,) = _read(write_csv(rows), areas).of(AreaEvidence)
    assert found.item.minds_being_seen_share is None
    assert present(found.follow_ups).minds_being_seen == QuestionCounts(0, 0, do_not_know=1)


def test_conduct_is_kept_beside_and_is_not_taken_for_the_rating(kobo: Write, write_csv: Write, areas: tuple[Area, ...]) -> None:
    rows = [("today", "state", "_uuid", "_submission_time", "pk_effect", "pk_conduct")]
    rows += [
        ("2026-03-02", UPPER, f"u{n}", "2026-03-02T1", "much_better", said)
        for n, said in enumerate(("very_bad", "good", "neutral"))
    ]
    (found,) = _read(write_csv(rows), areas).of(AreaEvidence)
    assert found.item.mean_rating == 2.0
    assert found.bad_conduct_share == pytest.approx(1 / 3)


def test_a_form_may_say_what_an_answer_counts_as(write_csv: Write, write_xlsx: Write, areas: tuple[Area, ...]) -> None:
    import openpyxl

    form = write_xlsx(
        [
            ("type", "name", "label"),
            ("select_one e", "pk_effect", "Better or worse?"),
            ("select_one s", "pk_party", "Sides?"),
        ],
        "form.xlsx",
        sheet="survey",
    )
    book = openpyxl.load_workbook(form)
    choices = book.create_sheet("choices")
    for row in (
        *(("list_name", "name", "label", "counts_as"), ("e", "1", "Much worse", None), ("e", "2", "Much better", None)),
        *(("s", "a", "A lot", "yes"), ("s", "b", "Now and then", "yes"), ("s", "c", "Hardly", "no")),
    ):
        choices.append(row)
    book.save(form)
    rows = [("today", "state", "pk_effect", "pk_party"), *(("2026-03-02", UPPER, "2", said) for said in "abc")]
    (found,) = _read(write_csv(rows), areas, codebook=form).of(AreaEvidence)
    assert found.item.takes_sides_share == pytest.approx(2 / 3)


def test_ratings_of_another_object_are_items_of_their_own(write_csv: Write, areas: tuple[Area, ...]) -> None:
    rows = [
        ("today", "state", "rating", "pk_force"),
        *(("2026-03-02", UPPER, "2", "") for _ in range(3)),
        *(("2026-03-02", UPPER, "-2", "other_force") for _ in range(80)),
        ("2026-03-02", UPPER, "-2", "former_contingent"),
    ]
    found = {e.item.rated: e.item for e in _read(write_csv(rows), areas).of(AreaEvidence)}
    assert (found[Rated.UN_MILITARY].answered, found[Rated.UN_MILITARY].mean_rating) == (3.0, 2.0)
    assert found[Rated.OTHER_FORCE].answered == 80.0
    assert set(found) == {Rated.UN_MILITARY, Rated.OTHER_FORCE, Rated.FORMER_CONTINGENT}


@pytest.mark.parametrize(
    ("rated", "unit", "known", "code"),
    [
        ("AUSSOM", "", frozenset({"KADBAT"}), "community.rated_unknown"),
        ("AUSSOM", "", None, "community.rated_unknown"),
        ("dk", "", frozenset(), "community.rated_unclear"),
        ("", "AUSSOM", frozenset({"KADBAT"}), "community.unit_unknown"),
    ],
)
@pytest.mark.parametrize("added_up", [False, True])
def test_an_unknown_object_is_refused_by_row(
    write_csv: Write, areas: tuple[Area, ...], rated: str, unit: str, known: frozenset[str] | None, code: str, added_up: bool
) -> None:
    if added_up:
        path = _table(write_csv, _row("women", "40", rated, unit), _row("men", "30", "mission", ""), extra=("rated", "rated_unit"))
    else:
        rows = [("today", "state", "rating", "rated", "rated_unit"), ("2026-03-02", UPPER, "-1", rated, unit)]
        path = write_csv([*rows, ("2026-03-02", UPPER, "1", "mission", "")])
    reading = _read(path, areas, known_units=known)
    column = "rated_unit" if code.endswith("unit_unknown") else "rated"
    assert _problems(reading) == [(2, column, code)]
    assert [e.item.rated for e in reading.of(AreaEvidence)] == [Rated.UN_MILITARY]
    assert (reading.ledger.rows_dropped, reading.ledger.balances) == (1, True)


def test_a_unit_on_record_may_stand_where_the_word_stood(write_csv: Write, areas: tuple[Area, ...]) -> None:
    rows = [("today", "state", "rating", "rated"), ("2026-03-02", UPPER, "-1", "KADBAT"), ("2026-03-02", UPPER, "1", "mission")]
    found = _read(write_csv(rows), areas, known_units=frozenset({"KADBAT"})).of(AreaEvidence)
    assert [(e.item.rated, e.rated_unit, e.item.answered) for e in found] == [
        *((Rated.UN_MILITARY, "", 1.0), (Rated.UN_MILITARY, "KADBAT", 1.0)),
    ]


def test_an_export_of_our_form_as_it_was_before_names_units_in_the_same_column(write_csv: Write, areas: tuple[Area, ...]) -> None:
    head = ("today", "where/area_code", "where/rated", "consent", "stratum", "views/pk_effect", "_uuid", "_submission_time")
    rows = [
        ("2026-03-02", "ZZ01", said, "yes", "women", effect, f"u{n}", "2026-03-02T1")
        for n, (said, effect) in enumerate((("", "much_better"), ("KADBAT", "worse"), ("NOBODY", "worse")))
    ]
    reading = _read(write_csv([head, *rows]), areas, known_units=frozenset({"KADBAT"}))
    assert [(e.rated_unit, e.item.mean_rating) for e in reading.of(AreaEvidence)] == [("", 2.0), ("KADBAT", -1.0)]
    assert _problems(reading) == [(4, "where/rated", "community.rated_unknown")]


def test_a_column_about_something_else_is_set_aside_by_a_constant(write_csv: Write, areas: tuple[Area, ...]) -> None:
    rows = [("today", "state", "rating", "rated"), ("2026-03-02", UPPER, "-1", "quickly"), ("2026-03-02", UPPER, "2", "slowly")]
    reading = _read(write_csv(rows), areas, columns={"rated": "=un_military"})
    assert [(e.item.rated, e.item.answered) for e in reading.of(AreaEvidence)] == [(Rated.UN_MILITARY, 2.0)]


def test_who_was_asked_elsewhere_needs_the_area_spoken_of(write_csv: Write, areas: tuple[Area, ...]) -> None:
    head = ("today", "latitude", "longitude", "rating", "asked_elsewhere")
    here, there = ("2026-03-02", "4.5", "30.5", "-1", "no"), ("2026-03-02", "4.5", "30.5", "-1", "yes")
    reading = _read(write_csv([head, here, there]), areas)
    assert _problems(reading) == [(3, "asked_elsewhere", "community.elsewhere_by_point")]
    assert [e.item.asked_elsewhere for e in reading.of(AreaEvidence)] == [False]
    assert _read(write_csv([head, here], "o.csv"), areas, asked_elsewhere=True).of(AreaEvidence)[0].item.asked_elsewhere is False
    strange = _read(write_csv([head, (*here[:4], "Juba")], "s.csv"), areas)
    assert _problems(strange) == [(2, "asked_elsewhere", "community.place_asked_unknown")]


# ---- tables that somebody has added up ------------------------------------------------------------------------------------------

SHARES = ("takes_sides_share", "minds_being_seen_share", "bad_conduct_share")


def test_shares_of_a_table(write_csv: Write, areas: tuple[Area, ...]) -> None:
    path = _table(
        write_csv,
        _row("women", "40", "0.25", "30 %", "", "other_force", "yes"),
        _row("men", "30", "0", "1", "0,5", "", ""),
        extra=(*SHARES, "rated", "asked_elsewhere"),
    )
    women, men = _read(path, areas).of(AreaEvidence)
    assert (women.item.takes_sides_share, women.item.minds_being_seen_share, women.bad_conduct_share) == (0.25, 0.3, None)
    assert (women.item.rated, women.item.asked_elsewhere) == (Rated.OTHER_FORCE, True)
    assert (men.item.takes_sides_share, men.item.minds_being_seen_share, men.bad_conduct_share) == (0.0, 1.0, 0.5)
    assert (men.item.rated, men.follow_ups) == (Rated.UN_MILITARY, None)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        *(
            ("45", "community.share_out_of_range"),
            ("-0.1", "community.share_out_of_range"),
            ("1.2", "community.share_out_of_range"),
        ),
        *(("140 %", "community.share_out_of_range"), ("half", "cell.not_a_number"), ("#N/A!", "cell.not_a_number")),
    ],
)
def test_a_share_that_is_none_is_refused_by_row(write_csv: Write, areas: tuple[Area, ...], cell: str, code: str) -> None:
    path = _table(write_csv, _row("women", "40", "0.2"), _row("men", "30", cell), extra=SHARES[:1])
    reading = _read(path, areas)
    assert _problems(reading) == [(3, "takes_sides_share", code)]
    assert len(reading.records) == 1


def test_percent_have_to_be_said(write_csv: Write, areas: tuple[Area, ...]) -> None:
    path = _table(write_csv, _row("women", "40", "45"), _row("men", "30", "1"), extra=SHARES[:1])
    assert _problems(_read(path, areas)) == [
        (2, "takes_sides_share", "community.share_out_of_range"),
        (3, "takes_sides_share", "community.share_doubtful"),  # one percent, or everybody?
    ]
    said = _read(path, areas, shares_in_percent=True).of(AreaEvidence)
    assert [e.item.takes_sides_share for e in said] == [0.45, 0.01]


def test_shares_are_not_percent_because_somebody_says_so(write_csv: Write, areas: tuple[Area, ...]) -> None:
    """0.6 read as percent would be next to nothing: a door would open that most people close."""
    path = _table(write_csv, _row("women", "40", "0.6"), _row("men", "30", "0.7"), extra=SHARES[:1])
    with pytest.raises(KnownError) as caught:
        _read(path, areas, shares_in_percent=True)
    assert (caught.value.code, caught.value.params["column"]) == ("community.shares_not_percent", "takes_sides_share")


# ---- people counted twice -------------------------------------------------------------------------------------------------------


def _strata(reading: Reading) -> list[tuple[str, float]]:
    return [(e.item.stratum.value, e.item.answered) for e in reading.of(AreaEvidence)]


def test_a_total_beside_its_own_groups_is_left_out(write_csv: Write, areas: tuple[Area, ...]) -> None:
    reading = _read(_table(write_csv, _row("all", "70"), _row("women", "40"), _row("men", "30")), areas)
    assert _strata(reading) == [("women", 40.0), ("men", 30.0)]
    assert _problems(reading) == [(2, "stratum", "community.total_beside_groups")]
    assert reading.ledger.balances


@pytest.mark.parametrize(
    "rows",
    [
        (_row("women", "40"), _row("men", "30"), _row("displaced", "20")),
        (_row("all", "90"), _row("women", "40"), _row("men", "30")),
        (_row("all", "1"), _row("women", "40")),
        (_row("youth", "10"), _row("women", "40")),
    ],
    ids=["displaced beside women", "total of more", "mixed group", "youth beside women"],
)
def test_groups_that_may_be_the_same_people_are_asked_about(
    write_csv: Write, areas: tuple[Area, ...], rows: tuple[tuple[str, ...], ...]
) -> None:
    path = _table(write_csv, *rows)
    with pytest.raises(KnownError) as caught:
        _read(path, areas)
    assert (caught.value.code, caught.value.params["area"]) == ("community.groups_overlap", "ZZ01")
    assert len(caught.value.params["rows"]) == 2
    told = _read(path, areas, groups_apart=True)
    assert len(told.records) == len(rows)
    assert "community.groups_said_apart" in {e.code for e in told.ledger.entries}


@pytest.mark.parametrize(
    "rows",
    [
        (_row("women", "40"), _row("displaced", "20", source="S2")),
        (_row("women", "40"), _row("displaced", "20", area="ZZ02")),
        (_row("women", "40"), _row("women", "20"), _row("men", "20")),
    ],
    ids=["another source", "another area", "two sittings"],
)
def test_groups_that_are_other_people_are_all_read(
    write_csv: Write, areas: tuple[Area, ...], rows: tuple[tuple[str, ...], ...]
) -> None:
    assert len(_read(_table(write_csv, *rows), areas).records) == len(rows)


def test_ratings_of_somebody_else_are_no_part_of_a_total(write_csv: Write, areas: tuple[Area, ...]) -> None:
    path = _table(write_csv, _row("all", "40", ""), _row("women", "40", "other_force"), extra=("rated",))
    assert len(_read(path, areas).records) == 2


def test_a_second_column_of_groups_divides_the_first(write_csv: Write, areas: tuple[Area, ...]) -> None:
    path = _table(
        write_csv,
        _row("women", "40", "all"),
        _row("women", "25", "displaced"),
        _row("women", "15", "host"),
        _row("men", "30", "host"),
        extra=("status_of_residence",),
    )
    reading = _read(path, areas)
    assert _strata(reading) == [("women", 25.0), ("women", 15.0), ("men", 30.0)]
    assert _problems(reading) == [(2, "stratum", "community.total_beside_groups")]
    crossing = _table(write_csv, _row("women", "40", "all"), _row("all", "25", "displaced"), extra=("status_of_residence",))
    with pytest.raises(KnownError) as caught:
        _read(crossing, areas)
    assert caught.value.code == "community.groups_overlap"


def test_a_county_beside_its_own_payams_is_a_total(write_csv: Write) -> None:
    country = (
        square("ZZ01", "Upper", 1, None, 30, 4, 2),
        square("ZZ0101", "West", 2, "ZZ01", 30, 4, 1),
        square("ZZ0102", "East", 2, "ZZ01", 31, 4, 1),
    )
    rows = (_row("women", "60"), _row("women", "40", area="ZZ0101"), _row("women", "20", area="ZZ0102"))
    reading = _read(_table(write_csv, *rows), country)
    assert [e.area_code for e in reading.of(AreaEvidence)] == ["ZZ0101", "ZZ0102"]
    with pytest.raises(KnownError) as caught:
        _read(_table(write_csv, *rows[:2]), country)
    assert caught.value.code == "community.groups_overlap"


def test_single_answers_are_added_up_by_us_and_counted_once(write_csv: Write, areas: tuple[Area, ...]) -> None:
    head = ("area_code", "stratum", "rating", "n", "date")
    single = [head, *((("ZZ01", who, "-1", "1", "2026-03-01")) for who in ("women", "all", "displaced"))]
    assert len(_read(write_csv(single), areas).records) == 3
    counted = [head, ("ZZ01", "all", "-1", "5", "2026-03-01"), ("ZZ01", "women", "-1", "3", "2026-03-01")]
    total = [*counted, ("ZZ01", "men", "2", "2", "2026-03-01")]
    reading = _read(write_csv(total, "t.csv"), areas)
    assert sorted(_strata(reading)) == [("men", 2.0), ("women", 3.0)]
    assert _problems(reading) == [(2, "stratum", "community.total_beside_groups")]
    assert reading.ledger.balances
    with pytest.raises(KnownError) as caught:
        _read(write_csv(counted, "c.csv"), areas)
    assert caught.value.params["rows"] == ["2", "3"]

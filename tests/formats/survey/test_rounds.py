"""Rounds of one export, told apart by its days, and questions that stay the same while their labels are translated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.geography import Area
from mrm_desktop.formats.files.read_options import CommunityOptions
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.formats.rows.reading import Reading
from mrm_desktop.formats.survey.rounds import LONGEST_PAUSE, round_names, round_of, round_starts
from tests.formats.survey.test_community import CHOICES, _form

Write = Callable[..., Path]
MAY, OCTOBER = date(2026, 5, 10), date(2026, 10, 20)


def _read(path: Path, areas: Sequence[Area], rating: str = "pk_view", **options: Any) -> Reading:
    options["columns"] = {"rating": rating, **options.get("columns", {})}  # a few answers do not show what scale they are on
    return read(path, DatasetKind.COMMUNITY, areas, CommunityOptions(today=date(2026, 12, 1), **options))


def _export(write: Write, *days: date, rating: str = "pk_view", said: str = "good", name: str = "table.csv") -> Path:
    rows = [("_uuid", "_submission_time", "today", "state", rating)]
    return write([*rows, *((f"u{n}", f"{d}T1", d.isoformat(), "Upper Marula", said) for n, d in enumerate(days))], name)


def _found(reading: Reading) -> list[tuple[str, date, float]]:
    return [(e.round, e.item.collected_on, e.item.answered) for e in reading.of(AreaEvidence)]


def test_a_cumulative_export_is_cut_where_nobody_answered_for_a_month(write_csv: Write, areas: tuple[Area, ...]) -> None:
    days = [MAY, MAY, MAY + timedelta(days=6), OCTOBER, OCTOBER + timedelta(days=1)]
    reading = _read(_export(write_csv, *days), areas)
    assert _found(reading) == [("2026-05", date(2026, 5, 12), 3), ("2026-10", date(2026, 10, 20), 2)]
    first = reading.of(AreaEvidence)[0]
    assert (first.first_day, first.last_day, first.known_from) == (MAY, date(2026, 5, 16), date(2026, 5, 16))
    assert "2026-05 (2026-05-10 - 2026-05-16)" in next(
        e.params["rounds"] for e in reading.ledger.entries if e.code == "community.rounds_cut"
    )


def test_one_late_form_makes_no_older_answer_younger(write_csv: Write, areas: tuple[Area, ...]) -> None:
    found = _found(_read(_export(write_csv, *[MAY] * 40, MAY + timedelta(days=20)), areas))
    assert found == [("2026-05", MAY, 41)]


def test_a_person_may_cut_otherwise_or_not_at_all(write_csv: Write, areas: tuple[Area, ...]) -> None:
    path = _export(write_csv, MAY, MAY + timedelta(days=10), OCTOBER)
    assert [r for r, *_ in _found(_read(path, areas, round_starts=(MAY + timedelta(days=5), OCTOBER)))] == [
        *("2026-05-10", "2026-05-20", "2026-10"),
    ]
    assert _found(_read(path, areas, round="R1")) == [("R1", date(2026, 7, 6), 3)]


def test_rounds_that_end_in_one_month_are_named_by_their_day() -> None:
    assert round_names([date(2026, 5, 2), date(2026, 5, 31), date(2026, 7, 1)]) == ("2026-05-02", "2026-05-31", "2026-07")


@given(days=st.lists(st.integers(1, 400), min_size=1, max_size=40))
def test_every_day_is_in_a_round_and_no_pause_within_one_is_too_long(days: list[int]) -> None:
    known = np.array(sorted(days), dtype=np.int64)
    starts = round_starts(known, ())
    number = round_of(known, starts)
    assert number.min() == 0
    assert set(number.tolist()) == set(range(len(starts)))
    for n in range(len(starts)):
        assert np.diff(known[number == n], prepend=known[number == n][0]).max() <= LONGEST_PAUSE


def _instrument(reading: Reading) -> str:
    return reading.of(AreaEvidence)[0].instrument


def test_a_translated_label_is_the_same_question_where_the_form_says_so(
    write_csv: Write, write_xlsx: Write, areas: tuple[Area, ...]
) -> None:
    form = _form(write_xlsx, CHOICES)
    english = _read(
        _export(write_csv, MAY, rating="How do you see them?", said="Positive"), areas, "How do you see them?", codebook=form
    )
    french = _read(
        _export(write_csv, MAY, rating="Comment les voyez-vous ?", said="Positive"),
        areas,
        "Comment les voyez-vous ?",
        codebook=form,
    )
    names = _read(_export(write_csv, MAY, rating="g/pk_view", said="v4"), areas, "g/pk_view", codebook=form)
    assert _instrument(english) == _instrument(french) == _instrument(names) != ""
    assert len({reading.of(AreaEvidence)[0].wording_hash for reading in (english, french, names)}) == 1


def test_without_the_form_a_label_alone_says_nothing_of_the_question(write_csv: Write, areas: tuple[Area, ...]) -> None:
    english = _read(_export(write_csv, MAY, rating="How do you see them?", said="Positive"), areas, "How do you see them?")
    assert _instrument(english) == ""
    assert english.of(AreaEvidence)[0].wording_hash
    by_name = _read(_export(write_csv, MAY), areas)
    assert _instrument(by_name) != ""
    assert by_name.of(AreaEvidence)[0].wording_hash == ""


def test_a_person_may_say_that_it_is_the_same_question(write_csv: Write, areas: tuple[Area, ...]) -> None:
    readings = [
        _read(_export(write_csv, MAY, rating=label, said="Positive"), areas, label, question="view of peacekeepers")
        for label in ("How do you see them?", "Comment les voyez-vous ?")
    ]
    (one, other) = (reading.of(AreaEvidence)[0] for reading in readings)
    assert (one.instrument, one.wording_hash) == (other.instrument, other.wording_hash)


@pytest.mark.parametrize("heading", ["views/pk_effect", "For people here, are things better or worse when peacekeepers come?"])
def test_our_own_form_is_known_by_name_and_by_label(write_csv: Write, areas: tuple[Area, ...], heading: str) -> None:
    ours = _read(_export(write_csv, MAY, rating="pk_effect", said="better"), areas, "pk_effect")
    assert _instrument(_read(_export(write_csv, MAY, rating=heading, said="better"), areas, heading)) == _instrument(ours)

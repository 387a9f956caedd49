"""Figures of a month go out once: no second file of the month gives one answer more away, and nothing is kept that must be withheld."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mrm_desktop.domain.assessments import GateResult
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.vocabulary import GateId, GateState, Stratum
from mrm_desktop.reports.release.freezing import Published, period_of, published_in
from mrm_desktop.reports.release.ladder import NOT_SHARED, Reader, ReleasedView
from mrm_desktop.reports.release.released_view import publish_figures, release_view
from tests import toy
from tests.present import present
from tests.reports.release.test_ladder import evidence
from tests.store import records

OUTSIDE = [Reader.COUNTRY_OFFICE, Reader.PARTNER, Reader.PUBLIC]
ROWS = [evidence(Stratum.WOMEN, 60), evidence(Stratum.MEN, 45), evidence(Stratum.DISPLACED, 30)]


def frozen(view: Any = None, rows: list[AreaEvidence] = ROWS) -> Published:
    return publish_figures(view or toy.view(), rows)


def aggregates(released: ReleasedView) -> Any:
    return released.perceptions, [
        {k: a.values.get(k) for k in ("acceptance", "confidence", "evidence", "places")} for a in released.areas
    ]


@pytest.mark.parametrize("reader", OUTSIDE)
def test_a_second_file_of_the_month_gives_the_same_figures(reader: Reader) -> None:
    published = frozen()
    first = release_view(toy.view(), reader, ROWS, published=published)
    better = replace(toy.assessment(5), acceptance=replace(present(toy.assessment(5).acceptance), low=0.99, mass=99.0))
    later = toy.view(assessments={**toy.view().assessments, "XT05": better}, places=toy.view().places * 9)
    more = [evidence(Stratum.WOMEN, 61, counts=(0, 0, 2, 8, 51)), *ROWS[1:], evidence(Stratum.YOUTH, 50)]
    assert aggregates(release_view(later, reader, more, published=published)) == aggregates(first)
    assert reader is Reader.PUBLIC or aggregates(release_view(later, reader, more)) != aggregates(first)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(list(Stratum)), st.integers(1, 80)), min_size=1, max_size=8))
def test_whatever_came_in_since_a_reader_gets_what_already_went_out_or_less(since: list[tuple[Stratum, int]]) -> None:
    published = frozen()
    more = ROWS + [evidence(stratum, answered) for stratum, answered in since]
    for reader in OUTSIDE:
        before = set(release_view(toy.view(), reader, ROWS, published=published).perceptions)
        assert set(release_view(toy.view(), reader, more, published=published).perceptions) <= before


def test_the_internal_reader_has_today_s_figures() -> None:
    assert len(release_view(toy.view(), Reader.INTERNAL, [*ROWS, evidence(Stratum.YOUTH, 50)], published=frozen()).perceptions) == 4


def test_what_is_punished_since_is_withheld_although_it_went_out() -> None:
    punished = replace(toy.assessment(5), gates=(GateResult(GateId.REPRISAL, GateState.FAILED),))
    view = toy.view(assessments={**toy.view().assessments, "XT05": punished})
    released = release_view(view, Reader.PARTNER, ROWS, published=frozen())
    area = next(a for a in released.areas if a.code == "XT05")
    assert (released.perceptions, area.values["acceptance"], area.values["evidence"]) == ((), NOT_SHARED, NOT_SHARED)


def test_what_a_partner_took_back_does_not_go_out_again() -> None:
    assert release_view(toy.view(), Reader.COUNTRY_OFFICE, ROWS[:1], published=frozen()).perceptions[0].stratum == "women"
    assert len(release_view(toy.view(), Reader.COUNTRY_OFFICE, ROWS[:1], published=frozen()).perceptions) == 1


def test_a_figure_that_became_too_good_is_withdrawn_and_the_ceiling_is_always_today_s() -> None:
    worse = replace(
        toy.assessment(5), acceptance=replace(present(toy.assessment(5).acceptance), low=0.01), ceiling=toy.assessment(4).ceiling
    )
    view = toy.view(assessments={**toy.view().assessments, "XT05": worse})
    area = next(a for a in release_view(view, Reader.COUNTRY_OFFICE, ROWS, published=frozen()).areas if a.code == "XT05")
    assert area.values["acceptance"] == NOT_SHARED
    assert area.values["ceiling"] == "alert"


def test_the_log_gives_the_figures_of_the_month_back() -> None:
    published = frozen()
    log = [
        records.release(period="2026-02", published=replace(published, period="2026-02", perceptions=()).to_plain()),
        records.release(period="2026-03", published={}),
        records.release(period="2026-03", published=published.to_plain()),
    ]
    assert published_in(log, toy.ON) == published
    assert published_in(log, date(2026, 4, 1)) is None
    assert period_of(date(2026, 4, 1)) == "2026-04"

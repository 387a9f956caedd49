"""What is known on a day, and after a write: read once, and again only what the write touched."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.validity import holds_on
from mrm_desktop.project.changes import Changed
from mrm_desktop.project.kinds import Kind
from mrm_desktop.project.knowledge import Knowledge, bases_of, load_knowledge, with_remoteness
from mrm_desktop.project.ports import Project, Repository
from mrm_desktop.project.records import Records
from tests.present import present
from tests.project.countries import ON, countries, days, evidence
from tests.services.conftest import card, known
from tests.store import records


@settings(max_examples=100)
@given(country=countries(), day=days)
def test_a_day_knows_what_holds_on_it_and_a_day_of_a_day_is_that_of_the_whole(country: Knowledge, day: date) -> None:
    then = country.as_of(day)
    assert then.evidence.all == tuple(one for one in country.evidence if holds_on(one, day))
    assert then.presence == tuple(one for one in country.presence if holds_on(one, day))
    assert then.as_of(day) is then
    other = then.as_of(day + timedelta(days=1))
    assert other.evidence.all == country.as_of(day + timedelta(days=1)).evidence.all
    assert other.whole is country


@given(items=st.lists(evidence(["XT01", "XT02", "XT03"]), max_size=8), codes=st.sets(st.sampled_from(["XT01", "XT02", "XT09"])))
def test_records_of_areas_come_in_the_order_in_which_they_came(items: list[AreaEvidence], codes: set[str]) -> None:
    kept = Records(items)
    assert kept.of(codes) == tuple(one for one in items if one.area_code in codes)
    assert kept.those(lambda one: True) is kept
    assert kept.those(lambda one: one.area_code == "XT01").all == kept.of(["XT01"])


def test_the_newest_circumstances_of_the_smallest_area_count(empty: Project) -> None:
    with empty.write() as repository:
        repository.add_circumstances(
            [
                records.circumstances("XT01", hotline=False, recorded_on=ON - timedelta(days=5)),
                records.circumstances("XT01", hotline=True, recorded_on=ON - timedelta(days=2)),
                records.circumstances("XT01", hotline=None, recorded_on=ON + timedelta(days=2)),
            ]
        )
    knowledge = known(empty)
    heard = {d: knowledge.circumstances_of("XT01", ON + timedelta(days=d)) for d in (-6, -5, -2, 0, 2)}
    assert {d: one and one.hotline for d, one in heard.items()} == {-6: None, -5: False, -2: True, 0: True, 2: None}


def test_of_two_records_of_one_day_the_later_one_counts(empty: Project) -> None:
    with empty.write() as repository:
        repository.add_circumstances([records.circumstances(hotline=False), records.circumstances(hotline=True)])
    assert present(known(empty).circumstances_of("XT01", ON)).hotline is True


def test_only_what_a_write_touched_is_read_again(project: Project) -> None:
    before = load_knowledge(project.read)
    asked: list[str] = []

    def read() -> AbstractContextManager[Repository]:
        asked.append("unit of work")
        return project.read()

    with project.write() as repository:
        repository.add_evidence([records.evidence("", "XT02")])
    after = load_knowledge(read, before, Changed(frozenset({Kind.EVIDENCE}), frozenset({"XT02"})))
    assert len(after.evidence) == len(before.evidence) + 1
    assert after.ground is before.ground
    assert after.presence_map is before.presence_map
    assert (after.actor_reports, after.circumstances, after.missions) == (
        before.actor_reports,
        before.circumstances,
        before.missions,
    )
    assert after.read_places is before.read_places
    assert after.read_decisions is before.read_decisions
    assert asked == ["unit of work"]


def test_a_base_that_comes_measures_every_place_anew(project: Project) -> None:
    with project.write() as repository:
        repository.add_places([records.place("", point=(-18.5, -22.5), area_code="XT02")])
    before = known(project)
    assert before.places.all[0].nearest_base_km == pytest.approx(102.9, abs=0.2)
    with project.write() as repository:
        repository.add_presence([records.presence("", k=1)])
    after = load_knowledge(project.read, before, Changed(frozenset({Kind.PRESENCE}), None))
    assert after.places.all[0].nearest_base_km == 0.0


def test_remoteness_is_left_open_without_a_base_or_a_point() -> None:
    near, nowhere = records.place("", nearest_base_km=None), records.place("", point=None, nearest_base_km=None)
    assert with_remoteness([near, nowhere], []) == (near, nowhere)
    measured = with_remoteness([nowhere, near], [(-19.5, -22.5)])
    assert [place.nearest_base_km for place in measured] == [None, 0.0]
    assert bases_of([records.presence(""), records.presence("", base_point=None)]) == [(-19.5, -22.5)]


def test_first_presence_is_the_earliest_day_and_one_without_a_day_was_always_there(project: Project) -> None:
    assert known(project).first_presence == date(2026, 2, 20)
    with project.write() as repository:
        repository.add_dataset(one := records.dataset(DatasetKind.PRESENCE, "p.csv"))
        repository.add_presence([records.presence(one.id, last_confirmed=None)])
    assert known(project).first_presence == date.min


@pytest.mark.parametrize(("days", "shown"), [(-1, True), (0, True), (1, False)])
def test_a_card_shows_what_was_said_up_to_its_day(empty: Project, days: int, shown: bool) -> None:
    with empty.write() as repository:
        repository.add_evidence([records.evidence("", one=records.item(collected_on=ON + timedelta(days=days)))])
    assert bool(card(empty).evidence) is shown


def test_nothing_is_known_of_presence_where_there_is_none(empty: Project) -> None:
    assert known(empty).first_presence is None

"""A record is what it says: its file, its row and the last digits of a sum do not matter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mrm_desktop.services.evidence.record_identity import content_of
from tests.store import records


def test_what_a_file_adds_is_left_out() -> None:
    presence = replace(records.presence("d"), name="bases 3", source="bases")
    assert content_of(presence) == content_of(replace(presence, id="x", name="list-7 12", source="list-7", dataset_id="d"))
    assert content_of(presence) != content_of(replace(presence, contingent="another"))


def test_an_end_may_be_left_open() -> None:
    place = records.place("d")
    ended = replace(place, valid_to=date(2026, 5, 31))
    assert content_of(place) != content_of(ended)
    assert content_of(place, without_end=True) == content_of(ended, without_end=True)


def test_the_order_in_which_answers_were_added_does_not_matter() -> None:
    evidence = records.evidence("d")
    nearly = replace(evidence.item, mean_rating=evidence.item.mean_rating * (1 + 1e-14), source="another")
    assert content_of(evidence) == content_of(replace(evidence, item=nearly))


def test_a_number_of_ones_own_names_an_incident_together_with_its_day() -> None:
    incident = replace(records.incident("d"), key="7")
    other = replace(incident, happened_on=date(2020, 1, 1))
    assert content_of(incident) != content_of(other)
    assert content_of(incident, public="ACLED") == content_of(other, public="ACLED")

"""What is known along the kilometres of a trip; what nobody knows is never a class."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mrm_desktop.cartography.classes import class_of
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.incidents import LocationPrecision
from mrm_desktop.domain.route_strips import UNKNOWN, Stretch
from mrm_desktop.domain.trip_plans import TripPlan
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.project.question import Question
from mrm_desktop.services.trips.plan_trip import plan_trip
from mrm_desktop.services.trips.route_strip import radio_of
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import ON, opened
from tests.services.trips.test_plan_trip import ACROSS, INSIDE, incident, planned, trip
from tests.store import records


def covers(band: tuple[Stretch, ...], length: float) -> bool:
    """Whether a band covers the way without a gap, each kilometre once."""
    edges = [stretch.start_km for stretch in band] + [band[-1].end_km]
    ends = [band[0].start_km] + [stretch.end_km for stretch in band]
    return edges == pytest.approx(ends) and edges[0] == 0 and edges[-1] == pytest.approx(length)


def there_and_back(project: ProjectFile) -> TripPlan:
    return planned(project, trip(ACROSS, tuple(reversed(ACROSS))))


def test_every_band_covers_the_way_without_a_gap(project: ProjectFile) -> None:
    strip = there_and_back(project).strip
    for band in (strip.contact, strip.communities, strip.armed_actors, strip.presence, strip.radio):
        assert covers(band, strip.length_km)
    assert strip.length_km == pytest.approx(2 * 102.9, abs=0.5)


def test_the_areas_follow_each_other_as_the_way_crosses_them_there_and_back(project: ProjectFile) -> None:
    strip = there_and_back(project).strip
    crossed = [(s.area, round(s.end_km - s.start_km)) for s in strip.contact]
    names = [name for name, _ in crossed]
    assert names == [names[0], names[1], names[1], names[0]]
    assert [km for _, km in crossed] == pytest.approx([51, 51, 51, 51], abs=1), "the border lies half way"


def test_what_is_not_known_is_unknown_whatever_mode_the_trip_supposes(project: ProjectFile) -> None:
    """Finding 16: a civilian-channel trip painted an area without evidence as "Civilian channel only"."""
    one = trip(ACROSS, mode=Mode.CIVILIAN_CHANNEL)
    strip = planned(project, one).strip
    view = opened(project).view(Question(on=one.legs[0].on))
    on_map = {a.name: class_of("ceiling", view.answers[a.code], view.class_limits) for a in view.areas}
    assert [s.found for s in strip.contact] == [on_map[s.area] for s in strip.contact], "as the map of the country says it"
    assert "civilian_channel" not in {s.found for s in strip.contact}
    assert strip.communities[-1].found == UNKNOWN, "nobody was asked in the second area"


def test_presence_is_told_by_its_age_and_the_latest_counts(project: ProjectFile) -> None:
    before = planned(project, trip(INSIDE)).strip
    with project.write() as repository:
        one = records.dataset(DatasetKind.PRESENCE, "later.csv")
        repository.add_dataset(one)
        seen = replace(records.presence(one.id), id=new_id(), last_confirmed=ON - timedelta(days=2))
        repository.add_presence([seen])
    after = plan_trip(opened(project), trip(INSIDE)).strip
    ages = {stretch.age_days for stretch in after.presence if stretch.found == "seen"}
    assert min(age for age in ages if age is not None) < min(
        [s.age_days for s in before.presence if s.age_days is not None], default=10_000
    )


def test_incidents_within_the_policys_distance_stand_where_the_way_is_nearest(project: ProjectFile) -> None:
    near, far = (-19.7, -22.45), (-19.7, -20.9)
    by_area = incident(9, point=None, precision=LocationPrecision.AREA)
    old = incident(200, point=near)
    strip = planned(project, trip(INSIDE), (incident(5, "ambush", near), incident(6, "clash", far), by_area, old)).strip
    [mark] = strip.marks
    assert (mark.kind, mark.name, mark.on) == ("attack", "ambush", ON - timedelta(days=5))
    assert mark.km == pytest.approx(20.6, abs=0.5)
    assert mark.away_km == pytest.approx(5.5, abs=0.2)
    assert strip.unplaced == 1


def test_care_and_checkpoints_of_the_corridor_are_marked(project: ProjectFile) -> None:
    with project.write() as repository:
        one = records.dataset(DatasetKind.PLACES, "p.csv")
        repository.add_dataset(one)
        kinds = {"Clinic Two": "health post", "The bridge": "checkpoint, STATE", "Market": "market"}
        repository.add_places(
            [replace(records.place(one.id), id=new_id(), name=n, kind=k, point=(-19.7, -22.49)) for n, k in kinds.items()]
        )
    marks = plan_trip(opened(project), trip(INSIDE)).strip.marks
    assert {(m.kind, m.name, m.detail) for m in marks} >= {
        ("care", "Clinic Two", "health post"),
        ("checkpoint", "The bridge", "checkpoint, STATE"),
    }
    assert "Market" not in {m.name for m in marks}


def test_dead_stretches_are_read_out_of_what_the_team_wrote() -> None:
    assert radio_of((), 80.0) == (Stretch(0.0, 80.0, UNKNOWN),)
    assert radio_of(("The whole valley",), 80.0) == (Stretch(0.0, 80.0, UNKNOWN),), "no kilometres, no stretch"
    assert radio_of(("km 60-98: satellite only", "from 10 to 20 km nothing", "km 15–30"), 80.0) == (
        Stretch(0.0, 10.0, "signal"),
        Stretch(10.0, 20.0, "dead"),
        Stretch(20.0, 30.0, "dead"),
        Stretch(30.0, 60.0, "signal"),
        Stretch(60.0, 80.0, "dead"),
    )

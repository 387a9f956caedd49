"""What a report is about: presence as the method counts it, whoever reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import shapely

from mrm_desktop.domain.geography import PresenceKind
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.project.assess_project import area_card, assess_project
from mrm_desktop.project.question import Question
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.release.released_view import release_card
from mrm_desktop.services.release.subject import Subject, release
from tests.services.conftest import ON, POLICY, known
from tests.store import records


def with_patrol(project, share):
    """Return the knowledge of a project with one weekly patrol: all of XT01, and ``share`` of its neighbour."""
    shape = shapely.to_wkb(shapely.box(-20.0, -23.0, -19.0 + share, -22.0))
    patrol = replace(
        records.presence("d", last_confirmed=ON - timedelta(days=30)),
        kind=PresenceKind.PATROL_AREA,
        geometry=shape,
        base_point=None,
    )
    return replace(known(project), presence=(patrol,))


@pytest.mark.parametrize(("share", "told"), [(0.0013, "none_recorded"), (0.009, "none_recorded"), (0.011, "regular")])
def test_a_patrol_that_grazes_an_area_is_no_presence_in_it_for_any_reader(project, share, told):
    knowledge = with_patrol(project, share)
    question = Question(Mode.LIAISON, on=ON)
    view = assess_project(knowledge, question, POLICY)
    card = area_card(knowledge, "XT02", replace(question, provided_consent=True), POLICY)
    assert bool(card.presence) == (told == "regular")
    for reader in (Reader.INTERNAL, Reader.COUNTRY_OFFICE, Reader.PARTNER):
        released = {a.code: a.values["presence"] for a in release(Subject(knowledge, ON, view=view), reader).areas}
        assert released == {"XT01": "regular", "XT02": told}
        # Of one area alone nothing is known elsewhere; what is known of it is the same.
        alone = release_card(card, reader, view).areas[0].values["presence"]
        assert (alone == "regular") == (told == "regular")


def test_presence_is_released_as_it_held_on_the_day_of_the_report(project):
    knowledge = with_patrol(project, 0.5)
    closed = replace(knowledge, presence=(replace(knowledge.presence[0], valid_to=date(2026, 2, 15)),))
    view = assess_project(closed, Question(Mode.LIAISON, on=ON), POLICY)
    assert {a.values["presence"] for a in release(Subject(closed, ON, view=view), Reader.PARTNER).areas} == {"unknown"}

"""What a report is about: presence as the method counts it, whoever reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import shapely

from mrm_desktop.cartography.build import build_map_document
from mrm_desktop.domain.geography import Presence, PresenceKind
from mrm_desktop.domain.sign_offs import Standing
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.answers import class_limits
from mrm_desktop.project.area_card import area_card
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.presence_map import PresenceMap
from mrm_desktop.project.question import Question
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.services.decisions.sign_decision import sign_decision
from mrm_desktop.services.release.subject import Subject, release, subject_of
from mrm_desktop.services.trips.plan_trip import plan_trip
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import ON, POLICY, decide, known, opened, view_of
from tests.services.trips.test_plan_trip import INSIDE, trip
from tests.store import records

WORDS = Words("en")


def with_patrol(project: ProjectFile, share: float) -> Knowledge:
    """Return the knowledge of a project with one weekly patrol: all of XT01, and ``share`` of its neighbour."""
    shape = shapely.to_wkb(shapely.box(-20.0, -23.0, -19.0 + share, -22.0))
    patrol = replace(
        records.presence("d", last_confirmed=ON - timedelta(days=30)),
        kind=PresenceKind.PATROL_AREA,
        geometry=shape,
        base_point=None,
    )
    return with_presence(known(project), patrol)


def with_presence(knowledge: Knowledge, *presence: Presence) -> Knowledge:
    return replace(knowledge, presence_map=PresenceMap(presence, knowledge.ground))


@pytest.mark.parametrize(("share", "told"), [(0.0013, "none_recorded"), (0.009, "none_recorded"), (0.011, "regular")])
def test_a_patrol_that_grazes_an_area_is_no_presence_in_it_for_any_reader(project: ProjectFile, share: float, told: str) -> None:
    knowledge = with_patrol(project, share)
    view = view_of(knowledge)
    card = area_card(knowledge, "XT02", Question(Mode.LIAISON, on=ON, provided_consent=True), POLICY)
    assert bool(card.presence) == (told == "regular")
    for reader in (Reader.INTERNAL, Reader.COUNTRY_OFFICE, Reader.PARTNER):
        released = {a.code: a.values["presence"] for a in release(Subject(knowledge, ON, view=view), reader).areas}
        assert released == {"XT01": "regular", "XT02": told}


def test_presence_is_released_as_it_held_on_the_day_of_the_report(project: ProjectFile) -> None:
    knowledge = with_patrol(project, 0.5)
    closed = with_presence(knowledge, replace(knowledge.presence[0], valid_to=date(2026, 2, 15)))
    view = view_of(closed)
    assert {a.values["presence"] for a in release(Subject(closed, ON, view=view), Reader.PARTNER).areas} == {"unknown"}


def stricter(acceptance: float) -> Policy:
    """Return the policy with another threshold of the favourable band for community acceptance."""
    return replace(POLICY, bands=replace(POLICY.bands, favourable=replace(POLICY.bands.favourable, acceptance=acceptance)))


def test_a_stricter_policy_changes_the_classes_of_map_export_and_trip(project: ProjectFile) -> None:
    knowledge = known(project)
    found = {}
    for policy in (POLICY, stricter(0.99)):
        view = view_of(knowledge, policy=policy)
        drawn = build_map_document(view, WORDS).theme("acceptance").of_area["XT01"]
        released = next(a for a in release(Subject(knowledge, ON, view=view), Reader.PARTNER).areas if a.code == "XT01")
        crossed = plan_trip(opened(project, policy=policy), trip(INSIDE)).legs[0].crossed[0]
        found[policy is POLICY] = (drawn, released.values["acceptance"], crossed.acceptance)
    assert found == {True: ("accepting",) * 3, False: ("mixed",) * 3}


def test_the_classes_begin_where_the_bands_of_the_policy_do() -> None:
    bands = POLICY.bands
    rungs = (bands.unfavourable, bands.conditional, bands.favourable)
    limits = class_limits(POLICY)
    assert limits.acceptance == (bands.unfavourable.everybody, bands.conditional.acceptance, bands.favourable.acceptance)
    assert limits.tolerance == tuple(rung.tolerance for rung in rungs)


def test_a_register_knows_what_followed_each_decision(project: ProjectFile, tmp_path: Path) -> None:
    decision = decide(project, approver_role="Field manager")

    def standings() -> Mapping[str, Standing]:
        subject = subject_of(opened(project), "register", Reader.INTERNAL, Question(Mode.LIAISON, on=ON))
        return subject.source(WORDS, tmp_path).standings

    assert standings() == {decision.id: Standing(("security_focal_point",))}
    signed, _ = sign_decision(opened(project), decision.id, "security_focal_point", ON)
    assert standings() == {decision.id: Standing((), (signed,))}

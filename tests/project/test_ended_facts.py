"""What has ended is used for nothing from the day after, and stays in sight as history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from mrm_desktop.domain.missions import Component
from mrm_desktop.domain.validity import EndedFact
from mrm_desktop.domain.vocabulary import CivilianContact, PatrolFrequency
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.services.evidence.perceptions.review import Selection, review_evidence
from mrm_desktop.services.release.subject import Subject, release
from mrm_desktop.store.file.project_file import ProjectFile
from tests.present import present
from tests.services.conftest import ON, POLICY, card, known, view_of
from tests.store import records

BEFORE, AFTER = ON - timedelta(days=1), ON + timedelta(days=1)


def test_presence_counts_to_its_last_day_and_is_shown_as_ended_after_it(empty: ProjectFile) -> None:
    with empty.write() as repo:
        repo.add_presence([records.presence("", last_confirmed=date(2026, 2, 20), valid_to=ON)])
    on, after = card(empty), card(empty, on=AFTER)
    assert (on.case.mission.military_in_area, on.case.mission.patrol_frequency) == (True, PatrolFrequency.WEEKLY)
    assert (len(on.presence), on.ended) == (1, ())
    assert after.case.mission.military_in_area is None, "nobody has looked since it ended: unknown"
    assert after.presence == ()
    assert after.ended == (EndedFact("presence", "Base", ON),)
    assert [p.valid_to for p in known(empty).presence] == [ON], "kept"


def test_presence_does_not_count_before_its_first_day(empty: ProjectFile) -> None:
    with empty.write() as repo:
        repo.add_presence([records.presence("", last_confirmed=None, valid_from=ON)])
    assert card(empty, on=BEFORE).case.mission.military_in_area is None
    assert card(empty).case.mission.military_in_area is True
    assert card(empty, on=BEFORE).ended == (), "what has not begun has not ended"


def test_a_focal_point_whose_mandate_ended_is_not_called(project: ProjectFile) -> None:
    with project.write() as repo:
        repo.add_focal_points([records.focal_point(valid_to=ON)])
    assert [p.component for p in card(project).focal_points] == [Component.CHILD_PROTECTION]
    after = card(project, on=AFTER)
    assert after.focal_points == ()
    assert after.ended == (EndedFact("focal_point", records.focal_point().role, ON),)
    assert after.case.mission.civilian_contact is CivilianContact.CHILD_PROTECTION_ADVISER, (
        "the registry still says that there is a team"
    )


def test_a_post_that_was_filled_again_has_not_ended(project: ProjectFile) -> None:
    with project.write() as repo:
        repo.add_focal_points([records.focal_point(valid_to=BEFORE), records.focal_point(valid_from=AFTER)])
    assert card(project, on=ON).focal_points == ()
    again = card(project, on=AFTER)
    assert [p.valid_from for p in again.focal_points] == [AFTER]
    assert again.ended == ()


def test_evidence_stance_place_forum_and_unit_end_too(project: ProjectFile) -> None:
    with project.write() as repo:
        old = records.evidence("", one=records.item(source="old survey"))
        repo.add_evidence([replace(old, valid_to=ON)])
        repo.add_actor_reports([records.actor_report("", actor="group Y", valid_to=ON)])
        repo.add_places([records.place("", valid_to=ON)])
        repo.add_fora([replace(records.forum(), valid_to=ON)])
        repo.add_contingents([records.contingent(unresolved_abuse_allegations=True, valid_to=ON)])
        repo.add_statements([records.force(valid_to=ON), records.force(code="GONE", valid_to=ON), records.force(code="GONE")])
    on, after = card(project), card(project, on=AFTER)
    assert "old survey" in {e.item.source for e in on.evidence} - {e.item.source for e in after.evidence}
    assert "old survey" not in {item.source for item in after.case.community_evidence}
    assert {a.name for a in present(on.case.armed_actors)} - {a.name for a in present(after.case.armed_actors)} == {"group Y"}
    assert (len(on.places), len(after.places), len(on.fora), len(after.fora)) == (1, 0, 1, 0)
    assert (on.case.mission.unresolved_abuse_allegations, after.case.mission.unresolved_abuse_allegations) == (True, None)
    assert [[force.code for force in found.forces] for found in (on, after)] == [["REGFOR", "GONE"], ["GONE"]]
    assert {fact.kind for fact in after.ended} == {"evidence", "actor_report", "place", "forum", "contingent", "force"}
    assert [fact.name for fact in after.ended if fact.kind == "force"] == ["REGFOR"], "what was said anew has not ended"


def test_circumstances_past_their_end_are_unknown_again(empty: ProjectFile) -> None:
    with empty.write() as repo:
        repo.add_circumstances([records.circumstances(), records.circumstances(valid_to=ON)])
    assert card(empty).case.mission.hotline is True
    after = card(empty, on=AFTER)
    assert (after.circumstances, after.case.mission.hotline) == (None, None), "the record before it does not speak again"


def test_a_base_that_closed_is_no_base_that_is_near(empty: ProjectFile) -> None:
    with empty.write() as repo:
        repo.add_places([records.place("", nearest_base_km=None)])
        repo.add_presence([records.presence("", valid_to=ON)])
    knowledge = known(empty)
    assert knowledge.as_of(ON).places.all[0].nearest_base_km == 0.0
    assert knowledge.as_of(AFTER).places.all[0].nearest_base_km is None


def test_without_periods_nothing_is_copied(project: ProjectFile) -> None:
    knowledge = known(project)
    for day in (ON, AFTER):
        then = knowledge.as_of(day)
        assert (then.evidence, then.actor_reports, then.presence_map) == (
            knowledge.evidence,
            knowledge.actor_reports,
            knowledge.presence_map,
        )
        assert then.places is knowledge.places


def test_the_map_and_the_review_leave_out_what_ended(project: ProjectFile) -> None:
    with project.write() as repo:
        repo.add_presence([records.presence("", k=1, valid_to=ON)])
        repo.add_evidence([replace(records.evidence(""), rated_unit="base", valid_to=ON)])
    knowledge = known(project)
    views = [view_of(knowledge, day) for day in (ON, AFTER)]
    assert [len(view.presence) for view in views] == [2, 1]
    reviews = [review_evidence(knowledge.as_of(view.on), view, Selection(), POLICY) for view in views]
    assert ["un_military:base" in review.rated_objects for review in reviews] == [True, False]


def test_what_ended_does_not_leave_the_office_as_if_it_held(project: ProjectFile) -> None:
    with project.write() as repo:
        repo.add_actor_reports([records.actor_report("", actor="zzgoneactorzz", valid_to=ON)])
        repo.add_evidence([replace(records.evidence("", one=records.item(source="zzgonesourcezz")), valid_to=ON)])
    knowledge = known(project)
    released = [repr(release(Subject(knowledge, day, view=view_of(knowledge, day)), Reader.INTERNAL)) for day in (ON, AFTER)]
    for gone in ("zzgoneactorzz", "zzgonesourcezz"):
        assert [gone in text for text in released] == [True, False]


def test_what_ended_last_stands_first(project: ProjectFile) -> None:
    with project.write() as repo:
        for name, days in (("group A", 3), ("group B", 1), ("group C", 2)):
            repo.add_actor_reports([records.actor_report("", actor=name, valid_to=ON - timedelta(days=days))])
    assert [fact.name for fact in card(project).ended] == ["group B", "group C", "group A"]

"""The field pack: what a team needs on the road, under a title that says nothing, and no purpose, evidence or armed actor."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pypdf
import pytest

from mrm_desktop.cartography.style import load_style
from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.decisions import Outcome
from mrm_desktop.domain.trip_plans import LegCondition, TripPlan
from mrm_desktop.domain.trips import Go, OverdueStep
from mrm_desktop.domain.vocabulary import Channel, Mode, Purpose, Stance
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.reports.order import Handover, Order
from mrm_desktop.reports.papers.field_pack import ON_THE_ROAD, REPORT, expires_on, field_pack
from mrm_desktop.reports.papers.pages import pdf_of
from mrm_desktop.reports.papers.trip_wording import condition_lines, legs_with
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.store.file.project_file import ProjectFile
from tests.present import present
from tests.services.conftest import ON, decide_and_sign, known
from tests.services.trips.test_plan_trip import ACROSS, INSIDE, planned, trip
from tests.store import records

CEILINGS = load_style().themes["ceiling"]


def text_of(plan: TripPlan, project: ProjectFile, words: Words) -> str:
    document = field_pack(plan, known(project).info, Reader.INTERNAL, words)
    pages = pypdf.PdfReader(io.BytesIO(pdf_of(document, words))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_each_leg_has_its_word_and_the_conditions_say_of_which_leg_they_are(project: ProjectFile) -> None:
    words = Words("en")
    decide_and_sign(project, conditions=("Two cars.",))
    plan = planned(project, trip(INSIDE, ACROSS))
    page = text_of(plan, project, words)
    assert "Conditions of leg 1, in every area on it unless areas are named" in page
    goes = legs_with(plan, Go.WITH_CONDITIONS)
    every, lines = condition_lines(goes, words), condition_lines(goes, words, ON_THE_ROAD)
    assert "Two cars." in lines
    assert all(line in page for line in lines)
    kept_back = set(every) - set(lines)
    assert kept_back
    assert not [line for line in kept_back if line in page]
    assert f"{len(kept_back)} more conditions stand in the trip pack." in page
    assert "1 Go, with conditions 5 Mar 2026" in page
    assert "2 Wait 5 Mar 2026" in page


def test_its_headline_is_the_answer_and_what_it_asks_of_the_team(project: ProjectFile) -> None:
    decide_and_sign(project)
    page = text_of(planned(project, trip(INSIDE, ACROSS)), project, Words("en"))
    assert "Wait: leg 2 Wait: nobody sets out on that leg before the office says so. Go: only under the conditions" in page
    assert "Conditions of leg 2, once it need not wait any more" in page


def test_only_a_leg_that_nobody_may_travel_has_no_conditions(project: ProjectFile) -> None:
    decide_and_sign(project, outcome=Outcome.DO_NOT_PROCEED)
    page = text_of(planned(project, trip(INSIDE)), project, Words("en"))
    assert "No-go No-go: nobody travels that leg. Call the office." in page
    assert "Conditions" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_and_no_line_of_its_map_tells_how_visible_contact_may_be(project: ProjectFile, language: str) -> None:
    words = Words(language)
    decide_and_sign(project)
    document = field_pack(planned(project, trip(INSIDE, ACROSS)), known(project).info, Reader.INTERNAL, words)
    told = str(document.blocks)
    ceilings = {words.term("mode", mode) for mode in Mode} | {words.say(f"map.class.ceiling.{one.id}") for one in CEILINGS}
    assert not [word for word in (*ceilings, words.say("note.never_interview")) if word in told]
    drawn = document.pictures["route.svg"]
    assert "<pattern" not in drawn
    assert not [one.fill for one in CEILINGS if one.fill in drawn]


def test_page_manifest_and_order_name_one_day_to_destroy_it(project: ProjectFile) -> None:
    words = Words("en")
    plan = planned(project, trip(INSIDE))
    for ordered in (None, ON, plan.trip.to_destroy_on + timedelta(days=90)):
        order = Order("field_pack", "pdf", Reader.INTERNAL, Handover(destroy_by=ordered))
        day = present(REPORT.day_to_destroy(order, plan))
        assert day == min(one for one in (ordered, expires_on(plan)) if one is not None)
        footer = field_pack(plan, known(project).info, Reader.INTERNAL, words, day).footer
        assert words.say("trip.destroy", day=day) in footer


def test_it_holds_when_to_report_and_where_to_turn_back(project: ProjectFile) -> None:
    made = trip(turn_back=("Ferry, 13:00",), medical=("District hospital",), overdue=(OverdueStep(45, "Radio room", "calls"),))
    page = text_of(planned(project, made), project, Words("en"))
    for wanted in (
        "08:00 Gate radio",
        "+ 45 min Radio room calls",
        "Ferry, 13:00",
        "Medical care and evacuation",
        "District hospital",
    ):
        assert wanted in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_title_is_neutral_and_it_names_neither_purpose_nor_armed_actors(project: ProjectFile, language: str) -> None:
    words = Words(language)
    with project.write() as repository:
        repository.add_actor_reports([records.actor_report("", stance=Stance.HOSTILE, source=source) for source in ("k2", "k3")])
    plan = planned(
        project, trip(INSIDE, title="Visit to the armed group", mode=Mode.CIVILIAN_CHANNEL, purpose=Purpose.HUMANITARIAN_ACCESS)
    )
    document = field_pack(plan, known(project).info, Reader.INTERNAL, words)
    assert document.name == words.say("field_pack.title")
    told = str(document.blocks)
    for secret in (words.term("purpose", plan.trip.purpose), plan.trip.title, words.say("map.class.tolerance.hostile"), "group X"):
        assert secret not in told


def test_the_road_learns_of_no_concern_and_no_punished_contact(project: ProjectFile) -> None:
    words = Words("en")
    decide_and_sign(project)
    plan = planned(project, trip(INSIDE))
    leg = plan.legs[0]
    told = tuple(LegCondition(Reason(code), ("XT01",)) for code in ("condition.safeguarding", "condition.remote_only"))
    (crossed,) = leg.crossed
    concern = replace(crossed, assessment=replace(crossed.assessment, channel=Channel.SAFEGUARDING))
    plan = replace(plan, legs=(replace(leg, crossed=(concern,), conditions=(*leg.conditions, *told)),))
    page = text_of(plan, project, words)
    assert not [one for one in told if words.say(one.said.code) in page]
    assert "safeguarding" not in page.casefold()
    assert "punished" not in page.casefold()

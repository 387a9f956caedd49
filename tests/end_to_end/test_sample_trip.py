"""A trip through the sample country, from its file to its papers: one leg may go, one has to wait, one is no-go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from mrm_desktop.cli.sample import SAMPLE_DAY, build_sample
from mrm_desktop.domain.decisions import DecisionDraft, Outcome
from mrm_desktop.domain.trip_plans import TripPlan
from mrm_desktop.domain.trips import Go
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.trip_wording import condition_lines, headline, legs_with
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.services.decisions.decide import decide
from mrm_desktop.services.decisions.sign_decision import sign_decision
from mrm_desktop.services.release.release_file import release_file
from mrm_desktop.services.release.subject import subject_of
from mrm_desktop.services.trips.plan_trip import plan_trip
from mrm_desktop.services.trips.read_trip import read_trip
from tests.store import records
from tests.store.conftest import make_passphrases_cheap

TRIP = """format = "mrm-trip/1"
title = "District round"
purpose = "child_protection"
criticality = "pc1"
mode = "liaison"
why_now = "The rains close the road in April."
if_not = "Forty families stay without vaccine."
team = ["Team leader", "Driver", "Nurse"]
vehicles = ["two four-wheel drives"]
approvers = ["Country director"]
abort_triggers = ["Shots heard"]
withdrawal_confirmed = true
overdue = [{ after_minutes = 30, role = "Radio room", action = "calls by every means" }]
check_in = [{ at = "08:00", place = "Office gate", means = "HF radio" }]
[[leg]]
name = "Hills"
on = 2026-03-03
points = ["-20.834 -17.325", "-20.787 -16.58"]
[[leg]]
name = "River"
on = 2026-03-02
points = ["-22.119 -18.79", "-22.12 -19.0"]
[[leg]]
name = "Market"
on = 2026-03-04
points = ["-22.50 -17.70", "-22.83 -17.73"]
"""
LIFT = """[leg.lift]
role = "deputy_country_director"
reason = "Both attackers were arrested on 25 February."
on = 2026-03-01
[[leg]]
name = "Market\""""
CONDITIONS = ("Meet away from the base, by day.", "Two cars, in sight of each other.")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenProject]:
    """The sample country with liaison decided and signed in the two districts of the first leg."""
    with pytest.MonkeyPatch.context() as patch:
        make_passphrases_cheap(patch)
        project = OpenProject(build_sample(tmp_path_factory.mktemp("sample") / "tamarra.mrm"), fixed_day=SAMPLE_DAY)
    draft = DecisionDraft(
        outcome=Outcome.PROCEED,
        chosen_mode=Mode.LIAISON,
        approver_role="Country director",
        counter_argument="Being seen with a patrol may cost trust.",
        rationale="The districts asked for it in writing.",
        conditions=CONDITIONS,
        exposed_people_agree=True,
    )
    for code in ("XT0201", "XT0402"):
        decision = decide(project, code, Question(Mode.LIAISON, consent=True), draft, records.AT)
        for role in decision.draft.signatories:
            sign_decision(project, decision.id, role, SAMPLE_DAY)
    yield project
    project.close()


def planned(sample: OpenProject, folder: Path, text: str = TRIP) -> TripPlan:
    (folder / "trip.toml").write_text(text, encoding="utf-8")
    return plan_trip(sample, read_trip(folder / "trip.toml"))


def test_each_leg_has_its_own_answer(sample: OpenProject, tmp_path: Path) -> None:
    plan = planned(sample, tmp_path)
    assert [leg.go for leg in plan.legs] == [Go.WITH_CONDITIONS, Go.NO_GO, Go.WAIT]
    assert headline(plan, Words("en")) == "No-go: leg 2 (River)"
    assert plan.legs[1].reasons[0].code == "trip.why.attacks"
    assert {reason.code for reason in plan.legs[2].reasons} == {"trip.why.no_decision", "trip.why.attacks_lately"}
    assert set(CONDITIONS) <= set(condition_lines(legs_with(plan, Go.WITH_CONDITIONS), Words("en")))


def test_a_lift_in_the_trip_file_leaves_the_rest_to_be_said(sample: OpenProject, tmp_path: Path) -> None:
    plan = planned(sample, tmp_path, TRIP.replace('[[leg]]\nname = "Market"', LIFT))
    assert [leg.go for leg in plan.legs] == [Go.WITH_CONDITIONS, Go.WAIT, Go.WAIT]
    assert plan.worst_legs == (2, 3)
    told = plan.legs[1].reasons[0]
    assert (told.code, told.params["approval"]) == ("trip.why.lifted", "deputy_country_director")


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_papers_go_out_in_every_language(sample: OpenProject, language: str, tmp_path: Path) -> None:
    plan, words = planned(sample, tmp_path), Words(language)
    for report in ("trip_pack", "field_pack"):
        order = Order(report, "pdf", Reader.INTERNAL)
        subject = subject_of(sample, report, order.reader, Question(), plan=plan)
        path, *_ = release_file(sample, subject, order, words, tmp_path / f"{report}.pdf", records.AT)
        # An isolate has no glyph of its own, and a reader of PDF gives it back wherever a neighbour's glyph comes again.
        pages = [page.extract_text().replace("\u2069", "") for page in pypdf.PdfReader(path).pages]
        assert len(pages) in ((1,) if report == "field_pack" else (2, 3))
        assert all(line in "\n".join(pages) for line in CONDITIONS)
        assert "ARM-" not in "\n".join(pages)

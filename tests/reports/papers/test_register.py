"""The register says how each decision stands, and below its table what it asks, who signed, and what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mrm_desktop.domain.decisions import Decision, Outcome
from mrm_desktop.domain.sign_offs import Course, DecisionOutcome, PerceptionSince, SignOff, Standing
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.reports.papers.register import SHEET_COLUMNS, decision_register, register_sheet
from mrm_desktop.reports.release.ladder import Reader
from tests.store import records

WORDS = Words("en")
CHANNEL = "Civilian channel in any case: UNICEF"
ROLES = ("country_director", "security_focal_point")
WAITING = Standing(ROLES)


def told(decision: Decision, standing: Standing, reader: Reader = Reader.INTERNAL, words: Words = WORDS) -> list[str]:
    """Return what stands below the table."""
    paper = decision_register((decision,), records.info(), reader, records.DAY, words, CHANNEL, {decision.id: standing})
    return [line for block in paper.blocks if block["kind"] == "bullets" for line in block["items"]]


@pytest.fixture
def decision() -> Decision:
    made = records.decision(1, "0" * 64, "a" * 64)
    draft = replace(made.draft, outcome=Outcome.PROCEED, conditions=("Two cars.",), stop_triggers=("Shots heard.",))
    asked = {"conditions": [{"code": "condition.ask_those_exposed", "params": {}}]}
    return replace(made, draft=replace(draft, signatories=ROLES), assessment={**made.assessment, **asked})


def test_each_decision_has_its_state() -> None:
    first, second, third = (replace(records.decision(n, "0" * 64, "a" * 64), id=f"d{n}", expires_on=records.DAY) for n in (1, 2, 3))
    second = replace(second, draft=replace(second.draft, supersedes="d1"))
    standings = {"d1": WAITING, "d3": WAITING}
    state = SHEET_COLUMNS.index("state")
    rows = register_sheet((first, second, third), Reader.INTERNAL, records.DAY, WORDS, standings).rows
    assert [row[state] for row in rows] == [
        "superseded",
        "in force",
        "waiting: the country director and the security focal point",
    ]
    later = register_sheet((third,), Reader.INTERNAL, records.DAY + timedelta(days=1), WORDS, standings).rows
    assert later[0][state] == "lapsed", "what has lapsed waits for nobody"
    paper = decision_register((third,), records.info(), Reader.INTERNAL, records.DAY, WORDS, CHANNEL, standings)
    assert "waiting: the country director" in repr(paper.blocks)


def test_what_is_said_to_stand_below_stands_below(decision: Decision) -> None:
    signed = SignOff(decision.id, decision.hash, decision.area_code, ROLES[0], records.DAY)
    late = replace(signed, role=ROLES[1], told_on=records.DAY + timedelta(days=3))
    outcome = DecisionOutcome(
        decision.id, decision.area_code, records.DAY, Course.AS_PLANNED, PerceptionSince.SAME, "Nobody asked.", "Field manager"
    )
    half = told(decision, Standing(ROLES[1:], (signed,)))
    assert "Not in force: waits for the signature of the security focal point." in half
    lines = told(decision, Standing((), (signed, late), (outcome,)))
    day, told_day = WORDS.day(records.DAY), WORDS.day(records.DAY + timedelta(days=3))
    for expected in (
        f"Condition: {WORDS.say('condition.ask_those_exposed')}",
        "Condition: Two cars.",
        "Stop if: Shots heard.",
        f"{decision.draft.approver_role} decides. Signatures asked for besides: the country director and the security focal point",
        f"Signed: the country director, {day}",
        f"Signed: the security focal point, {day} (put on record on {told_day})",
    ):
        assert expected in lines
    assert any("Nobody asked. (Field manager)" in line for line in lines)
    assert not any("waits" in line for line in lines)


@pytest.mark.parametrize(("agree", "said"), [(True, "would be exposed agree"), (False, "do not agree"), (None, "")])
def test_the_answer_of_those_who_would_be_exposed_is_printed(decision: Decision, agree: bool | None, said: str) -> None:
    """It was given in the form and stood nowhere."""
    asked = replace(decision, draft=replace(decision.draft, exposed_people_agree=agree))
    lines = "\n".join(told(asked, Standing()))
    assert said in lines
    assert ("Asked before it was decided" in lines) == (agree is not None)
    assert "Asked before it was decided" not in "\n".join(told(asked, Standing(), Reader.COUNTRY_OFFICE))


def test_what_people_wrote_is_for_readers_inside(decision: Decision) -> None:
    outcome = DecisionOutcome(
        decision.id, decision.area_code, records.DAY, Course.STOPPED, PerceptionSince.WORSE, "Nobody asked.", "Field manager"
    )
    lines = "\n".join(told(decision, Standing((), (), (outcome,)), Reader.COUNTRY_OFFICE))
    assert not [text for text in ("Two cars", "Shots", "Nobody asked", "Field manager") if text in lines]
    assert WORDS.say("condition.ask_those_exposed") in lines
    assert WORDS.say("register.conditions_withheld") in lines
    assert WORDS.term("course", "stopped") in lines
    cells = register_sheet((decision,), Reader.COUNTRY_OFFICE, records.DAY, WORDS).rows[0]
    assert "Two cars" not in repr(cells)


def test_a_decision_is_printed_with_all_by_which_it_may_be_named(decision: Decision) -> None:
    for language in LANGUAGES:
        paper = decision_register((decision,), records.info(), Reader.COUNTRY_OFFICE, records.DAY, Words(language), CHANNEL)
        small = [block["text"] for block in paper.blocks if block["kind"] == "small"]
        assert any(decision.id in line and decision.hash[:12] in line for line in small)
    row = register_sheet((decision,), Reader.INTERNAL, records.DAY, WORDS).rows[0]
    assert row[SHEET_COLUMNS.index("id")] == decision.id


def test_a_decision_to_proceed_without_conditions_says_so(decision: Decision) -> None:
    bare = replace(decision, draft=replace(decision.draft, conditions=(), stop_triggers=()), assessment={"verdict": "proceed"})
    assert WORDS.say("register.no_conditions") in told(bare, Standing())


def test_the_table_says_why_to_who_may_read_it_and_that_it_is_withheld_to_others(decision: Decision) -> None:
    long = replace(decision, draft=replace(decision.draft, rationale="They asked for it. " * 20))
    for reader, said in ((Reader.INTERNAL, "They asked for it. They"), (Reader.COUNTRY_OFFICE, WORDS.say("register.why_withheld"))):
        paper = decision_register((long,), records.info(), reader, records.DAY, WORDS, CHANNEL)
        (row,) = next(block["rows"] for block in paper.blocks if block["kind"] == "table")
        assert row[-1].startswith(said)
        assert len(row[-1]) < 180

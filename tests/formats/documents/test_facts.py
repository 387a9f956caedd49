"""Facts files: every table read, every slip named with its table, number and key, and what was written read back the same."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.statement import Statement
from mrm_desktop.domain.statements import NAME_OF, STATEMENTS
from mrm_desktop.domain.vocabulary import MilitaryKind, Mode
from mrm_desktop.formats.documents.facts import TABLES, facts_of, read_facts, write_facts
from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.words import LANGUAGES, Words
from tests.conftest import ROOT
from tests.store import records

APPROACH: dict[str, Any] = {"adopted_on": date(2025, 12, 1), "adopted_by": "Country director", "allowed_modes": ["liaison"]}
EVENT: dict[str, Any] = {"kind": "election", "on": date(2026, 6, 1), "source": "gazette", "grade": "B2"}
FORCE: dict[str, Any] = {"code": "ARF", "kind": "sadc", "source": "desk", "grade": "B2", "checked_on": date(2026, 2, 1)}
CHECK: dict[str, Any] = {"area_code": "XT01", "checked_on": date(2026, 2, 1), "source": "desk", "grade": "B2"}
IMPACT: dict[str, Any] = {"area_code": "", "on": date(2026, 2, 1), "by": "Country director", "source": "workshop", "staff": 3}
CONSENT: dict[str, Any] = {
    "area_code": "XT01",
    "who": "Partner, field team",
    "asked_on": date(2026, 2, 1),
    "answer": "no",
    "asked_by": "Field manager",
    "source": "note",
}
DUTY_LINE: dict[str, Any] = {
    "role": "Operations centre",
    "desk": "operations_centre",
    "line": "+99 700 123 456",
    "recorded_on": date(2026, 2, 1),
    "source": "roster",
    "grade": "B2",
}
TOOL: dict[str, Any] = {
    "kind": "early_warning",
    "exists": "planned",
    "area_code": "XT01",
    "recorded_on": date(2026, 2, 1),
    "source": "desk",
    "grade": "B2",
}
FIELD_ANSWER: dict[str, Any] = {
    "fact": "contact_punished",
    "area_code": "XT01",
    "answer": "no",
    "on": date(2026, 2, 1),
    "source": "desk",
    "grade": "B2",
}
NOTE = {"area_code": "XT01", "group": "women", "text": "Asked at the market.", "by": "Analyst", "on": date(2026, 2, 1)}
STAKEHOLDER = {
    "area_code": "XT01",
    "who": "Traders of the market",
    "kind": "traders",
    "influence": "medium",
    "acceptance": "accepting",
    "engagement": "now_and_then",
    "on": date(2026, 2, 1),
    "by": "Access adviser",
    "source": "desk",
    "grade": "B2",
}
ENTRIES = {
    "approach": APPROACH,
    "event_ahead": EVENT,
    "force": FORCE,
    "armed_actor_check": CHECK,
    "impact": IMPACT,
    "consent": CONSENT,
    "duty_line": DUTY_LINE,
    "protection_tool": TOOL,
    "field_answer": FIELD_ANSWER,
    "finding_note": NOTE,
    "stakeholder": STAKEHOLDER,
}


def test_there_is_an_entry_of_every_kind_here() -> None:
    assert set(ENTRIES) == set(STATEMENTS) <= set(TABLES)


@pytest.mark.parametrize("table", ENTRIES)
def test_an_entry_with_what_is_required_is_read(table: str) -> None:
    (statement,) = facts_of({table: [ENTRIES[table]]}).statements
    assert NAME_OF[type(statement)] == table


@pytest.mark.parametrize("table", ENTRIES)
def test_what_is_required_is_missed_by_name(table: str) -> None:
    for key in ENTRIES[table]:
        if (table, key) == ("impact", "staff"):
            continue
        with pytest.raises(KnownError) as caught:
            facts_of({table: [ENTRIES[table], {k: v for k, v in ENTRIES[table].items() if k != key}]})
        assert caught.value.params["where"] == f"{table} 2", key
        own = {("approach", "adopted_by"): "facts.approach_without_adopter", ("event_ahead", "on"): "facts.event_without_day"}
        assert caught.value.code == own.get((table, key), "facts.missing_key"), key


@pytest.mark.parametrize(
    ("table", "change", "code", "where"),
    [
        ("approach", {"adopted_by": "  "}, "facts.approach_without_adopter", "approach 1"),
        ("approach", {"review_on": date(2025, 11, 1)}, "facts.review_before_adoption", "approach 1"),
        ("approach", {"allowed_modes": ["tea"]}, "vocabulary.unknown", "approach 1.allowed_modes 1"),
        ("approach", {"signatories": [{"mode": "liaison"}]}, "facts.missing_key", "approach 1.signatories 1"),
        ("approach", {"exceptions": [{"text": "x", "place": "y"}]}, "facts.unknown_key", "approach 1.exceptions 1"),
        ("approach", {"adopted_on": "2025-12-01"}, "facts.bad_value", "approach 1.adopted_on"),
        ("event_ahead", {"kind": "party"}, "vocabulary.unknown", "event_ahead 1.kind"),
        ("event_ahead", {"grade": "Z9"}, "grade.unknown", None),
        ("force", {"kind": "un"}, "vocabulary.unknown", "force 1.kind"),
        ("force", {"fights_here": "yes"}, "facts.bad_value", "force 1.fights_here"),
        ("force", {"valid_from": date(2026, 2, 2), "valid_to": date(2026, 2, 1)}, "facts.period_reversed", "force 1"),
        ("impact", {"staff": 6}, "facts.out_of_range", "impact 1.staff"),
        ("impact", {"access": 0}, "facts.out_of_range", "impact 1.access"),
        ("impact", {"mode": "loudly"}, "vocabulary.unknown", "impact 1.mode"),
        ("consent", {"answer": "maybe"}, "vocabulary.unknown", "consent 1.answer"),
        ("consent", {"name": "Somebody"}, "facts.unknown_key", "consent 1"),
    ],
)
def test_a_slip_is_named_with_table_entry_and_key(table: str, change: dict[str, Any], code: str, where: str | None) -> None:
    with pytest.raises(KnownError) as caught:
        facts_of({table: [ENTRIES[table] | change]})
    assert caught.value.code == code
    if where is not None:
        assert caught.value.params["where"] == where


def test_an_impact_of_nothing_is_none() -> None:
    with pytest.raises(KnownError) as caught:
        facts_of({"impact": [{key: value for key, value in IMPACT.items() if key != "staff"}]})
    assert caught.value.code == "facts.impact_of_nothing"


@pytest.mark.parametrize("key", ["agreed_approach", "approach"])
def test_what_older_files_said_of_an_approach_is_answered_with_the_way_on(key: str) -> None:
    circumstances = {"area_code": "XT01", "recorded_on": date(2026, 2, 1), "source": "visit", "grade": "B2"}
    with pytest.raises(KnownError) as caught:
        facts_of({"circumstances": [circumstances, circumstances | {key: True}]})
    error = caught.value
    assert (error.code, error.params) == ("facts.approach_is_a_document", {"where": "circumstances 2", "key": key})
    for language in LANGUAGES:
        assert "[[approach]]" in Words(language).next_step(error.code, **error.params)


@pytest.mark.parametrize("statement", records.statements(), ids=lambda s: NAME_OF[type(s)])
def test_what_is_written_is_read_back(statement: Statement) -> None:
    table = NAME_OF[type(statement)]
    assert facts_of(tomllib.loads(write_facts(table, [statement]))).statements == (statement,)


def test_what_is_written_of_the_other_tables_is_read_back() -> None:
    unit = records.contingent(military_kind=MilitaryKind.OBSERVERS, child_protection_training=True)
    mission = records.mission(closes_on=date(2026, 12, 31), led_by="Special Representative")
    read = facts_of(tomllib.loads(write_facts("contingent", [unit]) + write_facts("mission", [mission])))
    assert (read.contingents, read.missions) == ((unit,), (mission,))
    stated = records.circumstances()
    (again,) = facts_of(tomllib.loads(write_facts("circumstances", [stated]))).circumstances
    assert replace(again, id=stated.id) == stated


def test_a_hostile_text_stays_a_text(hostile: str) -> None:
    stated = records.approach(title=hostile, red_lines=(f"{hostile}\n\x7f",))
    assert facts_of(tomllib.loads(write_facts("approach", [stated]))).statements == (stated,)


def test_statements_of_several_tables_stand_together_in_the_order_of_the_file() -> None:
    read = facts_of({"consent": [CONSENT], "approach": [APPROACH]})
    assert [NAME_OF[type(statement)] for statement in read.statements] == ["consent", "approach"]


def test_the_file_of_the_sample_is_read(tmp_path: Path) -> None:
    read = read_facts(asset("data", "sample", "facts.toml"))
    kinds = {NAME_OF[type(statement)] for statement in read.statements}
    assert {"approach", "event_ahead", "force", "armed_actor_check", "impact"} <= kinds
    broken = tmp_path / "facts.toml"
    broken.write_text("[[approach]\n", encoding="utf-8")
    with pytest.raises(KnownError) as caught:
        read_facts(broken)
    assert caught.value.code == "facts.not_toml"


def test_a_mode_of_an_exception_is_a_word() -> None:
    entry = APPROACH | {"exceptions": [{"mode": "armed_escort", "text": "Headquarters signs."}]}
    (approach,) = facts_of({"approach": [entry]}).statements
    assert getattr(approach, "exceptions")[0].mode is Mode.ARMED_ESCORT  # noqa: B009 - the union of kinds has none


def test_the_examples_of_the_documentation_are_read() -> None:
    page = (ROOT / "docs" / "use" / "facts.md").read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    told = [facts_of(tomllib.loads(example)) for example in examples]
    assert {NAME_OF[type(statement)] for facts in told for statement in facts.statements} == set(STATEMENTS)
    assert any(facts.missions and facts.contingents for facts in told)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["facts.approach_without_adopter", "facts.review_before_adoption", "facts.impact_of_nothing"])
def test_a_fault_of_a_statement_is_said_with_a_next_step(language: str, code: str) -> None:
    words = Words(language)
    assert "approach 1" in words.say(code, where="approach 1")
    assert words.next_step(code, where="approach 1")

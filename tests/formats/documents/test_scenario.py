"""Cases as JSON: read, written, compared; whatever is wrong is named with its place."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from mrm_desktop.domain.case import Case, ReceptorImpacts, RiskMeasure
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import Approach, EscortCriterion, Receptor, RiskFactor, Stratum
from mrm_desktop.formats.documents.scenario import (
    assessment_to_dict,
    case_from_dict,
    case_to_dict,
    compare,
    read_expect,
    read_scenarios,
    scenario_from_dict,
)
from mrm_desktop.scoring import assess, load_policy
from tests.scoring.cases import GOOD, TODAY
from tests.scoring.strategies import cases, open_cases

FULL = case_to_dict(replace(GOOD, impacts=ReceptorImpacts(3, 4, 3)))
LEAST: dict[str, Any] = {
    "format": "mrm-scenario/2",
    "id": "least",
    "assessed_on": "2026-03-01",
    "request": {"mode": "liaison"},
    "mission": {"status": "active"},
}
QUIET = settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def changed(path: str, value: Any, document: dict[str, Any] = FULL) -> dict[str, Any]:
    """Set one value by its dotted path; ``DROP`` takes the key out."""
    result = deepcopy(document)
    target: Any = result
    *parents, last = [int(p) if p.isdigit() else p for p in path.replace("[", ".").replace("]", "").split(".")]
    for parent in parents:
        target = target[parent]
    if value == "DROP":
        del target[last]
    else:
        target[last] = value
    return result


class TestRoundTrip:
    """Reading what was written gives the same case; writing it again gives the same text."""

    @QUIET
    @given(cases())
    def test_any_case(self, case: Case) -> None:
        self.check(case)

    @QUIET
    @given(open_cases())
    def test_open_cases(self, case: Case) -> None:
        self.check(case)

    def check(self, case: Case) -> None:
        text = json.dumps(case_to_dict(case))
        again = case_from_dict(json.loads(text))
        assert again == case
        assert json.dumps(case_to_dict(again)) == text

    def test_measures_and_criteria(self) -> None:
        measure = RiskMeasure("meet away from the base", RiskFactor.IMPACT, Receptor.STAFF, True, "security focal point", TODAY)
        self.check(
            replace(GOOD, measures=(measure,), escort_criteria=frozenset({EscortCriterion.NEED}), required_strata=(Stratum.HOST,))
        )
        self.check(replace(GOOD, escort_criteria=frozenset(), armed_actors=()))

    def test_hostile_text_stays_text(self, hostile: str) -> None:
        document = changed("title", hostile)
        document["community_evidence"][0]["source"] = "s" + hostile
        self.check(case_from_dict(document))

    def test_whole_numbers_are_written_whole(self) -> None:
        one, other = changed("community_evidence[0].answered", 60), changed("community_evidence[0].answered", 60.0)
        assert json.dumps(case_to_dict(case_from_dict(one))) == json.dumps(case_to_dict(case_from_dict(other)))


class TestAbsentKeys:
    """What is absent is unknown, and unknown is never the convenient answer."""

    def test_least(self) -> None:
        case = case_from_dict(LEAST)
        assert case.mission.military_in_area is None
        assert case.organisation.approach is Approach.NONE
        assert case.armed_actors_checked_on == case.assessed_on
        assert case.organisation.exposed_people_agree is None
        assert case.context.contact_punished is None
        assert case.armed_actors is None
        assert case.escort_criteria is None
        assert case.required_strata == (Stratum.WOMEN, Stratum.MEN)
        assert assess(case, load_policy()).verdict.value == "hold"

    @pytest.mark.parametrize(
        "key",
        [
            "organisation",
            "context",
            "community_evidence",
            "armed_actors",
            "escort_criteria",
            "impacts",
            "measures",
            "previous_band",
        ],
    )
    def test_null_and_absent_are_the_same(self, key: str) -> None:
        assert case_from_dict(changed(key, None)) == case_from_dict(changed(key, "DROP"))

    def test_an_approach_of_null_is_none(self) -> None:
        assert case_from_dict(changed("organisation.approach", None)).organisation.approach is Approach.NONE

    def test_an_actor_of_whom_nobody_says_so_can_do_harm(self) -> None:
        for said in ("DROP", None):
            (first, *_) = case_from_dict(changed("armed_actors[0].able_to_harm", said)).armed_actors or ()
            assert first.able_to_harm is True

    def test_a_limited_mandate_is_a_mandate(self) -> None:
        case = case_from_dict(changed("mission.poc_mandate", "limited"))
        assert (case.mission.poc_mandate, case.mission.poc_mandate_is_limited) == (True, True)
        assert case_to_dict(case)["mission"]["poc_mandate"] == "limited"

    @pytest.mark.parametrize(("said", "approach"), [("DROP", "agreed"), (True, "agreed"), (False, "none"), (None, "agreed")])
    def test_what_an_older_scenario_says_of_the_approach(self, said: object, approach: str) -> None:
        older = {**FULL, "format": "mrm-scenario/1", "organisation": {"exposed_people_agree": True}}
        if said != "DROP":
            older["organisation"] = {**older["organisation"], "agreed_approach": said}
        assert case_from_dict(older).organisation.approach.value == approach

    def test_no_actor_known_is_not_unassessed(self) -> None:
        assert case_from_dict(changed("armed_actors", [])).armed_actors == ()


WRONG: list[tuple[str, Any, str, str]] = [
    ("format", "mrm-scenario/3", "scenario.wrong_format", "format"),
    ("format", "DROP", "scenario.missing_key", "format"),
    ("id", "DROP", "scenario.missing_key", "id"),
    ("id", " ", "scenario.wrong_type", "id"),
    ("id", 7, "scenario.wrong_type", "id"),
    ("title", 7, "scenario.wrong_type", "title"),
    ("assessed_on", "DROP", "scenario.missing_key", "assessed_on"),
    ("assessed_on", "2026-02-30", "scenario.bad_date", "assessed_on"),
    ("assessed_on", "20260301", "scenario.bad_date", "assessed_on"),
    ("assessed_on", None, "scenario.bad_date", "assessed_on"),
    ("request", "DROP", "scenario.missing_key", "request"),
    ("request", [], "scenario.wrong_type", "request"),
    ("request.mode", "DROP", "scenario.missing_key", "request.mode"),
    ("request.mode", "escort", "vocabulary.unknown", "request.mode"),
    ("request.mode", "M4", "vocabulary.unknown", "request.mode"),
    ("request.purpose", "fun", "vocabulary.unknown", "request.purpose"),
    ("request.threat", "soon", "vocabulary.unknown", "request.threat"),
    ("request.threat_grade", "G2", "grade.unknown", "request.threat_grade"),
    ("request.urgency", 1, "scenario.unknown_key", "request.urgency"),
    ("mission.status", "DROP", "scenario.missing_key", "mission.status"),
    ("mission.status", "open", "vocabulary.unknown", "mission.status"),
    ("mission.hotline", "yes", "scenario.wrong_type", "mission.hotline"),
    ("mission.hotline", 1, "scenario.wrong_type", "mission.hotline"),
    ("mission.response_hours", "six", "scenario.wrong_type", "mission.response_hours"),
    ("mission.response_hours", True, "scenario.wrong_type", "mission.response_hours"),
    ("mission.closes_on", "soon", "scenario.bad_date", "mission.closes_on"),
    ("mission.flag", True, "scenario.unknown_key", "mission.flag"),
    ("mission.poc_mandate", "partly", "scenario.wrong_type", "mission.poc_mandate"),
    ("mission.poc_mandate_is_limited", True, "scenario.unknown_key", "mission.poc_mandate_is_limited"),
    ("mission.military_kind", "tanks", "vocabulary.unknown", "mission.military_kind"),
    ("organisation.agreed_approach", True, "scenario.unknown_key", "organisation.agreed_approach"),
    ("organisation.approach", "maybe", "vocabulary.unknown", "organisation.approach"),
    ("events_ahead", [{"kind": "election"}], "scenario.missing_key", "events_ahead[0].on"),
    ("events_ahead", [{"kind": "party", "on": "2026-03-09"}], "vocabulary.unknown", "events_ahead[0].kind"),
    ("community_evidence[1].rated", "police", "vocabulary.unknown", "community_evidence[1].rated"),
    ("community_evidence[1].takes_sides_share", "most", "scenario.wrong_type", "community_evidence[1].takes_sides_share"),
    ("organisation.agreed", True, "scenario.unknown_key", "organisation.agreed"),
    ("context.reprisals", True, "scenario.unknown_key", "context.reprisals"),
    ("escort_criteria", {"speed": True}, "scenario.unknown_key", "escort_criteria.speed"),
    ("escort_criteria", {"need": "yes"}, "scenario.wrong_type", "escort_criteria.need"),
    ("escort_criteria", ["need"], "scenario.wrong_type", "escort_criteria"),
    ("community_evidence", {}, "scenario.wrong_type", "community_evidence"),
    ("community_evidence[1].stratum", "elders", "vocabulary.unknown", "community_evidence[1].stratum"),
    ("community_evidence[1].method", "poll", "vocabulary.unknown", "community_evidence[1].method"),
    ("community_evidence[1].grade", "B7", "grade.unknown", "community_evidence[1].grade"),
    ("community_evidence[1].grade", 22, "grade.unknown", "community_evidence[1].grade"),
    ("community_evidence[1].grade", "DROP", "scenario.missing_key", "community_evidence[1].grade"),
    ("community_evidence[1].answered", "60", "scenario.wrong_type", "community_evidence[1].answered"),
    ("community_evidence[1].answered", "DROP", "scenario.missing_key", "community_evidence[1].answered"),
    ("community_evidence[1].reset_since", "no", "scenario.wrong_type", "community_evidence[1].reset_since"),
    ("community_evidence[1].weight", 2, "scenario.unknown_key", "community_evidence[1].weight"),
    ("community_evidence[1]", 5, "scenario.wrong_type", "community_evidence[1]"),
    ("armed_actors[0].kind", "militia", "vocabulary.unknown", "armed_actors[0].kind"),
    ("armed_actors[0].able_to_harm", "yes", "scenario.wrong_type", "armed_actors[0].able_to_harm"),
    ("armed_actors[0].sources[1].stance", "friendly", "vocabulary.unknown", "armed_actors[0].sources[1].stance"),
    ("armed_actors[0].sources[1].source", "DROP", "scenario.missing_key", "armed_actors[0].sources[1].source"),
    ("armed_actors[0].sources[1].note", "x", "scenario.unknown_key", "armed_actors[0].sources[1].note"),
    ("required_strata", ["women", "women"], "scenario.wrong_type", "required_strata"),
    ("required_strata", ["elders"], "vocabulary.unknown", "required_strata[0]"),
    ("required_strata", "women", "scenario.wrong_type", "required_strata"),
    ("previous_band", "green", "vocabulary.unknown", "previous_band"),
    ("impacts.staff", 2.5, "scenario.wrong_type", "impacts.staff"),
    ("impacts.budget", 2, "scenario.unknown_key", "impacts.budget"),
    ("measures", [{"name": "x", "lowers": "cost", "in_place": True}], "vocabulary.unknown", "measures[0].lowers"),
    ("notes", "x", "scenario.unknown_key", "notes"),
]


@pytest.mark.parametrize(("path", "value", "code", "where"), WRONG, ids=[f"{w[0]}-{w[2]}-{n}" for n, w in enumerate(WRONG)])
def test_what_is_wrong_is_named_with_its_place(path: str, value: Any, code: str, where: str) -> None:
    with pytest.raises(KnownError) as caught:
        case_from_dict(changed(path, value))
    assert (caught.value.code, caught.value.params["where"]) == (code, where)


class TestFiles:
    """Files, folders, lines."""

    def write(self, folder: Path, name: str, *documents: Any) -> Path:
        path = folder / name
        path.write_text("\n".join(json.dumps(d) for d in documents), encoding="utf-8")
        return path

    def test_file_folder_and_lines(self, tmp_path: Path) -> None:
        self.write(tmp_path, "b.json", changed("id", "b"))
        self.write(tmp_path, "a.jsonl", changed("id", "a1"), changed("id", "a2"))
        (tmp_path / "readme.txt").write_text("not a scenario")
        assert [(s.case.id, s.origin) for s in read_scenarios(tmp_path)] == [
            ("a1", "a.jsonl:1"),
            ("a2", "a.jsonl:2"),
            ("b", "b.json"),
        ]
        assert [s.case.id for s in read_scenarios(tmp_path / "b.json")] == ["b"]

    def test_a_mark_at_the_start_of_the_file_is_no_matter(self, tmp_path: Path) -> None:
        path = tmp_path / "bom.json"
        path.write_text("\ufeff" + json.dumps(FULL), encoding="utf-8")
        assert next(read_scenarios(path)).case == case_from_dict(FULL)

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"{", "scenario.not_json"),
            (b"", "scenario.not_json"),
            (b"\xff\xfe{}", "scenario.not_json"),
            (b"[]", "scenario.wrong_type"),
            (b'{"format": "mrm-scenario/1", "format": "mrm-scenario/1"}', "scenario.duplicate_key"),
            (b"[" * 100_000, "scenario.not_json"),
        ],
    )
    def test_a_file_that_is_none(self, tmp_path: Path, content: bytes, code: str) -> None:
        path = tmp_path / "bad.json"
        path.write_bytes(content)
        with pytest.raises(KnownError) as caught:
            list(read_scenarios(path))
        assert (caught.value.code, caught.value.params["file"]) == (code, "bad.json")

    def test_the_line_is_named(self, tmp_path: Path) -> None:
        path = self.write(tmp_path, "many.jsonl", FULL, changed("request.mode", "walk"))
        with pytest.raises(KnownError) as caught:
            list(read_scenarios(path))
        assert dict(caught.value.params)["line"] == 2
        assert dict(caught.value.params)["word"] == "walk"

    def test_nothing_there(self, tmp_path: Path) -> None:
        for path in (tmp_path, self.write(tmp_path, "empty.jsonl")):
            with pytest.raises(KnownError, match=r"scenario\.nothing_found"):
                list(read_scenarios(path))
        with pytest.raises(KnownError, match=r"scenario\.not_readable"):
            list(read_scenarios(tmp_path / "none.json"))


class TestExpect:
    """What was expected, and how an answer differs."""

    found = assess(GOOD, load_policy())

    def test_all_keys(self) -> None:
        expect: dict[str, Any] = {
            "verdict": "proceed_with_conditions",
            "ceiling": "verification_security",
            "deciding_gate": None,
            "flags": [],
            "expires_on_or_before": "2026-04-30",
            "band": "favourable",
            "channel": "child_protection_adviser",
        }
        assert compare(expect, self.found) == ()
        assert compare(read_expect(expect), self.found) == ()
        assert scenario_from_dict({**FULL, "expect": expect}).expect == read_expect(expect)

    @pytest.mark.parametrize(
        ("key", "value", "found"),
        [
            ("verdict", "refused", "proceed_with_conditions"),
            ("ceiling", "alert", "verification_security"),
            ("deciding_gate", "consent", None),
            ("flags", ["unverified"], []),
            ("expires_on_or_before", "2026-04-29", "2026-04-30"),
            ("band", None, "favourable"),
            ("channel", "unicef", "child_protection_adviser"),
        ],
    )
    def test_each_difference(self, key: str, value: Any, found: Any) -> None:
        assert [(d.key, d.expected, d.found) for d in compare({key: value}, self.found)] == [(key, value, found)]

    def test_flags_beyond_those_expected(self) -> None:
        from mrm_desktop.domain.vocabulary import Flag

        flagged = replace(self.found, flags=(Flag.UNVERIFIED, Flag.NO_POC_MANDATE))
        assert compare({"flags": ["unverified"]}, flagged) == ()
        assert [d.key for d in compare({"flags": []}, flagged)] == ["flags"]

    @pytest.mark.parametrize(
        ("expect", "code"),
        [
            ({"verdikt": "refused"}, "scenario.unknown_key"),
            ({"verdict": "no"}, "vocabulary.unknown"),
            ({"flags": "unverified"}, "scenario.wrong_type"),
            ({"flags": ["red"]}, "vocabulary.unknown"),
            ({"expires_on_or_before": "soon"}, "scenario.bad_date"),
            ([], "scenario.wrong_type"),
        ],
    )
    def test_a_wrong_expectation(self, expect: Any, code: str) -> None:
        with pytest.raises(KnownError) as caught:
            scenario_from_dict({**FULL, "expect": expect})
        assert caught.value.code == code
        assert caught.value.params["where"].startswith("expect")


def test_an_answer_as_plain_json() -> None:
    document = assessment_to_dict(assess(GOOD, load_policy()))
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert set(document) >= {"id", "verdict", "ceiling", "channel", "band", "flags", "reasons", "gates", "gaps", "expires_on"}
    assert document["reasons"][0] == {
        "code": "decision.within_ceiling",
        "params": {"mode": "liaison", "band": "favourable", "ceiling": "verification_security"},
    }
    assert document["gates"][0] == {"gate": "purpose", "state": "passed", "reason": None}
    assert document["expires_on"] == "2026-04-30"

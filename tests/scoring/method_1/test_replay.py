"""Version 1 of the method: its own cases keep the answers that were recorded by it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.documents.scenario_case import case_from_dict
from mrm_desktop.scoring import load_policy, method_1

HERE = Path(__file__).parent
POLICY = (HERE / "policy.toml").read_text(encoding="utf-8")
SCENARIOS = sorted((HERE / "scenarios").glob("*.json"))


def read(file: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    document = json.loads(file.read_text(encoding="utf-8"))
    return document, document.pop("expect")


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_what_was_answered_is_answered_again(file: Path) -> None:
    document, expected = read(file)
    found = method_1.answer(case_from_dict(document), POLICY)
    assert {key: found[key] for key in expected if key in found} == {key: expected[key] for key in expected if key in found}
    assert {"verdict", "ceiling", "deciding_gate", "flags"} <= expected.keys() & found.keys()


def test_there_are_cases_for_every_gate_of_it() -> None:
    gates = {read(file)[1]["deciding_gate"] for file in SCENARIOS} - {None}
    assert gates == {
        "purpose", "mission", "component", "conduct", "contact_punished", "civilian_first", "coherence", "consent",
        "armed_actor", "reprisal", "excluded_group", "feasibility", "escort",
    }  # fmt: skip


def test_its_policies_are_told_from_others() -> None:
    assert method_1.is_policy(POLICY)
    assert not method_1.is_policy(load_policy().text)
    assert not method_1.is_policy("no = [toml")
    assert not method_1.is_policy("")


def test_a_text_that_was_tampered_with_is_an_error() -> None:
    document, _ = read(SCENARIOS[0])
    with pytest.raises(KnownError, match=r"policy\.parameter_missing"):
        method_1.answer(case_from_dict(document), POLICY.replace("[acceptance.z]", "[acceptance.zed]"))

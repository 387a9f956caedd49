"""A sentence's values are named in its language: no identifier of the method reaches a reader."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import mrm_desktop
from mrm_desktop.foundation.words import LANGUAGES, Words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["no_difference", "better"])
def test_the_rating_that_a_group_would_have_to_give_is_named(language: str, kind: str) -> None:
    words = Words(language)
    assert words.knows(f"expected_rating.{kind}")
    sentence = words.say("step.once_group", groups=["women"], rating=kind)
    assert words.say(f"expected_rating.{kind}") in sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_follows_either_way_is_named(language: str) -> None:
    words = Words(language)
    sentence = words.say("follows.plan", then="hold", then_ceiling="alert", otherwise="refused", otherwise_ceiling="no_contact")
    assert all(words.say(code) in sentence for code in ("verdict.hold", "mode.alert", "verdict.refused", "mode.no_contact"))


def test_a_rating_that_is_a_number_stays_one() -> None:
    assert "0.5" in Words().say("change.collect_answers", stratum="women", count=20, rating=0.5)


@pytest.mark.parametrize(("language", "expected"), [("en", "Purpose: passed"), ("fr", "Purpose\u00a0: passed")])
def test_a_pair_has_the_colon_of_its_language(language: str, expected: str) -> None:
    assert Words(language).pair("Purpose", "passed") == expected


@pytest.mark.parametrize("room", ["desktop", "reports", "cartography"])
def test_no_code_joins_what_is_read_with_a_colon(room: str) -> None:
    """French sets a space before it: what belongs together is said by ``Words.pair``, or by a message of its own."""
    joined = []
    for path in (Path(mrm_desktop.__file__).parent / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                values = zip(node.values, node.values[1:], node.values[2:], strict=False)
                joined += [
                    f"{path.name}:{node.lineno}"
                    for before, sign, after in values
                    if isinstance(before, ast.FormattedValue) and isinstance(after, ast.FormattedValue)
                    if isinstance(sign, ast.Constant) and sign.value == ": "
                ]
    assert joined == []

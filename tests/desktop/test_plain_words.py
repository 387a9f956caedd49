"""The window speaks of what can be done in it: no option and no command of the command line stands in any of its sentences."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from mrm_desktop.desktop.parts.messages import sentence_for
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.words import LANGUAGES, Words, _messages, speaks_of_commands
from tests.conftest import ROOT

IDENTIFIER = re.compile(r"[a-z_]+(\.[\w-]+)+")


def identifiers() -> set[str]:
    """Every identifier of a sentence in the catalogues."""
    return {code.split("\0")[0] for code in _messages("en")}


def named_in_the_window() -> Iterator[str]:
    """Identifiers that stand in the sources of the window, whole or by how they begin."""
    known = identifiers()
    for path in (ROOT / "mrm_desktop" / "desktop").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in known:
                yield node.value
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginning = str(node.values[0].value)
                if IDENTIFIER.match(f"{beginning}x") and "." in beginning:
                    yield from (code for code in known if code.startswith(beginning))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_error_sends_anybody_to_the_command_line(language: str) -> None:
    words = Words(language)
    errors = {code.removesuffix(".next") for code in identifiers() if code.endswith(".next")}
    said = {code: sentence_for(KnownError(code), words) for code in errors if not code.startswith("usage.")}
    assert {code: text for code, text in said.items() if any(map(speaks_of_commands, text))} == {}
    assert len(said) > 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_the_window_names_a_command(language: str) -> None:
    words = Words(language)
    named = {code: words.say(code, count=2) for code in named_in_the_window() if not code.endswith(".next")}
    assert {code: text for code, text in named.items() if speaks_of_commands(text)} == {}
    assert len(named) > 500


def test_the_end_of_a_mandate_is_asked_for_in_words_of_the_window() -> None:
    sentence, following = sentence_for(KnownError("mission.mandate_already_over"), Words("en"))
    assert "--" not in sentence + following
    assert following == "Give the new end of the mandate, or record that the mission has closed."


@pytest.mark.parametrize("said", ["with --until DAY", "(--consent)", "`mrm-desktop info`", "(import FILE --as areas)"])
def test_options_and_commands_are_recognised(said: str) -> None:
    assert speaks_of_commands(said)
    assert not speaks_of_commands("a well-known - and quiet -- road")

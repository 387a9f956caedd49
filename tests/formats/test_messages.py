"""Every sentence of the readers, in every language, is rendered with what the code that says it passes: no placeholder stays open."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mrm_desktop.foundation.languages import BY_CODE
from mrm_desktop.foundation.words import Words

HOUSE = Path(__file__).resolve().parent.parent.parent / "mrm_desktop"
SOURCES = [*(HOUSE / "formats").rglob("*.py"), *(HOUSE / "geo").rglob("*.py"), *(HOUSE / "services" / "evidence").rglob("*.py")]
SAYS = ("problem", "drop", "BadCell", "KnownError", "note", "LedgerEntry", "drop_counted", "tally", "merge", "RowProblem")
IMPLIED = {"merge": {"into_row"}, "drop_counted": {"rows"}, "note": {"count"}, "LedgerEntry": {"count"}, "tally": {"count"}}
"""What a function adds to the values by itself."""
OPEN = re.compile(r"\{[a-z_]+\}")
VALUE = 3


@dataclass(frozen=True)
class Said:
    """One place where a sentence is said, with the values that go with it."""

    code: str
    where: str
    by: str
    names: frozenset[str]

    def __str__(self) -> str:
        return f"{self.code}@{self.where}"


def said(path: Path) -> Iterator[Said]:
    """Every sentence that a module says with a code of its own."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        by = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        passed_on = any(word.arg is None for word in node.keywords) or (by == "LedgerEntry" and isinstance(node.args[-1], ast.Name))
        if by not in SAYS or passed_on:
            continue
        names = {word.arg for word in node.keywords if word.arg} | IMPLIED.get(by, set())
        for given in node.args:
            if isinstance(given, ast.Dict):
                names |= {str(key.value) for key in given.keys if isinstance(key, ast.Constant)}
        inside = [part for given in node.args for part in ast.walk(given)]
        compared = {id(part) for whole in inside if isinstance(whole, ast.Compare) for part in ast.walk(whole)}
        constants = [part for part in inside if isinstance(part, ast.Constant) and id(part) not in compared]
        for code in (constant.value for constant in constants):
            if isinstance(code, str) and "." in code and Words("en").knows(code):
                yield Said(code, f"{path.name}:{node.lineno}", by, frozenset(names))


EVERYTHING = sorted({one for path in SOURCES for one in said(path)}, key=str)


def test_the_readers_say_a_great_deal() -> None:
    assert len(EVERYTHING) > 200


@pytest.mark.parametrize("language", BY_CODE)
@pytest.mark.parametrize("one", EVERYTHING, ids=str)
def test_no_placeholder_stays_open(one: Said, language: str) -> None:
    words, values = Words(language), dict.fromkeys(one.names, VALUE)
    assert not OPEN.search(words.say(one.code, **values))
    assert not OPEN.search(words.next_step(one.code, **values))


@pytest.mark.parametrize("language", BY_CODE)
@pytest.mark.parametrize("one", [one for one in EVERYTHING if one.by in ("drop", "merge", "BadCell")], ids=str)
def test_a_line_about_many_rows_says_nothing_of_one(one: Said, language: str) -> None:
    assert not OPEN.search(Words(language).of_many(one.code, VALUE, {}))

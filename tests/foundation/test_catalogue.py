"""Every code that the program can say has a sentence; every error also has a next step. Placeholders get their values."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import mrm_desktop
from mrm_desktop.domain import decisions, geography, missions, vocabulary
from mrm_desktop.foundation.words import TERM_OF, Words, _catalogue
from mrm_desktop.scoring.every_code import CODES

PACKAGE = Path(mrm_desktop.__file__).parent
ERRORS = {"KnownError", "CannotOpenError", "RefusedError"}
WORDS = Words("en")


@cache
def calls() -> tuple[tuple[str, str, ast.Call], ...]:
    """All calls in the package as (file, called name, call)."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                found.append((path.relative_to(PACKAGE).as_posix(), name, node))
    return tuple(found)


def literal(call: ast.Call) -> str | None:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def raised() -> Iterator[tuple[str, str]]:
    for file, name, call in calls():
        code = literal(call)
        if name in ERRORS and code:
            yield file, code


def said() -> Iterator[tuple[str, str]]:
    for file, name, call in calls():
        code = literal(call)
        if name in {"say", "step"} and code and "." in code and not code.endswith("."):
            yield file, code


def known(code: str) -> bool:
    return WORDS.knows(code)


def test_every_error_has_a_sentence_and_a_next_step() -> None:
    codes = sorted(set(raised()))
    assert len(codes) > 60
    silent = [pair for pair in codes if not known(pair[1])]
    stuck = [pair for pair in codes if not known(f"{pair[1]}.next")]
    assert (silent, stuck) == ([], [])


def test_everything_said_has_a_sentence() -> None:
    assert [pair for pair in sorted(set(said())) if not known(pair[1])] == []


def test_every_code_of_the_method_has_a_sentence_that_uses_only_its_parameters() -> None:
    wrong = {}
    for code, params in CODES.items():
        fields = set(re.findall(r"{(\w+)}", _catalogue("en").sentence(code) or ""))
        if not known(code) or fields - set(params):
            wrong[code] = fields - set(params)
    assert wrong == {}


@pytest.mark.parametrize(
    ("kind", "vocabulary_class"),
    [
        ("mode", vocabulary.Mode),
        ("purpose", vocabulary.Purpose),
        ("verdict", vocabulary.Verdict),
        ("gate", vocabulary.GateId),
        ("gate_state", vocabulary.GateState),
        ("band", vocabulary.Band),
        ("channel", vocabulary.Channel),
        ("mission_status", vocabulary.MissionStatus),
        ("patrol_frequency", vocabulary.PatrolFrequency),
        ("stratum", vocabulary.Stratum),
        ("rated", vocabulary.Rated),
        ("method", vocabulary.EvidenceMethod),
        ("stance", vocabulary.Stance),
        ("actor_kind", vocabulary.ActorKind),
        ("escort", vocabulary.EscortCriterion),
        ("flag", vocabulary.Flag),
        ("outcome", decisions.Outcome),
        ("component", missions.Component),
        ("reach", missions.Reach),
        ("presence_kind", geography.PresenceKind),
    ],
)
def test_every_word_of_the_method_has_a_name(kind: str, vocabulary_class: Any) -> None:
    assert [word.value for word in vocabulary_class if not known(f"{kind}.{word.value}")] == []


def test_identifiers_in_sentences_are_named() -> None:
    assert (
        WORDS.say("gate.excluded_group.rejects", groups=("women", "displaced"))
        == "Rejects the mission: women and displaced people."
    )
    assert set(TERM_OF.values()) >= {"mode", "stratum", "band"}


def test_a_placeholder_without_a_value_stays_visible() -> None:
    assert WORDS.say("cli.wrote") == "Wrote {file}"


def test_a_sentence_never_runs_what_a_value_says() -> None:
    assert WORDS.say("cli.wrote", file="{0.__class__}") == "Wrote {0.__class__}"


def test_a_code_without_a_sentence_hides_nothing() -> None:
    assert WORDS.say("no.such_code", rows=3) == "no.such_code (rows: 3)"


@pytest.mark.parametrize(("count", "said_so"), [(1, "1 place without"), (2, "2 places without")])
def test_plurals_follow_the_count(count: int, said_so: str) -> None:
    assert said_so in WORDS.say("map.note.unplaced", count=count)


# What shows its first argument to people, in the window and on the terminal.
SHOWING = {
    *("setText", "setWindowTitle", "setToolTip", "setAccessibleName", "setAccessibleDescription", "setTitle", "setInformativeText"),
    *(
        "addAction",
        "addItem",
        "addTab",
        "addRow",
        "showMessage",
        "setFormat",
        "setHeaderLabels",
        "label",
        "prompt",
        "confirm",
        "echo",
    ),
    *("QLabel", "QPushButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QMenu"),
}
WORDS_OF_A_LANGUAGE = re.compile(r"[A-Za-z]{4,}|[A-Za-z]{2,} [A-Za-z]{2,}")


def test_nothing_that_people_see_stands_in_the_code() -> None:
    """A sentence in code would be English in every language."""
    found = []
    for file, name, call in calls():
        if not file.startswith(("desktop/", "cli/", "app.py", "reports/")) or name not in SHOWING or not call.args:
            continue
        first = call.args[0]
        pieces = first.values if isinstance(first, ast.JoinedStr) else [first]
        for piece in pieces:
            text = piece.value if isinstance(piece, ast.Constant) and isinstance(piece.value, str) else ""
            if WORDS_OF_A_LANGUAGE.search(text) and not text.startswith("Ctrl+"):
                found.append((file, call.lineno, text))
    assert found == []

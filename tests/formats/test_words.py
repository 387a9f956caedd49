"""Every code of these rooms speaks English, and every error says what to do next."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from mrm_desktop.formats.rows.column_specs import SPECS
from mrm_desktop.formats.rows.personal_headings import STOPPED
from mrm_desktop.foundation.words import Words

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = sorted(
    path
    for room in ("geo", "formats")
    for path in (ROOT / "mrm_desktop" / room).rglob("*.py")
    if not path.name.startswith(("scenario", "facts"))
)
CODE = re.compile(r"[a-z]+(?:_[a-z]+)*\.[a-z0-9]+(?:_[a-z0-9]+)*")
NOT_CODES = {
    "doc.kml",
    "vbaproject.bin",
    "n.a",
    "manifest.json",
    "signature.json",
    "exercise.toml",
    "survey.po",
    "countries.toml",
    "countries.json",
}
SPOKEN = (
    *(f"match.by_{how}" for how in ("pcode", "point", "name", "near_name")),
    *(f"scale.by_{who}" for who in ("codebook", "words", "person", "template")),
    *(f"community.from_{server}" for server in ("kobo", "odk")),
    *(f"guard_reason.{reason}" for reason in (*STOPPED, "address", "technical", "comment")),
    *(f"column.{spec.id}" for spec in SPECS),
)


def _literals() -> dict[str, str]:
    found = {}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                found[node.value] = path.name
    return {code: where for code, where in found.items() if code not in NOT_CODES}


def _raised() -> set[str]:
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "KnownError" and node.args:
                for inner in ast.walk(node.args[0]):
                    if isinstance(inner, ast.Constant) and isinstance(inner.value, str) and CODE.fullmatch(inner.value):
                        found.add(inner.value)
    return found


@pytest.mark.parametrize("code", sorted({*_literals(), *SPOKEN}))
def test_code_has_a_sentence(code: str) -> None:
    assert Words("en").knows(code)


@pytest.mark.parametrize("code", sorted(_raised()))
def test_error_says_what_to_do(code: str) -> None:
    assert Words("en").next_step(code)

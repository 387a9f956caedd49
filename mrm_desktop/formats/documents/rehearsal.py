"""Exercises and rating sheets as files. A sheet holds answers on invented or anonymous cases and a rater's code, never a name."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import ActorReport
from mrm_desktop.domain.rehearsal import Exercise, Inject, Rating, RatingSheet
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.formats.documents.facts import facts_of, facts_table
from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.codec import Codec, Mismatch, Rules
from mrm_desktop.foundation.paths import write_whole

EXERCISE_FORMAT, SHEET_FORMAT = "mrm-exercise/1", "mrm-ratings/1"
ENDING = ".mrmratings"
_RATER = re.compile(r"[A-Za-z0-9]{1,12}")
_LARGEST = 2_000_000
LONGEST_REASON = 300


def shipped_exercise() -> Exercise:
    """Return the exercise on the sample country that ships with the program."""
    return read_exercise(asset("data", "rehearsal", "exercise.toml"))


def read_exercise(path: Path) -> Exercise:
    """Read an exercise.

    Raises
    ------
    KnownError
        ``rehearsal.not_an_exercise``, and what :func:`mrm_desktop.formats.documents.facts.facts_of` raises.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        if document.pop("format", None) != EXERCISE_FORMAT:
            raise KnownError("rehearsal.not_an_exercise", file=path.name)
        return _EXERCISE.read(Exercise, document)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, Mismatch) as error:
        raise KnownError("rehearsal.not_an_exercise", file=path.name) from error


def check_rater(code: str) -> str:
    """Return a rater's code, or refuse what could be a name.

    Raises
    ------
    KnownError
        ``rehearsal.rater``.
    """
    if not _RATER.fullmatch(code):
        raise KnownError("rehearsal.rater", found=code)
    return code


def write_sheet(sheet: RatingSheet, path: Path) -> Path:
    """Write a rating sheet, whole or not at all.

    Raises
    ------
    KnownError
        ``rehearsal.rater``, ``file.cannot_write``.
    """
    short = tuple(replace(rating, reason=rating.reason[:LONGEST_REASON]) for rating in sheet.ratings)
    check_rater(sheet.rater)
    document = {"format": SHEET_FORMAT, **_SHEET.write(replace(sheet, ratings=short))}
    try:
        write_whole(path, json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8"))
    except OSError as error:
        raise KnownError("file.cannot_write", file=path.name) from error
    return path


def read_sheet(path: Path) -> RatingSheet:
    """Read a rating sheet.

    Raises
    ------
    KnownError
        ``rehearsal.not_a_sheet``, ``rehearsal.rater``.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise KnownError("rehearsal.not_a_sheet", file=path.name)
        document = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(document, dict) or document.pop("format", None) != SHEET_FORMAT:
            raise KnownError("rehearsal.not_a_sheet", file=path.name)
        sheet = _SHEET.read(RatingSheet, document)
    except (OSError, ValueError, RecursionError) as error:
        raise KnownError("rehearsal.not_a_sheet", file=path.name) from error
    check_rater(sheet.rater)
    return replace(sheet, ratings=tuple(replace(r, reason=r.reason[:LONGEST_REASON]) for r in sheet.ratings))


def _named_mode(entry: dict[str, Any]) -> dict[str, Any]:
    """Take a mode by its code, M0 to M8, as well."""
    return entry | ({"mode": Mode.called(str(entry["mode"])).value} if "mode" in entry else {})


def _with_facts(entry: dict[str, Any]) -> dict[str, Any]:
    """Read what an inject adds to what is known, as a facts file says it."""
    told: dict[str, Any] = {table: entry.pop(table) for table in ("mission", "circumstances", "reset_event") if table in entry}
    facts = facts_of(told)
    reports = facts_table("armed_actor", ActorReport, entry.pop("armed_actor", []))
    known = {"missions": facts.missions, "circumstances": facts.circumstances, "reset_events": facts.reset_events}
    return {**entry, **known, "actor_reports": reports}


_SHEET = Codec(Rules(renamed={Rating: {"case_id": "case"}}))
_EXERCISE = Codec(
    Rules(json=False, renamed={Exercise: {"injects": "inject"}}, prepare={Exercise: _named_mode, Inject: _with_facts}),
)

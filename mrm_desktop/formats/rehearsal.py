"""Exercises and rating sheets as files. A sheet holds answers on invented or anonymous cases and a rater's code, never a name."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import ActorReport, StanceReport
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.rehearsal import Engage, Exercise, Inject, Rating, RatingSheet, Sureness
from mrm_desktop.domain.vocabulary import ActorKind, Mode, Purpose, Stance
from mrm_desktop.formats.facts import facts_of
from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.clock import new_id
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
        ``rehearsal.not_an_exercise``, and what :func:`mrm_desktop.formats.facts.facts_of` raises.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        if document["format"] != EXERCISE_FORMAT:
            raise KnownError("rehearsal.not_an_exercise", file=path.name)
        return Exercise(
            str(document["name"]),
            Mode.called(str(document["mode"])),
            Purpose.parse(str(document["purpose"]), "purpose"),
            document["day"],
            tuple(str(code) for code in document["areas"]),
            tuple(_inject(entry) for entry in document["inject"]),
        )
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
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
    document = {
        "format": SHEET_FORMAT,
        "exercise": sheet.exercise,
        "rater": check_rater(sheet.rater),
        "made_on": sheet.made_on.isoformat(),
        "ratings": [
            {
                "case": r.case_id,
                "engage": r.engage.value,
                "ceiling": r.ceiling.value,
                "sureness": r.sureness.value,
                "reason": r.reason[:LONGEST_REASON],
            }
            for r in sheet.ratings
        ],
    }
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
        if document["format"] != SHEET_FORMAT:
            raise KnownError("rehearsal.not_a_sheet", file=path.name)
        ratings = tuple(_rating(entry) for entry in document["ratings"])
        return RatingSheet(
            str(document["exercise"]), check_rater(str(document["rater"])), date.fromisoformat(document["made_on"]), ratings
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise KnownError("rehearsal.not_a_sheet", file=path.name) from error


def _rating(entry: Mapping[str, Any]) -> Rating:
    return Rating(
        str(entry["case"]),
        Engage(entry["engage"]),
        Mode(entry["ceiling"]),
        Sureness(entry["sureness"]),
        str(entry.get("reason", ""))[:LONGEST_REASON],
    )


def _inject(entry: Mapping[str, Any]) -> Inject:
    told = {key: value for key, value in entry.items() if key in ("mission", "circumstances", "reset_event")}
    facts = facts_of(told)
    return Inject(
        str(entry["id"]),
        str(entry["says"]),
        entry.get("area"),
        facts.missions,
        facts.circumstances,
        facts.reset_events,
        tuple(_actor_report(row) for row in entry.get("armed_actor", ())),
    )


def _actor_report(row: Mapping[str, Any]) -> ActorReport:
    report = StanceReport(Stance.parse(row["stance"], "stance"), Grade.parse(row["grade"]), row["reported_on"], str(row["source"]))
    kind = ActorKind.parse(row["kind"], "kind")
    return ActorReport(new_id(), str(row["area_code"]), str(row["actor"]), kind, bool(row["able_to_harm"]), report)

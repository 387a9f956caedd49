"""Bundles that an office made before a change of the tables, brought to this version as a migration brings a project.

An office on a slow line is often a version behind. A row of its bundle becomes what the migration made of the same row here, to the
last byte: else a record that both have would look like a changed history.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mrm_desktop.domain.errors import CannotOpenError
from mrm_desktop.store.migrations.history import newest_version

Content = dict[str, Any]
Row = dict[str, Any]

_RATED_WORDS = ("un_military", "un_civilian", "other_force", "former_contingent")


def brought_up(content: Content) -> Content:
    """Return what a bundle holds as this version writes it; the bundle itself is left as it is.

    Raises
    ------
    CannotOpenError
        ``bundle.other_version`` where no step leads from its version to this one.
    """
    version, newest = content["version"], newest_version()
    while version != newest:
        if version not in _STEPS:
            raise CannotOpenError("bundle.other_version", theirs=str(content["version"]), ours=str(newest))
        content = {**content, "tables": _STEPS[version](content["tables"])}
        version += 1
    return {**content, "version": newest}


def _with_community_answers(tables: Mapping[str, list[Row]]) -> Mapping[str, list[Row]]:
    """As migration 0011: who was rated becomes a word and a unit; nobody asked the other questions yet."""
    new = {
        **{"asked_elsewhere": 0, "takes_sides_share": None, "minds_being_seen_share": None},
        **{"bad_conduct_share": None, "follow_ups": None},
    }
    return {**tables, "evidence": [row | _rated_of(row.get("rated")) | new for row in tables.get("evidence", [])]}


def _rated_of(said: Any) -> Row:
    if said in _RATED_WORDS:
        return {"rated": said, "rated_unit": ""}
    return {"rated": "un_military", "rated_unit": "" if said == "mission" else said}


def _with_statements(tables: Mapping[str, list[Row]]) -> Mapping[str, list[Row]]:
    """As migration 0012: nobody stated anything yet, nor said what kind of unit a contingent is."""
    new = {"military_kind": None, "police": 0, "child_protection_training": None}
    return {**tables, "contingent": [row | new for row in tables.get("contingent", [])], "statement": []}


def _with_guard_passes(tables: Mapping[str, list[Row]]) -> Mapping[str, list[Row]]:
    """As migration 0013: nobody let a text pass yet."""
    return {**tables, "guard_pass": []}


def _with_survey_groups(tables: Mapping[str, list[Row]]) -> Mapping[str, list[Row]]:
    """As migration 0018: one group, one day, no known question and no known way in which a sample was drawn."""
    new = {"instrument": "", **dict.fromkeys(("parts", "design", "first_day", "last_day"))}
    return {**tables, "evidence": [row | new for row in tables.get("evidence", [])]}


def _with_record_keys(tables: Mapping[str, list[Row]]) -> Mapping[str, list[Row]]:
    """As migration 0018: nobody wrote down which sheet was read, nor by what answers are known again."""
    new = {"sheet": "", "record_keys": None}
    return {**tables, "dataset": [row | new for row in tables.get("dataset", [])]}


def _with_answer_scales(tables: Mapping[str, list[Row]]) -> Mapping[str, list[Row]]:
    """As migration 0020: nobody knows on which scale older answers are."""
    return {**tables, "evidence": [row | {"scale": ""} for row in tables.get("evidence", [])]}


def _as_it_was(tables: Mapping[str, list[Row]]) -> Mapping[str, list[Row]]:
    return tables


_STEPS: Mapping[int, Callable[[Mapping[str, list[Row]]], Mapping[str, list[Row]]]] = {
    10: _with_community_answers,
    11: _with_statements,
    12: _with_guard_passes,
    13: _as_it_was,  # the heads of decisions are made anew where a bundle is taken in
    14: _as_it_was,  # levels of detail are made of the areas wherever these are
    15: _as_it_was,  # drafts travel in no bundle
    16: _as_it_was,  # nor do trips that are out
    17: _with_survey_groups,
    18: _with_record_keys,
    19: _with_answer_scales,
    20: _as_it_was,  # the log of events is each copy's own
    21: _as_it_was,
    22: _as_it_was,  # tombstones are each copy's own
    23: _as_it_was,  # heads of before were seen by nobody
}
"""What leads from a version to the one after it."""

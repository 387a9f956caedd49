"""Saved mappings come back as they were; tile packages are read without a trace and the right way up."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.projects import ProjectInfo
from mrm_desktop.domain.vocabulary import EvidenceMethod, Rated, Stratum
from mrm_desktop.formats.files.read_options import CommunityOptions, PlaceOptions, PresenceOptions, ReadOptions
from mrm_desktop.formats.imports.presets import MappingPreset, load_preset, save_preset, with_options
from mrm_desktop.formats.imports.record_kinds import RECORD_KINDS
from mrm_desktop.project.ports import Repository


def test_mapping_round_trip(tmp_path: Path) -> None:
    options = CommunityOptions(
        columns={"rating": "Q7", "stratum": "=women"},
        drop_columns=frozenset({"Nom"}),
        accepted_names={"cent eq": "ZZ01"},
        grade=Grade("B", "2"),
        method=EvidenceMethod.FOCUS_GROUP,
        stratum=Stratum.WOMEN,
        encoding="cp1256",
        level=2,
        rated=Rated.OTHER_FORCE,
        rated_unit="AU-1",
        asked_elsewhere=True,
        shares_in_percent=True,
        scale_reversed=True,
    )
    path = tmp_path / "mapping.json"
    save_preset(MappingPreset(DatasetKind.COMMUNITY, options), path)
    assert load_preset(path) == MappingPreset(DatasetKind.COMMUNITY, options)


@pytest.mark.parametrize(
    ("saved", "rated", "unit"),
    [("mission", Rated.UN_MILITARY, ""), ("UNMEX-A", Rated.UN_MILITARY, "UNMEX-A"), ("other_force", Rated.OTHER_FORCE, "")],
)
def test_a_mapping_of_an_older_program_names_the_mission_or_a_unit(tmp_path: Path, saved: str, rated: Rated, unit: str) -> None:
    path = tmp_path / "mapping.json"
    path.write_text(json.dumps({"format": "mrm-mapping/1", "kind": "community", "rated": saved}), encoding="utf-8")
    assert load_preset(path).options == CommunityOptions(rated=rated, rated_unit=unit)


def test_what_is_true_of_one_file_only_is_not_saved(tmp_path: Path) -> None:
    path = tmp_path / "mapping.json"
    said = CommunityOptions(groups_apart=True, known_units=frozenset({"UNMEX-A"}))
    save_preset(MappingPreset(DatasetKind.COMMUNITY, said), path)
    assert load_preset(path).options == CommunityOptions()


def test_empty_mapping_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "mapping.json"
    save_preset(MappingPreset(DatasetKind.PLACES, PlaceOptions()), path)
    assert load_preset(path).options == PlaceOptions()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("nonsense", "preset.not_readable"),
        ("[]", "preset.not_readable"),
        ('{"format": "other"}', "preset.not_readable"),
        ({"kind": "places", "colour": "red"}, "preset.unknown_entry"),
        ({"kind": "colours"}, "vocabulary.unknown"),
        ({"kind": "places", "columns": {"name": 7}}, "preset.not_readable"),
        ({"kind": "places", "level": "two"}, "preset.not_readable"),
        ({"kind": "places", "level": True}, "preset.not_readable"),
        ({"kind": "places", "grade": "Z9"}, "grade.unknown"),
    ],
)
def test_bad_mappings(tmp_path: Path, content: str | dict[str, Any], code: str) -> None:
    path = tmp_path / "mapping.json"
    path.write_text(content if isinstance(content, str) else json.dumps({"format": "mrm-mapping/1", **content}), encoding="utf-8")
    with pytest.raises(KnownError) as caught:
        load_preset(path)
    assert caught.value.code == code


def test_what_is_said_this_time_stands_above_the_mapping() -> None:
    preset = MappingPreset(DatasetKind.INCIDENTS, ReadOptions(columns={"type": "Act", "day": "Date"}, source="old", level=2))
    merged = with_options(preset, ReadOptions(columns={"day": "When"}, source="new", drop_columns=frozenset({"Notes"})))
    assert merged == ReadOptions(columns={"type": "Act", "day": "When"}, source="new", level=2, drop_columns=frozenset({"Notes"}))
    assert with_options(preset, ReadOptions()) == preset.options


def test_an_option_that_means_nothing_to_a_kind_of_file_is_refused() -> None:
    places = RECORD_KINDS[DatasetKind.PLACES]
    makers: list[Callable[[], ReadOptions]] = [
        lambda: places.options_of({"radius_km": 3.0}),
        lambda: places.options_from(PresenceOptions(radius_km=3.0)),
    ]
    for make in makers:
        with pytest.raises(KnownError) as caught:
            make()
        assert (caught.value.code, caught.value.params["option"]) == ("import.option_not_for_kind", "radius_km")
    assert places.options_from(PresenceOptions(source="a")) == PlaceOptions(source="a")
    with pytest.raises(KnownError, match=r"import\.option_not_for_kind"):
        with_options(MappingPreset(DatasetKind.PLACES, PlaceOptions()), CommunityOptions(round="2026-03"))


@pytest.mark.parametrize("kind", DatasetKind)
def test_every_kind_of_record_is_registered_with_what_the_rest_asks_of_it(kind: DatasetKind) -> None:
    entry = RECORD_KINDS[kind]
    assert (entry.kind, callable(entry.open_reader()), bool(entry.columns)) == (kind, True, True)
    assert {entry.reads, entry.adds} <= set(dir(Repository))
    assert set(entry.project_defaults) <= {f.name for f in fields(entry.options)}
    assert set(entry.project_defaults.values()) <= {f.name for f in fields(ProjectInfo)}

"""Search by name, P-code and position."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mrm_desktop.cli.sample import sample_knowledge
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.services.lookup.find_place import MOST_HITS, find_place
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import known
from tests.store import records


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return sample_knowledge(tmp_path_factory.mktemp("find") / "s.mrm")


def test_the_very_p_code_finds_one_area(knowledge: Knowledge) -> None:
    for text in ("XT0101", " xt0101 ", "XT-01-01"):
        assert [(h.kind, h.id) for h in find_place(knowledge, text)] == [("area", "XT0101")]


def test_a_name_is_found_whatever_its_case_and_the_exact_one_comes_first(knowledge: Knowledge) -> None:
    area = knowledge.assessed_areas[3]
    hits = find_place(knowledge, area.name.upper())
    assert (hits[0].kind, hits[0].id) == ("area", area.code)
    assert any(h.id == area.code for h in find_place(knowledge, area.name[1:-1].lower()))


def test_never_more_hits_than_a_person_reads(knowledge: Knowledge) -> None:
    assert len(find_place(knowledge, "a")) == MOST_HITS


@pytest.mark.parametrize("text", ["4.85, 31.6", "4°51'00\"N 31°36'00\"E", "36N 345000 536000", "36N UL 45000 36000"])
def test_a_position_is_found_in_four_notations(knowledge: Knowledge, text: str) -> None:
    hit = find_place(knowledge, text)[0]
    assert hit.kind == "position"
    assert hit.at == pytest.approx((31.6, 4.85), abs=0.02)


@pytest.mark.parametrize("text", ["", "   ", "zzzz", "x" * 5000, "\0", "%"])
def test_nothing_is_said(knowledge: Knowledge, text: str) -> None:
    with pytest.raises(KnownError, match=r"search\.nothing"):
        find_place(knowledge, text)


def test_among_equal_hits_assessed_areas_come_first_then_others_places_and_presence(empty: ProjectFile) -> None:
    with empty.write() as repository:
        repository.set_info(replace(repository.info(), assessment_level=2))
        repository.add_dataset(one := records.dataset(DatasetKind.AREAS, "b.csv"))
        districts = [records.area(f"XT010{k}", 0, level=2, parent="XT01") for k in (1, 2)]
        # By name alone the county would stand before its districts.
        renamed = [replace(area, name=f"Marula {name}") for area, name in zip(districts, ("Z", "Y"), strict=True)]
        repository.add_areas([replace(records.area("XT03", 2), name="Marula A"), *renamed], one.id)
        repository.add_places([replace(records.place(one.id), name="Marula A")])
        repository.add_presence([replace(records.presence(one.id), name="Marula A")])
    hits = find_place(known(empty), "marula")
    assert [(hit.kind, hit.name) for hit in hits] == [
        ("area", "Marula Y"),
        ("area", "Marula Z"),
        ("area", "Marula A"),
        ("place", "Marula A"),
        ("presence", "Marula A"),
    ]


def test_the_very_name_stands_before_one_that_begins_so_and_one_that_holds_it(empty: ProjectFile) -> None:
    with empty.write() as repository:
        repository.add_dataset(one := records.dataset(DatasetKind.AREAS, "b.csv"))
        names = ("Old Marula", "Marula Ford", "Marula")
        repository.add_areas([replace(records.area(f"XT1{k}", 3 + k), name=name) for k, name in enumerate(names)], one.id)
    assert [hit.name for hit in find_place(known(empty), "MARULA")] == ["Marula", "Marula Ford", "Old Marula"]

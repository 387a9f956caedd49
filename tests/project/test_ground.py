"""Which area lies in which, which are around it and which are next to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mrm_desktop.project.ground import Ground
from tests.store import records

ROW = tuple(records.area(f"XT0{k}", k) for k in range(7))
TREE = (
    records.area("XT", 0, level=0),
    records.area("XT01", 0, level=1, parent="XT"),
    records.area("XT02", 1, level=1, parent="XT"),
    records.area("XT0101", 0, level=2, parent="XT01"),
)


def test_the_map_of_an_area_is_widened_by_its_own_size_on_every_side() -> None:
    assert Ground(ROW).surroundings("XT03") == ("XT01", "XT02", "XT03", "XT04", "XT05")
    assert Ground(ROW).surroundings("XT00") == ("XT00", "XT01", "XT02")


@pytest.mark.parametrize(
    ("code", "above", "below"),
    [
        ("XT", ("XT",), {"XT", "XT01", "XT02", "XT0101"}),
        ("XT01", ("XT01", "XT"), {"XT01", "XT0101"}),
        ("XT0101", ("XT0101", "XT", "XT01"), {"XT0101"}),
        ("XT99", ("XT99",), {"XT99"}),
    ],
)
def test_what_an_area_lies_in_and_what_lies_in_it(code: str, above: tuple[str, ...], below: set[str]) -> None:
    ground = Ground(TREE)
    assert ground.above_and_self(code) == above
    assert ground.below_and_self(code) == below
    assert ground.around(code) == below | set(above)


@pytest.mark.parametrize(("level", "codes"), [(None, ["XT0101"]), (1, ["XT01", "XT02"]), (0, ["XT"])])
def test_areas_of_one_level_are_assessed_the_finest_by_default(level: int | None, codes: list[str]) -> None:
    assert [area.code for area in Ground(TREE, level).assessed_areas] == codes


def test_neighbours_are_asked_for_again_and_again_of_whichever_areas() -> None:
    ground = Ground((*ROW, replace(records.area("XT09", 8), level=1)))
    for _ in range(2):
        assert ground.next_to(frozenset({"XT03"})) == {"XT02", "XT04"}
        assert ground.next_to(frozenset({"XT03", "XT04"})) == {"XT02", "XT03", "XT04", "XT05"}
        assert ground.next_to(frozenset({"XT09", "XT99"})) == frozenset()

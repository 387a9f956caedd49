"""A quotation mark that opens in one row and closes in a later one swallows the rows between them, and must not do so in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area, Place
from mrm_desktop.formats.imports.read_file import read

HEAD = "name,type,latitude,longitude,source"


def _lines(*sources: str, ends: str = "\n") -> bytes:
    rows = [f"Place {n},settlement,4.1,30.{n},{source}" for n, source in enumerate(sources, start=1)]
    return (ends.join([HEAD, *rows]) + ends).encode()


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_mark_that_closes_in_a_later_row_is_refused_with_its_row(tmp_path: Path, areas: tuple[Area, ...], ends: str) -> None:
    path = tmp_path / "quote.csv"
    path.write_bytes(_lines("S-1", '"S-1', "S-1", "S-1", 'S-1"', "S-1", ends=ends))
    with pytest.raises(KnownError) as caught:
        read(path, DatasetKind.PLACES, areas)
    assert (caught.value.code, caught.value.params["row"], caught.value.params["rows"]) == ("table.rows_swallowed", 3, 3)


def test_a_mark_in_the_middle_of_two_rows_is_refused(tmp_path: Path, areas: tuple[Area, ...]) -> None:
    path = tmp_path / "quote.csv"
    path.write_bytes(f'{HEAD}\n"Tamarind,settlement,4.1,30.1,S-1\nAcacia",settlement,4.2,30.2,S-1\nDoum,camp,4.3,30.3,S\n'.encode())
    with pytest.raises(KnownError, match="rows_swallowed"):
        read(path, DatasetKind.PLACES, areas)


def test_it_is_found_beyond_the_first_rows(tmp_path: Path, areas: tuple[Area, ...]) -> None:
    path = tmp_path / "long.csv"
    sources = ["S-1"] * 5_000
    sources[4_000], sources[4_003] = '"S-1', 'S-1"'
    path.write_bytes(_lines(*sources))
    with pytest.raises(KnownError) as caught:
        read(path, DatasetKind.PLACES, areas)
    assert (caught.value.params["row"], caught.value.params["rows"]) == (4_002, 3)


def test_a_cell_of_several_lines_swallows_nothing(tmp_path: Path, areas: tuple[Area, ...]) -> None:
    path = tmp_path / "lines.csv"
    path.write_bytes(_lines("S-1", '"S-1\nchecked, twice\n\nby the office"', "S-1"))
    reading = read(path, DatasetKind.PLACES, areas)
    assert [place.name for place in reading.of(Place)] == ["Place 1", "Place 2", "Place 3"]


def test_a_first_cell_of_several_lines_swallows_nothing(tmp_path: Path, areas: tuple[Area, ...]) -> None:
    path = tmp_path / "first.csv"
    path.write_bytes(f'{HEAD}\n"Tamarind\nCrossing",settlement,4.1,30.1,S-1\nDoum,camp,4.3,30.3,S-1\n'.encode())
    assert [place.name for place in read(path, DatasetKind.PLACES, areas).of(Place)] == ["Tamarind Crossing", "Doum"]

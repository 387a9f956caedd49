"""Small files with the faults of real ones; each was met by somebody. What is right for each: docs/evidence-log.md."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import shapely

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.geography import Area
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.formats.imports.record_kinds import RECORD_KINDS
from mrm_desktop.formats.rows.reading import Reading

CASES = Path(__file__).parent / "cases"
DAY = date(2026, 11, 27)


def box(code: str, name: str, level: int, parent: str | None, bounds: tuple[float, float, float, float]) -> Area:
    """An area that is a box of west, south, east and north."""
    return Area(code, name, level, parent, shapely.box(*bounds).wkb, {"en": name})


COUNTRY = (
    box("ZZ01", "Marula", 1, None, (30, 3, 32, 6)),
    box("ZZ02", "Kapok", 1, None, (32, 3, 34, 6)),
    box("ZZ0101", "Upper Marula", 2, "ZZ01", (30, 3, 31, 6)),
    box("ZZ0102", "Lower Marula", 2, "ZZ01", (31, 3, 32, 6)),
    box("ZZ0201", "North Kapok", 2, "ZZ02", (32, 4.5, 34, 6)),
    box("ZZ0202", "South Kapok", 2, "ZZ02", (32, 3, 34, 4.5)),
)
"""Two states with two counties each."""


def read_case(given: str | Path, kind: DatasetKind, areas: tuple[Area, ...] = COUNTRY, **said: Any) -> Reading:
    """Read a file of the cases, or one made by a test, as on the day of the cases."""
    path = CASES / given if isinstance(given, str) else given
    options: ReadOptions = RECORD_KINDS[kind].options_of({"today": DAY, **said})
    reading = read(path, kind, areas, options)
    assert reading.ledger.balances
    return reading


def problem_codes(reading: Reading) -> list[tuple[int, str]]:
    """Row and code of each problem."""
    return [(problem.row, problem.code) for problem in reading.ledger.problems]


def told(reading: Reading, code: str) -> list[dict[str, Any]]:
    """Parameters of each line of the ledger with a code."""
    return [dict(entry.params) for entry in reading.ledger.entries if entry.code == code]

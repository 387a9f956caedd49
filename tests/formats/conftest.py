"""An invented country of two states and four counties, and small files made by hand."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from mrm_desktop.domain.geography import Area

KOBO_END = (
    *("_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by", "__version__", "_tags"),
    "_index",
)


def square(code: str, name: str, level: int, parent: str | None, west: float, south: float, size: float) -> Area:
    return Area(code, name, level, parent, shapely.box(west, south, west + size, south + size).wkb, {"en": name})


@pytest.fixture
def areas() -> tuple[Area, ...]:
    return (
        square("ZZ01", "Upper Marula", 1, None, 30, 4, 2),
        square("ZZ02", "Lower Marula", 1, None, 32, 4, 2),
    )


@pytest.fixture
def write_csv(tmp_path: Path) -> Callable[..., Path]:
    def write(rows: Sequence[Sequence[object]], name: str = "table.csv", delimiter: str = ",", encoding: str = "utf-8") -> Path:
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerows(rows)
        path = tmp_path / name
        path.write_bytes(text.getvalue().encode(encoding))
        return path

    return write


@pytest.fixture
def write_xlsx(tmp_path: Path) -> Callable[..., Path]:
    def write(rows: Sequence[Sequence[object]], name: str = "table.xlsx", merge: str = "", sheet: str = "Data") -> Path:
        book = openpyxl.Workbook()
        page = book.active
        assert page is not None
        page.title = sheet
        for row in rows:
            page.append(list(row))
        if merge:
            page.merge_cells(merge)
        path = tmp_path / name
        book.save(path)
        return path

    return write


@pytest.fixture
def write_geojson(tmp_path: Path) -> Callable[..., Path]:
    def write(
        features: Sequence[tuple[dict[str, object], BaseGeometry | None]], name: str = "layer.geojson", crs: str = ""
    ) -> Path:
        collection: dict[str, object] = {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": p, "geometry": shapely.geometry.mapping(g) if g is not None else None}
                for p, g in features
            ],
        }
        if crs:
            collection["crs"] = {"type": "name", "properties": {"name": crs}}
        path = tmp_path / name
        path.write_text(json.dumps(collection), encoding="utf-8")
        return path

    return write


@pytest.fixture
def kobo(write_csv: Callable[..., Path]) -> Callable[..., Path]:
    """A small export in Kobo's dress; each answer is (state, rating, sex)."""

    def make(answers: Sequence[tuple[str, str, str]], name: str = "kobo.csv", day: str = "2026-03-02") -> Path:
        rows: list[Sequence[object]] = [("today", "deviceid", "state", "sex", "pk_view", "comment", *KOBO_END)]
        for n, (state, rating, sex) in enumerate(answers):
            end = (n, f"uuid-{n}", f"{day}T10:00:00", "", "", "submitted_via_web", "", "v1", "", n + 1)
            rows.append((day, "collect:x", state, sex, rating, "=SUM(A1)", *end))
        return write_csv(rows, name, ";")

    return make

"""Small map files made by hand, and the invented country that they lie in."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from mrm_desktop.domain.geography import Area
from tests.formats.conftest import square

WEST, EAST = "ZZ01", "ZZ02"
AREAS: tuple[Area, ...] = (square(WEST, "Marula", 1, None, 30, 3, 2), square(EAST, "Kapok", 1, None, 32, 3, 2))


def kml(path: Path, inner: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>\n') -> Path:
    """Write a KML document."""
    path.write_text(f'{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{inner}</Document></kml>', encoding="utf-8")
    return path


def place(name: str, coordinates: str) -> str:
    """Return a placemark at a point."""
    return f"<Placemark><name>{name}</name><Point><coordinates>{coordinates}</coordinates></Point></Placemark>"


def gpx(path: Path, inner: str) -> Path:
    """Write a GPX file."""
    path.write_text(f'<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">{inner}</gpx>', encoding="utf-8")
    return path


def track(points: Sequence[tuple[float, float]], name: str = "") -> str:
    """Return a track of one segment; points are longitude and latitude."""
    named = f"<name>{name}</name>" if name else ""
    return f"<trk>{named}<trkseg>" + "".join(f'<trkpt lat="{y}" lon="{x}"/>' for x, y in points) + "</trkseg></trk>"


def zipped(path: Path, members: Mapping[str, bytes]) -> Path:
    """Write an archive."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path

"""The self-check: what a frozen or freshly installed program must be able to do, tried for real."""

from __future__ import annotations

import socket
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mrm_desktop.cli.window_door import WINDOW
from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.progress import Silent

SECONDS_FOR_THE_WINDOW = 90


@dataclass(frozen=True, slots=True)
class Result:
    """Outcome of one check; ``detail`` names what was found or what failed."""

    name: str
    ok: bool
    detail: str


def check_all(with_window: bool) -> list[Result]:
    """Run every check; a failing one does not stop the others."""
    checks: dict[str, Callable[[], str]] = {
        "assets": _assets,
        "projection": _projection,
        "store": _store,
        "recovery": _recovery,
        "typesetting": _typesetting,
        "door": _door,
    }
    if with_window:
        checks["window"] = _window
    with _network_watch() as attempts:
        results = [_run(name, check) for name, check in checks.items()]
    return [*results, Result("network", not attempts.made, str(len(attempts.made)))]


def _run(name: str, check: Callable[[], str]) -> Result:
    try:
        return Result(name, True, check())
    except Exception as error:
        return Result(name, False, f"{type(error).__name__}: {error}"[:300])


def _assets() -> str:
    wanted = (
        ("maps", "web", "map.js"),
        ("maps", "layouts", "area_note.typ"),
        ("maps", "styles", "calm.json"),
        ("data", "reference", "missions.csv"),
        ("data", "reference", "policy.toml"),
        ("ui", "fonts", "IBMPlexSans-Regular.ttf"),
        ("ui", "translations", "en", "common.po"),
    )
    return str(len([asset(*parts) for parts in wanted]))


def _projection() -> str:
    from pyproj import Transformer

    from mrm_desktop.geo.gdal import load_gdal

    east, north = Transformer.from_crs("EPSG:4326", "EPSG:32636", always_xy=True).transform(33.0, 0.0)
    assert abs(east - 500_000) < 0.01, east  # the central meridian of UTM zone 36 at the equator, by definition
    assert abs(north) < 0.01, north
    # GDAL brings a PROJ of its own, which has to find its database as well.
    load_gdal()
    import geopandas

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "point.gpkg"
        geopandas.GeoSeries.from_xy([east], [north], crs="EPSG:32636").to_file(path, engine="pyogrio")
        read = geopandas.read_file(path).to_crs("EPSG:4326").geometry[0]
    assert abs(read.x - 33.0) < 1e-6, read.x
    return "UTM 36N"


def _store() -> str:
    from mrm_desktop.cli.opening import create_project, open_project

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "check.mrm"
        project, _ = create_project(path, "self-check passphrase", "marker-7f3a", "UNMISS")
        project.close()
        assert not any(b"marker-7f3a" in file.read_bytes() for file in Path(folder).iterdir() if file.is_file())
        again = open_project(path, "self-check passphrase")
        with again.read() as repository:
            assert repository.info().title == "marker-7f3a"
        again.close()
    return "SQLCipher"


def _recovery() -> str:
    from mrm_desktop.vault.recovery_code import new_code, parse_code
    from mrm_desktop.vault.shares import MADE, NEEDED, code_from, shares_of

    code = new_code()
    shares = shares_of(code)
    assert parse_code(code_from(shares[1:])) == parse_code(code), "another code"
    return f"{NEEDED} / {MADE}"


def _typesetting() -> str:
    import typst

    from mrm_desktop.reports.release.search.parts import parts_of

    words = "check \u0633\u0644\u0627\u0645"  # with a word of Arabic, which has to be shaped
    page = f'#set document(title: "check")\n#set text(font: ("IBM Plex Sans", "IBM Plex Sans Arabic"))\n{words}'
    files: Any = {"main.typ": page.encode("utf-8")}
    pdf: bytes = typst.compile(files, font_paths=[str(asset("ui", "fonts"))], ignore_system_fonts=True, pdf_standards=["ua-1"])
    # As it is read before it may leave.
    assert any(part.name == "pages" and b"check" in part.data for part in parts_of(pdf, "check.pdf")), "the page cannot be read"
    return f"{len(pdf)} bytes"


def _door() -> str:
    """Read a file through the door, and try what must not work behind it; name what this system cannot hold."""
    from mrm_desktop.formats.door.doorway import ChildDoor
    from mrm_desktop.formats.door.requests import put_preview
    from mrm_desktop.formats.files.read_options import ReadOptions

    with tempfile.TemporaryDirectory() as folder:
        table, new = Path(folder) / "table.csv", Path(folder) / "new.txt"
        table.write_text("name,latitude,longitude\nA,4.5,30.5\n", encoding="utf-8")
        seen = ChildDoor().ask("preview", put_preview(table, None, ReadOptions()), [table], Silent())
        assert seen["rows"] == [["A", "4.5", "30.5"]], seen
        tried = ChildDoor().ask("try", {"other": str(table), "new": str(new)}, [], Silent())
    held = tried["held"]
    assert tried["no_socket"] or not held["network"], "a socket was opened"
    assert (tried["no_other_file"] and tried["no_new_file"]) or not held["files"], "another file was opened"
    return ", ".join(f"{name}: {'held' if is_held else 'NOT HELD BY THIS SYSTEM'}" for name, is_held in held.items())


def _window() -> str:
    """Open the window and paint the map of the sample, in a process of its own: one that cannot start must not take the check along."""
    command = [*WINDOW, "--check-window"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS_FOR_THE_WINDOW, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr.strip()[-200:] or f"exit code {done.returncode}"
    return done.stdout.strip()


class _network_watch:
    """Counts attempts to reach anything but this machine while it is on."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def __enter__(self) -> _network_watch:
        self._connect = socket.socket.connect
        watch = self

        def connect(own: socket.socket, address: object) -> None:
            if own.family in (socket.AF_INET, socket.AF_INET6):
                watch.made.append("connect")
                raise OSError("no network by default")
            watch._connect(own, address)  # type: ignore[arg-type]

        socket.socket.connect = connect  # type: ignore[method-assign, assignment]
        return self

    def __exit__(self, *_: object) -> None:
        socket.socket.connect = self._connect  # type: ignore[method-assign]

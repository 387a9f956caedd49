"""How fast the window is, in one run: each figure beside its goal and its baseline of the same run, printed as JSON.

    python -m benchmarks.window [--repeat 3] [--skip-folium]

Start-up is measured from the birth of a process to its first paint, against a bare Qt window; the map from the hand-over of a document
to the page's own "painted", against a plain folium page with the same data baked in. Everything runs offscreen unless a display is there.
The data are invented and seeded: 500 polygons of 200 corners, 2,000 lines, 10,000 or 100,000 points.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from PySide6.QtWebEngineWidgets import QWebEngineView

    from mrm_desktop.cartography.map_document import MapDocument

POLYGONS, CORNERS, LINES = 500, 200, 2000
HEAVY = ("geopandas", "pandas", "folium", "matplotlib", "scipy", "shapely", "pyproj", "PySide6.QtWebEngineCore")
GOALS = {
    "start_s": 0.4,
    "paint_10k_s": 0.6,
    "recolour_s": 0.1,
    "paint_100k_s": 0.7,
    "drag_p95_ms": 33.0,
    "memory_mb": 700.0,
    "stall_ms": 100.0,
}
WAIT_S = 120
SIZE = (1280, 800)

BARE = """
import sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        print(time.time()); sys.stdout.flush(); app.quit()
app = QApplication([])
window = Window(); window.resize(1280, 800); window.show()
app.exec()
"""


# ---- the data ----------------------------------------------------------------------------------------------------------------


def invented(points: int) -> MapDocument:
    """A document with 500 areas in a grid, 2,000 outlines of presence and so many places."""
    from mrm_desktop.cartography.map_document import (
        AreaShape,
        LegendEntry,
        MapDocument,
        Marginalia,
        PlaceMark,
        PresenceShape,
        Theme,
    )
    from mrm_desktop.cartography.style import load_style

    rng, style = Random(7), load_style()
    turns = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)

    def ring(x: float, y: float, radius: float) -> tuple[tuple[float, float], ...]:
        wave = radius * (1 + 0.06 * np.sin(9 * turns + x))
        return tuple(zip((x + wave * np.cos(turns)).round(5).tolist(), (y + wave * np.sin(turns)).round(5).tolist(), strict=True))

    spots = [(20 + (n % 25) * 0.6, (n // 25) * 0.6) for n in range(POLYGONS)]
    areas = tuple(AreaShape(f"A{n:03d}", f"Area {n}", ((ring(x, y, 0.29),),), (x, y), ()) for n, (x, y) in enumerate(spots))
    lines = []
    for n in range(LINES):
        x, y = 20 + rng.random() * 15, rng.random() * 12
        path = tuple((round(x + 0.02 * k, 5), round(y + 0.01 * rng.random(), 5)) for k in range(10))
        lines.append(PresenceShape(f"L{n}", f"Line {n}", "patrol_area", style.strokes("presence")[n % 5].id, ((path,),), None, ()))
    places = tuple(
        PlaceMark(
            f"P{n}",
            f"Place {n}",
            style.points("places")[n % 2].id,
            (round(20 + rng.random() * 15, 5), round(rng.random() * 12, 5)),
            (),
        )
        for n in range(points)
    )
    themes = tuple(
        Theme(
            name,
            name,
            classes,
            tuple(LegendEntry(c.id, c.id, 1) for c in classes),
            {area.id: classes[(n + shift) % len(classes)].id for n, area in enumerate(areas)},
        )
        for shift, (name, classes) in enumerate(style.themes.items())
    )
    words = dict.fromkeys(
        ("presence", "places", "themes", "overlays", "labels", "legend", "twin", "area", "basemap", "basemap_note"), "x"
    )
    return MapDocument(
        "en", "ltr", (19.7, -0.3, 34.8, 11.8), Marginalia("t", "s", "x", ("n",)), areas, themes, tuple(lines),
        style.strokes("presence"), (), places, style.points("places"), (), style.base, style.boundary, style.focus, words,
    )  # fmt: skip


# ---- parts that run in a process of their own ----------------------------------------------------------------------------------


def start_window() -> None:
    """Start the program as its user does; tell the moment of the first paint and what was imported by then."""
    from mrm_desktop.__main__ import _prepare_environment

    _prepare_environment()
    from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
    from PySide6.QtWidgets import QApplication

    from mrm_desktop.app import make_window
    from mrm_desktop.foundation.preferences import load_preferences

    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    application = QApplication([])
    window = make_window(application, load_preferences())

    class First(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                print(json.dumps({"painted": time.time(), "imported": [name for name in HEAVY if name in sys.modules]}), flush=True)
                os._exit(0)
            return False

    first = First()
    window.installEventFilter(first)
    window.show()
    application.exec()


def _application() -> Any:
    from mrm_desktop.__main__ import _prepare_environment

    _prepare_environment()
    from mrm_desktop.desktop.map.web import register_scheme

    register_scheme()
    from PySide6.QtWidgets import QApplication

    return QApplication([])


def _until(holds: Callable[[], bool]) -> float:
    """Let events run until something holds; return the moment at which it did."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    end = time.perf_counter() + WAIT_S
    while not holds():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        if time.perf_counter() > end:
            raise TimeoutError
    return time.perf_counter()


def open_sample() -> None:
    """Open the sample project and wait for its map: passphrase, decryption, assessment, document, page."""
    from mrm_desktop.cli.opening import open_project
    from mrm_desktop.cli.sample import PASSPHRASE, SAMPLE_DAY, build_sample

    application = _application()
    from mrm_desktop.app import make_map
    from mrm_desktop.desktop.parts.opened import Opened
    from mrm_desktop.desktop.shell.main_window import MainWindow
    from mrm_desktop.desktop.shell.openers import Openers
    from mrm_desktop.foundation.words import Words

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.mrm"
        build_sample(path).close()
        words = Words("en")
        openers = Openers(
            lambda file, secret: Opened(open_project(file, secret), words, SAMPLE_DAY),
            None,  # type: ignore[arg-type]
            None,  # type: ignore[arg-type]
            lambda: (),
        )
        window = MainWindow(openers, make_map, words)
        window.show()
        application.processEvents()
        painted: list[float] = []
        window.painted.connect(lambda: painted.append(time.perf_counter()))
        begin = time.perf_counter()
        window.take(lambda: openers.open(path, PASSPHRASE))
        seconds = _until(lambda: bool(painted)) - begin
        print(json.dumps({"open_to_painted_s": round(seconds, 3), "memory_mb": memory_mb()}), flush=True)
        window.close()
        application.processEvents()
    os._exit(0)


def paint_map(points: int) -> None:
    """Paint the invented document in a page that is up, colour it anew, and drag it."""
    application = _application()
    from mrm_desktop.desktop.map.map_view import MapView

    from mrm_desktop.cartography.map_document import colours_json, live_json

    document = invented(points)
    other = replace(document, themes=(replace(document.themes[0], of_area=document.themes[1].of_area), *document.themes[1:]))
    whole, colours = live_json(document), [colours_json(document), colours_json(other)]
    codes, places = [area.id for area in document.areas], [place.id for place in document.places]
    begin = time.perf_counter()
    view = MapView()
    view.resize(*SIZE)
    view.show()
    _until(lambda: view._ready)
    page_s = time.perf_counter() - begin
    painted: list[int] = []
    view.painted.connect(lambda: painted.append(1))

    def timed(new: bytes | None) -> float:
        painted.clear()
        start = time.perf_counter()
        view.show_document(whole, codes, places, new)
        return _until(lambda: bool(painted)) - start

    found = {"page_s": round(page_s, 3), "paint_s": round(timed(None), 3)}
    _until_quiet(application)
    found["recolour_s"] = round(min(timed(colours[1 - n % 2]) for n in range(5)), 3)
    view.set_overlays(["presence", "places", "labels"])
    found |= _drag(view.view)
    found["memory_mb"] = memory_mb()
    print(json.dumps(found), flush=True)
    os._exit(0)


def _until_quiet(application: Any) -> None:
    end = time.perf_counter() + 0.5
    while time.perf_counter() < end:
        application.processEvents()


def _drag(view: QWebEngineView) -> dict[str, float]:
    """Drag the map by mouse for two seconds and read the page's own times between frames."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    record = (
        "window.frames_ = []; (function f(t) { frames_.push(t); requestAnimationFrame(f); })(performance.now()); JSON.stringify(1)"
    )
    answers: list[Any] = []

    def ask(script: str) -> Any:
        view.page().runJavaScript(script, 0, answers.append)
        count = len(answers)
        _until(lambda: len(answers) > count)
        return json.loads(answers[-1])

    ask(record)
    target = view.focusProxy()
    assert target is not None
    QTest.mousePress(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(400, 400))
    begin, n = time.perf_counter(), 0
    while time.perf_counter() - begin < 2.0:
        n += 1
        QTest.mouseMove(target, QPoint(400 + (n * 7) % 300, 400 + (n * 3) % 150))
        _until_next(0.016)
    QTest.mouseRelease(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(500, 450))
    gaps = np.diff(np.array(ask("JSON.stringify(window.frames_)")))
    return {"drag_p95_ms": round(float(np.percentile(gaps, 95)), 1), "drag_frames": len(gaps)}


def _until_next(seconds: float) -> None:
    from PySide6.QtCore import QCoreApplication

    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        QCoreApplication.processEvents()
        time.sleep(0.001)


def walk_through(large: bool) -> None:
    """Go through the three tasks and measure how long the window stops answering in each step."""
    application = _application()
    from benchmarks.stalls import stalls

    stalls(large, application)


def paint_folium() -> None:
    """Build the plain folium page of the same data and load it: what the map would cost without a page of our own."""
    application = _application()
    from PySide6.QtCore import QUrl
    from PySide6.QtWebEngineWidgets import QWebEngineView
    from xstatic.pkg import leaflet

    document = invented(10_000)
    begin = time.perf_counter()
    html = _folium_page(document, Path(leaflet.BASE_DIR))
    build_s = time.perf_counter() - begin
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "folium.html"
        path.write_text(html, encoding="utf-8")
        view = QWebEngineView()
        view.resize(*SIZE)
        view.show()
        _until_quiet(application)
        done: list[float] = []
        start = time.perf_counter()
        view.titleChanged.connect(lambda title: done.append(time.perf_counter()) if title == "painted" else None)
        view.load(QUrl.fromLocalFile(str(path)))
        paint_s = _until(lambda: bool(done)) - start
        dragged = _drag(view)
    told = {
        "build_s": round(build_s, 3),
        "paint_s": round(paint_s, 3),
        "page_mb": round(len(html) / 1e6, 1),
        "memory_mb": memory_mb(),
    }
    print(json.dumps({**told, **dragged}), flush=True)
    os._exit(0)


def _folium_page(document: MapDocument, assets: Path) -> str:
    """The page as folium makes it, with Leaflet from disk instead of from the network."""
    import folium

    page: Any = folium.Map(location=[6, 27], zoom_start=6, tiles=None, prefer_canvas=True)
    page.default_js = [("leaflet", (assets / "leaflet.js").as_uri())]
    page.default_css = [("leaflet_css", (assets / "leaflet.css").as_uri())]
    colours = {fill.id: fill.fill for fill in document.themes[0].classes}
    of_area = document.themes[0].of_area
    features = [
        {
            "type": "Feature",
            "properties": {"code": area.id, "name": area.name},
            "geometry": {"type": "Polygon", "coordinates": [list(ring) for ring in area.polygons[0]]},
        }
        for area in document.areas
    ]
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda feature: {
            "fillColor": colours[of_area[feature["properties"]["code"]]],
            "fillOpacity": 0.9,
            "weight": 1,
        },
    ).add_to(page)
    for line in document.presence:
        _line([(y, x) for x, y in line.polygons[0][0]], weight=2).add_to(page)
    for place in document.places:
        folium.CircleMarker([place.at[1], place.at[0]], radius=3, weight=1, fill=True).add_to(page)
    html: str = page.get_root().render()
    told = "<script>requestAnimationFrame(() => requestAnimationFrame(() => { document.title = 'painted'; }));</script></html>"
    return html.replace("</html>", told)


def _line(points: Any, weight: int) -> Any:
    import folium

    return folium.PolyLine(points, weight=weight)  # type: ignore[no-untyped-call]


def memory_mb() -> float:
    """Proportional memory of this process and all its children, megabytes."""
    mine = {os.getpid()}
    parents = {int(p.name): _parent(p) for p in Path("/proc").iterdir() if p.name.isdigit()}
    for _ in range(5):
        mine |= {pid for pid, parent in parents.items() if parent in mine}
    return round(sum(_pss_kb(pid) for pid in mine) / 1024, 0)


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _pss_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


# ---- the run -------------------------------------------------------------------------------------------------------------------

PARTS: dict[str, Callable[[], None]] = {
    "start": start_window,
    "sample": open_sample,
    "paint-10k": lambda: paint_map(10_000),
    "paint-100k": lambda: paint_map(100_000),
    "folium": paint_folium,
    "stalls-sample": lambda: walk_through(large=False),
    "stalls-country": lambda: walk_through(large=True),
}


def run_part(name: str) -> tuple[float, dict[str, Any]]:
    """Run a part in a process of its own; return the moment of its birth and what it found."""
    born = time.time()
    command = [sys.executable, __file__, "--part", name]
    done = subprocess.run(command, capture_output=True, text=True, timeout=5 * WAIT_S, env=_environment(), check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
    return born, json.loads(lines[-1])


def bare_start() -> float:
    """Seconds from birth to first paint of a bare Qt window."""
    born = time.time()
    done = subprocess.run(
        [sys.executable, "-c", BARE], capture_output=True, text=True, timeout=WAIT_S, env=_environment(), check=True
    )
    return float(done.stdout.split()[0]) - born


def _environment() -> dict[str, str]:
    wanted = {"QT_QPA_PLATFORM": "offscreen"} if not os.environ.get("DISPLAY") else {}
    return {**wanted, **os.environ, "PYTHONDONTWRITEBYTECODE": ""}


def main() -> int:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--skip-folium", action="store_true")
    parser.add_argument("--part", choices=list(PARTS), help=argparse.SUPPRESS)
    wishes = parser.parse_args()
    if wishes.part:
        PARTS[wishes.part]()
        return 0
    print(json.dumps(measure(wishes.repeat, wishes.skip_folium), indent=1))
    return 0


def measure(repeat: int, skip_folium: bool) -> dict[str, Any]:
    """Return all figures; of repeated ones the middle."""
    run_part("start")  # warms the file cache and writes .pyc
    bare = statistics.median(bare_start() for _ in range(repeat))
    starts = [(born, told) for born, told in (run_part("start") for _ in range(repeat))]
    start = statistics.median(told["painted"] - born for born, told in starts)
    small, large = _middle("paint-10k", repeat), _middle("paint-100k", repeat)
    found: dict[str, Any] = {
        "start": {
            "bare_qt_s": round(bare, 3),
            "program_s": round(start, 3),
            "ratio": round(start / bare, 2),
            "imported": starts[-1][1]["imported"],
        },
        "sample": _middle("sample", repeat),
        "points_10000": small,
        "points_100000": large,
        "stalls_sample": run_part("stalls-sample")[1],
        "stalls_500_areas": run_part("stalls-country")[1],
        "goals": GOALS,
    }
    if not skip_folium:
        folium = run_part("folium")[1]
        whole = folium["build_s"] + folium["paint_s"]
        found["folium_10000"] = {**folium, "times_slower": round(whole / small["paint_s"], 1)}
    return found


def _middle(name: str, repeat: int) -> dict[str, float]:
    runs = [run_part(name)[1] for _ in range(repeat)]
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}


if __name__ == "__main__":
    sys.exit(main())

"""How fast the window is, in one run: each figure beside its goal and its baseline of the same run, printed as JSON.

    python -m benchmarks.window [--repeat 3] [--skip-folium]

Start-up is measured from the birth of a process to its first paint, against a bare Qt window; the map from the hand-over of a document
to its picture on the screen, against a plain folium page of the same data in a browser. Everything runs offscreen unless a display
is there. The data are invented and seeded: 500 polygons of 200 corners, 2,000 lines, 10,000 or 100,000 points.
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
    import shapely

    from mrm_desktop.cartography.map_document import MapDocument
    from mrm_desktop.desktop.canvas.map_widget import MapWidget

POLYGONS, CORNERS, LINES = 500, 200, 2000
HEAVY = ("geopandas", "pandas", "folium", "matplotlib", "scipy", "shapely", "pyproj")
GOALS = {
    "start_s": 0.22,
    "sample_open_to_painted_s": 0.35,
    "paint_100k_s": 0.20,
    "recolour_s": 0.10,
    "zoom_s": 0.15,
    "drag_p95_ms": 8.0,
    "memory_mb": 220.0,
    "paint_3000_areas_s": 0.5,
    "open_3000_areas_ratio": 0.5,
    "stall_ms": 100.0,
}
WITH_A_BROWSER = {"start_s": 0.35, "paint_10k_s": 0.49, "drag_p95_ms": 33.0, "memory_mb": 573.0}
"""The same runs when the map lived in a browser engine inside the window, on the machine of that day."""
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
PROGRAM = f"""
import json, os, sys, time
from mrm_desktop.__main__ import main
def paint(window, event):
    print(json.dumps([time.time(), [name for name in {HEAVY!r} if name in sys.modules]]), flush=True)
    os._exit(0)
class Finder:
    def find_spec(self, name, path, target=None):
        if name == "mrm_desktop.app":
            sys.meta_path.remove(self)
            from mrm_desktop.desktop.shell.main_window import MainWindow
            MainWindow.paintEvent = paint
sys.meta_path.insert(0, Finder())
main([])
"""
"""Both are started as their user starts them, in an interpreter of their own: what this module imports would count as theirs."""


# ---- the data ----------------------------------------------------------------------------------------------------------------


def outlines_of(areas: int, corners: int) -> dict[tuple[float, float], shapely.Polygon]:
    """Wavy discs in a grid, which share no border, by their middles."""
    import shapely

    turns = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    columns = round((areas * 1.25) ** 0.5)
    step = 15.0 / columns

    def outline(x: float, y: float) -> shapely.Polygon:
        wave = step * 0.48 * (1 + 0.06 * np.sin(9 * turns + x))
        return shapely.Polygon(np.column_stack([x + wave * np.cos(turns), y + wave * np.sin(turns)]))

    spots = [(20 + (n % columns) * step, (n // columns) * step) for n in range(areas)]
    return {spot: outline(*spot) for spot in spots}


def invented(points: int, areas: int = POLYGONS, corners: int = CORNERS, lines: int = LINES) -> MapDocument:
    """A document with areas in a grid, so many outlines of presence, and so many places.

    The levels of detail are made with it, as they are when areas come in.
    """
    import shapely

    from mrm_desktop.cartography.levels import levels_of
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
    outlines = outlines_of(areas, corners).items()
    shapes = tuple(AreaShape(f"A{n:04d}", f"Area {n}", outline, spot, ()) for n, (spot, outline) in enumerate(outlines))
    tracks = []
    for n in range(lines):
        x, y = 20 + rng.random() * 15, rng.random() * 12
        path = [(x + 0.02 * k, y + 0.01 * rng.random()) for k in range(10)]
        style_id = style.strokes("presence")[n % 5].id
        tracks.append(PresenceShape(f"L{n}", f"Line {n}", "patrol_area", style_id, shapely.Polygon(path), None, (), n % 400))
    places = tuple(
        PlaceMark(f"P{n}", f"Place {n}", style.points("places")[n % 3].id, (20 + rng.random() * 15, rng.random() * 12), ())
        for n in range(points)
    )
    themes = tuple(
        Theme(
            name,
            name,
            classes,
            tuple(LegendEntry(c.id, c.id, 1) for c in classes),
            {area.id: classes[(n + shift) % len(classes)].id for n, area in enumerate(shapes)},
        )
        for shift, (name, classes) in enumerate(style.themes.items())
    )
    words = dict.fromkeys(
        ("presence", "places", "themes", "overlays", "labels", "legend", "twin", "area", "basemap", "basemap_note"), "x"
    )
    return MapDocument(
        "en", "ltr", (19.7, -0.3, 34.8, 11.8), Marginalia("t", "s", "x", ("n",)), shapes, themes, tuple(tracks),
        style.strokes("presence"), (), places, style.points("places"), (), style.base, style.boundary, style.focus, words,
        levels=levels_of(np.array([area.polygons for area in shapes], dtype=object)),
    )  # fmt: skip


# ---- parts that run in a process of their own ----------------------------------------------------------------------------------


def _application() -> Any:
    from mrm_desktop.__main__ import _prepare_environment

    _prepare_environment()
    from PySide6.QtWidgets import QApplication

    from mrm_desktop.desktop.parts.look import apply_look

    application = QApplication([])
    apply_look(application, dark=False)
    return application


def _until(holds: Callable[[], bool]) -> float:
    """Let events run until something holds; return the moment at which it did.

    The loop sleeps between events as the program's own does: one that spins takes the interpreter from the threads it waits for.
    """
    from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

    waker = QTimer()
    waker.start(1)  # milliseconds
    end = time.perf_counter() + WAIT_S
    while not holds():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if time.perf_counter() > end:
            raise TimeoutError
    return time.perf_counter()


def open_sample() -> None:
    """Open the sample project and wait for its map: passphrase, decryption, assessment, document, page."""
    from mrm_desktop.cli.opening import open_project
    from mrm_desktop.cli.sample import PASSPHRASE, SAMPLE_DAY, build_sample

    application = _application()
    from mrm_desktop.app import load_pages
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
        window = MainWindow(openers, words)
        window.show()
        application.processEvents()
        load_pages(words)  # as the program does while its user types the passphrase
        painted: list[float] = []
        window.painted.connect(lambda: painted.append(time.perf_counter()))
        begin = time.perf_counter()
        window.take(lambda: openers.open(path, PASSPHRASE))
        seconds = _until(lambda: bool(painted)) - begin
        print(json.dumps({"open_to_painted_s": round(seconds, 3), "memory_mb": memory_mb()}), flush=True)
        window.close()
        application.processEvents()
    os._exit(0)


def open_many_areas() -> None:
    """Open a project of 3,000 areas of 2,000 corners of which no levels of detail are kept, then open it again.

    The first time its map is painted of the outlines as they came, and once more when the levels were made behind it.
    """
    application = _application()
    from mrm_desktop.cli.opening import create_project, open_project
    from mrm_desktop.desktop.parts.opened import Opened
    from mrm_desktop.desktop.shell.main_window import MainWindow
    from mrm_desktop.desktop.shell.openers import Openers
    from mrm_desktop.desktop.shell.page_names import MAP
    from mrm_desktop.domain.geography import Area
    from mrm_desktop.foundation.words import Words
    from mrm_desktop.geo.wkb import to_wkb

    words, secret = Words("en"), "benchmark passphrase"

    def opened_until(path: Path) -> tuple[float, float]:
        """Open the project; return the seconds to its first picture and to the one with levels of detail."""
        openers = Openers(
            lambda file, passphrase: Opened(open_project(file, passphrase), words, path=path),
            None,  # type: ignore[arg-type]
            None,  # type: ignore[arg-type]
            lambda: (),
        )
        window = MainWindow(openers, words)
        window.show()
        application.processEvents()
        painted: list[float] = []
        window.painted.connect(lambda: painted.append(time.perf_counter()))
        begin = time.perf_counter()
        window.take(lambda: openers.open(path, secret))
        first = _until(lambda: bool(painted)) - begin
        window.open_page(MAP)
        with_levels = _until(lambda: window.page is not None and _has_levels(window.page.map)) - begin
        _until(lambda: not window.work.is_busy)
        window.close()
        application.processEvents()
        return first, with_levels

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.mrm"
        project, _ = create_project(path, secret, "Many areas", "UNMISS", fictional=True)
        with project.write() as repository:
            outlines = enumerate(outlines_of(3000, 2000).values())
            repository.add_areas([Area(f"ZZ{n:04d}", f"Area {n}", 1, None, to_wkb(outline)) for n, outline in outlines], "")
        project.close()
        outlines_as_they_came, made = opened_until(path)
        _, kept = opened_until(path)
    found = {"outlines_as_they_came_s": outlines_as_they_came, "levels_made_s": made, "levels_kept_s": kept}
    print(json.dumps({name: round(seconds, 2) for name, seconds in found.items()} | {"ratio": round(kept / made, 2)}), flush=True)
    os._exit(0)


def _has_levels(shown: MapWidget) -> bool:
    """Tell whether the picture of a map was drawn with levels of detail."""
    return shown.is_sharp and shown.picture is not None and len(shown.picture.plan.areas.levels) > 1


def paint_map(document: MapDocument) -> None:
    """Paint an invented document in a map of the window, colour it anew, zoom into it, and drag it."""
    application = _application()
    from mrm_desktop.desktop.canvas.map_widget import MapWidget
    from mrm_desktop.desktop.parts.work import Work
    from mrm_desktop.foundation.words import Words

    first = document.themes[0]
    ids = [fill.id for fill in first.classes]
    moved = {code: ids[(ids.index(found) + 1) % len(ids)] for code, found in first.of_area.items()}
    other = replace(document, themes=(replace(first, of_area=moved), *document.themes[1:]))
    work = Work()  # every window has one: it says how often threads change places
    shown = MapWidget(Words("en"))
    shown.set_overlays(["presence", "places", "labels"])
    shown.resize(*SIZE)
    shown.show()
    _until_quiet(application)
    before = memory_mb()
    painted: list[int] = []
    shown.painted.connect(lambda: painted.append(1))

    def timed(new: MapDocument) -> float:
        painted.clear()
        start = time.perf_counter()
        shown.show_document(new)
        _until(lambda: bool(painted))
        shown.repaint()  # the picture is on the screen
        return time.perf_counter() - start

    found = {"paint_s": round(timed(document), 3)}
    _until_quiet(application)
    found["recolour_s"] = round(statistics.median(timed((document, other)[n % 2]) for n in range(1, 6)), 3)
    found["zoom_s"] = round(statistics.median(_zoomed(shown, factor) for factor in (2.0, 2.0, 0.5, 0.5, 3.0)), 3)
    shown.show_all()
    _until(lambda: shown.is_sharp and not shown.navigator.is_under_way)
    found |= _drag_map(shown)
    found |= {"memory_mb": memory_mb(), "memory_of_the_map_mb": round(memory_mb() - before)}
    work.stop()
    print(json.dumps(found), flush=True)
    os._exit(0)


def _zoomed(shown: MapWidget, factor: float) -> float:
    """Zoom as a turn of the wheel does; return the seconds until the new picture is there."""
    start = time.perf_counter()
    shown.navigator.zoom(factor)
    _until(lambda: shown.is_sharp)
    shown.repaint()
    return time.perf_counter() - start


def _drag_map(shown: MapWidget) -> dict[str, float]:
    """Drag the map by mouse for two seconds: how long each move takes from the hand to the painted window, pictures made meanwhile."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    times: list[float] = []
    QTest.mousePress(shown, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(400, 400))
    begin, n = time.perf_counter(), 0
    while time.perf_counter() - begin < 2.0:
        n += 1
        start = time.perf_counter()
        QTest.mouseMove(shown, QPoint(400 + (n * 7) % 300, 400 + (n * 3) % 150))
        shown.repaint()
        times.append(time.perf_counter() - start)
        _until_next(max(0.0, 0.016 - times[-1]))
    QTest.mouseRelease(shown, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(500, 450))
    return {"drag_p95_ms": round(float(np.percentile(times, 95)) * 1000, 1), "drag_frames": len(times)}


def _until_quiet(application: Any) -> None:
    end = time.perf_counter() + 0.5
    while time.perf_counter() < end:
        application.processEvents()


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
    """Build the plain folium page of the same data and load it in a browser: what the map would cost without one of our own."""
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.support.wait import WebDriverWait
    from xstatic.pkg import leaflet

    from tests.end_to_end.browser import start_browser

    document = invented(10_000)
    begin = time.perf_counter()
    html = _folium_page(document, Path(leaflet.BASE_DIR))
    build_s = time.perf_counter() - begin
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "folium.html"
        path.write_text(html, encoding="utf-8")
        browser = start_browser(Path(folder) / "profile")
        start = time.perf_counter()
        browser.get(path.as_uri())
        WebDriverWait(browser, WAIT_S, 0.01).until(lambda b: b.title == "painted")
        paint_s = time.perf_counter() - start
        browser.execute_script(
            "window.frames_ = []; (function f(t) { frames_.push(t); requestAnimationFrame(f); })(performance.now());"
        )
        hand = ActionChains(browser, duration=16).move_by_offset(400, 400).click_and_hold()
        for n in range(100):
            hand.move_by_offset(7 if n % 40 < 20 else -7, 3 if n % 30 < 15 else -3)
        hand.release().perform()
        gaps = np.diff(np.array(browser.execute_script("return frames_")))
        memory = memory_mb()
        browser.quit()
    told = {
        "build_s": round(build_s, 3),
        "paint_s": round(paint_s, 3),
        "page_mb": round(len(html) / 1e6, 1),
        "memory_mb": memory,
        "drag_p95_ms": round(float(np.percentile(gaps, 95)), 1),
        "drag_frames": len(gaps),
    }
    print(json.dumps(told), flush=True)
    os._exit(0)


def _folium_page(document: MapDocument, assets: Path) -> str:
    """The page as folium makes it, with Leaflet from disk instead of from the network."""
    import folium

    from mrm_desktop.geo.outline import rings_of

    page: Any = folium.Map(location=[6, 27], zoom_start=6, tiles=None, prefer_canvas=True)
    page.default_js = [("leaflet", (assets / "leaflet.js").as_uri())]
    page.default_css = [("leaflet_css", (assets / "leaflet.css").as_uri())]
    colours = {fill.id: fill.fill for fill in document.themes[0].classes}
    of_area = document.themes[0].of_area
    features = [
        {
            "type": "Feature",
            "properties": {"code": area.id, "name": area.name},
            "geometry": {"type": "Polygon", "coordinates": rings_of(area.polygons)[0]},
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
        _line([(y, x) for x, y in rings_of(line.polygons)[0][0]], weight=2).add_to(page)
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
    "sample": open_sample,
    "paint-10k": lambda: paint_map(invented(10_000)),
    "paint-100k": lambda: paint_map(invented(100_000)),
    "open-3000-areas": open_many_areas,
    "paint-3000-areas": lambda: paint_map(invented(0, areas=3000, corners=2000, lines=0)),
    "folium": paint_folium,
    "stalls-sample": lambda: walk_through(large=False),
    "stalls-country": lambda: walk_through(large=True),
}


def run_part(name: str) -> dict[str, Any]:
    """Run a part in a process of its own; return what it found."""
    command = [sys.executable, __file__, "--part", name]
    done = subprocess.run(command, capture_output=True, text=True, timeout=5 * WAIT_S, env=_environment(), check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(lines[-1])
    return found


def bare_start() -> float:
    """Seconds from birth to first paint of a bare Qt window."""
    born = time.time()
    return float(_run_code(BARE)) - born


def program_start() -> tuple[float, list[str]]:
    """Seconds from birth to first paint of the program's window, and which of the heavy libraries it had imported by then."""
    born = time.time()
    painted, imported = json.loads(_run_code(PROGRAM))
    return painted - born, imported


def _run_code(code: str) -> str:
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=WAIT_S, env=_environment(), check=True)
    return done.stdout.splitlines()[0]


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
    program_start()  # warms the file cache and writes .pyc
    bare = statistics.median(bare_start() for _ in range(repeat))
    starts = [program_start() for _ in range(repeat)]
    start = statistics.median(seconds for seconds, _ in starts)
    small, large = _middle("paint-10k", repeat), _middle("paint-100k", repeat)
    many = _middle("paint-3000-areas", 1)
    found: dict[str, Any] = {
        "start": {
            "bare_qt_s": round(bare, 3),
            "program_s": round(start, 3),
            "ratio": round(start / bare, 2),
            "imported": starts[-1][1],
        },
        "sample": _middle("sample", repeat),
        "points_10000": small,
        "points_100000": large,
        "areas_3000_of_2000_corners": many,
        "open_3000_areas_of_2000_corners": run_part("open-3000-areas"),
        "stalls_sample": run_part("stalls-sample"),
        "stalls_500_areas": run_part("stalls-country"),
        "goals": GOALS,
        "with_a_browser": WITH_A_BROWSER,
    }
    if not skip_folium:
        folium = run_part("folium")
        whole = folium["build_s"] + folium["paint_s"]
        found["folium_10000"] = {**folium, "times_slower": round(whole / small["paint_s"], 1)}
    return found


def _middle(name: str, repeat: int) -> dict[str, float]:
    runs = [run_part(name) for _ in range(repeat)]
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}


if __name__ == "__main__":
    sys.exit(main())

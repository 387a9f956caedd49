"""What the window does not wait for when it starts, and what it can do without."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

HEAVY = (
    "geopandas",
    "pandas",
    "folium",
    "matplotlib",
    "scipy",
    "shapely",
    "pyproj",
    "pyogrio",
    "openpyxl",
)
ESSENTIALS = {"QtCore", "QtGui", "QtWidgets", "QtPrintSupport", "QtSvg"}


def run(code: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    homes = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TMPDIR")}
    environment = {**os.environ, **homes, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=120, check=False)


def test_the_window_starts_without_geography_and_tables(tmp_path: Path) -> None:
    code = f"""
import sys
from PySide6.QtWidgets import QApplication
from mrm_desktop.app import make_window
from mrm_desktop.foundation.preferences import Preferences
application = QApplication([])
window = make_window(application, Preferences())
window.show()
application.processEvents()
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    done = run(code, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_program_paints_the_sample(tmp_path: Path) -> None:
    done = run("import sys; from mrm_desktop.__main__ import main; sys.exit(main(['--check-window']))", tmp_path)
    assert (done.returncode, done.stdout) == (0, "painted\n"), done.stderr


def test_no_module_of_the_program_brings_a_browser_or_what_is_not_among_the_essentials_of_qt(tmp_path: Path) -> None:
    code = f"""
import importlib, pkgutil, sys
import mrm_desktop
for found in pkgutil.walk_packages(mrm_desktop.__path__, "mrm_desktop."):
    if "__main__" not in found.name and ".migrations." not in found.name:
        importlib.import_module(found.name)
qt = {{name.split(".")[1] for name in sys.modules if name.startswith("PySide6.Qt")}}
print(sorted(qt - {ESSENTIALS!r}))
"""
    done = run(code, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_project_asks_for_the_essentials_of_qt_alone() -> None:
    asked = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [name for group in asked["optional-dependencies"].values() for name in group if name.startswith("PySide6")]
    assert [name.partition("==")[0] for name in wanted] == ["PySide6-Essentials"]

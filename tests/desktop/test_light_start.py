"""What the window does not wait for when it starts, and what it can do without."""

from __future__ import annotations

import os
import subprocess
import sys
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
    "PySide6.QtWebEngineCore",
)
ENGINE = ("PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets", "PySide6.QtWebChannel")


def run(code: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    homes = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TMPDIR")}
    environment = {**os.environ, **homes, "QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1"}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=120, check=False)


def test_the_window_starts_without_geography_tables_and_web_engine(tmp_path: Path) -> None:
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


def test_the_program_paints_the_sample_with_the_engine_loaded_after_the_application(tmp_path: Path) -> None:
    done = run("import sys; from mrm_desktop.__main__ import main; sys.exit(main(['--check-window']))", tmp_path)
    assert (done.returncode, done.stdout) == (0, "painted\n"), done.stderr


def test_a_machine_without_the_web_engine_has_the_printed_map(tmp_path: Path) -> None:
    code = f"""
import sys
for name in {ENGINE!r}:
    sys.modules[name] = None  # an import of it fails, as where the package was left out
from mrm_desktop.__main__ import main
sys.exit(main(["--check-window"]))
"""
    done = run(code, tmp_path)
    assert (done.returncode, done.stdout) == (0, "painted\n"), done.stderr

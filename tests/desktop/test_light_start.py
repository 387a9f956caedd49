"""What the window does not wait for when it starts."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("geopandas", "pandas", "folium", "matplotlib", "scipy", "shapely", "pyproj", "pyogrio", "openpyxl")


def test_the_window_starts_without_geography_and_tables():
    code = f"""
import sys
from mrm_desktop.desktop.web import register_scheme
register_scheme()
from PySide6.QtWidgets import QApplication
from mrm_desktop.app import make_window
from mrm_desktop.foundation.preferences import Preferences
application = QApplication([])
window = make_window(application, Preferences())
window.show()
application.processEvents()
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    import os

    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=120, check=True)
    assert done.stdout.splitlines()[-1] == "[]"

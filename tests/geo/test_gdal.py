"""GDAL is loaded with few drivers; a process of its own, because another test may have loaded it before."""

from __future__ import annotations

import subprocess
import sys


def test_only_the_drivers_that_are_used_are_loaded_and_nothing_is_printed() -> None:
    code = "from mrm_desktop.geo.gdal import DRIVERS, load_gdal; print(set(load_gdal().list_drivers()) == DRIVERS)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr.strip()) == ("True", "")

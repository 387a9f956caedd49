"""The base map that ships: Natural Earth's outlines, for orientation only. Nothing is ever scored on it.

``maps/basemaps`` holds an overview of the world and cells of ten degrees; ``installer/make_basemap.py`` makes them.
"""

from __future__ import annotations

import gzip
import re

from mrm_desktop.foundation.assets import asset

_PART = re.compile(r"world|[EW]\d{3}[NS]\d{2}")


def base_map_part(name: str) -> bytes | None:
    """Return one part of the base map as JSON text; None where there is no such part.

    Parameters
    ----------
    name : str
        ``world``, or the south-western corner of a cell such as ``E030N00``.
    """
    if not _PART.fullmatch(name):
        return None
    try:
        return gzip.decompress(asset("maps", "basemaps", f"{name}.json.gz").read_bytes())
    except FileNotFoundError:
        return None

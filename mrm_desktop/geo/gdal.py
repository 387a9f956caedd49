"""GDAL with nothing but the drivers that are used: it opens by content, and many a driver follows links or reads other files.

The wheel brings more than sixty drivers. One of them reads ``villages.geojson`` as a description of a remote service and calls it,
another as a list of other files. What GDAL is to leave out has to be said before it is loaded.
"""

from __future__ import annotations

import os
from typing import Any

DRIVERS = frozenset({"ESRI Shapefile", "ESRIJSON", "FlatGeobuf", "GPKG", "GeoJSON", "GeoJSONSeq", "MEM", "OSM", "TopoJSON"})
"""What is read, and what is needed to read and write it."""

_LEFT_OUT = (
    *("ADBC", "AIVector", "AVCBin", "AVCE00", "AmigoCloud", "CSV", "CSW", "Carto", "DGN", "DXF", "EDIGEO", "EEDA"),
    *("Elasticsearch", "GDALG", "GML", "GPSBabel", "GPX", "GTFS", "GeoRSS", "HTTP", "Idrisi", "JML", "JSONFG", "KML"),
    *("LIBKML", "LVBAG", "MBTiles", "MVT", "MapInfo File", "MapML", "MiraMonVector", "NGW", "OAPIF", "ODS", "OGCAPI", "OGR_GMT"),
    *("OGR_PDS", "OGR_VRT", "OpenFileGDB", "PCIDSK", "PDF", "PDS4", "PGDUMP", "PLSCENES", "PMTiles", "S57", "SQLite", "SXF"),
    *("Selafin", "VDV", "VFK", "VICAR", "WAsP", "WFS", "XLSX"),
)
_SETTINGS = {
    "OGR_SKIP": ",".join(_LEFT_OUT),
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",  # should a driver ever ask for an address, none ends so
    "GDAL_DISABLE_READDIR_ON_OPEN": "FALSE",
}


def load_gdal() -> Any:
    """Load pyogrio with the drivers that are used, and return it; whoever reads or writes layers gets it here."""
    for name, value in _SETTINGS.items():
        os.environ[name] = value
    import pyogrio
    import pyogrio.raw

    return pyogrio

"""A released view as geographical files: GeoPackage with QGIS styles, GeoJSON, KML, GPX."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from mrm_desktop.cartography.style import FillClass, load_style
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.words import Words
from mrm_desktop.geo.wkb import from_wkb
from mrm_desktop.reports.papers.tables import clean
from mrm_desktop.reports.release.ladder import ReleasedView, may_read

DIGITS = 5  # about a metre
_LAST_CHANGE = "1980-01-01T00:00:00.000Z"
Point = tuple[str, float, float, str]  # name, longitude, latitude, remark


def geojson(released: ReleasedView, words: Words) -> bytes:
    """Return the areas as GeoJSON (RFC 7946) with what may be known of each."""
    features = [
        {"type": "Feature", "id": area.code, "properties": dict(area.values), "geometry": _mapping(from_wkb(area.geometry))}
        for area in released.areas
    ]
    document = {
        "type": "FeatureCollection",
        "sensitivity": words.say(f"sensitivity.{released.reader}"),
        "as_known_on": released.on.isoformat(),
        "note": words.say("map.note.not_permission"),
        "features": features,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")


def kml(released: ReleasedView, words: Words) -> bytes:
    """Return areas, and places where their points may be known, as KML with plain attributes."""
    theme = "ceiling" if may_read(released.reader, "ceiling") else "evidence"
    fills = {f.id: f.fill for f in load_style().themes["ceiling"]}
    styles = "".join(
        f'<Style id="{name}"><LineStyle><color>ff221c26</color><width>1</width></LineStyle>'
        f"<PolyStyle><color>b0{color[5:7]}{color[3:5]}{color[1:3]}</color></PolyStyle></Style>"
        for name, color in fills.items()
    )
    areas = "".join(
        f"<Placemark><name>{_xml(area.name)}</name><styleUrl>#{_style_of(area.values.get(theme), fills)}</styleUrl>"
        f"<ExtendedData>{_data(area.values.items())}</ExtendedData>{_kml_polygons(from_wkb(area.geometry))}</Placemark>"
        for area in released.areas
    )
    places = "".join(
        f"<Placemark><name>{_xml(p.name)}</name><ExtendedData>{_data([('kind', p.kind), ('nearest_base_km', p.nearest_base_km)])}"
        f"</ExtendedData><Point><coordinates>{_pair(p.longitude, p.latitude)}</coordinates></Point></Placemark>"
        for p in released.places
    )
    label = _xml(f"{released.title} - {words.say(f'sensitivity.{released.reader}')} - {released.on.isoformat()}")
    body = f"<Folder><name>areas</name>{areas}</Folder>" + (f"<Folder><name>places</name>{places}</Folder>" if places else "")
    return (
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<name>{label}</name>{styles}{body}</Document></kml>"
    ).encode()


def gpx(points: Iterable[Point], routes: Iterable[tuple[str, Sequence[tuple[float, float]]]] = ()) -> bytes:
    """Return waypoints and routes as GPX 1.1, without any time."""
    marks = "".join(
        f'<wpt lat="{latitude:.{DIGITS}f}" lon="{longitude:.{DIGITS}f}"><name>{_xml(name)}</name>'
        + (f"<desc>{_xml(remark)}</desc>" if remark else "")
        + "</wpt>"
        for name, longitude, latitude, remark in points
    )
    lines = "".join(
        f"<rte><name>{_xml(name)}</name>"
        + "".join(f'<rtept lat="{y:.{DIGITS}f}" lon="{x:.{DIGITS}f}"/>' for x, y in corners)
        + "</rte>"
        for name, corners in routes
    )
    head = (
        '<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1" creator="MRM Desktop" xmlns="http://www.topografix.com/GPX/1/1">'
    )
    return f"{head}{marks}{lines}</gpx>".encode()


def route_kml(name: str, points: Iterable[Point], routes: Iterable[tuple[str, Sequence[tuple[float, float]]]]) -> bytes:
    """Return waypoints and routes as KML, without any time."""
    marks = "".join(
        f"<Placemark><name>{_xml(label)}</name>"
        + (f"<description>{_xml(remark)}</description>" if remark else "")
        + f"<Point><coordinates>{_pair(longitude, latitude)}</coordinates></Point></Placemark>"
        for label, longitude, latitude, remark in points
    )
    lines = "".join(
        f"<Placemark><name>{_xml(label)}</name><LineString><tessellate>1</tessellate><coordinates>"
        + " ".join(_pair(x, y) for x, y in corners)
        + "</coordinates></LineString></Placemark>"
        for label, corners in routes
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<name>{_xml(name)}</name>{lines}{marks}</Document></kml>"
    ).encode()


def places_gpx(released: ReleasedView) -> bytes:
    """Return the places as waypoints.

    Raises
    ------
    KnownError
        ``export.no_points`` where the reader may not have points, or there are none.
    """
    if not released.places:
        raise KnownError("export.no_points", reader=released.reader.value)
    return gpx((p.name, p.longitude, p.latitude, p.kind) for p in released.places)


def geopackage(released: ReleasedView, scratch_folder: Path) -> bytes:
    """Return a GeoPackage with a layer of areas and what else may be known, styled for QGIS.

    Parameters
    ----------
    scratch_folder : Path
        Folder in which the file is made before it is read back; nothing stays there.
    """
    with tempfile.TemporaryDirectory(dir=scratch_folder, prefix=".mrm-") as folder:
        path = Path(folder) / "export.gpkg"
        for layer, rows, shapes in _layers(released):
            _write_layer(path, layer, rows, shapes)
        with closing(sqlite3.connect(path)) as database:
            _add_styles(database, released)
            database.execute("UPDATE gpkg_contents SET last_change = ?", (_LAST_CHANGE,))
            database.commit()
            # Pages that GDAL freed may still hold what was written first.
            database.execute("VACUUM")
        return path.read_bytes()


def _layers(released: ReleasedView) -> Iterable[tuple[str, list[dict[str, Any]], list[BaseGeometry]]]:
    yield "areas", [_clean_row(area.values) for area in released.areas], [_many(from_wkb(a.geometry)) for a in released.areas]
    if released.places:
        rows = [_clean_row({"name": p.name, "kind": p.kind, "nearest_base_km": p.nearest_base_km}) for p in released.places]
        yield "places", rows, [shapely.Point(p.longitude, p.latitude) for p in released.places]
    if released.presence:
        rows = [
            _clean_row({"kind": p.kind, "mission": p.mission, "frequency": p.frequency, "last_confirmed": p.last_confirmed})
            for p in released.presence
        ]
        yield "presence", rows, [_many(from_wkb(p.geometry)) for p in released.presence]


def _clean_row(values: Any) -> dict[str, Any]:
    return {key: clean(value) if isinstance(value, str) else value for key, value in values.items()}


def _many(shape: BaseGeometry) -> BaseGeometry:
    """Return one kind of geometry for a whole layer."""
    return MultiPolygon([shape]) if isinstance(shape, Polygon) else shape


def _write_layer(path: Path, layer: str, rows: list[dict[str, Any]], shapes: list[BaseGeometry]) -> None:
    import geopandas

    frame = geopandas.GeoDataFrame(rows, geometry=shapes, crs="EPSG:4326")
    frame.to_file(path, layer=layer, driver="GPKG", engine="pyogrio", append=path.exists())


def _add_styles(database: sqlite3.Connection, released: ReleasedView) -> None:
    """Add the table in which QGIS looks for the style of a layer; the moment of its making is left out."""
    theme = "ceiling" if may_read(released.reader, "ceiling") else "evidence"
    fills = load_style().themes["ceiling"]
    database.execute(
        "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT, f_table_schema TEXT, f_table_name TEXT,"
        " f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT,"
        " ui TEXT, update_time DATETIME)"
    )
    database.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD,"
        " useAsDefault, description, owner) VALUES ('', '', 'areas', 'geom', ?, ?, '', 1, '', '')",
        (theme, _qml(theme, fills if theme == "ceiling" else _evidence_fills(fills))),
    )
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)"
        " VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?)",
        (_LAST_CHANGE,),
    )


def _evidence_fills(fills: Sequence[FillClass]) -> list[FillClass]:
    from dataclasses import replace

    by_id = {fill.id: fill for fill in fills}
    return [
        replace(by_id["civilian_channel"], id="sufficient"),
        replace(by_id["insufficient_evidence"], id="not_known_or_not_shared"),
    ]


def _qml(attribute: str, fills: Sequence[FillClass]) -> str:
    """Return a categorised QGIS style."""
    categories = "".join(f'<category symbol="{n}" value="{f.id}" label="{f.id}" render="true"/>' for n, f in enumerate(fills))
    symbols = "".join(
        f'<symbol type="fill" name="{n}" alpha="1"><layer class="SimpleFill" enabled="1"><Option type="Map">'
        f'<Option type="QString" name="color" value="{_rgb(f.fill)}"/><Option type="QString" name="style" value="solid"/>'
        '<Option type="QString" name="outline_color" value="38,34,28,255"/><Option type="QString" name="outline_width" value="0.26"/>'
        "</Option></layer></symbol>"
        for n, f in enumerate(fills)
    )
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'><qgis styleCategories=\"Symbology\">"
        f'<renderer-v2 type="categorizedSymbol" attr="{attribute}"><categories>{categories}</categories>'
        f"<symbols>{symbols}</symbols></renderer-v2></qgis>"
    )


def _rgb(color: str) -> str:
    return ",".join(str(int(color[k : k + 2], 16)) for k in (1, 3, 5)) + ",255"


def _style_of(value: Any, fills: Any) -> str:
    return str(value) if value in fills else ("civilian_channel" if value == "sufficient" else "insufficient_evidence")


def _mapping(shape: BaseGeometry) -> Any:
    return json.loads(shapely.to_geojson(shapely.set_precision(shape, 10.0**-DIGITS, mode="pointwise")))


def _xml(text: str) -> str:
    return escape(clean(text))


def _data(values: Iterable[tuple[str, Any]]) -> str:
    return "".join(
        f"<Data name={quoteattr(key)}><value>{_xml('' if value is None else str(value))}</value></Data>" for key, value in values
    )


def _pair(x: float, y: float) -> str:
    return f"{x:.{DIGITS}f},{y:.{DIGITS}f}"


def _kml_polygons(shape: BaseGeometry) -> str:
    parts = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"]
    drawn = "".join(
        f"<Polygon><outerBoundaryIs>{_kml_ring(p.exterior)}</outerBoundaryIs>"
        + "".join(f"<innerBoundaryIs>{_kml_ring(hole)}</innerBoundaryIs>" for hole in p.interiors)
        + "</Polygon>"
        for p in parts
    )
    return f"<MultiGeometry>{drawn}</MultiGeometry>"


def _kml_ring(ring: BaseGeometry) -> str:
    corners = " ".join(_pair(x, y) for x, y in shapely.get_coordinates(ring).tolist())
    return f"<LinearRing><coordinates>{corners}</coordinates></LinearRing>"

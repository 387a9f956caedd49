"""A released view as geographical files: GeoPackage with QGIS styles, GeoJSON, KML, GPX."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from mrm_desktop.cartography.style import FillClass, load_style
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.trips import Go
from mrm_desktop.foundation.words import Words
from mrm_desktop.geo.gdal import load_gdal
from mrm_desktop.geo.wkb import from_wkb
from mrm_desktop.reports.papers.labels import area_row, label_of_file, place_row
from mrm_desktop.reports.papers.route_lines import RouteLine
from mrm_desktop.reports.papers.tables import Sheet, clean, sheets_of
from mrm_desktop.reports.release.ladder import NOT_SHARED, ReleasedView, may_read
from mrm_desktop.reports.release.wording import value_of

DIGITS = 5  # about a metre
_LAST_CHANGE = "1980-01-01T00:00:00.000Z"
ATTRIBUTE_TABLES = ("about", "perceptions", "actors", "evidence", "codebook")
"""Tables of a workbook that stand in a GeoPackage beside its layers."""
Point = tuple[str, float, float, str]  # name, longitude, latitude, remark


def geojson(released: ReleasedView, words: Words) -> bytes:
    """Return the areas as GeoJSON (RFC 7946) with what may be known of each."""
    features = [
        {
            "type": "Feature",
            "id": area.code,
            "properties": area_row(area.values, words),
            "geometry": _mapping(from_wkb(area.geometry)),
        }
        for area in released.areas
    ]
    document = {
        "type": "FeatureCollection",
        "sensitivity": words.say(f"sensitivity.{released.reader}"),
        "as_known_on": released.on.isoformat(),
        "note": words.say("map.note.not_permission"),
        "notes": [value for item, value in label_of_file(released, words) if item == "note"],
        "features": features,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")


def kml(released: ReleasedView, words: Words) -> bytes:
    """Return areas, and places where their points may be known, as KML with plain attributes."""
    theme = _theme_for(released)
    label = f"{released.title} - {words.say(f'sensitivity.{released.reader}')} - {released.on.isoformat()}"
    root, document = _kml_document(label)
    _element(document, "description", _in_lines(label_of_file(released, words)))
    for fill in load_style().themes[theme]:
        style = _element(document, "Style", id=fill.id)
        line = _element(style, "LineStyle")
        _element(line, "color", "ff221c26")
        _element(line, "width", "1")
        _element(_element(style, "PolyStyle"), "color", _kml_colour(fill.fill, "b0"))
    areas = _element(document, "Folder")
    _element(areas, "name", "areas")
    for area in released.areas:
        mark = _placemark(areas, area.name)
        _element(mark, "styleUrl", f"#{area.values[theme]}")
        _add_data(mark, area_row(area.values, words).items())
        _add_polygons(mark, from_wkb(area.geometry))
    if released.places:
        places = _element(document, "Folder")
        _element(places, "name", "places")
        for p in released.places:
            mark = _placemark(places, p.name)
            _add_data(mark, place_row(p).items())
            _add_point(mark, p.longitude, p.latitude)
    return _written(root)


def _in_lines(items: Iterable[tuple[str, str]]) -> str:
    return "\n".join(value for _, value in items)


def gpx(points: Iterable[Point], routes: Iterable[RouteLine] = (), about: str = "") -> bytes:
    """Return waypoints and routes as GPX 1.1, without any time.

    Parameters
    ----------
    about : str
        What the file says of itself: for whom it is, and what it is no permission for.
    """
    root = ElementTree.Element("gpx", version="1.1", creator="MRM Desktop", xmlns="http://www.topografix.com/GPX/1/1")
    if about:
        _element(_element(root, "metadata"), "desc", about)
    for name, longitude, latitude, remark in points:
        mark = _element(root, "wpt", lat=_degrees(latitude), lon=_degrees(longitude))
        _element(mark, "name", name)
        if remark:
            _element(mark, "desc", remark)
    for line in routes:
        route = _element(root, "rte")
        _element(route, "name", line.name)
        _element(route, "desc", line.remark)
        for x, y in line.corners:
            _element(route, "rtept", lat=_degrees(y), lon=_degrees(x))
    return _written(root)


# KML has no dashes: a leg that nobody may travel is the widest, one that waits the narrowest.
_KML_WIDTHS = {Go.WITH_CONDITIONS.value: "4", Go.WAIT.value: "2", Go.NO_GO.value: "7"}


def route_kml(name: str, points: Iterable[Point], routes: Iterable[RouteLine]) -> bytes:
    """Return waypoints and routes as KML, without any time; each route in the colour of its class."""
    root, document = _kml_document(name)
    for look in load_style().strokes("trips"):
        style = _element(_element(document, "Style", id=look.id), "LineStyle")
        _element(style, "color", _kml_colour(look.stroke))
        _element(style, "width", _KML_WIDTHS.get(look.id, "2"))
    for route in routes:
        mark = _placemark(document, route.name)
        _element(mark, "description", route.remark)
        _element(mark, "styleUrl", f"#{route.style}")
        line = _element(mark, "LineString")
        _element(line, "tessellate", "1")
        _element(line, "coordinates", " ".join(_pair(x, y) for x, y in route.corners))
    for label, longitude, latitude, remark in points:
        mark = _placemark(document, label)
        if remark:
            _element(mark, "description", remark)
        _add_point(mark, longitude, latitude)
    return _written(root)


def places_gpx(released: ReleasedView, words: Words) -> bytes:
    """Return the places as waypoints.

    Raises
    ------
    KnownError
        ``export.no_points`` where the reader may not have points, or there are none.
    """
    if not released.places:
        raise KnownError("export.no_points", reader=released.reader.value)
    points = [(p.name, p.longitude, p.latitude, p.kind) for p in released.places]
    return gpx(points, about=_in_lines(label_of_file(released, words)))


def geopackage(released: ReleasedView, words: Words, scratch_folder: Path) -> bytes:
    """Return a GeoPackage with a layer of areas and what else may be known, styled for QGIS.

    Parameters
    ----------
    scratch_folder : Path
        Folder in which the file is made before it is read back; nothing stays there.
    """
    with tempfile.TemporaryDirectory(dir=scratch_folder, prefix=".mrm-") as folder:
        path = Path(folder) / "export.gpkg"
        for layer, rows, shapes in _layers(released, words):
            _write_layer(path, layer, rows, shapes)
        about = label_of_file(released, words)
        with closing(sqlite3.connect(path)) as database:
            for sheet in sheets_of(released, words):
                if sheet.name in ATTRIBUTE_TABLES:
                    _add_table(database, sheet)
            _add_styles(database, released, words)
            database.execute("UPDATE gpkg_contents SET last_change = ?, description = ?", (_LAST_CHANGE, _in_lines(about)))
            database.commit()
            # Pages that GDAL freed may still hold what was written first.
            database.execute("VACUUM")
        return _without_counters(path.read_bytes())


def _without_counters(content: bytes) -> bytes:
    """Return a database that does not count how often it was changed while it was made: the same view gives the same bytes.

    The two counts (offsets 24 and 92 of the format) have to be the same.
    """
    once = (1).to_bytes(4, "big")
    return content[:24] + once + content[28:92] + once + content[96:]


def _add_table(database: sqlite3.Connection, sheet: Sheet) -> None:
    """Add a table without geometry, as the format registers it."""
    columns = ", ".join(f'"{column}"' for column in sheet.columns)
    typed = ", ".join(f'"{column}" {_type_of(sheet, at)}' for at, column in enumerate(sheet.columns))
    signs = ", ".join("?" * len(sheet.columns))
    database.execute(f'CREATE TABLE "{sheet.name}" (fid INTEGER PRIMARY KEY, {typed})')
    database.executemany(f'INSERT INTO "{sheet.name}" ({columns}) VALUES ({signs})', sheet.rows)  # noqa: S608 - names of our own
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change) VALUES (?, 'attributes', ?, ?)",
        (sheet.name, sheet.name, _LAST_CHANGE),
    )


def _type_of(sheet: Sheet, column: int) -> str:
    """Return the type of the format in which a column is kept: a column without a type is no column to GDAL."""
    kinds = {type(row[column]) for row in sheet.rows if row[column] is not None}
    if kinds == {bool}:
        return "BOOLEAN"
    return "INTEGER" if kinds == {int} else "DOUBLE" if kinds and kinds <= {int, float} else "TEXT"


def _layers(released: ReleasedView, words: Words) -> Iterable[tuple[str, list[dict[str, Any]], list[BaseGeometry]]]:
    yield (
        "areas",
        [_clean_row(area_row(area.values, words)) for area in released.areas],
        [_many(from_wkb(a.geometry)) for a in released.areas],
    )
    if released.places:
        rows = [_clean_row(place_row(p)) for p in released.places]
        yield "places", rows, [shapely.Point(p.longitude, p.latitude) for p in released.places]
    if released.presence:
        rows = [
            _clean_row({"kind": p.kind, "mission": p.mission, "frequency": p.frequency, "last_confirmed": p.last_confirmed})
            for p in released.presence
        ]
        yield "presence", rows, [_many(from_wkb(p.geometry)) for p in released.presence]


def _theme_for(released: ReleasedView) -> str:
    """Return what the areas are coloured by: a reader who may not know the ceiling sees where enough is known."""
    return "ceiling" if may_read(released.reader, "ceiling") else "evidence"


def _clean_row(values: Any) -> dict[str, Any]:
    return {key: clean(value) if isinstance(value, str) else value for key, value in values.items()}


def _many(shape: BaseGeometry) -> BaseGeometry:
    """Return one kind of geometry for a whole layer."""
    return MultiPolygon([shape]) if isinstance(shape, Polygon) else shape


def _write_layer(path: Path, layer: str, rows: list[dict[str, Any]], shapes: list[BaseGeometry]) -> None:
    load_gdal()
    import geopandas

    frame = geopandas.GeoDataFrame(rows, geometry=shapes, crs="EPSG:4326")
    frame.to_file(path, layer=layer, driver="GPKG", engine="pyogrio", append=path.exists())


def _add_styles(database: sqlite3.Connection, released: ReleasedView, words: Words) -> None:
    """Add the table in which QGIS looks for the style of a layer; the moment of its making is left out."""
    theme = _theme_for(released)
    database.execute(
        "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT, f_table_schema TEXT, f_table_name TEXT,"
        " f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT,"
        " ui TEXT, update_time DATETIME)"
    )
    database.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD,"
        " useAsDefault, description, owner) VALUES ('', '', 'areas', 'geom', ?, ?, '', 1, '', '')",
        (theme, _qml(theme, _fills(theme, released), words)),
    )
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)"
        " VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?)",
        (_LAST_CHANGE,),
    )


def _fills(theme: str, released: ReleasedView) -> tuple[FillClass, ...]:
    """Return the classes of a theme, and that of what is withheld, where something is."""
    style = load_style()
    withheld = theme != "evidence" and any(area.values[theme] == NOT_SHARED for area in released.areas)
    return (*style.themes[theme], *([style.fill("evidence", NOT_SHARED)] if withheld else []))


def _qml(attribute: str, fills: Sequence[FillClass], words: Words) -> str:
    """Return a categorised QGIS style, whose legend says in words what each class is."""
    qgis = ElementTree.Element("qgis", styleCategories="Symbology")
    renderer = _element(qgis, "renderer-v2", type="categorizedSymbol", attr=attribute)
    categories, symbols = _element(renderer, "categories"), _element(renderer, "symbols")
    for number, fill in enumerate(fills):
        label = value_of(attribute, fill.id, words)
        _element(categories, "category", symbol=str(number), value=fill.id, label=label, render="true")
        symbol = _element(symbols, "symbol", type="fill", name=str(number), alpha="1")
        options = _element(_element(symbol, "layer", **{"class": "SimpleFill", "enabled": "1"}), "Option", type="Map")
        for name, value in (
            ("color", _rgb(fill.fill)),
            ("style", "solid"),
            ("outline_color", "38,34,28,255"),
            ("outline_width", "0.26"),
        ):
            _element(options, "Option", type="QString", name=name, value=value)
    body: str = ElementTree.tostring(qgis, encoding="unicode")
    return f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>{body}"


def _rgb(color: str) -> str:
    return ",".join(str(int(color[k : k + 2], 16)) for k in (1, 3, 5)) + ",255"


def _mapping(shape: BaseGeometry) -> Any:
    return json.loads(shapely.to_geojson(shapely.set_precision(shape, 10.0**-DIGITS, mode="pointwise")))


def _element(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> ElementTree.Element:
    """Add an element; XML has no place for control signs, whoever typed them."""
    made = ElementTree.SubElement(parent, tag, {name: clean(value) for name, value in attributes.items()})
    made.text = clean(text) or None
    return made


def _written(root: ElementTree.Element) -> bytes:
    body: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=False)
    return b'<?xml version="1.0" encoding="UTF-8"?>' + body


def _kml_colour(colour: str, opacity: str = "ff") -> str:
    """Write ``#rrggbb`` as KML does: opacity, then blue, green, red."""
    return f"{opacity}{colour[5:7]}{colour[3:5]}{colour[1:3]}"


def _kml_document(name: str) -> tuple[ElementTree.Element, ElementTree.Element]:
    root = ElementTree.Element("kml", xmlns="http://www.opengis.net/kml/2.2")
    document = _element(root, "Document")
    _element(document, "name", name)
    return root, document


def _placemark(parent: ElementTree.Element, name: str) -> ElementTree.Element:
    mark = _element(parent, "Placemark")
    _element(mark, "name", name)
    return mark


def _add_data(mark: ElementTree.Element, values: Iterable[tuple[str, Any]]) -> None:
    data = _element(mark, "ExtendedData")
    for key, value in values:
        _element(_element(data, "Data", name=key), "value", "" if value is None else str(value))


def _add_point(mark: ElementTree.Element, longitude: float, latitude: float) -> None:
    _element(_element(mark, "Point"), "coordinates", _pair(longitude, latitude))


def _add_polygons(mark: ElementTree.Element, shape: BaseGeometry) -> None:
    many = _element(mark, "MultiGeometry")
    for part in (p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"):
        polygon = _element(many, "Polygon")
        for tag, ring in (("outerBoundaryIs", part.exterior), *(("innerBoundaryIs", hole) for hole in part.interiors)):
            corners = " ".join(_pair(x, y) for x, y in shapely.get_coordinates(ring).tolist())
            _element(_element(_element(polygon, tag), "LinearRing"), "coordinates", corners)


def _degrees(value: float) -> str:
    return f"{value:.{DIGITS}f}"


def _pair(x: float, y: float) -> str:
    return f"{_degrees(x)},{_degrees(y)}"

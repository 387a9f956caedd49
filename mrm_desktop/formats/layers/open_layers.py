"""Geographic files (GeoJSON, GeoPackage, shapefile, zipped or not): layers in degrees, WGS 84, with attributes as text."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from mrm_desktop.domain.datasets import LedgerEntry
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.cells import as_text
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.files.source_files import SourceFile, check_archive
from mrm_desktop.formats.files.table import LATITUDE, LONGITUDE, Block, Table, Texts, drop_blank
from mrm_desktop.formats.files.table_heads import unique_headings
from mrm_desktop.formats.layers.gpx import read_gpx_layers
from mrm_desktop.formats.layers.kml import read_kml_layers
from mrm_desktop.formats.layers.layer import Layer
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.geo.crs import is_wgs84, parse_crs, to_wgs84
from mrm_desktop.geo.wkb import Geometries

GDAL_SUFFIXES = (".geojson", ".gpkg", ".shp", ".fgb")
_OWN_READERS: Mapping[str, Callable[[SourceFile, Progress], tuple[Layer, ...]]] = {
    ".kml": read_kml_layers,
    ".kmz": read_kml_layers,
    ".gpx": read_gpx_layers,
}
SUFFIXES = (*GDAL_SUFFIXES, *_OWN_READERS)
_UNSTATED = ("undefined", "unknown", "unnamed")
_SAMPLE_ROWS = 2_000


def open_layers(source: SourceFile, options: ReadOptions, progress: Progress) -> tuple[Layer, ...]:
    """Read all layers of a file that hold features, or the one that ``options.sheet`` names.

    Raises
    ------
    KnownError
        ``layer.not_readable``, ``layer.none``, ``layer.missing``, ``layer.several_in_archive``, ``geo.crs_missing``,
        ``geo.crs_mismatch``, ``geo.not_in_degrees``.
    """
    own = _OWN_READERS.get(source.suffix)
    found = own(source, progress) if own is not None else _gdal_layers(source, options, progress)
    if options.sheet:
        named = tuple(layer for layer in found if layer.name == options.sheet)
        if not named:
            raise KnownError("layer.missing", file=source.name, layer=options.sheet, layers=[layer.name for layer in found])
        return named
    filled = tuple(layer for layer in found if len(layer))
    if not filled:
        raise KnownError("layer.none", file=source.name)
    return filled


def _gdal_layers(source: SourceFile, options: ReadOptions, progress: Progress) -> tuple[Layer, ...]:
    import pyogrio

    with _openable(source) as target, warnings.catch_warnings():
        # GDAL warns of winding order, field widths and the like; what matters to us is checked below.
        warnings.simplefilter("ignore")
        try:
            listed = [str(name) for name, kind in pyogrio.list_layers(target) if kind is not None]
            layers: list[Layer] = []
            for name in listed:
                progress.step(len(layers), len(listed), "import.layers")
                layers.append(_gdal_layer(target, name, source, options))
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FieldError) as error:
            raise KnownError("layer.not_readable", file=source.name) from error
        except (pyogrio.errors.GeometryError, pyogrio.errors.FeatureError, pyogrio.errors.CRSError) as error:
            raise KnownError("layer.not_readable", file=source.name) from error
        except (UnicodeDecodeError, LookupError) as error:
            raise KnownError("layer.encoding", file=source.name) from error
    return tuple(layers)


def _gdal_layer(target: str, name: str, source: SourceFile, options: ReadOptions) -> Layer:
    import pyogrio.raw

    encoding = options.encoding or None
    meta, _, wkb, fields = pyogrio.raw.read(target, layer=name, datetime_as_string=True, encoding=encoding)
    count = len(wkb) if wkb is not None else (len(fields[0]) if len(fields) else 0)
    headings, repeated = unique_headings([str(f) for f in meta["fields"]])
    columns = {h: _as_texts(values) for h, values in zip(headings, fields, strict=True)}
    raw = wkb if wkb is not None else np.full(count, None, dtype=object)
    geometries = np.asarray(shapely.from_wkb(raw, on_invalid="ignore"), dtype=object)
    geometries = _finite(geometries)
    lost = np.flatnonzero([r is not None and g is None for r, g in zip(raw, geometries, strict=True)])
    notes = []
    if repeated:
        notes.append(LedgerEntry("changed", "table.headings_repeated", 0, {"count": repeated}))
    geometries, reprojected = _in_degrees(geometries, meta["crs"], source, options)
    if reprojected:
        notes.append(LedgerEntry("changed", "geo.reprojected", count, {"crs": reprojected}))
    is_shapefile = target.lower().endswith(".shp")
    if is_shapefile and not options.encoding and not _has_code_page(source):
        notes.append(LedgerEntry("guessed", "table.encoding_guessed", 0, {"encoding": str(meta["encoding"])}))
    return Layer(name, headings, columns, geometries, frozenset(int(n) + 1 for n in lost), is_shapefile, tuple(notes))


def _finite(geometries: Geometries) -> Geometries:
    """Take away geometries with a corner at infinity or nowhere; they are reported as unreadable."""
    corners, owners = shapely.get_coordinates(geometries, return_index=True)
    bad = np.unique(owners[~np.isfinite(corners).all(axis=1)])
    cleaned = geometries.copy()
    cleaned[bad] = None
    return cleaned


def _in_degrees(geometries: Geometries, stated: str | None, source: SourceFile, options: ReadOptions) -> tuple[Geometries, str]:
    """Bring geometries to WGS 84; return the name of the system they were in, or "" where nothing changed."""
    known = parse_crs(stated, source.name) if stated else None
    if known is not None and known.name.lower().startswith(_UNSTATED):
        known = None
    if known is not None and options.crs:
        said = parse_crs(options.crs, source.name)
        if not said.equals(known, ignore_axis_order=True):
            raise KnownError("geo.crs_mismatch", file=source.name, first=known.name, second=said.name)
    crs = known or parse_crs(options.crs, source.name)
    moved = to_wgs84(geometries, crs, source.name)
    return moved, "" if is_wgs84(crs) else crs.name


def _as_texts(values: Any) -> Texts:
    cells = np.empty(len(values), dtype=object)
    cells[:] = [as_text(v.item() if isinstance(v, np.generic) else v) for v in values]
    return cells


def _has_code_page(source: SourceFile) -> bool:
    if source.suffix == ".shp":
        return any(p.suffix.lower() == ".cpg" for p in source.path.parent.glob(source.path.stem + ".*"))
    return any(name.lower().endswith(".cpg") for name in check_archive(source))


@contextmanager
def _openable(source: SourceFile) -> Iterator[str]:
    """Yield what GDAL may open. A GeoPackage still being written to (``-wal`` beside it) is copied with its companions."""
    if source.is_zip and source.suffix == ".zip":
        shapes = [n for n in check_archive(source) if n.lower().endswith(GDAL_SUFFIXES)]
        if len(shapes) != 1:
            raise KnownError("layer.several_in_archive" if shapes else "layer.none", file=source.name, count=len(shapes))
        yield f"/vsizip/{source.path.resolve().as_posix()}/{shapes[0]}"
        return
    wal = source.path.with_name(source.path.name + "-wal")
    if source.suffix == ".gpkg" and wal.exists():
        with tempfile.TemporaryDirectory(prefix="mrm-") as folder:
            for companion in (source.path, wal, source.path.with_name(source.path.name + "-shm")):
                if companion.exists():
                    shutil.copy2(companion, Path(folder) / companion.name)
            yield str(Path(folder) / source.name)
        return
    yield str(source.path)


def open_layer_table(source: SourceFile, options: ReadOptions, progress: Progress) -> Table:
    """Open a geographic file as a table: attributes, and the position of point features in two columns of their own."""
    layers = open_layers(source, options, progress)
    layer = layers[0]
    notes = list(layer.notes)
    if len(layers) > 1:
        notes.append(LedgerEntry("dropped", "table.other_sheets", 0, {"sheet": layer.name, "count": len(layers) - 1}))
    return layer_table(source, layer, tuple(notes))


def layer_table(source: SourceFile, layer: Layer, notes: tuple[LedgerEntry, ...] = ()) -> Table:
    """Show a layer as a table. Features count from 1."""
    east = np.full(len(layer), "", dtype=object)
    north = np.full(len(layer), "", dtype=object)
    is_point = shapely.get_type_id(layer.geometries) == 0
    filled = np.flatnonzero(is_point & ~shapely.is_empty(layer.geometries))
    for n in filled:
        point = layer.geometries[n]
        east[n], north[n] = repr(float(point.x)), repr(float(point.y))
    columns = {**layer.columns, LONGITUDE: east, LATITUDE: north}
    everything = Block(np.arange(1, len(layer) + 1, dtype=np.int64), columns)
    headings = (*layer.headings, LONGITUDE, LATITUDE)
    sample = Block(everything.rows[:_SAMPLE_ROWS], {h: c[:_SAMPLE_ROWS] for h, c in columns.items()})
    return Table(source, layer.name, headings, ("",) * len(headings), 0, sample, partial(_layer_blocks, everything), notes)


def _layer_blocks(everything: Block, wanted: Sequence[str], progress: Progress) -> Iterator[Block]:
    progress.step(len(everything), len(everything), "import.rows")
    yield drop_blank(Block(everything.rows, {h: everything.columns[h] for h in wanted}))

"""Layers that GDAL reads: GeoJSON, GeoPackage, shapefile, FlatGeobuf; what a file is has to fit its ending before GDAL sees it."""

from __future__ import annotations

import re
import shutil
import tempfile
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import shapely

from mrm_desktop.domain.datasets import LedgerEntry
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.cells import as_text
from mrm_desktop.formats.files.code_pages import UNICODE, code_page_of
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.files.source_files import ARCHIVE_FAULTS, SourceFile
from mrm_desktop.formats.files.table import Texts
from mrm_desktop.formats.files.table_heads import unique_headings
from mrm_desktop.formats.layers.layer import Layer
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.geo.antimeridian import cut_at_antimeridian
from mrm_desktop.geo.coordinate_checks import without_nowhere
from mrm_desktop.geo.crs import is_wgs84, parse_crs, to_wgs84
from mrm_desktop.geo.gdal import load_gdal
from mrm_desktop.geo.wkb import Geometries

_SQLITE = b"SQLite format 3\x00"
_BEGINS: Mapping[str, bytes] = {".gpkg": _SQLITE, ".shp": b"\x00\x00\x27\x0a", ".fgb": b"fgb"}
_OTHERS = (b"<", _SQLITE, b"PK", b"%PDF", b"fgb")
SUFFIXES = (".geojson", *_BEGINS)
_UNSTATED = ("undefined", "unknown", "unnamed")
_CRS_MEMBER = re.compile(rb'"crs"\s*:\s*\{')
_LANGUAGE_DRIVER = 29  # byte of a .dbf in which its code page stands
_SAYS_NOTHING = (0, 87)  # nobody said, or the program wrote what it always writes
_UNICODE_NAMES = (b"utf-8", b"utf8", b"65001")
_BLOCK = 1 << 20


def read_gdal_layers(source: SourceFile, options: ReadOptions, progress: Progress) -> tuple[Layer, ...]:
    """Read every layer of a file, or of a member of a zip.

    Raises
    ------
    KnownError
        ``layer.not_readable``, ``layer.not_what_it_says``, ``layer.encoding``, ``geo.crs_missing``,
        ``geo.crs_mismatch``, ``geo.not_in_degrees``.
    """
    _check_begin(source)
    gdal = load_gdal()
    with _openable(source) as target, warnings.catch_warnings():
        # GDAL warns of winding order, field widths and the like; what matters to us is checked below.
        warnings.simplefilter("ignore")
        try:
            listed = [str(name) for name, kind in gdal.list_layers(target) if kind is not None]
            layers: list[Layer] = []
            for name in listed:
                progress.step(len(layers), len(listed), "import.layers")
                layers.append(_gdal_layer(target, name, source, options))
        except (gdal.errors.DataSourceError, gdal.errors.DataLayerError, gdal.errors.FieldError) as error:
            raise KnownError("layer.not_readable", file=source.name) from error
        except (gdal.errors.GeometryError, gdal.errors.FeatureError, gdal.errors.CRSError) as error:
            raise KnownError("layer.not_readable", file=source.name) from error
        except (UnicodeDecodeError, LookupError) as error:
            raise KnownError("layer.encoding", file=source.name) from error
    return tuple(layers)


def suffix_of(source: SourceFile) -> str:
    """Return the ending of a file, or of the member of a zip that is meant."""
    return PurePosixPath(source.member).suffix.lower() if source.member else source.suffix


def _check_begin(source: SourceFile) -> None:
    """Insist that a file begins as its ending says: a description of a remote service is no GeoJSON, whatever it is called."""
    try:
        with source.stream() as stream:
            start = stream.read(64)
    except ARCHIVE_FAULTS as error:
        raise KnownError("archive.broken", file=source.name) from error
    ending = suffix_of(source)
    # What is none of those is text of one kind of JSON or another, and nothing else.
    is_other = start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_OTHERS)
    if not start.startswith(_BEGINS[ending]) if ending in _BEGINS else is_other:
        raise KnownError("layer.not_what_it_says", file=source.name, ending=ending)


def _gdal_layer(target: str, name: str, source: SourceFile, options: ReadOptions) -> Layer:
    gdal = load_gdal()
    is_shapefile = target.lower().endswith(".shp")
    encoding = options.encoding or (_shapefile_code_page(source) if is_shapefile else "")
    meta, _, wkb, fields = gdal.raw.read(target, layer=name, datetime_as_string=True, encoding=encoding or None)
    count = len(wkb) if wkb is not None else (len(fields[0]) if len(fields) else 0)
    headings, repeated = unique_headings([str(f) for f in meta["fields"]])
    columns = {h: _as_texts(values) for h, values in zip(headings, fields, strict=True)}
    raw = wkb if wkb is not None else np.full(count, None, dtype=object)
    shapes, closed = _shapes(raw)
    geometries = _finite(shapes)
    lost = np.flatnonzero([r is not None and g is None for r, g in zip(raw, geometries, strict=True)])
    notes = []
    if repeated:
        notes.append(LedgerEntry("changed", "table.headings_repeated", 0, {"count": repeated}))
    if closed:
        notes.append(LedgerEntry("changed", "geometry.closed", closed))
    stated = "" if _is_only_assumed(source, options) else meta["crs"]
    geometries, reprojected = _in_degrees(geometries, stated, source, options)
    if reprojected:
        notes.append(LedgerEntry("changed", "geo.reprojected", count, {"crs": reprojected}))
    geometries, nowhere = without_nowhere(geometries)
    if nowhere:
        notes.append(LedgerEntry("dropped", "layer.points_nowhere", 0, {"count": nowhere, "layer": name}))
    geometries, cut = cut_at_antimeridian(geometries)
    if cut:
        notes.append(LedgerEntry("changed", "geometry.cut_at_180", cut))
    if is_shapefile and not options.encoding and encoding:
        notes.append(LedgerEntry("guessed", "table.encoding_guessed", 0, {"encoding": encoding}))
    return Layer(name, headings, columns, geometries, frozenset(int(n) + 1 for n in lost), is_shapefile, tuple(notes))


def _shapes(raw: Any) -> tuple[Geometries, int]:
    """Return shapes from WKB, and how many of them only lacked the last corner of an outline; None for what cannot be read."""
    shapes = np.asarray(shapely.from_wkb(raw, on_invalid="ignore"), dtype=object)
    lost = np.flatnonzero([r is not None and g is None for r, g in zip(raw, shapes, strict=True)])
    mended = np.asarray(shapely.from_wkb(raw[lost], on_invalid="fix"), dtype=object)
    shapes[lost] = mended
    return shapes, int((~shapely.is_missing(mended)).sum())


def _finite(geometries: Geometries) -> Geometries:
    """Take away geometries with a corner at infinity or nowhere; they are reported as unreadable."""
    corners, owners = shapely.get_coordinates(geometries, return_index=True)
    bad = np.unique(owners[~np.isfinite(corners).all(axis=1)])
    cleaned = geometries.copy()
    cleaned[bad] = None
    return cleaned


def _is_only_assumed(source: SourceFile, options: ReadOptions) -> bool:
    """Whether the system of a GeoJSON file is none that it states, so that what a person says about it counts."""
    if suffix_of(source) in _BEGINS or not options.crs:
        return False
    with source.stream() as stream:
        before = b""
        while block := stream.read(_BLOCK):
            if _CRS_MEMBER.search(before + block):
                return False
            before = block[-64:]
    return True


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


def _shapefile_code_page(source: SourceFile) -> str:
    """Return the code page of a shapefile that does not state its own, or not the true one; "" for what GDAL finds by itself.

    Raises
    ------
    KnownError
        ``layer.encoding`` where a person has to say it.
    """
    parts = _parts_of_shapefile(source)
    table = parts.get(".dbf", b"")
    records = table[int.from_bytes(table[8:10], "little") :]  # what stands before describes the columns, and is no text
    if len(table) <= _LANGUAGE_DRIVER or records.isascii():
        return ""
    found = code_page_of(records)
    if ".cpg" in parts or table[_LANGUAGE_DRIVER] not in _SAYS_NOTHING:
        # No text of another code page is by chance UTF-8 throughout.
        is_said = parts.get(".cpg", b"").strip().lower() in _UNICODE_NAMES
        return UNICODE if found == UNICODE and not is_said else ""
    if not found:
        raise KnownError("layer.encoding", file=source.name)
    return found


def _parts_of_shapefile(source: SourceFile) -> dict[str, bytes]:
    """Return how the files beside a shapefile begin, by their endings."""
    found = {}
    if source.member:
        stem = str(PurePosixPath(source.member).with_suffix("")).lower()
        with zipfile.ZipFile(source.path) as archive:
            for name in archive.namelist():
                path = PurePosixPath(name)
                if str(path.with_suffix("")).lower() == stem:
                    with archive.open(name) as stream:
                        found[path.suffix.lower()] = stream.read(_BLOCK)
        return found
    for part in source.path.parent.glob(_glob_safe(source.path.stem) + ".*"):
        with part.open("rb") as stream:
            found[part.suffix.lower()] = stream.read(_BLOCK)
    return found


def _glob_safe(text: str) -> str:
    return re.sub(r"([\[\]*?])", r"[\1]", text)


@contextmanager
def _openable(source: SourceFile) -> Iterator[str]:
    """Yield what GDAL may open. A GeoPackage still being written to (``-wal`` beside it) is copied with its companions."""
    if source.member:
        yield f"/vsizip/{source.path.resolve().as_posix()}/{source.member}"
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

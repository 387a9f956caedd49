"""Geographic files of every kind, zipped or not: their layers in degrees, WGS 84, with attributes as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

import numpy as np
import shapely

from mrm_desktop.domain.datasets import LedgerEntry
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.files.source_files import ARCHIVE_FAULTS, SourceFile, check_archive, members_meant
from mrm_desktop.formats.files.table import LATITUDE, LONGITUDE, SHAPE_NUMBER, Block, Table, drop_blank
from mrm_desktop.formats.layers.gdal_layers import SUFFIXES as GDAL_SUFFIXES
from mrm_desktop.formats.layers.gdal_layers import read_gdal_layers, suffix_of
from mrm_desktop.formats.layers.gpx import read_gpx_layers
from mrm_desktop.formats.layers.kml import read_kml_layers
from mrm_desktop.formats.layers.layer import Layer, joined
from mrm_desktop.foundation.progress import Progress

_OWN_READERS: Mapping[str, Callable[[SourceFile, str, Progress], tuple[Layer, ...]]] = {
    ".kml": read_kml_layers,
    ".kmz": read_kml_layers,
    ".gpx": read_gpx_layers,
}
SUFFIXES = (*GDAL_SUFFIXES, *_OWN_READERS)
_SAMPLE_ROWS = 2_000
_POINT, _POLYGON, _MULTIPOINT, _MULTIPOLYGON = 0, 3, 4, 6


def open_layers(source: SourceFile, options: ReadOptions, progress: Progress) -> tuple[Layer, ...]:
    """Read all layers of a file that hold features, or the one that ``options.sheet`` names; of a zip those of all files in it.

    Raises
    ------
    KnownError
        ``layer.not_readable``, ``layer.none``, ``layer.missing``, ``geo.crs_missing``, ``geo.crs_mismatch``, ``geo.not_in_degrees``.
    """
    found = tuple(layer for part, prefix in _parts(source) for layer in _layers_of(part, prefix, options, progress))
    if options.sheet:
        named = tuple(layer for layer in found if layer.name == options.sheet)
        if not named:
            raise KnownError("layer.missing", file=source.name, layer=options.sheet, layers=[layer.name for layer in found])
        return named
    filled = tuple(layer for layer in found if len(layer))
    if not filled:
        links = [note.params["count"] for layer in found for note in layer.notes if note.code == "kml.links_not_followed"]
        if links:
            raise KnownError("layer.only_links", file=source.name, count=sum(links))
        raise KnownError("layer.none", file=source.name)
    return filled


def layers_in_archive(source: SourceFile) -> tuple[str, ...]:
    """Return the geographic files in a zip.

    Raises
    ------
    KnownError
        What :func:`check_archive` raises.
    """
    names = members_meant(check_archive(source))
    return tuple(sorted(name for name in names if name.lower().endswith(SUFFIXES) and not name.lower().endswith(".kmz")))


def _parts(source: SourceFile) -> list[tuple[SourceFile, str]]:
    """Return the files to read, each with what its layers are called after where there are several."""
    if not (source.is_zip and source.suffix == ".zip"):
        return [(source, "")]
    names = layers_in_archive(source)
    return [(source.part(n), str(PurePosixPath(n).with_suffix("")) if len(names) > 1 else "") for n in names]


def _layers_of(part: SourceFile, prefix: str, options: ReadOptions, progress: Progress) -> tuple[Layer, ...]:
    own = _OWN_READERS.get(suffix_of(part))
    try:
        found = own(part, options.encoding, progress) if own is not None else read_gdal_layers(part, options, progress)
    except ARCHIVE_FAULTS as error:
        if not (part.member or part.is_zip):
            raise
        raise KnownError("archive.broken", file=part.name) from error
    if not prefix:
        return found
    alone = len(found) == 1
    return tuple(replace(layer, name=prefix if alone else f"{prefix} / {layer.name}") for layer in found)


def open_layer_table(source: SourceFile, options: ReadOptions, progress: Progress) -> Table:
    """Open a geographic file as a table of all its layers: attributes, and where each shape lies in columns of their own.

    Where some layers hold points, only these are read: the others are roads, outlines or tracks.
    """
    layers = open_layers(source, options, progress)
    meant = [layer for layer in layers if _holds_points(layer)] or list(layers)
    others = [layer.name for layer in layers if layer not in meant]
    left = [LedgerEntry("dropped", "layer.without_points", 0, {"layers": others, "count": len(others)})] if others else []
    return layer_table(source, joined(meant), tuple(left), inner_points=True)


def _holds_points(layer: Layer) -> bool:
    kinds = shapely.get_type_id(layer.geometries)
    return bool((kinds == _POINT).any() or (kinds < 0).all())


def layer_table(source: SourceFile, layer: Layer, notes: tuple[LedgerEntry, ...] = (), inner_points: bool = False) -> Table:
    """Show a layer as a table. Features count from 1.

    Parameters
    ----------
    inner_points : bool
        Whether an outline lies where a point inside it does; else only points lie anywhere.
    """
    points, inside = _points(layer, inner_points)
    there = ~(shapely.is_missing(points) | shapely.is_empty(points))
    east, north, number = (np.full(len(layer), "", dtype=object) for _ in range(3))
    east[there] = [repr(float(x)) for x in shapely.get_x(points[there])]
    north[there] = [repr(float(y)) for y in shapely.get_y(points[there])]
    drawn = ~(shapely.is_missing(layer.geometries) | shapely.is_empty(layer.geometries))
    number[drawn] = [str(n + 1) for n in np.flatnonzero(drawn)]
    columns = {**layer.columns, LONGITUDE: east, LATITUDE: north, SHAPE_NUMBER: number}
    everything = Block(np.arange(1, len(layer) + 1, dtype=np.int64), columns)
    headings = (*layer.headings, LONGITUDE, LATITUDE, SHAPE_NUMBER)
    sample = Block(everything.rows[:_SAMPLE_ROWS], {h: c[:_SAMPLE_ROWS] for h, c in columns.items()})
    said = (LedgerEntry("guessed", "layer.point_inside", inside),) if inside else ()
    return Table(
        source,
        layer.name,
        headings,
        ("",) * len(headings),
        0,
        sample,
        partial(_layer_blocks, everything),
        (*layer.notes, *notes, *said),
        layer.unreadable,
    )


def _points(layer: Layer, inner_points: bool) -> tuple[np.ndarray, int]:
    """Return where each shape lies, and how many of these points stand for an outline."""
    points = layer.geometries.copy()
    kinds = shapely.get_type_id(points)
    single = (kinds == _MULTIPOINT) & (shapely.get_num_geometries(points) == 1)
    points[single] = shapely.get_geometry(points[single], 0)
    outlined = np.isin(kinds, (_POLYGON, _MULTIPOLYGON)) & inner_points
    points[outlined] = shapely.point_on_surface(points[outlined])
    points[shapely.get_type_id(points) != _POINT] = None
    return points, int(outlined.sum())


def _layer_blocks(everything: Block, wanted: Sequence[str], progress: Progress) -> Iterator[Block]:
    progress.step(len(everything), len(everything), "import.rows")
    yield drop_blank(Block(everything.rows, {h: everything.columns[h] for h in wanted}))

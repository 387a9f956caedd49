"""A first look at a file before it is imported: headings, a few rows, what it seems to be. Guarded columns stay covered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import shapely

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.clean_text import one_line
from mrm_desktop.formats.files.read_options import AreaOptions, CommunityOptions, ReadOptions
from mrm_desktop.formats.files.source_files import inspect
from mrm_desktop.formats.files.table import Table
from mrm_desktop.formats.imports.record_kinds import RECORD_KINDS
from mrm_desktop.formats.kinds.boundary_columns import boundary_columns
from mrm_desktop.formats.kinds.incident_sources import source_of
from mrm_desktop.formats.layers.layer import Layer, joined
from mrm_desktop.formats.layers.open_layers import layer_table, open_layers
from mrm_desktop.formats.rows.code_columns import map_placed
from mrm_desktop.formats.rows.column_spec import Need
from mrm_desktop.formats.rows.columns import heading_key, map_columns, specs_of
from mrm_desktop.formats.rows.guard import masked
from mrm_desktop.formats.rows.incident_columns import TYPE_OF_INCIDENT
from mrm_desktop.formats.survey.community_columns import server_of, survey_columns
from mrm_desktop.formats.tables.open_table import holds_layers, open_table, sheets_of
from mrm_desktop.foundation.progress import Progress, Silent
from mrm_desktop.geo.area_index import AreaIndex

ROWS = 8
MAX_SHOWN = 80
SENTENCE = 5  # words
MOST_POINTS = 500
_WANTED = {
    DatasetKind.COMMUNITY: ("rating", "collected_on"),
    DatasetKind.INCIDENTS: ("happened_on",),
    DatasetKind.PRESENCE: ("latitude", "longitude"),
}
FACTS_ENDING = ".toml"
COVER = "\u2022\u2022\u2022"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a wizard shows.

    Attributes
    ----------
    kind : DatasetKind | None
        What the file seems to be; None where it could be anything.
    mapping : Mapping[str, str]
        Field to heading, as it would be guessed for ``kind``; "" for what is needed and was not found.
    rows : tuple[tuple[str, ...], ...]
        The first rows in the order of ``headings``; cells of guarded columns are covered.
    covered : Mapping[str, str]
        Guarded headings with the reason (``guard_reason.<reason>`` in the catalogue).
    sheet : str
        Sheet, layer, or member of a zip that was looked at; "" where the format has only one.
    sheets : tuple[str, ...]
        Layers of a geographic file, or sheets of a workbook; empty for a file that is one table.
    member : str
        The file inside a zip that is read; "" for every other file.
    points : tuple[tuple[float, float], ...]
        Where the first rows lie, longitude and latitude, as far as the mapping says it in decimal degrees; of shapes a point in each.
    reads_all : bool
        Whether all of ``sheets`` are read unless one is chosen, as the layers of a map file are.
    """

    file_name: str
    sheet: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: DatasetKind | None
    mapping: Mapping[str, str]
    covered: Mapping[str, str]
    sheets: tuple[str, ...] = ()
    member: str = ""
    points: tuple[tuple[float, float], ...] = ()
    reads_all: bool = False


def preview(
    path: Path, kind: DatasetKind | None = None, options: ReadOptions | None = None, progress: Progress | None = None
) -> Preview:
    """Look at a file without importing it.

    Parameters
    ----------
    path : Path
        The file.
    kind : DatasetKind | None
        What it is to be; None to guess.

    Raises
    ------
    KnownError
        ``import.facts_file`` where it holds answers and no table; what opening the file raises.
    """
    if path.suffix.lower() == FACTS_ENDING:
        raise KnownError("import.facts_file", file=path.name)
    said, watcher = options or ReadOptions(), progress or Silent()
    source = inspect(path, watcher)
    layers: tuple[Layer, ...] = ()
    chosen: tuple[Layer, ...] = ()
    if holds_layers(source):
        layers = open_layers(source, replace(said, sheet=""), watcher)  # all, so that they can be chosen among
        chosen = tuple(layer for layer in layers if said.sheet in ("", layer.name)) or layers
        table = layer_table(source, joined(chosen), inner_points=True)
    else:
        table = open_table(source, said, watcher)
    shown = joined(chosen) if chosen else None
    guessed = kind or guess_kind(table, shown)
    covered = masked(table, guessed or DatasetKind.COMMUNITY)
    mapping = _mapping(table, guessed, said, chosen)
    read = {heading for heading in mapping.values() if heading}
    rows = tuple(
        tuple(COVER if h in covered else _shown(table.sample.column(h)[n], h in read) for h in table.headings)
        for n in range(min(ROWS, len(table.sample)))
    )
    sheets = tuple(layer.name for layer in layers) or sheets_of(source)
    points = _points_in(shown) if shown is not None else _points_of(table, mapping)
    member, reads_all = table.source.member, bool(layers)
    return Preview(source.name, table.sheet, table.headings, rows, guessed, mapping, covered, sheets, member, points, reads_all)


def _shown(value: object, is_read: bool) -> str:
    """Return a cell as it is shown: whole sentences in a column that serves no field are what somebody told, whatever its heading."""
    text = one_line(str(value))
    return COVER if not is_read and len(text.split()) >= SENTENCE else text[:MAX_SHOWN]


def _points_in(layer: Layer) -> tuple[tuple[float, float], ...]:
    shapes = layer.geometries[:MOST_POINTS]
    there = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    return tuple((float(x), float(y)) for x, y in shapely.get_coordinates(shapely.point_on_surface(there)).tolist())


def _points_of(table: Table, mapping: Mapping[str, str]) -> tuple[tuple[float, float], ...]:
    if not (mapping.get("latitude") and mapping.get("longitude")):
        return ()
    rows = zip(table.sample.column(mapping["longitude"]), table.sample.column(mapping["latitude"]), strict=True)
    found = (_degrees(x, y) for x, y in rows)
    return tuple(point for point in found if point is not None)[:MOST_POINTS]


def _degrees(longitude: str, latitude: str) -> tuple[float, float] | None:
    try:
        x, y = float(longitude), float(latitude)
    except ValueError:
        return None
    return (x, y) if abs(x) <= 180 and abs(y) <= 90 else None


def guess_kind(table: Table, layer: Layer | None = None) -> DatasetKind | None:
    """Return what a table or layer seems to be, or None."""
    keys = {heading_key(h) for h in table.headings}
    days_of_incidents = {"happened_on", "event_date", "incident_date", "date_of_incident"}
    if source_of(table) is not None or keys & {*days_of_incidents, *TYPE_OF_INCIDENT}:
        return DatasetKind.INCIDENTS
    if server_of(table):
        return DatasetKind.COMMUNITY
    if "stance" in keys or {"actor", "able_to_harm"} <= keys:
        return DatasetKind.ARMED_ACTORS
    if {"rating", "mean_rating", "value_ordinal"} & keys:
        return DatasetKind.COMMUNITY
    if keys & {"mission", "patrol_frequency", "frequency", "last_confirmed", "contingent"}:
        return DatasetKind.PRESENCE
    if layer is not None and bool((shapely.get_dimensions(layer.geometries) == 2).any()):
        try:
            boundary_columns(layer, AreaOptions(), table.file)
        except KnownError:
            return DatasetKind.PRESENCE
        return DatasetKind.AREAS
    places = map_columns(table, DatasetKind.PLACES, {})
    return DatasetKind.PLACES if "name" in places and ("latitude" in places or "area_code" in places) else None


def _mapping(table: Table, kind: DatasetKind | None, said: ReadOptions, layers: tuple[Layer, ...]) -> Mapping[str, str]:
    if kind is None:
        return {}
    try:
        if kind is DatasetKind.AREAS and layers:
            outlined = [layer for layer in layers if (shapely.get_dimensions(layer.geometries) == 2).any()] or layers
            found = boundary_columns(outlined[0], said, table.file, names_will_do=True)
            return {"code": found.code, "name": found.name}
        if kind is DatasetKind.COMMUNITY:
            community = RECORD_KINDS[kind].options_from(said)
            assert isinstance(community, CommunityOptions)
            return dict(survey_columns(table, community, None, AreaIndex(())).mapped.columns)
    except KnownError:
        pass  # the wizard shows what is missing; a preview never fails for it
    return _with_open_fields(kind, _guessed(table, kind, said))


def _guessed(table: Table, kind: DatasetKind, said: ReadOptions) -> dict[str, str]:
    try:
        return dict(map_placed(table, kind, said.columns, AreaIndex(())).columns)
    except KnownError as error:
        if error.code != "table.several_positions":
            raise
    # Nothing is chosen among them: the person who looks does that.
    return {**map_columns(table, kind, said.columns).columns, "latitude": "", "longitude": ""}


def _with_open_fields(kind: DatasetKind, mapping: dict[str, str]) -> dict[str, str]:
    """Add what the kind cannot do without and no column was found for, so that a person can say which it is."""
    always = tuple(spec.id for spec in specs_of(kind) if spec.required is Need.ALWAYS)
    wanted = () if kind is DatasetKind.AREAS else (*always, *_WANTED.get(kind, ()))
    open_fields = [f for f in wanted if f not in mapping and not (f == "rating" and "mean_rating" in mapping)]
    return {**dict.fromkeys(open_fields, ""), **mapping}

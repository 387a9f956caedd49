"""One specification for each column: what it means, its unit, range and words, when it is required, how sensitive it is.

Checks, recognition of headings, templates and help all come from here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.table import LATITUDE, LONGITUDE, SHAPE_NUMBER, Table
from mrm_desktop.formats.rows.column_spec import ColumnSpec, Need, Unless
from mrm_desktop.formats.rows.column_specs import SPECS
from mrm_desktop.foundation.languages import BY_CODE

_GEOPOINT = {
    "latitude": re.compile(r"(?:^|[/_.-])latitude$", re.IGNORECASE),
    "longitude": re.compile(r"(?:^|[/_.-])longitude$", re.IGNORECASE),
}
# Where a layer has a shape, its attributes were typed, copied or in another system; the shape is what somebody sees on a map.
_OF_GEOMETRY = {"latitude": LATITUDE, "longitude": LONGITUDE}
COORDINATES = frozenset({"latitude", "longitude", "position"})
_TRUNCATED = 10
# ODK Central joins the names of groups with hyphens, Kobo with slashes.
_ODK = frozenset({"KEY", "SubmissionDate"})


@dataclass(frozen=True, slots=True)
class Mapped:
    """Which column serves as which field.

    Attributes
    ----------
    columns : Mapping[str, str]
        Field to heading.
    constants : Mapping[str, str]
        Field to a value that holds for every row.
    guessed : tuple[str, ...]
        Fields found by their heading and not stated by a person.
    attributes : Mapping[str, str]
        Columns in which a layer says again where its shapes are, by field; the geometry outranks them.
    """

    columns: Mapping[str, str]
    constants: Mapping[str, str]
    guessed: tuple[str, ...]
    attributes: Mapping[str, str]

    def __contains__(self, field: object) -> bool:
        return field in self.columns or field in self.constants

    def require(self, table: Table, kind: DatasetKind, *fields: str) -> None:
        """Insist on fields.

        Raises
        ------
        KnownError
            ``table.column_missing`` with the field, the file, the sheet and the headings there are.
        """
        for field in fields:
            if field not in self:
                raise KnownError(
                    "table.column_missing",
                    file=table.file,
                    sheet=table.sheet,
                    field=field,
                    row=table.heading_row,
                    columns=list(table.headings[:40]),
                    kind=kind.value,
                )


@lru_cache(maxsize=16)
def specs_of(kind: DatasetKind) -> tuple[ColumnSpec, ...]:
    """Return the columns of one kind of table in the order of its template."""
    return tuple(spec for spec in SPECS if kind in spec.kinds)


def example_cells(kind: DatasetKind) -> dict[str, str]:
    """Return the example row of a kind's template, by field. It has no coordinates: an invented place on a real map would be evidence."""
    return {spec.id: spec.example for spec in specs_of(kind) if spec.example and spec.id not in COORDINATES}


@lru_cache(maxsize=256)
def spec_of(kind: DatasetKind, field: str) -> ColumnSpec:
    """Return the specification of one column of a kind of table."""
    return next(spec for spec in specs_of(kind) if spec.id == field)


def require_columns(table: Table, kind: DatasetKind, mapped: Mapped) -> None:
    """Insist on the columns that the specifications of a kind require.

    Raises
    ------
    KnownError
        ``table.column_missing``, as :meth:`Mapped.require`.
    """
    for spec in specs_of(kind):
        alternatives = spec.required.fields if isinstance(spec.required, Unless) else ()
        if spec.required is not Need.NEVER and not any(field in mapped for field in alternatives):
            mapped.require(table, kind, spec.id)


def map_columns(table: Table, kind: DatasetKind, stated: Mapping[str, str], truncated: bool = False) -> Mapped:
    """Find the column of each field: what a person stated first, then HXL tags, then headings.

    Parameters
    ----------
    table : Table
        The table.
    stated : Mapping[str, str]
        Field to heading, to ``=constant``, or to "" where no column is it, whatever its heading.
    truncated : bool
        Whether headings may have been cut after ten characters, as in a shapefile.

    Raises
    ------
    KnownError
        ``mapping.field_unknown`` or ``mapping.column_unknown``, naming what there is.
    """
    specs = specs_of(kind)
    columns: dict[str, str] = {}
    constants: dict[str, str] = {}
    for field, heading in stated.items():
        if field not in {s.id for s in specs}:
            raise KnownError("mapping.field_unknown", field=field, fields=[s.id for s in specs])
        if heading.startswith("="):
            constants[field] = heading[1:].strip()
        elif heading in table.headings:
            columns[field] = heading
        elif heading:
            raise KnownError("mapping.column_unknown", file=table.file, column=heading, columns=list(table.headings[:40]))
    free = [h for h in table.headings if h not in columns.values()]
    guessed = []
    for spec in specs:
        if spec.id in columns or spec.id in constants or stated.get(spec.id) == "":
            continue
        geometry = _OF_GEOMETRY.get(spec.id)
        heading_found = geometry if geometry in free else _find(spec, free, table, truncated)
        if heading_found is not None:
            columns[spec.id] = heading_found
            guessed.append(spec.id)
            free.remove(heading_found)
    return Mapped(columns, constants, tuple(guessed), _attributes(specs, columns, free, table, truncated))


def _attributes(
    specs: Sequence[ColumnSpec], columns: Mapping[str, str], free: Sequence[str], table: Table, truncated: bool
) -> dict[str, str]:
    """Find the columns that say in numbers what the geometry of a layer says, so that the two can be compared."""
    if any(columns.get(f) != geometry for f, geometry in _OF_GEOMETRY.items()):
        return {}
    found = {spec.id: _find(spec, free, table, truncated) for spec in specs if spec.id in _OF_GEOMETRY}
    return {f: heading for f, heading in found.items() if heading} if all(found.values()) else {}


def _find(spec: ColumnSpec, free: Sequence[str], table: Table, truncated: bool) -> str | None:
    tags = dict(zip(table.headings, table.tags, strict=True))
    for tag in spec.tags:
        for heading in free:
            if tags[heading] and _same_tag(tag, tags[heading]):
                return heading
    if spec.unit == "day":
        # What a tag says of a day - that it was reported then, or is a year - outranks what its heading sounds like.
        free = [h for h in free if "+" not in tags[h]]
    whole = {heading_key(h): h for h in reversed(free)}
    separator = "-" if set(table.headings) >= _ODK else "/"
    last = {heading_key(h.rsplit(separator, 1)[-1]): h for h in reversed(free) if separator in h}
    for alias in (spec.id, *spec.aliases):
        key = heading_key(alias)
        if key in whole:
            return whole[key]
        if key in last:
            return last[key]
        if truncated and len(key) > _TRUNCATED and key[:_TRUNCATED] in whole:
            return whole[key[:_TRUNCATED]]
    return _geopoint_part(spec.id, free)


def _geopoint_part(field: str, free: Sequence[str]) -> str | None:
    """Find Kobo's ``_gps_latitude`` or ODK's ``loc-Latitude``; shapes without a name can be told by number."""
    if field == "name" and SHAPE_NUMBER in free:
        return SHAPE_NUMBER
    if field not in _GEOPOINT:
        return None
    return next((h for h in free if _GEOPOINT[field].search(h)), None)


def _same_tag(wanted: str, found: str) -> bool:
    """Whether a tag of a file means the wanted one: the same tag with at least its attributes, in any order.

    A tag without attributes is only met by one that has none, or says in which language it is: ``#date+reported`` is another day
    than ``#date``, and so is ``#date+start+year`` than ``#date+start``.
    """
    want, have = wanted.split("+"), found.split("+")
    more = {a for a in set(have[1:]) - set(want[1:]) if a not in BY_CODE and not a.startswith("v_")}
    strict = len(want) == 1 or want[0] == "#date"
    return want[0] == have[0] and set(want[1:]) <= set(have[1:]) and not (strict and more)


@lru_cache(maxsize=16384)
def heading_key(heading: str) -> str:
    """Return the form in which two spellings of one heading are equal."""
    folded = unicodedata.normalize("NFKD", heading.casefold())
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"[^\w]+|_+", "_", folded).strip("_")

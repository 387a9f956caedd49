"""The public event data sets that offices hold, known by their headings, and how exact each says its places are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.incidents import LocationPrecision
from mrm_desktop.formats.files.cells import parse_number
from mrm_desktop.formats.files.table import Table
from mrm_desktop.formats.rows.columns import heading_key

_P = LocationPrecision


@dataclass(frozen=True, slots=True)
class EventSource:
    """A public data set.

    Attributes
    ----------
    name : str
        How it is cited.
    telling : frozenset[str]
        Headings, normalised, that together give it away.
    columns : Mapping[str, str]
        Field to normalised heading, where the general aliases would choose another column.
    place : Mapping[int, LocationPrecision]
        Its own code for the exactness of the place.
    place_column : str
        Normalised heading of that code.
    area_from_point : frozenset[int]
        Codes at which the point, though not exact, lies in the right first-level area.
    days : Mapping[int, int]
        Its own code for the exactness of the day, to the days within which the true one lies.
    types : Mapping[str, str]
        Codes of kinds of events to words.
    """

    name: str
    telling: frozenset[str]
    columns: Mapping[str, str]
    place: Mapping[int, LocationPrecision]
    place_column: str = ""
    area_from_point: frozenset[int] = frozenset()
    days: Mapping[int, int] | None = None
    types: Mapping[str, str] | None = None


SOURCES = (
    # ACLED codebook: 1 the town itself, 2 a small part of a region named by a town nearby, 3 a whole region by its capital.
    EventSource(
        "ACLED",
        frozenset({"event_id_cnty", "event_date", "geo_precision"}),
        {"key": "event_id_cnty", "type": "sub_event_type"},
        {1: _P.SETTLEMENT, 2: _P.AREA, 3: _P.AREA},
        "geo_precision",
        frozenset({1, 2, 3}),
        days={1: 1, 2: 7, 3: 31},
    ),
    # UCDP GED codebook: 1 exact, 2 within 25 km, 3 second-level area, 4 first-level area, 5 vague, 6 country, 7 air or sea.
    EventSource(
        "UCDP GED",
        frozenset({"where_prec", "type_of_violence", "date_start"}),
        {
            **{"key": "id", "type": "type_of_violence", "happened_on": "date_start", "location_precision": "where_prec"},
            **{"adm1_name": "adm_1", "adm2_name": "adm_2"},
        },
        {1: _P.EXACT, 2: _P.SETTLEMENT, 3: _P.AREA, 4: _P.AREA, 5: _P.AREA, 6: _P.COUNTRY, 7: _P.COUNTRY},
        "where_prec",
        frozenset({1, 2, 3, 4}),
        types={"1": "state-based conflict", "2": "non-state conflict", "3": "one-sided violence"},
    ),
    EventSource(
        "AWSD",
        frozenset({"incident_id", "means_of_attack", "attack_context"}),
        {"key": "incident_id", "type": "means_of_attack"},
        {},
    ),
    EventSource(
        "Insecurity Insight",
        frozenset({"sind_event_id", "date", "geo_precision"}),
        {"key": "sind_event_id", "type": "weapon_carried_used", "happened_on": "date"},
        {},
        "geo_precision",
    ),
)


def source_of(table: Table) -> EventSource | None:
    """Return the public data set that a table comes from, or None."""
    keys = {heading_key(h) for h in table.headings}
    return next((source for source in SOURCES if source.telling <= keys), None)


def stated_columns(source: EventSource | None, table: Table, said: Mapping[str, str]) -> dict[str, str]:
    """Return the columns to use for certain fields: those a person stated, then those of the data set."""
    keys = {heading_key(h): h for h in reversed(table.headings)}
    known = {} if source is None else {f: keys[k] for f, k in source.columns.items() if k in keys}
    return {**known, **said}


def precision_reader(source: EventSource | None) -> Callable[[str], tuple[LocationPrecision, bool]]:
    """Return a function from the text of a precision cell to the precision and whether the point at least names the area."""

    def read(text: str) -> tuple[LocationPrecision, bool]:
        if source is not None and source.place:
            try:
                code = int(parse_number(text))
            except KnownError:
                return LocationPrecision.UNKNOWN, False
            return source.place.get(code, LocationPrecision.UNKNOWN), code in source.area_from_point
        key = heading_key(text)
        if key in ("exact", "exact_location", "precise", "1"):
            return LocationPrecision.EXACT, True
        if key in ("settlement", "town", "village", "city", "2"):
            return LocationPrecision.SETTLEMENT, True
        if key.startswith(("country", "pays")):
            return LocationPrecision.COUNTRY, False
        if key in ("area", "district", "county", "region", "province", "admin1", "admin2", "3", "4"):
            return LocationPrecision.AREA, True
        return LocationPrecision.UNKNOWN, False

    return read

"""What a record says, whatever file brought it: by this it is known again where the file gives it no number of its own."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from typing import Any

from mrm_desktop.domain.evidence import ActorReport, AreaEvidence
from mrm_desktop.domain.geography import Place, Presence
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.formats.rows.reading import Record
from mrm_desktop.geo.outline import bounds_of

_OF_A_READING = frozenset({"id", "dataset_id", "matched_by", "nearest_base_km"})
# The source of most records is the name of their file, which is what must not matter; a report of an armed actor names its own.
_OF_A_FILE = {Presence: {"source", "geometry"}, AreaEvidence: {"source"}, Incident: {"source"}, Place: set(), ActorReport: set()}
_ENDS = frozenset({"valid_to"})
_SAME_DEGREES = 4
_DIGITS = 9


def content_of(record: Record, public: str = "", without_end: bool = False) -> Hashable:
    """Return what a record is known by.

    Parameters
    ----------
    public : str
        The public data set that brought it; "" for a file of one's own. The number of a public data set names one record also when its
        day was corrected; that of a sheet begins again in the next one, and names a record only together with its day and place.
    without_end : bool
        Whether the day on which it ends is left open: a newer file may end what an older one left open.
    """
    if isinstance(record, Incident) and record.key:
        return (public, record.key) if public else (record.key, record.happened_on, record.point, record.area_code)
    left = _OF_A_READING | _OF_A_FILE.get(type(record), set()) | (_ENDS if without_end else set())
    said = _said(record, frozenset(left))
    if isinstance(record, Presence):
        return said, _rounded_point(bounds_of(record.geometry))
    return said


def _said(value: Any, left: frozenset[str]) -> Hashable:
    """Return a value as what can be compared: numbers without the last digits, in which a sum depends on its order."""
    if is_dataclass(value):
        return tuple(_field(value, f.name, left) for f in fields(value) if f.name not in left)
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}")
    if isinstance(value, tuple):
        return tuple(_said(one, left) for one in value)
    return value if isinstance(value, Hashable) else repr(value)


def _field(record: Any, name: str, left: frozenset[str]) -> Hashable:
    value = getattr(record, name)
    if name in ("point", "base_point") and value is not None:
        return _rounded_point(value)
    if name == "name" and isinstance(value, str):
        return "" if _is_numbered(record, value) else value.casefold()
    return value.casefold() if isinstance(value, str) and type(value) is str else _said(value, left)


def _is_numbered(record: Any, name: str) -> bool:
    """Whether a name may be the file's with a number: what has no name is called so, and its position says which it is."""
    return name[-1:].isdigit() and (getattr(record, "point", None) is not None or isinstance(record, Presence))


def _rounded_point(degrees: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(round(one, _SAME_DEGREES) for one in degrees)

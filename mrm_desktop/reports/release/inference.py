"""What a reader can still work out from what was released: one reader, two compared, all four side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mrm_desktop.reports.release.ladder import FIELDS, HIGH_STRATA, Field, Reader, ReleasedView, may_read


@dataclass(frozen=True, slots=True)
class Inference:
    """What a reader can still work out from a field, as a code of the catalogue."""

    field: str
    code: str
    count: int


def can_infer(released: ReleasedView) -> tuple[Inference, ...]:
    """List what the reader of a file can still work out, with how many rows it rests on."""
    found = []
    for one in FIELDS:
        count = _rows_of(one, released)
        if may_read(released.reader, one.name) and count:
            found.append(Inference(one.name, f"infer.{one.name}", count))
    return tuple(found)


def difference(more: ReleasedView, less: ReleasedView) -> tuple[Inference, ...]:
    """List what the reader of ``more`` can work out and the reader of ``less`` cannot."""
    known = {inference.field for inference in can_infer(less)}
    return tuple(inference for inference in can_infer(more) if inference.field not in known)


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that can be worked out, and on how many rows each reader could; 0 for not at all."""

    field: str
    code: str
    counts: Mapping[Reader, int]


def compare_readers(views: Mapping[Reader, ReleasedView]) -> tuple[Compared, ...]:
    """Set beside each other what every reader can still work out, field by field."""
    found = {reader: {i.field: i.count for i in can_infer(view)} for reader, view in views.items()}
    rows = (Compared(f.name, f"infer.{f.name}", {r: found[r].get(f.name, 0) for r in views}) for f in FIELDS)
    return tuple(row for row in rows if any(row.counts.values()))


def _rows_of(one: Field, released: ReleasedView) -> int:
    if one.table == "areas":
        return sum(area.values.get(one.name) not in (None, "") for area in released.areas)
    if one.name == "displaced_and_host":
        return sum(p.stratum in HIGH_STRATA for p in released.perceptions)
    if one.name == "small_cells":
        return sum(p.is_small and not p.suppressed for p in released.perceptions)
    rows = {
        "perceptions": len(released.perceptions),
        "actors": len(released.actors),
        "places": len(released.places),
        "presence": len(released.presence),
        "conditions": sum(bool(area.conditions) for area in released.areas),
        "contacts": 0,  # no view has any: duty lines leave on the card for the wallet and with a trip
        "decisions": 1,
    }
    return rows[one.table]

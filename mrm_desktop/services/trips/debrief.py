"""After a trip: a debrief file becomes staff observations, incidents and reset events, each through the same door as any other file."""

from __future__ import annotations

import csv
import re
import tempfile
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.debriefs import Debrief, Event, Observation, Seen, TripOutcome
from mrm_desktop.domain.decisions import Decision
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import ResetEvent
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import EvidenceMethod, Stratum
from mrm_desktop.formats.facts import Facts
from mrm_desktop.formats.reading import ReadOptions
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.project.ports import UnitsOfWork
from mrm_desktop.services.evidence.add_facts import add_facts
from mrm_desktop.services.evidence.import_data import Imported, import_data
from mrm_desktop.services.trips.read_typed_file import check_keys, read_typed

FORMAT = "mrm-debrief/1"
DUE = timedelta(hours=48)
_TABLES: dict[str, type[Any]] = {"observation": Observation, "incident": Seen, "event": Event}
_KEYS = {"format", "returned_on", "outcome", "source", "grade", "near_misses", *_TABLES}
_CODE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_NEEDED = ("returned_on", "outcome", "source", "grade")


@dataclass(frozen=True, slots=True)
class Debriefed:
    """What a debrief brought.

    Attributes
    ----------
    imported : tuple[Imported, ...]
        What the import door made of observations and incidents, each with its ledger.
    decide_again : tuple[Decision, ...]
        Decisions in force on areas of which something new is known.
    late : bool
        Whether the debrief came later than 48 hours after return.
    """

    imported: tuple[Imported, ...]
    events: int
    decide_again: tuple[Decision, ...]
    late: bool


def read_debrief(path: Path) -> Debrief:
    """Read a debrief file (``mrm-debrief/1``, TOML).

    Raises
    ------
    KnownError
        ``trip.no_file``, ``trip.not_toml``, ``debrief.format``, ``trip.unknown_key``, ``trip.missing_key``, ``trip.bad_value``.
    """
    found = read_typed(path, FORMAT, "debrief.format")
    check_keys("debrief", found, _KEYS, _NEEDED)
    near = found.get("near_misses", 0)
    if not _CODE_NAME.fullmatch(str(found["source"])):
        raise KnownError("debrief.source", source=str(found["source"])[:40])
    if type(found["returned_on"]) is not date or type(near) is not int:
        raise KnownError("trip.bad_value", where="debrief", found=type(found["returned_on"]).__name__)
    rows = {name: tuple(_row(name, entry, n) for n, entry in enumerate(found.get(name, []), start=1)) for name in _TABLES}
    return Debrief(
        returned_on=found["returned_on"],
        outcome=TripOutcome.parse(found["outcome"], "outcome"),
        source=str(found["source"]),
        grade=Grade.parse(str(found["grade"])),
        near_misses=near,
        observations=rows["observation"],
        incidents=rows["incident"],
        events=rows["event"],
    )


def take_debrief(project: UnitsOfWork, debrief: Debrief, workshop: Path, now: datetime, dry_run: bool = False) -> Debriefed:
    """Bring what a team learnt into the project.

    Parameters
    ----------
    workshop : Path
        Folder of the debrief file; the tables that the import door reads are made there and removed at once.

    Raises
    ------
    KnownError
        ``facts.unknown_area``, before anything was taken in.
    """
    with project.read() as repository:
        unknown = sorted(debrief.areas - {area.code for area in repository.areas()})
    if unknown:
        raise KnownError("facts.unknown_area", code=unknown[0])
    imported = []
    options = ReadOptions(
        source=debrief.source, grade=debrief.grade, method=EvidenceMethod.STAFF_OBSERVATION, today=debrief.returned_on
    )
    with tempfile.TemporaryDirectory(dir=workshop, prefix=".mrm-") as folder:
        for kind, rows in _tables(debrief):
            # Each debrief has a name of its own: a file of the same name would take the place of the one before.
            path = Path(folder) / f"{debrief.source}-{kind}.csv"
            with path.open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream).writerows(rows)
            imported.append(import_data(project, path, kind, options, now, dry_run))
    events = tuple(ResetEvent(new_id(), e.area_code, e.kind, e.happened_on, debrief.source, debrief.grade) for e in debrief.events)
    if events and not dry_run:
        add_facts(project, Facts(reset_events=events))
    with project.read() as repository:
        superseded = {head.supersedes for head in repository.decision_heads() if head.supersedes}
        decisions = sorted((d for code in debrief.areas for d in repository.decisions_of(code)), key=lambda d: d.sequence)
    again = [d for d in decisions if d.id not in superseded and d.expires_on >= debrief.returned_on]
    return Debriefed(tuple(imported), len(events), tuple(again), now.date() - debrief.returned_on > DUE)


def _tables(debrief: Debrief) -> list[tuple[DatasetKind, list[list[Any]]]]:
    method, tables = EvidenceMethod.STAFF_OBSERVATION.value, []
    if debrief.observations:
        head: list[Any] = ["area_code", "stratum", "mean_rating", "answered", "collected_on", "method", "round"]
        seen = debrief.observations
        rows = [[o.area_code, o.stratum.value, o.rating, o.heard, o.on.isoformat(), method, f"{o.on:%Y-%m}"] for o in seen]
        tables.append((DatasetKind.COMMUNITY, [head, *rows]))
    if debrief.incidents:
        head = ["incident_id", "date", "type", "area_code", "precision", "source"]
        met, source = enumerate(debrief.incidents, start=1), debrief.source
        rows = [[f"{source}-{n}", i.on.isoformat(), i.type, i.area_code, "area", source] for n, i in met]
        tables.append((DatasetKind.INCIDENTS, [head, *rows]))
    return tables


def _row(name: str, entry: Any, number: int) -> Any:
    where, kind = f"{name} {number}", _TABLES[name]
    if not isinstance(entry, dict):
        raise KnownError("trip.bad_value", where=where, found=type(entry).__name__)
    names = {f.name for f in fields(kind)}
    check_keys(where, entry, names, tuple(sorted(names)))
    values = dict(entry)
    for key, value in values.items():
        wanted: Any = {"on": date, "happened_on": date, "rating": (int, float), "heard": int}.get(key, str)
        if not isinstance(value, wanted) or isinstance(value, bool):
            raise KnownError("trip.bad_value", where=f"{where}.{key}", found=type(value).__name__)
    if "stratum" in values:
        values["stratum"] = Stratum.parse(values["stratum"], where)
    if "rating" in values and not -2 <= values["rating"] <= 2:
        raise KnownError("trip.out_of_range", where=f"{where}.rating", least=-2, most=2)
    return kind(**values)

"""After a trip: a debrief file becomes staff observations, incidents and reset events, each through the same door as any other file."""

from __future__ import annotations

import csv
import re
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.debriefs import Debrief, Observation
from mrm_desktop.domain.decisions import Decision
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import RATING_MAX, RATING_MIN, ResetEvent
from mrm_desktop.domain.vocabulary import EvidenceMethod
from mrm_desktop.formats.facts import Facts
from mrm_desktop.formats.read_options import CommunityOptions
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.codec import Codec, Rules
from mrm_desktop.project.ports import Project
from mrm_desktop.services.evidence.add_facts import add_facts
from mrm_desktop.services.evidence.import_data import Imported, import_data
from mrm_desktop.services.trips.read_typed_file import read_entry, read_typed

FORMAT = "mrm-debrief/1"
DUE = timedelta(hours=48)
_KEYS = {"observations": "observation", "incidents": "incident", "events": "event"}
_CODEC = Codec(Rules(json=False, renamed={Debrief: _KEYS}, ranges={Observation: {"rating": (RATING_MIN, RATING_MAX)}}))
_CODE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


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
    debrief = read_entry(_CODEC, Debrief, found, "debrief")
    if not _CODE_NAME.fullmatch(debrief.source):
        raise KnownError("debrief.source", source=debrief.source[:40])
    return debrief


def take_debrief(project: Project, debrief: Debrief, workshop: Path, now: datetime, dry_run: bool = False) -> Debriefed:
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
    options = CommunityOptions(
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
        decisions = repository.decisions()
    superseded = {d.draft.supersedes for d in decisions if d.draft.supersedes}
    again = [
        d for d in decisions if d.area_code in debrief.areas and d.id not in superseded and d.expires_on >= debrief.returned_on
    ]
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

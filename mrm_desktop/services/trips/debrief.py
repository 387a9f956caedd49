"""After a trip: a debrief file becomes staff observations, incidents and reset events, each through the same door as any other file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.debriefs import Debrief, Observation
from mrm_desktop.domain.decisions import DecisionHead
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import RATING_MAX, RATING_MIN, ResetEvent
from mrm_desktop.domain.free_texts import free_texts
from mrm_desktop.domain.source_codes import is_source_code
from mrm_desktop.domain.vocabulary import EvidenceMethod
from mrm_desktop.formats.files.read_options import CommunityOptions, ReadOptions
from mrm_desktop.formats.files.table import Table, table_of_rows
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.codec import Codec, Rules
from mrm_desktop.project.guarded_write import passes_to_keep
from mrm_desktop.project.ports import Repository, UnitsOfWork
from mrm_desktop.services.evidence.import_data import Imported, prepare_import, write_import
from mrm_desktop.services.trips.read_typed_file import read_entry, read_typed

FORMAT = "mrm-debrief/1"
DUE = timedelta(hours=48)
_NOT_FREE = frozenset({"area_code"})
_KEYS = {"observations": "observation", "incidents": "incident", "events": "event", "guard_passes": "guard_pass"}
_CODEC = Codec(Rules(json=False, renamed={Debrief: _KEYS}, ranges={Observation: {"rating": (RATING_MIN, RATING_MAX)}}))


@dataclass(frozen=True, slots=True)
class Debriefed:
    """What a debrief brought.

    Attributes
    ----------
    imported : tuple[Imported, ...]
        What the import door made of observations and incidents, each with its ledger.
    events : int
        How many events it brought that the project did not have.
    decide_again : tuple[DecisionHead, ...]
        Decisions in force on areas of which something new is known.
    late : bool
        Whether the debrief came later than 48 hours after return.
    """

    imported: tuple[Imported, ...]
    events: int
    decide_again: tuple[DecisionHead, ...]
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
    if not is_source_code(debrief.source):
        raise KnownError("debrief.source")
    return debrief


def take_debrief(project: UnitsOfWork, debrief: Debrief, now: datetime, dry_run: bool = False) -> Debriefed:
    """Bring what a team learnt into the project, all of it in one transaction. A debrief taken twice brings nothing the second time.

    Raises
    ------
    PersonInTextError
        The kind of an incident or event looks as if it told of a person, and no two people let it pass.
    KnownError
        ``facts.unknown_area``, before anything was taken in.
    """
    with project.read() as repository:
        unknown = sorted(debrief.areas - {area.code for area in repository.areas()})
        events, decisions = _new_events(repository, debrief), repository.decision_heads()
    if unknown:
        raise KnownError("facts.unknown_area", code=unknown[0])
    told = [*free_texts(debrief.incidents, "incident", _NOT_FREE), *free_texts(debrief.events, "event", _NOT_FREE)]
    kept = passes_to_keep(project, told, debrief.guard_passes, "debrief", debrief.source, now)
    types = tuple(replace(k.guard_pass, field="type") for k in kept if k.guard_pass.field.endswith(".type"))[:1]
    community = CommunityOptions(
        source=debrief.source, grade=debrief.grade, method=EvidenceMethod.STAFF_OBSERVATION, today=debrief.returned_on
    )
    options = {
        DatasetKind.COMMUNITY: community,
        DatasetKind.INCIDENTS: ReadOptions(source=debrief.source, today=debrief.returned_on, guard_passes=types),
    }
    prepared = [prepare_import(project, table, kind, options[kind]) for kind, table in _tables(debrief)]
    if dry_run:
        imported = [entry.outcome for entry in prepared]
    else:
        with project.write() as repository:
            imported = [p.outcome if p.outcome.already_there else write_import(repository, p, now) for p in prepared]
            repository.add_reset_events(events)
            repository.add_guard_passes(kept)
    superseded = {d.supersedes for d in decisions if d.supersedes}
    again = [
        d for d in decisions if d.area_code in debrief.areas and d.id not in superseded and d.expires_on >= debrief.returned_on
    ]
    return Debriefed(tuple(imported), len(events), tuple(again), now.date() - debrief.returned_on > DUE)


def _new_events(repository: Repository, debrief: Debrief) -> tuple[ResetEvent, ...]:
    known = {(e.area_code, e.kind, e.happened_on, e.source) for e in repository.reset_events()}
    return tuple(
        ResetEvent(new_id(), e.area_code, e.kind, e.happened_on, debrief.source, debrief.grade)
        for e in debrief.events
        if (e.area_code, e.kind, e.happened_on, debrief.source) not in known
    )


def _tables(debrief: Debrief) -> list[tuple[DatasetKind, Table]]:
    """Return observations and incidents as the import door takes them: one ledger and one guard for everything that comes in."""
    source, tables = debrief.source, []
    if debrief.observations:
        # The source stands in each row: two teams who heard the same are two sources.
        head = ("area_code", "stratum", "mean_rating", "answered", "collected_on", "method", "round", "source")
        method = EvidenceMethod.STAFF_OBSERVATION.value
        rows = [
            (o.area_code, o.stratum.value, str(o.rating), str(o.heard), o.on.isoformat(), method, f"{o.on:%Y-%m}", source)
            for o in debrief.observations
        ]
        tables.append((DatasetKind.COMMUNITY, table_of_rows(_name(source, DatasetKind.COMMUNITY), head, rows)))
    if debrief.incidents:
        columns = ("incident_id", "date", "type", "area_code", "precision")
        met = enumerate(debrief.incidents, start=1)
        seen = [(f"{source}-{n}", i.on.isoformat(), i.type, i.area_code, "area") for n, i in met]
        tables.append((DatasetKind.INCIDENTS, table_of_rows(_name(source, DatasetKind.INCIDENTS), columns, seen)))
    return tables


def _name(source: str, kind: DatasetKind) -> str:
    # Each debrief has a name of its own: a dataset of the same name would take the place of the one before.
    return f"{source}-{kind}.csv"

"""Presence that a person drew on the map: kept as a dataset of one record, so that it has a ledger and can be replaced and taken back.

Nothing is changed in place. A corrected record is a new dataset that takes the place of the old one; taking it back is an undo.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import shapely
from shapely.geometry.base import BaseGeometry

from mrm_desktop.domain.datasets import Dataset, DatasetKind, Ledger, LedgerEntry, counting
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Presence, PresenceKind
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.domain.source_codes import require_source_code
from mrm_desktop.domain.vocabulary import PatrolFrequency
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.geo.repair import polygonal
from mrm_desktop.project.guarded_write import passes_to_keep
from mrm_desktop.project.ports import UnitsOfWork

LEDGER_CODE = "presence.drawn"
MAX_TEXT = 120
_NAMES = ("name", "contingent")


@dataclass(frozen=True, slots=True)
class PresenceDraft:
    """What a person says about presence that was drawn: coarse by design, never a route, a time or a strength.

    Attributes
    ----------
    base_point : tuple[float, float] | None
        Longitude and latitude where the shape is a circle around a base; then ``radius_km`` is its assumed radius.
    guard_passes : tuple[GuardPass, ...]
        What two people let pass of ``name`` and ``contingent``.
    """

    name: str
    mission: str
    frequency: PatrolFrequency
    last_confirmed: date | None
    source: str
    grade: Grade
    contingent: str = ""
    base_point: tuple[float, float] | None = None
    radius_km: float | None = None
    guard_passes: tuple[GuardPass, ...] = ()


def record_presence(
    project: UnitsOfWork, draft: PresenceDraft, shape: BaseGeometry, now: datetime, today: date, replaces: str | None = None
) -> Presence:
    """Add presence drawn by hand and return the record.

    Parameters
    ----------
    shape : BaseGeometry
        Area covered, degrees, WGS 84.
    replaces : str | None
        Dataset of the drawn record that this one corrects.

    Raises
    ------
    PersonInTextError
        Name or contingent look as if they told of a person, and no two people let it pass.
    KnownError
        ``draw.no_name``, ``draw.no_source``, ``draw.text_too_long``, ``draw.in_the_future``, ``facts.unknown_mission``,
        ``geometry.no_area``, ``source.not_a_code``, ``draw.not_drawn_here`` where ``replaces`` is no drawn record that counts.
    """
    _check(draft, today)
    source = require_source_code(draft.source, "source")
    names = [(field, getattr(draft, field)) for field in _NAMES]
    kept = passes_to_keep(project, names, draft.guard_passes, "presence", draft.mission, now, names_place=True)
    covered = polygonal(shape)
    if covered is None:
        raise KnownError("geometry.no_area")
    geometry = bytes(shapely.to_wkb(covered))
    dataset_id = new_id()
    record = Presence(
        id=new_id(),
        kind=PresenceKind.PATROL_AREA if draft.base_point is None else PresenceKind.BASE,
        name=draft.name.strip(),
        mission=draft.mission,
        contingent=draft.contingent.strip(),
        frequency=draft.frequency,
        last_confirmed=draft.last_confirmed,
        source=source,
        grade=draft.grade,
        geometry=geometry,
        radius_km=draft.radius_km,
        base_point=draft.base_point,
        dataset_id=dataset_id,
    )
    with project.write() as repository:
        known = {mission.acronym for mission in repository.missions()} | {repository.info().mission}
        if draft.mission not in known:
            raise KnownError("facts.unknown_mission", acronym=draft.mission, known=sorted(known))
        if replaces is not None and replaces not in drawn_datasets(repository.datasets()):
            raise KnownError("draw.not_drawn_here")
        repository.add_dataset(_dataset_of(record, now, replaces))
        repository.add_presence([record])
        repository.add_guard_passes(kept)
    return record


def _dataset_of(record: Presence, now: datetime, replaces: str | None) -> Dataset:
    told = repr((record.name, record.mission, record.frequency, record.last_confirmed, record.source, str(record.grade)))
    return Dataset(
        id=record.dataset_id,
        kind=DatasetKind.PRESENCE,
        file_name=record.name,
        sha256=hashlib.sha256(told.encode("utf-8") + record.geometry).hexdigest(),
        imported_at=now,
        ledger=Ledger(rows_in=1, rows_kept=1, rows_dropped=0, entries=(LedgerEntry("read", LEDGER_CODE, 1),)),
        supersedes=replaces,
        source=record.source,
        grade=record.grade,
    )


def drawn_datasets(datasets: Iterable[Dataset]) -> frozenset[str]:
    """Return the datasets that count and were drawn by hand: only these can be corrected on the map."""
    return frozenset(
        d.id for d in counting(datasets) if d.kind is DatasetKind.PRESENCE and [e.code for e in d.ledger.entries] == [LEDGER_CODE]
    )


def _check(draft: PresenceDraft, today: date) -> None:
    if not draft.name.strip():
        raise KnownError("draw.no_name")
    if not draft.source.strip():
        raise KnownError("draw.no_source")
    if max(len(draft.name), len(draft.source), len(draft.contingent)) > MAX_TEXT:
        raise KnownError("draw.text_too_long", most=MAX_TEXT)
    if draft.last_confirmed is not None and draft.last_confirmed > today:
        raise KnownError("draw.in_the_future")

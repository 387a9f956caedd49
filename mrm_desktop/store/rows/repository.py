"""Reading and appending within one unit of work, over one connection."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, Table, delete, insert, or_, select, update

from mrm_desktop.domain.datasets import Dataset
from mrm_desktop.domain.decisions import ChainEnd, Decision, DecisionHead, head_of
from mrm_desktop.domain.drafts import Draft
from mrm_desktop.domain.evidence import ActorReport, AreaEvidence, ResetEvent
from mrm_desktop.domain.geography import Area, KeptLevel, Place, Presence
from mrm_desktop.domain.guard_passes import KeptPass
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.domain.missions import (
    Contingent,
    CoordinationForum,
    FocalPoint,
    MissionRecord,
    contingent_key,
    focal_point_key,
    forum_key,
)
from mrm_desktop.domain.projects import AreaCircumstances, ProjectInfo
from mrm_desktop.domain.releases import Release
from mrm_desktop.domain.statement import Statement
from mrm_desktop.domain.statements import NAME_OF
from mrm_desktop.domain.trips_out import TripOut
from mrm_desktop.domain.validity import Dated, without_replaced
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.codec import Codec, Rules
from mrm_desktop.foundation.ed25519 import Signs
from mrm_desktop.store.rows import evidence_mappers as evidence
from mrm_desktop.store.rows import geography_mappers as geography
from mrm_desktop.store.rows import models
from mrm_desktop.store.rows import record_mappers as records
from mrm_desktop.store.rows.out_of_sight import decision_columns, hidden, sealed_decisions
from mrm_desktop.store.rows.signatures import signature_row
from mrm_desktop.store.rows.tombstones import with_places

T = TypeVar("T")
F = TypeVar("F", bound=Dated)
S = TypeVar("S", bound=Statement)
DECISIONS_AT_ONCE = 200
"""Full decisions that are in memory while all are read: some ten megabytes."""
_BEFORE_ALL = -(2**63)
_IDENTIFIER = re.compile("[0-9a-f]{32}")


_TRIPS = Codec(Rules(json=True))


class SqlRepository:
    """The records of a project. Readers leave out what an undone or superseded dataset brought."""

    def __init__(self, connection: Connection, signer: Signs | None = None) -> None:
        self._connection = connection
        self._signer = signer

    @property
    def signs(self) -> bool:
        return self._signer is not None

    # ---- project and datasets ---------------------------------------------------------------------------------------------

    def info(self) -> ProjectInfo:
        row = self._connection.execute(select(models.ProjectRow.__table__)).mappings().one()
        return records.info_of(row)

    def set_info(self, info: ProjectInfo) -> None:
        self._connection.execute(update(models.ProjectRow).values(records.info_to_row(info)))

    def datasets(self) -> tuple[Dataset, ...]:
        undone = set(self._connection.execute(select(models.DatasetUndoRow.dataset_id)).scalars())
        table = models.DatasetRow.__table__
        told = [column for column in table.columns if column.name != "record_keys"]  # eight bytes for each answer there ever was
        rows = self._connection.execute(select(*told).order_by(table.c.seq)).mappings()
        return tuple(self._read(lambda row: records.dataset_of(row, row["id"] in undone), rows))

    def record_keys(self, dataset_id: str) -> bytes:
        found = self._connection.execute(select(models.DatasetRow.record_keys).where(models.DatasetRow.id == dataset_id))
        return found.scalar_one_or_none() or b""

    def add_dataset(self, dataset: Dataset, record_keys: bytes = b"") -> None:
        self._insert(models.DatasetRow, [records.dataset_to_row(dataset, record_keys)])
        self._forget_counting()

    def undo_dataset(self, dataset_id: str, at: datetime) -> None:
        self._insert(models.DatasetUndoRow, [{"id": new_id(), "dataset_id": dataset_id, "undone_at": at}])
        self._forget_counting()

    @cached_property
    def counting(self) -> tuple[str, ...]:
        """Identifiers of the datasets that count: not undone, and no counting dataset stands in their place."""
        undone = set(self._connection.execute(select(models.DatasetUndoRow.dataset_id)).scalars())
        rows = self._connection.execute(select(models.DatasetRow.id, models.DatasetRow.supersedes)).all()
        replaces: dict[str, str | None] = {row.id: row.supersedes for row in rows}
        replaced: set[str] = set()
        for identifier in replaces:
            before = replaces[identifier] if identifier not in undone else None
            while before is not None and before not in replaced:
                replaced.add(before)
                before = replaces.get(before)
        return tuple(i for i in replaces if i not in undone and i not in replaced)

    def _forget_counting(self) -> None:
        self.__dict__.pop("counting", None)

    # ---- what files brought -----------------------------------------------------------------------------------------------

    def areas(self) -> tuple[Area, ...]:
        # Two boundary files may hold the same area; the later one counts.
        newest = {area.code: area for area in self._read(geography.area_of, self._from_files(models.AreaRow))}
        return tuple(newest.values())

    def places(self) -> tuple[Place, ...]:
        return tuple(self._read(geography.place_of, self._from_files(models.PlaceRow)))

    def presence(self) -> tuple[Presence, ...]:
        return tuple(self._read(geography.presence_of, self._from_files(models.PresenceRow)))

    def evidence(self) -> tuple[AreaEvidence, ...]:
        return tuple(self._read(evidence.evidence_of, self._from_files(models.EvidenceRow)))

    def actor_reports(self) -> tuple[ActorReport, ...]:
        return tuple(self._read(evidence.actor_report_of, self._from_files(models.ActorReportRow)))

    def incidents(self) -> tuple[Incident, ...]:
        return tuple(self._read(geography.incident_of, self._from_files(models.IncidentRow)))

    def add_areas(self, areas: Sequence[Area], dataset_id: str) -> None:
        self._insert(models.AreaRow, [geography.area_to_row(area, dataset_id, new_id()) for area in areas])

    def add_places(self, places: Sequence[Place]) -> None:
        self._insert(models.PlaceRow, map(geography.place_to_row, places))

    def add_presence(self, presence: Sequence[Presence]) -> None:
        self._insert(models.PresenceRow, map(geography.presence_to_row, presence))

    def add_evidence(self, evidence_: Sequence[AreaEvidence]) -> None:
        self._insert(models.EvidenceRow, map(evidence.evidence_to_row, evidence_))

    def add_actor_reports(self, reports: Sequence[ActorReport]) -> None:
        self._insert(models.ActorReportRow, map(evidence.actor_report_to_row, reports))

    def add_incidents(self, incidents: Sequence[Incident]) -> None:
        self._insert(models.IncidentRow, map(geography.incident_to_row, incidents))

    # ---- what people stated -----------------------------------------------------------------------------------------------

    def reset_events(self) -> tuple[ResetEvent, ...]:
        return tuple(self._read(evidence.reset_event_of, self._rows(models.ResetEventRow)))

    def circumstances(self) -> tuple[AreaCircumstances, ...]:
        return tuple(self._read(evidence.circumstances_of, self._rows(models.CircumstancesRow)))

    def missions(self) -> tuple[MissionRecord, ...]:
        return self._newest(models.MissionRow, records.mission_of, lambda m: m.acronym)

    def contingents(self) -> tuple[Contingent, ...]:
        return self._speaking(models.ContingentRow, records.contingent_of, contingent_key)

    def focal_points(self) -> tuple[FocalPoint, ...]:
        return self._speaking(models.FocalPointRow, records.focal_point_of, focal_point_key)

    def fora(self) -> tuple[CoordinationForum, ...]:
        return self._speaking(models.ForumRow, records.forum_of, forum_key)

    def statements(self, kind: type[S]) -> tuple[S, ...]:
        """Return everything that was stated of a kind, in order of arrival."""
        table: Any = models.StatementRow.__table__
        asked = select(table).where(table.c.kind == NAME_OF[kind]).order_by(table.c.seq)
        return tuple(self._read(lambda row: records.statement_of(row, kind), self._connection.execute(asked).mappings()))

    def add_statements(self, statements: Sequence[Statement]) -> None:
        self._insert(models.StatementRow, [records.statement_to_row(s, new_id()) for s in statements])

    def add_reset_events(self, events: Sequence[ResetEvent]) -> None:
        self._insert(models.ResetEventRow, map(evidence.reset_event_to_row, events))

    def add_circumstances(self, circumstances: Sequence[AreaCircumstances]) -> None:
        self._insert(models.CircumstancesRow, map(evidence.circumstances_to_row, circumstances))

    def put_missions(self, missions: Sequence[MissionRecord]) -> None:
        self._insert(models.MissionRow, [records.mission_to_row(m, new_id()) for m in missions])

    def add_contingents(self, contingents: Sequence[Contingent]) -> None:
        self._insert(models.ContingentRow, [records.contingent_to_row(c, new_id()) for c in contingents])

    def add_focal_points(self, points: Sequence[FocalPoint]) -> None:
        self._insert(models.FocalPointRow, [records.focal_point_to_row(p, new_id()) for p in points])

    def add_fora(self, fora: Sequence[CoordinationForum]) -> None:
        self._insert(models.ForumRow, [records.forum_to_row(f, new_id()) for f in fora])

    # ---- decisions --------------------------------------------------------------------------------------------------------

    def decision_heads(self) -> tuple[DecisionHead, ...]:
        """Return what later questions need of every decision, in the order of the chain."""
        table: Any = models.DecisionHeadRow.__table__
        columns = [table.c[name] for name in records.HEAD_COLUMNS]
        return tuple(map(records.head_of_row, self._connection.execute(select(*columns).order_by(table.c.sequence))))

    def last_decision(self) -> ChainEnd | None:
        """Return the end of the chain; None where nothing was decided yet."""
        table: Any = models.DecisionRow.__table__
        asked = select(table.c.sequence, table.c.recorded_at, table.c.hash).order_by(table.c.sequence.desc()).limit(1)
        found = self._connection.execute(asked).first()
        return ChainEnd(*found) if found is not None else None

    def decision(self, decision_id: str) -> Decision | None:
        """Return a decision by its identifier, 32 hexadecimal digits; None where there is none of that name."""
        if not _IDENTIFIER.fullmatch(decision_id):
            return None
        table: Any = models.DecisionRow.__table__
        return next(self._full(self._mappings(self._decisions().where(table.c.id == decision_id))), None)

    def decisions_of(self, area_code: str) -> tuple[Decision, ...]:
        """Return the decisions on an area, the newest first."""
        table: Any = models.DecisionRow.__table__
        asked = self._decisions().where(table.c.area_code == area_code).order_by(table.c.sequence.desc())
        return tuple(self._full(self._mappings(asked)))

    def decisions(self) -> Iterator[Decision]:
        """Read all decisions in the order of the chain, some at a time: read them to the end within this unit of work."""
        table: Any = models.DecisionRow.__table__
        texts: dict[str, str] = {}
        asked = self._decisions().order_by(table.c.sequence).limit(DECISIONS_AT_ONCE)
        last = _BEFORE_ALL
        while rows := self._connection.execute(asked.where(table.c.sequence > last)).mappings().all():
            last = rows[-1]["sequence"]
            yield from self._full(rows, texts)

    def sealed_decisions(self) -> frozenset[int]:
        """Return the numbers of the decisions of which another office keeps what they rest on; none in a project file."""
        return sealed_decisions(self._connection)

    def _decisions(self) -> Select[Any]:
        return select(*decision_columns(self._connection))

    def _full(self, rows: Iterable[Any], texts: dict[str, str] | None = None) -> Iterator[Decision]:
        """Read full decisions; ``texts`` keeps each policy's text, so that it is read once and held once."""
        texts = {} if texts is None else texts
        policy: Any = models.PolicyRow.__table__

        def read(row: Any) -> Decision:
            checksum = row["policy_checksum"]
            if checksum not in texts:
                asked = select(policy.c.text).where(policy.c.checksum == checksum)
                texts[checksum] = self._connection.execute(asked).scalar() or ""
            return records.decision_of(row, texts[checksum])

        return iter(self._read(read, rows))

    def out_of_sight(self) -> Mapping[str, int]:
        """Return how many records other offices keep to themselves, by area; ``""`` for those that name none."""
        return {area: sum(counts.values()) for area, counts in hidden(self._connection).items()}

    def append_decision(self, decision: Decision) -> None:
        known = select(models.PolicyRow.checksum).where(models.PolicyRow.checksum == decision.policy_checksum)
        if self._connection.execute(known).first() is None:
            self._insert(models.PolicyRow, [{"checksum": decision.policy_checksum, "text": decision.policy_text}])
        self._insert(models.DecisionRow, [records.decision_to_row(decision)])
        self._insert(models.DecisionHeadRow, [records.head_to_row(head_of(decision))])
        if self._signer is not None:
            self._insert(models.DecisionSignatureRow, [signature_row(decision, self._signer)])

    # ---- what left the office ---------------------------------------------------------------------------------------------

    def releases(self) -> tuple[Release, ...]:
        return tuple(self._read(records.release_of, self._rows(models.ReleasedFileRow)))

    def add_release(self, release: Release) -> None:
        self._insert(models.ReleasedFileRow, [records.release_to_row(release)])

    # ---- what two people let pass ---------------------------------------------------------------------------------------------

    def guard_passes(self) -> tuple[KeptPass, ...]:
        return tuple(self._read(records.kept_pass_of, self._rows(models.GuardPassRow)))

    def add_guard_passes(self, passes: Sequence[KeptPass]) -> None:
        self._insert(models.GuardPassRow, map(records.kept_pass_to_row, passes))

    # ---- what is derived ------------------------------------------------------------------------------------------------------

    def area_levels(self, fingerprint: str) -> tuple[KeptLevel, ...]:
        """Return the levels of detail that were made of the areas with a fingerprint, the finest first; none where they are of others."""
        row = models.AreaLevelRow
        asked = select(row.tolerance, row.outlines).where(row.fingerprint == fingerprint).order_by(row.level)
        return tuple(KeptLevel(tolerance, bytes(outlines)) for tolerance, outlines in self._connection.execute(asked))

    def keep_area_levels(self, fingerprint: str, levels: Sequence[KeptLevel]) -> None:
        """Keep the levels of detail of the areas with a fingerprint in the place of all that were kept."""
        self._connection.execute(delete(models.AreaLevelRow))
        self._add_area_levels(fingerprint, levels)

    def _add_area_levels(self, fingerprint: str, levels: Sequence[KeptLevel]) -> None:
        rows = [
            {"fingerprint": fingerprint, "level": n, "tolerance": level.tolerance, "outlines": level.outlines}
            for n, level in enumerate(levels)
        ]
        self._insert(models.AreaLevelRow, rows)

    # ---- what is no record yet ------------------------------------------------------------------------------------------------

    def drafts(self) -> tuple[Draft, ...]:
        """Return what stands in forms and is not recorded yet; in a shared database only one's own."""
        row = models.DraftRow
        asked = select(row.kind, row.subject, row.content, row.kept_at, row.destroy_by).order_by(row.kind, row.subject)
        return tuple(
            Draft(kind, subject, content["fields"], tuple(content["withheld"]), kept_at, destroy_by)
            for kind, subject, content, kept_at, destroy_by in self._connection.execute(asked)
        )

    def keep_draft(self, draft: Draft) -> None:
        """Keep a draft in the place of the one that was kept of its form."""
        self.destroy_draft(draft.kind, draft.subject)
        row = {"kind": draft.kind, "subject": draft.subject, "kept_at": draft.kept_at, "destroy_by": draft.destroy_by}
        content = {"fields": dict(draft.content), "withheld": list(draft.withheld)}
        self._insert(models.DraftRow, [row | {"content": content}])

    def destroy_draft(self, kind: str, subject: str) -> None:
        """Destroy the draft of a form, where there is one."""
        row = models.DraftRow
        self._connection.execute(delete(row).where(row.kind == kind, row.subject == subject))

    # ---- trips that are out ---------------------------------------------------------------------------------------------------

    def trips_out(self) -> tuple[TripOut, ...]:
        """Return the trips on the board of the base, with their logs."""
        asked = select(models.TripOutRow.content).order_by(models.TripOutRow.id)
        return tuple(self._read(lambda row: _TRIPS.read(TripOut, row["content"]), self._mappings(asked)))

    def keep_trip_out(self, trip: TripOut) -> None:
        """Keep a trip in the place of what was kept of it."""
        self.destroy_trip_out(trip.id)
        self._insert(models.TripOutRow, [{"id": trip.id, "content": _TRIPS.write(trip), "destroy_by": trip.destroy_by}])

    def destroy_trip_out(self, trip_id: str) -> None:
        """Destroy a trip with its log."""
        self._connection.execute(delete(models.TripOutRow).where(models.TripOutRow.id == trip_id))

    # ---- how --------------------------------------------------------------------------------------------------------------

    def _insert(self, model: type[models.Base], rows: Iterable[dict[str, Any]]) -> None:
        listed = list(rows)
        if listed:
            self._connection.execute(insert(model), with_places(self._connection, model.__table__, listed))

    def _read(self, read: Callable[[Any], T], rows: Iterable[Any]) -> Iterable[T]:
        """Make records of rows. A shared database sets aside what cannot be read; in a file, nobody else can have written it."""
        return map(read, rows)

    def _mappings(self, asked: Select[Any]) -> Iterable[Any]:
        return self._connection.execute(asked).mappings()

    def _rows(self, model: type[models.Base]) -> Iterable[Any]:
        table: Any = model.__table__
        return self._connection.execute(select(table).order_by(table.c.seq)).mappings()

    def _from_files(self, model: type[models.Base]) -> Iterable[Any]:
        table: Any = model.__table__
        return self._connection.execute(self._counted(table)).mappings()

    def _counted(self, table: Table) -> Select[Any]:
        by_hand = table.c.dataset_id.is_(None)
        return select(table).where(or_(by_hand, table.c.dataset_id.in_(self.counting))).order_by(table.c.seq)

    def _newest(self, model: type[models.Base], read: Callable[[Any], T], key: Callable[[T], Any]) -> tuple[T, ...]:
        newest: dict[Any, T] = {}
        for record in self._read(read, self._rows(model)):
            newest[key(record)] = record
        return tuple(newest.values())

    def _speaking(self, model: type[models.Base], read: Callable[[Any], F], key: Callable[[F], Any]) -> tuple[F, ...]:
        return without_replaced(self._read(read, self._rows(model)), key)

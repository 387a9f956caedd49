"""Every kind of record that a file may bring, registered once: its reader, its options, its place in the store, its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from importlib import import_module
from typing import Any, Protocol, cast

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import ActorReport, AreaEvidence
from mrm_desktop.domain.geography import Area, Place, Presence
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.formats.files.read_options import AreaOptions, CommunityOptions, PlaceOptions, PresenceOptions, ReadOptions
from mrm_desktop.formats.files.source_files import SourceFile
from mrm_desktop.formats.files.table import Table
from mrm_desktop.formats.rows.column_spec import ColumnSpec
from mrm_desktop.formats.rows.column_specs import SPECS
from mrm_desktop.formats.rows.reading import Reading, Record
from mrm_desktop.foundation.progress import Progress


class Reader(Protocol):
    """A function that reads one kind of file, or rows that are a table already."""

    def __call__(self, given: SourceFile | Table, areas: Sequence[Area], options: Any, progress: Progress) -> Reading:
        """Read the records; ``options`` are of the kind's own class."""


@dataclass(frozen=True, slots=True)
class RecordKind:
    """One kind of record.

    Attributes
    ----------
    kind : DatasetKind
        Its word.
    record : type
        Class of its records.
    reader : str
        Module within ``formats`` and function, as ``kinds.places:read_places``; imported when it is needed.
    options : type[ReadOptions]
        What may be said about its files.
    reads, adds : str
        Methods of the repository that return and append its records.
    names : Callable[[Any], tuple[str, ...]]
        What names a record within its file, for a person and to pair two versions.
    project_defaults : Mapping[str, str]
        Options that a project's settings fill in where nobody says anything: option to attribute of the settings.
    """

    kind: DatasetKind
    record: type[Any]
    reader: str
    options: type[ReadOptions]
    reads: str
    adds: str
    names: Callable[[Any], tuple[str, ...]]
    project_defaults: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[ColumnSpec, ...]:
        """Its columns in the order of its template."""
        return tuple(spec for spec in SPECS if self.kind in spec.kinds)

    @property
    def knows_its_dataset(self) -> bool:
        """Whether its records say which dataset brought them; areas do not, they are many files' together."""
        return "dataset_id" in {f.name for f in fields(self.record)}

    def open_reader(self) -> Reader:
        """Return the function that reads its files."""
        module, function = self.reader.split(":")
        return cast(Reader, getattr(import_module(f"mrm_desktop.formats.{module}"), function))

    def options_from(self, said: ReadOptions) -> ReadOptions:
        """Return what was said as options of this kind.

        Raises
        ------
        KnownError
            ``import.option_not_for_kind`` for an option that means nothing to this kind.
        """
        if type(said) is self.options:
            return said
        default = type(said)()
        given = {f.name: getattr(said, f.name) for f in fields(said) if getattr(said, f.name) != getattr(default, f.name)}
        return self.options_of(given)

    def options_of(self, given: Mapping[str, Any]) -> ReadOptions:
        """Return options from those that were given, by name.

        Raises
        ------
        KnownError
            As :meth:`options_from`.
        """
        known = [f.name for f in fields(self.options)]
        for name in given:
            if name not in known:
                raise KnownError("import.option_not_for_kind", option=name, kind=self.kind.value, allowed=known)
        return self.options(**given)


def _place_names(place: Place) -> tuple[str, ...]:
    return (place.code,) if place.code else (place.area_code or "", place.name)


def _report_names(report: ActorReport) -> tuple[str, ...]:
    said = report.report
    return (report.area_code, report.actor, said.source if said else "", said.reported_on.isoformat() if said else "")


def _incident_names(incident: Incident) -> tuple[str, ...]:
    return (incident.key,) if incident.key else (incident.happened_on.isoformat(), incident.type, incident.area_code or "")


def _evidence_names(evidence: AreaEvidence) -> tuple[str, ...]:
    item = evidence.item
    about = (item.rated.value, evidence.rated_unit, "asked_elsewhere" if item.asked_elsewhere else "")
    return (evidence.area_code, item.stratum.value, item.source, evidence.round, *about)


_AT_LEVEL = {"level": "assessment_level"}
_KINDS = (
    RecordKind(
        kind=DatasetKind.AREAS,
        record=Area,
        reader="kinds.areas:read_areas",
        options=AreaOptions,
        reads="areas",
        adds="add_areas",
        names=lambda area: (area.code,),
    ),
    RecordKind(
        kind=DatasetKind.PRESENCE,
        record=Presence,
        reader="kinds.presence:read_presence",
        options=PresenceOptions,
        reads="presence",
        adds="add_presence",
        names=lambda presence: (presence.name, presence.mission),
        project_defaults={"mission": "mission"},
    ),
    RecordKind(
        kind=DatasetKind.PLACES,
        record=Place,
        reader="kinds.places:read_places",
        options=PlaceOptions,
        reads="places",
        adds="add_places",
        names=_place_names,
    ),
    RecordKind(
        kind=DatasetKind.COMMUNITY,
        record=AreaEvidence,
        reader="survey.community:read_community",
        options=CommunityOptions,
        reads="evidence",
        adds="add_evidence",
        names=_evidence_names,
        project_defaults=_AT_LEVEL,
    ),
    RecordKind(
        kind=DatasetKind.ARMED_ACTORS,
        record=ActorReport,
        reader="kinds.armed_actors:read_armed_actors",
        options=ReadOptions,
        reads="actor_reports",
        adds="add_actor_reports",
        names=_report_names,
        project_defaults=_AT_LEVEL,
    ),
    RecordKind(
        kind=DatasetKind.INCIDENTS,
        record=Incident,
        reader="kinds.incidents:read_incidents",
        options=ReadOptions,
        reads="incidents",
        adds="add_incidents",
        names=_incident_names,
    ),
)
RECORD_KINDS: Mapping[DatasetKind, RecordKind] = {entry.kind: entry for entry in _KINDS}
_BY_RECORD = {entry.record: entry for entry in _KINDS}


def names_of(record: Record) -> tuple[str, ...]:
    """Return what names a record within its file."""
    return _BY_RECORD[type(record)].names(record)


def store_records(repository: Any, reading: Reading, dataset_id: str) -> None:
    """Append what a file gave to a repository, each record with the dataset that brought it as far as its kind can say so."""
    entry = RECORD_KINDS[reading.kind]
    add = getattr(repository, entry.adds)
    records: Sequence[Any] = reading.records
    if entry.knows_its_dataset:
        add([replace(record, dataset_id=dataset_id) for record in records])
    else:
        add(records, dataset_id)

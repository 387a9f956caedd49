"""What comes out of a file: records, a ledger that adds up, names that wait for a person. One entry for every kind of file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from mrm_desktop.domain.datasets import DatasetKind, Ledger
from mrm_desktop.domain.evidence import ActorReport, AreaEvidence
from mrm_desktop.domain.geography import Area, Place, Presence
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.domain.vocabulary import EvidenceMethod, PatrolFrequency, Stratum
from mrm_desktop.foundation.progress import Progress, Silent

Record = Area | Place | Presence | AreaEvidence | ActorReport | Incident

DEFAULT_RADIUS_KM = 25.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """An area that a name could mean. ``score`` is the likeness of the names, 0 to 100."""

    area_code: str
    area_name: str
    score: float


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A name that resembles an area's, waiting for a person; until somebody accepts it, it is applied to nothing.

    To accept it, read the file again with ``ReadOptions(accepted_names={item.text: area_code})``.

    Attributes
    ----------
    text : str
        The name as the file writes it; the key for ``accepted_names``.
    rows : int
        How many rows carry it.
    first_row : int
        The first of them, as the user's own program counts.
    candidates : tuple[Candidate, ...]
        Areas in order of likeness, the likeliest first; never empty.
    """

    text: str
    rows: int
    first_row: int
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything a file gave.

    Attributes
    ----------
    records : tuple[Record, ...]
        All of the one type that belongs to ``kind``, with ``dataset_id`` still empty.
    ledger : Ledger
        What became of every row. ``ledger.balances`` always holds.
    sha256 : str
        Checksum of the file's bytes, hexadecimal.
    review : tuple[ReviewItem, ...]
        Near names that wait for a person.
    mapping : Mapping[str, str]
        Which column served as which field.
    """

    kind: DatasetKind
    file_name: str
    sha256: str
    records: tuple[Record, ...]
    ledger: Ledger
    review: tuple[ReviewItem, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)

    @property
    def areas(self) -> tuple[Area, ...]:
        """The records of a file of areas."""
        return tuple(r for r in self.records if isinstance(r, Area))

    @property
    def places(self) -> tuple[Place, ...]:
        """The records of a file of places."""
        return tuple(r for r in self.records if isinstance(r, Place))

    @property
    def presence(self) -> tuple[Presence, ...]:
        """The records of a file of presence."""
        return tuple(r for r in self.records if isinstance(r, Presence))

    @property
    def evidence(self) -> tuple[AreaEvidence, ...]:
        """The records of a file of community perceptions."""
        return tuple(r for r in self.records if isinstance(r, AreaEvidence))

    @property
    def actor_reports(self) -> tuple[ActorReport, ...]:
        """The records of a file of armed actors."""
        return tuple(r for r in self.records if isinstance(r, ActorReport))

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """The records of a file of incidents."""
        return tuple(r for r in self.records if isinstance(r, Incident))


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person may say about a file. Whatever is left open is sniffed or takes a default, and the ledger says which.

    Attributes
    ----------
    columns : Mapping[str, str]
        Field to heading, such as ``{"rating": "Q7"}``. A value that begins with ``=`` is a constant for every row:
        ``{"stratum": "=women"}``.
    drop_columns : frozenset[str]
        Headings that the guard stopped at and that a person chose to leave out.
    accepted_names : Mapping[str, str]
        Name as written in the file to area code: the near names that a person accepted.
    sheet : str
        Sheet of a workbook or layer of a geographic file; "" for the only or the first fitting one.
    encoding : str
        Encoding of a text file; "" to find out.
    crs : str
        Coordinate reference system of a file that does not state its own, such as ``EPSG:32636``.
    today : date | None
        The day of the import; dates after it are problems. None: the calendar day.
    source : str
        Code of the source; "" for the file's name without its ending.
    grade : Grade | None
        Grade of the source where the rows give none.
    level : int | None
        Administrative level of areas, or the level to which rows are matched (the finest level by default).
    version : str
        Version of the boundary set where the file does not say.
    mission, contingent : str
        Mission and contingent of presence records where the rows give none.
    radius_km : float | None
        Radius of the presence area assumed around a base, kilometres; None for :data:`DEFAULT_RADIUS_KM`.
    year : int | None
        Year of a base-year table; None for its newest.
    frequency : PatrolFrequency
        Frequency class of presence where the rows give none.
    codebook : Path | None
        XLSForm of a survey.
    language : str
        Language of the labels in the codebook; "" for its default language.
    round : str
        Name of the collection round; "" for the month of the last answer.
    rated : str
        Who was rated.
    method : EvidenceMethod
        How the ratings were collected.
    stratum : Stratum | None
        Stratum of all rows where no column says; None means ``all``.
    scale_reversed : bool | None
        Whether higher answers are worse, for a numeric scale; None where words decide. Never guessed.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    drop_columns: frozenset[str] = frozenset()
    accepted_names: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    encoding: str = ""
    crs: str = ""
    today: date | None = None
    source: str = ""
    grade: Grade | None = None
    level: int | None = None
    version: str = ""
    mission: str = ""
    contingent: str = ""
    radius_km: float | None = None
    year: int | None = None
    frequency: PatrolFrequency = PatrolFrequency.UNKNOWN
    codebook: Path | None = None
    language: str = ""
    round: str = ""
    rated: str = "mission"
    method: EvidenceMethod = EvidenceMethod.PURPOSIVE_SURVEY
    stratum: Stratum | None = None
    scale_reversed: bool | None = None


class Reader(Protocol):
    """A function that reads one kind of file."""

    def __call__(self, path: Path, areas: Sequence[Area], options: ReadOptions, progress: Progress) -> Reading:
        """Read the file at ``path``."""


_READERS = {
    DatasetKind.AREAS: ("areas", "read_areas"),
    DatasetKind.PRESENCE: ("presence", "read_presence"),
    DatasetKind.PLACES: ("places", "read_places"),
    DatasetKind.COMMUNITY: ("community", "read_community"),
    DatasetKind.ARMED_ACTORS: ("armed_actors", "read_armed_actors"),
    DatasetKind.INCIDENTS: ("incidents", "read_incidents"),
}


def open_reader(kind: DatasetKind) -> Reader:
    """Return the function that reads files of ``kind``."""
    module, function = _READERS[kind]
    return cast(Reader, getattr(import_module(f"mrm_desktop.formats.{module}"), function))


def read(
    path: Path,
    kind: DatasetKind,
    areas: Sequence[Area] = (),
    options: ReadOptions | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read a file as ``kind`` without changing it.

    Parameters
    ----------
    path : Path
        The file.
    kind : DatasetKind
        What to read it as.
    areas : Sequence[Area]
        The areas that rows are matched to; may be empty, then nothing is matched by place.
    options : ReadOptions | None
        What a person said about the file.
    progress : Progress | None
        Who watches, and may cancel.

    Raises
    ------
    KnownError
        The file as a whole cannot be read; problems of single rows are in the ledger instead.
    Cancelled
        The watcher asked to stop.
    """
    return open_reader(kind)(path, areas, options or ReadOptions(), progress or Silent())

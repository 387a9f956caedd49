"""What a person may say about a file: what every kind of file has in common, and what only one kind knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.domain.record_keys import KnownRecords
from mrm_desktop.domain.vocabulary import EvidenceMethod, PatrolFrequency, Rated, SightingsOf, Stratum

DEFAULT_RADIUS_KM = 25.0
# A saved mapping keeps how a kind of file is built; what is true of one file only is marked so.
_OF_ONE_FILE = {"of_one_file": True}


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What may be said about any file. Whatever is left open is sniffed or takes a default, and the ledger says which.

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
    delimiter : str
        What separates the cells of a text file: a sign, or ``tab``; "" to find out.
    heading_row : int | None
        Row of the headings, as a spreadsheet counts; None to find out.
    date_order : str
        ``dmy`` or ``mdy`` for days such as 3/4/2026; "" where the column decides.
    yes_no_codes : tuple[str, ...]
        The numbers for yes and for no where answers are numbers other than 1 and 0; empty where words or a form decide. Never guessed.
    crs : str
        Coordinate reference system of a file that does not state its own, such as ``EPSG:32636``.
    today : date | None
        The day of the import; dates after it are problems. None: the calendar day.
    source : str
        Code of the source; "" for the file's name without its ending.
    grade : Grade | None
        Grade of the source where the rows give none.
    whole_columns : bool
        Whether columns are looked at whole before a row is read, because one of them did not go on as it began.
    guard_passes : tuple[GuardPass, ...]
        What two people let pass, by the field of the column, such as ``name``, or ``file_name``.
    level : int | None
        Administrative level of the areas in a boundary file; for any other, the level to which rows are matched (the finest by default).
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    drop_columns: frozenset[str] = frozenset()
    accepted_names: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    heading_row: int | None = None
    date_order: str = ""
    yes_no_codes: tuple[str, ...] = ()
    crs: str = ""
    today: date | None = field(default=None, metadata=_OF_ONE_FILE)
    source: str = ""
    grade: Grade | None = None
    level: int | None = None
    whole_columns: bool = field(default=False, metadata=_OF_ONE_FILE)
    guard_passes: tuple[GuardPass, ...] = field(default=(), metadata=_OF_ONE_FILE)


@dataclass(frozen=True, slots=True)
class AreaOptions(ReadOptions):
    """What may be said about boundaries.

    Attributes
    ----------
    version : str
        Version of the boundary set where the file does not say.
    """

    version: str = ""


@dataclass(frozen=True, slots=True)
class PlaceOptions(ReadOptions):
    """What may be said about places.

    Attributes
    ----------
    offers_care : bool | None
        Whether care can be had at all of them, as in a list of health facilities; None where the kind of each place says it.
    """

    offers_care: bool | None = None


@dataclass(frozen=True, slots=True)
class PresenceOptions(ReadOptions):
    """What may be said about presence of UN military.

    Attributes
    ----------
    mission, contingent : str
        Mission and contingent of the records where the rows give none.
    radius_km : float | None
        Radius of the presence area assumed around a base, kilometres; None for :data:`DEFAULT_RADIUS_KM`.
    year : int | None
        Year of a base-year table; None for its newest.
    frequency : PatrolFrequency
        Frequency class where the rows give none.
    sightings : SightingsOf | None
        What each row is a dated sighting of; None where each row is presence by itself.
    """

    mission: str = ""
    contingent: str = ""
    radius_km: float | None = None
    year: int | None = field(default=None, metadata=_OF_ONE_FILE)
    frequency: PatrolFrequency = PatrolFrequency.UNKNOWN
    sightings: SightingsOf | None = None


@dataclass(frozen=True, slots=True)
class CommunityOptions(ReadOptions):
    """What may be said about community perceptions.

    Attributes
    ----------
    codebook : Path | None
        XLSForm of a survey.
    language : str
        Language of the labels in the codebook; "" for its default language.
    round : str
        Name of the collection round; "" for the month of the last answer.
    rated : Rated
        Who was rated, where the rows do not say.
    rated_unit : str
        Code of the one contingent or base that was rated, where the rows do not say; "" for all of them.
    asked_elsewhere : bool
        Whether people from the area were asked somewhere else, where the rows do not say.
    method : EvidenceMethod
        How the ratings were collected.
    stratum : Stratum | None
        Stratum of all rows where no column says; None means ``all``.
    scale_reversed : bool | None
        Whether higher answers are worse, for a numeric scale; None where words decide. Never guessed.
    scale_ends : tuple[float, float] | None
        Ends of a scale of numbers, of single answers and of means; None where words, the form or our own scale decide. Never guessed.
    no_answer_codes : frozenset[str]
        Numbers that stand for "don't know" in a column of ratings, such as 88 and 99.
    shares_in_percent : bool
        Whether the columns of shares run from 0 to 100. Never guessed.
    groups_apart : bool
        Whether a person said that nobody is in two of the groups of a table, whatever they are called.
    known_units : frozenset[str] | None
        Codes of the contingents and bases on record; None where nobody has looked.
    design_effect : float | None
        Design effect of a probability survey where the rows do not say, >= 1.
    round_starts : tuple[date, ...]
        First days of the rounds of a file that holds several; empty to find them by gaps between its days.
    question : str
        Name under which a person knows the question, where form and wording do not say that it is the same as in another file.
    same_question : bool | None
        Whether a question in other words than in the rounds before is the same one; None where nobody was asked. Never guessed.
    known_records : KnownRecords | None
        By what answers are recognised that another file brought; None where nobody has looked.
    """

    codebook: Path | None = field(default=None, metadata=_OF_ONE_FILE)
    language: str = ""
    round: str = field(default="", metadata=_OF_ONE_FILE)
    rated: Rated = Rated.UN_MILITARY
    rated_unit: str = ""
    asked_elsewhere: bool = False
    method: EvidenceMethod = EvidenceMethod.PURPOSIVE_SURVEY
    stratum: Stratum | None = None
    scale_reversed: bool | None = None
    scale_ends: tuple[float, float] | None = None
    no_answer_codes: frozenset[str] = frozenset()
    shares_in_percent: bool = False
    groups_apart: bool = field(default=False, metadata=_OF_ONE_FILE)
    known_units: frozenset[str] | None = field(default=None, metadata=_OF_ONE_FILE)
    design_effect: float | None = field(default=None, metadata=_OF_ONE_FILE)
    round_starts: tuple[date, ...] = field(default=(), metadata=_OF_ONE_FILE)
    question: str = ""
    same_question: bool | None = field(default=None, metadata=_OF_ONE_FILE)
    known_records: KnownRecords | None = field(default=None, metadata=_OF_ONE_FILE)

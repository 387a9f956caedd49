"""Rehearsals: people answer the method's question on the same cases without seeing its answer, or each other's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mrm_desktop.domain.evidence import ActorReport, ResetEvent
from mrm_desktop.domain.missions import MissionRecord
from mrm_desktop.domain.projects import AreaCircumstances
from mrm_desktop.domain.vocabulary import Mode, Purpose, Word


class Engage(Word):
    """Whether a rater would make the contact that is asked for."""

    YES = "yes"
    NO = "no"
    CANNOT_SAY = "cannot_say"


class Sureness(Word):
    """How sure a rater is."""

    GUESS = "guess"
    FAIRLY = "fairly"
    SURE = "sure"


@dataclass(frozen=True, slots=True)
class Rating:
    """One person's answer on one case.

    Attributes
    ----------
    case_id : str
        The case; in an exercise ``inject/area``.
    ceiling : Mode
        The most visible mode of contact that the rater would defend.
    reason : str
        One line, in the rater's own words.
    """

    case_id: str
    engage: Engage
    ceiling: Mode
    sureness: Sureness
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RatingSheet:
    """All answers of one rater.

    Attributes
    ----------
    exercise : str
        What was rated; sheets compare only when it is the same.
    rater : str
        A code that the rater chose, such as ``A``; never a name.
    """

    exercise: str
    rater: str
    made_on: date
    ratings: tuple[Rating, ...] = ()


@dataclass(frozen=True, slots=True)
class Inject:
    """Something that happens in an exercise, and what it adds to what is known.

    Attributes
    ----------
    says : str
        Code of the sentence that the players are told.
    area : str | None
        Area it happens in; None where it concerns all.
    """

    id: str
    says: str
    area: str | None = None
    missions: tuple[MissionRecord, ...] = ()
    circumstances: tuple[AreaCircumstances, ...] = ()
    reset_events: tuple[ResetEvent, ...] = ()
    actor_reports: tuple[ActorReport, ...] = ()


@dataclass(frozen=True, slots=True)
class Exercise:
    """A tabletop exercise: the same question on the same areas, asked again after each inject."""

    name: str
    mode: Mode
    purpose: Purpose
    day: date
    areas: tuple[str, ...]
    injects: tuple[Inject, ...]

"""The reader ladder: who may read what. Four readers, one table of fields, and what is withheld is absent, not hidden.

A released view is built up from what a reader may have; it is never a full view with things taken out, so that a field that nobody
thought of stays inside. Coordinates are coarsened to areas: a jittered point looks exact and can be found out over repeated exports.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from mrm_desktop.domain.assessments import PolicyStamp, Reason
from mrm_desktop.domain.vocabulary import Stratum, Word
from mrm_desktop.reports.release.disclosure import ReleasedPerception
from mrm_desktop.reports.release.solved import Solved

HIGH_STRATA = frozenset({Stratum.DISPLACED, Stratum.HOST})

NOT_SHARED = "not_known_or_not_shared"

Value = str | int | bool | None


class Reader(Word):
    """Who will read a file, the most trusted first."""

    INTERNAL = "internal"
    COUNTRY_OFFICE = "country_office"
    PARTNER = "partner"
    PUBLIC = "public"

    def is_trusted_as(self, other: Reader) -> bool:
        """Whether this reader may have what ``other`` may have."""
        order = list(Reader)
        return order.index(self) <= order.index(other)


CONDITIONS_OF_ANY_AREA = frozenset(
    {
        "condition.civilian_channel",
        "condition.no_case_data",
        "condition.ask_for_civilian_side",
        "condition.exposed_may_withdraw",
        "condition.ask_those_exposed",
        "condition.stop_on_reset_event",
        "condition.single_use",
        "condition.approval",
        "condition.approval_for_risk",
        "condition.criticality",
        "condition.name_nobody",
    }
)
"""Conditions that say nothing of what is known of an area; any other would tell which gate closed."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an export with the least trusted reader who may have it."""

    name: str
    table: str
    lowest: Reader


# One table decides every export, the codebook and the list of what can be inferred.
FIELDS: tuple[Field, ...] = (
    Field("area_code", "areas", Reader.PUBLIC),
    Field("area_name", "areas", Reader.PUBLIC),
    Field("channel", "areas", Reader.PUBLIC),
    Field("evidence", "areas", Reader.PUBLIC),
    Field("ceiling", "areas", Reader.PARTNER),
    Field("verdict", "areas", Reader.PARTNER),
    Field("expires_on", "areas", Reader.PARTNER),
    Field("confidence", "areas", Reader.PARTNER),
    Field("presence", "areas", Reader.PARTNER),
    Field("acceptance", "areas", Reader.PARTNER),
    Field("places", "areas", Reader.PARTNER),
    Field("remote_places", "areas", Reader.PARTNER),
    Field("conditions", "conditions", Reader.PARTNER),
    Field("presence_month", "areas", Reader.COUNTRY_OFFICE),
    Field("tolerance", "areas", Reader.COUNTRY_OFFICE),
    Field("deciding_gate", "areas", Reader.COUNTRY_OFFICE),
    Field("gaps", "areas", Reader.COUNTRY_OFFICE),
    Field("perceptions", "perceptions", Reader.PARTNER),
    Field("displaced_and_host", "perceptions", Reader.COUNTRY_OFFICE),
    Field("source", "perceptions", Reader.COUNTRY_OFFICE),
    Field("small_cells", "perceptions", Reader.INTERNAL),
    Field("stances", "actors", Reader.COUNTRY_OFFICE),
    Field("stance_source", "actors", Reader.INTERNAL),
    Field("place_points", "places", Reader.COUNTRY_OFFICE),
    Field("presence_outlines", "presence", Reader.INTERNAL),
    Field("duty_lines", "contacts", Reader.COUNTRY_OFFICE),
    Field("decisions", "decisions", Reader.COUNTRY_OFFICE),
    Field("free_text", "decisions", Reader.INTERNAL),
)
_LOWEST = {f.name: f.lowest for f in FIELDS}


def lowest_reader_of(name: str) -> Reader:
    """Return the least trusted reader who may have a field of the table."""
    return _LOWEST[name]


def may_read(reader: Reader, name: str) -> bool:
    """Tell whether a reader may have a field; a field that is not in the table is nobody's."""
    lowest = _LOWEST.get(name)
    return lowest is not None and reader.is_trusted_as(lowest)


@dataclass(frozen=True, slots=True)
class ReleasedArea:
    """An area with what its reader may know. ``values`` holds codes of the method, never sentences.

    Attributes
    ----------
    conditions : tuple[Reason, ...]
        What has to be met; outside the organisation those alone that hold anywhere.
    approval : tuple[str, ...]
        Who has to sign.
    told : str
        Verdict and ceiling that are told of it, for the log; "" where its reader is not told the true ones. It leaves with no file.
    """

    code: str
    name: str
    geometry: bytes
    values: Mapping[str, Value]
    conditions: tuple[Reason, ...] = ()
    approval: tuple[str, ...] = ()
    told: str = ""


@dataclass(frozen=True, slots=True)
class ReleasedActor:
    """An armed actor under its code name, with the stance last reported."""

    area_code: str
    actor: str
    kind: str
    stance: str
    reported: str
    source: str


@dataclass(frozen=True, slots=True)
class ReleasedPlace:
    """A place with its point, for readers who may have points; with no distance: of some distances beside points anybody makes the base."""

    area_code: str
    name: str
    kind: str
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class ReleasedPresence:
    """Presence as an outline from which no base can be worked out; internal only."""

    kind: str
    mission: str
    frequency: str
    last_confirmed: str
    geometry: bytes

    def with_outline(self, geometry: bytes) -> ReleasedPresence:
        """Return the same with another outline."""
        return replace(self, geometry=geometry)


@dataclass(frozen=True, slots=True)
class ReleasedView:
    """What one reader may know of a project, for one mode on one day.

    Attributes
    ----------
    solved : tuple[Solved, ...]
        What its reader would have solved for, and what was done about it; it leaves with no file.
    evidence : tuple[Mapping[str, Any], ...]
        Every record with its numbers, intervals and answers; for readers inside the organisation only.
    """

    reader: Reader
    title: str
    office: str
    fictional: bool
    mode: str
    purpose: str
    on: date
    policy: PolicyStamp
    program_version: str
    areas: tuple[ReleasedArea, ...]
    perceptions: tuple[ReleasedPerception, ...] = ()
    actors: tuple[ReleasedActor, ...] = ()
    places: tuple[ReleasedPlace, ...] = ()
    presence: tuple[ReleasedPresence, ...] = ()
    removed: Mapping[str, int] = field(default_factory=dict)
    period: str = ""
    solved: tuple[Solved, ...] = ()
    evidence: tuple[Mapping[str, Any], ...] = ()

    @property
    def answers_between(self) -> tuple[str, str] | None:
        """First and last month or day of the answers that it tells of: it is as old as these; None where it tells of none."""
        days = [p.collected for p in self.perceptions if not p.suppressed]
        return (min(days), max(days)) if days else None

    def with_names(self, names: Mapping[str, str]) -> ReleasedView:
        """Return the same with other names of areas, by their codes: those of the reader's language."""
        return replace(self, areas=tuple(replace(area, name=names.get(area.code, area.name)) for area in self.areas))

    def only(self, code: str) -> ReleasedView:
        """Return what the reader may know of one area: as much as of it among all others, and no other month's figures."""
        return replace(
            self,
            areas=tuple(a for a in self.areas if a.code == code),
            perceptions=tuple(p for p in self.perceptions if p.area_code == code),
            actors=tuple(a for a in self.actors if a.area_code == code),
            places=tuple(p for p in self.places if p.area_code == code),
            evidence=tuple(row for row in self.evidence if row["area_code"] == code),
        )

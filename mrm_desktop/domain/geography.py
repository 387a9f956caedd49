"""Areas, places and presence. Geometry is WKB in WGS 84 (EPSG:4326), longitude first: the domain does not compute with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import PatrolFrequency, Word

STARTER_OUTLINE = "Natural Earth 1:10m (starter)"
"""Version of an outline that a new project begins with: a unit that is official today, coarsely drawn."""
REDRAWN_OUTLINE = "Natural Earth 1:10m (starter, redrawn since)"
"""Version of an outline that is no official unit any more: somewhere to look at, nothing to assess."""


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative area.

    Attributes
    ----------
    code : str
        P-code (or the boundary set's own code), unique in a project.
    level : int
        Administrative level, 0 for a country.
    parent : str | None
        Code of the area it lies in.
    names : Mapping[str, str]
        Names by language code.
    version : str
        Version of the boundary set.
    displaced_share : float | None
        Share of displaced people among the inhabitants, 0 to 1; None when unknown.
    geometry : bytes
        WKB of a polygon or multipolygon.
    valid_on, valid_to : date | None
        Days between which the boundary set is in force, as its publisher states.
    """

    code: str
    name: str
    level: int
    parent: str | None
    geometry: bytes
    names: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    valid_on: date | None = None
    valid_to: date | None = None
    displaced_share: float | None = None

    def name_in(self, language: str) -> str:
        """Return the name in a language where the boundary set has one, else its own name."""
        return self.names.get(language) or self.name

    @property
    def is_starter(self) -> bool:
        """Whether it is a coarse outline that the project began with, until its boundaries are imported."""
        return self.version in (STARTER_OUTLINE, REDRAWN_OUTLINE)

    @property
    def is_redrawn(self) -> bool:
        """Whether it is the outline of a unit that is none any more: nothing is decided on it."""
        return self.version == REDRAWN_OUTLINE

    @property
    def valid_from(self) -> date | None:
        """First day of the boundary set, as :attr:`valid_on` says."""
        return self.valid_on


@dataclass(frozen=True, slots=True)
class KeptLevel:
    """The outlines of all assessed areas at one level of detail, as a project keeps them: derived from the areas, evidence of nothing.

    Attributes
    ----------
    tolerance : float
        Degrees by which they may differ from the outlines as they came.
    outlines : bytes
        WKB of one collection, a shape for each area in the order of their codes; empty where they are the outlines as they came.
    """

    tolerance: float
    outlines: bytes


_CARE = (
    *("hospital", "clinic", "health", "dispensary", "medical", "infirmary", "maternity", "phcc", "phcu"),
    *("hôpital", "hopital", "clinique", "santé", "dispensaire", "infirmerie", "maternité"),
    *("clínica", "clinica", "salud", "dispensario", "enfermería"),
    *("مستشفى", "عيادة", "صحي", "مستوصف"),
)
_CHECKPOINT = ("checkpoint", "check point", "check-point", "roadblock", "barrage", "barrière", "retén", "puesto de control", "حاجز")
HEALTH_FACILITY = "health facility"
"""Kind of a place where care can be had and nothing else is known of it."""


def offers_care(kind: str) -> bool:
    """Tell whether care can be had at a kind of place, by its words."""
    return any(word in kind.lower() for word in _CARE)


@dataclass(frozen=True, slots=True)
class Place:
    """A settlement, facility or site. ``point`` is None where the source gives no usable coordinates: kept, listed, not drawn.

    Attributes
    ----------
    point : tuple[float, float] | None
        Longitude and latitude in degrees, WGS 84.
    area_code : str | None
        Area it lies in; None when it could not be matched.
    matched_by : str
        ``pcode``, ``name``, ``near_name``, ``point`` or ``""``.
    nearest_base_km : float | None
        Geodesic distance to the nearest known UN base, kilometres.
    valid_from, valid_to : date | None
        Days between which it exists or is open.
    """

    id: str
    name: str
    kind: str
    point: tuple[float, float] | None
    area_code: str | None
    code: str = ""
    matched_by: str = ""
    nearest_base_km: float | None = None
    dataset_id: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def is_care(self) -> bool:
        """Whether care can be had there, by the words of its kind or its name: many lists of health facilities have no kind."""
        return offers_care(f"{self.kind} {self.name}")

    @property
    def is_checkpoint(self) -> bool:
        """Whether cars are stopped there, by the words of its kind or its name."""
        text = f"{self.kind} {self.name}".lower()
        return any(word in text for word in _CHECKPOINT)


class PresenceKind(Word):
    """What a presence record describes."""

    PATROL_AREA = "patrol_area"
    BASE = "base"


@dataclass(frozen=True, slots=True)
class Presence:
    """Where UN military were last confirmed. Coarse by design: a frequency class, never a route, a time, a strength or a plan.

    Attributes
    ----------
    geometry : bytes
        WKB of the area covered. For a base, the buffer drawn around it.
    radius_km : float | None
        Radius of that buffer in kilometres where the area is an assumption; None for a drawn or imported polygon.
    base_point : tuple[float, float] | None
        Longitude and latitude of a base.
    valid_from, valid_to : date | None
        Days between which the base is open or the area is assigned; ``last_confirmed`` says when somebody last saw it.
    """

    id: str
    kind: PresenceKind
    name: str
    mission: str
    contingent: str
    frequency: PatrolFrequency
    last_confirmed: date | None
    source: str
    grade: Grade
    geometry: bytes
    radius_km: float | None = None
    base_point: tuple[float, float] | None = None
    dataset_id: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def relied_upon(self, day: date, stale_after_days: int) -> Presence:
        """Return the record as it may be relied upon on a day: how often patrols come is unknown again some time after it was confirmed.

        For the score, for every map and for everything that leaves there is this one rule. That nobody comes stays true.
        """
        confirmed = self.last_confirmed
        fresh = confirmed is not None and (day - confirmed).days <= stale_after_days
        if fresh or self.frequency in (PatrolFrequency.NONE, PatrolFrequency.UNKNOWN):
            return self
        return replace(self, frequency=PatrolFrequency.UNKNOWN)

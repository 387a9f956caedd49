"""A planned trip: each leg with what is known along it. Made by the services, printed by the reports, shown by the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mrm_desktop.domain.assessments import Assessment, GateResult, Reason
from mrm_desktop.domain.decisions import DecisionHead
from mrm_desktop.domain.duty_lines import DutyLine
from mrm_desktop.domain.geography import Area, Place
from mrm_desktop.domain.incidents import LocationPrecision
from mrm_desktop.domain.missions import FocalPoint
from mrm_desktop.domain.route_strips import JourneyClock, RouteStrip
from mrm_desktop.domain.trips import Go, Leg, Trip
from mrm_desktop.domain.vocabulary import MissionStatus


@dataclass(frozen=True, slots=True)
class Crossed:
    """An area on the way, as it is assessed for the day of travel.

    Attributes
    ----------
    last_confirmed : date | None
        Day on which UN military were last seen there; never a schedule.
    decision : DecisionHead | None
        The newest decision on the area that bears on the mode of the trip, else the newest.
    decision_state : str
        ``none``, ``valid``, ``waiting``, ``expired``, ``overtaken``, ``deferred``, ``other_mode`` or ``against``.
    are_actors_assessed : bool
        Whether an assessment of every armed actor in it who is able to do harm is on record.
    were_exposed_asked : bool
        Whether those who would be exposed answered: for the decision that is valid, or since.
    decided_conditions : tuple[str, ...]
        Conditions that the valid decision states, in its own words; none where no decision is valid.
    waiting_for : tuple[str, ...]
        Codes of the roles that have not signed the decision yet.
    unknown_actors : tuple[str, ...]
        Names of the actors able to do harm of whom no usable source says where they stand.
    contact : str
        Class of the map: how visible contact may be there, asked as the map asks it, whatever the trip plans.
    gates : tuple[GateResult, ...]
        Gates of a contact that is seen, also where the trip plans none: people are harmed for what others take for one.
    """

    area: Area
    assessment: Assessment
    mission_status: MissionStatus
    acceptance: str
    tolerance: str
    last_confirmed: date | None
    decision: DecisionHead | None
    decision_state: str
    are_actors_assessed: bool
    were_exposed_asked: bool
    decided_conditions: tuple[str, ...]
    waiting_for: tuple[str, ...] = ()
    unknown_actors: tuple[str, ...] = ()
    contact: str = "insufficient_evidence"
    gates: tuple[GateResult, ...] = ()


@dataclass(frozen=True, slots=True)
class LegCondition:
    """A condition under which a leg may go.

    Attributes
    ----------
    said : Reason
        The condition; what a decision states in its own words has the code ``trip.condition.decided``.
    areas : tuple[str, ...]
        Codes of the areas for which it is, in the order of the way; empty where it is for the leg itself.
    """

    said: Reason
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """Incidents of one type.

    Attributes
    ----------
    counts : tuple[int, ...]
        Within the last 7, 30 and 90 days.
    precision : LocationPrecision
        The coarsest with which one of them is located; what is known no better than by area counts where the area is crossed.
    """

    type: str
    counts: tuple[int, ...]
    precision: LocationPrecision


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest thing of a kind to the point of the route that is farthest from any of them."""

    name: str
    km: float


@dataclass(frozen=True, slots=True)
class Remoteness:
    """How far a leg leads away from help.

    Attributes
    ----------
    hours : float
        Time on the road at the trip's mean speed; for a straight line a lower bound.
    base, clinic, airstrip : Nearest | None
        None where none is on record.
    """

    hours: float
    base: Nearest | None
    clinic: Nearest | None
    airstrip: Nearest | None


@dataclass(frozen=True, slots=True)
class Alternate:
    """Another way for a leg.

    Attributes
    ----------
    avoids : tuple[str, ...]
        Codes of the areas that it goes round; empty for a second way through the same areas.
    """

    route: tuple[tuple[float, float], ...]
    length_km: float
    avoids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedLeg:
    """A leg with what is known along it.

    Attributes
    ----------
    places : tuple[Place, ...]
        Places in the corridor, those with care first, each kind in the order of the way.
    harm : tuple[Reason, ...]
        Who could be harmed by being seen with peacekeepers.
    gaps : tuple[Reason, ...]
        What nobody knows along the leg.
    reasons : tuple[Reason, ...]
        Why it is go with conditions, wait or no-go, the weightiest first.
    conditions : tuple[LegCondition, ...]
        Every condition of a leg that may go, each once, or of one that waits, once it need not wait any more; none for a no-go.
    alternate : Alternate | None
        Another way; None where there is none or no road layer.
    """

    leg: Leg
    length_km: float
    crossed: tuple[Crossed, ...]
    places: tuple[Place, ...]
    incidents: tuple[IncidentLine, ...]
    remote: Remoteness
    harm: tuple[Reason, ...]
    gaps: tuple[Reason, ...]
    go: Go
    reasons: tuple[Reason, ...]
    conditions: tuple[LegCondition, ...] = ()
    alternate: Alternate | None = None


@dataclass(frozen=True, slots=True)
class RoadLayer:
    """The file whose roads a trip was laid on.

    Attributes
    ----------
    file : str
        Its name; "" where the name may not stand on paper.
    saved_on : date
        Day on which the file was last saved.
    left_out : Mapping[str, int]
        Lines of it that are no roads, by what they are.
    gaps : int
        Roads that end just short of another one.
    """

    file: str
    saved_on: date
    left_out: Mapping[str, int] = field(default_factory=dict)
    gaps: int = 0


@dataclass(frozen=True, slots=True)
class TripPlan:
    """A trip with everything its pack says.

    Attributes
    ----------
    risk : str
        Worst residual risk on the way; "" where no area could be rated.
    approval : tuple[str, ...]
        Roles that have to approve what is planned on the way, as codes.
    go : Go
        Answer on the worst leg.
    strip : RouteStrip
        What is known along its kilometres.
    clock : JourneyClock
        Its hours along them.
    roads : tuple[tuple[tuple[float, float], ...], ...]
        The roads around it, of the layer on which it was laid; none where there was none.
    road_layer : RoadLayer | None
        Where they are from.
    duty_lines : tuple[DutyLine, ...]
        Lines that answer on the way, in the order in which they are called: added for papers of the own organisation.
    """

    trip: Trip
    legs: tuple[PlannedLeg, ...]
    focal_points: tuple[FocalPoint, ...]
    risk: str
    approval: tuple[str, ...]
    go: Go
    made_on: date
    strip: RouteStrip
    clock: JourneyClock
    roads: tuple[tuple[tuple[float, float], ...], ...] = ()
    duty_lines: tuple[DutyLine, ...] = ()
    road_layer: RoadLayer | None = None

    @property
    def on_roads(self) -> bool:
        """Whether there was a road layer to lay it on."""
        return bool(self.roads)

    @property
    def worst_legs(self) -> tuple[int, ...]:
        """Numbers of the legs whose answer is the plan's, counted from 1."""
        return tuple(number for number, planned in enumerate(self.legs, start=1) if planned.go is self.go)

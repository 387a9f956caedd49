"""Countries that a project can begin with: what is shipped of each, and what an office still has to get from others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mrm_desktop.domain.vocabulary import Word

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class OtherForce:
    """A force that is not under UN command, whatever people call it.

    Attributes
    ----------
    until : int | None
        The year in which it left; None where it was there when the row was last checked.
    """

    name: str
    led_by: str
    since: int
    until: int | None = None

    @property
    def has_left(self) -> bool:
        """Whether it is history: people may still take it for the mission."""
        return self.until is not None


@dataclass(frozen=True, slots=True)
class Country:
    """What a project on a country begins with.

    Attributes
    ----------
    code : str
        ISO 3166-1, three letters.
    names : Mapping[str, str]
        Name by language.
    missions : tuple[str, ...]
        Acronyms of the registry; the first is the one that a project is about unless somebody says otherwise.
    forces : tuple[OtherForce, ...]
        Forces of others, as of ``checked``.
    units : int
        Outlines of the first level that are shipped.
    official : int
        Units that are official today; 0 where the outlines are no administrative units at all.
    redrawn : int
        Shipped outlines that are no unit as they are drawn; nothing is decided on these.
    extent : tuple[float, float, float, float]
        West, south, east and north edge in degrees.
    neighbours : tuple[Mapping[str, str], ...]
        Names of the countries around it, by language.
    projection : str
        An equal-area projection about its middle, for a GIS.
    """

    code: str
    names: Mapping[str, str]
    missions: tuple[str, ...]
    forces: tuple[OtherForce, ...]
    units: int
    official: int
    redrawn: int
    extent: tuple[float, float, float, float]
    neighbours: tuple[Mapping[str, str], ...]
    projection: str
    checked: date

    def name_in(self, language: str) -> str:
        """Return the name in a language of the program."""
        return self.names.get(language) or self.names["en"]


@dataclass(frozen=True, slots=True)
class Outline:
    """One unit of a country as it is painted before there is a project: its rings, and whether it has been redrawn since."""

    code: str
    name: str
    rings: tuple[Ring, ...]
    is_redrawn: bool


class Wanted(Word):
    """What a project needs from others, in the order in which one thing rests on another."""

    BOUNDARIES = "boundaries"
    FOCAL_POINTS = "focal_points"
    PRESENCE = "presence"
    SURVEY = "survey"
    ARMED_ACTORS = "armed_actors"
    INCIDENTS = "incidents"
    PLACES = "places"
    ROADS = "roads"


@dataclass(frozen=True, slots=True)
class ToGet:
    """One line of the list of what to get from whom.

    Attributes
    ----------
    is_there : bool | None
        Whether something of the kind is in the project; None where the program cannot tell, because it is read anew for each trip.
    """

    wanted: Wanted
    is_there: bool | None

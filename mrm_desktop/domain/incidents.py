"""Incidents as background to a map and to reset events. No narrative, no names, no numbers of victims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from mrm_desktop.domain.vocabulary import Word


class LocationPrecision(Word):
    """How exactly the source knows where; anything coarser than a settlement is never drawn as a point."""

    EXACT = "exact"
    SETTLEMENT = "settlement"
    AREA = "area"
    COUNTRY = "country"
    UNKNOWN = "unknown"

    @property
    def is_a_point(self) -> bool:
        """Whether a point on a map would be honest."""
        return self in (LocationPrecision.EXACT, LocationPrecision.SETTLEMENT)


@dataclass(frozen=True, slots=True)
class Incident:
    """One event: what kind, when and where, as exactly as the source knows it and no more.

    Attributes
    ----------
    key : str
        The source's own stable number, by which a newer version of the file updates it; "" when it has none.
    happened_on : date
        The day, or the first day of the span within which it happened.
    day_precision : int
        Days within which the true day lies; 1 when the day is known.
    type : str
        Kind of event in the source's own words.
    point : tuple[float, float] | None
        Longitude and latitude in degrees, WGS 84; None where the precision does not allow a point.
    area_code : str | None
        Area it lies in; None when unknown.
    """

    id: str
    key: str
    happened_on: date
    day_precision: int
    location_precision: LocationPrecision
    type: str
    point: tuple[float, float] | None
    area_code: str | None
    source: str
    matched_by: str = ""
    dataset_id: str = ""

    @property
    def valid_from(self) -> date:
        """First day on which it may have happened."""
        return self.happened_on

    @property
    def valid_to(self) -> date:
        """Last day on which it may have happened: an event is over, but it stays true."""
        return self.happened_on + timedelta(days=max(self.day_precision, 1) - 1)

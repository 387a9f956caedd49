"""The legs of a trip as they are put together: stop by stop, or line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from mrm_desktop.domain.trips import Drawn, Leg, Waypoint
from mrm_desktop.foundation.words import Words

Corner = tuple[float, float]
Route = tuple[Corner, ...]


class LegBook:
    """Legs in the order of the way, and where the next one begins."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self.legs: list[Leg] = []
        self.start: Waypoint | None = None
        """Where the next leg begins, as far as it has a name."""

    def go_to(self, name: str, at: Corner, today: date) -> bool:
        """Go on to a place; the first one is where the trip starts. Tell whether that made a leg."""
        begins = self.start
        if begins is None and self.legs:
            begins = Waypoint("", self.legs[-1].route[-1])
        here = self.start = Waypoint(name, at)
        if begins is None or begins.at == at:
            return False
        stops = tuple(stop for stop in (begins, here) if stop.name)
        self.add(self._between(stops) or name, (begins.at, at), Drawn.STRAIGHT, today, stops)
        return True

    def add(self, name: str, route: Route, drawn: Drawn, today: date, waypoints: Iterable[Waypoint] = ()) -> None:
        """Add a leg on the day of the one before it."""
        stops = tuple(waypoints)
        called = name or self._between(stops) or self._words.say("trips.leg_name", number=len(self.legs) + 1)
        self.legs.append(Leg(called, route, self.legs[-1].on if self.legs else today, drawn, waypoints=stops))
        if self.start is not None and self.start.at != route[-1]:
            self.start = None

    def change(self, row: int, how: Callable[[Leg], Leg]) -> bool:
        """Change a leg; tell whether it is another now."""
        if not 0 <= row < len(self.legs) or how(self.legs[row]) == self.legs[row]:
            return False
        self.legs[row] = how(self.legs[row])
        return True

    def remove(self, row: int) -> bool:
        """Take a leg away; tell whether there was one."""
        if not 0 <= row < len(self.legs):
            return False
        del self.legs[row]
        self.start = None
        return True

    def put(self, legs: Iterable[Leg]) -> None:
        """Put other legs in the place of these."""
        self.legs, self.start = list(legs), None

    def place_names(self) -> list[str]:
        """Return the names of stops and named points, in the order of the way, each once."""
        return list(dict.fromkeys(point.name for leg in self.legs for point in leg.waypoints))

    def _between(self, stops: tuple[Waypoint, ...]) -> str:
        """Call a leg without a name by the names at its ends."""
        if len(stops) < 2:
            return ""
        return self._words.say("trips.leg_between", start=stops[0].name, end=stops[-1].name)

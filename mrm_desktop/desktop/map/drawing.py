"""What is being drawn on the map: the shape, its corners, and every earlier state of them, so that each step can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mrm_desktop.domain.vocabulary import Word

if TYPE_CHECKING:
    from shapely.geometry import MultiPolygon, Polygon

Corners = tuple[tuple[float, float], ...]
MOST_STEPS = 500


class Way(Word):
    """How an area, or a measurement, comes about."""

    POLYGON = "polygon"
    CIRCLE = "circle"
    CORRIDOR = "corridor"
    COPY = "copy"
    LENGTH = "length"
    SURFACE = "surface"
    LEG = "leg"

    @property
    def shape(self) -> str:
        """What the page draws: ``point``, ``line`` or ``polygon``; "" where there is nothing to draw."""
        return _SHAPES[self]

    @property
    def has_width(self) -> bool:
        """Whether kilometres have to be said: a radius, or the half-width of a corridor."""
        return self in (Way.CIRCLE, Way.CORRIDOR)

    @property
    def measures(self) -> bool:
        """Whether nothing is kept in the project: a length or an area is asked for, or a leg that belongs to a trip."""
        return self in (Way.LENGTH, Way.SURFACE, Way.LEG)


_SHAPES = {
    Way.POLYGON: "polygon",
    Way.CIRCLE: "point",
    Way.CORRIDOR: "line",
    Way.COPY: "",
    Way.LENGTH: "line",
    Way.SURFACE: "polygon",
    Way.LEG: "line",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One state of a drawing."""

    corners: Corners = ()
    width_km: float = 10.0


class Drawing:
    """A drawing with its history; nothing of Qt and nothing of the page is in it.

    Parameters
    ----------
    copied : bytes | None
        WKB of the area whose shape is copied, where ``way`` is a copy.
    """

    def __init__(self, way: Way, start: Step | None = None, copied: bytes | None = None) -> None:
        self.way = way
        self.copied = copied
        self._steps = [start or Step()]
        self._at = 0

    @property
    def step(self) -> Step:
        """The present state."""
        return self._steps[self._at]

    @property
    def can_undo(self) -> bool:
        """Whether there is an earlier state."""
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        """Whether a state was taken back."""
        return self._at < len(self._steps) - 1

    def change(self, step: Step) -> bool:
        """Take a new state; what was taken back before is gone. Return whether anything changed."""
        if step == self.step:
            return False
        self._steps = [*self._steps[: self._at + 1], step][-MOST_STEPS:]
        self._at = len(self._steps) - 1
        return True

    def undo(self) -> None:
        """Go back one state."""
        self._at = max(0, self._at - 1)

    def redo(self) -> None:
        """Go forward again."""
        self._at = min(len(self._steps) - 1, self._at + 1)

    def area(self) -> Polygon | MultiPolygon:
        """Return the area that is drawn.

        Raises
        ------
        KnownError
            It is no area yet, crosses itself, or is too large; the codes of ``geo.drawn_shape``.
        """
        from mrm_desktop.geo.drawn_shape import checked_size, drawn_circle, drawn_corridor, drawn_polygon
        from mrm_desktop.geo.repair import polygonal
        from mrm_desktop.geo.wkb import from_wkb

        if self.way is Way.COPY:
            from mrm_desktop.domain.errors import KnownError

            whole = polygonal(from_wkb(self.copied)) if self.copied else None
            if whole is None:
                raise KnownError("draw.pick_area")
            return checked_size(whole)
        if self.way is Way.CIRCLE:
            return drawn_circle(self.step.corners, self.step.width_km)
        if self.way is Way.CORRIDOR:
            return drawn_corridor(self.step.corners, self.step.width_km)
        return drawn_polygon(self.step.corners)

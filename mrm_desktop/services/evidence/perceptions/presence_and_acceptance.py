"""Presence against acceptance: where people see peacekeepers, and what they think of them. Neither is taken for the other."""

from __future__ import annotations

from dataclasses import dataclass

from mrm_desktop.domain.limits import REGULAR_PATROLS
from mrm_desktop.domain.views import ProjectView
from mrm_desktop.domain.vocabulary import PatrolFrequency

MIDDLE = 0.5


@dataclass(frozen=True, slots=True)
class QuadrantPoint:
    """Presence against acceptance of one area.

    Attributes
    ----------
    presence : str
        ``often``, ``rarely`` or ``unknown``: no record is not absence, and a record that is too old says nothing any more.
    acceptance, low, high : float | None
        Acceptance of the least accepting group, 0 to 1, with its interval; None where the evidence is not adequate.
    quadrant : str
        ``often_accepted``, ``often_undecided``, ``often_disliked``, the same of ``rarely``, or ``unknown``. Undecided is where the
        interval holds the middle.
    """

    area_code: str
    area_name: str
    presence: str
    acceptance: float | None
    low: float | None
    high: float | None
    quadrant: str


def quadrant_point(code: str, name: str, view: ProjectView) -> QuadrantPoint:
    """Return an area's place; how often patrols come is as old here as it is in the score."""
    frequencies = {p.frequency for p in view.presence_by_area.get(code, ())}
    if frequencies & REGULAR_PATROLS:
        presence = "often"
    elif frequencies - {PatrolFrequency.UNKNOWN}:
        presence = "rarely"
    else:
        presence = "unknown"
    estimate = view.assessments[code].acceptance
    if estimate is None or not estimate.adequate:
        return QuadrantPoint(code, name, presence, None, None, None, "unknown")
    stand = "accepted" if estimate.low >= MIDDLE else "disliked" if estimate.high < MIDDLE else "undecided"
    quadrant = "unknown" if presence == "unknown" else f"{presence}_{stand}"
    return QuadrantPoint(code, name, presence, estimate.mean, estimate.low, estimate.high, quadrant)

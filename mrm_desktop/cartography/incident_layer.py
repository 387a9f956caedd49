"""Incidents of a window of time: a point where the source knows the place, a number on the area where it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from mrm_desktop.cartography.map_document import IncidentCount, IncidentLayer, IncidentMark, LegendEntry
from mrm_desktop.cartography.style import Style, load_style
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.foundation.words import Words

# A newer incident says more about tomorrow's road; the same days as a trip's look-back.
AGE_CLASSES = ((30, "last_30"), (90, "last_90"))
OLDER, COUNTED = "older", "counted"


def within(incidents: Iterable[Incident], on: date, days: int | None) -> tuple[Incident, ...]:
    """Return the incidents known on ``on`` that happened in the ``days`` before it; with None, all of them."""
    first = date.min if days is None else on - timedelta(days=days)
    return tuple(i for i in incidents if first <= i.happened_on <= on)


def build_incident_layer(
    incidents: Iterable[Incident],
    shown_area: Mapping[str, str],
    label_at: Mapping[str, tuple[float, float]],
    on: date,
    days: int | None,
    words: Words,
    style: Style | None = None,
) -> IncidentLayer:
    """Build the layer.

    Parameters
    ----------
    shown_area : Mapping[str, str]
        For the code of an area at any level the code of the area of the map that holds it.
    label_at : Mapping[str, tuple[float, float]]
        A point inside each area of the map, degrees, longitude first.
    on, days
        The window: ``days`` up to and including ``on``; None for everything before.
    """
    style = style or load_style()
    marks: list[IncidentMark] = []
    counted: Counter[str] = Counter()
    unplaced = 0
    for incident in within(incidents, on, days):
        if incident.location_precision.is_a_point and incident.point is not None:
            name = words.say("map.incident", type=incident.type, day=incident.happened_on)
            marks.append(IncidentMark(incident.id, name, _age_class(incident, on), incident.point))
        elif (area := shown_area.get(incident.area_code or "")) in label_at:
            counted[str(area)] += 1
        else:
            unplaced += 1
    classes = Counter(mark.style for mark in marks)
    classes[COUNTED] = sum(counted.values())
    return IncidentLayer(
        title=words.say("map.incidents"),
        marks=tuple(marks),
        counts=tuple(
            IncidentCount(area, n, label_at[area], words.say("map.incidents_in_area", count=n))
            for area, n in sorted(counted.items())
        ),
        styles=style.incidents,
        legend=tuple(LegendEntry(s.id, words.say(f"map.class.incident.{s.id}"), classes[s.id]) for s in style.incidents),
        unplaced=unplaced,
    )


def _age_class(incident: Incident, on: date) -> str:
    age = (on - incident.happened_on).days
    return next((name for days, name in AGE_CLASSES if age <= days), OLDER)

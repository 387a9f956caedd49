"""Incidents of a window of time: a point where the source knows the place, a number on the area where it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from mrm_desktop.cartography.display_list import Badge, Spot
from mrm_desktop.cartography.layers.layer import Drawn, Layer, Sample, legend_of
from mrm_desktop.cartography.layers.marks import BADGE_PX, clear_of, draw_marks
from mrm_desktop.cartography.map_document import LegendEntry, MapDocument
from mrm_desktop.cartography.samples import point_swatch
from mrm_desktop.cartography.showing import Sheet
from mrm_desktop.cartography.style import PointClass, Style, load_style
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.foundation.words import Words

ID, CODE = "incidents", "incident"
# A newer incident says more about tomorrow's road; the same days as a trip's look-back.
AGE_CLASSES = ((30, "last_30"), (90, "last_90"))
OLDER, COUNTED = "older", "counted"
COUNT_BELOW_PX = 16.0  # a number of incidents stands below the name of its area


@dataclass(frozen=True, slots=True)
class IncidentMark:
    """An incident whose place its source knows at least by settlement."""

    id: str
    name: str
    style: str
    at: tuple[float, float]


@dataclass(frozen=True, slots=True)
class IncidentCount:
    """Incidents that are known to have happened in an area and no more exactly. ``at`` is where the area's number stands."""

    area: str
    count: int
    at: tuple[float, float]
    title: str


@dataclass(frozen=True, slots=True)
class IncidentLayer:
    """What the map shows of incidents.

    Attributes
    ----------
    unplaced : int
        Incidents of the window that no area of the map holds: known by a larger area, by country, or not at all.
    """

    title: str
    marks: tuple[IncidentMark, ...]
    counts: tuple[IncidentCount, ...]
    styles: tuple[PointClass, ...]
    legend: tuple[LegendEntry, ...]
    unplaced: int
    id: str = ID
    kind: str = "points"


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
    styles = (style or load_style()).points(ID)
    marks: list[IncidentMark] = []
    by_area: Counter[str] = Counter()
    unplaced = 0
    for incident in within(incidents, on, days):
        if incident.location_precision.is_a_point and incident.point is not None:
            name = words.say("map.incident", type=incident.type, day=incident.happened_on)
            marks.append(IncidentMark(incident.id, name, _age_class(incident, on), incident.point))
        elif (area := shown_area.get(incident.area_code or "")) in label_at:
            by_area[str(area)] += 1
        else:
            unplaced += 1
    classes = Counter(mark.style for mark in marks)
    classes[COUNTED] = sum(by_area.values())
    return IncidentLayer(
        title=words.say("map.incidents"),
        marks=tuple(marks),
        counts=tuple(
            IncidentCount(area, n, label_at[area], words.say("map.incidents_in_area", count=n))
            for area, n in sorted(by_area.items())
        ),
        styles=styles,
        legend=legend_of(CODE, styles, classes, words),
        unplaced=unplaced,
    )


def _age_class(incident: Incident, on: date) -> str:
    age = (on - incident.happened_on).days
    return next((name for days, name in AGE_CLASSES if age <= days), OLDER)


def _of(document: MapDocument) -> IncidentLayer | None:
    layer = document.overlays.get(ID)
    return layer if isinstance(layer, IncidentLayer) else None


def _draw(sheet: Sheet) -> Drawn:
    """Draw the incidents whose place is known, the newest on top, and the number of the others beside the name of their area."""
    layer = _of(sheet.document)
    if layer is None:
        return Drawn()
    order = {style.id: n for n, style in enumerate(layer.styles)}
    spots = np.array([mark.at for mark in layer.marks], dtype=np.float64).reshape(-1, 2)
    classes = np.array([order[mark.style] for mark in layer.marks], dtype=np.int64)
    drawn = draw_marks(
        sheet,
        LAYER.id,
        sheet.plan.plane.forward(spots),
        classes,
        layer.styles,
        lambda row: (layer.marks[row].id, layer.marks[row].name),
        lambda count: f"{layer.title} ({count})",
    )
    style = next(style for style in layer.styles if style.shape == "count")
    if layer.counts and not sheet.fades(LAYER.id, style.id):
        places = sheet.plan.plane.forward(np.array([item.at for item in layer.counts]))
        pixels, inside = sheet.on_page(places)
        for row in np.flatnonzero(inside).tolist():
            x, y = pixels[row].tolist()
            item = layer.counts[row]
            below = x, y + COUNT_BELOW_PX
            number = clear_of(sheet, Badge(below, str(item.count), style.fill, style.stroke, style.stroke, BADGE_PX))
            drawn.on_top.append(number)
            drawn.spots.append(Spot(LAYER.id, "", item.title, number.at, BADGE_PX, item.count))
    return drawn


def _samples(document: MapDocument) -> Iterator[Sample]:
    layer = _of(document)
    if layer is not None:
        for style, entry in zip(layer.styles, layer.legend, strict=True):
            yield entry, point_swatch(style)


LAYER = Layer(ID, CODE, _draw, _samples, above_focus=True)

"""The areas themselves: classes of a theme as colour and pattern, names, and the outline of the one in focus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from mrm_desktop.cartography.classes import class_of
from mrm_desktop.cartography.map_document import AreaShape, LegendEntry, MapDocument, Theme
from mrm_desktop.cartography.paper import Frame, filled, names, outline, scale_bar_box, stroke_of, swatch
from mrm_desktop.cartography.shapes import point_of, polygons_of
from mrm_desktop.cartography.style import Style
from mrm_desktop.cartography.svg import tag
from mrm_desktop.domain.assessments import Assessment
from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.views import ClassLimits, ProjectView
from mrm_desktop.foundation.words import Words
from mrm_desktop.geo.wkb import from_wkb

Rows = tuple[tuple[str, str], ...]


def area_shape(area: Area, words: Words) -> AreaShape:
    """Return an area as it is drawn, without the rows of its popup."""
    shape = from_wkb(area.geometry)
    inside = shape.representative_point()
    return AreaShape(
        id=area.code,
        name=area.name_in(words.language),
        polygons=polygons_of(shape),
        label_at=point_of((inside.x, inside.y)),
        rows=(),
    )


def with_popup(shape: AreaShape, area: Area, view: ProjectView, words: Words) -> AreaShape:
    """Return an area with the rows of its popup, for a page that opens them by itself."""
    return replace(shape, rows=_rows(area, view.assessments[area.code], view.class_limits, words))


def theme_of(theme: str, view: ProjectView, words: Words, style: Style) -> Theme:
    """Return the class of every area in a theme, with the legend."""
    of_area = {area.code: class_of(theme, view.answers[area.code], view.class_limits) for area in view.areas}
    classes, counts = style.themes[theme], Counter(of_area.values())
    legend = tuple(LegendEntry(fill.id, words.say(f"map.class.{theme}.{fill.id}"), counts[fill.id]) for fill in classes)
    return Theme(theme, words.say(f"map.theme.{theme}"), classes, legend, of_area)


def _rows(area: Area, assessment: Assessment, limits: ClassLimits, words: Words) -> Rows:
    deciding = assessment.reasons[0]
    classes = {theme: class_of(theme, assessment.answer, limits) for theme in ("acceptance", "tolerance", "confidence")}
    rows = [
        (words.say("map.row.code"), area.code),
        (words.say("map.row.verdict"), words.term("verdict", assessment.verdict)),
        (words.say("map.row.ceiling"), words.term("mode", assessment.ceiling)),
        (words.say("map.row.channel"), words.term("channel", assessment.channel)),
        (words.say("map.row.reason"), words.say(deciding.code, **deciding.params)),
        *((words.say(f"map.row.{theme}"), words.say(f"map.class.{theme}.{found}")) for theme, found in classes.items()),
    ]
    if assessment.gaps:
        rows.append((words.say("map.row.gaps"), " · ".join(words.say(gap.code, **gap.params) for gap in assessment.gaps)))
    if assessment.expires_on is not None:
        rows.append((words.say("map.row.expires"), words.day(assessment.expires_on)))
    return tuple(rows)


def draw_areas(document: MapDocument, theme: Theme, frame: Frame) -> Iterator[str]:
    """Draw the areas in the classes of a theme."""
    classes = {fill.id: fill for fill in theme.classes}
    for area in document.areas:
        path = outline(area.polygons, frame)
        if path:
            yield filled(classes[theme.of_area[area.id]], path, **stroke_of(document.boundary))


def draw_focus(document: MapDocument, focus: str | None, frame: Frame) -> Iterator[str]:
    """Outline the area with the code ``focus`` strongly."""
    line = document.focus
    for area in document.areas:
        if area.id == focus:
            path = outline(area.polygons, frame)
            yield tag("path", d=path, fill="none", stroke="#fff", stroke_width=line.width / 2)
            yield tag("path", d=path, fill="none", stroke=line.stroke, stroke_width=line.width / 3.2)


def area_names(document: MapDocument, focus: str | None, frame: Frame) -> Iterator[str]:
    """Name the areas, the one in focus first, then the largest."""
    ordered = sorted(document.areas, key=lambda area: (area.id != focus, -_extent(area)))
    spots = frame.on_paper(np.array([area.label_at for area in ordered])).tolist() if ordered else []
    wanted = [(area.name, x, y, 600 if area.id == focus else 400) for area, (x, y) in zip(ordered, spots, strict=True)]
    return names(wanted, frame, avoid=scale_bar_box(frame))


def area_samples(theme: Theme) -> Iterator[tuple[LegendEntry, str]]:
    """Yield the classes of a theme for the legend on paper, each with its sample."""
    for fill, entry in zip(theme.classes, theme.legend, strict=True):
        yield entry, swatch(fill)


def _extent(area: AreaShape) -> float:
    points = np.array([point for polygon in area.polygons for point in polygon[0]])
    return float(np.prod(points.max(axis=0) - points.min(axis=0)))

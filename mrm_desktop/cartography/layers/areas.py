"""The areas themselves: classes of a theme as colour and pattern, names, and the outline of the one in focus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from mrm_desktop.cartography.classes import ceiling_class, class_of
from mrm_desktop.cartography.display_list import Fill, Item, Line, Shape, Text, shape_of
from mrm_desktop.cartography.labels import Wish
from mrm_desktop.cartography.map_document import AreaShape, Fact, LegendEntry, Theme
from mrm_desktop.cartography.plan import on_page
from mrm_desktop.cartography.plane import Points
from mrm_desktop.cartography.samples import swatch
from mrm_desktop.cartography.shapes import point_of
from mrm_desktop.cartography.showing import Sheet
from mrm_desktop.cartography.style import Style
from mrm_desktop.domain.assessments import Assessment, Spread
from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.views import ClassLimits, ProjectView
from mrm_desktop.foundation.words import Words
from mrm_desktop.geo.wkb import from_wkb

Rows = tuple[tuple[str, str], ...]
MOST_CASED = 200  # areas whose borders lie on a light line of their own
SCALE_PX = 44.0  # of acceptance from 0 to 1 below the name of an area
FEWEST_PLACES = 4  # beside the middle of an area, below which its name is tried all over it
GRID = 9  # places each way that are tried
LEAST_WITH_SPREAD_PX = 70.0  # an area that is smaller has no room for it
_FADING = ((90, 1.0), (180, 0.75), (365, 0.55))
"""Days since the newest answer, and how opaque the interval is then."""
_OLDEST = 0.35


def area_shape(area: Area, words: Words) -> AreaShape:
    """Return an area as it is drawn, without the rows of its popup."""
    shape = from_wkb(area.geometry)
    inside = shape.representative_point()
    return AreaShape(
        id=area.code,
        name=area.name_in(words.language),
        polygons=shape,
        label_at=point_of((inside.x, inside.y)),
        rows=(),
    )


def with_popup(shape: AreaShape, area: Area, view: ProjectView, words: Words) -> AreaShape:
    """Return an area with the rows of its popup, for a page that opens them by itself."""
    return replace(shape, rows=_rows(area, view.assessments[area.code], view.class_limits, words))


def facts_of(assessment: Assessment, words: Words) -> tuple[Fact, ...]:
    """Return what the list beside the map says of an area first: verdict, ceiling, channel, and the day on which the answer lapses."""
    ceiling, expires = ceiling_class(assessment.answer), assessment.expires_on
    told = {
        "verdict": words.term("verdict", assessment.verdict),
        "ceiling": words.say(f"map.class.ceiling.{ceiling}"),
        "channel": words.term("channel", assessment.channel),
        "expires": words.day(expires) if expires is not None else "–",
    }
    return tuple(Fact(name, words.say(f"map.row.{name}"), text) for name, text in told.items())


def theme_of(theme: str, view: ProjectView, words: Words, style: Style) -> Theme:
    """Return the class of every area in a theme, with the legend."""
    of_area = {area.code: class_of(theme, view.answers[area.code], view.class_limits) for area in view.areas}
    classes, counts = style.themes[theme], Counter(of_area.values())
    legend = tuple(LegendEntry(fill.id, words.say(f"map.class.{theme}.{fill.id}"), counts[fill.id]) for fill in classes)
    return Theme(theme, words.say(f"map.theme.{theme}"), classes, legend, of_area, _spread_in(theme, view))


def _spread_in(theme: str, view: ProjectView) -> dict[str, Spread]:
    """Return how sure the acceptance of each area is, where anybody was heard; of other themes nothing."""
    heard = {code: answer.acceptance for code, answer in view.answers.items()} if theme == "acceptance" else {}
    return {code: side.spread for code, side in heard.items() if side is not None and side.spread is not None}


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


def draw_areas(sheet: Sheet) -> Iterator[Item]:
    """Draw the areas on a sheet in the classes of its theme; those of a class that was put aside stay as a shadow."""
    theme, document = sheet.document.theme(sheet.showing.theme), sheet.document
    classes = {fill.id: fill for fill in theme.classes}
    shapes, boxes = sheet.plan.areas.at(sheet.view)
    rows = on_page(boxes, sheet.view.box).tolist()
    opacity = sheet.area_opacity
    for row in rows:
        area = document.areas[row]
        fill = classes[theme.of_area[area.id]]
        if fill.id in sheet.showing.faded:
            yield Fill(shapes[row], sheet.colours.land, opacity=0.7 * opacity, area=area.id)
        else:
            yield Fill(shapes[row], fill.fill, fill, opacity, area.id)
    if len(rows) <= MOST_CASED:
        for row in rows:
            yield Line(shapes[row], sheet.on_areas.halo, 2.6, opacity=0.85)
    for row in rows:
        yield Line(shapes[row], document.boundary.stroke, document.boundary.width, opacity=0.6)


def draw_focus(sheet: Sheet) -> Iterator[Item]:
    """Outline the area in focus strongly."""
    row = sheet.plan.areas.position.get(sheet.showing.focus or "")
    if row is not None:
        shape = sheet.plan.areas.at(sheet.view)[0][row]
        line = sheet.document.focus
        yield Line(shape, line.stroke, line.width, casing="#ffffff")


def draw_spreads(sheet: Sheet) -> Iterator[Item]:
    """Draw below the name of each area how sure its class is: the interval on a scale from 0 to 1, its middle, and how many answered.

    It fades with the age of the newest answer. It takes its room before names and numbers do.
    """
    spread = sheet.document.theme(sheet.showing.theme).spread
    if not spread or not sheet.shows("labels"):
        return
    _, boxes = sheet.plan.areas.at(sheet.view)
    sizes = (boxes[:, 2:] - boxes[:, :2]) * sheet.view.scale
    pixels, inside = sheet.on_page(sheet.plan.areas.labels)
    colours, size = sheet.on_areas, sheet.showing.letter_px * 0.78
    below = sheet.showing.letter_px * 1.25
    offsets = np.array([(0.0, below), (0.0, -below), (0.0, 2 * below)])
    has_room = inside & (sizes > LEAST_WITH_SPREAD_PX).all(axis=1)
    rows = np.array([row for row in np.flatnonzero(has_room).tolist() if sheet.document.areas[row].id in spread], dtype=np.int64)
    places = np.broadcast_to(offsets, (len(rows), *offsets.shape))
    is_inside = _inside(sheet, rows, pixels[rows], np.full(len(rows), SCALE_PX + 34), places)
    for n in np.flatnonzero(is_inside.any(axis=1)).tolist():
        row = int(rows[n])
        found = spread[sheet.document.areas[row].id]
        x, y = (pixels[row] + offsets[int(np.argmax(is_inside[n]))] - ((SCALE_PX + 30) / 2, 0.0)).tolist()
        seen = next((opacity for days, opacity in _FADING if found.age_days <= days), _OLDEST)
        sheet.room.take((x - 3, y - size * 0.7, x + SCALE_PX + 30, y + size * 0.7))
        yield Fill(_bar(x - 3, y - 5, SCALE_PX + 6, 10), colours.halo, opacity=0.82)
        yield Fill(_bar(x, y - 0.5, SCALE_PX, 1), colours.letters, opacity=0.45)
        low, high = found.low * SCALE_PX, max(found.high * SCALE_PX, found.low * SCALE_PX + 1.5)
        yield Fill(_bar(x + low, y - 2.5, high - low, 5), colours.letters, opacity=seen)
        yield Fill(_bar(x + found.mean * SCALE_PX - 1, y - 4, 2, 8), colours.letters)
        yield Text(f"{found.answers}", (x + SCALE_PX + 6, y), size, colours.letters, colours.halo, anchor="start")


def _bar(x: float, y: float, wide: float, tall: float) -> Shape:
    corners = np.array([(x, y), (x + wide, y), (x + wide, y + tall), (x, y + tall), (x, y)])
    return shape_of([corners], is_on_page=True)


def area_names(sheet: Sheet) -> Iterator[Wish]:
    """Yield the names of the areas on a sheet, the one in focus first, then the largest; none where its area is too small for it."""
    areas, showing, colours = sheet.document.areas, sheet.showing, sheet.on_areas
    _, boxes = sheet.plan.areas.at(sheet.view)
    pixels, inside = sheet.on_page(sheet.plan.areas.labels)
    sizes = (boxes[:, 2:] - boxes[:, :2]) * sheet.view.scale
    focus = sheet.plan.areas.position.get(showing.focus or "", -1)
    seen = np.flatnonzero(inside)
    wide = np.array([showing.measure(areas[row].name, showing.letter_px, 600) for row in seen.tolist()])
    fits = (wide <= sizes[seen, 0] * 1.15) | (seen == focus)
    rows, wide = seen[fits], wide[fits]
    order = np.lexsort((-sizes[rows].prod(axis=1), rows != focus))
    rows, wide = rows[order], wide[order]
    found = _held(sheet, rows, pixels[rows], wide, _around(sizes[rows]))
    lacking = np.array([n for n, offsets in enumerate(found) if len(offsets) < FEWEST_PLACES], dtype=np.int64)
    if len(lacking):
        elsewhere = _all_over(sheet, boxes[rows[lacking]], pixels[rows[lacking]])
        for n, more in zip(
            lacking.tolist(), _held(sheet, rows[lacking], pixels[rows[lacking]], wide[lacking], elsewhere), strict=True
        ):
            found[n] += more
    for row, offsets in zip(rows.tolist(), found, strict=True):
        x, y = pixels[row].tolist()
        name = Text(areas[row].name, (x, y), showing.letter_px, colours.letters, colours.halo, weight=600)
        if offsets or row == focus:
            yield Wish(name, offsets or [(0.0, 0.0, "middle")])


def _held(
    sheet: Sheet, rows: npt.NDArray[np.int64], middles: Points, wide: npt.NDArray[np.float64], places: Points
) -> list[list[tuple[float, float, str]]]:
    """Return for each area those of its places at which its name lies inside it."""
    is_inside = _inside(sheet, rows, middles, wide, places)
    return [
        [(dx, dy, "middle") for (dx, dy), ok in zip(own, kept, strict=True) if ok]
        for own, kept in zip(places.tolist(), is_inside.tolist(), strict=True)
    ]


def _all_over(sheet: Sheet, boxes: npt.NDArray[np.float64], middles: Points) -> Points:
    """Return places all over areas, the nearest to their middles first: an area that bends has its room elsewhere than in its middle."""
    low, high = sheet.view.to_page(boxes[:, :2]), sheet.view.to_page(boxes[:, 2:])
    shares = (np.arange(GRID) + 0.5) / GRID
    xs = low[:, None, 0] + (high - low)[:, None, 0] * shares
    ys = low[:, None, 1] + (high - low)[:, None, 1] * shares
    every = np.stack([np.repeat(xs, GRID, axis=1), np.tile(ys, GRID)], axis=2) - middles[:, None, :]
    nearest = np.argsort((every**2).sum(axis=2), axis=1, kind="stable")
    return np.take_along_axis(every, nearest[:, :, None], axis=1)


def _around(sizes: Points) -> Points:
    """Return places for names in areas of so many pixels, the best first, relative to a point inside: shape (areas, 15, 2)."""
    aside = np.minimum(sizes[:, 0] * 0.2, 70.0)
    step = np.clip(sizes[:, 1] * 0.18, 14.0, 60.0)
    return np.stack([aside[:, None] * _ASIDE, step[:, None] * _STEPS], axis=2)


_STEPS = np.repeat([0.0, -1.0, 1.0, -2.0, 2.0], 3)
_ASIDE = np.tile([0.0, -1.0, 1.0], 5)


def _inside(
    sheet: Sheet, rows: npt.NDArray[np.int64], middles: Points, wide: npt.NDArray[np.float64], places: Points
) -> npt.NDArray[np.bool_]:
    """Tell at which places something lies in its own area: a name across a border would name the next one.

    Parameters
    ----------
    rows : ndarray, (n,)
        The areas.
    middles : ndarray, (n, 2)
        A pixel in each.
    wide : ndarray, (n,)
        Pixels across of what is to stand there.
    places : ndarray, (n, k, 2)
        Where its middle may be, pixels from ``middles``.

    Returns
    -------
    ndarray, (n, k)
    """
    count = places.shape[1]
    ends = np.zeros((len(rows), 1, len(_CORNERS), 2))
    ends[:, 0] = _CORNERS * np.column_stack([wide, np.full(len(rows), sheet.showing.letter_px)])[:, None, :]
    pixels = middles[:, None, None, :] + places[:, :, None, :] + ends
    lonlat = sheet.plan.plane.inverse(sheet.view.to_plane(pixels.reshape(-1, 2)))
    held = sheet.plan.areas.hold(np.repeat(rows, count * len(_CORNERS)), lonlat)
    return np.asarray(held.reshape(-1, count, len(_CORNERS)).all(axis=2))


_CORNERS = np.array([(-0.42, -0.4), (0.42, -0.4), (0.0, 0.0), (-0.42, 0.4), (0.42, 0.4)])
"""Where a name must lie inside, in its width and the size of its letters: an edge of it may touch the border."""


def area_samples(theme: Theme) -> Iterator[tuple[LegendEntry, str]]:
    """Yield the classes of a theme for the legend on paper, each with its sample."""
    for fill, entry in zip(theme.classes, theme.legend, strict=True):
        yield entry, swatch(fill)

"""Marks of records on a sheet: each by itself where there are few, in clusters where they would bury the map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from mrm_desktop.cartography.clusters import cluster
from mrm_desktop.cartography.display_list import Badge, Marks, Spot
from mrm_desktop.cartography.layers.layer import Drawn
from mrm_desktop.cartography.plane import Points
from mrm_desktop.cartography.showing import Sheet
from mrm_desktop.cartography.style import PointClass

SINGLE_FROM_M_PX = 75.0
"""Metres of ground in a pixel below which every mark stands by itself: about a district on a screen."""
FEW = 120
"""As many marks on a page need no clusters at any scale."""
_MARGIN_PX = 12.0
BADGE_PX = 9.0
_ASIDE = ((0.0, 1.0), (0.0, -1.0), (1.0, 0.0), (-1.0, 0.0), (0.8, 0.8), (-0.8, 0.8), (0.8, -0.8), (-0.8, -0.8))
_AROUND = ((0.0, 0.0), *((away * x, away * y) for away in (17.0, 23.0) for x, y in _ASIDE))


def draw_marks(
    sheet: Sheet,
    layer: str,
    spots: Points,
    classes: npt.NDArray[np.int64],
    styles: Sequence[PointClass],
    record: Callable[[int], tuple[str, str]],
    several: Callable[[int], str],
) -> Drawn:
    """Draw the marks of a layer.

    Parameters
    ----------
    spots : ndarray, (n, 2)
        Metres of the plane.
    classes : ndarray, (n,)
        Position of each mark's class in ``styles``; the first is the worst, and is drawn on top.
    record : Callable[[int], tuple[str, str]]
        Returns identifier and name of a row.
    several : Callable[[int], str]
        Says that a cluster stands for so many.
    """
    drawn = Drawn()
    kept = np.array([not sheet.fades(layer, style.id) for style in styles], dtype=np.bool_)
    pixels, inside = sheet.on_page(spots, _MARGIN_PX)
    rows = np.flatnonzero(inside & kept[classes]) if len(spots) else np.empty(0, dtype=np.int64)
    if len(rows) <= FEW or sheet.view.metres_per_pixel <= SINGLE_FROM_M_PX:
        _singles(drawn, layer, rows, pixels, classes, styles, record)
        return drawn
    # Clusters are made of all marks, those off the page too: a cluster at the edge must not change while the map is dragged.
    shown = np.flatnonzero(kept[classes])
    found = cluster(spots[shown], classes[shown], sheet.view.scale)
    centres, on_page = sheet.on_page(found.centres, _MARGIN_PX)
    alone = on_page & (found.only >= 0)
    _singles(drawn, layer, shown[found.only[alone]], pixels, classes, styles, record)
    for n in np.flatnonzero(on_page & (found.only < 0)).tolist():
        count, worst = int(found.counts[n]), styles[int(found.worst[n])]
        x, y = clear_of(sheet, *centres[n].tolist())
        colours = sheet.on_areas
        drawn.items.append(Badge((x, y), short(count), colours.badge, colours.ink, _strong(worst), BADGE_PX))
        drawn.spots.append(Spot(layer, "", several(count), (x, y), BADGE_PX, count))
    return drawn


def clear_of(sheet: Sheet, x: float, y: float) -> tuple[float, float]:
    """Move a number off a base that it would lie under, and take its place from the names."""
    half = BADGE_PX * 0.85
    places = ((x + dx, y + dy) for dx, dy in _AROUND)
    found = next((p for p in places if sheet.room.is_free((p[0] - half, p[1] - half, p[0] + half, p[1] + half))), (x, y))
    sheet.room.take((found[0] - half, found[1] - half, found[0] + half, found[1] + half))
    return found


def short(count: int) -> str:
    """Write a number within the room of a badge: 940, 1.2k, 15k."""
    if count < 1000:
        return str(count)
    return f"{count / 1000:.1f}k".replace(".0k", "k") if count < 10_000 else f"{count // 1000}k"


def _singles(
    drawn: Drawn,
    layer: str,
    rows: npt.NDArray[np.int64],
    pixels: Points,
    classes: npt.NDArray[np.int64],
    styles: Sequence[PointClass],
    record: Callable[[int], tuple[str, str]],
) -> None:
    # Many marks are drawn small, so that they do not bury the areas.
    shrink = min(1.0, max(0.55, 14 / max(len(rows), 1) ** 0.5))
    for n in reversed(range(len(styles))):
        own = rows[classes[rows] == n]
        if len(own):
            drawn.items.append(Marks(pixels[own], replace(styles[n], radius=styles[n].radius * shrink)))
    if len(rows) <= _MOST_SPOTS:
        for row in rows.tolist():
            record_id, name = record(row)
            x, y = pixels[row].tolist()
            drawn.spots.append(Spot(layer, record_id, name, (x, y), styles[int(classes[row])].radius + 3))


_MOST_SPOTS = 20_000  # more marks than a page has room for are no aim for a pointer


def _strong(style: PointClass) -> str:
    """Return the colour of a class that reads as a ring on a light pill."""
    return style.stroke if style.fill.lower() in ("#ffffff", "#fffefb") else style.fill

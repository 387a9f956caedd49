"""Marks of records on a sheet: each by itself where there are few, in clusters where they would bury the map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from mrm_desktop.cartography.clusters import cluster
from mrm_desktop.cartography.contrast import letters_on
from mrm_desktop.cartography.display_list import Badge, Marks, Spot
from mrm_desktop.cartography.layers.layer import Drawn
from mrm_desktop.cartography.plane import Box, Points
from mrm_desktop.cartography.showing import Sheet
from mrm_desktop.cartography.style import PointClass
from mrm_desktop.cartography.view import View

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
    if not gathers(len(rows), sheet.view):
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
        number = clear_of(sheet, number_of(count, worst, centres[n].tolist()))
        drawn.items.append(number)
        drawn.spots.append(Spot(layer, "", several(count), number.at, BADGE_PX, count))
    return drawn


def gathers(count: int, view: View) -> bool:
    """Tell whether so many marks on a page are drawn as clusters."""
    return count > FEW and view.metres_per_pixel > SINGLE_FROM_M_PX


def number_of(count: int, worst: PointClass, at: tuple[float, float]) -> Badge:
    """Return the number that stands for several marks: the sign of the worst class among them, grown to hold it."""
    return Badge(at, short(count), worst.fill, letters_on(worst.fill), worst.stroke, BADGE_PX)


def clear_of(sheet: Sheet, number: Badge) -> Badge:
    """Move a number off a base or a name that it would lie under, and take its place from the names that follow."""
    (wide, tall), (x, y) = number.sides, number.at

    def box(dx: float, dy: float) -> Box:
        return x + dx - wide / 2, y + dy - tall / 2, x + dx + wide / 2, y + dy + tall / 2

    away = next((away for away in _AROUND if sheet.room.is_free(box(*away))), (0.0, 0.0))
    sheet.room.take(box(*away))
    return replace(number, at=(x + away[0], y + away[1]))


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

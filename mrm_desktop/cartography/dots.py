"""Many dots of one class on paper, as a single path."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from mrm_desktop.cartography.style import PointClass
from mrm_desktop.cartography.svg import tag

OUTLINE_MM = 0.15
_FLATTENING_MM = 0.04  # half of what a 300 dpi printer can show


def dots(style: PointClass, spots: npt.NDArray[np.float64]) -> str:
    """Draw dots of one class, as diamonds where that is its shape.

    A circle element becomes eight curves with long numbers when the page is typeset, which made most of an atlas; a polygon that
    differs from it by less than a printer can show takes a fifth of that. Each dot keeps its outline where dots overlap.

    Parameters
    ----------
    spots : ndarray, (n, 2)
        Centres, mm of paper.
    """
    radius = style.radius / 5
    if style.shape == "diamond":
        return _drawn(style, radius * np.array([(0, -1), (1, 0), (0, 1), (-1, 0)]), spots)
    corners = max(6, int(np.ceil(np.pi / np.arccos(1 - _FLATTENING_MM / radius))) if radius > _FLATTENING_MM else 6)
    turn = (np.arange(corners) + 0.5) * 2 * np.pi / corners
    return _drawn(style, radius * np.column_stack([np.cos(turn), np.sin(turn)]), spots)


def _drawn(style: PointClass, ring: npt.NDArray[np.float64], spots: npt.NDArray[np.float64]) -> str:
    path = "".join("M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in (ring + spot).tolist()) + "Z" for spot in spots)
    return tag("path", d=path, fill=style.fill, stroke=style.stroke, stroke_width=OUTLINE_MM)

"""The patterns of the map language as lines and discs on a square tile, from which every renderer draws them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from mrm_desktop.cartography.style import Pattern

PATTERN_PX = 10.0
"""Side of a tile, pixels: 2.6 mm on paper, coarse enough for a bad printer."""
_LINE = 1.1


@dataclass(frozen=True, slots=True)
class PatternMark:
    """A line between two points of the tile, or a disc about one.

    Attributes
    ----------
    radius : float
        Of the disc; 0 for a line.
    """

    points: tuple[tuple[float, float], ...]
    width: float = _LINE
    radius: float = 0.0
    is_filled: bool = False


@cache
def pattern_marks(pattern: Pattern) -> tuple[PatternMark, ...]:
    """Return the marks of a pattern; what crosses the edge of the tile is there on both sides of it."""
    side, mid, quarter, three = PATTERN_PX, PATTERN_PX / 2, PATTERN_PX / 4, PATTERN_PX * 3 / 4
    # The first and the last only touch a corner: without them the lines would be notched where four tiles meet.
    begins = (-side - 1, -mid - 1, -1.0, mid - 1, side - 1)
    rising = tuple(_line(x0, side + 1, x0 + side + 2, -1) for x0 in begins)
    falling = tuple(_line(x0, -1, x0 + side + 2, side + 1) for x0 in begins)
    match pattern:
        case Pattern.HATCH:
            return rising
        case Pattern.BACKHATCH:
            return falling
        case Pattern.GRID:
            return (*rising[::2], *falling[::2])
        case Pattern.LINES:
            return _line(0, quarter, side, quarter), _line(0, three, side, three)
        case Pattern.DASH:
            return _line(0.8, quarter, mid, quarter), _line(mid + 0.8, three, side, three)
        case Pattern.CROSS:
            return _line(mid - 1.7, mid - 1.7, mid + 1.7, mid + 1.7), _line(mid - 1.7, mid + 1.7, mid + 1.7, mid - 1.7)
        case Pattern.DOTS:
            return tuple(PatternMark((at,), radius=1.05, is_filled=True) for at in ((quarter, quarter), (three, three)))
        case Pattern.RINGS:
            return (PatternMark(((mid, mid),), radius=2.5),)
        case _:
            return ()


def _line(x0: float, y0: float, x1: float, y1: float) -> PatternMark:
    return PatternMark(((x0, y0), (x1, y1)))

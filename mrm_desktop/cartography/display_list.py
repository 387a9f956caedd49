"""The display list: a map as the few things that any renderer can draw - fills, lines, marks, badges, words, tiles - in painting order.

Shapes are in metres of a plane, so that a renderer moves and scales them as it likes; marks and words stand at pixels of the page. A
pixel is a CSS pixel: 1/96 inch on paper.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from mrm_desktop.cartography.plane import Box, Points
from mrm_desktop.cartography.style import FillClass, PointClass
from mrm_desktop.cartography.view import View


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Rings or tracks.

    Attributes
    ----------
    points : ndarray, (n, 2)
        Corners of all parts one after the other: metres east and north in the plane, or pixels from the page's upper left corner.
    starts : ndarray, (parts,)
        Where each part begins.
    box : tuple of 4 floats
        Least x, least y, greatest x, greatest y.
    is_on_page : bool
        Whether the corners are pixels of the page.
    """

    points: Points
    starts: npt.NDArray[np.int64]
    box: Box
    is_on_page: bool = False

    def parts(self) -> list[Points]:
        """Return the corners of each part."""
        return np.split(self.points, self.starts[1:])


def shape_of(parts: list[Points], is_on_page: bool = False) -> Shape:
    """Put parts, each of shape (n, 2), together."""
    points = np.concatenate(parts) if parts else np.empty((0, 2))
    starts = np.cumsum([0, *(len(part) for part in parts[:-1])]) if parts else np.empty(0, dtype=np.int64)
    return Shape(points, starts, box_of(points), is_on_page)


def box_of(points: Points) -> Box:
    """Return the box around points, shape (n, 2); an empty one lies nowhere."""
    if not len(points):
        return np.inf, np.inf, -np.inf, -np.inf
    (x0, y0), (x1, y1) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return x0, y0, x1, y1


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled shape: a plain ``colour``, or the ground and pattern of a class.

    Attributes
    ----------
    area : str
        Code of the area that it is; "" for anything else.
    is_winding : bool
        Whether parts that lie on each other are one surface, and only those that turn the other way are holes.
    """

    shape: Shape
    colour: str
    pattern: FillClass | None = None
    opacity: float = 1.0
    area: str = ""
    is_winding: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line along a shape; ``is_closed`` joins the end of each part to its beginning.

    Attributes
    ----------
    dash : tuple of floats
        Lengths of strokes and gaps, pixels.
    casing : str
        Colour of a wider line below it, "" for none.
    """

    shape: Shape
    colour: str
    width: float
    dash: tuple[float, ...] = ()
    opacity: float = 1.0
    casing: str = ""
    is_closed: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """Many signs of one class at pixels of the page, shape (n, 2)."""

    spots: Points
    style: PointClass

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Marks) and self.style == other.style and np.array_equal(self.spots, other.spots)

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Badge:
    """A number in a pill at a pixel of the page.

    Attributes
    ----------
    ring : str
        Colour of its outline.
    """

    at: tuple[float, float]
    text: str
    fill: str
    ink: str
    ring: str
    size: float

    @property
    def sides(self) -> tuple[float, float]:
        """Width and height of the pill, pixels."""
        tall = self.size * 1.7
        return max(len(self.text) * self.size * 0.58 + self.size * 0.9, tall), tall


@dataclass(frozen=True, slots=True)
class Text:
    """Words on one line at a pixel of the page, vertically in the middle of it.

    Attributes
    ----------
    anchor : str
        ``start``, ``middle`` or ``end``: which end of the words stands at ``at``, as they run from left to right on the page.
    halo : str
        Colour around the letters; "" for none.
    """

    text: str
    at: tuple[float, float]
    size: float
    colour: str
    halo: str = ""
    weight: int = 400
    is_italic: bool = False
    anchor: str = "middle"
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Tile:
    """A picture of the user's own package of tiles, and the box of the page that it covers."""

    zoom: int
    column: int
    row: int
    box: Box


Item = Fill | Line | Marks | Badge | Text | Tile


@dataclass(frozen=True, slots=True)
class Spot:
    """What the pointer can find at a mark.

    Attributes
    ----------
    layer : str
        ``places``, ``presence``, ``incidents``.
    id : str
        Its record; "" where it stands for several.
    name : str
        What to call it.
    count : int
        How many records it stands for.
    """

    layer: str
    id: str
    name: str
    at: tuple[float, float]
    radius: float
    count: int = 1


@dataclass(frozen=True, slots=True)
class Scene:
    """A map of a view, ready to be drawn.

    Attributes
    ----------
    ground : str
        Colour of the page below everything.
    below : tuple[Item, ...]
        Land, the user's own tiles, areas and water: what changes with the theme.
    over : tuple[Item, ...]
        What lies over it.
    spots : tuple[Spot, ...]
        What lies on top comes last.
    """

    view: View
    ground: str
    below: tuple[Item, ...]
    over: tuple[Item, ...] = ()
    spots: tuple[Spot, ...] = field(default=())

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything, in painting order."""
        return self.below + self.over

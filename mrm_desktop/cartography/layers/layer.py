"""What a layer over the areas declares of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from mrm_desktop.cartography.map_document import LegendEntry, MapDocument
from mrm_desktop.cartography.paper import Frame
from mrm_desktop.cartography.style import PointClass, StrokeClass
from mrm_desktop.foundation.words import Words

Sample = tuple[LegendEntry, str]
"""An entry of a legend with the SVG of its sample."""


def nothing(_document: MapDocument, _frame: Frame) -> Iterator[str]:
    """Draw nothing."""
    yield from ()


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer that can be shown over the areas.

    Attributes
    ----------
    id : str
        Name of its classes in ``maps/styles``, of its switch on the page, and of its title in the catalogues (``map.<id>``).
    code : str
        How the catalogues call one of its classes: ``map.class.<code>.<class>``.
    draw : Callable[[MapDocument, Frame], Iterable[str]]
        Draws its marks as SVG; nothing where the document does not have the layer.
    samples : Callable[[MapDocument], Iterable[Sample]]
        Yields its classes for the legend on paper, in order, each with its sample.
    write : Callable[[MapDocument, Frame], Iterable[str]]
        Writes its numbers, above the names of areas.
    above_focus : bool
        Whether it is drawn above the outline of the area in focus.
    """

    id: str
    code: str
    draw: Callable[[MapDocument, Frame], Iterable[str]]
    samples: Callable[[MapDocument], Iterable[Sample]]
    write: Callable[[MapDocument, Frame], Iterable[str]] = nothing
    above_focus: bool = False


def legend_of(
    code: str, classes: Sequence[StrokeClass | PointClass], counts: Counter[str], words: Words
) -> tuple[LegendEntry, ...]:
    """Return the legend of a layer's classes, each with how many features of the map are in it."""
    return tuple(LegendEntry(c.id, words.say(f"map.class.{code}.{c.id}"), counts[c.id]) for c in classes)

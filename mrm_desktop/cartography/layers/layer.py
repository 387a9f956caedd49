"""What a layer over the areas declares of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from mrm_desktop.cartography.display_list import Item, Spot
from mrm_desktop.cartography.labels import Wish
from mrm_desktop.cartography.map_document import LegendEntry, MapDocument
from mrm_desktop.cartography.showing import Sheet
from mrm_desktop.cartography.style import PointClass, StrokeClass
from mrm_desktop.foundation.words import Words

Sample = tuple[LegendEntry, str]
"""An entry of a legend with the SVG of its sample."""


@dataclass(slots=True)
class Drawn:
    """What a layer draws on a sheet.

    Attributes
    ----------
    items : list[Item]
        What lies below the names.
    on_top : list[Item]
        What lies above the names.
    names : list[Wish]
        Names that its marks would like to have.
    spots : list[Spot]
        What the pointer finds.
    """

    items: list[Item] = field(default_factory=list)
    on_top: list[Item] = field(default_factory=list)
    names: list[Wish] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer that can be shown over the areas.

    Attributes
    ----------
    id : str
        Name of its classes in ``maps/styles``, of its switch, and of its title in the catalogues (``map.<id>``).
    code : str
        How the catalogues call one of its classes: ``map.class.<code>.<class>``.
    draw : Callable[[Sheet], Drawn]
        Draws what of it lies on a sheet; nothing where the document does not have the layer.
    samples : Callable[[MapDocument], Iterable[Sample]]
        Yields its classes for the legend on paper, in order, each with its sample.
    above_focus : bool
        Whether it is drawn above the outline of the area in focus.
    """

    id: str
    code: str
    draw: Callable[[Sheet], Drawn]
    samples: Callable[[MapDocument], Iterable[Sample]]
    above_focus: bool = False


def legend_of(
    code: str, classes: Sequence[StrokeClass | PointClass], counts: Counter[str], words: Words
) -> tuple[LegendEntry, ...]:
    """Return the legend of a layer's classes, each with how many features of the map are in it."""
    return tuple(LegendEntry(c.id, words.say(f"map.class.{code}.{c.id}"), counts[c.id]) for c in classes)

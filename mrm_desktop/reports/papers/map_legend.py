"""The legend of a printed map: a group for each layer, under the name of the layer the days of which it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from mrm_desktop.cartography.display_list import Line, shape_of
from mrm_desktop.cartography.ground import DASHES, border_statuses, town_signs
from mrm_desktop.cartography.layers.areas import area_samples
from mrm_desktop.cartography.layers.catalogue import LAYERS
from mrm_desktop.cartography.layers.layer import Sample
from mrm_desktop.cartography.layers.marks import gathers, number_of
from mrm_desktop.cartography.layers.places import LAYER as PLACES
from mrm_desktop.cartography.map_document import LegendEntry, MapDocument
from mrm_desktop.cartography.plane import Box
from mrm_desktop.cartography.samples import SAMPLE, point_swatch, sample_of
from mrm_desktop.cartography.style import load_style
from mrm_desktop.cartography.svg_map import PX_PER_MM
from mrm_desktop.cartography.view import View
from mrm_desktop.foundation.words import Words

GROUND = "ground"
SEVERAL = 12  # marks for which the number of the sample stands
_MIDDLE = (SAMPLE[0] * PX_PER_MM / 2, SAMPLE[1] * PX_PER_MM / 2)


@dataclass(frozen=True, slots=True)
class LegendGroup:
    """The classes of a layer that occur on a map, each with its sample.

    Attributes
    ----------
    id : str
        Name of the layer, or of the theme; ``ground`` for the base map.
    """

    id: str
    title: str
    samples: tuple[Sample, ...]


def legend_groups(document: MapDocument, theme: str, view: View, words: Words, on_ground: bool) -> list[LegendGroup]:
    """Return what is to be explained of a map, layer by layer, the theme first.

    Parameters
    ----------
    view : View
        The sheet on which it is drawn.
    on_ground : bool
        Whether the base map lies below it.
    """
    shown = document.theme(theme)
    groups = [LegendGroup(theme, shown.title, _counted(area_samples(shown)))]
    for layer in LAYERS:
        samples = _counted(layer.samples(document))
        if layer.id == PLACES.id and gathers(len(document.places), view):
            samples += (_several(document, words),)
        groups.append(LegendGroup(layer.id, document.words[layer.id], samples))
    if on_ground:
        groups.append(LegendGroup(GROUND, document.words["basemap"], tuple(_on_ground(document.bounds, words))))
    return [group for group in groups if group.samples]


def entries_of(group: LegendGroup, pictures: dict[str, str]) -> list[Mapping[str, str]]:
    """Return the classes of a group with how many there are of each, and put their samples among the pictures."""
    entries: list[Mapping[str, str]] = []
    for entry, svg in group.samples:
        name = f"{group.id}-{entry.id}.svg"
        pictures[name] = svg
        entries.append({"file": name, "label": f"{entry.label} ({entry.count})" if entry.count else entry.label})
    return entries


def _counted(samples: Iterable[Sample]) -> tuple[Sample, ...]:
    return tuple((entry, svg) for entry, svg in samples if entry.count)


def _several(document: MapDocument, words: Words) -> Sample:
    """Return the entry of a number that stands for several places: its sign is that of the worst among those that there are."""
    classes = zip(document.place_styles, document.place_legend, strict=True)
    worst = next(style for style, entry in classes if entry.count)
    return LegendEntry("several", words.say("map.several_places"), 0), sample_of(number_of(SEVERAL, worst, _MIDDLE))


def _on_ground(bounds: Box, words: Words) -> Iterator[Sample]:
    """Yield what the base map draws; of borders the settled ones, and those that are not so."""
    colours = load_style().ground
    for sign in town_signs(colours):
        yield LegendEntry(sign.id, words.say(f"map.{sign.id}"), 0), point_swatch(sign)
    yield LegendEntry("river", words.say("map.river"), 0), sample_of(_level(colours.river, 1.3))
    for status in ("settled", *border_statuses(bounds)):
        yield LegendEntry(status, words.say(f"map.border_{status}"), 0), sample_of(_level(colours.border, 1.3, DASHES[status]))


def _level(colour: str, width: float, dash: tuple[float, ...] = ()) -> Line:
    x, y = _MIDDLE
    return Line(shape_of([np.array([(0.0, y), (2 * x, y)])], is_on_page=True), colour, width, dash, is_closed=False)

"""Extracts of a map around each area: a page draws and counts what is on it, not the country."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import shapely

from mrm_desktop.cartography.map_document import LegendEntry, MapDocument

SURROUNDINGS = 0.6  # of an area's extent, on each side: what the map of an area shows around it


class Neighbourhoods:
    """Extracts of a map around each area: a page draws and counts what is on it, not the country."""

    def __init__(self, document: MapDocument) -> None:
        self._document = document
        self._index = {area.id: n for n, area in enumerate(document.areas)}
        self._boxes = shapely.bounds([area.polygons for area in document.areas])
        self._spots = np.array([place.at for place in document.places], dtype=float).reshape(-1, 2)
        self._covers = shapely.bounds([p.polygons for p in document.presence]).reshape(-1, 4)

    def of(self, code: str) -> MapDocument:
        """Return the extract around an area, with a legend that counts what is in it."""
        west, south, east, north = self._boxes[self._index[code]].tolist()
        reach_x, reach_y = SURROUNDINGS * max(east - west, 0.05), SURROUNDINGS * max(north - south, 0.05)
        wide = max(reach_x, reach_y)
        window = (west - wide, south - wide, east + wide, north + wide)
        near = _meeting(self._boxes, window)
        areas = tuple(self._document.areas[n] for n in near)
        places = tuple(
            self._document.places[n]
            for n in np.flatnonzero(
                (self._spots[:, 0] >= window[0])
                & (self._spots[:, 0] <= window[2])
                & (self._spots[:, 1] >= window[1])
                & (self._spots[:, 1] <= window[3])
            )
        )
        presence = tuple(self._document.presence[n] for n in _meeting(self._covers, window))
        here = {area.id for area in areas}
        themes = tuple(
            replace(
                theme,
                of_area={k: v for k, v in theme.of_area.items() if k in here},
                legend=_counted(theme.legend, Counter(theme.of_area[k] for k in here)),
            )
            for theme in self._document.themes[:1]
        )
        return replace(
            self._document,
            areas=areas,
            levels=tuple(replace(level, outlines=level.outlines[near]) for level in self._document.levels),
            places=places,
            presence=presence,
            themes=themes,
            presence_legend=_counted(self._document.presence_legend, Counter(p.style for p in presence)),
            place_legend=_counted(self._document.place_legend, Counter(p.style for p in places)),
        )


def _counted(entries: tuple[LegendEntry, ...], counts: Counter[str]) -> tuple[LegendEntry, ...]:
    return tuple(replace(entry, count=counts[entry.id]) for entry in entries)


def _meeting(boxes: np.ndarray, window: tuple[float, float, float, float]) -> list[int]:
    west, south, east, north = window
    hits = (boxes[:, 2] >= west) & (boxes[:, 0] <= east) & (boxes[:, 3] >= south) & (boxes[:, 1] <= north)
    return [int(n) for n in np.flatnonzero(hits)]

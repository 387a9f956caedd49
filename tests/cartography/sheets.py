"""Maps for the tests of this room: a document of the toy board, or of shapes of the test's own, and a sheet over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import shapely

from mrm_desktop.cartography.build import build_map_document
from mrm_desktop.cartography.labels import Room
from mrm_desktop.cartography.map_document import MapDocument, PlaceMark
from mrm_desktop.cartography.plan import plan_of
from mrm_desktop.cartography.plane import Box, Plane
from mrm_desktop.cartography.showing import Sheet, Showing
from mrm_desktop.cartography.view import fit
from mrm_desktop.domain.geography import Area
from mrm_desktop.foundation.words import Words
from tests import toy

WORDS = Words("en")


def board(language: str = "en", **changes: Any) -> MapDocument:
    """The map of the toy board."""
    return build_map_document(toy.view(**changes), Words(language))


def map_of(*outlines: shapely.Geometry) -> MapDocument:
    """A map whose areas are these outlines, degrees, called XT00, XT01, ..."""
    areas = tuple(Area(f"XT{k:02d}", f"Square {k}", 1, None, shapely.to_wkb(outline)) for k, outline in enumerate(outlines))
    return board(areas=areas, presence=(), places=())


def with_places(spots: np.ndarray, styles: Sequence[str]) -> MapDocument:
    """The toy board with nothing over it but places at ``spots``, degrees."""
    marks = tuple(
        PlaceMark(f"s{n}", f"Place {n}", style, (x, y), ())
        for n, ((x, y), style) in enumerate(zip(spots.tolist(), styles, strict=True))
    )
    return replace(board(presence=()), places=marks)


def sheet_of(
    document: MapDocument,
    bounds: Box | None = None,
    size: tuple[float, float] = (700, 600),
    plane: Plane | None = None,
    **showing: Any,
) -> Sheet:
    """A sheet over degrees ``bounds``; over the whole document without them."""
    view, asked = fit(bounds or document.bounds, *size, plane), Showing(**showing)
    return Sheet(plan_of(document, view.plane), view, asked, Room(view.width, view.height, asked.measure))


def said(value: Any) -> Any:
    """Everything that an item or a scene says, as something that can be compared: shapes by their corners."""
    if isinstance(value, np.ndarray):
        return value.shape, value.tobytes()
    if isinstance(value, tuple):
        return tuple(said(one) for one in value)
    if is_dataclass(value):
        return type(value).__name__, *(said(getattr(value, one.name)) for one in fields(value))
    return value

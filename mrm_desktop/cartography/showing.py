"""What of a document a map shows, and in which colours and letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from mrm_desktop.cartography.labels import Measure, Room, letters
from mrm_desktop.cartography.map_document import MapDocument
from mrm_desktop.cartography.plan import MapPlan
from mrm_desktop.cartography.plane import Box, Points
from mrm_desktop.cartography.style import GroundColours, load_style
from mrm_desktop.cartography.view import View

ALL_LAYERS = frozenset({"basemap", "presence", "places", "incidents", "trips", "labels"})


@dataclass(frozen=True, slots=True)
class Showing:
    """What is asked of a map.

    Attributes
    ----------
    layers : frozenset[str]
        Layers that are shown: those of :data:`ALL_LAYERS`, and ``graticule``.
    focus : str | None
        Code of the area that is outlined strongly.
    faded : frozenset[str]
        Classes of the theme, and of layers as ``layer.class``, that are put aside.
    is_dark : bool
        Whether the page around the areas is dark.
    has_tiles : bool
        Whether the user's own tiles lie below the areas, which then let them through.
    has_vectors : bool
        Whether these are vector tiles, in the colours of the base map.
    bleed_px : float
        How much of the page on each side is only seen while it is dragged: no name lies on the edge of what is seen.
    letter_px : float
        Size of the names of areas, pixels; other names follow it.
    """

    theme: str = "ceiling"
    layers: frozenset[str] = ALL_LAYERS
    focus: str | None = None
    faded: frozenset[str] = frozenset()
    is_dark: bool = False
    has_tiles: bool = False
    has_vectors: bool = False
    bleed_px: float = 0.0
    letter_px: float = 12.0
    measure: Measure = letters

    @property
    def colours(self) -> GroundColours:
        """Colours of the page below and around the areas."""
        return load_style().ground_in(self.is_dark)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that is being drawn: what is drawn, which stretch of it, and how.

    Attributes
    ----------
    room : Room
        What is still free for names.
    covered : Mapping[str, tuple[Box, ...]]
        Boxes of the plane in which the user's own vector tiles say better what of the base map is ``water``, ``borders``, ``towns``.
    """

    plan: MapPlan
    view: View
    showing: Showing
    room: Room
    covered: Mapping[str, tuple[Box, ...]] = field(default_factory=dict)

    @property
    def document(self) -> MapDocument:
        """The document that is drawn."""
        return self.plan.document

    @property
    def colours(self) -> GroundColours:
        """Colours of the page below and around the areas."""
        return self.showing.colours

    @property
    def on_areas(self) -> GroundColours:
        """Colours of letters, borders and badges on the areas, whose own colours are light whatever the page around is."""
        return load_style().ground

    @property
    def area_opacity(self) -> float:
        """How much of the areas covers what lies below. Dark ground must not come through: it would turn every class into another."""
        is_ground_dark = self.showing.is_dark and self.showing.has_vectors
        return 0.8 if self.showing.has_tiles and not is_ground_dark else 1.0

    def is_around(self, metres: tuple[float, float]) -> bool:
        """Tell whether a point of the plane lies in none of the areas. Where the page is light it does not matter, and is not asked."""
        if not self.showing.is_dark:
            return True
        longitude, latitude = self.plan.plane.inverse(np.array([metres])).tolist()[0]
        return self.plan.areas.code_at(longitude, latitude) is None

    def shows(self, layer: str) -> bool:
        """Tell whether a layer is shown."""
        return layer in self.showing.layers

    def fades(self, layer: str, class_id: str) -> bool:
        """Tell whether a class of a layer is put aside."""
        return f"{layer}.{class_id}" in self.showing.faded

    def on_page(self, spots: Points, margin: float = 0.0) -> tuple[Points, npt.NDArray[np.bool_]]:
        """Place points of the plane on the page; return their pixels and which of them lie on it.

        Parameters
        ----------
        margin : float
            Pixels around the page that still count.
        """
        pixels = self.view.to_page(spots)
        inside = ((pixels >= -margin) & (pixels <= (self.view.width + margin, self.view.height + margin))).all(axis=1)
        return pixels, np.asarray(inside)

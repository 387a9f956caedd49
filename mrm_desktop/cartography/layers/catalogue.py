"""All layers over the areas, in the order in which they are drawn: the last lies on top."""

from __future__ import annotations

from mrm_desktop.cartography.layers import incidents, places, presence, trips
from mrm_desktop.cartography.layers.layer import Layer

LAYERS: tuple[Layer, ...] = (
    presence.LAYER,
    places.LAYER,
    trips.LAYER,
    incidents.LAYER,
)

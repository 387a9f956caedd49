"""Lines of a route as they are handed to a receiver or a map program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RouteLine:
    """A line with what is known of it.

    Attributes
    ----------
    remark : str
        What is said of it where it is opened.
    style : str
        Its class among the lines of trips in the map style.
    corners : Sequence[tuple[float, float]]
        Longitude and latitude, degrees.
    """

    name: str
    remark: str
    style: str
    corners: Sequence[tuple[float, float]]

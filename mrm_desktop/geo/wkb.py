"""Geometry in and out of the domain, which keeps it as WKB and does not compute with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from mrm_desktop.domain.errors import KnownError

Geometries = npt.NDArray[np.object_]
"""One-dimensional array of shapely geometries; an element may be None."""


def to_wkb(geometry: BaseGeometry) -> bytes:
    """Write a geometry as two-dimensional little-endian WKB, the same bytes on every machine."""
    return bytes(shapely.to_wkb(shapely.force_2d(geometry), byte_order=1, include_srid=False))


def many_to_wkb(geometries: Geometries) -> list[bytes]:
    """Write many geometries at once, each as :func:`to_wkb` does."""
    written: list[bytes] = shapely.to_wkb(shapely.force_2d(geometries), byte_order=1, include_srid=False).tolist()
    return written


def from_wkb(data: bytes) -> BaseGeometry:
    """Read WKB.

    Raises
    ------
    KnownError
        ``geometry.unreadable`` where the bytes are not WKB.
    """
    try:
        geometry: Any = shapely.from_wkb(data)
    except shapely.errors.ShapelyError as error:
        raise KnownError("geometry.unreadable") from error
    if not isinstance(geometry, BaseGeometry):
        raise KnownError("geometry.unreadable")
    return geometry


def many_from_wkb(data: Iterable[bytes]) -> Geometries:
    """Read many WKB at once, in order.

    Raises
    ------
    KnownError
        ``geometry.unreadable`` where one of them is not WKB.
    """
    column = np.empty(0, dtype=object)
    listed = list(data)
    if listed:
        column = np.array(listed, dtype=object)
    try:
        return np.asarray(shapely.from_wkb(column), dtype=object)
    except (shapely.errors.ShapelyError, TypeError) as error:
        raise KnownError("geometry.unreadable") from error

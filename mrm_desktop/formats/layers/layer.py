"""One layer of a geographic file, whatever it comes from, and several of them as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from shapely.geometry.base import BaseGeometry

from mrm_desktop.domain.datasets import LedgerEntry
from mrm_desktop.formats.files.table import Texts
from mrm_desktop.geo.wkb import Geometries


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of a geographic file.

    Attributes
    ----------
    columns : Mapping[str, Texts]
        Attributes as text by heading, shape (n,) each.
    geometries : Geometries
        Shape (n,), degrees, WGS 84, two-dimensional; None where a feature has none that can be read.
    unreadable : frozenset[int]
        Features (counting from 1) whose geometry is there and cannot be read.
    """

    name: str
    headings: tuple[str, ...]
    columns: Mapping[str, Texts]
    geometries: Geometries
    unreadable: frozenset[int] = frozenset()
    truncated_names: bool = False
    notes: tuple[LedgerEntry, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.geometries)


@dataclass(slots=True)
class LayerRows:
    """Features of a layer as they are found, one after the other.

    Attributes
    ----------
    nowhere : int
        Points of lines that were left out: without a position, or at 0/0, where a receiver is before it knows where it is.
    """

    rows: list[dict[str, str]] = field(default_factory=list)
    geometries: list[BaseGeometry | None] = field(default_factory=list)
    unreadable: set[int] = field(default_factory=set)
    nowhere: int = 0

    def add(self, row: dict[str, str], geometry: BaseGeometry | None, is_unreadable: bool = False) -> None:
        """Add a feature."""
        self.rows.append(row)
        self.geometries.append(geometry)
        if is_unreadable:
            self.unreadable.add(len(self.rows))

    def layer(self, name: str, notes: Sequence[LedgerEntry] = ()) -> Layer:
        """Return the features as a layer."""
        headings = tuple(dict.fromkeys(heading for row in self.rows for heading in row))
        columns = {h: np.array([row.get(h, "") for row in self.rows], dtype=object) for h in headings}
        geometries = np.empty(len(self.geometries), dtype=object)
        geometries[:] = self.geometries
        said = [LedgerEntry("dropped", "layer.points_nowhere", 0, {"count": self.nowhere, "layer": name})] if self.nowhere else []
        return Layer(name, headings, columns, geometries, frozenset(self.unreadable), notes=(*notes, *said))


def joined(layers: Sequence[Layer]) -> Layer:
    """Return several layers as one: their features follow each other, and a feature has no text in a column of another layer."""
    if len(layers) == 1:
        return layers[0]
    headings = tuple(dict.fromkeys(heading for layer in layers for heading in layer.headings))
    columns = {
        h: np.concatenate([layer.columns[h] if h in layer.columns else np.full(len(layer), "", dtype=object) for layer in layers])
        for h in headings
    }
    offsets = np.cumsum([0, *(len(layer) for layer in layers)]).tolist()
    unreadable = frozenset(n + offset for layer, offset in zip(layers, offsets, strict=False) for n in layer.unreadable)
    read = [LedgerEntry("read", "layer.read", len(layer), {"layer": layer.name}) for layer in layers]
    notes = (*read, *(note for layer in layers for note in layer.notes))
    geometries = np.concatenate([layer.geometries for layer in layers])
    return Layer("", headings, columns, geometries, unreadable, any(layer.truncated_names for layer in layers), notes)

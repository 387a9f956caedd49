"""One layer of a geographic file, whatever it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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

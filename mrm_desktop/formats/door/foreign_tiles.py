"""A package of tiles that a process behind the door reads, tile by tile, while the map moves."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, cast

from mrm_desktop.formats.door.answers import understood
from mrm_desktop.formats.door.doorway import Sitting
from mrm_desktop.formats.layers.mbtiles import MAX_ZOOM, TilePackage


@dataclass(frozen=True, slots=True)
class ForeignPackage(TilePackage):
    """A package whose file this process never opens.

    Attributes
    ----------
    sitting : Sitting | None
        Who reads its tiles.
    """

    sitting: Sitting | None = None

    @classmethod
    def of(cls, package: TilePackage, sitting: Sitting) -> ForeignPackage:
        """Return a package as it was described, whose tiles are read by whoever described it."""
        said: dict[str, Any] = {field.name: getattr(package, field.name) for field in fields(TilePackage)}
        return cls(**said, sitting=sitting)

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return a tile by the numbers that web maps use; None where there is none.

        Raises
        ------
        KnownError
            ``mbtiles.not_readable``, ``pmtiles.not_readable``, and what the door raises.
        """
        if self.sitting is None or not 0 <= zoom <= MAX_ZOOM or not 0 <= column < 2**zoom or not 0 <= row < 2**zoom:
            return None
        told = self.sitting.ask("tile", {"path": str(self.path.absolute()), "at": [zoom, column, row]})
        return cast("bytes | None", understood("tile", told, self.path))

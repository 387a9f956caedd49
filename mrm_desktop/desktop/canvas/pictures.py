"""Pictures of the map, made in a thread of their own: of several that are asked for while one is made only the newest is made next.

The worker of the project is not asked: a picture must not wait for an import, nor an import for a picture.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from mrm_desktop.cartography.display_list import Scene, Tile
from mrm_desktop.cartography.map_document import MapDocument
from mrm_desktop.cartography.plan import MapPlan, plan_of
from mrm_desktop.cartography.plane import Box
from mrm_desktop.cartography.scene import compose, tiles_on
from mrm_desktop.cartography.showing import Showing
from mrm_desktop.cartography.vector_ground import VectorFeature, VectorTile, lay_out
from mrm_desktop.cartography.view import View
from mrm_desktop.desktop.canvas.paint import PaintedSheets, paint_sheets
from mrm_desktop.domain.errors import KnownError

if TYPE_CHECKING:
    from mrm_desktop.formats.layers.mbtiles import TilePackage

MOST_VECTOR_TILES = 160  # about four pages of them
VECTOR_TILE_PX = 512  # what the makers of vector tiles choose their features for

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """What a picture is asked for.

    Attributes
    ----------
    view : View
        The stretch of the map, with the size of the page in pixels.
    ratio : float
        Device pixels per pixel of the page.
    covered : tuple[Box, ...]
        What stands on the page above the picture, pixels: names keep off it.
    """

    document: MapDocument
    showing: Showing
    view: View
    ratio: float
    tiles: TilePackage | None = None
    covered: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture with the scene that it shows."""

    wanted: Wanted
    plan: MapPlan
    scene: Scene
    image: QImage


class PictureMaker(QObject):
    """Makes pictures. ``made`` carries each one to the window's thread."""

    made = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._has_news = threading.Condition()
        self._next: Wanted | None = None
        self._is_over = False
        self._plan: MapPlan | None = None
        self._sheets: tuple[TilePackage | None, PaintedSheets] | None = None
        self._vectors = _VectorTiles()
        self._thread: threading.Thread | None = None

    def ask(self, wanted: Wanted) -> None:
        """Ask for a picture; one that still waits to be begun is given up."""
        with self._has_news:
            self._next = wanted
            self._has_news.notify()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="pictures", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Give up the picture under way, and make no other."""
        with self._has_news:
            self._is_over, self._next = True, None
            self._has_news.notify()
        if self._thread is not None:
            self._thread.join()
        self._plan = self._sheets = None

    def _run(self) -> None:
        while (wanted := self._take()) is not None:
            try:
                picture = self._make(wanted)
            except Exception:  # a picture that fails must not end the thread: the next one may succeed
                _log.exception("no picture of the map")
                continue
            if not self._is_over:
                self.made.emit(picture)
            del picture, wanted  # what they hold must not outlive a lock while the thread waits

    def _take(self) -> Wanted | None:
        with self._has_news:
            while self._next is None and not self._is_over:
                self._has_news.wait()
            wanted, self._next = self._next, None
            return None if self._is_over else wanted

    def _make(self, wanted: Wanted) -> Picture:
        plan = self._plan = plan_of(wanted.document, wanted.view.plane, self._plan)
        package = wanted.tiles
        tiles: tuple[Tile, ...] = ()
        vectors: tuple[VectorTile, ...] = ()
        if package is not None and package.is_vector:
            found = tiles_on(wanted.view, package.min_zoom, package.max_zoom, VECTOR_TILE_PX)
            vectors = tuple(self._vectors.read(package, tile, wanted.document.language) for tile in found)
        elif package is not None:
            tiles = tiles_on(wanted.view, package.min_zoom, package.max_zoom)
        scene = compose(plan, wanted.view, wanted.showing, tiles, vectors, wanted.covered)
        before = self._sheets[1] if self._sheets is not None and self._sheets[0] is package else None
        sheets = paint_sheets(scene, wanted.ratio, lambda tile: _content(package, tile), lambda: self._is_over, before)
        self._sheets = package, sheets
        return Picture(wanted, plan, scene, sheets.laid_together())


class _VectorTiles:
    """Vector tiles that were read, so that a map that moves reads each once."""

    def __init__(self) -> None:
        self._package: TilePackage | None = None
        self._kept: OrderedDict[tuple[str, int, int, int], VectorTile] = OrderedDict()

    def read(self, package: TilePackage, tile: Tile, language: str) -> VectorTile:
        """Return a tile laid out; one that is missing or cannot be read has no features."""
        if package is not self._package:  # also where a file was opened again: it may be another
            self._package = package
            self._kept.clear()
        key = language, tile.zoom, tile.column, tile.row
        if key not in self._kept:
            self._kept[key] = lay_out(tile.zoom, tile.column, tile.row, _features_of(package, tile, language))
            if len(self._kept) > MOST_VECTOR_TILES:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]


def _features_of(package: TilePackage, tile: Tile, language: str) -> Iterator[VectorFeature]:
    from mrm_desktop.formats.layers.vector_tiles import read_vector_tile

    content = _content(package, tile)
    if content is None:
        return
    try:
        for found in read_vector_tile(content, language):
            yield VectorFeature(found.kind.value, found.parts, found.name, found.rank)
    except KnownError:
        return  # the map goes on without a tile that is broken


def _content(package: TilePackage | None, tile: Tile) -> bytes | None:
    if package is None:
        return None
    try:
        return package.tile(tile.zoom, tile.column, tile.row)
    except KnownError:
        return None  # the file was taken away while it was shown: the map goes on without it

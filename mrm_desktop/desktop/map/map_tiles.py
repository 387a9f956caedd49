"""The user's own tiles below the areas."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from mrm_desktop.desktop.map.map_bar import MapBar
from mrm_desktop.desktop.map.map_canvas import MapCanvas
from mrm_desktop.desktop.map.map_session import MapSession
from mrm_desktop.desktop.parts.page_context import Ask
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.formats.layers.mbtiles import TilePackage


class MapTiles(QObject):
    """Opens a package of tiles and lays it below the areas. Its path is kept nowhere."""

    def __init__(self, session: MapSession, ask: Ask, bar: MapBar, canvas: MapCanvas, words: Words) -> None:
        super().__init__()
        self._session, self._ask, self._bar, self._canvas, self._words = session, ask, bar, canvas, words
        bar.tiles_asked.connect(self._ask_file)
        bar.tiles_dropped.connect(lambda: self._show(None))

    def open(self, path: Path) -> None:
        """Show the tiles of a package."""
        session = self._session
        self._ask(lambda: session.open_tiles(path), self._show, part="tiles")

    def _show(self, package: TilePackage | None) -> None:
        self._canvas.show_tiles(package)
        self._bar.drop_tiles.setEnabled(package is not None)

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._bar, self._words.say("mapbar.tiles.open"), "", "MBTiles, PMTiles (*.mbtiles *.pmtiles)"
        )
        if name:
            self.open(Path(name))

"""The map in the window: shows a document and what lies over it, moves at once with the last picture, and says what is under the pointer.

The next picture is made in a thread of its own; until it is there, the last one is moved and scaled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from mrm_desktop.cartography.display_list import Spot
from mrm_desktop.cartography.layers.marks import SINGLE_FROM_M_PX
from mrm_desktop.cartography.map_document import MapDocument, Overlay
from mrm_desktop.cartography.plane import WORLD_M, Box
from mrm_desktop.cartography.sheet import boxes_of
from mrm_desktop.cartography.showing import ALL_LAYERS, Showing
from mrm_desktop.cartography.view import View, fit
from mrm_desktop.desktop.canvas.bubble import paint_bubble
from mrm_desktop.desktop.canvas.navigation import Navigator
from mrm_desktop.desktop.canvas.over_picture import (
    CHOSEN_PX,
    LIFTED_PX,
    Edge,
    edge_items,
    paint_box,
    paint_found,
    paint_outline,
    paint_ring,
)
from mrm_desktop.desktop.canvas.paint import forget_names, measured
from mrm_desktop.desktop.canvas.pictures import Picture, PictureMaker, Wanted
from mrm_desktop.desktop.canvas.shape_editor import DrawnState, ShapeEditor
from mrm_desktop.desktop.canvas.zoom_buttons import ZoomButtons
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.formats.layers.mbtiles import TilePackage

MARGIN_PX = 96
"""A picture reaches so far beyond the window, so that a drag shows no empty edge."""
FOCUS_MARGIN = 0.22
ROUTE_MARGIN = 0.12
SIGHT_PX = 90.0  # the name of the area that is asked about stays so far inside the page
FOCUS_MAX_ZOOM = 9.0
LEAST_LETTER_PX, LETTERS_OF_FONT = 12.0, 0.88
NOTHING_COVERED = (0.0, 0.0, 0.0, 0.0)
_REACH_PX = 7.0
_BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
"""How the focus comes to those who need to see where it is."""


class MapWidget(QWidget):
    """A map that can be moved, asked and drawn on.

    Signals
    -------
    area_picked(code)
    point_picked(layer, identifier)
    corners_drawn(corners)
        Corners of the shape that is drawn, (longitude, latitude) in degrees.
    painted()
        A picture of the newest areas and classes is on the screen; layers that come later are not waited for.
    view_changed(view)
        The reader moved the map.
    """

    area_picked = Signal(str)
    point_picked = Signal(str, str)
    corners_drawn = Signal(object)
    painted = Signal()
    view_changed = Signal(object)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.document: MapDocument | None = None
        self.view: View | None = None
        self.picture: Picture | None = None
        self.showing = Showing(layers=ALL_LAYERS, measure=measured)
        self.tiles: TilePackage | None = None
        self.found: tuple[str, tuple[float, float]] | None = None
        """Name and position of what was searched for."""
        self._overlays: dict[str, Overlay] = {}
        self._is_home = True
        self._covered: Box = NOTHING_COVERED
        self._is_new = False
        self._hovered: str | None = None
        self._pointer: QPointF | None = None
        self._chosen: str | None = None
        self._is_disposed = False
        self._has_ring = False
        self._maker = PictureMaker(self)
        self._maker.made.connect(self._take)
        self._asks = QTimer(self)  # many changes of one moment make one picture
        self._asks.setSingleShot(True)
        self._asks.timeout.connect(self._ask)
        self.navigator = Navigator(self, lambda: self.view)
        self.navigator.moved.connect(self._move_to)
        self.navigator.clicked.connect(self._click)
        self.navigator.box_changed.connect(self.update)
        self.editor = ShapeEditor(self, lambda: self.view)
        self.editor.changed.connect(self.corners_drawn)
        self.editor.needs_paint.connect(self.update)
        self._edge = Edge()
        self._zooms = ZoomButtons(words, self, self.navigator)
        self.setObjectName("map")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(words.say("workspace.map"))
        self.setAccessibleDescription(words.say("canvas.keys"))

    # ---- what is shown ----------------------------------------------------------------------------------------------------

    def show_document(self, document: MapDocument) -> None:
        """Show a document; the view stays where it is unless the areas are others than before."""
        before = self.document
        self.document = document.with_overlays(*self._overlays.values())
        if before is None or [area.id for area in before.areas] != [area.id for area in document.areas]:
            self._is_home = True
        if self._is_home:
            self.view = self._home()
        self._is_new = True
        self._refresh()

    def show_overlay(self, overlay: Overlay) -> None:
        """Show a layer that is not made of the document's view - incidents, trips - in the place of the one before."""
        self._overlays[overlay.id] = overlay
        if self.document is not None:
            self.document = self.document.with_overlays(overlay)
            self._refresh()

    def show_tiles(self, package: TilePackage | None) -> None:
        """Show the user's own tiles below the areas; None takes them away."""
        self.tiles = package
        is_vector = package is not None and package.is_vector
        self._show(replace(self.showing, has_tiles=package is not None, has_vectors=is_vector))
        self._refresh()  # one package in the place of another shows nothing else

    def show_drawing(self, state: DrawnState | None) -> None:
        """Show what is being drawn; None ends it."""
        self.editor.show(state)
        self.setCursor(Qt.CursorShape.CrossCursor if self.editor.takes_corners else Qt.CursorShape.ArrowCursor)

    def set_theme(self, theme: str) -> None:
        """Colour the areas by a theme; classes of the one before that were put aside come back."""
        kept = frozenset(faded for faded in self.showing.faded if "." in faded)
        self._show(replace(self.showing, theme=theme, faded=kept))

    def set_overlays(self, overlays: Iterable[str]) -> None:
        """Show exactly these layers."""
        self._show(replace(self.showing, layers=frozenset(overlays)))

    def set_faded(self, faded: frozenset[str]) -> None:
        """Put classes aside: those of the theme, and of layers as ``layer.class``."""
        self._show(replace(self.showing, faded=faded))

    def set_dark(self, dark: bool) -> None:
        """Follow the colours of the window."""
        self._show(replace(self.showing, is_dark=dark))

    def _show(self, showing: Showing) -> None:
        if showing != self.showing:
            self.showing = showing
            self._refresh()

    # ---- where it looks ---------------------------------------------------------------------------------------------------

    def show_all(self) -> None:
        """Bring the whole document into view."""
        self._is_home = True
        home = self._home()
        if home is not None:
            self.navigator.fly_to(home)

    def focus_area(self, code: str | None, bring_into_view: bool = True) -> None:
        """Outline an area, and bring it into view."""
        self._show(replace(self.showing, focus=code))
        area = next((area for area in self.document.areas if area.id == code), None) if self.document is not None else None
        if area is None or not bring_into_view or self.view is None:
            return
        self._is_home = False
        target = fit(area.polygons.bounds, self.view.width, self.view.height, self.view.plane, FOCUS_MARGIN, self._covered)
        if target.zoom > FOCUS_MAX_ZOOM:
            target = target.scaled(2 ** (FOCUS_MAX_ZOOM - target.zoom), target.width / 2, target.height / 2)
        self.navigator.fly_to(target)

    def focus_routes(self, routes: Iterable[Sequence[tuple[float, float]]]) -> None:
        """Bring the whole of some routes into view; their corners are longitudes and latitudes in degrees."""
        corners = [corner for route in routes for corner in route]
        if not corners or self.view is None:
            return
        lons, lats = zip(*corners, strict=True)
        around = min(lons), min(lats), max(lons), max(lats)
        self._is_home = False
        self.navigator.fly_to(fit(around, self.view.width, self.view.height, self.view.plane, ROUTE_MARGIN, self._covered))

    def mark(self, name: str, at: tuple[float, float], zoom: float) -> None:
        """Mark a position (longitude, latitude; degrees) and bring it into view, at least as near as ``zoom``.

        Where the map is near enough it moves no further than it must: centred, a place at the border would show half a page of nothing.
        """
        self.found = name, at
        if self.view is not None:
            place = self.view.plane.forward(np.array([at]))
            factor = 2 ** max(0.0, zoom - self.view.zoom)
            if factor > 1:
                (x, y) = place.tolist()[0]
                target = replace(self.view, x=x, y=y, scale=self.view.scale * factor)
            else:
                target = self._in_sight(self.view, place)
            if target != self.view:
                self._is_home = False
                self.navigator.fly_to(target)
        self.update()

    def unmark(self) -> None:
        """Take the mark away."""
        self.found = None
        self.update()

    def keep_clear(self, covered: Box) -> None:
        """Keep what is brought into view out of what lies over the map; the ground stays below the pointer that has picked an area.

        Parameters
        ----------
        covered : Box
            Pixels on the left, top, right and bottom.
        """
        if covered == self._covered:
            return
        self._covered = covered
        self._zooms.keep_clear(covered)
        if self.view is not None and self.showing.focus is not None:
            self._is_home = False
            self.view = self._with_focus(self.view)
        elif self._is_home:
            self.view = self._home()
        self._refresh()

    def set_view(self, view: View) -> None:
        """Follow another map: its centre and scale on a page of this size."""
        self.navigator.stop()
        self._is_home = False
        self.view = view.resized(self.width(), self.height())
        self._refresh()

    def _home(self) -> View | None:
        if self.document is None or not self.document.areas or self.width() < 2 or self.height() < 2:
            return None
        return fit(self.document.bounds, self.width(), self.height(), clear=self._covered)

    def _move_to(self, view: View) -> None:
        self.view = view = replace(
            view, x=min(max(view.x, -WORLD_M / 2), WORLD_M / 2), y=min(max(view.y, -WORLD_M / 2), WORLD_M / 2)
        )
        self._is_home = self._is_home and view == self._home()
        self.view_changed.emit(view)
        self._refresh()

    # ---- pictures ---------------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Show at once what is there, and ask for a picture of what is wanted."""
        self.update()
        if not self._is_disposed:
            self._asks.start(0)

    def _ask(self) -> None:
        if self.view is None or self.document is None or not self.isVisible():
            return  # nobody sees it: it is asked for when the page is shown
        letter = max(LEAST_LETTER_PX, self.fontInfo().pixelSize() * LETTERS_OF_FONT)
        wide = self.view.resized(self.view.width + 2 * MARGIN_PX, self.view.height + 2 * MARGIN_PX)
        showing = replace(self.showing, letter_px=letter, bleed_px=MARGIN_PX)
        edge = boxes_of(edge_items(self, self.view, showing.colours, self._covered))
        covered = tuple((x0 + MARGIN_PX, y0 + MARGIN_PX, x1 + MARGIN_PX, y1 + MARGIN_PX) for x0, y0, x1, y1 in edge)
        self._maker.ask(Wanted(self.document, showing, wide, self.devicePixelRatioF(), self.tiles, covered))

    def _take(self, picture: Picture) -> None:
        if self._is_disposed:
            return
        self.picture = picture
        self.update()
        if self._pointer is not None and self.underMouse():
            self._hover(self._pointer)  # the ground has moved below it
        if self._is_new and self.document is not None and self.document.has_areas_of(picture.wanted.document):
            self._is_new = False
            self.painted.emit()

    def dispose(self) -> None:
        """Make no more pictures and drop what was drawn."""
        self._is_disposed = True
        self._asks.stop()
        self.navigator.stop()
        self._maker.stop()
        self.picture = self.document = self.found = None
        self._overlays.clear()
        forget_names()

    @property
    def is_sharp(self) -> bool:
        """Whether the picture on the screen shows what is wanted, and not what was before."""
        picture, view = self.picture, self.view
        if picture is None or view is None or self._asks.isActive():
            return False
        wanted, seen = picture.wanted, picture.scene.view
        same_view = (seen.x, seen.y, seen.scale) == (view.x, view.y, view.scale)
        same_page = (seen.width, seen.height) == (view.width + 2 * MARGIN_PX, view.height + 2 * MARGIN_PX)
        showing = replace(self.showing, letter_px=wanted.showing.letter_px, bleed_px=MARGIN_PX)
        return wanted.document is self.document and wanted.showing == showing and same_view and same_page

    # ---- what is there ----------------------------------------------------------------------------------------------------

    def area_at(self, at: QPointF) -> str | None:
        """Return the code of the area at a pixel."""
        return self.code_at(self.view.position(at.x(), at.y())) if self.view is not None else None

    def code_at(self, position: tuple[float, float]) -> str | None:
        """Return the code of the area at a position: longitude and latitude, degrees."""
        return self.picture.plan.areas.code_at(*position) if self.picture is not None else None

    def spot_at(self, at: QPointF) -> Spot | None:
        """Return the mark at a pixel, what lies on top first."""
        picture, view = self.picture, self.view
        if picture is None or view is None or not picture.scene.spots:
            return None
        metres = view.to_plane(np.array([(at.x(), at.y())]))
        x, y = picture.scene.view.to_page(metres).tolist()[0]
        for spot in reversed(picture.scene.spots):
            if abs(spot.at[0] - x) <= max(spot.radius, _REACH_PX) and abs(spot.at[1] - y) <= max(spot.radius, _REACH_PX):
                return spot
        return None

    def name_of(self, code: str) -> tuple[str, str]:
        """Return the name of an area and its class in the theme that is shown, in words."""
        document = self.document
        if document is None:
            return "", ""
        area = next((area for area in document.areas if area.id == code), None)
        theme = document.theme(self.showing.theme)
        found = theme.of_area.get(code, "")
        label = next((entry.label for entry in theme.legend if entry.id == found), "")
        return (area.name if area is not None else ""), label

    def pixel_of(self, at: tuple[float, float]) -> QPointF:
        """Return where a position (longitude, latitude; degrees) stands in the widget."""
        return QPointF(*self.view.place(*at)) if self.view is not None else QPointF()

    # ---- hands ------------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if not self.editor.press(event):
            self.navigator.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        if self.editor.move(event):
            return
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.navigator.move(event)
        else:
            self._hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self.editor.release():
            self.navigator.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.editor.takes_corners:
            self.mousePressEvent(event)
        else:
            self.navigator.double_click(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()  # the right button takes corners away

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.navigator.wheel(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self._lift(None)
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.NativeGesture, QEvent.Type.Gesture) and self.navigator.gesture(event):
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._tab(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.editor.key(event) or self.navigator.key(event):
            return
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._chosen is not None:
            self._pick(self._chosen)
        elif key == Qt.Key.Key_Home:
            self.show_all()
        elif key == Qt.Key.Key_Escape and (self._chosen is not None or self.found is not None):
            self._choose(None)
            self.unmark()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._has_ring = event.reason() in _BY_KEYS
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._has_ring = False
        self._choose(None)
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._refresh()
        super().changeEvent(event)

    def _click(self, at: QPointF) -> None:
        if self.editor.is_active:
            self.editor.click(at)
            return
        spot = self.spot_at(at)
        # From afar a mark is smaller than a finger: there the area is what is meant.
        is_near = self.view is not None and self.view.metres_per_pixel <= SINGLE_FROM_M_PX
        area = self.area_at(at)
        if spot is not None and spot.id and (is_near or area is None):
            self.point_picked.emit(spot.layer, spot.id)
        elif area is not None:
            self._pick(area)

    def _pick(self, code: str) -> None:
        self.found = None
        self.focus_area(code, bring_into_view=False)
        self.area_picked.emit(code)

    def _hover(self, at: QPointF) -> None:
        if self.navigator.is_under_way or self.editor.is_active:
            self._lift(None)
            return
        self._lift(self.area_at(at))
        self.update()

    def _lift(self, code: str | None) -> None:
        if code != self._hovered:
            self._hovered = code
            self.update()

    # ---- keys through the areas -------------------------------------------------------------------------------------------

    def _tab(self, event: QKeyEvent) -> bool:
        """Go to the next area in reading order; past the last one, and before the first, the focus leaves the map."""
        if event.key() not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return False
        if self.editor.takes_corners:
            return self.editor.key(event)
        codes = self._in_reading_order()
        step = 1 if event.key() == Qt.Key.Key_Tab else -1
        first = 0 if step > 0 else len(codes) - 1
        follows = codes.index(self._chosen) + step if self._chosen in codes else first
        if not 0 <= follows < len(codes):
            self._choose(None)
            return False
        self._choose(codes[follows])
        return True

    def _in_reading_order(self) -> list[str]:
        """Return the areas in view, row by row as the language reads."""
        document, view, picture = self.document, self.view, self.picture
        if document is None or view is None or picture is None:
            return []
        pixels = view.to_page(picture.plan.areas.labels)
        inside = ((pixels >= 0) & (pixels <= (view.width, view.height))).all(axis=1)
        way = -1 if document.direction == "rtl" else 1
        rows = sorted(np.flatnonzero(inside).tolist(), key=lambda n: (pixels[n, 1] // 40, way * pixels[n, 0]))
        return [picture.plan.areas.areas[n].id for n in rows]

    def _choose(self, code: str | None) -> None:
        if code == self._chosen:
            return
        self._chosen = code
        self.update()
        if code is not None:
            name, verdict = self.name_of(code)
            self.setAccessibleDescription(self._words.pair(name, verdict))
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        else:
            self.setAccessibleDescription(self._words.say("canvas.keys"))

    # ---- the screen -------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

    def showEvent(self, event: QShowEvent) -> None:
        self._refresh()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        stays = not self._is_home or self.showing.focus is not None or self.editor.takes_corners
        if self.view is not None and stays:
            self._is_home = False
            self.view = self._in_place(self.view)
        elif self.document is not None:
            self.view = self._home()
        self._refresh()
        super().resizeEvent(event)

    def _in_place(self, view: View) -> View:
        """Return a view on the page as it is now: the ground stays on the side where reading begins, what is asked about in sight.

        A card that opens beside the map must not take the ground from under the pointer.
        """
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        wider, taller = self.width() - view.width, self.height() - view.height
        resized = view.resized(self.width(), self.height()).moved(wider / 2 if is_mirrored else -wider / 2, -taller / 2)
        return self._with_focus(resized)

    def _with_focus(self, view: View) -> View:
        """Return a view moved no further than it must, so that the name of what is asked about is in sight."""
        plan = self.picture.plan.areas if self.picture is not None else None
        row = plan.position.get(self.showing.focus or "") if plan is not None else None
        return view if plan is None or row is None else self._in_sight(view, plan.labels[row : row + 1])

    def _in_sight(self, view: View, place: NDArray[np.float64]) -> View:
        """Return a view moved no further than it must, so that a place of its plane is in sight beside what lies over the map."""
        x, y = view.to_page(place).tolist()[0]
        left, top, right, bottom = self._covered
        margin = min(SIGHT_PX, view.width / 4, view.height / 4)
        dx = min(max(x, left + margin), view.width - right - margin) - x
        dy = min(max(y, top + margin), view.height - bottom - margin) - y
        return view.moved(dx, dy) if dx or dy else view

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = self.showing.colours
        painter.fillRect(self.rect(), QColor(colours.sea if "basemap" in self.showing.layers else colours.paper))
        if self.picture is not None and self.view is not None:
            self._paint_picture(painter, self.picture, self.view)
            self._paint_over(painter, self.view)
        if self._has_ring:
            paint_ring(painter, self)
        painter.end()

    def _paint_picture(self, painter: QPainter, picture: Picture, view: View) -> None:
        """Draw the last picture where it belongs in the present view."""
        seen = picture.scene.view
        left, top = view.to_page(seen.to_plane(np.array([(0.0, 0.0)]))).tolist()[0]
        factor = view.scale / seen.scale
        if abs(factor - 1) < 1e-9:
            ratio = self.devicePixelRatioF()
            painter.drawImage(QPointF(round(left * ratio) / ratio, round(top * ratio) / ratio), picture.image)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not self.navigator.is_under_way)
            painter.drawImage(QRectF(left, top, seen.width * factor, seen.height * factor), picture.image)

    def _paint_over(self, painter: QPainter, view: View) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, plan = self.showing.colours, self.picture.plan.areas if self.picture is not None else None
        for code, width in ((self._hovered, LIFTED_PX), (self._chosen, CHOSEN_PX)):
            if code is not None and plan is not None:
                paint_outline(painter, plan, view, code, width)
        self.editor.paint(painter)
        if self.navigator.box is not None:
            paint_box(painter, self.navigator.box, colours)
        if self.found is not None:
            paint_found(painter, self, view, *self.found, colours)
        self._edge.paint(painter, self, view, colours, self._covered, self.navigator.is_under_way)
        self._paint_bubble(painter, view)

    def _paint_bubble(self, painter: QPainter, view: View) -> None:
        """Say what is under the pointer, or what the keys have chosen."""
        if self.editor.is_active or self.navigator.is_under_way or self.navigator.box is not None:
            return
        at, lines = self._told(view)
        if at is not None and lines:
            pair = QColor(self.showing.colours.badge), QColor(self.showing.colours.letters)
            open_page = QSize(self.width() - round(self._covered[2]), self.height())
            paint_bubble(painter, at, lines, pair, self.font(), open_page)

    def _told(self, view: View) -> tuple[QPointF | None, list[str]]:
        if self._pointer is not None:
            spot, code = self.spot_at(self._pointer), self._hovered
            name, verdict = self.name_of(code) if code is not None else ("", "")
            if spot is not None:
                inside = self._words.say("canvas.in_area", area=name) if name else ""
                return self._pointer, [line for line in (spot.name, inside) if line]
            return self._pointer, [line for line in (name, verdict) if line]
        if self._chosen is not None and self.picture is not None:
            row = self.picture.plan.areas.position.get(self._chosen)
            if row is not None:
                x, y = view.to_page(self.picture.plan.areas.labels[row : row + 1]).tolist()[0]
                return QPointF(x, y), [line for line in self.name_of(self._chosen) if line]
        return None, []

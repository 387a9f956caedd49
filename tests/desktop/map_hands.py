"""What a hand does on the map of a window, and what an eye sees there."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mrm_desktop.desktop.canvas.map_widget import MapWidget
from mrm_desktop.desktop.shell.main_window import MainWindow
from tests.desktop.window_parts import page_of
from tests.present import present

WAIT = 30_000


def shown_map(window: MainWindow) -> MapWidget:
    """The map of the window; of two, the first."""
    return page_of(window).map


def settled(window: MainWindow, qtbot: QtBot) -> MapWidget:
    """The map, once it rests and its picture shows what is wanted."""
    shown = shown_map(window)
    qtbot.waitUntil(lambda: shown.is_sharp and not shown.navigator.is_under_way, timeout=WAIT)
    return shown


def spot_in(window: MainWindow, code: str, qtbot: QtBot) -> QPoint:
    """A pixel inside an area, clear of every mark."""
    shown = settled(window, qtbot)
    area = next(area for area in present(shown.document).areas if area.id == code)
    middle = shown.pixel_of(area.label_at).toPoint()
    for dx, dy in ((12, 18), (0, 0), (-14, 20), (18, -20), (-20, -18), (25, 25)):
        spot = middle + QPoint(dx, dy)
        if shown.area_at(spot.toPointF()) == code and shown.spot_at(spot.toPointF()) is None:
            return spot
    return middle


def click_area(window: MainWindow, code: str, qtbot: QtBot) -> None:
    """Click into an area and wait for its card."""
    spot = spot_in(window, code, qtbot)
    with qtbot.waitSignal(window.card_shown, timeout=WAIT):
        QTest.mouseClick(shown_map(window), Qt.MouseButton.LeftButton, pos=spot)


def press_at(window: MainWindow, at: tuple[float, float], qtbot: QtBot) -> None:
    """Click on the map at a position: longitude and latitude, degrees."""
    shown = settled(window, qtbot)
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=shown.pixel_of(at).toPoint())


def colour_at(window: MainWindow, spot: QPoint) -> QColor:
    """The colour of a pixel of the map on the screen."""
    shown = shown_map(window)
    colour: QColor = shown.grab().toImage().pixelColor(spot * shown.devicePixelRatioF())
    return colour

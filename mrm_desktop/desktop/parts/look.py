"""The look of the window: the shipped type family, one style sheet, a light and a dark set of colours."""

from __future__ import annotations

import re

from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QMainWindow

from mrm_desktop.desktop.parts.wheel import WheelGuard
from mrm_desktop.foundation.assets import asset

LIGHT = {
    "paper": "#fbfaf7",
    "panel": "#f4f1ea",
    "ink": "#26221c",
    "soft": "#6b655a",
    "line": "#d8d2c6",
    "mark": "#1f3d63",
    "alarm": "#a3271c",
}
DARK = {
    "paper": "#1d1c1a",
    "panel": "#262420",
    "ink": "#ece7dd",
    "soft": "#b3ab9d",
    "line": "#44403a",
    "mark": "#8fb4dd",
    "alarm": "#c2473a",
}
FAMILY = "IBM Plex Sans"
BASE_POINTS = 10.5
SIGNS = {
    **{"arrow_up": "up", "arrow_down": "down", "tick": "check"},
    **{"sign_note": "note", "sign_problem": "problem", "sign_question": "question"},
}
"""Small pictures that the style sheet names, each with its file."""
MOTION_MS = 200
"""How long anything moves that changes its place."""
SHEET = "style-sheet"  # property of the application


def apply_look(application: QApplication, dark: bool, text_scale: float = 1.0, moves: bool = True) -> None:
    """Give the application its type and colours.

    Parameters
    ----------
    text_scale : float
        Size of all text, 1.0 for normal, 2.0 for twice as large.
    moves : bool
        Whether what changes its place is seen to move; else it is there at once.
    """
    for font in sorted(asset("ui", "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(font))
    chosen = QFont(FAMILY)
    chosen.setPointSizeF(BASE_POINTS * text_scale)
    application.setFont(chosen)
    if application.findChild(WheelGuard) is None:
        WheelGuard(application)
    colours = DARK if dark else LIGHT
    application.setStyle("Fusion")  # the same window on every system, and one that follows a palette
    application.setPalette(palette_of(colours))
    sheet = asset("ui", "styles", "calm.qss").read_text(encoding="utf-8")
    kind = "dark" if dark else "light"
    signs = {name: asset("ui", "icons", f"{file}-{kind}.svg").as_posix() for name, file in SIGNS.items()}
    motion = {"motion": str(MOTION_MS if moves else 0)}
    sheet = re.sub(r"@(\w+)", lambda match: (colours | signs | motion)[match.group(1)], sheet)
    sheet = re.sub(r"font-size: (\d+)%", lambda match: _points(match.group(1), text_scale), sheet)
    application.setProperty(SHEET, sheet)
    for window in application.topLevelWidgets():
        if isinstance(window, QMainWindow):
            put_style_on(window)


def put_style_on(window: QMainWindow) -> None:
    """Put the style sheet that was chosen on a window, and through it on everything in it and on its dialogs.

    On the application it would be worked out for every part again whenever a part is put into another: pages took four times as
    long to make (measured).
    """
    window.setStyleSheet(str(QApplication.instance().property(SHEET) or ""))  # type: ignore[union-attr]


def _points(percent: str, text_scale: float) -> str:
    """Qt's style sheets know no relative size of type."""
    return f"font-size: {BASE_POINTS * text_scale * int(percent) / 100:.1f}pt"


def system_is_dark() -> bool:
    """Tell whether the desktop asks for dark windows."""
    from PySide6.QtCore import Qt

    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def palette_of(colours: dict[str, str]) -> QPalette:
    """Give the parts that no style sheet reaches - check marks, arrows, scroll bars - the same colours."""
    palette = QPalette()
    for role, name in (
        (QPalette.ColorRole.Window, "panel"),
        (QPalette.ColorRole.Base, "paper"),
        (QPalette.ColorRole.AlternateBase, "panel"),
        (QPalette.ColorRole.Button, "panel"),
        (QPalette.ColorRole.WindowText, "ink"),
        (QPalette.ColorRole.Text, "ink"),
        (QPalette.ColorRole.ButtonText, "ink"),
        (QPalette.ColorRole.PlaceholderText, "soft"),
        (QPalette.ColorRole.Highlight, "mark"),
        (QPalette.ColorRole.HighlightedText, "paper"),
    ):
        palette.setColor(role, QColor(colours[name]))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours["soft"]))
    return palette

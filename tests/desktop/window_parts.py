"""What a test knows to be there: the open project with its pages, a control by its name, the dialog that was just opened."""

from __future__ import annotations

from typing import NoReturn, TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget

from mrm_desktop.desktop.assess.decision_dialog import DecisionDialog
from mrm_desktop.desktop.map.map_workspace import MapWorkspace
from mrm_desktop.desktop.map.project_page import ProjectPage
from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.desktop.parts.page_context import Page
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.workspaces import Workspaces
from mrm_desktop.domain.views import AreaCard
from tests.present import present

Part = TypeVar("Part", bound=QObject)
OnePage = TypeVar("OnePage", bound=Page)


def opened_in(window: MainWindow) -> Opened:
    """The open project."""
    return present(window.opened)


def workspaces_of(window: MainWindow) -> Workspaces:
    """The workspaces of the open project."""
    return present(window.workspaces)


def map_of(window: MainWindow) -> MapWorkspace:
    """The workspace of the map."""
    return present(window.map)


def page_of(window: MainWindow) -> ProjectPage:
    """The page around the map."""
    return present(window.page)


def card_of(window: MainWindow) -> AreaCard:
    """What the card beside the map shows."""
    return present(page_of(window).card.card)


def page_at(window: MainWindow, name: str, kind: type[OnePage]) -> OnePage:
    """A page of the open project, shown or not."""
    page = workspaces_of(window).page(name)
    assert isinstance(page, kind)
    return page


def open_at(window: MainWindow, name: str, kind: type[OnePage]) -> OnePage:
    """Show a page of the open project."""
    page = workspaces_of(window).open(name)
    assert isinstance(page, kind)
    return page


def child(parent: QObject, kind: type[Part], name: str = "") -> Part:
    """The part of a kind, with a name where there are several."""
    return present(parent.findChild(kind, name) if name else parent.findChild(kind))


def click(parent: QWidget, name: str) -> None:
    """Click on a button."""
    QTest.mouseClick(child(parent, QPushButton, name), Qt.MouseButton.LeftButton)


def texts(widget: QWidget) -> str:
    """Everything that is written on a part of the window."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def is_in_sight(widget: QWidget) -> bool:
    """Whether the whole of a part is seen on the sheets around it that scroll."""
    above, seen = widget.parentWidget(), widget.isVisible()
    while above is not None and seen:
        if isinstance(above, QScrollArea):
            at = widget.mapTo(above.viewport(), widget.rect().topLeft())
            seen = above.viewport().rect().contains(widget.rect().translated(at))
        above = None if above.isWindow() else above.parentWidget()  # a dialog lies over the sheets of the page that opened it
    return seen


def not_taken(*_: object) -> NoReturn:
    """Stand for a way into a project that the test does not take."""
    raise AssertionError("nobody asked for this way in")


def choose(dialog: DecisionDialog, outcome: str, mode: str, rationale: str = "") -> None:
    """Choose what a decision says, by clicks: nothing is preselected."""
    asked = dialog.mode.findData(mode) < 0  # a less visible mode stands in the list, the mode that was asked about does not
    click(dialog, f"outcome-{outcome if asked or outcome != 'proceed' else 'less_visible'}")
    if not asked:
        dialog.mode.setCurrentIndex(dialog.mode.findData(mode))
    if rationale:
        QTest.keyClicks(dialog.rationale, rationale)

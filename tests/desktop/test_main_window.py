"""The window, driven by clicks and keys as a user would."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from mrm_desktop.desktop.assess.decision_dialog import DecisionDialog
from mrm_desktop.desktop.map.project_page import ProjectPage
from mrm_desktop.desktop.shell.emergency_dialog import EmergencyDialog
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.foundation.words import Words
from tests.desktop.window_parts import card_of, child, choose, map_of, opened_in, page_of, texts, workspaces_of

ZOOM_STEP = 0.25


def ask(page: ProjectPage, expression: str, qtbot: QtBot) -> Any:
    answers: list[Any] = []
    page.map.ask(expression, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    return answers[0]


def click_area(window: MainWindow, code: str, qtbot: QtBot) -> None:
    spot = ask(page_of(window), f"mrm.spot('{code}')", qtbot)
    with qtbot.waitSignal(window.card_shown, timeout=10_000):
        QTest.mouseClick(
            page_of(window).map.view.focusProxy(), Qt.MouseButton.LeftButton, pos=QPoint(int(spot[0]) + 12, int(spot[1]) + 18)
        )


def test_a_click_on_the_sample_button_opens_the_map(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.painted, timeout=20_000):
        QTest.mouseClick(child(window, QPushButton, "start-sample"), Qt.MouseButton.LeftButton)
    assert ask(page_of(window), "mrm.state()", qtbot) == {"theme": "ceiling", "focused": None, "areas": 9}


def test_a_click_on_an_area_shows_verdict_and_civilian_channel(open_window: MainWindow, qtbot: QtBot) -> None:
    click_area(open_window, "XT05", qtbot)
    shown = texts(page_of(open_window).card)
    assert "Defensible, with conditions" in shown
    assert "Use in any case: Child Protection Adviser of the mission" in shown
    assert "Those exposed agree: unknown" in shown
    assert page_of(open_window).areas.table.currentIndex().data() == "Square 5"


def test_the_list_picks_what_the_map_outlines(open_window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(open_window)
    page.areas.search.setFocus()
    QTest.keyClicks(page.areas.search, "square 3")
    with qtbot.waitSignal(open_window.card_shown, timeout=10_000):
        QTest.keyClick(page.areas.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ask(page, "mrm.state()", qtbot)["focused"] == "XT03")
    assert card_of(open_window).area.code == "XT03"


@pytest.mark.parametrize("page", ["reports/make", "assess/request"])
def test_a_map_that_was_made_behind_another_page_fits_when_it_is_seen(
    open_window: MainWindow, words: Words, page: str, qtbot: QtBot
) -> None:
    """A page that is not shown has no size: nothing can be drawn on it, and nothing may go wrong."""
    open_window.open_page(page)
    open_window.use_words(words)
    qtbot.waitUntil(lambda: map_of(open_window).page.map is not None and map_of(open_window).page.map._ready, timeout=20_000)
    qtbot.waitUntil(lambda: not open_window.work.is_busy, timeout=20_000)
    assert workspaces_of(open_window).current == page
    with qtbot.waitSignal(open_window.painted, timeout=20_000):
        open_window.open_page("map/areas")
    qtbot.waitUntil(lambda: ask(page_of(open_window), "mrm.state()", qtbot)["areas"] == 9)
    qtbot.waitUntil(lambda: page_of(open_window).map.width() > 0 and ask(page_of(open_window), "mrm.details()", qtbot)["zoom"] > 5)
    fitted = ask(page_of(open_window), "mrm.details()", qtbot)["zoom"]
    page_of(open_window).bar.home_asked.emit()
    whole = ask(page_of(open_window), "mrm.details()", qtbot)["zoom"]
    assert abs(fitted - whole) <= ZOOM_STEP, "it had fitted by itself, be it before the legend took its place"


def test_themes_recolour_without_loading_the_page_again(open_window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(open_window)
    loads = []
    page.map.page.loadStarted.connect(lambda: loads.append(1))
    page.themes["acceptance"].click()
    qtbot.waitUntil(lambda: ask(page, "mrm.state()", qtbot)["theme"] == "acceptance")
    assert page.areas.model.headerData(1, Qt.Orientation.Horizontal) == "Community acceptance"
    assert loads == []


def test_a_pixel_inside_an_area_has_the_colour_of_its_class(open_window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(open_window)
    spot = ask(page, "mrm.spot('XT05')", qtbot)

    def colour() -> QColor:
        found: QColor = page.map.view.grab().toImage().pixelColor(int(spot[0]), int(spot[1]) + 20)
        return found

    # 90 % of #3f6788 over the sea's #eef0f1
    qtbot.waitUntil(lambda: abs(colour().red() - 0x50) < 8 and abs(colour().blue() - 0x92) < 8, timeout=10_000)


def test_a_decision_needs_role_and_counter_argument(open_window: MainWindow, qtbot: QtBot) -> None:
    click_area(open_window, "XT05", qtbot)
    QTest.mouseClick(child(page_of(open_window).card, QPushButton, "decide"), Qt.MouseButton.LeftButton)
    dialog = child(open_window, DecisionDialog)
    record = child(dialog, QPushButton, "record")
    QTest.mouseClick(record, Qt.MouseButton.LeftButton)
    assert dialog.problem.text() == "Choose what you decide."
    assert (dialog.outcome.currentData(), dialog.mode.currentData()) == ("", "")
    choose(dialog, "proceed", "")
    QTest.mouseClick(record, Qt.MouseButton.LeftButton)
    assert dialog.problem.text() == "Choose the mode of contact that you decide on."
    choose(dialog, "proceed", "liaison")
    QTest.mouseClick(record, Qt.MouseButton.LeftButton)
    assert dialog.problem.text() == "Say which role decides."
    QTest.keyClicks(dialog.role, "Country director")
    QTest.mouseClick(record, Qt.MouseButton.LeftButton)
    assert "counter" in dialog.problem.text() or "otherwise" in dialog.problem.text()
    QTest.keyClicks(dialog.counter, "People seen with patrols were beaten last year.")
    QTest.mouseClick(record, Qt.MouseButton.LeftButton)
    assert dialog.problem.text().startswith("Write the rationale")
    QTest.keyClicks(dialog.rationale, "The road can be watched only together.")
    QTest.mouseClick(record, Qt.MouseButton.LeftButton)
    assert dialog.problem.text().startswith("Ask the staff or partner who would be exposed")
    assert opened_in(open_window).project.decisions() == ()
    dialog.consent.setCurrentIndex(dialog.consent.findData("yes"))
    with qtbot.waitSignal(open_window.decision_recorded, timeout=10_000):
        QTest.mouseClick(record, Qt.MouseButton.LeftButton)
    (recorded,) = opened_in(open_window).project.decisions()
    assert recorded.area_code == "XT05"
    assert recorded.draft.approver_role == "Country director"
    assert recorded.draft.chosen_mode == "liaison"
    assert recorded.draft.exposed_people_agree is True


def test_going_beyond_the_verdict_needs_a_reason(open_window: MainWindow, qtbot: QtBot) -> None:
    click_area(open_window, "XT03", qtbot)
    QTest.mouseClick(child(page_of(open_window).card, QPushButton, "decide"), Qt.MouseButton.LeftButton)
    dialog = child(open_window, DecisionDialog)
    choose(dialog, "proceed", "liaison", "The market will be empty without us.")
    dialog.consent.setCurrentIndex(dialog.consent.findData("yes"))
    QTest.keyClicks(dialog.role, "Field manager")
    QTest.keyClicks(dialog.counter, "The armed group said it would stop us.")
    QTest.mouseClick(child(dialog, QPushButton, "record"), Qt.MouseButton.LeftButton)
    assert dialog.problem.text() == "This goes beyond the verdict: say why, in a sentence."
    assert opened_in(open_window).project.decisions() == ()
    dialog.reject()


def test_the_emergency_screen_needs_no_project(window: MainWindow, qtbot: QtBot) -> None:
    QTest.mouseClick(child(window, QPushButton, "emergency"), Qt.MouseButton.LeftButton)
    dialog = child(window, EmergencyDialog)
    assert dialog.isVisible()
    shown = texts(dialog)
    assert "Child Protection Adviser" in shown
    assert "score" in shown
    assert "Never ask a peacekeeper to interview anyone" in shown
    dialog.close()


def test_every_focusable_control_has_a_name(open_window: MainWindow, qtbot: QtBot) -> None:
    from PySide6.QtGui import QAccessible
    from PySide6.QtWidgets import QWidget

    click_area(open_window, "XT05", qtbot)
    open_window.show_emergency()
    nameless = []
    for widget in open_window.findChildren(QWidget):
        inside_page = page_of(open_window).map.view.isAncestorOf(widget)  # the page names its own controls
        own = type(widget).__module__.startswith("PySide6.QtWidgets") or isinstance(widget, QDialog)
        if (
            own
            and not inside_page
            and widget.isVisible()
            and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
            and not widget.isWindow()
        ):
            interface = QAccessible.queryAccessibleInterface(widget)
            if interface and not interface.text(QAccessible.Text.Name) and widget.objectName() not in {"qt_scrollarea_viewport"}:
                nameless.append((type(widget).__name__, widget.objectName()))
    assert nameless == []
    child(open_window, EmergencyDialog).close()

"""The window, driven by clicks and keys as a user would."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from mrm_desktop.desktop.assess.decision_dialog import DecisionDialog
from mrm_desktop.desktop.shell.emergency_dialog import EmergencyDialog

ZOOM_STEP = 0.25


def texts(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def ask(page, expression, qtbot):
    answers = []
    page.map.ask(expression, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    return answers[0]


def click_area(window, code, qtbot):
    spot = ask(window.page, f"mrm.spot('{code}')", qtbot)
    with qtbot.waitSignal(window.card_shown, timeout=10_000):
        qtbot.mouseClick(
            window.page.map.view.focusProxy(), Qt.MouseButton.LeftButton, pos=QPoint(int(spot[0]) + 12, int(spot[1]) + 18)
        )


def test_a_click_on_the_sample_button_opens_the_map(window, qtbot):
    with qtbot.waitSignal(window.painted, timeout=20_000):
        qtbot.mouseClick(window.findChild(QPushButton, "start-sample"), Qt.MouseButton.LeftButton)
    assert ask(window.page, "mrm.state()", qtbot) == {"theme": "ceiling", "focused": None, "areas": 9}


def test_a_click_on_an_area_shows_verdict_and_civilian_channel(open_window, qtbot):
    click_area(open_window, "XT05", qtbot)
    shown = texts(open_window.page.card)
    assert "Defensible, with conditions" in shown
    assert "Use in any case: Child Protection Adviser of the mission" in shown
    assert "Consent of those exposed: unknown" in shown
    assert open_window.page.areas.table.currentIndex().data() == "Square 5"


def test_the_list_picks_what_the_map_outlines(open_window, qtbot):
    page = open_window.page
    page.areas.search.setFocus()
    qtbot.keyClicks(page.areas.search, "square 3")
    with qtbot.waitSignal(open_window.card_shown, timeout=10_000):
        qtbot.keyClick(page.areas.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ask(page, "mrm.state()", qtbot)["focused"] == "XT03")
    assert page.card.card.area.code == "XT03"


@pytest.mark.parametrize("page", ["reports/make", "assess/request"])
def test_a_map_that_was_made_behind_another_page_fits_when_it_is_seen(open_window, words, page, qtbot):
    """A page that is not shown has no size: nothing can be drawn on it, and nothing may go wrong."""
    open_window.open_page(page)
    open_window.use_words(words)
    qtbot.waitUntil(lambda: open_window.map.page.map is not None and open_window.map.page.map._ready, timeout=20_000)
    qtbot.waitUntil(lambda: not open_window.work.is_busy, timeout=20_000)
    assert open_window.workspaces.current == page
    with qtbot.waitSignal(open_window.painted, timeout=20_000):
        open_window.open_page("map/areas")
    qtbot.waitUntil(lambda: ask(open_window.page, "mrm.state()", qtbot)["areas"] == 9)
    qtbot.waitUntil(lambda: open_window.page.map.width() > 0 and ask(open_window.page, "mrm.details()", qtbot)["zoom"] > 5)
    fitted = ask(open_window.page, "mrm.details()", qtbot)["zoom"]
    open_window.page.bar.home_asked.emit()
    whole = ask(open_window.page, "mrm.details()", qtbot)["zoom"]
    assert abs(fitted - whole) <= ZOOM_STEP, "it had fitted by itself, be it before the legend took its place"


def test_themes_recolour_without_loading_the_page_again(open_window, qtbot):
    page = open_window.page
    loads = []
    page.map.page.loadStarted.connect(lambda: loads.append(1))
    page.themes["acceptance"].click()
    qtbot.waitUntil(lambda: ask(page, "mrm.state()", qtbot)["theme"] == "acceptance")
    assert page.areas.model.headerData(1, Qt.Orientation.Horizontal) == "Community acceptance"
    assert loads == []


def test_a_pixel_inside_an_area_has_the_colour_of_its_class(open_window, qtbot):
    page = open_window.page
    spot = ask(page, "mrm.spot('XT05')", qtbot)

    def colour():
        return page.map.view.grab().toImage().pixelColor(int(spot[0]), int(spot[1]) + 20)

    # 90 % of #3f6788 over the sea's #eef0f1
    qtbot.waitUntil(lambda: abs(colour().red() - 0x50) < 8 and abs(colour().blue() - 0x92) < 8, timeout=10_000)


def test_a_decision_needs_role_and_counter_argument(open_window, qtbot):
    click_area(open_window, "XT05", qtbot)
    qtbot.mouseClick(open_window.page.card.findChild(QPushButton, "decide"), Qt.MouseButton.LeftButton)
    dialog = open_window.findChild(DecisionDialog)
    record = dialog.findChild(QPushButton, "record")
    qtbot.mouseClick(record, Qt.MouseButton.LeftButton)
    assert dialog.problem.text() == "Say which role decides."
    qtbot.keyClicks(dialog.role, "Country director")
    qtbot.mouseClick(record, Qt.MouseButton.LeftButton)
    assert "counter" in dialog.problem.text() or "otherwise" in dialog.problem.text()
    qtbot.keyClicks(dialog.counter, "People seen with patrols were beaten last year.")
    qtbot.mouseClick(record, Qt.MouseButton.LeftButton)
    assert dialog.problem.text().startswith("Ask the staff or partner who would be exposed")
    assert open_window.opened.project.decisions() == ()
    dialog.consent.setCurrentIndex(dialog.consent.findData("yes"))
    with qtbot.waitSignal(open_window.decision_recorded, timeout=10_000):
        qtbot.mouseClick(record, Qt.MouseButton.LeftButton)
    (recorded,) = open_window.opened.project.decisions()
    assert recorded.area_code == "XT05"
    assert recorded.draft.approver_role == "Country director"
    assert recorded.draft.chosen_mode == "liaison"
    assert recorded.draft.exposed_people_agree is True


def test_going_beyond_the_verdict_needs_a_reason(open_window, qtbot):
    click_area(open_window, "XT03", qtbot)
    qtbot.mouseClick(open_window.page.card.findChild(QPushButton, "decide"), Qt.MouseButton.LeftButton)
    dialog = open_window.findChild(DecisionDialog)
    dialog.mode.setCurrentIndex(dialog.mode.findData("liaison"))
    dialog.consent.setCurrentIndex(dialog.consent.findData("yes"))
    qtbot.keyClicks(dialog.role, "Field manager")
    qtbot.keyClicks(dialog.counter, "The armed group said it would stop us.")
    qtbot.mouseClick(dialog.findChild(QPushButton, "record"), Qt.MouseButton.LeftButton)
    assert dialog.problem.text() == "This goes beyond the verdict: say why, in a sentence."
    assert open_window.opened.project.decisions() == ()
    dialog.reject()


def test_the_emergency_screen_needs_no_project(window, qtbot):
    qtbot.mouseClick(window.findChild(QPushButton, "emergency"), Qt.MouseButton.LeftButton)
    dialog = window.findChild(EmergencyDialog)
    assert dialog.isVisible()
    shown = texts(dialog)
    assert "Child Protection Adviser" in shown
    assert "score" in shown
    assert "Never ask a peacekeeper to interview anyone" in shown
    dialog.close()


def test_every_focusable_control_has_a_name(open_window, qtbot):
    from PySide6.QtGui import QAccessible
    from PySide6.QtWidgets import QWidget

    click_area(open_window, "XT05", qtbot)
    open_window.show_emergency()
    nameless = []
    for widget in open_window.findChildren(QWidget):
        inside_page = open_window.page.map.view.isAncestorOf(widget)  # the page names its own controls
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
    open_window.findChild(EmergencyDialog).close()

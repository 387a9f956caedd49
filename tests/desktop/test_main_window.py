"""The window, driven by clicks and keys as a user would."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from mrm_desktop.cartography.style import Pattern
from mrm_desktop.desktop.assess.decision_dialog import DecisionDialog
from mrm_desktop.desktop.shell.emergency_dialog import EmergencyDialog
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.foundation.words import Words
from mrm_desktop.services.decisions.preview_decision import closed_door
from tests.desktop.map_hands import click_area, colour_at, settled, shown_map, spot_in
from tests.desktop.window_parts import card_of, child, choose, click, opened_in, page_of, texts, workspaces_of
from tests.present import present


def test_a_click_on_the_sample_button_leads_over_the_briefing_to_the_map(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.painted, timeout=20_000):
        QTest.mouseClick(child(window, QPushButton, "start-sample"), Qt.MouseButton.LeftButton)
    click(window, "workspace-map")
    shown = settled(window, qtbot)
    assert (shown.showing.theme, shown.showing.focus) == ("ceiling", None)
    assert len(present(shown.picture).plan.areas.areas) == 9


def test_a_click_on_an_area_shows_verdict_and_civilian_channel(open_window: MainWindow, qtbot: QtBot) -> None:
    click_area(open_window, "XT05", qtbot)
    shown = texts(page_of(open_window).card)
    assert "Defensible, with conditions" in shown
    assert "First, and in any case: Child Protection Adviser of the mission" in shown
    assert "Those exposed agree" not in shown, "what was checked is folded"
    fold = child(page_of(open_window).card, QToolButton, "fold-gates")
    QTest.mouseClick(fold, Qt.MouseButton.LeftButton)
    assert "Those exposed agree: unknown" in texts(page_of(open_window).card)
    assert page_of(open_window).areas.table.currentIndex().data() == "Square 5"


def test_the_list_picks_what_the_map_outlines(open_window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(open_window)
    page.areas.search.setFocus()
    QTest.keyClicks(page.areas.search, "square 3")
    with qtbot.waitSignal(open_window.card_shown, timeout=10_000):
        QTest.keyClick(page.areas.search, Qt.Key.Key_Return)
    assert settled(open_window, qtbot).showing.focus == "XT03"
    assert card_of(open_window).area.code == "XT03"


@pytest.mark.parametrize("page", ["reports/make", "assess/request"])
def test_a_map_that_was_made_behind_another_page_fits_when_it_is_seen(
    open_window: MainWindow, words: Words, page: str, qtbot: QtBot
) -> None:
    """A page that is not shown has another size: the map is fitted again when it is seen."""
    open_window.open_page(page)
    open_window.use_words(words)
    qtbot.waitUntil(lambda: not open_window.work.is_busy, timeout=20_000)
    assert workspaces_of(open_window).current == page
    open_window.open_page("map/areas")
    fitted = present(settled(open_window, qtbot).view)
    page_of(open_window).bar.home_asked.emit()
    assert present(settled(open_window, qtbot).view) == fitted, "it had fitted by itself, be it before the legend took its place"


def test_themes_recolour_and_leave_the_view_and_the_shapes(open_window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(open_window)
    shown = settled(open_window, qtbot)
    view, plan = shown.view, present(shown.picture).plan
    page.themes["acceptance"].click()
    settled(open_window, qtbot)
    assert page.areas.model.headerData(1, Qt.Orientation.Horizontal) == "Community acceptance"
    now_ = present(shown.view)
    assert (shown.showing.theme, now_.x, now_.y) == ("acceptance", present(view).x, present(view).y)
    assert present(shown.picture).plan.areas is plan.areas


def test_a_pixel_inside_an_area_has_the_colour_of_its_class(open_window: MainWindow, qtbot: QtBot) -> None:
    page_of(open_window).canvas.set_overlays([])
    spot = spot_in(open_window, "XT05", qtbot)
    shown = shown_map(open_window)
    theme = present(shown.document).theme("ceiling")
    fill = next(fill for fill in theme.classes if fill.id == theme.of_area["XT05"])
    assert fill.pattern is Pattern.PLAIN
    found = colour_at(open_window, spot)
    assert found == QColor(fill.fill)


def said_open(dialog: DecisionDialog, step: str) -> str:
    """What is said beside a question of the conversation: why it is still open."""
    return child(dialog, QLabel, f"open-{step}").text()


def test_a_decision_says_beside_each_question_why_it_is_still_open(open_window: MainWindow, qtbot: QtBot) -> None:
    click_area(open_window, "XT05", qtbot)
    QTest.mouseClick(child(page_of(open_window).card, QPushButton, "decide"), Qt.MouseButton.LeftButton)
    dialog = child(open_window, DecisionDialog)
    record = child(dialog, QPushButton, "record")
    assert not record.isEnabled()
    assert said_open(dialog, "what") == "Choose what you decide."
    assert not any(button.isChecked() for button in dialog.findChildren(QPushButton)), "nothing is preselected"
    click(dialog, "outcome-less_visible")
    assert said_open(dialog, "what") == "Choose the mode of contact that you decide on."
    choose(dialog, "proceed", "liaison")
    assert said_open(dialog, "what") == ""
    assert said_open(dialog, "signs") == "Say which role decides."
    assert "otherwise" in said_open(dialog, "against")
    assert said_open(dialog, "why").startswith("Write the rationale")
    assert said_open(dialog, "seen").startswith("Ask the staff or partner who would be exposed")
    QTest.keyClicks(dialog.role, "Country director")
    QTest.keyClicks(dialog.counter, "People seen with patrols were beaten last year.")
    QTest.keyClicks(dialog.rationale, "The road can be watched only together.")
    qtbot.waitUntil(
        lambda: said_open(dialog, "signs") == said_open(dialog, "why") == said_open(dialog, "against") == "", timeout=10_000
    )
    assert not record.isEnabled()
    assert opened_in(open_window).project.decisions() == ()
    click(dialog, "consent-yes")
    assert record.isEnabled()
    with qtbot.waitSignal(open_window.decision_recorded, timeout=10_000):
        QTest.mouseClick(record, Qt.MouseButton.LeftButton)
    (recorded,) = opened_in(open_window).project.decisions()
    assert recorded.area_code == "XT05"
    assert recorded.draft.approver_role == "Country director"
    assert recorded.draft.chosen_mode == "liaison"
    assert recorded.draft.exposed_people_agree is True


def test_what_no_reason_opens_is_said_and_cannot_be_recorded(open_window: MainWindow, qtbot: QtBot) -> None:
    click_area(open_window, "XT03", qtbot)
    QTest.mouseClick(child(page_of(open_window).card, QPushButton, "decide"), Qt.MouseButton.LeftButton)
    dialog = child(open_window, DecisionDialog)
    choose(dialog, "proceed", "liaison", "The market will be empty without us.")
    click(dialog, "consent-yes")
    QTest.keyClicks(dialog.role, "Field manager")
    QTest.keyClicks(dialog.counter, "The armed group said it would stop us.")
    closed = present(closed_door(dialog._card, dialog.draft()))
    assert opened_in(open_window).words.say(closed.code, **closed.params) in said_open(dialog, "what")
    assert not child(dialog, QPushButton, "record").isEnabled()
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
        own = type(widget).__module__.startswith("PySide6.QtWidgets") or isinstance(widget, QDialog)
        if own and widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not widget.isWindow():
            interface = QAccessible.queryAccessibleInterface(widget)
            if interface and not interface.text(QAccessible.Text.Name) and widget.objectName() not in {"qt_scrollarea_viewport"}:
                nameless.append((type(widget).__name__, widget.objectName()))
    assert nameless == []
    child(open_window, EmergencyDialog).close()

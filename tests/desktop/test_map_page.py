"""The page of the map: the map has the room, the question is a sentence, and what lies over the map leaves it free where it must."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from take_screens import SCREENS, sample_window

from mrm_desktop.desktop.assess.assess_page import AssessPage
from mrm_desktop.desktop.parts.bidi import read_as
from mrm_desktop.desktop.parts.look import apply_look
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.page_names import PAGES
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.foundation.words import LANGUAGES, Words
from tests.desktop.map_hands import WAIT, click_area, settled, spot_in
from tests.desktop.window_parts import child, click, is_in_sight, map_of, page_at, page_of
from tests.present import present

LAPTOP, SMALL = (1366, 768), (1024, 700)


@pytest.fixture
def on_laptop(open_window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The open project in a window of a common laptop."""
    open_window.resize(*LAPTOP)
    settled(open_window, qtbot)
    return open_window


def test_the_map_has_seven_tenths_of_the_window(on_laptop: MainWindow) -> None:
    shown = page_of(on_laptop).map
    assert (on_laptop.width(), on_laptop.height()) == LAPTOP
    assert shown.width() * shown.height() >= 0.7 * LAPTOP[0] * LAPTOP[1]


def test_the_card_slides_over_the_map_and_takes_none_of_its_room(on_laptop: MainWindow, qtbot: QtBot) -> None:
    before = page_of(on_laptop).map.geometry()
    click_area(on_laptop, "XT05", qtbot)
    card = page_of(on_laptop).side
    assert card.isVisible()
    assert page_of(on_laptop).map.geometry() == before
    shown = settled(on_laptop, qtbot)
    area = next(area for area in shown.document.areas if area.id == "XT05")  # type: ignore[union-attr]
    spot = shown.mapTo(page_of(on_laptop).stage, shown.pixel_of(area.label_at).toPoint())
    assert not card.geometry().contains(spot), "what is asked about stays in sight"


def test_a_pinned_card_stands_beside_the_map(on_laptop: MainWindow, qtbot: QtBot) -> None:
    click_area(on_laptop, "XT05", qtbot)
    click(page_of(on_laptop).side, "card-pin")
    page = page_of(on_laptop)
    assert page.canvas.geometry().intersected(page.side.geometry()) == QRect()
    assert page.canvas.width() + page.side.width() == page.stage.width()


def test_closing_the_card_leaves_no_area_in_question(on_laptop: MainWindow, qtbot: QtBot) -> None:
    click_area(on_laptop, "XT05", qtbot)
    click(page_of(on_laptop).side, "card-close")
    assert map_of(on_laptop).picked is None
    assert page_of(on_laptop).side.isHidden()
    assert page_of(on_laptop).map.showing.focus is None
    click_area(on_laptop, "XT05", qtbot)  # the same one opens it again
    assert page_of(on_laptop).side.isVisible()


def test_nothing_over_the_map_covers_another_part(on_laptop: MainWindow, qtbot: QtBot) -> None:
    click_area(on_laptop, "XT05", qtbot)
    for width in (1366, 1200, 1024, 1700):
        on_laptop.resize(width, 768)
        settled(on_laptop, qtbot)
        page = page_of(on_laptop)
        boxes = [part.geometry() for part in (page.sentence, page.bar, page.layers, page.side) if part.isVisible()]
        for n, box in enumerate(boxes):
            assert page.stage.rect().contains(box)
            assert all(not box.intersects(other) for other in boxes[n + 1 :]), width


def test_the_note_on_the_map_never_lies_on_the_scale_bar(on_laptop: MainWindow, qtbot: QtBot) -> None:
    page = page_of(on_laptop)
    click_area(on_laptop, "XT05", qtbot)
    for width in (1024, 1366, 1700):
        on_laptop.resize(width, 768)
        settled(on_laptop, qtbot)
        left = page.map._covered[0]
        assert page.canvas.note.geometry().left() >= left + 110, width


def test_the_layers_come_and_go_by_their_button(on_laptop: MainWindow) -> None:
    page = page_of(on_laptop)
    is_open = page.layers.isVisible()
    click(page.bar, "map-layers")
    assert page.layers.isVisible() is not is_open
    click(page.bar, "map-layers")
    assert page.layers.isVisible() is is_open


def test_the_list_opens_over_the_map_and_picks_an_area(on_laptop: MainWindow, qtbot: QtBot) -> None:
    page = page_of(on_laptop)
    if not page.layers.isVisible():
        click(page.bar, "map-layers")
    click(page.layers, "open-list")
    assert page.lists.isVisible()
    assert page.layers.geometry().bottom() > page.stage.height() * 0.9
    with qtbot.waitSignal(on_laptop.card_shown, timeout=WAIT):
        QTest.keyClick(page.areas.table, Qt.Key.Key_Down)
        QTest.keyClick(page.areas.table, Qt.Key.Key_Return)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_question_is_one_sentence_in_every_language(on_laptop: MainWindow, language: str, qtbot: QtBot) -> None:
    on_laptop.use_words(Words(language))
    qtbot.waitUntil(lambda: on_laptop.page is not None, timeout=WAIT)
    page, words = page_of(on_laptop), Words(language)
    said = page.sentence.text
    for part in (
        words.term("mode_asked", Mode.LIAISON),
        words.term("purpose", "child_protection"),
        words.say("map.question.today"),
    ):
        assert part in said
    assert all(words.knows(f"mode_asked.{mode}") for mode in Mode)
    assert "{" not in said


def test_another_word_asks_another_question(on_laptop: MainWindow, qtbot: QtBot) -> None:
    page = page_of(on_laptop)
    with qtbot.waitSignal(page.question_changed, timeout=WAIT) as asked:
        page.mode.setFocus()
        QTest.keyClick(page.mode, Qt.Key.Key_Up)
    assert asked.args is not None
    assert asked.args[0].mode is Mode.ALERT
    assert page.mode.currentText() in page.sentence.text


def test_a_past_day_is_said_across_the_map_and_one_click_leads_back(on_laptop: MainWindow, qtbot: QtBot) -> None:
    page = page_of(on_laptop)
    qtbot.waitUntil(lambda: page.time.slider.maximum() > 0, timeout=WAIT)
    assert page.past.isHidden()
    day = page.time._last - timedelta(days=3)
    with qtbot.waitSignal(page.question_changed, timeout=WAIT):
        page.time.slider.setValue(page.time.slider.maximum() - 3)
    assert page.past.isVisible()
    told = Words("en").day(day)
    assert told in page._past_text.text()
    assert told in page.sentence.text
    with qtbot.waitSignal(page.question_changed, timeout=WAIT):
        click(page.past, "past-back")
    assert page.past.isHidden()
    assert Words("en").say("map.question.today") in page.sentence.text


def test_what_is_under_the_card_is_not_where_a_click_goes(on_laptop: MainWindow, qtbot: QtBot) -> None:
    for code in ("XT01", "XT05"):  # of which the second lies where the card of the first was
        click_area(on_laptop, code, qtbot)
        spot = spot_in(on_laptop, code, qtbot)
        on_map = page_of(on_laptop).map.mapTo(page_of(on_laptop).stage, QPoint(spot))
        assert page_of(on_laptop).stage.childAt(on_map) is page_of(on_laptop).map
        click(page_of(on_laptop).side, "card-close")


@pytest.fixture(params=[(language, size) for language in LANGUAGES for size in (100, 200)], ids=lambda p: f"{p[0]}-{p[1]}")
def sized(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[tuple[MainWindow, int]]:
    """The sample country in a language and a size of text, every page made."""
    language, size = request.param
    with sample_window(language, "light", size) as (window, wait):
        for workspace, names in PAGES.items():
            for name in names:
                window.open_page(f"{workspace}/{name}")
                wait(lambda: not window.work.is_busy)
        window.open_page("map/areas")
        yield window, size
    apply_look(qapp, dark=False)


def test_every_page_fits_a_small_window_and_the_emergency_button_is_in_sight(sized: tuple[MainWindow, int]) -> None:
    window, size = sized
    wide, tall = SMALL if size == 100 else LAPTOP
    assert window.minimumSizeHint().width() <= wide
    assert window.minimumSizeHint().height() <= tall
    window.resize(wide, tall)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (wide, tall)
    for workspace, names in PAGES.items():
        for name in names:
            window.open_page(f"{workspace}/{name}")
            QApplication.processEvents()
            assert (window.width(), window.height()) == (wide, tall), f"{workspace}/{name} widens the window"
            button = child(window, QPushButton, "emergency")
            corner = button.mapTo(window, QPoint(0, 0))
            assert window.rect().contains(QRect(corner, button.size()))


@pytest.fixture(params=LANGUAGES)
def low(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[tuple[MainWindow, Callable[[Callable[[], bool]], None]]]:
    """The sample country with text of twice the size in a small window."""
    with sample_window(request.param, "light", 200) as (window, wait):
        window.resize(*SMALL)
        QApplication.processEvents()
        yield window, wait
    read_as(Words("en"))
    apply_look(qapp, dark=False)


def test_verdict_and_civilian_channel_are_seen_first_in_a_small_window(
    low: tuple[MainWindow, Callable[[Callable[[], bool]], None]],
) -> None:
    window, wait = low
    SCREENS["map"](window, wait)
    QApplication.processEvents()
    card = page_of(window).card
    verdict = next(part for part in card.findChildren(QLabel) if part.property("role") == "verdict")
    channel = next(part for part in card.findChildren(QFrame) if part.property("role") == "channel").findChildren(QLabel)
    assert all(is_in_sight(part) for part in (verdict, *channel[:2])), "the verdict, and whom to call first with the number"
    SCREENS["assess-request"](window, wait)
    QApplication.processEvents()
    page = page_at(window, "assess/request", AssessPage)
    assert page.answer.width() > 0.9 * window.width()
    sheet = present(page.answer.widget())
    for role in ("verdict", "channel"):
        assert is_in_sight(next(part for part in sheet.findChildren(QLabel) if part.property("role") == role)), role
    click(page, "assess-imagine")
    assert page.facts.isVisible()
    assert not page.answer.isVisible()
    click(page, "assess-imagine")
    assert page.answer.isVisible()


def test_the_map_has_room_in_a_small_window_and_the_days_come_when_asked(
    low: tuple[MainWindow, Callable[[Callable[[], bool]], None]],
) -> None:
    window, _ = low
    page = page_of(window)
    seen = page.map.height() - page.bar.geometry().bottom()
    assert seen > 0.25 * window.height()
    assert page.time.isHidden()
    QTest.mouseClick(page.sentence.day, Qt.MouseButton.LeftButton)
    assert page.time.isVisible()
    QTest.mouseClick(page.sentence.day, Qt.MouseButton.LeftButton)
    assert page.time.isHidden()

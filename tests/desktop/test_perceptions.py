"""The review of perceptions as an analyst uses it: from a finding to its cell and its records, by keys, and out with a line in the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mrm_desktop.cli.sample import SAMPLE_DAY, build_sample
from mrm_desktop.desktop.evidence.answers_chart import AnswerRow, AnswersChart
from mrm_desktop.desktop.evidence.chart_parts import ink_on, rating_colour, sign_of
from mrm_desktop.desktop.evidence.evidence_page import COLUMNS, EvidencePage
from mrm_desktop.desktop.evidence.matrix_view import ARMED, SEEN
from mrm_desktop.desktop.evidence.perceptions_page import PerceptionsPage
from mrm_desktop.desktop.evidence.small_multiples import MOST_CHARTS, SmallMultiples
from mrm_desktop.desktop.evidence.trend_chart import TrendChart, TrendLine, TrendPoint
from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.openers import Openers
from mrm_desktop.desktop.shell.ways_in import WayInDialog
from mrm_desktop.foundation.words import Words
from mrm_desktop.services.evidence.perceptions.review import PerceptionReview, Selection
from mrm_desktop.services.evidence.perceptions.trends import Difference, Point, Trend
from mrm_desktop.services.evidence.perceptions.voices import SameQuestion
from tests.desktop.window_parts import child, click, not_taken, opened_in, page_at
from tests.present import present

pytestmark = pytest.mark.desktop
WAIT = 30_000


@pytest.fixture
def window(dressed: QApplication, qtbot: QtBot, tmp_path: Path, words: Words) -> Iterator[MainWindow]:
    path = tmp_path / "sample.mrm"
    made = MainWindow(Openers(not_taken, not_taken, lambda: Opened(build_sample(path), words, SAMPLE_DAY, path), lambda: ()), words)
    made.show()
    click(made, "task-perception")
    click(child(made, WayInDialog), "way-sample")
    qtbot.waitUntil(lambda: made.workspaces is not None and not made.work.is_busy, timeout=WAIT)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> PerceptionsPage:
    found = page_at(window, "evidence/perceptions", PerceptionsPage)
    qtbot.waitUntil(lambda: found.review is not None, timeout=WAIT)
    return found


def _texts(page: PerceptionsPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel))


def test_areas_and_groups_stand_on_one_screen(page: PerceptionsPage) -> None:
    model = page.matrix.matrix
    assert [model.heading(k) for k in range(model.columnCount())] == [
        *("women", "men", "displaced people", "asked elsewhere", "armed actors", "UN seen"),
    ]
    assert model.rowCount() == 24
    names = [row.area_name for row in model.rows]
    assert names == sorted(names)
    buvaa = names.index("Buvaa")
    said = model.index(buvaa, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Buvaa, women: \u22121.4 (\u22121.6 to \u22121.2), 75 answered")
    midaa = names.index("Midaa")
    assert model.index(midaa, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Midaa, women: not asked"
    assert model.columns[-2:] == (ARMED, SEEN)


def test_a_finding_leads_to_its_cell_and_back(page: PerceptionsPage) -> None:
    assert "In Buvaa, women see them worse than men" in _texts(page)
    assert "More than chance, allowing for" in _texts(page)
    way = next(b for b in page.findings.findChildren(QPushButton) if "Buvaa" in b.accessibleName())
    QTest.mouseClick(way, Qt.MouseButton.LeftButton)
    assert page.side.currentWidget() is page.sheet
    assert page.sheet.accessibleName() == "Buvaa, women"
    assert "worth 38 of a random sample" in _texts(page)
    assert page.matrix.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole).startswith("Buvaa, women")
    assert not present(page.sheet.answers).grab().isNull()
    QTest.mouseClick(present(page.sheet.findChild(QPushButton, "review-back")), Qt.MouseButton.LeftButton)
    assert page.side.currentWidget() is page.findings


def test_enter_opens_the_cell_where_the_arrows_led(page: PerceptionsPage) -> None:
    page.matrix.choose("XT0203", "women")
    page.matrix.setFocus()
    QTest.keyClick(page.matrix, Qt.Key.Key_Right)
    QTest.keyClick(page.matrix, Qt.Key.Key_Return)
    assert page.side.currentWidget() is page.sheet
    assert page.sheet.accessibleName().endswith(", men")


def test_a_source_is_looked_at_alone(page: PerceptionsPage, qtbot: QtBot) -> None:
    page.filters.choose("source", "survey-feb-2026")
    qtbot.waitUntil(lambda: present(page.review).selection.source == "survey-feb-2026", timeout=WAIT)
    assert {cell.sources for cell in present(page.review).cells} == {("survey-feb-2026",)}
    assert page.filters.boxes["source"].count() == 3
    page.filters.choose("area_code", "XT0203")
    qtbot.waitUntil(lambda: page.matrix.matrix.rowCount() == 1, timeout=WAIT)


def test_the_other_tabs_say_what_they_said_in_tables(page: PerceptionsPage) -> None:
    views = page.tables.views
    assert views["quadrant"].model().index(0, 3).data() == "patrolled and not accepted"
    assert views["gaps"].model().rowCount() > 0
    others = views["not_counted"].model()
    told = {(others.index(k, 0).data(), others.index(k, 2).data()): others.index(k, 3).data() for k in range(others.rowCount())}
    assert told["a contingent that has left", "women"] == "12"
    differences = views["differences"].model()
    assert differences.rowCount() == len(present(page.review).changes) + len(present(page.review).contrasts)


def test_what_leaves_is_logged_before_it_leaves(page: PerceptionsPage, window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    def logged() -> list[tuple[str, str, str]]:
        with opened_in(window).project.store.read() as repository:
            return [(r.kind, r.form, r.reader) for r in repository.releases()]

    before = logged()
    page.figures.copy()
    qtbot.waitUntil(lambda: "INTERNAL" in QGuiApplication.clipboard().text(), timeout=WAIT)
    page.open_cell("XT0203", "women")
    for name in ("table.csv", "sheet.png", "sheet.svg"):
        page.figures.save(tmp_path / name)
        qtbot.waitUntil((tmp_path / name).exists, timeout=WAIT)
    assert logged()[len(before) :] == [("perceptions", form, "internal") for form in ("clipboard", "csv", "png", "svg")]
    assert (tmp_path / "table.csv").read_text(encoding="utf-8-sig").splitlines()[0].startswith("Area,women: Mean")
    assert not QImage(str(tmp_path / "sheet.png")).isNull()
    assert "INTERNAL" in (tmp_path / "sheet.svg").read_text(encoding="utf-8")


def test_what_was_shown_is_forgotten(page: PerceptionsPage) -> None:
    page.open_cell("XT0203", "women")
    page.forget()
    assert page.matrix.matrix.rowCount() == 0
    assert "Buvaa" not in _texts(page)


def test_bars_part_at_the_middle_and_say_their_shares(qtbot: QtBot) -> None:
    chart = AnswersChart("Answers", Words("en"))
    qtbot.addWidget(chart)
    chart.resize(600, 200)
    chart.show_rows(
        [AnswerRow("women", (10, 10, 20, 30, 30), "n = 100", 0.6, 0.3, 0.9), AnswerRow("men", None, "few")], list("abcde")
    )
    image = chart.grab().toImage()
    colours = {image.pixelColor(x, 12).name() for x in range(image.width())}
    assert {"#8a3b2a", "#2f5c84"} <= colours
    assert chart.accessibleDescription() == "women, n = 100; men, few"
    assert chart.heightForWidth(200) > chart.heightForWidth(900), "the legend takes more lines where it is narrow"


def test_a_line_breaks_where_the_question_does(qtbot: QtBot) -> None:
    def chart(is_joined: bool) -> int:
        points = (TrendPoint(date(2026, 1, 1), 0.0, None, None, False), TrendPoint(date(2026, 6, 1), 0.0, None, None, is_joined))
        made = TrendChart("Trend", Words("en"))
        qtbot.addWidget(made)
        made.resize(400, 200)
        made.show_lines([TrendLine("women", "women", points)], "said")
        image = made.grab().toImage()
        return sum(image.pixelColor(x, y).name() == "#b4483a" for x in range(image.width()) for y in range(image.height()))

    assert chart(True) > chart(False) + 100


def test_colours_are_read_on_and_groups_told_apart_without_them() -> None:
    assert rating_colour(-2).name() == "#8a3b2a"
    assert rating_colour(2).name() == "#2f5c84"
    assert ink_on(rating_colour(-2)).name() == "#ffffff"
    assert ink_on(rating_colour(0)).name() != "#ffffff"
    assert len({sign_of(group) for group in ("women", "men", "displaced", "host", "youth")}) == 5


def test_a_note_is_kept_with_a_cell_and_a_person_is_stopped(page: PerceptionsPage, qtbot: QtBot) -> None:
    page.open_cell("XT0203", "women")
    dialog = page.ask_note("XT0203", "women", "Naamozil, women")
    dialog.theme.setCurrentIndex(dialog.theme.findData("who_answered"))
    assert not dialog.record.isEnabled()
    dialog.text.setPlainText("Call +211 912 345 678, she told us.")
    dialog.by.setText("Analyst")
    dialog.submit()
    qtbot.waitUntil(lambda: bool(dialog.problem.text()), timeout=WAIT)
    dialog.text.setPlainText("Asked on the market day, when few women are at home.")
    dialog.submit()
    qtbot.waitUntil(lambda: "Asked on the market day" in _texts(page), timeout=WAIT)
    assert dialog.is_closed


def test_a_dataset_whose_place_another_took_is_said_to_be_replaced(window: MainWindow) -> None:
    page = page_at(window, "evidence/datasets", EvidencePage)
    with opened_in(window).project.store.read() as repository:
        first = repository.datasets()[0]
    page.fill((first, replace(first, id="f" * 32, supersedes=first.id)))
    model, state = page.table.model(), COLUMNS.index("state")
    assert [model.index(row, state).data() for row in (0, 1)] == ["counts", "replaced by a newer version"]


def test_only_so_many_small_charts_are_drawn_and_it_is_said(qtbot: QtBot, words: Words) -> None:
    def trend(code: str) -> Trend:
        points = tuple(Point(str(n), date(2026, n, 1), 20.0, 0.1 * n, -0.5, 0.9, 0.3) for n in (1, 2))
        return Trend(code, "women", "s", "", points, (SameQuestion.YES,))

    codes = [f"XT{n:04}" for n in range(MOST_CHARTS + 5)]
    change = Difference(codes[-1], "women", "s", "1", "2", 0.0, 1.0, 1.0, 0.01)
    nothing: dict[str, Any] = dict.fromkeys((field.name for field in fields(PerceptionReview)), ())
    review = PerceptionReview(
        **{**nothing, "selection": Selection(), "on": SAMPLE_DAY, "trends": tuple(map(trend, codes)), "changes": (change,)}
    )
    charts = SmallMultiples(words)
    qtbot.addWidget(charts)
    charts.show_trends(review)
    assert len(charts.charts) == MOST_CHARTS
    assert next(iter(charts.charts)) == codes[-1], "what changed comes first"
    assert any("5 more areas" in label.text() for label in charts.findChildren(QLabel))

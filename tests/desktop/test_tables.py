"""Tables of words, filtered and sorted without Qt's proxy, and what the chart of presence and acceptance places where."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtWidgets import QHeaderView, QTableView
from pytestqt.qtbot import QtBot

from mrm_desktop.desktop.evidence.quadrant_chart import DOT, QuadrantChart, QuadrantDot
from mrm_desktop.desktop.map.layer_lists import RecordList
from mrm_desktop.desktop.map.listing import Listed, list_records
from mrm_desktop.desktop.parts.tables import FittingRows, TextModel, choose_row, table_of, text_table
from mrm_desktop.foundation.words import Words
from tests import toy
from tests.present import present
from tests.store import records

DESCENDING = Qt.SortOrder.DescendingOrder


def column(model: TextModel, number: int) -> list[Any]:
    return [model.index(row, number).data() for row in range(model.rowCount())]


def listed(*names: str) -> list[Listed]:
    return [Listed(f"id-{n}", (name, "", f"{n} km", ""), None, (None, None, float(n), None)) for n, name in enumerate(names)]


def test_numbers_in_texts_sort_as_numbers_and_the_given_order_comes_back() -> None:
    model = TextModel(["name"])
    model.fill([("Place 10",), ("place 2",), ("Place 1",)])
    model.sort(0)
    assert column(model, 0) == ["Place 1", "place 2", "Place 10"]
    model.sort(0, DESCENDING)
    assert column(model, 0) == ["Place 10", "place 2", "Place 1"]
    model.sort(-1)
    assert column(model, 0) == ["Place 10", "place 2", "Place 1"]


def test_days_sort_by_the_day_and_not_by_its_letters() -> None:
    model = TextModel(["confirmed"])
    model.fill([("17 Feb 2026",), ("3 Mar 2026",), ("unknown",)], keys=[(20,), (34,), (0,)])
    model.sort(0)
    assert column(model, 0) == ["unknown", "17 Feb 2026", "3 Mar 2026"]


@given(st.lists(st.tuples(st.text(max_size=6), st.text(max_size=6)), max_size=12), st.text(max_size=3), st.integers(-1, 1))
def test_what_is_shown_are_the_rows_that_have_the_text_each_once(rows: list[tuple[str, str]], wanted: str, by: int) -> None:
    model = TextModel(["a", "b"])
    model.fill(rows)
    model.sort(by)
    model.filter(wanted)
    shown = [model.source_row(n) for n in range(model.rowCount())]
    assert sorted(shown) == [n for n, row in enumerate(rows) if any(wanted.casefold() in text.casefold() for text in row)]
    assert all(model.shown_row(source) == n for n, source in enumerate(shown))


def test_a_record_stays_picked_when_the_list_is_sorted_and_filtered(qtbot: QtBot, words: Words) -> None:
    made = RecordList("places", words)
    qtbot.addWidget(made)
    made.fill(listed("Cave", "Well", "Bridge"))
    told = []
    made.picked.connect(lambda found: told.append(found.id))
    made.table.selectRow(1)
    made.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert (present(made.current()).id, made.table.currentIndex().row()) == ("id-1", 2)
    made.filter.setText("we")
    assert present(made.current()).id == "id-1"
    made.filter.setText("cave")
    assert made.current() is None
    made.filter.clear()
    assert (present(made.current()).id, told) == ("id-1", ["id-1"])
    assert made.count == 3


def test_rows_are_as_high_as_their_texts_once_they_are_seen(qtbot: QtBot) -> None:
    view, model = text_table("words", ["a", "b"])
    qtbot.addWidget(view)
    view.setWordWrap(True)
    view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    FittingRows(view)
    view.resize(260, 400)
    view.show()
    model.fill([("short", "word " * 40)] * 200)
    once = view.verticalHeader().defaultSectionSize()
    qtbot.waitUntil(lambda: view.rowHeight(0) > 2 * once)
    assert view.rowHeight(150) == once
    view.scrollTo(model.index(150, 0), QTableView.ScrollHint.PositionAtTop)
    qtbot.waitUntil(lambda: view.rowHeight(150) > 2 * once)


@pytest.mark.parametrize("count", [3, 60, 500])
def test_dots_stay_in_their_column_and_names_never_cover_each_other(qtbot: QtBot, count: int) -> None:
    chart = QuadrantChart("chart")
    qtbot.addWidget(chart)
    chart.resize(900, 500)
    dots = [
        QuadrantDot(f"District {n}", ("unknown", "rarely", "often")[n % 3], None if n % 7 == 0 else n % 11 / 10)
        for n in range(count)
    ]
    chart.show_dots(dots, ("?", "rarely", "often"), ("yes", "no", "?"))
    frame, known = QRectF(100, 6, 790, 460), QRectF(100, 6, 790, 420)
    placed = chart._placed(frame, known)
    assert sorted(d.name for d, _ in placed) == sorted(d.name for d in dots)
    named = [box for _, box in placed if box.width() > DOT]
    assert named
    assert not [1 for n, one in enumerate(named) for other in named[n + 1 :] if one.intersects(other)]
    for dot, box in placed:
        left = frame.left() + ("unknown", "rarely", "often").index(dot.presence) * frame.width() / 3
        assert left <= box.left()
        assert box.right() <= left + frame.width() / 3


def test_the_columns_that_give_way_fill_the_table_and_never_cut_their_heading(qtbot: QtBot) -> None:
    view, model = text_table("words", ["a", "a heading of some length", "b"], giving=(1,))
    qtbot.addWidget(view)
    model.fill([("1", "a text that is much longer than the room for it", "3")])
    heads = view.horizontalHeader()
    view.show()
    for width in (900, 160):
        view.resize(width, 200)
        qtbot.wait(20)
        assert heads.sectionSize(1) >= heads.sectionSizeHint(1)
        assert heads.length() == view.viewport().width() or width == 160


def test_a_table_with_other_columns_gives_way_in_its_new_last_one(qtbot: QtBot) -> None:
    view, model = text_table("words", [""])
    qtbot.addWidget(view)
    view.resize(600, 200)
    view.show()
    model.fill([("2026-03-31", "x", "y")], ["day", "b", "c"])
    qtbot.wait(20)
    assert view.columnWidth(0) >= view.fontMetrics().horizontalAdvance("2026-03-31")
    assert view.horizontalHeader().length() == view.viewport().width()


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("width", [200, 900])
def test_a_row_is_chosen_in_either_direction_however_wide_the_table_is(
    qtbot: QtBot, direction: Qt.LayoutDirection, width: int
) -> None:
    view, model = text_table("Areas", ["Name", "Code"], giving=())
    qtbot.addWidget(view)
    view.setLayoutDirection(direction)
    view.resize(width, 200)
    model.fill([("Hava", "1"), ("Midaa", "2")])
    view.show()
    choose_row(view, 1)
    assert [index.row() for index in view.selectionModel().selectedRows()] == [1]


def test_a_table_that_nobody_sees_is_not_measured(qtbot: QtBot) -> None:
    asked: list[int] = []

    class Counting(TextModel):
        def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
            asked.append(index.row())
            return super().data(index, role)

    model = Counting(["name", "days"])
    view = table_of(model, "records")
    qtbot.addWidget(view)
    model.fill([("Place of a long name", "12"), ("Place", "120 days")])
    qtbot.wait(30)
    assert asked == []
    view.show()
    qtbot.waitUntil(lambda: view.columnWidth(0) >= view.fontMetrics().horizontalAdvance("Place of a long name"))
    view.hide()
    asked.clear()
    model.fill([("Another", "1")])
    qtbot.wait(30)
    assert asked == []


def test_a_place_without_a_position_says_that_and_not_that_no_base_is_known() -> None:
    view = replace(toy.view(), places=(records.place("", point=None, nearest_base_km=None),))
    [listed_place] = list_records(view, Words("en")).places
    assert listed_place.texts[1] == "No usable position"

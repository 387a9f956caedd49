"""The reports workspace over the sample country: a report ordered, its readers compared, released and logged."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QDate, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from mrm_desktop.desktop.reports.page_dialog import PageDialog
from mrm_desktop.desktop.reports.reports_page import ReportsPage
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.catalogue import REPORTS
from mrm_desktop.reports.release.ladder import Reader
from tests.desktop.test_real_project import WAIT, real  # noqa: F401 - a fixture
from tests.desktop.window_parts import child, open_at
from tests.present import present


@pytest.fixture
def page(real: MainWindow, qtbot: QtBot) -> ReportsPage:  # noqa: F811 - the fixture of the same name
    """The reports page of the open sample project."""
    with qtbot.waitSignal(real.painted, timeout=WAIT):
        QTest.mouseClick(child(real, QPushButton, "start-sample"), Qt.MouseButton.LeftButton)
    shown = open_at(real, "reports/make", ReportsPage)
    qtbot.waitUntil(lambda: shown.preview is not None, timeout=WAIT)
    return shown


def choose(page: ReportsPage, report: str, reader: Reader, form: str = "") -> None:
    page.report.setCurrentIndex(page.report.findData(report))
    page.reader.setCurrentIndex(page.reader.findData(reader.value))
    if form:
        page.form_of_file.setCurrentIndex(page.form_of_file.findData(form))


def test_four_readers_stand_beside_each_other_and_know_ever_less(page: ReportsPage) -> None:
    columns = [[page._model._rows[r][c] for r in range(page._model.rowCount())] for c in range(4)]
    known = [sum(cell != "–" for cell in column) for column in columns]
    assert known == sorted(known, reverse=True)
    assert known[0] > known[-1] > 0
    choose(page, "areas", Reader.PUBLIC)
    assert "PUBLIC: left out" in page.withheld.text()
    choose(page, "areas", Reader.INTERNAL)
    assert "nothing is left out" in page.withheld.text()


def quiet(page: ReportsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page._context.work.is_busy, timeout=WAIT)


def test_the_page_itself_stands_there_for_four_readers_and_a_click_chooses_one(page: ReportsPage, qtbot: QtBot) -> None:
    quiet(page, qtbot)
    shown = {reader: button.image is not None for reader, button in page.pages.buttons.items()}
    assert shown == {Reader.INTERNAL: True, Reader.COUNTRY_OFFICE: True, Reader.PARTNER: True, Reader.PUBLIC: False}
    assert "tells this reader" in page.pages.buttons[Reader.PUBLIC].said
    QTest.mouseClick(page.pages.buttons[Reader.PARTNER], Qt.MouseButton.LeftButton)
    assert page.reader.currentData() == Reader.PARTNER.value
    choose(page, "note", Reader.COUNTRY_OFFICE)
    assert [r for r, button in page.pages.buttons.items() if button.isChecked()] == [Reader.COUNTRY_OFFICE]


def test_what_a_reader_does_not_get_is_blacked_out_on_the_internal_page(page: ReportsPage, qtbot: QtBot) -> None:
    quiet(page, qtbot)

    def ink(reader: Reader) -> int:
        image = present(page.pages.buttons[reader].image)
        return bytes(image.constBits()).count(b"\x14\x14\x14")

    before = {reader: ink(reader) for reader in page.pages.copies}
    QTest.mouseClick(page.pages.black, Qt.MouseButton.LeftButton, pos=page.pages.black.rect().topLeft() + QPoint(12, 12))
    quiet(page, qtbot)
    assert ink(Reader.PARTNER) > ink(Reader.COUNTRY_OFFICE) > before[Reader.PARTNER] + 1000
    assert ink(Reader.INTERNAL) == before[Reader.INTERNAL]
    assert "blacked out" in page.pages.buttons[Reader.PARTNER].accessibleName()


def test_pages_are_turned_together_and_enter_opens_one(page: ReportsPage, qtbot: QtBot) -> None:
    quiet(page, qtbot)
    first = present(page.pages.buttons[Reader.COUNTRY_OFFICE].image).copy()
    assert not page.pages.before.isEnabled()
    QTest.mouseClick(page.pages.after, Qt.MouseButton.LeftButton)
    quiet(page, qtbot)
    assert present(page.pages.buttons[Reader.COUNTRY_OFFICE].image) != first
    assert "no such page" in page.pages.buttons[Reader.PARTNER].said
    QTest.keyClick(page.pages.buttons[Reader.COUNTRY_OFFICE], Qt.Key.Key_Return)
    dialog = child(page, PageDialog, "large-page")
    qtbot.waitUntil(lambda: not dialog.sheet.image.isNull(), timeout=WAIT)
    assert dialog.sheet.image.width() > present(page.pages.buttons[Reader.COUNTRY_OFFICE].image).width()
    dialog.close()


def test_data_and_a_report_that_lacks_its_area_say_so_in_the_place_of_pages(page: ReportsPage, qtbot: QtBot) -> None:
    choose(page, "areas", Reader.INTERNAL)
    quiet(page, qtbot)
    assert all("no pages" in button.said for button in page.pages.buttons.values())
    choose(page, "trip_pack", Reader.INTERNAL)
    quiet(page, qtbot)
    assert "trip" in page.pages.buttons[Reader.INTERNAL].said
    assert page.pages.open_page(Reader.INTERNAL) is None


def test_pages_are_made_only_where_somebody_looks_at_them(page: ReportsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    quiet(page, qtbot)
    page.tabs.setCurrentIndex(1)
    made: list[object] = []
    monkeypatch.setattr(page._session, "copy", lambda *given: made.append(given))
    choose(page, "brief", Reader.INTERNAL)
    quiet(page, qtbot)
    assert made == []


def test_no_page_is_left_when_the_project_is_locked(page: ReportsPage, qtbot: QtBot) -> None:
    quiet(page, qtbot)
    page.forget()
    assert page.pages.copies == {}
    assert all(button.image is None for button in page.pages.buttons.values())


def test_each_report_offers_its_own_forms(page: ReportsPage) -> None:
    for report, forms in ((r.name, r.form_names) for r in REPORTS):
        choose(page, report, Reader.INTERNAL)
        assert tuple(page.form_of_file.itemData(n) for n in range(page.form_of_file.count())) == forms
    choose(page, "note", Reader.INTERNAL)
    assert page.area.isEnabled()
    assert not page.trip_button.isEnabled()


def test_a_report_is_released_in_another_language_than_the_window_s_and_stands_in_the_log(
    page: ReportsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(page, "map", Reader.PARTNER, "html")
    page.language.setCurrentIndex(page.language.findData("ar"))
    page.recipient.setText("Partner, access team")
    page.purpose.setText("planning")
    page.limited.setChecked(True)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *given: str(tmp_path))
    QTest.mouseClick(page.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.preview is not None and len(page.preview.releases) == 1, timeout=WAIT)
    written = next(tmp_path.glob("*.html"))
    assert 'dir="rtl"' in written.read_text(encoding="utf-8")
    about = json.loads((tmp_path / f"{written.name}.manifest.json").read_text(encoding="utf-8"))
    assert (about["recipient"], about["purpose"], bool(about["destroy_by"])) == ("Partner, access team", "planning", True)
    assert page._log_model._rows[0][1] == written.name


def test_nobody_to_hand_it_to_is_said_before_a_folder_is_asked_for(
    page: ReportsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def noted(box: QMessageBox) -> int:
        said.append(box.text())
        return 0

    monkeypatch.setattr(QMessageBox, "exec", noted)
    monkeypatch.setattr(QMessageBox, "open", lambda box: said.append(box.text()))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *given: pytest.fail("asked"))
    choose(page, "brief", Reader.PARTNER)
    QTest.mouseClick(page.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(said), timeout=WAIT)
    assert "to whom?" in said[0]


def test_what_was_typed_is_gone_when_the_project_is_locked(page: ReportsPage) -> None:
    page.recipient.setText("Partner")
    page.forget()
    assert (page.recipient.text(), page.area.count(), page._model.rowCount()) == ("", 0, 0)


def test_a_recipient_that_reads_like_a_person_is_stopped_beside_its_field_and_may_pass(
    page: ReportsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMessageBox, "open", lambda *given: None)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *given: str(tmp_path))
    choose(page, "areas", Reader.PARTNER, "csv")
    page.recipient.setText("Clinic of Nyibol Athian")
    QTest.mouseClick(page.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "recipient" in page.notes.notes, timeout=WAIT)
    assert list(tmp_path.glob("*.csv.zip")) == []
    note = page.notes.notes["recipient"]
    note.false_alarm.setChecked(True)
    note.reason.setText("It is the name of a clinic, not of a person.")
    note.first.setText("Field manager")
    note.second.setText("Security focal point")
    QTest.mouseClick(page.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(tmp_path.glob("*.csv.zip")), timeout=WAIT)
    qtbot.waitUntil(lambda: page.notes.notes == {}, timeout=WAIT)


def test_lines_of_the_military_can_be_asked_for_where_there_are_lines(page: ReportsPage) -> None:
    choose(page, "areas", Reader.INTERNAL)
    assert not page.military_lines.isEnabled()
    choose(page, "wallet_card", Reader.INTERNAL)
    assert page.military_lines.isEnabled()
    assert not page.order().military_lines
    page.military_lines.setChecked(True)
    assert page.order().military_lines
    choose(page, "areas", Reader.INTERNAL)
    assert not page.order().military_lines


def test_the_button_that_releases_is_in_sight_on_a_small_laptop(open_window: MainWindow, qtbot: QtBot) -> None:
    open_window.resize(1366, 768)
    page = open_at(open_window, "reports/make", ReportsPage)
    qtbot.waitUntil(lambda: page.go.isVisible(), timeout=WAIT)
    page.form_of_file.setFocus()
    qtbot.waitUntil(lambda: page.go.visibleRegion().boundingRect() == page.go.rect(), timeout=WAIT)
    box = QRect(page.go.mapTo(open_window, page.go.rect().topLeft()), page.go.size())
    assert present(open_window.centralWidget()).rect().contains(box)


def test_a_summary_says_since_when_a_week_ago_unless_somebody_says_otherwise(page: ReportsPage, qtbot: QtBot) -> None:
    assert not page.since.isVisible()
    choose(page, "summary", Reader.INTERNAL)
    assert page.since.isVisible()
    assert present(page.about().since) == page._context.day - timedelta(days=7)
    quiet(page, qtbot)
    week_ago = page.pages.copies[Reader.INTERNAL].pdf
    earlier = page._context.day - timedelta(days=30)
    page.since.setDate(QDate(earlier.year, earlier.month, earlier.day))
    quiet(page, qtbot)
    assert page.pages.copies[Reader.INTERNAL].pdf != week_ago
    said = PdfReader(io.BytesIO(page.pages.copies[Reader.INTERNAL].pdf)).pages[0].extract_text()
    assert Words("en").day(earlier) in said

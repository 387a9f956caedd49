"""The window over a real encrypted project: made, filled by the wizard, decided on, verified - by clicks and keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from mrm_desktop.cli.opening import create_project
from mrm_desktop.cli.sample import PASSPHRASE, SAMPLE_DAY, build_sample
from mrm_desktop.desktop.assess.decision_dialog import DecisionDialog
from mrm_desktop.desktop.assess.register_page import RegisterPage
from mrm_desktop.desktop.evidence.evidence_page import COLUMNS, EvidencePage
from mrm_desktop.desktop.evidence.import_dialog import ImportDialog
from mrm_desktop.desktop.evidence.mission_dialog import MissionDialog
from mrm_desktop.desktop.evidence.missions_page import MissionsPage
from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.no_areas import NoAreasCard
from mrm_desktop.desktop.shell.openers import Openers
from mrm_desktop.desktop.shell.page_names import MAP
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.words import Words
from tests.desktop.window_parts import child, choose, click, open_at, page_at, page_of, texts

WAIT = 30_000

STATE = COLUMNS.index("state")  # of a dataset


@pytest.fixture
def real(dressed: QApplication, qtbot: QtBot, tmp_path: Path, words: Words) -> Iterator[MainWindow]:
    """A window whose sample and whose new projects are real encrypted files."""
    made = []

    def empty() -> Opened:
        project, _ = create_project(tmp_path / "empty.mrm", PASSPHRASE, "Empty", "UNMISS")
        return Opened(project, words, SAMPLE_DAY)

    openers = Openers(
        open=lambda path, passphrase: empty(),
        create=lambda path, *_: empty(),
        sample=lambda: Opened(build_sample(tmp_path / "sample.mrm"), words, SAMPLE_DAY),
        missions=lambda: ("UNMISS",),
    )
    window = MainWindow(openers, Words("en"))
    made.append(window)
    window.show()
    yield window
    window.close()
    window.deleteLater()


def test_the_sample_from_map_to_a_verified_decision(real: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(real.painted, timeout=WAIT):
        click(real, "start-sample")
    page = page_of(real)
    QTest.keyClicks(page.areas.search, "XT0101")
    with qtbot.waitSignal(real.card_shown, timeout=WAIT):
        QTest.keyClick(page.areas.search, Qt.Key.Key_Return)
    shown = texts(page.card)
    assert "Defensible, with conditions" in shown
    assert "Child Protection Adviser, Sector North" in shown
    assert "Military liaison" not in shown  # a soldier is never a focal point for children
    click(page.card, "decide")
    dialog = child(real, DecisionDialog)
    choose(dialog, "proceed", "liaison", "The road can be watched only together.")
    QTest.keyClicks(dialog.role, "Country director")
    QTest.keyClicks(dialog.counter, "People seen with patrols may be punished later.")
    with qtbot.waitSignal(real.decision_recorded, timeout=WAIT):
        click(dialog, "record")
    click(real, "workspace-assess")
    register = open_at(real, "assess/decisions", RegisterPage)
    qtbot.waitUntil(lambda: register.table.model().rowCount() == 1, timeout=WAIT)
    click(register, "check-records")
    qtbot.waitUntil(lambda: "Head: " in register.answer.text(), timeout=WAIT)


def test_an_empty_project_leads_to_its_first_import(real: MainWindow, qtbot: QtBot) -> None:
    real.take(lambda: real.openers.create(Path(), "", "", "", (), ""), MAP)
    qtbot.waitUntil(lambda: any(card.isVisible() for card in real.findChildren(NoAreasCard)), timeout=WAIT)
    real.open_page("evidence/datasets")
    evidence = page_at(real, "evidence/datasets", EvidencePage)
    assert "Nothing has been imported yet" in texts(evidence)
    dialog = page_at(real, "evidence/datasets", EvidencePage).import_file(asset("data", "sample", "xt_admin2.geojson"))
    qtbot.waitUntil(lambda: dialog.table.model().rowCount() > 0, timeout=WAIT)
    assert dialog.kind.currentData() == DatasetKind.AREAS.value
    assert not dialog.import_button.isEnabled()  # a dry run comes first
    click(dialog, "dry-run")
    qtbot.waitUntil(dialog.import_button.isEnabled, timeout=WAIT)
    assert dialog.headline.text().endswith(": 24 of 24 rows are read in.")
    click(dialog, "import-now")
    qtbot.waitUntil(lambda: evidence.table.model().rowCount() == 1, timeout=WAIT)
    evidence.table.selectRow(0)
    assert "24 read = 24 kept" in texts(evidence.ledger)
    click(evidence, "undo")
    click(child(evidence, QMessageBox, "ask-take-back"), "take-it-back")
    qtbot.waitUntil(lambda: evidence.table.model().index(0, STATE).data() == "taken back", timeout=WAIT)


def test_a_file_with_details_of_people_is_stopped_and_nothing_is_written(real: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    bad = tmp_path / "survey.csv"
    bad.write_text(
        "area_code,today,stratum,rating,respondent_name\nXT0101,2026-02-01,women,1,Somebody Invented\n", encoding="utf-8"
    )
    with qtbot.waitSignal(real.painted, timeout=WAIT):
        real.take(real.openers.sample, MAP)
    dialog = page_at(real, "evidence/datasets", EvidencePage).import_file(bad)
    qtbot.waitUntil(lambda: "respondent_name" in dialog.problem.text(), timeout=WAIT)
    click(dialog, "dry-run")
    qtbot.waitUntil(lambda: not real.work.is_busy, timeout=WAIT)
    assert not dialog.import_button.isEnabled()
    assert "Somebody" not in dialog.problem.text()
    dialog.reject()


def test_a_mission_is_confirmed_only_against_a_source(real: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(real.painted, timeout=WAIT):
        real.take(real.openers.sample, MAP)
    click(real, "workspace-evidence")
    click(real, "page-missions")
    missions = page_at(real, "evidence/missions", MissionsPage)
    qtbot.waitUntil(lambda: missions.table.model().rowCount() == 2, timeout=WAIT)
    missions.table.selectRow(0)
    click(missions, "record-any")
    dialog = child(real, MissionDialog)
    assert not dialog.record.isEnabled()
    dialog.says.setCurrentIndex(dialog.says.findData("mandate"))
    dialog.day.setDate(dialog.day.date().addDays(90))
    assert not dialog.record.isEnabled()
    QTest.keyClicks(dialog.source, "invented resolution 1")
    click(dialog, "record-mission")
    qtbot.waitUntil(lambda: missions.table.model().index(0, 5).data() == "invented resolution 1", timeout=WAIT)


def test_dialogs_are_freed_when_they_close(real: MainWindow, qtbot: QtBot) -> None:
    real.show_emergency()
    dialog = next(d for d in real.findChildren(QDialog) if not isinstance(d, QMessageBox | ImportDialog))
    gone = []
    dialog.destroyed.connect(lambda: gone.append(1))
    dialog.close()
    qtbot.waitUntil(lambda: gone == [1], timeout=5000)

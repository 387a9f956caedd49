"""In the window a text that tells of a person is stopped beside its field; nothing typed is lost, and two people may let it pass."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mrm_desktop.desktop.assess.decision_dialog import DecisionDialog
from mrm_desktop.desktop.assess.measures_dialog import MeasuresDialog
from mrm_desktop.desktop.evidence.evidence_page import EvidencePage
from mrm_desktop.desktop.evidence.mission_dialog import MissionDialog
from mrm_desktop.desktop.evidence.missions_page import MissionsPage
from mrm_desktop.desktop.parts.guard_notes import GuardNote
from mrm_desktop.desktop.shell.alert_record_dialog import AlertRecordDialog
from mrm_desktop.desktop.shell.emergency_dialog import EmergencyDialog
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.page_names import MAP
from mrm_desktop.desktop.trips.trips_page import TripsPage
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.services.trips.read_trip import parse_points
from tests.desktop.test_assess import WAIT, assess, begin, real  # noqa: F401 - a fixture
from tests.desktop.test_trips import POINTS
from tests.desktop.window_parts import child, choose, click, is_in_sight, opened_in, page_at, texts, workspaces_of
from tests.present import present

VICTIM = "Mary Deng, girl aged 12 from Yei, was raped by soldiers on 3 March."
HILL = "The road over Nyibol Athian is open."
REASON = "It is the name of a hill, not of a person."


def let_pass(note: GuardNote) -> None:
    """Say in a note that it is a false alarm."""
    note.false_alarm.setChecked(True)
    QTest.keyClicks(note.reason, REASON)
    QTest.keyClicks(note.second, "Security focal point")


def test_a_victim_cannot_be_entered_and_nothing_typed_is_lost(real: MainWindow, qtbot: QtBot) -> None:  # noqa: F811 - a fixture
    begin(real, "assess", qtbot)
    page = assess(real, "XT0101", qtbot)
    click(page, "assess-decide")
    dialog = child(real, DecisionDialog)
    choose(dialog, "proceed", "liaison", "The road can be watched only together.")
    QTest.keyClicks(dialog.role, "Driver")
    dialog.counter.setPlainText(VICTIM)
    dialog.dissent.setPlainText("Our partner would rather wait.")
    click(dialog, "record")
    qtbot.waitUntil(lambda: "counter_argument" in dialog.notes.notes, timeout=WAIT)
    note = dialog.notes.notes["counter_argument"]
    assert note.isVisible()
    qtbot.waitUntil(lambda: all(is_in_sight(part) for part in (note.what, note.false_alarm, dialog.counter)), timeout=WAIT)
    said = texts(note)
    assert "Looks like a person's name: “Mary Deng”" in said
    assert "Child Protection Adviser or UNICEF, not into this tool" in said
    assert dialog.counter.geometry().bottom() < note.geometry().top() < dialog.rationale.geometry().top()
    assert (dialog.counter.toPlainText(), dialog.dissent.toPlainText()) == (VICTIM, "Our partner would rather wait.")
    assert dialog.isVisible()
    assert opened_in(real).project.decisions() == ()
    dialog.counter.setPlainText("Families avoid the road since February.")
    click(dialog, "record")
    qtbot.waitUntil(lambda: len(opened_in(real).project.knowledge.decisions.heads) == 1, timeout=WAIT)
    [decision] = opened_in(real).project.decisions()
    assert decision.draft.guard_passes == ()


def test_two_people_let_a_false_alarm_pass_in_the_dialog(real: MainWindow, qtbot: QtBot) -> None:  # noqa: F811 - a fixture
    begin(real, "assess", qtbot)
    page = assess(real, "XT0101", qtbot)
    click(page, "assess-decide")
    dialog = child(real, DecisionDialog)
    choose(dialog, "proceed", "liaison", "The road can be watched only together.")
    QTest.keyClicks(dialog.role, "Security focal point")
    dialog.counter.setPlainText(HILL)
    click(dialog, "record")
    qtbot.waitUntil(lambda: "counter_argument" in dialog.notes.notes, timeout=WAIT)
    note = dialog.notes.notes["counter_argument"]
    assert not note.reason.isVisible()
    let_pass(note)
    assert note.reason.isVisible()
    assert not note.first.isVisible(), "the role that decides is asked for above"
    click(dialog, "record")
    qtbot.waitUntil(lambda: "same role" in dialog.problem.text(), timeout=WAIT)
    dialog.role.setText("Country director")
    click(dialog, "record")
    qtbot.waitUntil(lambda: len(opened_in(real).project.knowledge.decisions.heads) == 1, timeout=WAIT)
    [decision] = opened_in(real).project.decisions()
    assert decision.draft.guard_passes == (GuardPass("counter_argument", REASON, "Country director", "Security focal point"),)


def test_the_account_of_an_alert_is_asked_for_again_and_the_alert_stays(window: MainWindow, qtbot: QtBot) -> None:
    window.show_emergency()
    click(child(window, EmergencyDialog), "alert-raised")
    with qtbot.waitSignal(window.painted, timeout=WAIT):
        window.take(window.openers.sample, MAP)
    reminder = workspaces_of(window).reminder
    qtbot.waitUntil(lambda: not reminder.isHidden(), timeout=WAIT)
    click(reminder, "write-alert")
    dialog = child(window, AlertRecordDialog)
    QTest.keyClicks(dialog.role, "Field manager")
    dialog.account.setPlainText(VICTIM)
    click(dialog, "record-alert")
    qtbot.waitUntil(lambda: "rationale" in dialog.notes.notes, timeout=WAIT)
    assert dialog.account.toPlainText() == VICTIM
    assert len(opened_in(window).project.decisions()) == 1, "the alert itself is on record"
    dialog.account.setPlainText("Passed to the adviser at nine; a patrol went.")
    click(dialog, "record-alert")
    qtbot.waitUntil(reminder.isHidden, timeout=WAIT)


def test_measures_say_it_in_their_dialog(real: MainWindow, qtbot: QtBot) -> None:  # noqa: F811 - a fixture
    begin(real, "assess", qtbot)
    page = assess(real, "XT0101", qtbot)
    click(page, "assess-measures")
    dialog = child(real, MeasuresDialog)
    QTest.keyClicks(dialog.name, "Meetings with Nyibol Athian")
    click(dialog, "measure-add")
    dialog.source.setText("security plan, March")
    click(dialog, "measures-record")
    qtbot.waitUntil(lambda: "security-plan-march" in dialog.problem.text(), timeout=WAIT)
    dialog.source.setText("security-plan-march")
    click(dialog, "measures-record")
    qtbot.waitUntil(lambda: bool(dialog.notes.notes), timeout=WAIT)
    [note] = dialog.notes.notes.values()
    let_pass(note)
    QTest.keyClicks(note.first, "Field manager")
    click(dialog, "measures-record")
    qtbot.waitUntil(
        lambda: not real.work.is_busy and not [d for d in real.findChildren(MeasuresDialog) if d.isVisible()], timeout=WAIT
    )
    with opened_in(real).project.read() as repository:
        [kept] = repository.guard_passes()
    assert kept.guard_pass == GuardPass("measures 1.name", REASON, "Field manager", "Security focal point")


def test_a_trip_says_it_in_its_form(real: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:  # noqa: F811 - a fixture
    begin(real, "assess", qtbot)
    page = page_at(real, "trips/plan", TripsPage)
    page.take_drawn(parse_points(POINTS))
    page.form.why_now.setText(HILL)
    page.form.boxes["team"].setPlainText("Driver\nMary Deng")
    page.save(tmp_path / "trip.toml")
    qtbot.waitUntil(lambda: set(page.form.notes.notes) == {"why_now", "team"}, timeout=WAIT)
    assert not (tmp_path / "trip.toml").exists()
    page.form.boxes["team"].setPlainText("Driver\nMedic")
    note = page.form.notes.notes["why_now"]
    let_pass(note)
    QTest.keyClicks(note.first, "Field manager")
    page.save(tmp_path / "trip.toml")
    qtbot.waitUntil(lambda: (tmp_path / "trip.toml").exists(), timeout=WAIT)
    text = (tmp_path / "trip.toml").read_text(encoding="utf-8")
    assert "Mary Deng" not in text
    assert f'reason = "{REASON}"' in text


def test_a_confirmation_of_a_mission_says_it_below_its_source(real: MainWindow, qtbot: QtBot) -> None:  # noqa: F811 - a fixture
    begin(real, "assess", qtbot)
    real.open_page("evidence/missions")
    page = page_at(real, "evidence/missions", MissionsPage)
    qtbot.waitUntil(lambda: page.table.model().rowCount() > 0, timeout=WAIT)
    page.table.selectRow(0)
    click(page, "record-any")
    dialog = child(real, MissionDialog)
    dialog.says.setCurrentIndex(dialog.says.findData("mandate"))
    dialog.day.setDate(dialog.day.date().addDays(90))
    dialog.source.setText("Mary Deng, 0912 345 678")
    click(dialog, "record-mission")
    qtbot.waitUntil(lambda: "source" in dialog.notes.notes, timeout=WAIT)
    assert "Looks like a telephone number" in texts(dialog.notes.notes["source"])
    assert dialog.source.text() == "Mary Deng, 0912 345 678"


def test_an_import_offers_a_pass_for_what_it_left_out(real: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:  # noqa: F811 - a fixture
    begin(real, "assess", qtbot)
    file = tmp_path / "places.csv"
    file.write_text("name,latitude,longitude\nClinic 0912345678,-16.5,-21.5\nHava,-16.6,-21.6\n", encoding="utf-8")
    dialog = page_at(real, "evidence/datasets", EvidencePage).import_file(file)
    qtbot.waitUntil(lambda: bool(dialog.columns), timeout=WAIT)
    dialog.kind.setCurrentIndex(dialog.kind.findData("places"))
    qtbot.waitUntil(lambda: not real.work.is_busy, timeout=WAIT)
    dialog.care.setCurrentIndex(dialog.care.findData("by_kind"))
    click(dialog, "dry-run")
    qtbot.waitUntil(lambda: dialog.guard_note.isVisible(), timeout=WAIT)
    assert dialog.guard_note.fields == ("name",)
    let_pass(dialog.guard_note)
    QTest.keyClicks(dialog.guard_note.first, "Field manager")
    click(dialog, "dry-run")
    qtbot.waitUntil(lambda: not real.work.is_busy, timeout=WAIT)
    click(dialog, "import-now")
    qtbot.waitUntil(lambda: dialog.imported is not None, timeout=WAIT)
    assert present(dialog.imported).reading.ledger.rows_kept == 2

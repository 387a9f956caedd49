"""What a person decides during an import, by clicks: columns left out, near names, saved mappings, ledgers and templates."""

from __future__ import annotations

import json

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from mrm_desktop.app import make_map
from mrm_desktop.cli.sample import SAMPLE_DAY, build_sample
from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.openers import Openers
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.foundation.words import Words

WAIT = 30_000


@pytest.fixture
def evidence(dressed, qtbot, tmp_path, words):
    """The Evidence page of a window on the sample country."""
    openers = Openers(
        open=lambda path, passphrase: Opened(build_sample(path), words, SAMPLE_DAY),
        create=lambda path, title, mission, passphrase: Opened(build_sample(path), words, SAMPLE_DAY),
        sample=lambda: Opened(build_sample(tmp_path / "sample.mrm"), words, SAMPLE_DAY),
        missions=lambda: ("UNMISS",),
    )
    window = MainWindow(openers, make_map, Words("en"))
    window.show()
    with qtbot.waitSignal(window.painted, timeout=WAIT):
        window.take(openers.sample)
    window.open_page("evidence/datasets")
    page = window.workspaces.page("evidence/datasets")
    qtbot.waitUntil(lambda: page.table.model().rowCount() > 0, timeout=WAIT)
    yield page
    window.close()
    window.deleteLater()


def click(widget, name, qtbot):
    qtbot.mouseClick(widget.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def open_import(page, path, qtbot):
    dialog = page.import_file(path)
    qtbot.waitUntil(lambda: dialog.table.model().rowCount() > 0 or bool(dialog.problem.text()), timeout=WAIT)
    return dialog


def test_columns_about_persons_are_left_out_by_one_click(evidence, qtbot, tmp_path):
    path = tmp_path / "survey.csv"
    path.write_text(
        "area_code,today,stratum,rating,respondent_name\nXT0201,2026-02-01,women,1,Somebody Invented\n", encoding="utf-8"
    )
    dialog = open_import(evidence, path, qtbot)
    dialog.grade.setCurrentIndex(dialog.grade.findData("B2"))
    click(dialog, "dry-run", qtbot)
    qtbot.waitUntil(lambda: "which end of the answers" in dialog.problem.text(), timeout=WAIT)
    dialog.scale.setCurrentIndex(dialog.scale.findData("up"))
    click(dialog, "dry-run", qtbot)
    qtbot.waitUntil(dialog.leave_out.isVisible, timeout=WAIT)
    assert "respondent_name" in dialog.leave_out.text()
    assert "Somebody" not in dialog.problem.text()
    click(dialog, "leave-out", qtbot)
    qtbot.waitUntil(dialog.import_button.isEnabled, timeout=WAIT)
    assert dialog.wish().options.drop_columns == {"respondent_name"}
    rows = evidence.table.model().rowCount()
    click(dialog, "import-now", qtbot)
    qtbot.waitUntil(lambda: evidence.table.model().rowCount() == rows + 1, timeout=WAIT)


def test_a_near_name_is_used_only_after_somebody_chose(evidence, qtbot, tmp_path):
    path = tmp_path / "incidents.csv"
    path.write_text("adm2_name,type,date\nLollu,ambush,2026-02-01\nDadi,ambush,2026-02-02\n", encoding="utf-8")
    dialog = open_import(evidence, path, qtbot)
    dialog.kind.setCurrentIndex(dialog.kind.findData(DatasetKind.INCIDENTS.value))
    qtbot.waitUntil(lambda: "happened_on" in dialog.columns, timeout=WAIT)
    click(dialog, "dry-run", qtbot)
    qtbot.waitUntil(lambda: dialog.near_names is not None and dialog.import_button.isEnabled(), timeout=WAIT)
    box = dialog.near_names.boxes["Lollu"]
    assert box.currentData() == "", "nothing is chosen for anybody"
    box.setCurrentIndex(box.findData("XT0201"))
    assert not dialog.import_button.isEnabled(), "what the choice does is seen first"
    assert dialog.wish().options.accepted_names == {"Lollu": "XT0201"}
    click(dialog, "dry-run", qtbot)
    qtbot.waitUntil(lambda: dialog.import_button.isEnabled() and dialog.near_names is None, timeout=WAIT)


def test_only_the_fields_of_the_kind_are_shown(evidence, qtbot, tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("place_name,latitude,longitude\nHava,-21.5,-18.0\n", encoding="utf-8")
    dialog = open_import(evidence, path, qtbot)
    for kind, shown in (
        (DatasetKind.PLACES, set()),
        (DatasetKind.PRESENCE, {"radius", "frequency"}),
        (DatasetKind.COMMUNITY, {"method", "codebook", "round", "stratum", "scale"}),
    ):
        dialog.kind.setCurrentIndex(dialog.kind.findData(kind.value))
        qtbot.waitUntil(lambda shown=shown: visible(dialog) == shown, timeout=WAIT)


def visible(dialog) -> set[str]:
    names = ("method", "codebook", "round", "stratum", "scale", "radius", "frequency")
    return {name for name in names if getattr(dialog, name).isVisible()}


def test_a_mapping_is_saved_and_used_again(evidence, qtbot, tmp_path):
    path = tmp_path / "march.csv"
    path.write_text("Where;Event kind;When\nLolu;ambush;2026-01-01\n", encoding="utf-8")
    mapping = tmp_path / "mapping.json"
    columns = {"adm2_name": "Where", "type": "Event kind", "happened_on": "When"}
    mapping.write_text(json.dumps({"format": "mrm-mapping/1", "kind": "incidents", "columns": columns, "source": "log"}))
    dialog = open_import(evidence, path, qtbot)
    dialog.use_mapping(mapping)
    click(dialog, "dry-run", qtbot)
    qtbot.waitUntil(dialog.import_button.isEnabled, timeout=WAIT)
    dialog.save_mapping(tmp_path / "again.json")
    assert json.loads((tmp_path / "again.json").read_text()) == json.loads(mapping.read_text())
    dialog.use_mapping(path)
    assert "not a saved mapping" in dialog.problem.text()


def test_ledger_and_template_are_written(evidence, qtbot, tmp_path, monkeypatch):
    asked = iter((tmp_path / "ledger.xlsx", tmp_path / "presence.xlsx"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(next(asked)), ""))
    assert not evidence.ledger_button.isEnabled()
    evidence.table.selectRow(0)
    click(evidence, "write-ledger", qtbot)
    qtbot.waitUntil((tmp_path / "ledger.xlsx").exists, timeout=WAIT)
    assert openpyxl.load_workbook(tmp_path / "ledger.xlsx").sheetnames == ["balance", "lines", "problems"]
    actions = evidence.template_button.menu().actions()
    assert len(actions) == 6
    actions[0].trigger()
    qtbot.waitUntil((tmp_path / "presence.xlsx").exists, timeout=WAIT)

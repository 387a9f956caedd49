"""What a person decides during an import, by clicks: columns left out, near names, saved mappings, ledgers and templates."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from mrm_desktop.cli.sample import SAMPLE_DAY, build_sample
from mrm_desktop.desktop.evidence.evidence_page import EvidencePage
from mrm_desktop.desktop.evidence.import_dialog import ImportDialog
from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.openers import Openers
from mrm_desktop.desktop.shell.page_names import MAP
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.vocabulary import Rated
from mrm_desktop.formats.files.read_options import CommunityOptions
from mrm_desktop.foundation.words import Words
from tests.desktop.window_parts import click, page_at, texts
from tests.present import present

WAIT = 30_000


@pytest.fixture
def evidence(dressed: QApplication, qtbot: QtBot, tmp_path: Path, words: Words) -> Iterator[EvidencePage]:
    """The Evidence page of a window on the sample country."""
    openers = Openers(
        open=lambda path, passphrase: Opened(build_sample(path), words, SAMPLE_DAY),
        create=lambda path, *_: Opened(build_sample(path), words, SAMPLE_DAY),
        sample=lambda: Opened(build_sample(tmp_path / "sample.mrm"), words, SAMPLE_DAY),
        missions=lambda: ("UNMISS",),
    )
    window = MainWindow(openers, Words("en"))
    window.show()
    with qtbot.waitSignal(window.painted, timeout=WAIT):
        window.take(openers.sample, MAP)
    window.open_page("evidence/datasets")
    page = page_at(window, "evidence/datasets", EvidencePage)
    qtbot.waitUntil(lambda: page.table.model().rowCount() > 0, timeout=WAIT)
    yield page
    window.close()
    window.deleteLater()


def open_import(page: EvidencePage, path: Path, qtbot: QtBot) -> ImportDialog:
    dialog = page.import_file(path)
    qtbot.waitUntil(lambda: dialog.table.model().rowCount() > 0 or bool(dialog.problem.text()), timeout=WAIT)
    return dialog


def test_columns_about_persons_are_left_out_by_one_click(evidence: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    path.write_text(
        "area_code,today,stratum,rating,respondent_name\nXT0201,2026-02-01,women,1,Somebody Invented\n", encoding="utf-8"
    )
    dialog = open_import(evidence, path, qtbot)
    dialog.grade.setCurrentIndex(dialog.grade.findData("B2"))
    click(dialog, "dry-run")
    qtbot.waitUntil(lambda: "which end of the answers" in dialog.problem.text(), timeout=WAIT)
    dialog.scale.setCurrentIndex(dialog.scale.findData("up"))
    click(dialog, "dry-run")
    qtbot.waitUntil(dialog.leave_out.isVisible, timeout=WAIT)
    assert "respondent_name" in dialog.leave_out.text()
    assert "Somebody" not in dialog.problem.text()
    click(dialog, "leave-out")
    qtbot.waitUntil(dialog.import_button.isEnabled, timeout=WAIT)
    assert dialog.wish().options.drop_columns == {"respondent_name"}
    rows = evidence.table.model().rowCount()
    click(dialog, "import-now")
    qtbot.waitUntil(lambda: evidence.table.model().rowCount() == rows + 1, timeout=WAIT)


def test_what_a_table_leaves_open_is_asked_and_answered_in_the_window(evidence: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    head, row = "area_code,stratum,mean_rating,n,date,takes_sides_share\n", "XT0201,{},-1,30,2026-02-01,{}\n"
    path.write_text(head + row.format("women", 40) + row.format("displaced", 55), encoding="utf-8")
    dialog = open_import(evidence, path, qtbot)
    click(dialog, "dry-run")
    qtbot.waitUntil(dialog.import_button.isEnabled, timeout=WAIT)
    assert "Shares are percent" in texts(present(dialog.outlook.widget())), "each refused row says what to do"
    dialog.percent.setChecked(True)
    click(dialog, "dry-run")
    qtbot.waitUntil(lambda: "counts people twice" in dialog.problem.text(), timeout=WAIT)
    assert "Nobody is in two groups" in dialog.problem.text()
    dialog.apart.setChecked(True)
    dialog.rated.setCurrentIndex(dialog.rated.findData("other_force"))
    click(dialog, "dry-run")
    qtbot.waitUntil(dialog.import_button.isEnabled, timeout=WAIT)
    said = dialog.wish().options
    assert isinstance(said, CommunityOptions)
    assert (said.rated, said.shares_in_percent, said.groups_apart) == (Rated.OTHER_FORCE, True, True)


def test_a_near_name_is_used_only_after_somebody_chose(evidence: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "incidents.csv"
    path.write_text("adm2_name,type,date\nLollu,ambush,2026-02-01\nDadi,ambush,2026-02-02\n", encoding="utf-8")
    dialog = open_import(evidence, path, qtbot)
    dialog.kind.setCurrentIndex(dialog.kind.findData(DatasetKind.INCIDENTS.value))
    qtbot.waitUntil(lambda: "happened_on" in dialog.columns, timeout=WAIT)
    click(dialog, "dry-run")
    qtbot.waitUntil(lambda: dialog.near_names is not None and dialog.import_button.isEnabled(), timeout=WAIT)
    box = present(dialog.near_names).boxes["Lollu"]
    assert box.currentData() == "", "nothing is chosen for anybody"
    box.setCurrentIndex(box.findData("XT0201"))
    assert not dialog.import_button.isEnabled(), "what the choice does is seen first"
    assert dialog.wish().options.accepted_names == {"Lollu": "XT0201"}
    click(dialog, "dry-run")
    qtbot.waitUntil(lambda: dialog.import_button.isEnabled() and dialog.near_names is None, timeout=WAIT)


def test_only_the_fields_of_the_kind_are_shown(evidence: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text("place_name,latitude,longitude\nHava,-21.5,-18.0\n", encoding="utf-8")
    dialog = open_import(evidence, path, qtbot)
    for kind, shown in (
        (DatasetKind.PLACES, set()),
        (DatasetKind.PRESENCE, {"radius", "frequency"}),
        (
            DatasetKind.COMMUNITY,
            {"method", "codebook", "round", "stratum", "scale", "rated", "unit", "elsewhere", "percent", "apart"},
        ),
    ):
        dialog.kind.setCurrentIndex(dialog.kind.findData(kind.value))
        until_only(dialog, shown, qtbot)


def visible(dialog: ImportDialog) -> set[str]:
    names = (
        *("method", "codebook", "round", "stratum", "scale", "radius", "frequency"),
        *("rated", "unit", "elsewhere", "percent", "apart"),
    )
    return {name for name in names if getattr(dialog, name).isVisible()}


def until_only(dialog: ImportDialog, shown: set[str], qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: visible(dialog) == shown, timeout=WAIT)


def test_a_mapping_is_saved_and_used_again(evidence: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "march.csv"
    path.write_text("Where;Event kind;When\nLolu;ambush;2026-01-01\n", encoding="utf-8")
    mapping = tmp_path / "mapping.json"
    columns = {"adm2_name": "Where", "type": "Event kind", "happened_on": "When"}
    mapping.write_text(json.dumps({"format": "mrm-mapping/1", "kind": "incidents", "columns": columns, "source": "log"}))
    dialog = open_import(evidence, path, qtbot)
    dialog.use_mapping(mapping)
    click(dialog, "dry-run")
    qtbot.waitUntil(dialog.import_button.isEnabled, timeout=WAIT)
    dialog.save_mapping(tmp_path / "again.json")
    assert json.loads((tmp_path / "again.json").read_text()) == json.loads(mapping.read_text())
    dialog.use_mapping(path)
    assert "not a saved mapping" in dialog.problem.text()


def test_ledger_and_template_are_written(
    evidence: EvidencePage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = iter((tmp_path / "ledger.xlsx", tmp_path / "presence.xlsx"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(next(asked)), ""))
    assert not evidence.ledger_button.isEnabled()
    evidence.table.selectRow(0)
    click(evidence, "write-ledger")
    qtbot.waitUntil((tmp_path / "ledger.xlsx").exists, timeout=WAIT)
    assert openpyxl.load_workbook(tmp_path / "ledger.xlsx").sheetnames == ["balance", "lines", "problems"]
    actions = evidence.template_button.menu().actions()
    assert len(actions) == 6
    actions[0].trigger()
    qtbot.waitUntil((tmp_path / "presence.xlsx").exists, timeout=WAIT)

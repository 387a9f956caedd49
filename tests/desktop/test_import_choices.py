"""What a person decides during an import, by clicks: columns left out, near names, saved mappings, ledgers and templates."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from mrm_desktop.cli.sample import SAMPLE_DAY, build_sample
from mrm_desktop.desktop.evidence.evidence_page import COLUMNS, EvidencePage
from mrm_desktop.desktop.evidence.import_dialog import OUTCOME, WHAT, ImportDialog
from mrm_desktop.desktop.evidence.small_map import SmallMap
from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.openers import Openers
from mrm_desktop.desktop.shell.page_names import MAP
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.vocabulary import Rated
from mrm_desktop.formats.files.read_options import CommunityOptions
from mrm_desktop.foundation.words import Words
from tests.desktop.pixels import rgb
from tests.desktop.window_parts import child, click, page_at, texts
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
    qtbot.waitUntil(lambda: "where their scale begins and ends" in dialog.problem.text(), timeout=WAIT)
    dialog.scale_ends.setText("5")
    assert not dialog.try_button.isEnabled(), "what is no scale is said at its field"
    dialog.scale_ends.setText("1-5")
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
    qtbot.waitUntil(lambda: dialog.steps.currentIndex() == OUTCOME, timeout=WAIT)
    assert not dialog.import_button.isEnabled(), "there is nothing to read in"
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


HEAD = "name,kind,area_code,latitude,longitude\n"
PLACES = f"{HEAD}Hava north,post,XT0201,-21.5,-18.0\nLolu north,unit,ZZ99,-21.6,-18.1\nFar north,unit,,60.0,10.0\n"


def places_file(tmp_path: Path) -> Path:
    path = tmp_path / "clinics.csv"
    path.write_text(PLACES, encoding="utf-8")
    return path


def test_a_change_of_any_setting_makes_what_was_shown_void(evidence: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = open_import(evidence, places_file(tmp_path), qtbot)
    dialog.care.setCurrentIndex(dialog.care.findData("by_kind"))
    changes: tuple[Callable[[], object], ...] = (
        lambda: dialog.source.setText("S-07"),
        lambda: dialog.grade.setCurrentIndex(dialog.grade.findData("B2")),
        lambda: dialog.care.setCurrentIndex(dialog.care.findData("all")),
        lambda: dialog.columns["kind"].setCurrentIndex(0),
    )
    for change in changes:
        click(dialog, "dry-run")
        qtbot.waitUntil(dialog.import_button.isEnabled, timeout=WAIT)
        assert not dialog.try_button.isVisible(), "one thing to do at a time"
        change()
        assert not dialog.import_button.isEnabled()
        assert dialog.void.isVisible()
        assert dialog.try_button.isVisible()
    rows = evidence.table.model().rowCount()
    dialog.read_in(dry_run=False)  # whoever gets here all the same reads nothing in that was not shown
    qtbot.waitUntil(dialog.import_button.isEnabled, timeout=WAIT)
    assert evidence.table.model().rowCount() == rows
    dialog.reject()


def test_the_sentence_that_matters_most_comes_first(evidence: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = open_import(evidence, places_file(tmp_path), qtbot)
    dialog.care.setCurrentIndex(dialog.care.findData("all"))
    assert dialog.steps.currentIndex() == WHAT
    click(dialog, "dry-run")
    qtbot.waitUntil(lambda: dialog.steps.currentIndex() == OUTCOME, timeout=WAIT)
    assert dialog.headline.text().endswith(": 3 of 3 rows are read in.")
    said = dialog.details.text().splitlines()
    assert "Could not be placed in an area: 1." in said
    assert any(line.startswith("The codes are of another set: ") for line in said)
    assert dialog.outlook.height() > dialog.height() / 3, "the ledger has the room"
    click(dialog, "import-back")
    assert dialog.steps.currentIndex() == WHAT
    dialog.reject()


def test_places_of_care_are_asked_for_and_trips_know_them(evidence: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = open_import(evidence, places_file(tmp_path), qtbot)
    qtbot.waitUntil(lambda: not evidence._context.work.is_busy, timeout=WAIT)
    assert not dialog.try_button.isEnabled()
    assert "whether care can be had" in dialog.checks.why_not.text()
    dialog.care.setCurrentIndex(dialog.care.findData("all"))
    click(dialog, "dry-run")
    qtbot.waitUntil(dialog.import_button.isEnabled, timeout=WAIT)
    click(dialog, "import-now")
    qtbot.waitUntil(lambda: dialog.imported is not None, timeout=WAIT)
    with evidence._context.opened.project.read() as repository:
        added = [place for place in repository.places() if place.name in ("Hava north", "Lolu north", "Far north")]
    assert [place.kind for place in added] == ["health facility: post", "health facility: unit", "health facility: unit"]
    assert all(place.is_care for place in added)


def test_where_rows_lie_is_seen_on_a_small_map(evidence: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = open_import(evidence, places_file(tmp_path), qtbot)
    qtbot.waitUntil(lambda: dialog.map.isVisible() and bool(dialog.map.outline), timeout=WAIT)
    assert dialog.map.points == ((-18.0, -21.5), (-18.1, -21.6), (10.0, 60.0))
    assert len(np.unique(rgb(dialog.map.grab()).reshape(-1, 3), axis=0)) > 2
    dialog.reject()


def test_grades_and_columns_are_in_words(evidence: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = open_import(evidence, places_file(tmp_path), qtbot)
    assert dialog.grade.itemText(dialog.grade.findData("B2")) == "B2 – usually reliable; probably true"
    assert "P-code of the area" in texts(dialog)
    assert "area_code" not in texts(dialog)
    dialog.reject()


def test_a_file_of_answers_says_where_they_are_given(evidence: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "facts.toml"
    path.write_text("format = 'mrm-facts/1'", encoding="utf-8")
    dialog = open_import(evidence, path, qtbot)
    assert "choose an area on the map" in dialog.problem.text()
    assert not dialog.try_button.isEnabled()
    dialog.reject()


def test_what_stands_twice_is_counted_in_words_without_a_gap(evidence: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "twice.csv"
    path.write_text("name,latitude,longitude\nHava,-21.5,-18.0\nHava,-21.5,-18.0\n", encoding="utf-8")
    dialog = open_import(evidence, path, qtbot)
    dialog.care.setCurrentIndex(dialog.care.findData("by_kind"))
    click(dialog, "dry-run")
    qtbot.waitUntil(lambda: dialog.steps.currentIndex() == OUTCOME, timeout=WAIT)
    said = texts(present(dialog.outlook.widget()))
    assert "{" not in said
    assert "1 · stand twice in the file, and are read once" in said
    assert "row 3: the same place stands in row 2" in said
    assert "row 0" not in said
    dialog.reject()


def test_taking_back_is_asked_first_and_marked(evidence: EvidencePage, qtbot: QtBot) -> None:
    evidence.table.selectRow(0)
    click(evidence, "undo")
    asked = child(evidence, QMessageBox, "ask-take-back")
    assert "no longer count" in asked.text()
    click(asked, "leave-it")
    qtbot.waitUntil(lambda: not evidence._context.work.is_busy, timeout=WAIT)
    assert evidence.table.model().index(0, COLUMNS.index("state")).data() != "taken back"
    click(evidence, "undo")
    click(next(box for box in evidence.findChildren(QMessageBox) if box.isVisible()), "take-it-back")
    qtbot.waitUntil(lambda: evidence.table.model().index(0, COLUMNS.index("state")).data() == "taken back", timeout=WAIT)
    assert COLUMNS.index("state") <= 2, "in sight also where the window is narrow"


def test_the_file_dialog_hides_keys_and_locks(evidence: EvidencePage, monkeypatch: pytest.MonkeyPatch) -> None:
    offered: list[str] = []

    def ask(_parent: object, _title: str, _folder: str, kinds: str) -> tuple[str, str]:
        offered.append(kinds)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", ask)
    evidence.ask_import()
    first = offered[0].split(";;")[0]
    assert first.startswith("Tables and maps (*.csv ")
    assert not any(f"*.{ending}" in first for ending in ("mrm", "key", "lock"))


def test_all_layers_of_a_map_file_are_read_or_one_that_is_chosen(evidence: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    place = "<Placemark><name>{0}</name><Point><coordinates>-18,-22</coordinates></Point></Placemark>"
    folders = "".join(f"<Folder><name>{name}</name>{place.format(name[0])}</Folder>" for name in ("Camps", "Villages"))
    path = tmp_path / "map.kml"
    path.write_text(f"<kml><Document>{folders}</Document></kml>", encoding="utf-8")
    dialog = open_import(evidence, path, qtbot)
    assert [dialog.sheet.itemText(n) for n in range(dialog.sheet.count())] == ["All layers", "Camps", "Villages"]
    assert dialog.table.model().rowCount() == 2
    dialog.sheet.setCurrentIndex(2)
    qtbot.waitUntil(lambda: dialog.table.model().rowCount() == 1, timeout=WAIT)
    assert dialog.wish().options.sheet == "Villages"
    assert dialog.sheet.count() == 3
    dialog.reject()


def test_a_system_that_the_file_does_not_say_is_asked_for_in_the_window(
    evidence: EvidencePage, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "utm.geojson"
    shape = {"type": "Polygon", "coordinates": [[[344000, 441000], [455000, 441000], [455000, 552000], [344000, 441000]]]}
    feature = {"type": "Feature", "properties": {"code": "ZZ01", "name": "M"}, "geometry": shape}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    dialog = open_import(evidence, path, qtbot)
    assert "coordinate system" in dialog.problem.text()
    assert dialog.crs.isVisible()
    assert not dialog.encoding.isVisible()
    dialog.crs.setText("EPSG:32636")
    dialog.crs.editingFinished.emit()
    qtbot.waitUntil(lambda: dialog.table.model().rowCount() == 1, timeout=WAIT)
    assert dialog.wish().options.crs == "EPSG:32636"
    dialog.reject()


def test_how_a_file_is_written_can_be_said_where_it_is_not_found(evidence: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "incidents.csv"
    path.write_bytes("type|date|adm1_name\n\u0643\u0645\u064a\u0646|3/4/2026|Lalo\n".encode("cp1256"))
    dialog = open_import(evidence, path, qtbot)
    dialog.kind.setCurrentIndex(dialog.kind.findData(DatasetKind.INCIDENTS.value))
    dialog.delimiter.setCurrentIndex(dialog.delimiter.findData("|"))
    dialog.encoding.setText("cp1256")
    dialog.encoding.editingFinished.emit()
    dialog.dates.setCurrentIndex(dialog.dates.findData("dmy"))
    dialog.heading_row.setText("1")
    said = dialog.wish().options
    assert (said.delimiter, said.encoding, said.date_order, said.heading_row) == ("|", "cp1256", "dmy", 1)
    qtbot.waitUntil(lambda: dialog.table.model().rowCount() == 1 and "happened_on" in dialog.columns, timeout=WAIT)
    dialog.heading_row.setText("no row")
    assert dialog.wish().options.heading_row is None


def test_the_sheets_of_a_workbook_are_offered(evidence: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    present(book.active).append(["read this", "first"])
    for name in ("January", "February"):
        page = book.create_sheet(name)
        for row in (["id", "date", "type"], [name, "2026-01-05", "ambush"]):
            page.append(row)
    book.save(tmp_path / "months.xlsx")
    dialog = open_import(evidence, tmp_path / "months.xlsx", qtbot)
    assert [dialog.sheet.itemText(n) for n in range(dialog.sheet.count())] == ["Sheet", "January", "February"]
    assert dialog.sheet.currentData() == "January", "the first that holds a table"
    dialog.sheet.setCurrentIndex(2)
    assert dialog.wish().options.sheet == "February"


def test_what_settles_a_doubt_about_a_table_is_shown_once_there_is_one(
    evidence: EvidencePage, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "incidents.csv").write_text("type,date,adm1_name\nambush,3/4/2026,Lalo\n", encoding="utf-8")
    dialog = open_import(evidence, tmp_path / "incidents.csv", qtbot)
    dialog.kind.setCurrentIndex(dialog.kind.findData(DatasetKind.INCIDENTS.value))
    qtbot.waitUntil(lambda: "happened_on" in dialog.columns, timeout=WAIT)
    assert not dialog.dates.isVisibleTo(dialog)
    click(dialog, "dry-run")
    qtbot.waitUntil(lambda: dialog.steps.currentIndex() == OUTCOME, timeout=WAIT)
    dialog.go_back()
    assert dialog.dates.isVisibleTo(dialog)
    assert not dialog.delimiter.isVisibleTo(dialog)
    dialog.dates.setCurrentIndex(dialog.dates.findData("dmy"))
    click(dialog, "dry-run")
    qtbot.waitUntil(dialog.import_button.isEnabled, timeout=WAIT)


def test_a_rating_that_is_not_recognised_is_chosen_in_the_form(evidence: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    rows = "".join(f"2026-02-01,XT0201,{answer}\n" for answer in (1, 5, 88))
    (tmp_path / "survey.csv").write_text("today,area_code,score\n" + rows, encoding="utf-8")
    dialog = open_import(evidence, tmp_path / "survey.csv", qtbot)
    dialog.kind.setCurrentIndex(dialog.kind.findData(DatasetKind.COMMUNITY.value))
    qtbot.waitUntil(lambda: "rating" in dialog.columns, timeout=WAIT)
    assert not dialog.columns["rating"].currentData(), "nothing is chosen for anybody"
    dialog.columns["rating"].setCurrentIndex(dialog.columns["rating"].findData("score"))
    dialog.scale.setCurrentIndex(dialog.scale.findData("up"))
    dialog.scale_ends.setText("1-5")
    click(dialog, "dry-run")
    qtbot.waitUntil(lambda: "don't know" in dialog.problem.text(), timeout=WAIT)
    dialog.no_answer.setText("88")
    click(dialog, "dry-run")
    qtbot.waitUntil(dialog.import_button.isEnabled, timeout=WAIT)
    assert dialog.wish().options.columns == {"rating": "score"}


def test_ground_made_of_sightings_is_seen_before_it_is_read_in(evidence: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "patrols.csv"
    path.write_text(
        "date,latitude,longitude,contingent\n2026-01-05,-22.3,-18.2,RWA\n2026-02-05,-22.3,-18.3,RWA\n", encoding="utf-8"
    )
    dialog = open_import(evidence, path, qtbot)
    dialog.kind.setCurrentIndex(dialog.kind.findData(DatasetKind.PRESENCE.value))
    qtbot.waitUntil(lambda: dialog.sightings.isVisible(), timeout=WAIT)
    assert dialog.sightings.currentData() == ""
    dialog.sightings.setCurrentIndex(dialog.sightings.findData("patrols"))
    click(dialog, "dry-run")
    qtbot.waitUntil(lambda: dialog.steps.currentIndex() == OUTCOME, timeout=WAIT)
    covered = next(small for small in dialog.outlook.findChildren(SmallMap) if small.ground)
    assert len(covered.ground) == 1
    assert "longest time without" in texts(dialog.outlook)
    dialog.reject()


def test_what_a_column_leaves_open_is_asked_in_the_form(evidence: EvidencePage, tmp_path: Path, qtbot: QtBot) -> None:
    ratings = ("much worse", "worse", "better")
    rows = "".join(f"2026-02-0{n},Naamozil,{ratings[n % 3]},{1 + n % 2}\n" for n in range(1, 7))
    path = tmp_path / "codes.csv"
    path.write_text("date,adm2_name,How are they here?,pk_party\n" + rows, encoding="utf-8")
    dialog = open_import(evidence, path, qtbot)
    dialog.kind.setCurrentIndex(dialog.kind.findData(DatasetKind.COMMUNITY.value))
    qtbot.waitUntil(lambda: dialog.try_button.isEnabled(), timeout=WAIT)
    assert not dialog._form.isRowVisible(dialog.yes_no)
    dialog.read_in(dry_run=True)
    qtbot.waitUntil(lambda: dialog._form.isRowVisible(dialog.yes_no), timeout=WAIT)
    assert "pk_party" in dialog.problem.text()
    dialog.yes_no.setText("one")
    assert not dialog.try_button.isEnabled()
    dialog.yes_no.setText("1/2")
    dialog.read_in(dry_run=True)
    qtbot.waitUntil(lambda: dialog.steps.currentIndex() == OUTCOME, timeout=WAIT)
    dialog.reject()

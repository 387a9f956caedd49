"""Foreign files are read by a process that can do nothing else; whatever becomes of it is a sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
import shapely

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import BugError, KnownError
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.geography import Area, Place
from mrm_desktop.formats.door import doorway
from mrm_desktop.formats.door.doorway import ChildDoor, Limits
from mrm_desktop.formats.door.foreign import preview, read, read_road_lines, read_trip_lines, reading_own_files, the_door, use_door
from mrm_desktop.formats.door.here import OwnFiles
from mrm_desktop.formats.files.read_options import CommunityOptions, ReadOptions
from mrm_desktop.formats.imports.read_file import read as read_here
from mrm_desktop.foundation.confinement import landlock_version
from mrm_desktop.foundation.progress import Cancelled, Silent
from tests.formats.layers.files import AREAS, gpx, track

LINUX = pytest.mark.skipif(landlock_version() < 1, reason="other systems hold less, and the self-check says so")


def _places(folder: Path) -> Path:
    path = folder / "places.csv"
    path.write_text("name,latitude,longitude\nA,4.5,30.5\nB,x,30.5\n", encoding="utf-8")
    return path


@LINUX
def test_behind_the_door_there_is_no_network_no_other_file_and_no_new_one(door: ChildDoor, tmp_path: Path) -> None:
    other = _places(tmp_path)
    told = door.ask("try", {"other": str(other), "new": str(tmp_path / "new.txt")}, [], Silent())
    assert told == {
        "held": {"network": True, "files": True, "limits": True},
        "no_socket": True,
        "no_other_file": True,
        "no_new_file": True,
    }
    assert not (tmp_path / "new.txt").exists()


@LINUX
def test_the_file_that_is_read_is_the_only_one(door: ChildDoor, tmp_path: Path) -> None:
    told = door.ask("try", {"other": str(_places(tmp_path)), "new": str(tmp_path / "n")}, [tmp_path / "places.csv"], Silent())
    assert (told["no_other_file"], told["no_new_file"]) == (False, True)


def test_a_reading_is_the_same_on_both_sides(door: ChildDoor, tmp_path: Path) -> None:
    path = _places(tmp_path)
    through, here = read(path, DatasetKind.PLACES, AREAS), read_here(path, DatasetKind.PLACES, AREAS)
    assert through.ledger == here.ledger
    assert [(p.name, p.point, p.area_code) for p in through.of(Place)] == [(p.name, p.point, p.area_code) for p in here.of(Place)]
    assert (through.sha256, dict(through.mapping), through.review) == (here.sha256, dict(here.mapping), here.review)


def test_a_file_is_looked_at_through_the_door(door: ChildDoor, tmp_path: Path) -> None:
    seen = preview(_places(tmp_path), DatasetKind.PLACES)
    assert (seen.kind, seen.rows[0], seen.points) == (DatasetKind.PLACES, ("A", "4.5", "30.5"), ((30.5, 4.5),))
    assert preview(_places(tmp_path), DatasetKind.PLACES, CommunityOptions(sheet="")).headings == seen.headings


def test_names_within_the_folder_that_somebody_is_in_are_found(
    door: ChildDoor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _places(tmp_path)
    gpx(tmp_path / "a.gpx", track([(30, 4), (30.1, 4)]))
    monkeypatch.chdir(tmp_path)
    assert read(Path("places.csv"), DatasetKind.PLACES, AREAS).file_name == "places.csv"
    assert preview(Path("places.csv")).file_name == "places.csv"
    assert len(read_trip_lines(Path("a.gpx"), Silent()).lines) == len(read_road_lines(Path("a.gpx"), None, Silent()).lines) == 1
    with pytest.raises(KnownError, match=r"table\.not_a_workbook|file\.not_found"):
        read(Path("places.csv"), DatasetKind.COMMUNITY, AREAS, CommunityOptions(codebook=Path("form.xlsx")))


def test_a_form_is_read_with_its_answers(door: ChildDoor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import openpyxl

    monkeypatch.chdir(tmp_path)
    book = openpyxl.Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    for row in (("type", "name", "label"), ("select_one v", "view", "How do you see the peacekeepers?")):
        survey.append(row)
    choices = book.create_sheet("choices")
    words = ("Very bad", "Bad", "Neutral", "Good", "Very good")
    for row in (("list_name", "name", "label"), *(("v", str(n), word) for n, word in enumerate(words, start=1))):
        choices.append(row)
    book.save(tmp_path / "form.xlsx")
    rows = "".join(f"ZZ01,{1 + n % 5},2026-03-0{1 + n % 9},u{n}\n" for n in range(20))
    (tmp_path / "answers.csv").write_text(f"area_code,view,today,_uuid\n{rows}", encoding="utf-8")
    options = CommunityOptions(codebook=Path("form.xlsx"), columns={"rating": "view", "collected_on": "today"})
    through = read(Path("answers.csv"), DatasetKind.COMMUNITY, AREAS, options)
    here = read_here(tmp_path / "answers.csv", DatasetKind.COMMUNITY, AREAS, options)
    assert through.ledger == here.ledger
    assert [(e.area_code, e.item) for e in through.of(AreaEvidence)] == [(e.area_code, e.item) for e in here.of(AreaEvidence)]
    assert through.ledger.rows_kept == 20


def test_roads_and_trips_are_read_through_the_door(door: ChildDoor, tmp_path: Path) -> None:
    path = gpx(tmp_path / "a.gpx", track([(0, 0), (30, 4), (30.1, 4)], "way"))
    lines = read_trip_lines(path, Silent())
    assert [(line.name, line.corners, lines.nowhere) for line in lines.lines] == [("way", ((30.0, 4.0), (30.1, 4.0)), 1)]
    roads = read_road_lines(path, (29, 3, 31, 5), Silent())
    assert [shapely.get_coordinates(line).tolist() for line in roads.lines] == [[[30.0, 4.0], [30.1, 4.0]]]
    assert roads.passes == (False,)


def test_a_shapefile_is_read_with_the_files_that_belong_to_it(door: ChildDoor, tmp_path: Path) -> None:
    import geopandas

    (tmp_path / "other.csv").write_text("x", encoding="utf-8")
    columns = {"ADM1_EN": ["Marula"], "ADM1_PCODE": ["ZZ01"]}
    geopandas.GeoDataFrame(columns, geometry=[shapely.box(30, 3, 31, 4)], crs="EPSG:32636").to_file(tmp_path / "a.shp")
    with pytest.raises(KnownError, match=r"geo\.crs_mismatch"):
        read(tmp_path / "a.shp", DatasetKind.AREAS, (), ReadOptions(crs="EPSG:4326"))
    assert [a.code for a in read(tmp_path / "a.shp", DatasetKind.AREAS).of(Area)] == ["ZZ01"]


def test_errors_of_a_reader_come_back_as_they_are(door: ChildDoor, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    with pytest.raises(KnownError) as caught:
        read(tmp_path / "a.csv", DatasetKind.PLACES, AREAS)
    assert (caught.value.code, caught.value.params["columns"]) == ("table.column_missing", ["x", "y"])


@LINUX
def test_a_file_that_needs_too_much_memory_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "huge.geojson"
    ring = [[30 + n / 1e6, 4] for n in range(400_000)]
    path.write_text(json.dumps({"type": "LineString", "coordinates": ring}), encoding="utf-8")
    with pytest.raises(KnownError, match=r"door\.(too_large|died)|layer\.not_readable"):
        _ask(ChildDoor(Limits(memory=360 << 20)), path)


@LINUX
def test_a_file_that_takes_for_ever_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("name,latitude,longitude\n" + "A,4.5,30.5\n" * 2_000_000, encoding="utf-8")
    with pytest.raises(KnownError, match=r"door\.too_slow"):
        _ask(ChildDoor(Limits(seconds=2)), path)


def _ask(door: ChildDoor, path: Path) -> None:
    before = use_door(door)
    try:
        read(path, DatasetKind.PLACES, AREAS)
    finally:
        use_door(before)
        door.close()


def _impostor(monkeypatch: pytest.MonkeyPatch, script: str) -> ChildDoor:
    """Put a process behind the door that does as it likes."""
    monkeypatch.setattr(doorway, "COMMAND", (sys.executable, "-c", textwrap.dedent(script)))
    return ChildDoor(Limits(silence=1.0))


SAY = "import sys, struct; say = lambda b: (sys.stdout.buffer.write(struct.pack('>Q', len(b)) + b), sys.stdout.buffer.flush())"
FOREIGN = {
    "dies": ("import os; os.abort()", "door.died"),
    "ends": ("pass", "door.died"),
    "hangs": ("import time; time.sleep(60)", "door.too_slow"),
    "babbles": ("print('x' * 5000)", "door.unclear"),
    "claims a frame without end": ("import sys; sys.stdout.buffer.write(b'\\xff' * 8)", "door.unclear"),
    "sends a class": (f"{SAY}; import pickle; say(pickle.dumps(object()))", "door.unclear"),
    "answers with a list": (f"{SAY}; say(b'\\x90')", "door.unclear"),
    "answers what nobody asked": (f"{SAY}; import msgpack; say(msgpack.packb({{'done': {{'records': 1}}}}))", "door.unclear"),
    "names a builtin as its error": (
        f"{SAY}; import msgpack; say(msgpack.packb({{'known': ['SystemExit', 'x', {{}}]}}))",
        "door.unclear",
    ),
    "names a module of errors": (f"{SAY}; import msgpack; say(msgpack.packb({{'known': ['Any', 'x', {{}}]}}))", "door.unclear"),
    "runs out of memory": (f"{SAY}; import msgpack; say(msgpack.packb({{'too_large': True}}))", "door.too_large"),
    "stumbles": (f"{SAY}; import msgpack; say(msgpack.packb({{'stumbled': ['ValueError', 'a.py:1']}}))", "door.stumbled"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_whatever_a_process_behind_the_door_does_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    script, code = FOREIGN[name]
    with pytest.raises(KnownError) as caught:
        _ask(_impostor(monkeypatch, script), _places(tmp_path))
    assert (caught.value.code, caught.value.params.get("file")) == (code, "places.csv")


def test_records_that_break_their_own_rules_are_not_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ledger = "{'rows_in': 1, 'rows_kept': 1, 'rows_dropped': 0, 'rows_merged': 0, 'entries': [], 'problems': []}"
    record = "{'id': 'x', 'name': 5, 'kind': '', 'point': None, 'area_code': None}"
    named = "'kind': 'places', 'file_name': 'a', 'sha256': 'b', 'review': [], 'mapping': {}"
    answer = f"{{{named}, 'records': [{record}], 'ledger': {ledger}}}"
    with pytest.raises(KnownError, match=r"door\.unclear"):
        _ask(_impostor(monkeypatch, f"{SAY}; import msgpack; say(msgpack.packb({{'done': {answer}}}))"), _places(tmp_path))


def test_a_bug_behind_the_door_stays_a_bug(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = f"{SAY}; import msgpack; say(msgpack.packb({{'bug': ['ledger.out_of_balance', {{}}]}}))"
    with pytest.raises(BugError, match="out_of_balance"):
        _ask(_impostor(monkeypatch, script), _places(tmp_path))


def test_a_door_that_cannot_be_opened_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doorway, "COMMAND", (str(tmp_path / "nothing"),))
    with pytest.raises(KnownError, match=r"door\.cannot_start"):
        _ask(ChildDoor(), _places(tmp_path))


class _Stop:
    def step(self, done: int, total: int, code: str) -> None:
        raise Cancelled


def test_cancel_ends_the_process_at_once_and_its_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    scratch: list[Path] = []
    start = doorway._start

    def noted() -> doorway._Reader:
        reader = start()
        scratch.append(reader.scratch)
        return reader

    monkeypatch.setattr(doorway, "_start", noted)
    door = _impostor(monkeypatch, "import time; time.sleep(60)")
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        door.ask("read", {}, [_places(tmp_path)], _Stop())
    assert time.monotonic() - begun < 2
    assert len(scratch) == 1
    assert not scratch[0].exists()


def test_a_process_is_ready_before_it_is_asked_and_after(door: ChildDoor, tmp_path: Path) -> None:
    door.keep_warm()
    first = door._waiting
    assert first is not None
    read(_places(tmp_path), DatasetKind.PLACES, AREAS)
    assert door._waiting is not None
    assert door._waiting is not first
    assert first.process.poll() is not None
    door.close()
    assert door._waiting is None


def test_nothing_is_left_of_a_process_that_nobody_asked(tmp_path: Path) -> None:
    code = "from mrm_desktop.formats.door.foreign import the_door; the_door().keep_warm()"
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "TMPDIR": str(tmp_path)})
    assert list(tmp_path.iterdir()) == []


def test_a_waiting_process_that_has_died_is_replaced(door: ChildDoor, tmp_path: Path) -> None:
    door.warm()
    assert door._waiting is not None
    door._waiting.process.kill()
    door._waiting.process.wait()
    assert read(_places(tmp_path), DatasetKind.PLACES, AREAS).ledger.rows_kept == 2


def test_the_environment_behind_the_door_knows_no_passphrase(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MRM_PASSPHRASE", "a secret")
    script = f"{SAY}; import msgpack, os; say(msgpack.packb({{'known': ['KnownError', 'x', {{'seen': sorted(os.environ)}}]}}))"
    with pytest.raises(KnownError) as caught:
        _ask(_impostor(monkeypatch, script), _places(tmp_path))
    assert "MRM_PASSPHRASE" not in caught.value.params["seen"]
    assert "TMPDIR" in caught.value.params["seen"]


def test_only_what_came_with_the_program_is_read_here(door: ChildDoor) -> None:
    with reading_own_files():
        assert isinstance(the_door(), OwnFiles)
    assert the_door() is door

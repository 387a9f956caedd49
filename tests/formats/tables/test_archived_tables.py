"""ODK Central's zip: the submissions with their repeats, read without unpacking anything to disk."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.geography import Area, Place, Presence
from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.formats.files.read_options import CommunityOptions, ReadOptions
from mrm_desktop.formats.imports.preview import preview
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.formats.rows.reading import Reading

SAID = ReadOptions(today=date(2026, 6, 1))
END = ("KEY", "SubmitterID", "Status", "ReviewState", "FormVersion")
Rows = Sequence[Sequence[str]]


def as_csv(rows: Rows) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def write_zip(path: Path, members: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def submissions(*heads: str, rows: Rows) -> str:
    """Write a table as Central does: its own columns around those of the form."""
    lines = [["SubmissionDate", "meta-instanceID", "today", "area_code", *heads, *END]]
    for n, row in enumerate(rows, start=1):
        lines.append(["2026-03-15T08:00:00Z", f"uuid:{n}", "2026-03-14", "ZZ01", *row, f"uuid:{n}", "7", "", "", "1"])
    return as_csv(lines)


def repeat(*heads: str, rows: Sequence[tuple[str, Sequence[str], str]], end: tuple[str, str] = ("PARENT_KEY", "KEY")) -> str:
    return as_csv([[*heads, *end], *([*cells, parent, key] for parent, cells, key in rows)])


FLAT = submissions("respondent-sex", "rating", rows=[("women", "2"), ("men", "-1")])
MAIN = submissions("people_count", rows=[("2",), ("1",)])
PEOPLE = repeat(
    "people-sex",
    "people-rating",
    rows=[
        ("uuid:1", ("women", "2"), "uuid:1/people[1]"),
        ("uuid:1", ("men", "-1"), "uuid:1/people[2]"),
        ("uuid:2", ("women", "1"), "uuid:2/people[1]"),
    ],
)


def community(path: Path, areas: tuple[Area, ...], **said: Any) -> Reading:
    return read(path, DatasetKind.COMMUNITY, areas, CommunityOptions(today=SAID.today, **said))


def told(reading: Reading, code: str) -> list[Mapping[str, object]]:
    return [entry.params for entry in reading.ledger.entries if entry.code == code]


def means(reading: Reading) -> dict[Stratum, tuple[float, float]]:
    return {e.item.stratum: (e.item.answered, e.item.mean_rating) for e in reading.of(AreaEvidence)}


def test_the_table_of_a_form_is_read_like_the_same_table_outside(tmp_path: Path, areas: tuple[Area, ...]) -> None:
    (tmp_path / "views.csv").write_text(FLAT, encoding="utf-8")
    packed = write_zip(tmp_path / "views.zip", {"views.csv": FLAT, "media/1.jpg": b"\xff\xd8\0", "media/": ""})
    inside, outside = community(packed, areas), community(tmp_path / "views.csv", areas)
    assert means(inside) == means(outside) == {Stratum.WOMEN: (1.0, 2.0), Stratum.MEN: (1.0, -1.0)}
    assert told(inside, "archive.member_read") == [{"member": "views.csv"}]
    assert told(inside, "archive.members_not_read") == [{"count": 1, "members": ["media/1.jpg"]}]
    assert inside.file_name == "views.zip"


def test_repeats_are_joined_with_the_submissions(tmp_path: Path, areas: tuple[Area, ...]) -> None:
    empty = repeat("x", rows=[])
    packed = write_zip(tmp_path / "views.zip", {"views-people.csv": PEOPLE, "views.csv": MAIN, "views-none.csv": empty})
    reading = community(packed, areas)
    assert means(reading) == {Stratum.WOMEN: (2.0, 1.5), Stratum.MEN: (1.0, -1.0)}
    assert (reading.ledger.rows_in, reading.ledger.rows_kept) == (3, 3)
    assert told(reading, "archive.member_read") == [{"member": "views.csv"}, {"member": "views-people.csv"}]
    assert told(reading, "archive.members_not_read") == [{"count": 1, "members": ["views-none.csv"]}]


def test_a_repeat_inside_a_repeat_finds_its_submission(tmp_path: Path, areas: tuple[Area, ...]) -> None:
    households = repeat("roof", rows=[("uuid:1", ("tin",), "uuid:1/hh[1]"), ("uuid:2", ("tin",), "uuid:2/hh[1]")])
    inner = repeat(
        "hh-people-sex",
        "hh-people-rating",
        rows=[
            ("uuid:1/hh[1]", ("women", "2"), "uuid:1/hh[1]/people[1]"),
            ("uuid:1/hh[1]", ("women", "-1"), "uuid:1/hh[1]/people[2]"),
            ("uuid:2/hh[1]", ("men", "1"), "uuid:2/hh[1]/people[1]"),
        ],
    )
    members = {"views.csv": MAIN, "views-hh.csv": households, "views-hh-people.csv": inner}
    reading = community(write_zip(tmp_path / "views.zip", members), areas)
    assert means(reading) == {Stratum.WOMEN: (2.0, 0.5), Stratum.MEN: (1.0, 1.0)}
    assert [n["member"] for n in told(reading, "archive.member_read")] == ["views.csv", "views-hh.csv", "views-hh-people.csv"]
    assert told(reading, "archive.members_not_read") == []


def test_the_preview_says_which_member_is_read(tmp_path: Path) -> None:
    seen = preview(write_zip(tmp_path / "views.zip", {"views-people.csv": PEOPLE, "views.csv": MAIN}))
    assert (seen.file_name, seen.member, seen.kind) == ("views.zip", "views.csv", DatasetKind.COMMUNITY)
    assert preview(write_zip(tmp_path / "flat.zip", {"flat.csv": FLAT})).mapping["rating"] == "rating"


def test_two_forms_in_one_zip_wait_for_a_person(tmp_path: Path, areas: tuple[Area, ...]) -> None:
    packed = write_zip(tmp_path / "both.zip", {"a.csv": FLAT, "deep/b.csv": FLAT.replace("women", "men")})
    with pytest.raises(KnownError) as caught:
        community(packed, areas)
    assert (caught.value.code, caught.value.params["members"]) == ("archive.several_tables", ["a.csv", "deep/b.csv"])
    assert set(means(community(packed, areas, sheet="b.csv"))) == {Stratum.MEN}
    with pytest.raises(KnownError) as caught:
        community(packed, areas, sheet="c.csv")
    assert caught.value.code == "archive.member_missing"


def test_rows_that_central_could_not_decrypt_are_refused_inside_a_zip_too(tmp_path: Path, areas: tuple[Area, ...]) -> None:
    rows = list(csv.reader(io.StringIO(FLAT)))
    rows[1][rows[0].index("Status")] = "not decrypted"
    with pytest.raises(KnownError) as caught:
        community(write_zip(tmp_path / "views.zip", {"views.csv": as_csv(rows)}), areas)
    assert caught.value.code == "odk.not_decrypted"


@pytest.mark.parametrize("name", ["../views.csv", "/etc/views.csv", "C:/views.csv", "a/..\\..\\views.csv"])
def test_a_member_that_leaves_its_folder_is_refused(tmp_path: Path, areas: tuple[Area, ...], name: str) -> None:
    with pytest.raises(KnownError) as caught:
        community(write_zip(tmp_path / "views.zip", {name: FLAT}), areas)
    assert caught.value.code == "archive.leaves_folder"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, areas: tuple[Area, ...]) -> None:
    with pytest.raises(KnownError) as caught:
        community(write_zip(tmp_path / "views.zip", {"views.csv": FLAT, "views-a.csv": b"0" * 60_000_000}), areas)
    assert caught.value.code == "archive.too_large"


def test_a_zip_inside_a_zip_is_named_and_not_opened(tmp_path: Path, areas: tuple[Area, ...]) -> None:
    inner = write_zip(tmp_path / "inner.zip", {"views.csv": FLAT}).read_bytes()
    reading = community(write_zip(tmp_path / "views.zip", {"views.csv": FLAT, "inner.zip": inner}), areas)
    assert told(reading, "archive.members_not_read") == [{"count": 1, "members": ["inner.zip"]}]
    with pytest.raises(KnownError) as caught:
        community(write_zip(tmp_path / "only.zip", {"inner.zip": inner}), areas)
    assert caught.value.code == "layer.none"


def test_a_damaged_member_is_refused_whole(tmp_path: Path, areas: tuple[Area, ...]) -> None:
    path = write_zip(tmp_path / "views.zip", {"views.csv": FLAT})
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("views.csv").header_offset + 30 + len("views.csv")
    content = bytearray(path.read_bytes())
    content[start + 40] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(KnownError) as caught:
        community(path, areas)
    assert caught.value.code == "archive.broken"


def test_nothing_is_unpacked_to_disk(tmp_path: Path, areas: tuple[Area, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    packed = write_zip(folder / "views.zip", {"views-people.csv": PEOPLE, "views.csv": MAIN})
    monkeypatch.setenv("TMPDIR", str(tmp_path / "nowhere"))
    before = packed.read_bytes()
    assert len(community(packed, areas).records) == 2
    assert [p.name for p in folder.iterdir()] == ["views.zip"]
    assert packed.read_bytes() == before


def test_presence_and_places_in_a_zip_of_tables(tmp_path: Path, areas: tuple[Area, ...]) -> None:
    packed = write_zip(tmp_path / "bases.zip", {"bases.csv": "name,latitude,longitude\nA,4.5,30.5\n"})
    assert [p.name for p in read(packed, DatasetKind.PRESENCE, areas, SAID).of(Presence)] == ["A"]
    assert [p.name for p in read(packed, DatasetKind.PLACES, areas, SAID).of(Place)] == ["A"]

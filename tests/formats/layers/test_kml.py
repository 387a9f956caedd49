"""KML and KMZ as programs and people write them: every folder, every file inside, coordinates with blanks, XML with small faults."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area, Place, Presence
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.files.source_files import members_meant
from mrm_desktop.formats.imports.preview import preview
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.formats.layers.kml_geometry import UnreadableCorners, read_corners
from mrm_desktop.geo.wkb import from_wkb
from tests.formats.layers.files import AREAS, kml, place, zipped

PLACES = DatasetKind.PLACES
FOLDERS = (
    f"<Folder><name>Camps</name>{place('A', '31.6,3.85')}</Folder>"
    f"<Folder><name>Villages</name>{place('B', '31.7,3.85')}{place('C', '31.8,3.85')}</Folder>"
)


def _names(path: Path, options: ReadOptions | None = None) -> list[str]:
    return [one.name for one in read(path, PLACES, AREAS, options).of(Place)]


@pytest.mark.parametrize(
    ("text", "corners"),
    [
        ("31.6,4.85,0", [(31.6, 4.85)]),
        ("31.6, 4.85, 0", [(31.6, 4.85)]),
        ("31.6 4.85 0", [(31.6, 4.85)]),
        ("31.6 , 4.85", [(31.6, 4.85)]),
        (",31.6,4.85", [(31.6, 4.85)]),
        ("30,4 30.2,4", [(30.0, 4.0), (30.2, 4.0)]),
        ("30, 4, 0 30.2, 4, 0", [(30.0, 4.0), (30.2, 4.0)]),
        ("30,4,0,30.2,4,0,30.3,4,0", [(30.0, 4.0), (30.2, 4.0), (30.3, 4.0)]),
        ("30 4 0 30.2 4 0", [(30.0, 4.0), (30.2, 4.0)]),
        ("30 4 30.2 4.5 30.3 4.1", [(30.0, 4.0), (30.2, 4.5), (30.3, 4.1)]),
        ("30 4 30.2 4.5", [(30.0, 4.0), (30.2, 4.5)]),
        ("", []),
    ],
)
def test_corners_are_read_with_blanks_where_commas_belong(text: str, corners: list[tuple[float, float]]) -> None:
    assert read_corners(text) == corners


@pytest.mark.parametrize("text", ["31,6;4,85", "30,4 31", "x,y", "200,4", "30 4 0 130 5", "nan,4"])
def test_what_makes_no_corners_is_not_guessed(text: str) -> None:
    with pytest.raises(UnreadableCorners):
        read_corners(text)


def test_a_place_without_readable_coordinates_is_kept_and_its_row_says_so(tmp_path: Path) -> None:
    reading = read(kml(tmp_path / "p.kml", place("A", "31.6, 3.85, 0") + place("F", "31,6;3,85")), PLACES, AREAS)
    assert [(p.name, p.point) for p in reading.of(Place)] == [("A", (31.6, 3.85)), ("F", None)]
    assert [(p.row, p.code) for p in reading.ledger.problems] == [(2, "geometry.unreadable")]


def test_every_folder_is_read_and_the_ledger_names_them(tmp_path: Path) -> None:
    path = kml(tmp_path / "f.kml", FOLDERS)
    reading = read(path, PLACES, AREAS)
    assert [p.name for p in reading.of(Place)] == ["A", "B", "C"]
    assert [(e.params["layer"], e.rows) for e in reading.ledger.entries if e.code == "layer.read"] == [
        ("Camps", 1),
        ("Villages", 2),
    ]


def test_one_folder_can_be_chosen_and_a_preview_still_offers_all(tmp_path: Path) -> None:
    path = kml(tmp_path / "f.kml", FOLDERS)
    assert _names(path, ReadOptions(sheet="Villages")) == ["B", "C"]
    seen = preview(path, PLACES, ReadOptions(sheet="Villages"))
    assert (seen.sheets, [row[0] for row in seen.rows]) == (("Camps", "Villages"), ["B", "C"])
    with pytest.raises(KnownError, match=r"layer\.missing"):
        read(path, PLACES, AREAS, ReadOptions(sheet="Towns"))


def test_all_files_of_a_kmz_are_read_also_those_that_a_link_points_to(tmp_path: Path) -> None:
    one, two = (kml(tmp_path / f"{n}.kml", place(n, "31.6,3.85")).read_bytes() for n in "AB")
    link = kml(tmp_path / "doc.kml", "<NetworkLink><Link><href>files/a.kml</href></Link></NetworkLink>").read_bytes()
    assert _names(zipped(tmp_path / "two.kmz", {"a.kml": one, "b.kml": two})) == ["A", "B"]
    linked = read(zipped(tmp_path / "net.kmz", {"doc.kml": link, "files/a.kml": one}), PLACES, AREAS)
    assert [p.name for p in linked.of(Place)] == ["A"]
    assert not [e for e in linked.ledger.entries if e.code == "kml.links_not_followed"]


def test_a_link_to_somewhere_else_is_said_and_never_followed(tmp_path: Path) -> None:
    link = "<NetworkLink><Link><href>http://127.0.0.1:9/x.kml</href></Link></NetworkLink>"
    reading = read(kml(tmp_path / "a.kml", place("A", "31.6,3.85") + link), PLACES, AREAS)
    assert [e.params["count"] for e in reading.ledger.entries if e.code == "kml.links_not_followed"] == [1]
    with pytest.raises(KnownError, match=r"layer\.only_links"):
        read(kml(tmp_path / "only.kml", link), PLACES, AREAS)


def test_what_a_mac_adds_to_an_archive_is_no_file_of_it(tmp_path: Path) -> None:
    content = kml(tmp_path / "a.kml", place("A", "31.6,3.85")).read_bytes()
    path = zipped(tmp_path / "mac.kmz", {"__MACOSX/._a.kml": b"\0\5\x16\7", ".hidden.kml": b"x", "a.kml": content})
    assert _names(path) == ["A"]


@pytest.mark.parametrize(
    "head",
    [
        '\n <?xml version="1.0"?>',
        '<?xml version="1.0"?><!DOCTYPE kml>',
        '<?xml version="1.0"?><!DOCTYPE kml PUBLIC "-//x//EN" "http://127.0.0.1:9/kml.dtd">',
        "",
    ],
)
def test_a_blank_line_before_and_a_document_type_that_declares_nothing_are_harmless(tmp_path: Path, head: str) -> None:
    assert _names(kml(tmp_path / "a.kml", place("A", "31.6,3.85"), head)) == ["A"]


def test_prefixes_that_nobody_declared_are_read_over(tmp_path: Path) -> None:
    inner = f'<gx:Tour xsi:type="x"/>{place("A", "31.6,3.85")}'
    assert _names(kml(tmp_path / "a.kml", inner)) == ["A"]


def test_broken_xml_names_the_line(tmp_path: Path) -> None:
    path = kml(tmp_path / "a.kml", "\n\n" + place("Marula & Kapok", "31.6,3.85"))
    with pytest.raises(KnownError) as caught:
        read(path, PLACES, AREAS)
    assert (caught.value.code, caught.value.params["line"]) == ("xml.broken", 4)


def test_letters_of_an_undeclared_code_page_are_read_once_it_is_stated(tmp_path: Path) -> None:
    path = tmp_path / "a.kml"
    path.write_bytes(f'<?xml version="1.0"?><kml>{place("Bétamé", "31.6,3.85")}</kml>'.encode("cp1252"))
    with pytest.raises(KnownError, match=r"xml\.broken"):
        read(path, PLACES, AREAS)
    assert _names(path, ReadOptions(encoding="cp1252")) == ["Bétamé"]


def test_an_entity_is_still_refused(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match=r"xml\.hostile"):
        read(kml(tmp_path / "a.kml", place("&x;", "31.6,3.85"), '<!DOCTYPE kml [<!ENTITY x "y">]>'), PLACES, AREAS)


def test_shapes_without_names_are_called_after_file_and_number(tmp_path: Path) -> None:
    ring = "<outerBoundaryIs><LinearRing><coordinates>{0},3 {1},3 {1},3.5 {0},3</coordinates></LinearRing></outerBoundaryIs>"
    shapes = "".join(f"<Placemark><Polygon>{ring.format(x, x + 0.3)}</Polygon></Placemark>" for x in (31, 32))
    reading = read(kml(tmp_path / "patrols.kml", shapes), DatasetKind.PRESENCE, AREAS)
    assert [p.name for p in reading.of(Presence)] == ["patrols 1", "patrols 2"]
    assert [(e.code, e.rows) for e in reading.ledger.entries if e.code == "layer.named_by_number"] == [("layer.named_by_number", 2)]


def test_several_lines_of_one_placemark_are_one_line_of_several_parts(tmp_path: Path) -> None:
    lines = "".join(f"<LineString><coordinates>{a},4 {a + 0.2},4</coordinates></LineString>" for a in (30, 30.4))
    path = kml(tmp_path / "m.kml", f"<Placemark><name>x</name><MultiGeometry>{lines}</MultiGeometry></Placemark>")
    presence = read(path, DatasetKind.PRESENCE, AREAS).of(Presence)[0]
    drawn = from_wkb(presence.geometry)
    assert shapely.contains_xy(drawn, 30.1, 4.0)
    assert shapely.contains_xy(drawn, 30.5, 4.0)


def test_areas_of_a_stream_of_numbers_have_their_outline(tmp_path: Path) -> None:
    stream = "31,4,0,31.5,4,0,31.5,4.5,0,31,4.5,0,31,4,0"
    ring = f"<outerBoundaryIs><LinearRing><coordinates>{stream}</coordinates></LinearRing></outerBoundaryIs>"
    data = '<ExtendedData><Data name="pcode"><value>X1</value></Data></ExtendedData>'
    inner = f"<Placemark><name>x</name>{data}<Polygon>{ring}</Polygon></Placemark>"
    area = read(kml(tmp_path / "a.kml", inner), DatasetKind.AREAS).of(Area)[0]
    assert from_wkb(area.geometry).bounds == (31.0, 4.0, 31.5, 4.5)


def test_entries_without_a_name_are_left_out() -> None:
    assert members_meant(["", "/", "./", "doc.kml", "__MACOSX/._doc.kml"]) == ("doc.kml",)

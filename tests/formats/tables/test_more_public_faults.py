"""Faults that other projects met and told of in public, tried here: the second list of docs/evidence-log.md."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.geography import Place
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.formats.files.day_columns import day_styles
from mrm_desktop.formats.files.days import parse_day
from mrm_desktop.geo.coordinates import parse_position
from tests.formats.real_files import problem_codes, read_case
from tests.present import present

PLACES, INCIDENTS, COMMUNITY = DatasetKind.PLACES, DatasetKind.INCIDENTS, DatasetKind.COMMUNITY
TODAY = date(2026, 11, 27)


def _text(tmp_path: Path, text: str, name: str = "x.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


def _days(*cells: str) -> list[str]:
    style = day_styles({"day": set(cells)}, "", TODAY)["day"]
    return [parse_day(cell, style).isoformat() for cell in cells]


# apple/turicreate#1692: a file whose last quotation mark is missing lost its rows in silence.
def test_a_mark_that_is_never_closed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="unclosed_quote"):
        read_case(_text(tmp_path, 'name,lat,lon\nA,4.1,30.6\n"B,4.2,30.7\n'), PLACES)


# tilo/smarter_csv#283: marks for inches in a table between tabs hung the reader.
def test_a_mark_for_inches_is_a_letter_like_others(tmp_path: Path) -> None:
    reading = read_case(_text(tmp_path, 'name\tlat\tlon\nWell 20"\t4.1\t30.6\nTap 5" old\t4.2\t30.7\n', "x.tsv"), PLACES)
    assert [place.name for place in reading.of(Place)] == ['Well 20"', 'Tap 5" old']


# apple/turicreate#907, dbro/csvquote#10: line ends within cells made other rows, or were not counted as a spreadsheet does.
def test_rows_are_counted_as_a_spreadsheet_does(tmp_path: Path) -> None:
    reading = read_case(_text(tmp_path, 'name,note,lat,lon\nA,"this is\nfine",4.1,30.6\nB,,4.2,nowhere\n'), PLACES)
    assert [place.name for place in reading.of(Place)] == ["A", "B"]
    assert (3, "cell.not_a_number") in problem_codes(reading)


# tidyverse/readr#784: a line end within a heading made rows of the headings.
def test_a_line_end_in_a_heading_makes_no_row(tmp_path: Path) -> None:
    reading = read_case(_text(tmp_path, 'name,"height\n(metres)",lat,lon\nA,3,4.1,30.6\nB,4,4.2,30.7\n'), PLACES)
    assert [place.name for place in reading.of(Place)] == ["A", "B"]


# pandas-dev/pandas#10911: rows above the table that hold a line end were counted wrongly when they were skipped.
def test_a_title_of_two_lines_above_the_headings_is_passed_over(tmp_path: Path) -> None:
    reading = read_case(_text(tmp_path, '"Places\nof May",,\nname,lat,lon\nA,4.1,30.6\nB,4.2,30.7\n'), PLACES)
    assert [place.name for place in reading.of(Place)] == ["A", "B"]


# wealthfolio/wealthfolio#1622: 26.06.26 became the year 26; the order has to be that of the whole column.
def test_a_day_that_is_clear_decides_for_its_column() -> None:
    assert _days("03/08/26", "26/06/26") == ["2026-08-03", "2026-06-26"]
    assert _days("26.06.26") == ["2026-06-26"]


# Expensify/App#91569: the short dates of American spreadsheets became the year 25.
def test_a_short_american_date_is_never_the_year_25() -> None:
    assert _days("3/4/25", "12/31/24") == ["2025-03-04", "2024-12-31"]


# SheetJS/sheetjs#1576: 26-07-2019 became 19-07-2026.
def test_a_year_behind_is_no_day() -> None:
    assert _days("26-07-2019") == ["2019-07-26"]


# abritinthebay/datejs#63, #164; scrapinghub/dateparser#1125: a day behind its year was read by the habit of a country.
def test_a_day_behind_its_year_is_read_by_no_habit_of_a_country() -> None:
    assert _days("2009-03-09", "2013-10-09", "1991-05-11") == ["2009-03-09", "2013-10-09", "1991-05-11"]


# Tieske/date#20: 2018-31-02 rolled over into July 2020.
def test_no_month_31_rolls_over() -> None:
    with pytest.raises(KnownError, match="not_a_date"):
        _days("2018-31-02")


# exceljs/exceljs#219, miraisolutions/xlconnect#32, box/spout#480: days of 1904 came four years early.
def test_a_workbook_that_counts_from_1904_has_its_own_days(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    page = present(book.active)
    for row in (("date", "type", "lat", "lon"), (date(2026, 1, 5), "ambush", 4.1, 30.6)):
        page.append(list(row))
    book.save(tmp_path / "mac.xlsx")
    assert [i.happened_on for i in read_case(tmp_path / "mac.xlsx", INCIDENTS).of(Incident)] == [date(2026, 1, 5)]


# dfinke/ImportExcel#762, pyexcel/pyexcel#21: what was hidden in a workbook came in, and nobody knew.
def test_hidden_rows_are_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = present(book.active)
    for row in (("name", "lat", "lon"), ("A", 4.1, 30.6), ("B", 4.2, 30.7)):
        page.append(list(row))
    page.row_dimensions[2].hidden = True
    book.save(tmp_path / "hidden.xlsx")
    reading = read_case(tmp_path / "hidden.xlsx", PLACES)
    assert "table.hidden_rows" in {entry.code for entry in reading.ledger.entries}


# uwaterloo/OpenData#207: the geometry was the wrong way round, and its attributes right.
def test_geometry_the_wrong_way_round_is_refused_whatever_its_attributes_say(tmp_path: Path) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"B{n}", "latitude": 4.1 + n / 10, "longitude": 30.5},
            "geometry": {"type": "Point", "coordinates": [4.1 + n / 10, 30.5]},
        }
        for n in range(4)
    ]
    path = _text(tmp_path, json.dumps({"type": "FeatureCollection", "features": features}), "x.geojson")
    with pytest.raises(KnownError, match="swapped"):
        read_case(path, PLACES)


# cageyjames/GeoJSON-Ballparks#2: the attributes were mended and the geometry forgotten.
def test_attributes_that_were_mended_alone_are_said(tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "properties": {"name": "Park", "lat": 4.9, "long": 31.5},
        "geometry": {"type": "Point", "coordinates": [30.5, 4.1]},
    }
    path = _text(tmp_path, json.dumps({"type": "FeatureCollection", "features": [feature]}), "x.geojson")
    assert (1, "layer.attributes_disagree") in problem_codes(read_case(path, PLACES))


# mapbox/csv2geojson#32: a column between - a height of two lines - was taken for the latitude.
def test_a_height_of_two_lines_is_no_coordinate(tmp_path: Path) -> None:
    text = 'rank,name,elevation,latitude,longitude\n1,Elbert,"14,440 ft\n4401 m",4.1178,30.4454\n'
    assert [place.point for place in read_case(_text(tmp_path, text), PLACES).of(Place)] == [(30.4454, 4.1178)]


# osmandapp/OsmAnd#14082, cachly/issues-tracker#5003, ianengelbrecht/geo-coordinates-parser#15: decimal commas of half of Europe.
@pytest.mark.parametrize(
    ("text", "latitude", "longitude"),
    [
        ("38,7905625 -9,793281", 38.7905625, -9.793281),
        ("38,7905625, -9,793281", 38.7905625, -9.793281),
        ("N51 58,123 E7 35,456", 51.968717, 7.590933),
        ("N 48° 30,6410', E 18° 57,4583'", 48.510683, 18.957638),
        ("N 48° 30' 38,463\", E 18° 57' 27,499\"", 48.510684, 18.957639),
        ("53 16.3863,4 52.8171", 53.273105, 4.880285),
        ("12.33 56.77", 12.33, 56.77),
        ("48.437316, -124", 48.437316, -124.0),
    ],
)
def test_coordinates_as_half_of_europe_writes_them(text: str, latitude: float, longitude: float) -> None:
    position = parse_position(text)
    assert (position.latitude, position.longitude) == pytest.approx((latitude, longitude), abs=1e-6)


# cgeo/cgeo#13840: a list of whole numbers became a position.
def test_a_list_of_numbers_is_no_position() -> None:
    with pytest.raises(KnownError, match="ambiguous_commas"):
        parse_position("1,2,3,4")


# getodk/central-backend#300, ropensci/ruODK#95: of a trace the first corner alone came through.
def test_a_trace_is_no_point(write_csv: Callable[..., Path]) -> None:
    rows = [("name", "gps"), ("A", "4.1 30.6 0.0 0.0; 4.2 30.7 0.0 0.0;")]
    reading = read_case(write_csv(rows), PLACES)
    assert [place.point for place in reading.of(Place)] == [None]
    assert (2, "coordinate.unreadable") in problem_codes(reading)


# getodk/central#73, getodk/aggregate#382: positions with a height, and without it or its exactness.
@pytest.mark.parametrize("text", ["4.1 30.6 413.2 5.0", "4.1 30.6", "POINT Z (30.6 4.1 413.2)", "POINT (30.6 4.1)"])
def test_a_position_with_or_without_its_height(write_csv: Callable[..., Path], text: str) -> None:
    assert [p.point for p in read_case(write_csv([("name", "gps"), ("A", text)]), PLACES).of(Place)] == [(30.6, 4.1)]


# HXLStandard/libhxl-python#276, HXLStandard/hxl-proxy#332: a blank row above, or one between headings and data, hid the table.
@pytest.mark.parametrize("blank", ["above", "between"])
def test_blank_rows_around_the_headings_hide_nothing(tmp_path: Path, blank: str) -> None:
    head, rest = "name,lat,lon\n", "A,4.1,30.6\nB,4.2,30.7\n"
    text = f",,\n{head}{rest}" if blank == "above" else f"{head},,\n{rest}"
    assert [place.name for place in read_case(_text(tmp_path, text), PLACES).of(Place)] == ["A", "B"]


# akvo/akvo-flow#2742: code and answer in one cell, as 1:yes.
def test_code_and_answer_in_one_cell_are_the_answer(write_csv: Callable[..., Path]) -> None:
    ratings, sides = ("much worse", "worse", "better"), ("1:Yes", "0:No", "1:Yes")
    rows = [("date", "area_code", "pk_effect", "pk_party")]
    rows += [("2026-05-01", "ZZ0101", rating, side) for rating, side in zip(ratings, sides, strict=True)]
    (evidence,) = read_case(write_csv(rows), COMMUNITY).of(AreaEvidence)
    counts = present(present(evidence.follow_ups).takes_sides)
    assert (counts.yes, counts.no) == (2, 1)


# Esri/Survey123Community#580: choice0 and choice1 in the place of no and yes.
def test_choices_without_a_name_are_nobodys_answer(write_csv: Callable[..., Path]) -> None:
    rows = [("date", "area_code", "pk_effect", "pk_party")]
    rows += [
        ("2026-05-01", "ZZ0101", r, c)
        for r, c in zip(("much worse", "worse", "better"), ("choice0", "choice1", "choice1"), strict=True)
    ]
    reading = read_case(write_csv(rows), COMMUNITY)
    assert reading.of(AreaEvidence)[0].follow_ups is None
    assert [code for _, code in problem_codes(reading)].count("community.follow_up_unknown") == 3

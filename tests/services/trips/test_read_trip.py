"""A trip file is strict, and comes back as it was written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.trips import CheckIn, Drawn, Lift, MeasureStatus, TripRisk
from mrm_desktop.services.trips.read_trip import parse_points, read_lines, read_trip, write_trip
from tests.services.trips.test_plan_trip import ACROSS, INSIDE, TEXT, trip

GPX = (
    '<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"><rte><name>There</name>'
    '<rtept lat="-22.5" lon="-19.9"/><rtept lat="-22.5" lon="-19.6"/></rte>'
    '<trk><name>Back</name><trkseg><trkpt lat="-22.5" lon="-19.6"/><trkpt lat="-22.4" lon="-19.9"/></trkseg></trk></gpx>'
)


KML = (
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>There</name><LineString><coordinates>'
    "-19.9,-22.5 -19.6,-22.5</coordinates></LineString></Placemark></Document></kml>"
)


RISK = '{threat = "x", likelihood = 2, impact = 1, measure = "", owner = "", status = "done"}'


def written(tmp_path: Path, text: str = TEXT) -> Path:
    path = tmp_path / "t.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_trip_file_is_read(tmp_path: Path) -> None:
    leg = read_trip(written(tmp_path)).legs[0]
    assert leg.route == ((-18.21, -22.29), (-16.55, -21.78))
    assert leg.straight


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("on = 2026-03-05\n", "", "trip.leg_without_date"),
        ("on = 2026-03-05\n", 'on = "2026-03-05"\n', "trip.leg_without_date"),
        ('team = ["Driver"]', 'team = ["Driver"]\nnames = ["A"]', "trip.unknown_key"),
        ('why_now = "now"\n', "", "trip.missing_key"),
        ("mrm-trip/1", "mrm-trip/9", "trip.format"),
        (', "-21.78 -16.55"', "", "trip.leg_without_route"),
        ('"-21.78 -16.55"', '"-22.29 -18.21"', "trip.leg_without_route"),
        ('"-21.78 -16.55"', '"somewhere"', "trip.bad_point"),
        ('points = ["-22.29 -18.21", "-21.78 -16.55"]', 'file = "../secret.gpx"', "trip.no_file"),
        ("check_in = []", "check_in = []\nspeed_kmh = 900", "trip.out_of_range"),
        ("check_in = []", f"check_in = []\nrisk = [{RISK.replace('2', '9')}]", "trip.out_of_range"),
        ("check_in = []", f"check_in = []\nrisk = [{RISK}]", "vocabulary.unknown"),
        ("check_in = []", 'check_in = [{at = "08:00", place = "x", means = "y", on = 2031-01-01}]', "trip.check_in_other_day"),
        ('team = ["Driver"]', "team = [3]", "trip.bad_value"),
        ("[[leg]]", "[[leg", "trip.not_toml"),
    ],
)  # fmt: skip
def test_a_bad_trip_file_is_refused_by_name(old: str, new: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(KnownError) as refused:
        read_trip(written(tmp_path, TEXT.replace(old, new)))
    assert refused.value.code == code
    assert "somewhere" not in str(refused.value)


def test_a_trip_that_was_written_is_read_back(tmp_path: Path, hostile: str) -> None:
    risk = TripRisk("ambush", 3, 5, "two cars", "Security focal point", MeasureStatus.PLANNED)
    made = trip(
        INSIDE, ACROSS, title=hostile, exposed=(hostile,), turn_back=("Bridge, 14:00",), risks=(risk,), destroy_by=date(2026, 3, 20)
    )
    made = replace(made, check_ins=(CheckIn("08:00", "Gate", "radio"), CheckIn("09:00", "Camp", "radio", on=made.legs[0].on)))
    lift = Lift("country_director", hostile, date(2026, 3, 4))
    made = replace(made, legs=(replace(made.legs[0], drawn=Drawn.ROADS), replace(made.legs[1], lift=lift)))
    assert read_trip(written(tmp_path, write_trip(made))) == made


@pytest.mark.parametrize(("name", "content"), [("way.gpx", GPX), ("way.kml", KML)])
def test_a_leg_comes_from_a_route_file(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    text = TEXT.replace('points = ["-22.29 -18.21", "-21.78 -16.55"]', f'file = "{name}"\nline = "There"')
    leg = read_trip(written(tmp_path, text)).legs[0]
    assert (leg.route, leg.drawn) == (INSIDE, Drawn.IMPORTED)
    with pytest.raises(KnownError, match=r"trip\.no_such_line"):
        read_trip(written(tmp_path, text.replace('line = "There"', 'line = "Nowhere"')))


def test_every_line_of_a_route_file_can_be_a_leg(tmp_path: Path) -> None:
    (tmp_path / "way.gpx").write_text(GPX, encoding="utf-8")
    assert [line.name for line in read_lines(tmp_path / "way.gpx")] == ["There", "Back"]


def test_waypoints_of_a_route_file_keep_their_names_on_the_leg_and_in_the_trip_file(tmp_path: Path) -> None:
    """Finding 40."""
    points = "".join(
        f'<wpt lat="{y}" lon="{x}"><name>{name}</name></wpt>'
        for x, y, name in ((-19.7, -22.5, "Ford"), (-19.9, -22.5001, "Gate"), (-19.7, -21.0, "Elsewhere"))
    )
    (tmp_path / "way.gpx").write_text(GPX.replace("<rte>", f"{points}<rte>"), encoding="utf-8")
    there = read_lines(tmp_path / "way.gpx")[0]
    assert [point.name for point in there.waypoints] == ["Gate", "Ford"], "in the order of the way, and none that lies off it"
    one = trip(INSIDE)
    kept = replace(one, legs=(replace(one.legs[0], waypoints=there.waypoints, leave_at="06:30"),))
    (tmp_path / "t.toml").write_text(write_trip(kept), encoding="utf-8")
    assert read_trip(tmp_path / "t.toml").legs[0].waypoints == there.waypoints
    assert read_trip(tmp_path / "t.toml").legs[0].leave_at == "06:30"


def test_a_departure_that_is_no_hour_is_refused(tmp_path: Path) -> None:
    text = write_trip(trip(INSIDE)).replace("[[leg]]", '[[leg]]\nleave_at = "at dawn"')
    with pytest.raises(KnownError, match=r"trip\.bad_hour"):
        read_trip(written(tmp_path, text))


def test_pasted_coordinates_may_be_written_in_any_notation() -> None:
    found = parse_points("-22.5, -19.9\n\n22°30'00\"S 19°36'00\"W\n27K XR 00000 00000\n")
    assert found[:2] == ((-19.9, -22.5), (-19.6, -22.5))
    assert len(found) == 3
    with pytest.raises(KnownError) as refused:
        parse_points("-22.5 -19.9\nthe bridge")
    assert (refused.value.code, refused.value.params["number"]) == ("trip.bad_point", 2)


def test_a_plan_is_gone_within_thirty_days_of_return() -> None:
    assert trip().to_destroy_on == date(2026, 4, 4)
    assert trip(destroy_by=date(2026, 3, 10)).to_destroy_on == date(2026, 3, 10)
    assert trip(destroy_by=date(2027, 1, 1)).to_destroy_on == date(2026, 4, 4)

"""Trips: strict files, corridors inside the project, and no leg that goes by itself."""

from __future__ import annotations

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.reports.trip_pack import mgrs_of
from mrm_desktop.services.trip_file import read_trip

TEXT = """format = "mrm-trip/1"
title = "Run"
purpose = "child_protection"
criticality = "pc2"
mode = "liaison"
why_now = "now"
if_not = "harm"
team = ["Driver"]
vehicles = ["car"]
approvers = ["Director"]
abort_triggers = ["shots"]
check_in = []
overdue = []
[[leg]]
name = "Out"
on = 2026-03-05
points = ["-22.29 -18.21", "-21.78 -16.55"]
"""


def test_a_trip_file_is_read(tmp_path):
    path = tmp_path / "t.toml"
    path.write_text(TEXT, encoding="utf-8")
    leg = read_trip(path).legs[0]
    assert leg.route == ((-18.21, -22.29), (-16.55, -21.78))
    assert leg.straight


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("on = 2026-03-05\n", "", "trip.leg_without_date"),
        ('team = ["Driver"]', 'team = ["Driver"]\nnames = ["A"]', "trip.unknown_key"),
        ('why_now = "now"\n', "", "trip.missing_key"),
        ("mrm-trip/1", "mrm-trip/9", "trip.format"),
        (', "-21.78 -16.55"', "", "trip.leg_without_route"),
    ],
)
def test_a_bad_trip_file_is_refused_by_name(old, new, code, tmp_path):
    path = tmp_path / "t.toml"
    path.write_text(TEXT.replace(old, new), encoding="utf-8")
    with pytest.raises(KnownError) as refused:
        read_trip(path)
    assert refused.value.code == code


def test_mgrs_is_grouped():
    assert mgrs_of(-18.21, -22.29) == "27K YR 8747 3241"

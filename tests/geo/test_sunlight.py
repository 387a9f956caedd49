"""The sun rises and sets when almanacs say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from mrm_desktop.geo.sunlight import SUNRISE_DEGREES, sun_altitude


def crossings(longitude: float, latitude: float, midnight: datetime) -> list[float]:
    """Minutes after midnight at which the sun rises or sets."""
    minutes = np.arange(0.0, 1440.0, 0.25)
    spots = np.full(len(minutes), longitude), np.full(len(minutes), latitude)
    is_up = sun_altitude(*spots, minutes, midnight) >= SUNRISE_DEGREES
    return [float(m) for m in minutes[1:][is_up[1:] != is_up[:-1]]]


# From the tables of the US Naval Observatory and timeanddate.com, local time as minutes of the day.
@pytest.mark.parametrize(
    ("longitude", "latitude", "day", "hours_ahead", "rises", "sets"),
    [
        (-0.1278, 51.5074, (2026, 6, 21), 1, 4 * 60 + 43, 21 * 60 + 22),  # London
        (31.58, 4.85, (2026, 3, 20), 2, 5 * 60 + 59, 18 * 60 + 4),  # Juba
        (36.82, -1.29, (2026, 12, 21), 3, 6 * 60 + 25, 18 * 60 + 38),  # Nairobi
    ],
)
def test_the_sun_rises_and_sets_as_in_the_almanac(
    longitude: float, latitude: float, day: tuple[int, int, int], hours_ahead: int, rises: int, sets: int
) -> None:
    midnight = datetime(*day, tzinfo=UTC) - timedelta(hours=hours_ahead)
    assert crossings(longitude, latitude, midnight) == pytest.approx([rises, sets], abs=3)


def test_beyond_the_polar_circle_it_may_not_set_at_all() -> None:
    assert crossings(20.0, 70.0, datetime(2026, 6, 21, tzinfo=UTC)) == []

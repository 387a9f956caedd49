"""How high the sun stands, by the low-precision formulas of the Astronomical Almanac: a hundredth of a degree, a few seconds of time."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

SUNRISE_DEGREES = -0.833  # the upper edge of the sun on the horizon, with the refraction of the air
CIVIL_TWILIGHT_DEGREES = -6.0  # below it headlights are needed
_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)

Numbers = npt.NDArray[np.float64]


def sun_altitude(longitude: Numbers, latitude: Numbers, minutes: Numbers, midnight: datetime) -> Numbers:
    """Return the altitude of the sun's centre, degrees.

    Parameters
    ----------
    longitude, latitude : ndarray
        Degrees.
    minutes : ndarray
        Minutes after ``midnight``.
    midnight : datetime
        Any moment, with its time zone.
    """
    days = (midnight - _J2000).total_seconds() / 86_400.0 + minutes / 1440.0
    anomaly = np.radians(357.528 + 0.9856003 * days)
    mean = 280.460 + 0.9856474 * days
    ecliptic = np.radians(mean + 1.915 * np.sin(anomaly) + 0.020 * np.sin(2 * anomaly))
    tilt = np.radians(23.439 - 4e-7 * days)
    ascension = np.arctan2(np.cos(tilt) * np.sin(ecliptic), np.cos(ecliptic))
    declination = np.arcsin(np.sin(tilt) * np.sin(ecliptic))
    sidereal = np.radians(280.46062 + 360.98564737 * days + longitude)
    north = np.radians(latitude)
    hour_angle = sidereal - ascension
    sine = np.sin(north) * np.sin(declination) + np.cos(north) * np.cos(declination) * np.cos(hour_angle)
    return np.asarray(np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0))))

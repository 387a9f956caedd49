"""Limits that are not the method's: of disclosure control, and of what maps and papers call near, regular or remote.

A number of the method stands in the policy and reaches maps and papers through a view (:class:`mrm_desktop.domain.views.ClassLimits`).
"""

from __future__ import annotations

from datetime import timedelta

from mrm_desktop.domain.vocabulary import PatrolFrequency

SMALLEST_CELL = 10
"""People below which an answer could point at somebody (OCHA data responsibility guidelines; DOMAIN section 6)."""

PRESENCE_DELAY = timedelta(days=7)
"""What is said of presence is at least this old: a fresh sighting tells where soldiers are now (DOMAIN section 6.2)."""

REGULAR_PATROLS = frozenset({PatrolFrequency.WEEKLY, PatrolFrequency.FORTNIGHTLY, PatrolFrequency.MONTHLY})
"""Frequencies at which people see peacekeepers often enough to have a view of them (DOMAIN section 6.2)."""

REMOTE_FROM_KM = 50.0
"""A place at this distance from the nearest known base, or farther, is remote: half a day on a bad road."""

ROADS_MEET_M = 25.0
"""Two roads of a map whose ends lie nearer than this meet: what a sheet at 1:50,000 may be wrong by (1/50 inch; US National Map
Accuracy Standards, 1947), which is also what a receiver in a vehicle is."""

ROAD_GAP_M = 250.0
"""A road that ends this near to another one without meeting it may be a gap of the map: it is said, and never driven over."""

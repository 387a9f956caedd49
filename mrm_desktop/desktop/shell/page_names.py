"""The pages of an open project by their names. The pages themselves are imported when a project is opened: the window stands before."""

from __future__ import annotations

from collections.abc import Mapping

PAGES: Mapping[str, tuple[str, ...]] = {
    "map": ("areas",),
    "evidence": ("datasets", "perceptions", "who_matters", "missions", "call_sheet"),
    "assess": ("request", "decisions", "consistency"),
    "trips": ("plan", "board"),
    "reports": ("make",),
}
"""Workspaces in the order of the bar, each with its pages in the order of their names below it."""
HOME: Mapping[str, tuple[str, ...]] = {"briefing": ("today",)}
"""The workspace that the home button opens; it stands in no bar."""
BRIEFING = "briefing/today"
MAP = "map/areas"
DATASETS = "evidence/datasets"
TRIPS = "trips/plan"
BOARD = "trips/board"
CALL_SHEET = "evidence/call_sheet"

"""Missions by their title, and never by a bare acronym."""

from __future__ import annotations

from mrm_desktop.domain.missions import MissionRecord
from mrm_desktop.foundation.words import Words


def mission_title(record: MissionRecord, words: Words, is_closed: bool = False) -> str:
    """Return what a mission is called: its acronym with its country, and that it is closed."""
    return words.say("mission.title.closed" if is_closed else "mission.title", acronym=record.acronym, where=record.country_area)

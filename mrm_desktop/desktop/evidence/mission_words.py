"""A mission in words: every fact of it with its caption."""

from __future__ import annotations

from mrm_desktop.domain.missions import MissionRecord
from mrm_desktop.domain.vocabulary import MissionStatus
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.duty_wording import without_line
from mrm_desktop.services.evidence.mission_sheet import MissionSheet

Fact = tuple[str, str]
DECIDED = 5
"""How many of the facts are what was decided; the others are what is there."""


def state_in_words(record: MissionRecord, status: MissionStatus, words: Words) -> str:
    """Say how far a mission may be relied upon, and since when."""
    if status is MissionStatus.UNCONFIRMED and record.last_checked is None:
        return words.say("missions.state.never")
    return words.say(f"missions.state.{status}", day=record.last_checked or "–")


def facts_in_words(sheet: MissionSheet, words: Words) -> list[Fact]:
    """Return every fact of the project's mission; end of the mandate, closing and withdrawal each for itself."""
    record = sheet.missions[0][0]
    withdraws = sheet.withdrawals.get(record.acronym)
    none = words.say("missions.fact.none")
    units = [words.say("missions.contingent", code=u.code, country=u.contributing_country) for u in sheet.contingents]
    contacts = [f"{p.role} · {words.term('reach', p.reach)}" for p in without_line(sheet.focal_points, sheet.lines)]
    facts = {
        "mandate_end": words.day(record.mandate_end) if record.mandate_end else words.say("missions.fact.open_end"),
        "closes": words.day(record.closes_on) if record.closes_on else words.say("missions.fact.not_decided"),
        "withdraws": words.day(withdraws) if withdraws else words.say("missions.fact.not_announced"),
        "protection": words.say(f"mission_protection.{record.protection_mandate}"),
        "checked": record.source,
        "military": words.say(f"mission_military.{record.military}"),
        "advisers": words.say(f"mission_advisers.{record.advisers}"),
        "contingents": "\n".join(units) or none,
        "contacts": "\n".join(contacts) or none,
    }
    shown = {name: text for name, text in facts.items() if name != "contacts" or contacts}
    return [(words.say(f"missions.fact.{name}"), text) for name, text in shown.items()]

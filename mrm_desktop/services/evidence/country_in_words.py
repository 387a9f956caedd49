"""What is shipped of a country, in lines: the first page of the window and the command say the same."""

from __future__ import annotations

from collections.abc import Iterable

from mrm_desktop.domain.countries import Country, OtherForce
from mrm_desktop.domain.missions import MissionRecord, RecordedStatus
from mrm_desktop.foundation.words import Words


def country_in_words(country: Country, missions: Iterable[MissionRecord], words: Words) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return headings, each with its lines: missions, forces of others, outlines, neighbours. What has gone is marked as gone."""
    known = {record.acronym: record for record in missions}
    parts = [
        ("missions", tuple(_mission(known[acronym], words) for acronym in country.missions)),
        ("forces", tuple(_force(force, country, words) for force in country.forces)),
        ("outlines", outlines_in_words(country, words)),
        ("neighbours", _neighbours(country, words)),
    ]
    return tuple((words.say(f"country.heading.{name}"), lines) for name, lines in parts if lines)


def outlines_in_words(country: Country, words: Words) -> tuple[str, ...]:
    """Say how many outlines there are, beside how many units there are today, and on how many of them nothing is decided."""
    if not country.official:
        return (words.say("country.outlines.no_units", count=country.units),)
    said = [words.say("country.outlines", count=country.units, official=country.official)]
    if country.redrawn:
        said.append(words.say("country.redrawn", count=country.redrawn, units=country.units))
    return tuple(said)


def _mission(record: MissionRecord, words: Words) -> str:
    if record.recorded_status is RecordedStatus.CLOSED:
        return words.say("country.mission.closed", acronym=record.acronym, on=record.closes_on or record.mandate_end)
    code = "country.mission" if record.mandate_end is not None else "country.mission.open"
    return words.say(code, acronym=record.acronym, on=record.mandate_end)


def _force(force: OtherForce, country: Country, words: Words) -> str:
    told = {"force": force.name, "led_by": force.led_by, "since": str(force.since)}
    if force.has_left:
        return words.say("country.force.left", **told, until=str(force.until))
    return words.say("country.force", **told, on=country.checked)


def _neighbours(country: Country, words: Words) -> tuple[str, ...]:
    names = [names.get(words.language) or names["en"] for names in country.neighbours]
    return (words.list(names),) if names else ()

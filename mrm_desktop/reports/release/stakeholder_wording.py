"""Who matters in words: a row of the table for each group, and what must be thought of before anybody speaks with them."""

from __future__ import annotations

from mrm_desktop.domain.stakeholders import ARMED, Known, WhoMatters
from mrm_desktop.foundation.words import Words

COLUMNS = ("who", "area", "course", "influence", "acceptance", "contact_view", "engagement", "last_met", "next_step", "judged")
"""Columns of the table, named in words by ``who.column.<name>``."""


def row_of(group: Known, area: str, words: Words) -> tuple[str, ...]:
    """Return the texts of :data:`COLUMNS`; ``area`` is the name of its area as it is written there."""
    one = group.stakeholder
    return (
        one.who,
        area or words.say("who.whole_country"),
        words.term("course", one.course),
        words.term("influence", one.influence),
        words.term("acceptance", one.acceptance),
        words.term("contact_view", one.contact_view),
        words.term("engagement", one.engagement),
        words.day(one.last_met) if one.last_met else words.say("who.never_met"),
        one.next_step or "–",
        words.say("who.old", day=one.on) if group.is_old else words.day(one.on),
    )


def cautions_of(found: WhoMatters, words: Words) -> list[str]:
    """Return who is against contact or wary of it, and that not everybody speaks with those who are armed."""
    against = [words.pair(g.stakeholder.who, words.term("contact_view", g.stakeholder.contact_view)) for g in found.against_contact]
    said = [words.say("who.against", groups=against)] if against else []
    return said + ([words.say("who.armed")] if any(g.stakeholder.kind in ARMED for g in found.groups) else [])

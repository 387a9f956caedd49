"""Codes of a released view in a reader's words: short labels and values, the same in every report."""

from __future__ import annotations

from datetime import date

from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.disclosure import ReleasedPerception
from mrm_desktop.reports.release.ladder import NOT_SHARED, ReleasedView, Value

_DAYS = frozenset({"expires_on", "presence_month"})
_MAP_CLASSES = frozenset({"ceiling", "acceptance", "tolerance", "confidence"})
_TERMS = {"verdict": "verdict", "channel": "channel", "deciding_gate": "gate"}


def isolated(text: str, words: Words) -> str:
    """Keep figures, codes and coordinates in the order in which they are written on a page that runs from right to left."""
    return f"\u2066{text}\u2069" if words.is_right_to_left and text else text


def as_written(name: str, words: Words) -> str:
    """Keep what somebody typed, in whatever script, from mixing with the sentence around it on a page that runs from right to left."""
    return f"\u2068{name}\u2069" if words.is_right_to_left and name else name


def when(iso: str, words: Words) -> str:
    """Return a day (``2026-03-01``) or a month (``2026-03``) of a released view as people write it."""
    if not iso:
        return "–"
    return words.month(date.fromisoformat(f"{iso}-01")) if len(iso) == len("2026-03") else words.day(date.fromisoformat(iso))


def label_of(field: str, words: Words) -> str:
    """Return the short name of a field of an area."""
    return words.say(f"label.{field}")


def value_of(field: str, value: Value, words: Words) -> str:
    """Return the value of a field of an area as people read it."""
    if value is None or value == "":
        return "–"
    if value == NOT_SHARED:
        return words.say("class.not_shared")
    if field in _DAYS:
        return when(str(value), words)
    if field in _MAP_CLASSES:
        return words.say(f"map.class.{field}.{value}")
    if field in _TERMS:
        return words.term(_TERMS[field], str(value))
    if field in ("presence", "evidence"):
        return words.say(f"class.{field}.{value}")
    return isolated(words.value(value), words)


def perception_row(p: ReleasedPerception, words: Words) -> list[str]:
    """Return one row of perceptions: group, rating, shares, answers, refusals, month, method and grade."""
    if p.suppressed:
        return [
            words.term("stratum", p.stratum),
            words.say("class.suppressed"),
            "–",
            "–",
            words.say("class.under_10"),
            "–",
            when(p.collected, words),
            p.grade,
        ]
    return [
        words.term("stratum", p.stratum),
        words.say(f"class.rating.{p.rating}"),
        *(isolated(text or "–", words) for text in (p.favourable, p.unfavourable, p.answers, p.refused)),
        when(p.collected, words),
        f"{words.term('method', p.method)}, {p.grade}",
    ]


PERCEPTION_COLUMNS = ("group", "rating", "favourable", "unfavourable", "answers", "refused", "collected", "method")


def marginalia(released: ReleasedView, words: Words, citations: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return what every page says of itself: what it is no permission for, boundaries, delays, sources, policy and program."""
    policy = released.policy
    return (
        words.say("note.not_for_targeting"),
        words.say("map.note.boundaries"),
        words.say("page.presence_delay"),
        *citations,
        words.say("note.policy", name=policy.name, version=policy.version, checksum=policy.checksum[:12]),
        words.say("page.program", version=released.program_version),
    )


def heading_of(released: ReleasedView, words: Words) -> str:
    """Return the line below a title: mode, purpose, day of the state of knowledge, month of the figures."""
    line = words.say(
        "page.under",
        mode=words.term("mode", released.mode),
        purpose=words.term("purpose", released.purpose),
        day=released.on,
    )
    return f"{line} · {words.say('page.figures', period=when(released.period, words))}" if released.period else line

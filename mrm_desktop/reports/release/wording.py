"""Codes of a released view in a reader's words: short labels and values, the same in every report."""

from __future__ import annotations

from datetime import date

from mrm_desktop.domain.vocabulary import Rated, Stratum
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


def object_name(rated: Rated, unit: str, words: Words) -> str:
    """Return who was rated, such as "another force (AU-1)"."""
    name = words.term("rated", rated)
    return f"{name} ({as_written(unit, words)})" if unit else name


def group_name(stratum: Stratum, asked_elsewhere: bool, words: Words) -> str:
    """Return who answered: a group, and whether it was asked outside its area."""
    if asked_elsewhere and stratum is Stratum.ALL:
        return words.say("group.elsewhere")
    name = words.term("stratum", stratum)
    return words.say("group.asked_elsewhere", group=name) if asked_elsewhere else name


def group_and_object(stratum: Stratum, asked_elsewhere: bool, rated: Rated, unit: str, words: Words) -> str:
    """Return who answered, and, unless it was the UN military here as a whole, about whom: it may enter no acceptance."""
    name = group_name(stratum, asked_elsewhere, words)
    if rated is Rated.UN_MILITARY and not unit:
        return name
    return words.say("group.about", group=name, rated=object_name(rated, unit, words))


def said_beside(takes_sides: float | None, minds_being_seen: float | None, bad_conduct: float | None, words: Words) -> str:
    """Return the shares of those who answered each further question, 0 to 1, in words; "–" where nothing may be told."""
    shares = {"takes_sides": takes_sides, "minds_being_seen": minds_being_seen, "bad_conduct": bad_conduct}
    told = [words.say(f"beside.{name}", share=words.percent(share)) for name, share in shares.items() if share is not None]
    return "; ".join(told) or "–"


def perception_row(p: ReleasedPerception, words: Words) -> list[str]:
    """Return one row of perceptions: group, rating, shares, answers, refusals, month, method and grade."""
    group = group_and_object(Stratum.parse(p.stratum), p.asked_elsewhere, Rated.parse(p.rated), "", words)
    if p.suppressed:
        return [
            group,
            words.say("class.suppressed"),
            *["–"] * 4,
            when(p.collected, words),
            p.grade or "–",
        ]
    return [
        group,
        words.say(f"class.rating.{p.rating}"),
        *(isolated(text or "–", words) for text in (p.favourable, p.unfavourable, p.answers, p.refused)),
        when(p.collected, words),
        f"{words.term('method', p.method)}, {p.grade}",
    ]


PERCEPTION_COLUMNS = ("group", "rating", "favourable", "unfavourable", "answers", "refused", "collected", "method")


def channel_of(released: ReleasedView, words: Words) -> str:
    """Return the civilian channel of all areas of a view in one sentence; what its reader may have of each area always holds it."""
    channels = dict.fromkeys(value_of("channel", area.values["channel"], words) for area in released.areas)
    return words.say("page.channel", channel=list(channels)) if channels else words.say("page.channel.any")


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
    """Return the line below a title: mode, purpose, day of the state of knowledge, month of the figures, and how old the answers are."""
    line = words.say(
        "page.under",
        mode=words.term("mode", released.mode),
        purpose=words.term("purpose", released.purpose),
        day=released.on,
    )
    parts = [line]
    if released.period:
        parts.append(words.say("page.figures", period=when(released.period, words)))
    if released.answers_between is not None:
        first, last = (when(day, words) for day in released.answers_between)
        span = first if first == last else words.say("page.rests_on.span", first=first, last=last)
        parts.append(words.say("page.rests_on", span=span))
    return " · ".join(parts)

"""The three findings of the perception brief, each as a sentence with what it rests on; made of what the reader may have alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from mrm_desktop.domain.perception_changes import RatedChange
from mrm_desktop.domain.vocabulary import Rated, Stratum
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.disclosure import PARTS, RATINGS, ReleasedPerception
from mrm_desktop.reports.release.ladder import Reader, ReleasedArea, ReleasedView, may_read
from mrm_desktop.reports.release.wording import as_written, isolated, when

HALF_A_CLASS = 0.5
MOST_NAMED = 4
PATROLLED = ("regular", "occasional")
NOT_ACCEPTED = ("rejecting", "doubtful")
KNOWN = (*NOT_ACCEPTED, "mixed", "accepting")


class Finding(NamedTuple):
    """A headline, and below it what it rests on."""

    headline: str
    rests_on: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What one group of one area said in one round, -2 to 2: a mean with its interval, or for other readers a class with its bounds.

    Attributes
    ----------
    answers : str
        How many answered: a number inside the organisation, else a class.
    is_exact : bool
        Whether it is a mean with its interval, and no class.
    """

    area_code: str
    group: str
    month: str
    value: float
    low: float
    high: float
    answers: str
    row: ReleasedPerception
    is_exact: bool = False


def counts_here(p: ReleasedPerception) -> bool:
    """Tell whether a row is about the UN military, asked where people live: the rest enters no acceptance, and no chart of it."""
    return p.rated == Rated.UN_MILITARY.value and not p.asked_elsewhere


def rounds_heard(released: ReleasedView) -> dict[tuple[str, str], list[Heard]]:
    """Return the rounds of each group of each area as far as they may be shown, the newest first; those of one method each."""
    exact = {_key(row): row for row in released.evidence if row["rated"] == Rated.UN_MILITARY.value}
    lines: dict[tuple[str, ...], list[Heard]] = defaultdict(list)
    for p in released.perceptions:
        if counts_here(p) and not p.suppressed and p.rating:
            known = exact.get((p.area_code, p.round, p.stratum, p.source, p.method))
            lines[p.area_code, p.stratum, p.method].append(_heard(p, known))
    found: dict[tuple[str, str], list[Heard]] = {}
    for (area, group, *_), line in lines.items():
        line.sort(key=lambda heard: (heard.month, heard.row.round), reverse=True)
        best = found.get((area, group))
        if best is None or (line[0].month, len(line)) > (best[0].month, len(best)):
            found[area, group] = line
    return found


def _key(row: Mapping[str, Any]) -> tuple[str, ...]:
    return row["area_code"], row["round"], row["stratum"], row["source"], row["method"]


def _heard(p: ReleasedPerception, known: Mapping[str, Any] | None) -> Heard:
    if known is not None and known["low"] is not None:
        answers = f"{known['answered']:.0f}"
        return Heard(p.area_code, p.stratum, p.collected, known["mean_rating"], known["low"], known["high"], answers, p, True)
    middle = RATINGS.index(p.rating) - 2.0
    low, high = max(-2.0, middle - HALF_A_CLASS), min(2.0, middle + HALF_A_CLASS)
    return Heard(p.area_code, p.stratum, p.collected, middle, low, high, p.answers, p)


def findings(released: ReleasedView, changes: Sequence[RatedChange], words: Words) -> tuple[Finding, ...]:
    """Return up to three findings: who sees the mission worst, what changed, and where it patrols without being accepted.

    Parameters
    ----------
    changes : Sequence[RatedChange]
        Changes that were tested, for readers inside the organisation; for all others classes are compared.
    """
    names = {area.code: as_written(area.name, words) for area in released.areas}
    heard = rounds_heard(released)
    found = [_worst(heard, names, words)]
    if released.reader is Reader.INTERNAL:
        found.append(_tested(changes, heard, names, words))
    elif may_read(released.reader, "perceptions"):
        found.append(_moved(heard, names, words))
    found.append(_patrolled(released.areas, words) if may_read(released.reader, "acceptance") else _known(released.areas, words))
    return tuple(one for one in found if one is not None)


def _worst(heard: Mapping[tuple[str, str], list[Heard]], names: Mapping[str, str], words: Words) -> Finding | None:
    if not heard:
        return None
    worst = min((line[0] for line in heard.values()), key=lambda one: (one.high, one.area_code))
    group = words.term("stratum", Stratum.parse(worst.group))
    rating = words.say(f"class.rating.{worst.row.rating}")
    headline = words.say("brief.finding.worst", group=group, area=names[worst.area_code], rating=rating)
    return Finding(headline, rests_on(worst, words))


def rests_on(one: Heard, words: Words) -> str:
    """Say what a finding rests on: how many answered, the interval or the class, by which method, and when."""
    row = one.row
    about = {
        "answers": isolated(one.answers, words),
        "method": words.term("method", row.method),
        "grade": row.grade,
        "on": when(row.collected, words),
    }
    if one.is_exact:
        ends = {"mean": one.value, "low": one.low, "high": one.high}
        return words.say("brief.rests.interval", **{name: signed(value, words) for name, value in ends.items()}, **about)
    return words.say("brief.rests.class", share=isolated(row.unfavourable or "–", words), **about)


def signed(value: float, words: Words) -> str:
    """Return a rating with its sign, in the order in which it is written."""
    sign = "\u2212" if value < -0.05 else "+" if value > 0.05 else ""
    return isolated(f"{sign}{words.fixed(abs(value), 1)}", words)


def _tested(
    changes: Sequence[RatedChange], heard: Mapping[tuple[str, str], list[Heard]], names: Mapping[str, str], words: Words
) -> Finding:
    certain = [change for change in changes if change.is_beyond_chance and change.area_code in names]
    if not certain:
        tests = max((change.tests for change in changes), default=0)
        same = words.say("brief.finding.no_change"), words.say("brief.rests.no_change", count=tests)
        none = words.say("brief.finding.one_round"), words.say("brief.rests.one_round")
        return _apart(heard, names, words) or Finding(*(same if tests else none))
    most = max(certain, key=lambda change: abs(change.change))
    code = "brief.finding.worse" if most.change < 0 else "brief.finding.better"
    group = words.say(f"review.group.{most.group}")
    before, after = most.earlier, most.later
    rests = words.say(
        "brief.rests.change",
        before=signed(before.mean, words),
        after=signed(after.mean, words),
        low=signed(after.low, words),
        high=signed(after.high, words),
        first=words.number(before.answered, 0),
        then=words.number(after.answered, 0),
        since=before.on,
        count=most.tests,
    )
    return Finding(words.say(code, group=group, area=names[most.area_code]), rests)


def _apart(heard: Mapping[tuple[str, str], list[Heard]], names: Mapping[str, str], words: Words) -> Finding | None:
    """Return the two groups of an area that see the mission most differently, where their intervals do not overlap."""
    newest = {key: line[0] for key, line in heard.items()}
    pairs = [
        (newest[area, one], newest[area, other])
        for area, one in newest
        for both in PARTS
        for other in both
        if one in both and one != other and (area, other) in newest
    ]
    apart = [(worse, better) for worse, better in pairs if worse.high < better.low]
    if not apart:
        return None
    worse, better = max(apart, key=lambda pair: (pair[1].value - pair[0].value, pair[0].area_code))
    group, other = (words.term("stratum", Stratum.parse(one.group)) for one in (worse, better))
    ends = {
        "low": worse.low,
        "high": worse.high,
        "from": better.low,
        "to": better.high,
        "before": worse.value,
        "after": better.value,
    }
    told = {name: signed(value, words) for name, value in ends.items()}
    return Finding(
        words.say("brief.finding.apart", group=group, other=other, area=names[worse.area_code]),
        words.say("brief.rests.apart", first=worse.answers, then=better.answers, **told),
    )


def _moved(heard: Mapping[tuple[str, str], list[Heard]], names: Mapping[str, str], words: Words) -> Finding:
    pairs = pairs_of(heard.values())
    lower, higher = ([p for p in pairs if (p[1].value - p[0].value) * sign > 0] for sign in (-1, 1))
    if not pairs:
        return Finding(words.say("brief.finding.one_round"), words.say("brief.rests.one_round"))
    places = dict.fromkeys(names[later.area_code] for _, later in (lower or higher))
    code = "lower" if lower else "higher" if higher else "same"
    headline = words.say(f"brief.finding.{code}", areas=named(list(places), words))
    return Finding(headline, words.say("brief.rests.classes", count=len(pairs), lower=len(lower), higher=len(higher)))


def pairs_of(lines: Iterable[Sequence[Heard]]) -> list[tuple[Heard, Heard]]:
    """Return the two newest rounds of every group that was asked twice by the same method, the earlier first."""
    return [(line[1], line[0]) for line in lines if len(line) > 1 and line[1].row.round != line[0].row.round]


def _patrolled(areas: Sequence[ReleasedArea], words: Words) -> Finding:
    both = [a for a in areas if a.values["presence"] in PATROLLED and a.values["acceptance"] in KNOWN]
    disliked = [as_written(a.name, words) for a in both if a.values["acceptance"] in NOT_ACCEPTED]
    code = "brief.finding.patrolled" if disliked else "brief.finding.none_patrolled"
    rests = words.say("brief.rests.both_known", count=len(both), all=len(areas))
    return Finding(words.say(code, areas=named(disliked, words), count=len(disliked)), rests)


def _known(areas: Sequence[ReleasedArea], words: Words) -> Finding:
    enough = sum(area.values["evidence"] == "sufficient" for area in areas)
    return Finding(words.say("brief.finding.known", count=enough, all=len(areas)), words.say("brief.rests.known"))


def named(names: Sequence[str], words: Words, most: int = MOST_NAMED) -> str:
    """Name some in one line, the first of many."""
    more = len(names) - most
    return words.list([*names[:most], *([words.say("brief.and_more", count=more)] if more > 0 else [])])

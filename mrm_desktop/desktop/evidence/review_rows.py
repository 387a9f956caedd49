"""The rows of the review's tables in words. They are hundreds in a country: made by whoever reviews, beside the window and not in it."""

from __future__ import annotations

from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.wording import object_name, said_beside
from mrm_desktop.services.evidence.perceptions.cells import Cell
from mrm_desktop.services.evidence.perceptions.presence_and_acceptance import QuadrantPoint
from mrm_desktop.services.evidence.perceptions.review import NotCounted, PerceptionReview
from mrm_desktop.services.evidence.perceptions.saying import difference_in_words, group_in_words, interval_in_words, signed
from mrm_desktop.services.evidence.perceptions.to_collect import ToCollect
from mrm_desktop.services.evidence.perceptions.trends import Difference

Row = tuple[str, ...]
WORST_FIRST = (
    *("often_disliked", "often_undecided", "rarely_disliked", "rarely_undecided", "unknown"),
    *("rarely_accepted", "often_accepted"),
)
LEAST_PROBABILITY = 0.001


def rows_of(review: PerceptionReview, words: Words) -> dict[str, list[Row]]:
    """Return the rows of each table by its name: ``differences``, ``quadrant``, ``not_counted`` and ``gaps``."""
    names = {row.area_code: row.area_name for row in review.rows}
    differences = sorted((*review.changes, *review.contrasts), key=lambda d: (d.probability is None, d.probability or 0.0))
    worst_first = sorted(review.quadrant, key=lambda p: (WORST_FIRST.index(p.quadrant), p.area_name))
    return {
        "differences": [_difference(d, names, words) for d in differences],
        "quadrant": [_point(p, words) for p in worst_first],
        "not_counted": [_not_counted(other, cell, names, review, words) for other in review.not_counted for cell in other.cells],
        "gaps": [_gap(t, words) for t in review.to_collect],
    }


def _difference(d: Difference, names: dict[str, str], words: Words) -> Row:
    def named(text: str) -> str:
        return group_in_words(text, words) if words.knows(f"review.group.{text}") else text

    return (
        names.get(d.area_code, d.area_code),
        named(d.about),
        f"{named(d.earlier)} \u2013 {named(d.later)}",
        d.source,
        "\u2013" if d.earlier_mean is None else signed(d.earlier_mean, words),
        "\u2013" if d.later_mean is None else signed(d.later_mean, words),
        difference_in_words(d, words),
        _probability(d.probability, words),
    )


def _point(p: QuadrantPoint, words: Words) -> Row:
    return (
        f"{p.area_name} [{p.area_code}]",
        words.say(f"review.presence.{p.presence}"),
        _acceptance(p, words),
        words.say(f"review.quadrant.{p.quadrant}"),
    )


def _acceptance(p: QuadrantPoint, words: Words) -> str:
    if p.acceptance is None or p.low is None or p.high is None:
        return words.say("review.acceptance.unknown")
    ends = words.say("review.from_to", low=words.number(p.low), high=words.number(p.high))
    return f"{words.number(p.acceptance)} ({ends})"


def _not_counted(other: NotCounted, cell: Cell, names: dict[str, str], review: PerceptionReview, words: Words) -> Row:
    shares = cell.shares
    return (
        object_name(other.rated, other.unit, words),
        names.get(cell.area_code, cell.area_code),
        group_in_words(cell.group, words),
        words.say(f"review.held_back.{cell.held_back}") if cell.answered is None else words.number(cell.answered, 0),
        "\u2013" if cell.mean is None else signed(cell.mean, words),
        interval_in_words(cell.low, cell.high, words),
        said_beside(shares.takes_sides, shares.minds_being_seen, shares.bad_conduct, words),
        words.say("review.age", days=(review.on - cell.on).days, day=cell.on),
        f"{', '.join(cell.sources)} ({', '.join(cell.grades)})",
    )


def _gap(t: ToCollect, words: Words) -> Row:
    said = [
        words.say("review.interviews", number=words.number(number, 0), group=group_in_words(stratum.value, words))
        for stratum, number in t.interviews.items()
    ]
    # As interviews it is said already how much is missing.
    said += [words.say(gap.code, **gap.params) for gap in t.gaps if gap.code != "gap.stratum_mass"]
    return (f"{t.area_name} [{t.area_code}]", " ".join(said), words.number(t.exposed, 0))


def _probability(found: float | None, words: Words) -> str:
    """Say how probable a difference is by chance; what is too small to be written is never written as 0."""
    if found is None:
        return "\u2013"
    return words.number(found, 3) if found >= LEAST_PROBABILITY else f"< {words.number(LEAST_PROBABILITY, 3)}"

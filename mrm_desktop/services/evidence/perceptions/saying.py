"""The review in words: names of groups, intervals, ends of scales, findings as sentences."""

from __future__ import annotations

from mrm_desktop.foundation.words import Words
from mrm_desktop.services.evidence.perceptions.findings import Finding
from mrm_desktop.services.evidence.perceptions.trends import Difference

SCALES_IN_WORDS = ("negative_positive", "worse_better", "less_safe_safer", "dissatisfied_satisfied", "disagree_agree")
"""Scales whose five answers have words of their own; of any other only the ends are named, worst and best."""
RATINGS = ("minus_2", "minus_1", "0", "1", "2")


def group_in_words(group: str, words: Words) -> str:
    """Return the name of a group, such as "women" or "asked elsewhere"."""
    return words.say(f"review.group.{group}")


def answers_in_words(scale: str, words: Words) -> tuple[str, ...]:
    """Return the five answers of a scale, the worst first: in the words of the question that was asked, where these are known."""
    known = scale if scale in SCALES_IN_WORDS else "other"
    return tuple(words.say(f"review.scale.{known}.{rating}") for rating in RATINGS)


def interval_in_words(low: float | None, high: float | None, words: Words) -> str:
    """Return the ends of an interval; "–" where there is none."""
    return "–" if low is None or high is None else words.say("review.from_to", low=signed(low, words), high=signed(high, words))


def signed(value: float, words: Words) -> str:
    """Return a rating with its sign, as on the axis of a chart; what rounds to nothing has none."""
    text = words.fixed(abs(value), 1)
    if text == words.fixed(0.0, 1):
        return text
    with_sign = f"+{text}" if value > 0 else f"\u2212{text}"
    return f"\u2066{with_sign}\u2069" if words.is_right_to_left else with_sign  # else the sign goes behind the number


def difference_in_words(d: Difference, words: Words) -> str:
    """Return what became of a comparison, and why none was made."""
    if d.why_not:
        return words.say(f"review.why_not.{d.why_not}")
    change = d.change or 0.0
    if words.knows(f"review.group.{d.later}"):
        code = "review.apart" if d.is_beyond_chance else "review.not_apart"
        return words.say(code, change=words.fixed(abs(change), 1))
    code = "review.no_change" if not d.is_beyond_chance else "review.better" if change > 0 else "review.worse"
    return words.say(code, change=signed(change, words))


def finding_sentences(finding: Finding, words: Words) -> tuple[str, str]:
    """Return the headline of a finding, and the sentence that says what it rests on."""
    params = dict(finding.params)
    for name in ("group", "other"):
        if name in params:
            params[name] = group_in_words(params[name], words)
    for name in ("earlier", "later"):
        if name in params:
            params[name] = signed(params[name], words)
    if "areas" in params:
        more = params.pop("more")
        params["areas"] = words.list(params["areas"]) + (f" {words.say('review.and_more', count=more)}" if more else "")
    return words.say(f"review.finding.{finding.code}", **params), words.say(f"review.finding.{finding.code}.why", **params)

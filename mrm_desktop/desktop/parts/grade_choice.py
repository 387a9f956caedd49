"""Grades in words: a list of letters and digits means nothing to whoever sees it for the first time."""

from __future__ import annotations

from mrm_desktop.domain.grades import CREDIBILITIES, RELIABILITIES
from mrm_desktop.foundation.words import Words


def grades_in_words(words: Words) -> list[tuple[str, str]]:
    """Return every grade with what it says: how reliable the source is, and how likely what it says is true."""
    return [
        (
            f"{letter}{digit}",
            words.say(
                "grade.in_words",
                grade=f"{letter}{digit}",
                source=words.say(f"grade.reliability.{letter}"),
                content=words.say(f"grade.credibility.{digit}"),
            ),
        )
        for letter in RELIABILITIES
        for digit in CREDIBILITIES
    ]

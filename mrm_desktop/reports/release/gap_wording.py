"""A gap in words: the question as an officer would ask it."""

from __future__ import annotations

from mrm_desktop.domain.gaps import CallLine, Gap
from mrm_desktop.foundation.words import Words


def question_of(gap: Gap, words: Words) -> str:
    """Return the question of a gap in an officer's words."""
    if gap.about and gap.name == gap.kind:
        about = words.term("stratum", gap.about) if words.knows(f"stratum.{gap.about}") else gap.about
        return words.say(f"answer.question.{gap.kind}.of", about=about)
    return words.say(f"answer.question.{gap.name}")


def settles_in_words(line: CallLine, words: Words) -> str:
    """Return how many decisions the answer to a question of the call sheet settles; that it settles none alone is said, too."""
    said = []
    if line.settles:
        said.append(words.say("call_sheet.settles", count=len(line.settles)))
    if line.settles_one_way:
        said.append(words.say("call_sheet.settles_one_way", count=len(line.settles_one_way)))
    return " ".join(said) or words.say("call_sheet.settles_none")

"""The questions that follow the rating: do they take sides, would you mind being seen with them, how do they behave.

Each becomes a yes, a no, "don't know" or a refusal. A share is taken of those alone who said yes or no. "Somewhat" is a yes: who thinks
that peacekeepers take sides somewhat does not think them neutral. A form may say so itself, in the column ``counts_as`` of its choices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, partial

from mrm_desktop.domain.evidence import FollowUps, QuestionCounts
from mrm_desktop.formats.rows.survey_questions import CHOICES, choice_labels, counts_as
from mrm_desktop.formats.survey.scales import DO_NOT_KNOW, REFUSED, SCALES, answer_key, words_of
from mrm_desktop.formats.survey.xlsform import Choice, Codebook

FIELDS = ("takes_sides", "minds_being_seen", "conduct")
"""Columns of single answers, in the order of :class:`~mrm_desktop.domain.evidence.FollowUps`."""
SHARES = ("takes_sides_share", "minds_being_seen_share", "bad_conduct_share")
"""Columns of tables that somebody has added up, in the same order."""


class Said(IntEnum):
    """What an answer counts as: its position in the counts."""

    YES = 0
    NO = 1
    DO_NOT_KNOW = 2
    REFUSED = 3
    NOTHING = 4
    """No answer: the question was not reached, or its answer could not be read."""


COLUMNS = len(Said)
_YES = ("yes", "y", "true", "1", "oui", "vrai", "si", "sí", "verdadero", "نعم", "a little", "partly", "a bit")
_NO = ("no", "n", "false", "0", "non", "faux", "falso", "لا", "not at all")
_STATED = {"yes": Said.YES, "no": Said.NO, "bad": Said.YES, "not_bad": Said.NO}
# Scales whose words say by themselves which end is bad conduct.
_CONDUCT_SCALES = frozenset({"negative_positive", "dissatisfied_satisfied"})


@dataclass(frozen=True, slots=True)
class FollowUpReader:
    """Reads the answers of one column. ``stated`` is what a form's choices say, by normalised name and label."""

    known: Mapping[str, Said]
    stated: Mapping[str, Said]

    def read(self, text: str) -> Said | None:
        """Return what an answer counts as; None for a word that is not known."""
        key = answer_key(text)
        if not key:
            return Said.NOTHING
        return self.stated.get(key, self.known.get(key))


def follow_up_reader(field: str, heading: str, codebook: Codebook | None) -> FollowUpReader:
    """Return the reader of a column that serves as ``field``, one of :data:`FIELDS`."""
    known = _conduct_words() if field == "conduct" else _yes_words()
    question = codebook.question_of(heading) if codebook is not None else None
    choices = codebook.choices_of(question) if codebook is not None and question is not None else ()
    return FollowUpReader(known, _stated(choices, known))


def follow_ups_of(counts: Sequence[Sequence[int]]) -> FollowUps | None:
    """Return the counts of the three questions, each in the order of :class:`Said`; None where none of them was asked."""
    asked = [QuestionCounts(*(int(n) for n in row[:4])) if sum(row[:4]) else None for row in counts]
    return FollowUps(*asked) if any(asked) else None


def _stated(choices: Sequence[Choice], known: Mapping[str, Said]) -> Mapping[str, Said]:
    found: dict[str, Said] = {}
    for choice in choices:
        # A label says what its number means: 1 is no where the form says so.
        texts = [answer_key(text) for text in (*choice.labels.values(), choice.name)]
        said = _STATED.get(choice.counts_as) if choice.counts_as else next((known[key] for key in texts if key in known), None)
        if said is not None:
            found |= dict.fromkeys((key for key in texts if key), said)
    return found


@cache
def _yes_words() -> Mapping[str, Said]:
    found = {answer_key(word): said for said, words in ((Said.YES, _YES), (Said.NO, _NO)) for word in words}
    return {**_silent(), **found, **_of_our_form("yesno")}


@cache
def _conduct_words() -> Mapping[str, Said]:
    found: dict[str, Said] = {}
    for scale in (scale for scale in SCALES if scale.id in _CONDUCT_SCALES):
        rated = {key: rating for key, rating in words_of(scale).items() if isinstance(rating, int)}
        found |= {key: Said.YES if rating < 0 else Said.NO for key, rating in rated.items()}
    return {**_silent(), **found, **_of_our_form("conduct")}


def _silent() -> Mapping[str, Said]:
    return dict.fromkeys(DO_NOT_KNOW, Said.DO_NOT_KNOW) | dict.fromkeys(REFUSED, Said.REFUSED)


def _of_our_form(listed: str) -> Mapping[str, Said]:
    return {
        answer_key(text): _STATED[meaning]
        for name in CHOICES[listed]
        if (meaning := counts_as(listed, name))
        for text in (name, *choice_labels(listed, name))
    }


Reader = Callable[[str], Said | None]


def readers(columns: Mapping[str, str], codebook: Codebook | None) -> Mapping[str, Reader]:
    """Return the readers of the columns that serve as one of :data:`FIELDS`, by field."""
    return {f: partial(FollowUpReader.read, follow_up_reader(f, columns[f], codebook)) for f in FIELDS if f in columns}

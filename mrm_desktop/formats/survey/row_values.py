"""Single values of a survey on their way into the tally, each different text read once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import AreaEvidence, FollowUps
from mrm_desktop.formats.files.cells import is_nothing, parse_yes
from mrm_desktop.formats.files.table import Texts
from mrm_desktop.formats.rows.columns import heading_key
from mrm_desktop.formats.rows.survey_questions import choice_labels
from mrm_desktop.formats.survey.answers import DO_NOT_KNOW, REFUSED
from mrm_desktop.formats.survey.follow_ups import Reader
from mrm_desktop.formats.survey.scales import REFUSED as REFUSED_WORDS
from mrm_desktop.formats.survey.scales import Answer

UNKNOWN_ANSWER, BLANK = -2, -1
"""Positions of what is counted nowhere."""
AGREED, DISAGREED, UNCLEAR_CONSENT = 1, 0, -1
_AGREES = frozenset(
    {"agreed", "agree", "consented", "given", "accepted", "accepte", "acepto", "ndiyo", "nakubali", "موافق", "موافقة", "اوافق"}
)
_DISAGREES = frozenset(
    {
        *(
            "declined",
            "disagree",
            "disagreed",
            "not_given",
            "no_consent",
            "does_not_consent",
            "refus",
            "decline",
            "rechazo",
            "rechaza",
        ),
        *("no_acepto", "hapana", "sikubali", "غير_موافق", "لا_اوافق", "رفض", "رفضت", "la"),
    }
)
T = TypeVar("T")


def each_once(texts: Texts, read: Callable[[str], T], dtype: type) -> npt.NDArray[Any]:
    """Read each different text once; columns of a survey repeat a few answers many times."""
    listed = texts.tolist()
    known = {text: read(text) for text in set(listed)}
    return np.fromiter(map(known.__getitem__, listed), dtype=dtype, count=len(listed))


def slot_of(answer: float | Answer | None) -> int:
    """Return the position of an answer in the counts: five ratings, don't know, refused."""
    if answer is None:
        return UNKNOWN_ANSWER
    if isinstance(answer, Answer):
        return {Answer.DO_NOT_KNOW: DO_NOT_KNOW, Answer.REFUSED: REFUSED}.get(answer, BLANK)
    return round(answer) + 2


def known_or(read: Reader, unknown: int) -> Callable[[str], int]:
    """Return a reader that gives ``unknown`` for a word it does not know."""

    def position(text: str) -> int:
        said = read(text)
        return unknown if said is None else int(said)

    return position


def agreement(text: str) -> int:
    """Return whether a person agreed to be asked: :data:`AGREED`, :data:`DISAGREED`, or :data:`UNCLEAR_CONSENT`; no cell is no refusal."""
    key = heading_key(text)
    if is_nothing(text) or key in _AGREES or key in _of_our_form("yes"):
        return AGREED
    if key in _DISAGREES or key in _of_our_form("no") or key in REFUSED_WORDS:
        return DISAGREED
    try:
        return AGREED if parse_yes(text) else DISAGREED
    except KnownError:
        return UNCLEAR_CONSENT


@cache
def _of_our_form(answer: str) -> frozenset[str]:
    """Return how our own form labels an answer to the question for consent."""
    return frozenset(heading_key(label) for label in choice_labels("consent", answer))


def is_thin(evidence: AreaEvidence) -> bool:
    """Whether fewer than half of those who rated answered a question of which a share is taken."""
    shares = [counts for f in fields(FollowUps) if (counts := getattr(evidence.follow_ups, f.name)) is not None]
    return any(counts.share is not None and 2 * counts.answered < evidence.item.answered for counts in shares)

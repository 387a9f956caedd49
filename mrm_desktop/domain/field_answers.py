"""Field answers: one fact of one area, found out by somebody on a day - yes, no, or only heard (decision 0062).

Each stands for itself with its own source, grade and day: whoever finds out one thing neither repeats nor touches what else is known of
the area.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mrm_desktop.domain.case import FACTS
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.statement import Statement
from mrm_desktop.domain.vocabulary import PatrolFrequency, Word

PATROLS = "patrol_frequency"
"""The one question whose answer is how often, not yes or no."""

CONSENT = "exposed_people_agree"
"""The one fact that has a record of its own: who was asked, by whom, about which mode."""


class Answer(Word):
    """What somebody found out."""

    YES = "yes"
    NO = "no"
    HEARD = "heard"


@dataclass(frozen=True, slots=True)
class FieldAnswer(Statement):
    """What somebody found out about one fact of an area.

    Attributes
    ----------
    fact : str
        A fact of a case, such as ``contact_punished``, or ``patrol_frequency``.
    area_code : str
        P-code of the area, with everything inside it; "" for the whole country.
    on : date
        Day on which it was found out.
    answer : Answer
        ``heard``: somebody says that it is so, and nobody confirmed it. It may close a door, and never opens one.
    patrols : PatrolFrequency | None
        How often patrols come, where that was asked and it is known; else None.
    """

    fact: str
    area_code: str
    answer: Answer
    on: date
    source: str
    grade: Grade
    patrols: PatrolFrequency | None = None

    @property
    def thing(self) -> str:
        """One question about one area, asked of one source on one day."""
        return " ".join((self.fact, self.area_code or "-", self.on.isoformat(), self.source))

    @property
    def fault(self) -> str | None:
        """It answers a question that is asked, with what the question wants."""
        if self.fact == PATROLS:
            return None if self.answer is Answer.HEARD or self.patrols is not None else "facts.field_answer_without_patrols"
        if self.fact not in FACTS or self.fact == CONSENT:
            return "facts.field_answer_of_nothing"
        return "facts.field_answer_without_patrols" if self.patrols is not None else None

    def known_on(self, day: date) -> bool:
        """Tell whether it had been found out by ``day``."""
        return self.on <= day


@dataclass(frozen=True, slots=True)
class Heard:
    """One word on a fact of an area, as far as it bears on an area in question.

    Attributes
    ----------
    value : bool | None
        What was found out; None for what was only heard.
    width : int
        How far out it was said: 0 of the area itself, 1 of the area around it, and so on.
    """

    value: bool | None
    on: date
    width: int = 0


def last_word(fact: str, said: Iterable[Heard]) -> bool | None:
    """Return what counts of everything that was said of a fact; None where it is not known.

    The newest word counts; of two of one day the later in order. But caution goes before: what was said of a wider area opens no door
    that a word on a smaller one closed; and what was only heard confirms nothing, but makes unknown again what was found not to be so where
    that opens doors.
    """
    opens = FACTS[fact].opens
    value: bool | None = None
    width = 0
    for word in sorted(said, key=lambda w: w.on):
        if word.value is None:
            value = None if opens is False and value is False else value
        elif not (word.value is opens and value is (not opens) and word.width > width):
            value, width = word.value, word.width
    return value


def value_of(answer: FieldAnswer) -> bool | None:
    """Return what an answer says of its fact; None for what was only heard."""
    return None if answer.answer is Answer.HEARD else answer.answer is Answer.YES


def newest_patrols(answers: Iterable[FieldAnswer]) -> FieldAnswer | None:
    """Return the newest answer about patrols that says how often they come; of two of one day the later."""
    known = [a for a in answers if a.fact == PATROLS and a.patrols is not None and a.answer is not Answer.HEARD]
    return max(reversed(known), key=lambda a: a.on, default=None)

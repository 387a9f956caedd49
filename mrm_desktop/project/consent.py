"""What those who would be exposed said, as far as it is on record (decision 0006): a no closes everywhere at once, a yes opens once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mrm_desktop.domain.projects import AreaCircumstances
from mrm_desktop.domain.statements import Consent, ConsentAnswer
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.question import Question


def consent_on_record(knowledge: Knowledge, code: str, question: Question) -> bool | None:
    """Tell whether those who would be exposed in an area agree to what is asked; None where nobody asked them about it.

    What was answered for this very question comes first. A no on record - in the area, in a part of it or around it, about whatever
    mode - holds until the same people say yes later. A yes counts for the area and the mode that they were asked about, until a decision
    on that was recorded: for the next one they are asked again.
    """
    if question.consent is not None:
        return question.consent
    stated, day = knowledge.circumstances_of(code, question.day), question.day
    newest = _newest(knowledge.consents.of({"", *knowledge.ground.around(code)}))
    if any(answer.answer is Consent.NO for answer in newest) or _refused_in_circumstances(stated, newest):
        return False
    decided = _last_decided(knowledge, code, question.mode, day)
    if any(answer.mode is question.mode and answer.area_code == code and answer.asked_on > decided for answer in newest):
        return True
    agreed = stated.organisation.exposed_people_agree if stated else None
    return True if agreed else None


def _newest(answers: Iterable[ConsentAnswer]) -> list[ConsentAnswer]:
    """Return the last answer of each group in each area; of two of one day the no."""
    last: dict[tuple[str, str], ConsentAnswer] = {}
    for answer in sorted(answers, key=lambda a: (a.asked_on, a.answer is Consent.NO)):
        last[answer.area_code, answer.who] = answer
    return list(last.values())


def _refused_in_circumstances(stated: AreaCircumstances | None, newest: Iterable[ConsentAnswer]) -> bool:
    """Tell whether the circumstances say no, and nobody who was asked about that area said yes since."""
    if stated is None or stated.organisation.exposed_people_agree is not False:
        return False
    return not any(a.area_code == stated.area_code and a.asked_on > stated.recorded_on for a in newest)


def _last_decided(knowledge: Knowledge, code: str, mode: Mode, on: date) -> date:
    """Return the day of the last decision on a mode in an area; the first day of all where there is none."""
    heads = knowledge.decisions.by_area.get(code, ())
    days = (head.recorded_at.date() for head in heads if head.chosen_mode is mode)
    return max((day for day in days if day <= on), default=date.min)

"""What was said of the facts of an area: by whoever wrote down its circumstances, and answer by answer since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from mrm_desktop.domain.case import FACTS
from mrm_desktop.domain.field_answers import CONSENT, FieldAnswer, Heard, last_word, newest_patrols, value_of
from mrm_desktop.domain.projects import AreaCircumstances
from mrm_desktop.domain.vocabulary import PatrolFrequency
from mrm_desktop.project.knowledge import Knowledge


def facts_said(knowledge: Knowledge, code: str, stated: AreaCircumstances | None) -> Mapping[str, bool | None]:
    """Return each fact of an area as far as somebody said something of it; ``knowledge`` is that of a day.

    Parameters
    ----------
    stated : AreaCircumstances | None
        What somebody wrote down about the area.
    """
    answers = _answers(knowledge, code)
    if not answers:
        return {name: _in_circumstances(stated, name) for name in FACTS if name != CONSENT}
    outwards = knowledge.ground.outwards(code)
    return {
        name: last_word(name, (*_written(stated, name, outwards), *_answered(answers, name, outwards)))
        for name in FACTS
        if name != CONSENT
    }


def patrols_said(knowledge: Knowledge, code: str, on: date, stale_after_days: int, after: date | None) -> PatrolFrequency | None:
    """Return how often patrols come by the newest answer; None where nobody says, it is out of date or a record is newer.

    Parameters
    ----------
    after : date | None
        Day of the newest record of presence in the area; None where there is none.
    """
    newest = newest_patrols(_answers(knowledge, code))
    if newest is None or (on - newest.on).days > stale_after_days or (after is not None and after > newest.on):
        return None
    return newest.patrols


def _answers(knowledge: Knowledge, code: str) -> tuple[FieldAnswer, ...]:
    return knowledge.field_answers.of(knowledge.ground.outwards(code)) if knowledge.field_answers.all else ()


def _in_circumstances(stated: AreaCircumstances | None, name: str) -> bool | None:
    if stated is None:
        return None
    part = FACTS[name].part
    value: bool | None = getattr(stated if part == "mission" else getattr(stated, part), name, None)
    return value


def _written(stated: AreaCircumstances | None, name: str, outwards: tuple[str, ...]) -> Iterator[Heard]:
    value = _in_circumstances(stated, name)
    if stated is not None and value is not None:
        yield Heard(value, stated.recorded_on, outwards.index(stated.area_code))


def _answered(answers: tuple[FieldAnswer, ...], name: str, outwards: tuple[str, ...]) -> Iterator[Heard]:
    for answer in answers:
        if answer.fact == name:
            yield Heard(value_of(answer), answer.on, outwards.index(answer.area_code))

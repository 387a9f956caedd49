"""What a form says of answers that are numbers: the ends of their scale, and which of them stand for no answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.formats.rows.columns import heading_key
from mrm_desktop.formats.survey.numeric_scales import CODES_OF_NO_ANSWER, Ends, number_in
from mrm_desktop.formats.survey.scales import DO_NOT_KNOW, REFUSED, answer_key
from mrm_desktop.formats.survey.strata import stratum_of
from mrm_desktop.formats.survey.xlsform import Choice, Codebook, Question

_PARAMETER = re.compile(r"(start|end)\s*=\s*([-+]?\d+(?:\.\d+)?)")
_NEIGHBOUR = 1.0


@dataclass(frozen=True, slots=True)
class FormNumbers:
    """Ends of a scale, and codes of no answer; None and none where the form says nothing."""

    ends: Ends | None = None
    codes: frozenset[str] = frozenset()


def numbers_of(question: Question | None, choices: Sequence[Choice]) -> FormNumbers:
    """Return what a question of a form says of its numbers: the choices it lists, or the range it allows."""
    if question is None:
        return FormNumbers()
    limits = dict(_PARAMETER.findall(question.parameters))
    if question.type == "range" and len(limits) == 2:
        return FormNumbers((float(limits["start"]), float(limits["end"])))
    silent = {c.name for c in choices if {answer_key(label) for label in c.labels.values()} & (DO_NOT_KNOW | REFUSED)}
    rated = sorted({number for c in choices if c.name not in silent and (number := number_in(c.name)) is not None})
    while len(rated) > 1 and rated[-1] - rated[-2] > _NEIGHBOUR and f"{rated[-1]:g}" in CODES_OF_NO_ANSWER:
        silent.add(f"{rated.pop():g}")
    return FormNumbers((rated[0], rated[-1]) if len(rated) > 1 else None, frozenset(silent))


def strata_in_form(heading: str, codebook: Codebook | None) -> dict[str, Stratum]:
    """Return which group each answer to a question means by the label that the form gives it, as 1 for "Female"."""
    question = codebook.question_of(heading) if codebook is not None and heading else None
    found: dict[str, Stratum] = {}
    for choice in codebook.choices_of(question) if codebook is not None and question is not None else ():
        meant = next((s for label in choice.labels.values() if (s := stratum_of(label)) is not None), None)
        if meant is not None and stratum_of(choice.name) is None:
            found[heading_key(choice.name)] = meant
    return found

"""What a form says of answers that are numbers: the ends of their scale, and which of them stand for no answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mrm_desktop.domain.survey_groups import Axis
from mrm_desktop.formats.files.cells import CODES_OF_NO_ANSWER
from mrm_desktop.formats.files.table import Table
from mrm_desktop.formats.rows.columns import heading_key
from mrm_desktop.formats.survey.follow_ups import FIELDS
from mrm_desktop.formats.survey.numeric_scales import Ends, number_in
from mrm_desktop.formats.survey.scales import DO_NOT_KNOW, REFUSED, answer_key
from mrm_desktop.formats.survey.strata import group_of
from mrm_desktop.formats.survey.xlsform import Choice, Codebook, Question

_PARAMETER = re.compile(r"(start|end)\s*=\s*([-+]?\d+(?:\.\d+)?)")
_NEIGHBOUR = 1.0
_YES_OR_NO = frozenset({"consent", "asked_elsewhere", Axis.DISPLACEMENT.value, Axis.DISABILITY.value})
Labels = Mapping[str, Mapping[str, str]]
"""By heading, the label of each answer by its normalised name."""


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


def labels_in_form(headings: Iterable[str], codebook: Codebook | None) -> Labels:
    """Return what the answers to questions about the person mean by the labels that the form gives them, as 1 for "Female"."""
    found: dict[str, dict[str, str]] = {}
    for heading in headings if codebook is not None else ():
        question = codebook.question_of(heading) if codebook is not None else None
        for choice in codebook.choices_of(question) if codebook is not None and question is not None else ():
            meant = next((label for label in choice.labels.values() if group_of(label) is not None), None)
            if meant is not None and group_of(choice.name) is None:
                found.setdefault(heading, {})[heading_key(choice.name)] = meant
    return found


def labels_of_yes_and_no(columns: Mapping[str, str], codebook: Codebook | None) -> Labels:
    """Return what the answers to questions of yes and no are called in the form, by heading.

    The questions that follow the rating are read by the form themselves, with what stands between yes and no.
    """
    found: dict[str, Mapping[str, str]] = {}
    for field, heading in columns.items() if codebook is not None else ():
        question = codebook.question_of(heading) if codebook is not None else None
        choices = codebook.choices_of(question) if codebook is not None and question is not None else ()
        if choices and field in FIELDS:
            found[heading] = {}
        elif choices and field in _YES_OR_NO:
            labels = {c.name: next(iter(c.labels.values()), "") for c in choices}
            found[heading] = {name: label for name, label in labels.items() if label and name[:1].isdigit()}
    return found


def initials_of(table: Table) -> Labels:
    """Return what single letters mean where a column has others beside them: M is a woman beside H or V, as Spanish writes, and H a man."""
    found: dict[str, dict[str, str]] = {}
    for heading in table.headings:
        letters = {heading_key(value) for value in set(table.sample.column(heading).tolist())} - {""}
        if "m" in letters and letters & {"h", "v"} and letters <= {"m", "h", "v", "x", "o"}:
            found[heading] = {"m": "mujer", "h": "hombre", "v": "hombre"}
        elif "h" in letters and "f" in letters and letters <= {"f", "h", "x"}:
            found[heading] = {"h": "homme"}
    return found


def in_words(labels: Labels, heading: str, text: str) -> str:
    """Return the label that the form gives an answer; the answer where it gives none."""
    return labels.get(heading, {}).get(heading_key(text), text)

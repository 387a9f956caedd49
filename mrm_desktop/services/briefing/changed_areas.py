"""Which areas have another ceiling of contact than they had, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mrm_desktop.domain.briefings import ClassChange
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question


def changed_areas(project: OpenProject, question: Question, since: date) -> tuple[ClassChange, ...]:
    """Return the areas whose ceiling differs between what was known on a day and what is known today; those that went down first.

    What only grew older counts as well: an answer that lapsed is another answer.
    """
    try:
        now = project.answers(replace(question, on=None))
        then = project.answers(replace(question, on=since)).by_area
    except KnownError:
        return ()  # a project without areas has nothing that changed
    changes = [
        ClassChange(code, then[code].ceiling, answer.ceiling, now.assessments[code].reasons[0])
        for code, answer in now.by_area.items()
        if code in then and then[code].ceiling is not answer.ceiling
    ]
    return tuple(sorted(changes, key=lambda change: (not change.is_lower, change.area_code)))

"""The week of an open project: what the briefing says, compared with a day, and what happened since."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from mrm_desktop.domain.briefings import Week
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.services.briefing.brief import brief


def week_of(project: OpenProject, question: Question, now: datetime, since: date) -> Week:
    """Return what happened after ``since``, up to the project's day; the changes are those of the briefing."""
    day, known = project.day, project.knowledge
    assessed = {area.code for area in known.assessed_areas}

    def home_of(code: str | None) -> str:
        return next((one for one in known.ground.above_and_self(code or "") if one in assessed), "")

    incidents = Counter(home_of(one.area_code) for one in project.incidents() if since < one.happened_on <= day)
    return Week(brief(project, question, now, since), dict(incidents))

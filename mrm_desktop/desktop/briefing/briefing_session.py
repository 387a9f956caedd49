"""What the briefing asks of an open project. Every method may take long and runs in the worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.domain.briefings import Briefing
from mrm_desktop.foundation.clock import now
from mrm_desktop.project.question import Question


@dataclass(frozen=True, slots=True)
class ShownBriefing:
    """A briefing with the title of its project and the names of the areas that it speaks of, by their codes."""

    briefing: Briefing
    title: str
    names: Mapping[str, str]


class BriefingSession:
    """Asks for the briefing."""

    def __init__(self, opened: Opened) -> None:
        self._opened, self._project = opened, opened.project

    def brief(self, question: Question) -> ShownBriefing:
        """Return what needs somebody today."""
        from mrm_desktop.services.briefing.brief import brief

        made, language = brief(self._project, question, now()), self._opened.words.language
        spoken_of = {change.area_code for change in made.changes}
        names = {a.code: a.name_in(language) for a in self._project.knowledge.areas if a.code in spoken_of}
        return ShownBriefing(made, self._opened.title, names)

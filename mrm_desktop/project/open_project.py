"""The open project behind all workspaces: its store, its day, and what was read from it once for everybody."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mrm_desktop.foundation.clock import today
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.desktop.parts.session import Question
    from mrm_desktop.project.knowledge import Knowledge
    from mrm_desktop.project.ports import Project
    from mrm_desktop.project.question import Question as Asked
    from mrm_desktop.scoring import Policy


class OpenProject:
    """Owner of the store and of the loaded knowledge; the sessions of the workspaces share one.

    Parameters
    ----------
    fixed_day : date | None
        A fixed day for questions that name none: the sample country lives on one day. None for today.
    """

    def __init__(self, project: Project, words: Words, fixed_day: date | None = None) -> None:
        self.project, self.words, self._fixed_day = project, words, fixed_day
        self._knowledge: Knowledge | None = None

    @property
    def day(self) -> date:
        """The day for which questions are answered."""
        return self._fixed_day or today()

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        from mrm_desktop.scoring import load_policy

        return load_policy()

    def known(self) -> Knowledge:
        """Return everything the project knows, read once until :meth:`forget`."""
        from mrm_desktop.project.knowledge import load_knowledge

        if self._knowledge is None:
            with self.project.read() as repository:
                self._knowledge = load_knowledge(repository)
        return self._knowledge

    def forget(self) -> None:
        """Drop what was read; the next question reads it anew. Whoever writes calls this."""
        self._knowledge = None

    def asked(self, question: Question) -> Asked:
        """Return a question of the window as the services take it."""
        from mrm_desktop.project.question import Question as Asked

        return Asked(question.mode, question.purpose, question.on or self.day, escort_criteria=question.escort_criteria)

    def close(self) -> None:
        """Close the store and drop what was read from it."""
        self.forget()
        self.project.close()

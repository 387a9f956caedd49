"""Notes on what the answers say: what an analyst makes of a cell of the review. They enter no number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mrm_desktop.domain.statement import Statement
from mrm_desktop.domain.survey_groups import AXIS_OF
from mrm_desktop.domain.vocabulary import Stratum


@dataclass(frozen=True, slots=True)
class FindingNote(Statement):
    """A note on what a group of an area says.

    Attributes
    ----------
    area_code : str
        P-code of the area.
    group : str
        The group, as the review names it; ``all`` for everybody there.
    text : str
        What is to be said of it, in a sentence or two; never a person.
    by : str
        Role that writes it.
    on : date
        Day on which it was written.
    """

    area_code: str
    group: str
    text: str
    by: str
    on: date

    @property
    def thing(self) -> str:
        """What one role says of a group on a day: a later note of the same day takes its place."""
        return f"{self.area_code} {self.group} {self.by} {self.on.isoformat()}"

    @property
    def fault(self) -> str | None:
        """It is about a group that there is."""
        return None if self.group in (*AXIS_OF, Stratum.ALL.value, "elsewhere") else "facts.finding_note_of_nobody"

    def known_on(self, day: date) -> bool:
        """Tell whether it had been written by ``day``."""
        return self.on <= day


def notes_on(notes: tuple[FindingNote, ...], group: str) -> tuple[FindingNote, ...]:
    """Return the notes on a group, the newest first; of one thing the last that was written."""
    newest = {note.thing: note for note in notes if note.group == group}
    return tuple(sorted(newest.values(), key=lambda note: note.on, reverse=True))

"""Notes on what the answers say: what an analyst makes of a cell of the review. They enter no number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mrm_desktop.domain.statement import Statement
from mrm_desktop.domain.survey_groups import AXIS_OF
from mrm_desktop.domain.vocabulary import Stratum, Word


class NoteTheme(Word):
    """What a note is about, so that notes can be counted beside the answers."""

    WHO_ANSWERED = "who_answered"
    FEAR = "fear"
    CONDUCT = "conduct"
    TAKING_SIDES = "taking_sides"
    PROTECTION = "protection"
    ACCESS = "access"
    RUMOURS = "rumours"
    CHANGE = "change"
    OTHER = "other"


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
    theme : NoteTheme
        What it is about; notes of earlier programs are about something else.
    """

    area_code: str
    group: str
    text: str
    by: str
    on: date
    theme: NoteTheme = NoteTheme.OTHER

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


def themes_of(notes: Sequence[FindingNote]) -> tuple[tuple[NoteTheme, int], ...]:
    """Return how many notes are about each theme, the most frequent first; what is about something else comes last."""
    counts = Counter(note.theme for note in notes)
    themes = list(NoteTheme)
    return tuple(sorted(counts.items(), key=lambda one: (one[0] is NoteTheme.OTHER, -one[1], themes.index(one[0]))))

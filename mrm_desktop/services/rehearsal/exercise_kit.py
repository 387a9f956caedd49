"""A blind exercise on paper: a folder that a security forum can run without the program, in every language of it.

Nothing in the folder tells the method's answers, and no file names a case by what it shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.rehearsal import Engage, Sureness
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.formats.documents.answer_sheets import COLUMNS
from mrm_desktop.foundation.languages import BY_CODE
from mrm_desktop.foundation.paths import write_whole
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.case_brief import BriefSection, brief
from mrm_desktop.reports.papers.pages import (
    NEW_PAGE,
    Block,
    Document,
    box,
    bullets,
    by_hand,
    heading,
    pdf_of,
    side_by_side,
    table,
    text,
    title,
)
from mrm_desktop.reports.papers.tables import Sheet, workbook
from mrm_desktop.services.rehearsal.rehearse import Situation

CASES = 45
"""Cases of a kit unless somebody says otherwise: an afternoon's work, and enough for an interval that says something."""
STEPS = ("alone", "facts", "ceiling", "civilian", "reason", "code", "back")


def write_kit(folder: Path, situations: Sequence[Situation]) -> tuple[Path, ...]:
    """Write the cases, the answer sheet to fill in by hand and the one to type into, in every language.

    Raises
    ------
    KnownError
        ``file.exists`` where the folder is not empty, ``file.cannot_write``.
    """
    if folder.exists() and any(folder.iterdir()):
        raise KnownError("file.exists", file=folder.name)
    made: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for language in BY_CODE:
            words = Words(language)
            for name, content in (
                (f"cases-{language}.pdf", pdf_of(cases_on_paper(situations, words), words)),
                (f"answers-{language}.pdf", pdf_of(sheet_on_paper(situations, words), words)),
                (f"answers-{language}.xlsx", answer_workbook(situations, words)),
            ):
                write_whole(folder / name, content)
                made.append(folder / name)
    except OSError as error:
        raise KnownError("file.cannot_write", file=folder.name) from error
    return tuple(made)


def cases_on_paper(situations: Sequence[Situation], words: Words) -> Document:
    """Return what a rater reads: how it is done, the words of the answer, and the cases, none of them torn in two without need."""
    blocks: list[Block] = [title(words.say("kit.title"), words.say("kit.under", count=len(situations)))]
    blocks += [box(words.say("kit.how"), [words.say(f"kit.how.{step}") for step in STEPS]), heading(words.say("kit.words"))]
    blocks += [_ladder(words), text(words.say("kit.invented"), "small")]
    for situation in situations:
        blocks += [NEW_PAGE] if situation is situations[0] else []
        asked, mission, *heard, besides = brief(situation.case, words)
        blocks.append(heading(words.say("kit.case", number=_number(situation))))
        # What is asked and the mission on one side, who said what on the other: a case is seen at one glance.
        blocks.append(side_by_side((2, 3), _told((asked, mission)), _told((*heard, besides)), unbroken=True))
    return Document(
        words.say("kit.title"), "", words.say("kit.label"), tuple(blocks), words.say("page.channel.any"), (words.say("kit.foot"),)
    )


def _told(sections: Sequence[BriefSection]) -> list[Block]:
    told: list[Block] = []
    for section in sections:
        told += [text(section.heading, "small"), bullets([line.removeprefix("– ") for line in section.lines])]
    return told


def sheet_on_paper(situations: Sequence[Situation], words: Words) -> Document:
    """Return the sheet that is filled in with a pen."""
    heads = [words.say(f"kit.column.{column}") for column in COLUMNS]
    rows = [[_number(situation), "", "", "", ""] for situation in situations]
    blocks = [
        title(words.say("kit.answers"), words.say("kit.answers.under")),
        text(words.say("kit.answers.words", engage=_said(Engage, "engage", words), sureness=_said(Sureness, "sureness", words))),
        by_hand(heads, rows, (1, 3, 3, 2, 7)),
    ]
    return Document(
        words.say("kit.answers"), "", words.say("kit.label"), tuple(blocks), words.say("page.channel.any"), (words.say("kit.foot"),)
    )


def answer_workbook(situations: Sequence[Situation], words: Words) -> bytes:
    """Return the sheet that is typed into; beside it every word that an answer may have."""
    answers = tuple((situation.id, "", "", "", "") for situation in situations)
    modes = [f"{mode.code} {words.term('mode', mode)}" for mode in Mode]
    engages = [words.term("engage", engage) for engage in Engage]
    sure = [words.term("sureness", sureness) for sureness in Sureness]
    longest = max(len(modes), len(engages), len(sure))
    columns = [column + [""] * (longest - len(column)) for column in (engages, modes, sure)]
    return workbook([Sheet("answers", COLUMNS, answers), Sheet("words", COLUMNS[1:4], tuple(zip(*columns, strict=True)))])


def _ladder(words: Words) -> Block:
    rows = [[mode.code, words.term("mode", mode), words.say(f"mode.{mode}.what")] for mode in Mode]
    return table(["", words.say("kit.column.ceiling"), ""], rows, (1, 4, 10))


def _said(kind: type[Engage] | type[Sureness], vocabulary: str, words: Words) -> list[str]:
    return [words.term(vocabulary, word) for word in kind]


def _number(situation: Situation) -> str:
    return situation.id.removeprefix("case-")

"""The call sheet on paper: what to find out this week, the most decisive question first, each with a code that leads back to its form.

The codes are of no use to a finder: they name no place and no question, and lead nowhere without the project.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from mrm_desktop.domain.gaps import CallLine
from mrm_desktop.domain.projects import ProjectInfo
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.document_forms import written
from mrm_desktop.reports.papers.pages import Block, Document, by_hand, image, side_by_side, text, title
from mrm_desktop.reports.release.gap_wording import question_of, settles_in_words
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.release.verification import qr_svg
from mrm_desktop.reports.release.wording import as_written, channel_of
from mrm_desktop.reports.report import PDF, Audience, Content, Report, Source

QR_MM = 14.0
NAMED = 12  # areas of a question that have a line each before the rest is counted
BLANKS = ("answer", "source", "grade", "day")
"""What is written by hand of each area."""
WIDTHS = (3, 3, 2, 1, 2)


def call_sheet_paper(
    lines: Sequence[CallLine], names: Mapping[str, str], info: ProjectInfo, on: date, reader: Reader, words: Words, channel: str
) -> Document:
    """Return the sheet.

    Parameters
    ----------
    names : Mapping[str, str]
        Name of each area by its code.
    channel : str
        The civilian channel in one sentence.
    """
    blocks: list[Block] = [
        title(words.say("call_sheet.title"), words.say("call_sheet.under", place=info.title, day=on)),
        *([text(words.say("note.fictional"), "small")] if info.fictional else []),
        text(words.say("call_sheet.how"), "small"),
    ]
    for number, line in enumerate(lines, start=1):
        picture = [image(_picture(line), QR_MM, line.id)]
        blocks.append(side_by_side((1, 8), picture, _asked(number, line, names, words), unbroken=True))
    if not lines:
        blocks.append(text(words.say("call_sheet.nothing")))
    return Document(
        name=words.say("call_sheet.title"),
        author=info.office,
        sensitivity=words.say(f"sensitivity.{reader}"),
        blocks=tuple(blocks),
        channel=channel,
        footer=(words.say("call_sheet.no_names"),),
        pictures={_picture(line): qr_svg(line.id) for line in lines},
    )


def _asked(number: int, line: CallLine, names: Mapping[str, str], words: Words) -> list[Block]:
    """Return a question with room for its answer: a line for each of its areas, as many as stay together on a page."""
    listed = [as_written(names.get(code, code), words) for code in line.areas]
    more = len(listed) - NAMED
    asked: list[Block] = [text(f"{number}. {question_of(line.gap, words)}", "strong")]
    if len(listed) > 1:
        head = ["", *(words.say(f"call_sheet.column.{column}") for column in BLANKS)]
        rows = [[name, *[""] * len(BLANKS)] for name in listed[:NAMED]]
        asked += [text(settles_in_words(line, words), "small"), by_hand(head, rows, WIDTHS, least=0)]
        asked += [text(words.say("call_sheet.more_areas", count=more), "small")] if more > 0 else []
        return [*asked, text(line.id, "small")]
    return [
        *asked,
        text(words.list(listed)),
        text(settles_in_words(line, words), "small"),
        text(words.say("call_sheet.by_hand", id=line.id), "small"),
    ]


def _picture(line: CallLine) -> str:
    return f"{line.id}.svg"


def _make(source: Source, order: Order, words: Words) -> Content:
    names = {area.code: area.name_in(words.language) for area in source.required_view.areas}
    paper = call_sheet_paper(
        source.call_lines, names, source.info, source.on, order.reader, words, channel_of(source.required_released, words)
    )
    return written(paper, order, source, words)


REPORT = Report("call_sheet", (PDF,), _make, audience=Audience(Reader.INTERNAL, "call_sheet.not_for_reader"), lists_gaps=True)

"""Who matters on paper: whom to speak with first, who is against contact, who is forgotten, and where each group stands.

It names groups and offices, never persons, and is for readers inside the organisation: in other hands it says whom to lean on.
"""

from __future__ import annotations

from collections.abc import Sequence

from mrm_desktop.domain.projects import ProjectInfo
from mrm_desktop.domain.stakeholders import AGAINST_TO_FOR, MET_LATELY_DAYS, Influence, Known, WhoMatters
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.document_forms import written
from mrm_desktop.reports.papers.pages import Block, Document, bar, gap, heading, table, text, title
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.release.stakeholder_wording import COLUMNS, cautions_of, row_of
from mrm_desktop.reports.release.wording import as_written, channel_of
from mrm_desktop.reports.report import DOCX, HTML, PDF, Audience, Content, Report, Source

WIDTHS = (2.4, 1.1, 1.6, 0.9, 1.1, 1.3, 1.2, 1.2, 2.8, 1.3)
MOST_NAMED = 6
"""Groups that a field of the grid names; the table has all."""


def who_matters_paper(found: WhoMatters, info: ProjectInfo, reader: Reader, words: Words, channel: str) -> Document:
    """Return the paper.

    Parameters
    ----------
    found : WhoMatters
        Whom to speak with first, first.
    channel : str
        The civilian channel in one sentence.
    """
    name = words.say("page.evidence.who_matters")
    blocks: list[Block] = [
        title(name, words.say("who.paper.under", place=info.title, day=found.on)),
        *([text(words.say("note.fictional"), "small")] if info.fictional else []),
        *(_told(found, words) if found.groups else [bar(words.say("who.none"), [])]),
        text(words.say("who.what"), "small"),
    ]
    return Document(
        name=name,
        author=info.office,
        sensitivity=words.say(f"sensitivity.{reader}"),
        blocks=tuple(blocks),
        channel=channel,
        footer=(words.say("who.paper.no_names"),),
        is_landscape=True,
    )


def _told(found: WhoMatters, words: Words) -> list[Block]:
    first = found.groups[0].stakeholder
    course = words.term("course", first.course)
    blocks = [bar(words.say("who.first", who=first.who, course=course), [first.next_step] if first.next_step else [])]
    blocks += [text(caution, "strong") for caution in cautions_of(found, words)]
    if found.missing:
        kinds = [words.term("stakeholder_kind", kind) for kind in found.missing]
        blocks.append(gap(words.say("who.paper.missing"), words.say("who.forgotten", kinds=kinds)))
    head = [words.say(f"who.column.{column}") for column in COLUMNS]
    rows = [row_of(group, as_written(group.area_name, words), words) for group in found.groups]
    return [
        *blocks,
        heading(words.say("who.grid")),
        _grid(found, words),
        heading(words.say("who.table")),
        table(head, rows, WIDTHS, unbroken=True),
    ]


def _grid(found: WhoMatters, words: Words) -> Block:
    """Return influence downwards by acceptance from hostile to supportive, unknown apart."""
    head = ["", *(words.term("acceptance", acceptance) for acceptance in AGAINST_TO_FOR)]
    rows = [
        [
            words.say("who.grid.influence", influence=words.term("influence", influence)),
            *(_names(found.grid.get((influence, acceptance), ()), words) for acceptance in AGAINST_TO_FOR),
        ]
        for influence in Influence
    ]
    return table(head, rows, (1.2, *[2.0] * len(AGAINST_TO_FOR)), unbroken=True)


def _names(groups: Sequence[Known], words: Words) -> str:
    """Name groups; of those that nobody spoke with lately say so."""
    named = [
        g.stakeholder.who if g.met_lately else words.say("who.paper.not_met", who=g.stakeholder.who, days=MET_LATELY_DAYS)
        for g in groups[:MOST_NAMED]
    ]
    more = len(groups) - MOST_NAMED
    return "; ".join([*named, *([words.say("who.grid.more", count=more)] if more > 0 else [])]) or "·"


def _make(source: Source, order: Order, words: Words) -> Content:
    channel = channel_of(source.required_released, words)
    return written(who_matters_paper(source.required_who, source.info, order.reader, words, channel), order, source, words)


REPORT = Report(
    "who_matters", (PDF, HTML, DOCX), _make, audience=Audience(Reader.INTERNAL, "who.paper.not_for_reader"), lists_groups=True
)

"""The safety sheet: one page for communities and local organisations who warn of danger, that may be found in somebody's pocket.

It holds nothing of the project: its language, and where the office asks for it one sentence on whom to reach.
"""

from __future__ import annotations

from dataclasses import replace

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import PersonInTextError, Trace
from mrm_desktop.domain.text_guard import find_persons
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.document_forms import written
from mrm_desktop.reports.papers.pages import Block, Document, box, bullets, heading, pages_of, text, title
from mrm_desktop.reports.report import HTML, PDF, PNG, Content, Report, Source

LONGEST_CONTACT = 160  # characters: one sentence, so that the sheet stays one page
SIZES = (13.0, 12.5, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5)  # points, from easy to read to tight
SECTIONS = {
    "risk": ("seen", "others", "sheet"),
    "channel": ("agreed", "civilian", "place"),
    "say": ("danger", "who", "how", "help"),
    "not_say": ("names", "story", "military", "source"),
    "not_call": ("watched", "only_you", "punished", "flee"),
}
"""Sections with their lines, as the catalogues call them; what is decided and what is never done stand in frames around them."""


def safety_sheet(words: Words, contact: str = "", is_let_pass: bool = False) -> Document:
    """Return the sheet in a language, in the largest type in which it fits one page.

    Parameters
    ----------
    contact : str
        The office's sentence on whom to reach and how; it may have a number, and no person.
    is_let_pass : bool
        Whether two people let the sentence pass.

    Raises
    ------
    KnownError
        ``safety_sheet.contact_too_long``.
    PersonInTextError
        The sentence looks as if it told of a person.
    """
    name = words.say("safety_sheet.title")
    blocks: list[Block] = [title(name, words.say("safety_sheet.under")), _framed("decide", ("veto", "press", "no_promise"), words)]
    for section, lines in SECTIONS.items():
        said = [words.say(f"safety_sheet.{section}.{line}") for line in lines]
        if section == "channel" and contact.strip():
            said.insert(0, checked_contact(contact, is_let_pass))
        blocks += [heading(words.say(f"safety_sheet.{section}")), bullets(said)]
    blocks += [_framed("interview", ("rule", "answer", "abuse"), words), text(words.say("safety_sheet.after"))]
    sheet = Document(
        name=name,
        author="",
        sensitivity="",
        blocks=tuple(blocks),
        channel=words.say("safety_sheet.channel.civilian"),
        is_plain=True,
    )
    sized = (replace(sheet, size=size) for size in SIZES)
    return next((one for one in sized if pages_of(one, words) == 1), replace(sheet, size=SIZES[-1]))


def checked_contact(contact: str, is_let_pass: bool = False) -> str:
    """Return the sentence without its outer spaces, where it is short and tells of no person; a number or an address may stand in it.

    Parameters
    ----------
    is_let_pass : bool
        Whether two people let it pass.
    """
    sentence = " ".join(contact.split())
    if len(sentence) > LONGEST_CONTACT:
        raise KnownError("safety_sheet.contact_too_long", found=len(sentence), limit=LONGEST_CONTACT)
    found = [one for one in find_persons("contact", sentence) if one.trace not in (Trace.PHONE, Trace.EMAIL)]
    if found and not is_let_pass:
        raise PersonInTextError(tuple(found))
    return sentence


def _framed(section: str, lines: tuple[str, ...], words: Words) -> Block:
    return box(words.say(f"safety_sheet.{section}"), [words.say(f"safety_sheet.{section}.{line}") for line in lines])


def _make(source: Source, order: Order, words: Words) -> Content:
    is_let_pass = any(one.field == "contact" for one in order.handover.guard_passes)
    return written(safety_sheet(words, order.contact, is_let_pass), order, source, words)


REPORT = Report("safety_sheet", (PDF, HTML, PNG), _make, takes_contact=True)

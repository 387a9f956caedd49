"""A document in the forms in which it can be handed over: pages for print, a page for the screen, a copy to edit, a picture."""

from __future__ import annotations

from dataclasses import replace

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.html_pages import html_of
from mrm_desktop.reports.papers.pages import Document, pdf_of, png_of, svg_of
from mrm_desktop.reports.papers.word_pages import word_pages_of
from mrm_desktop.reports.release.log_foot import log_foot
from mrm_desktop.reports.report import Content, Source


def sealed(document: Document, order: Order, source: Source, words: Words) -> Document:
    """Return a document with what its code stands for besides what it says, and how far the log had come at its foot."""
    return replace(document, seal=order.seal(source.on), log=log_foot(order.reader, source.log, words))


def written(document: Document, order: Order, source: Source, words: Words) -> Content:
    """Write a document as ``pdf``, ``html``, ``docx``, ``png`` or ``svg``, sealed and with the head of the log at its foot.

    Raises
    ------
    KnownError
        ``export.more_than_one_page``: a picture has one page.
    """
    document = sealed(document, order, source, words)
    code, form = document.code(words), order.form
    if form == "html":
        return Content(html_of(document, words), code)
    pdf = pdf_of(document, words)
    if form == "pdf":
        return Content(pdf, code)
    if form == "docx":
        return Content(word_pages_of(document, words), code, as_pdf=pdf)
    pages = png_of(document, words) if form == "png" else svg_of(document, words)
    if len(pages) != 1:
        raise KnownError("export.more_than_one_page", pages=len(pages))
    return Content(pages[0], code, as_pdf=pdf)

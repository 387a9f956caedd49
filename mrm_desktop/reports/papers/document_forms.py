"""A document in the forms in which it can be handed over: pages for print, a page for the screen, a copy to edit, a picture."""

from __future__ import annotations

from dataclasses import replace

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.html_pages import html_of
from mrm_desktop.reports.papers.pages import Document, pdf_of, png_of, svg_of
from mrm_desktop.reports.papers.word_pages import word_pages_of
from mrm_desktop.reports.report import Content


def written(document: Document, form: str, words: Words, seal: str = "") -> Content:
    """Write a document as ``pdf``, ``html``, ``docx``, ``png`` or ``svg``.

    Parameters
    ----------
    seal : str
        What its code stands for besides what it says; see :meth:`~mrm_desktop.reports.order.Order.seal`.

    Raises
    ------
    KnownError
        ``export.more_than_one_page``: a picture has one page.
    """
    document = replace(document, seal=seal)
    code = document.code(words)
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

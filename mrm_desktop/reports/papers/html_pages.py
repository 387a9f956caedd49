"""A document as one HTML file: readable without scripts, without network, in any browser, from either side."""

from __future__ import annotations

import base64
from functools import cache
from typing import NoReturn

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from mrm_desktop.domain.errors import BugError
from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.pages import Document
from mrm_desktop.reports.papers.typesetting import as_read

CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def html_of(document: Document, words: Words) -> bytes:
    """Write a document as a page without scripts; pictures stand in it as data."""
    data, pictures = document.typst_data(words)
    read = as_read(data)
    titles = [block for block in read["blocks"] if block["kind"] == "title"]
    style = asset("maps", "layouts", "pages.css").read_text(encoding="utf-8")
    page = _template().render(
        read,
        # The first title names the document, the others a page of it.
        first_title=titles[0] if titles else None,
        several=len(titles) > 1,
        sources={name: _as_data(svg) for name, svg in pictures.items()},
        content_policy=CONTENT_POLICY,
        style=Markup(style),  # noqa: S704 - our own style sheet; everything else is escaped
        unknown=_unknown,
    )
    return page.encode("utf-8")


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    return environment.from_string(asset("maps", "layouts", "pages.html").read_text(encoding="utf-8"))


def _as_data(svg: str) -> str:
    # As an image and not inline: marks of one picture cannot be taken for those of another, and nothing in it runs.
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode('utf-8')).decode('ascii')}"


def _unknown(kind: str) -> NoReturn:
    raise BugError("page.unknown_block", kind=kind)

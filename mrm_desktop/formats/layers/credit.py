"""Whom a package of tiles credits, as plain text: most write it as a line of a web page, with links."""

from __future__ import annotations

from html.parser import HTMLParser

LONGEST = 600  # letters


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        """Keep what a reader would see."""
        self.said.append(data)


def plain_credit(text: str) -> str:
    """Return what a reader of the page would see, on one line. It is text: escape it before it is shown."""
    words = _Words()
    try:
        words.feed(text[: 4 * LONGEST])
        words.close()
    except AssertionError:  # what the parser of the standard library raises on a declaration that is none
        return " ".join(text.split())[:LONGEST]
    return " ".join("".join(words.said).split())[:LONGEST]

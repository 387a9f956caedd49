"""Pages for the screen: every word of every block is text, whatever somebody typed, and stands in the right place."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest

from mrm_desktop.domain.errors import BugError
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.html_pages import CONTENT_POLICY, html_of
from mrm_desktop.reports.papers.pages import (
    NEW_PAGE,
    Document,
    box,
    bullets,
    heading,
    image,
    legend,
    side_by_side,
    table,
    text,
    title,
)

SVG = "<svg xmlns='http://www.w3.org/2000/svg'/>"
HOSTILE = """"><img src=x onerror=alert(1)> {{ 7*7 }} {% raw %} ' & </style><script>x</script>"""


class Reader(HTMLParser):
    """Collects elements with their attributes, and the text of the page's body."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] != "style":
            self.texts.append(data)


def page_of(*blocks: Any, language: str = "en", **changes: Any) -> str:
    values: dict[str, Any] = {
        "name": "name",
        "author": "office",
        "sensitivity": "internal",
        "blocks": blocks,
        "channel": "Civilian channel: UNICEF",
        "pictures": {"m.svg": SVG},
    }
    return html_of(Document(**(values | changes)), Words(language)).decode("utf-8")


def every_block(words: str) -> tuple[Any, ...]:
    return (
        title(words, words),
        heading(words),
        text(words),
        text(words, "small"),
        box(words, [words]),
        box(words, [words], "bar"),
        bullets([words], words),
        bullets([]),
        table([words, "b"], [[words, words]]),
        table(["", ""], [[words, words]]),
        image("m.svg", 80, words),
        legend([{"file": "m.svg", "label": words}]),
        side_by_side((1, 2.5), [text(words)], [side_by_side((1,), [text(words)])]),
        NEW_PAGE,
        title(words),
    )


def test_a_hostile_word_is_text_in_every_block() -> None:
    plain, hostile = (
        Reader(page_of(*every_block(words), name=words, sensitivity=words, footer=(words,))) for words in ("word", HOSTILE)
    )
    assert [tag for tag, _ in hostile.elements] == [tag for tag, _ in plain.elements]
    assert [set(attributes) for _, attributes in hostile.elements] == [set(attributes) for _, attributes in plain.elements]
    assert "".join(hostile.texts).count(HOSTILE) == "".join(plain.texts).count("word")
    assert {a["alt"] for tag, a in hostile.elements if tag == "img" and a["class"] == "map"} == {HOSTILE}


def test_a_page_asks_for_nothing_and_names_its_language() -> None:
    page = Reader(page_of(*every_block("word"), language="ar"))
    root = next(attributes for tag, attributes in page.elements if tag == "html")
    assert root == {"lang": "ar", "dir": "rtl"}
    assert any(attributes.get("content") == CONTENT_POLICY for tag, attributes in page.elements if tag == "meta")
    assert all(str(a["src"]).startswith("data:image/svg+xml;base64,") for tag, a in page.elements if tag == "img")
    assert "script" not in {tag for tag, _ in page.elements}


def test_the_first_title_names_the_document_and_headings_follow_their_page() -> None:
    one = [tag for tag, _ in Reader(page_of(title("a"), heading("b"))).elements]
    assert [tag for tag in one if tag in ("h1", "h2", "h3")] == ["h1", "h2"]
    two = [tag for tag, _ in Reader(page_of(title("a"), heading("b"), title("c"), heading("d"))).elements]
    assert [tag for tag in two if tag in ("h1", "h2", "h3")] == ["h1", "h3", "h2", "h3"]


def test_columns_keep_their_widths() -> None:
    page = Reader(page_of(side_by_side((1, 2.5), [text("a")], [text("b")])))
    assert [a["style"] for _, a in page.elements if a.get("class") == "columns"] == ["grid-template-columns:1fr 2.5fr"]


def test_a_block_that_no_page_knows_is_a_bug() -> None:
    with pytest.raises(BugError, match=r"page\.unknown_block"):
        page_of({"kind": "poem"})

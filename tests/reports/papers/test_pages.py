"""Columns as wide as what stands in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.cartography.svg import root
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.pages import (
    LETTERS_A_LINE,
    NEW_PAGE,
    Document,
    filling,
    image,
    pages_of,
    rooms_of,
    text,
    title,
    widths_for,
)

HEAD = ["Group", "Collected", "Method"]


def test_what_usually_stands_in_a_column_has_a_line_and_the_rare_long_text_the_rest() -> None:
    usual = [["women", "14 Nov 2025", "purposive survey, B2"]] * 8
    group, day, method = widths_for(HEAD, [*usual, ["women, " * 30, "14 Nov 2025", "purposive survey, B2"]])
    assert day > len("14 Nov 2025")
    assert method > len("purposive survey, B2")
    assert group > day + method


def test_a_column_is_never_narrower_than_its_longest_word_and_an_empty_one_has_a_width() -> None:
    widths = widths_for(["", "b"], [["", "x" * 90]])
    assert widths[0] > 0
    assert widths[1] > 90


@given(st.lists(st.tuples(*[st.text("ab ", max_size=60)] * 3), max_size=6))
def test_no_room_is_given_twice(rows: list[tuple[str, ...]]) -> None:
    widths = widths_for(HEAD, rows)
    longest_words = sum(
        max(len(word) for cell in column for word in cell.split() or [""]) + 1 for column in zip(HEAD, *rows, strict=True)
    )
    assert sum(widths) <= max(LETTERS_A_LINE, longest_words) + 1e-6


def test_a_picture_that_fills_its_page_is_told_how_tall_it_will_be() -> None:
    blocks = (
        title("A"),
        filling(image("m.svg", 180, "m")),
        text("end"),
        NEW_PAGE,
        title("B"),
        text("word " * 900),
        filling(image("m.svg", 180, "m")),
    )
    made = Document("D", "o", "INTERNAL", blocks, "channel", pictures={"m.svg": root(180, 20)})
    roomy, tight = rooms_of(made, Words("en"))
    assert 20 < tight < roomy < 270
    assert pages_of(made, Words("en")) == 2
    assert rooms_of(made.with_blocks([title("A"), image("m.svg", 180, "m")]), Words("en")) == []

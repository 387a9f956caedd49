"""Pages as pictures: their size, and what another reader's copy lacks is covered while the rest can still be read."""

from __future__ import annotations

import numpy as np
import typst

from mrm_desktop.reports.papers.page_pictures import INK, PagePicture, blacked_out, count_pages, picture_of

WIDTH = 420


def page(*paragraphs: str) -> bytes:
    """Set paragraphs below each other, one for each line of a page that is as wide as high."""
    text = "#set page(width: 300pt, height: 300pt, margin: 20pt)\n#set text(size: 14pt)\n" + "\n\n".join(paragraphs)
    made = typst.compile(text.encode(), format="pdf")
    assert isinstance(made, bytes)
    return made


def dark_rows(picture: PagePicture) -> list[int]:
    """Return the rows of a picture that hold a bar: many pixels of ink beside each other."""
    covered = (picture.pixels[:, :, :3] == INK).all(axis=2).sum(axis=1)
    return [int(row) for row in np.flatnonzero(covered > 40)]


def test_a_picture_is_as_wide_as_it_was_asked_for_and_keeps_its_shape() -> None:
    pdf = page("one")
    shown = picture_of(pdf, 0, WIDTH)
    assert (shown.width, shown.height, count_pages(pdf)) == (WIDTH, WIDTH, 1)
    assert shown.pixels[2, 2, :3].tolist() == [255, 255, 255]


def test_each_page_has_its_own_picture() -> None:
    pdf = page("first", "#pagebreak()", "#rect(width: 100%, height: 90%, fill: black)")
    assert count_pages(pdf) == 2
    assert picture_of(pdf, 0, WIDTH).pixels.mean() > picture_of(pdf, 1, WIDTH).pixels.mean() + 50


def test_a_line_that_the_copy_lacks_is_covered_and_no_other() -> None:
    whole = page("The civilian channel comes first.", "Base Susutaa lies beside the market.", "It lapses in April.")
    copy = page("It lapses in April.", "The civilian channel comes first.")
    rows = dark_rows(blacked_out(whole, copy, 0, WIDTH))
    middle = [WIDTH * share for share in (0.14, 0.26)]
    assert rows, "something is covered"
    assert all(middle[0] < row < middle[1] for row in rows), "the second line alone"


def test_the_same_copy_covers_nothing() -> None:
    whole = page("The civilian channel comes first.", "It lapses in April.")
    assert np.array_equal(blacked_out(whole, whole, 0, WIDTH).pixels, picture_of(whole, 0, WIDTH).pixels)


def test_an_empty_copy_covers_every_word() -> None:
    whole = page("alpha beta gamma")
    shown = blacked_out(whole, page(""), 0, WIDTH)
    unread = (picture_of(whole, 0, WIDTH).pixels[:, :, :3] < 128).all(axis=2)
    assert ((shown.pixels[:, :, :3] == INK).all(axis=2)[unread]).mean() > 0.98

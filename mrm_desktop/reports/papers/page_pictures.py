"""Pages of a finished PDF as pictures, to look at before it leaves; what another reader's copy lacks can be blacked out on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

INK = 20
"""What is blacked out, 0 to 255."""
MARGIN = 0.15
"""How far a bar reaches over a word, as a share of the word's height."""


@dataclass(frozen=True, slots=True, eq=False)
class PagePicture:
    """A picture of a page.

    Attributes
    ----------
    pixels : npt.NDArray[np.uint8]
        Shape (height, width, 4): blue, green, red, and a byte without meaning.
    """

    pixels: npt.NDArray[np.uint8]

    @property
    def width(self) -> int:
        """Width, pixels."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Height, pixels."""
        return int(self.pixels.shape[0])


@dataclass(frozen=True, slots=True)
class _Word:
    """A word on a page: where it stands from the upper left corner, as shares of the page's width and height."""

    text: str
    box: tuple[float, float, float, float]


def count_pages(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    with _opened(pdf) as document:
        return len(document)


def picture_of(pdf: bytes, page: int, width: int) -> PagePicture:
    """Return a page of a PDF, counted from 0, as a picture of a width in pixels."""
    with _opened(pdf) as document:
        return _picture(document, page, width)


def blacked_out(pdf: bytes, kept: bytes, page: int, width: int) -> PagePicture:
    """Return a page of a PDF on which every word is covered that ``kept``, the copy for another reader, lacks.

    A word stays where the copy has it beside one of the same neighbours, wherever that is. Maps and charts are not compared.
    """
    with _opened(pdf) as document, _opened(kept) as copy:
        picture = _picture(document, page, width)
        others = [word.text for number in range(len(copy)) for word in _words(copy, number)]
        for word in _lacking(list(_words(document, page)), others):
            _cover(picture.pixels, word.box)
    return picture


def _lacking(words: Sequence[_Word], others: Sequence[str]) -> Iterator[_Word]:
    """Yield the words that stand in the copy beside neither of their neighbours; where on the page does not matter."""
    known = set(pairwise(others))
    together = [(one.text, next_one.text) in known for one, next_one in pairwise(words)]
    for word, with_last, with_next in zip(words, (False, *together), (*together, False), strict=True):
        if not with_last and not with_next:
            yield word


def _cover(pixels: npt.NDArray[np.uint8], box: tuple[float, float, float, float]) -> None:
    height, width = pixels.shape[:2]
    left, top, right, bottom = box
    over = (bottom - top) * MARGIN
    rows = slice(max(0, round((top - over) * height)), round((bottom + over) * height) + 1)
    pixels[rows, max(0, round(left * width) - 1) : round(right * width) + 2] = INK


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    import pypdfium2  # imported late: it is loaded when a page is looked at

    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def _picture(document: Any, number: int, width: int) -> PagePicture:
    page = document[number]
    bitmap = page.render(scale=width / page.get_width(), prefer_bgrx=True)
    pixels: npt.NDArray[np.uint8] = bitmap.to_numpy().copy()  # the bitmap's own memory goes with it
    bitmap.close()
    page.close()
    return PagePicture(pixels)


def _words(document: Any, number: int) -> Iterator[_Word]:
    page = document[number]
    text = page.get_textpage()
    yield from _words_of(text, page.get_size())
    text.close()
    page.close()


def _words_of(text: Any, size: tuple[float, float]) -> Iterator[_Word]:
    """Put the letters of a page together: a word ends where there is a blank."""
    letters: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    said: str = text.get_text_range()
    for index in range(min(text.count_chars(), len(said))):
        if said[index].isspace():
            if letters:
                yield _Word("".join(letters), _around(boxes, size))
                letters, boxes = [], []
        else:
            letters.append(said[index])
            boxes.append(text.get_charbox(index))
    if letters:
        yield _Word("".join(letters), _around(boxes, size))


def _around(boxes: Sequence[tuple[float, float, float, float]], size: tuple[float, float]) -> tuple[float, float, float, float]:
    """Return the box around letters, whose own are counted from the lower left corner in points."""
    found = np.array(boxes)
    left, bottom, right, top = found[:, 0].min(), found[:, 1].min(), found[:, 2].max(), found[:, 3].max()
    wide, tall = size
    return float(left / wide), float(1 - top / tall), float(right / wide), float(1 - bottom / tall)

"""Names on a map: wishes in the order of their weight, each written where it covers nothing that was written before, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mrm_desktop.cartography.display_list import Text
from mrm_desktop.cartography.plane import Box

Measure = Callable[[str, float, int], float]
"""From a text, its size in pixels and its weight to its width in pixels."""

LETTER_EM = 0.55  # width of a letter of the shipped type in its size, on average over names in Latin and Arabic letters
LINE_EM = 1.25
_GAP_PX = 2.0


def letters(text: str, size: float, weight: int) -> float:
    """Estimate the width of a text by the number of its letters, pixels."""
    return len(text) * size * (LETTER_EM if weight < 600 else LETTER_EM * 1.06)


@dataclass(frozen=True, slots=True)
class Wish:
    """A name that would like to stand somewhere.

    Attributes
    ----------
    offsets : sequence of (dx, dy, anchor)
        Where it may stand beside ``text.at``, pixels, the best first.
    may_be_cut : bool
        Whether it may run over the edge of the page.
    """

    text: Text
    offsets: Sequence[tuple[float, float, str]] = ((0.0, 0.0, "middle"),)
    may_be_cut: bool = False


class Room:
    """The page with what is already taken of it.

    Parameters
    ----------
    width, height : float
        The page, pixels.
    """

    def __init__(self, width: float, height: float, measure: Measure = letters) -> None:
        self._width, self._height, self._measure = width, height, measure
        self._boxes: npt.NDArray[np.float64] = np.empty((64, 4))
        self._count = 0

    def take(self, box: Box) -> None:
        """Keep names off a box: left, top, right, bottom, pixels."""
        if self._count == len(self._boxes):
            self._boxes = np.concatenate([self._boxes, np.empty_like(self._boxes)])
        self._boxes[self._count] = box
        self._count += 1

    def is_free(self, box: Box) -> bool:
        """Tell whether nothing is written on a box."""
        taken = self._boxes[: self._count]
        left, top, right, bottom = box
        hits = (taken[:, 0] < right) & (taken[:, 2] > left) & (taken[:, 1] < bottom) & (taken[:, 3] > top)
        return not bool(hits.any())

    def write(self, wishes: Iterable[Wish]) -> list[Text]:
        """Return the names that find room, each at the first of its places that is free."""
        return [written for wish in wishes if (written := self._place(wish)) is not None]

    def _place(self, wish: Wish) -> Text | None:
        text = wish.text
        wide, tall = self._measure(text.text, text.size, text.weight), text.size * LINE_EM
        for dx, dy, anchor in wish.offsets:
            x, y = text.at[0] + dx, text.at[1] + dy
            left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
            box = left - _GAP_PX, y - tall / 2, left + wide + _GAP_PX, y + tall / 2
            if self._is_on_page(box, wish.may_be_cut) and self.is_free(box):
                self.take(box)
                return Text(text.text, (x, y), text.size, text.colour, text.halo, text.weight, text.is_italic, anchor, text.opacity)
        return None

    def _is_on_page(self, box: Box, may_be_cut: bool) -> bool:
        left, top, right, bottom = box
        if may_be_cut:
            return bool(right > 0 and bottom > 0 and left < self._width and top < self._height)
        return bool(left > 0 and top > 0 and right < self._width and bottom < self._height)


def beside(radius: float) -> Sequence[tuple[float, float, str]]:
    """Return the places for the name of a mark of so many pixels: right, left, above, below."""
    away = radius + 3.0
    return (away, 0.0, "start"), (-away, 0.0, "end"), (0.0, -away - 5.0, "middle"), (0.0, away + 5.0, "middle")

"""Names on a map: wishes in the order of their weight, each written where it covers nothing that was written before, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from mrm_desktop.cartography.display_list import Text
from mrm_desktop.cartography.plane import Box

Measure = Callable[[str, float, int], float]
"""From a text, its size in pixels and its weight to its width in pixels."""

LETTER_EM = 0.55  # width of a letter of the shipped type in its size, on average over names in Latin and Arabic letters
LINE_EM = 1.25
_GAP_PX = 2.0
PATIENCE = 9
"""Places of a name that are looked at for one that nothing would rather keep free: the later ones lie far from its middle."""


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
    """

    text: Text
    offsets: Sequence[tuple[float, float, str]] = ((0.0, 0.0, "middle"),)


class _Boxes:
    """Boxes that grow in number and are looked through at once: left, top, right, bottom, pixels."""

    def __init__(self) -> None:
        self._all: npt.NDArray[np.float64] = np.empty((64, 4))
        self._count = 0

    def add(self, box: Box) -> None:
        if self._count == len(self._all):
            self._all = np.concatenate([self._all, np.empty_like(self._all)])
        self._all[self._count] = box
        self._count += 1

    def meet(self, box: Box) -> bool:
        """Tell whether one of them overlaps a box."""
        left, top, right, bottom = box
        own = self._all[: self._count]
        return bool(((own[:, 0] < right) & (own[:, 2] > left) & (own[:, 1] < bottom) & (own[:, 3] > top)).any())


class Room:
    """The page with what is already taken of it, and what a name would rather not lie on.

    Parameters
    ----------
    width, height : float
        The page, pixels.
    bleed : float
        How much of it on each side is only seen while it is dragged, pixels: no name lies on the edge of what is seen.
    """

    def __init__(self, width: float, height: float, measure: Measure = letters, bleed: float = 0.0) -> None:
        self._page: Box = 0.0, 0.0, width, height
        self._seen: Box = bleed, bleed, width - bleed, height - bleed
        self._measure = measure
        self._taken, self._shunned = _Boxes(), _Boxes()

    def take(self, box: Box) -> None:
        """Keep names off a box: left, top, right, bottom, pixels."""
        self._taken.add(box)

    def shun(self, box: Box) -> None:
        """Keep names off a box as long as they have another place: the ring around a base, a mark that stands alone."""
        self._shunned.add(box)

    def is_free(self, box: Box) -> bool:
        """Tell whether nothing is written on a box."""
        return not self._taken.meet(box)

    def write(self, wishes: Iterable[Wish]) -> list[Text]:
        """Return the names that find room, each at the first of its places that is free."""
        return [written for wish in wishes if (written := self._place(wish)) is not None]

    def _place(self, wish: Wish) -> Text | None:
        """Write a name at its best place that is free; where all of them are shunned, at the best of these."""
        text = wish.text
        wide, tall = self._measure(text.text, text.size, text.weight), text.size * LINE_EM
        found: tuple[Box, Text] | None = None
        for tried, (dx, dy, anchor) in enumerate(wish.offsets):
            if found is not None and tried >= PATIENCE:
                break
            x, y = text.at[0] + dx, text.at[1] + dy
            left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
            box = left - _GAP_PX, y - tall / 2, left + wide + _GAP_PX, y + tall / 2
            if not self._is_whole(box) or not self.is_free(box):
                continue
            is_clear = not self._shunned.meet(box)
            if found is None or is_clear:
                found = box, replace(text, at=(x, y), anchor=anchor)
            if is_clear:
                break
        if found is None:
            return None
        self.take(found[0])
        return found[1]

    def _is_whole(self, box: Box) -> bool:
        """Tell whether the edge of the page, and that of what is seen of it, leave a box whole."""
        left, top, right, bottom = self._seen
        is_beyond = box[2] <= left or box[0] >= right or box[3] <= top or box[1] >= bottom
        return _holds(self._page, box) and (is_beyond or _holds(self._seen, box))


def _holds(outer: Box, inner: Box) -> bool:
    return outer[0] < inner[0] and outer[1] < inner[1] and inner[2] < outer[2] and inner[3] < outer[3]


def beside(radius: float) -> Sequence[tuple[float, float, str]]:
    """Return the places for the name of a mark of so many pixels: right, left, above, below."""
    away = radius + 3.0
    return (away, 0.0, "start"), (-away, 0.0, "end"), (0.0, -away - 5.0, "middle"), (0.0, away + 5.0, "middle")

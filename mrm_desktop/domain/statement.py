"""What a person states and no file carries: one entry of a facts file, kept as it was said (decision 0047).

Statements are appended and never changed. A later one about the same thing takes the place of the earlier, from the day on which it was
known.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date


class Statement(ABC):
    """The face of everything that is kept as a statement."""

    __slots__ = ()

    @property
    @abstractmethod
    def thing(self) -> str:
        """What it is about, in one line: of several statements about one thing one counts, and two offices that differ have a conflict."""

    @property
    def areas(self) -> frozenset[str]:
        """Codes of the areas that it names; empty for the whole country."""
        code: str = getattr(self, "area_code", "")
        return frozenset({code} if code else ())

    @property
    def missions(self) -> frozenset[str]:
        """Acronyms of the missions that it names."""
        return frozenset()

    @property
    def fault(self) -> str | None:
        """Code of what is wrong with it as a whole, beyond what its keys may hold; None where nothing is."""
        return None

    @abstractmethod
    def known_on(self, day: date) -> bool:
        """Tell whether it was known on ``day``: what was stated later says nothing of the days before."""

"""Admiralty grades: how reliable a source is (A-F) and how credible what it says is (1-6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from mrm_desktop.domain.errors import KnownError

RELIABILITIES = "ABCDEF"
CREDIBILITIES = "123456"


@dataclass(frozen=True, slots=True, order=True)
class Grade:
    """A two-part grade such as ``B2``.

    Parameters
    ----------
    reliability : str
        ``A`` (completely reliable) to ``E`` (unreliable); ``F`` means the source was not used before, not that it is bad.
    credibility : str
        ``1`` (confirmed by an independent source) to ``5`` (improbable); ``6`` means that it cannot be judged.

    Raises
    ------
    KnownError
        ``grade.unknown`` where a part is outside its list.
    """

    reliability: str
    credibility: str

    def __post_init__(self) -> None:
        ok = len(self.reliability) == 1 and self.reliability in RELIABILITIES
        if not (ok and len(self.credibility) == 1 and self.credibility in CREDIBILITIES):
            raise KnownError("grade.unknown", grade=f"{self.reliability}{self.credibility}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``"B2"``; capitals do not matter, white space around it neither."""
        cleaned = text.strip().upper()
        if len(cleaned) != 2:
            raise KnownError("grade.unknown", grade=text)
        return cls(cleaned[0], cleaned[1])

    @property
    def not_judged(self) -> str:
        """What nobody could judge: ``source``, ``content``, ``both``, or "" where both were judged. Such a report is not confirmed."""
        source, content = self.reliability == "F", self.credibility == "6"
        return "both" if source and content else "source" if source else "content" if content else ""

    def __str__(self) -> str:
        return f"{self.reliability}{self.credibility}"

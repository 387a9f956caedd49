"""The organisation's approach to contact with UN peacekeepers: a dated document that somebody adopted.

Nothing is agreed until it was adopted (METHOD section 2, G6): an approach is on record with the day and the role that adopted it, and
the newest one adopted on or before a day is the one in force on it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from mrm_desktop.domain.statement import Statement
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.foundation.codec import Codec, Rules

OUTSIDE = frozenset({"country_office", "partner", "public"})
"""Readers to whom a file goes that does not stay where the project is."""


@dataclass(frozen=True, slots=True)
class Signatories:
    """Who signs a decision on a mode: roles, never names."""

    mode: Mode
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApproachException:
    """Where the organisation does otherwise than by default, and why.

    Attributes
    ----------
    text : str
        What is done otherwise.
    area_code : str
        P-code of the area it is about, with everything inside it; "" for every area.
    mode : Mode | None
        The mode it is about; None for every mode.
    """

    text: str
    area_code: str = ""
    mode: Mode | None = None


@dataclass(frozen=True, slots=True)
class AdoptedApproach(Statement):
    """An approach as it was adopted. It is never changed: a new one takes its place from the day of its own adoption.

    Attributes
    ----------
    adopted_on : date
        First day on which it is in force.
    adopted_by : str
        Role that adopted it; never a name.
    allowed_modes : tuple[Mode, ...]
        Modes allowed by default. Those that nobody sees are always allowed and need not be listed.
    review_on : date | None
        Day until which it was to be looked at again; past it the approach is still in force, but said to be due for review.
    signatories : tuple[Signatories, ...]
        Who signs what. A mode that is not named is signed as the policy says.
    red_lines : tuple[str, ...]
        What is never done, in the organisation's own words.
    two_people_release_to : tuple[str, ...]
        Readers for whom a file is let out by two people: ``country_office``, ``partner``, ``public``.
    releasers : tuple[str, ...]
        Roles that may let a file out of the organisation; empty where anybody may who has the project.
    signed_decisions : bool
        Whether a decision goes on record only with the signature of a person's key.
    title, version : str
        What the document is called among people; "" where it has no name.
    """

    adopted_on: date
    adopted_by: str
    allowed_modes: tuple[Mode, ...]
    review_on: date | None = None
    signatories: tuple[Signatories, ...] = ()
    red_lines: tuple[str, ...] = ()
    exceptions: tuple[ApproachException, ...] = ()
    title: str = ""
    version: str = ""
    two_people_release_to: tuple[str, ...] = ()
    releasers: tuple[str, ...] = ()
    signed_decisions: bool = False

    @property
    def thing(self) -> str:
        """Two documents adopted on one day are about the same thing."""
        return self.adopted_on.isoformat()

    @property
    def areas(self) -> frozenset[str]:
        """Areas that its exceptions name."""
        return frozenset(exception.area_code for exception in self.exceptions if exception.area_code)

    @property
    def fault(self) -> str | None:
        """An approach needs somebody who adopted it, and is not reviewed before it was adopted."""
        if not self.adopted_by.strip():
            return "facts.approach_without_adopter"
        if not OUTSIDE.issuperset(self.two_people_release_to):
            return "facts.unknown_reader"
        return "facts.review_before_adoption" if self.review_on is not None and self.review_on < self.adopted_on else None

    def known_on(self, day: date) -> bool:
        """Tell whether it was adopted by ``day``."""
        return self.adopted_on <= day

    @property
    def digest(self) -> str:
        """SHA-256 of its content as canonical JSON, 64 hexadecimal digits: the same for the same document on every computer.

        What is left empty is left out, so that the digest stays what it was when a later version of the program knows more fields.
        """
        return hashlib.sha256(json.dumps(_filled(_codec().write(self)), **_CANONICAL).encode("utf-8")).hexdigest()

    def is_review_due(self, day: date) -> bool:
        """Tell whether its review day lies before ``day``."""
        return self.review_on is not None and self.review_on < day

    def allows(self, mode: Mode) -> bool:
        """Tell whether a mode is allowed by default. One that nobody sees always is: it is never held (METHOD section 2, rule 4)."""
        return not mode.is_military or mode in self.allowed_modes

    def signatories_of(self, mode: Mode) -> tuple[str, ...]:
        """Return the roles that sign a decision on a mode; empty where the approach leaves it to the policy."""
        return tuple(role for entry in self.signatories if entry.mode is mode for role in entry.roles)

    def exceptions_for(self, mode: Mode, areas: Collection[str]) -> tuple[ApproachException, ...]:
        """Return the exceptions that bear on a mode in an area.

        Parameters
        ----------
        areas : Collection[str]
            The area's code and those of everything it lies in.
        """
        return tuple(e for e in self.exceptions if e.mode in (None, mode) and (not e.area_code or e.area_code in areas))


_CANONICAL: dict[str, Any] = {"sort_keys": True, "separators": (",", ":"), "ensure_ascii": False}


@cache
def _codec() -> Codec:
    return Codec(Rules())


def _filled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _filled(item) for key, item in value.items() if item not in (None, "", [], False)}
    return [_filled(item) for item in value] if isinstance(value, list) else value

"""For which days a fact holds: its validity period, ends included. What each kind's period means stands in decision 0030.

A period is not an observation. ``last_confirmed``, ``last_tested``, ``collected_on`` and ``recorded_on`` say when somebody looked;
the period says until when what was seen may be relied upon. An ended fact is never used after its end and never thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar


class Dated(Protocol):
    """A fact with a period; None on either side is open."""

    @property
    def valid_from(self) -> date | None:
        """First day on which it holds."""

    @property
    def valid_to(self) -> date | None:
        """Last day on which it holds."""


F = TypeVar("F", bound=Dated)


@dataclass(frozen=True, slots=True)
class EndedFact:
    """A fact that no longer held on the day of a view: history, shown and not used.

    Attributes
    ----------
    kind : str
        ``presence``, ``place``, ``evidence``, ``actor_report``, ``contingent``, ``focal_point``, ``forum``, ``force`` or
        ``circumstances``.
    name : str
        What a person knows it by.
    valid_to : date
        Last day on which it held.
    """

    kind: str
    name: str
    valid_to: date


def has_begun(fact: Dated, day: date) -> bool:
    """Tell whether a fact's period had begun on ``day``."""
    return fact.valid_from is None or fact.valid_from <= day


def has_ended(fact: Dated, day: date) -> bool:
    """Tell whether a fact's last day lies before ``day``."""
    return fact.valid_to is not None and fact.valid_to < day


def holds_on(fact: Dated, day: date) -> bool:
    """Tell whether a fact may be relied upon on ``day``."""
    return has_begun(fact, day) and not has_ended(fact, day)


def is_reversed(valid_from: date | None, valid_to: date | None) -> bool:
    """Tell whether a period ends before it begins."""
    return valid_from is not None and valid_to is not None and valid_to < valid_from


def without_replaced(statements: Iterable[F], key: Callable[[F], Hashable]) -> tuple[F, ...]:
    """Leave out the statements that a later one replaced altogether.

    Parameters
    ----------
    statements : Iterable[F]
        In order of arrival. One takes the place of the earlier ones about the same thing from its first day on: all of them where
        its beginning is open.
    """
    found: dict[Hashable, list[F]] = {}
    for statement in statements:
        earlier = found.get(key(statement), [])
        kept = [e for e in earlier if (e.valid_from or date.min) < (statement.valid_from or date.min)]
        found[key(statement)] = [*kept, statement]
    return tuple(statement for group in found.values() for statement in group)


def in_force_on(statements: Iterable[F], key: Callable[[F], Hashable], day: date) -> tuple[F, ...]:
    """Return what :func:`without_replaced` left that counts on ``day``: of each thing the last one that had begun, unless it has ended."""
    last: dict[Hashable, F] = {}
    for statement in statements:
        if has_begun(statement, day):
            last[key(statement)] = statement
    return tuple(statement for statement in last.values() if not has_ended(statement, day))

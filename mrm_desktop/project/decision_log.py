"""What earlier decisions mean for a question: which stand, what was refused next door, which band the last one rested on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from mrm_desktop.domain.decisions import DecisionHead, Outcome
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import Band, Mode

Heads = tuple[DecisionHead, ...]

SHORTEST_NAME = 8
"""Signs of a checksum or identifier by which a decision may be named; what is shorter, and digits, is its number."""


class DecisionLog:
    """The heads of all decisions, in the order of the chain, with what is asked of them again and again.

    It never changes: :meth:`followed_by` makes the log with one more decision from what this one has worked out, so that recording a
    decision costs the same whether ten are on record or a hundred thousand.

    Attributes
    ----------
    by_area : Mapping[str, tuple[DecisionHead, ...]]
        The heads by area, in the order of the chain.
    superseded : frozenset[str]
        Identifiers of the decisions that a later one supersedes.
    """

    def __init__(self, heads: Iterable[DecisionHead] = ()) -> None:
        self.heads: Heads = tuple(heads)
        by_area: dict[str, list[DecisionHead]] = {}
        unexplained: dict[Mode, list[DecisionHead]] = {}
        for head in self.heads:
            by_area.setdefault(head.area_code, []).append(head)
            if _stays_away_without_reason(head):
                unexplained.setdefault(head.chosen_mode, []).append(head)
        self.by_area: Mapping[str, Heads] = {code: tuple(found) for code, found in by_area.items()}
        self.superseded = frozenset(head.supersedes for head in self.heads if head.supersedes)
        self._unexplained: Mapping[Mode, Heads] = {mode: tuple(found) for mode, found in unexplained.items()}

    def __len__(self) -> int:
        return len(self.heads)

    def __iter__(self) -> Iterator[DecisionHead]:
        return iter(self.heads)

    def followed_by(self, head: DecisionHead) -> DecisionLog:
        """Return the log with one more decision."""
        log = DecisionLog()
        log.heads = (*self.heads, head)
        log.by_area = {**self.by_area, head.area_code: (*self.by_area.get(head.area_code, ()), head)}
        log.superseded = self.superseded | {head.supersedes} if head.supersedes else self.superseded
        log._unexplained = self._unexplained
        if _stays_away_without_reason(head):
            mode = head.chosen_mode
            log._unexplained = {**self._unexplained, mode: (*self._unexplained.get(mode, ()), head)}
        return log

    def named(self, text: str) -> DecisionHead:
        """Return the decision that a person names: by its number, or by its checksum or identifier or how these begin.

        Raises
        ------
        KnownError
            ``decision.unknown``; ``decision.name_too_short`` for a beginning that the next decision may share;
            ``decision.ambiguous`` where several begin so.
        """
        name = text.strip().removeprefix("#").casefold()
        if name.isdecimal() and len(name) < SHORTEST_NAME:
            found = [head for head in self.heads if head.sequence == int(name)]
        elif len(name) < SHORTEST_NAME:
            raise KnownError("decision.name_too_short", name=text, shortest=SHORTEST_NAME)
        else:
            found = [head for head in self.heads if head.id.startswith(name) or head.hash.startswith(name)]
        if len(found) > 1:
            raise KnownError("decision.ambiguous", name=text, sequences=[str(head.sequence) for head in found])
        if not found:
            raise KnownError("decision.unknown", name=text)
        return found[0]

    def standing(self, on: date) -> Heads:
        """Return the decisions that are neither lapsed nor superseded on a day, also those that still wait for a signature."""
        return tuple(head for head in self.heads if self._stands(head, on))

    def refused_without_reason(self, mode: Mode, on: date) -> frozenset[str]:
        """Return the codes of the areas where the organisation stays away from a mode and says nowhere why."""
        return frozenset(head.area_code for head in self._unexplained.get(mode, ()) if self._stands(head, on))

    def last_band(self, area_code: str, on: date) -> Band | None:
        """Return the band of the last decision on an area that rested on one: moving up from it takes a margin (METHOD 7)."""
        rested = (h for h in reversed(self.by_area.get(area_code, ())) if h.band is not None and h.recorded_at.date() <= on)
        last = next(rested, None)
        return last.band if last is not None else None

    def _stands(self, head: DecisionHead, on: date) -> bool:
        return head.id not in self.superseded and head.recorded_at.date() <= on <= head.expires_on


def _stays_away_without_reason(head: DecisionHead) -> bool:
    """Tell whether a record says no and not why: neither in words, nor because the answer there was no."""
    return head.outcome is Outcome.DO_NOT_PROCEED and not head.states_reason and head.verdict.is_open

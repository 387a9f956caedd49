"""What a write changed: noted while it is written, told once it is kept. Whoever holds an answer asks "is that me?"."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, cast

from mrm_desktop.domain.datasets import Dataset
from mrm_desktop.domain.decisions import Decision
from mrm_desktop.domain.statement import Statement
from mrm_desktop.project.kinds import FROM_FILES, KIND_OF_STATEMENT, OF_ONE_AREA, STATED_BY, WRITTEN_BY, Kind
from mrm_desktop.project.ports import Repository


@dataclass(frozen=True, slots=True)
class Changed:
    """What a write changed.

    Attributes
    ----------
    areas : frozenset[str] | None
        Codes of the areas that the records name, ``""`` for those about the whole country; None where they bear on any.
    """

    kinds: frozenset[Kind] = frozenset()
    areas: frozenset[str] | None = frozenset()

    def touches(self, *kinds: Kind) -> bool:
        """Tell whether any of the kinds changed."""
        return not self.kinds.isdisjoint(kinds)

    @property
    def is_everywhere(self) -> bool:
        """Whether it may bear on any area."""
        return self.areas is None or "" in self.areas

    def bears_on(self, areas: Collection[str]) -> bool:
        """Tell whether it may bear on one of some areas."""
        return self.is_everywhere or not (self.areas or frozenset()).isdisjoint(areas)

    def __or__(self, other: Changed) -> Changed:
        areas = None if self.areas is None or other.areas is None else self.areas | other.areas
        return Changed(self.kinds | other.kinds, areas)


EVERYTHING = Changed(frozenset(Kind), None)
"""What somebody else may have changed when nobody says what it was."""


def _area_of(record: Any) -> str:
    code: str | None = record.area_code
    return code or ""


class ChangeRecorder:
    """Stands in front of a repository and notes what is written through it."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self.changed = Changed()
        self.decisions: tuple[Decision, ...] = ()

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._repository, name)
        if name == "undo_dataset":
            return self._noting(found, lambda _: Changed(FROM_FILES, None))
        if name == STATED_BY:
            return self._noting(found, _change_of_statements)
        if name in WRITTEN_BY:
            return self._noting(found, lambda written: self._bearing_of(WRITTEN_BY[name], written))
        return found

    def _bearing_of(self, kind: Kind, written: Any) -> Changed:
        change = _change_of(kind, written)
        if isinstance(written, Dataset) and written.supersedes:
            return change | Changed(FROM_FILES, None)  # the records of the older one are put aside
        if isinstance(written, Decision) and written.draft.supersedes:
            before = self._repository.decision(written.draft.supersedes)
            return change if before is None else change | _change_of(kind, before)
        return change

    def _noting(self, write: Callable[..., Any], change_of: Callable[[Any], Changed]) -> Callable[..., Any]:
        def noted(written: Any, *others: Any, **named: Any) -> Any:
            if isinstance(written, Iterator):  # it is looked at twice
                written = tuple(written)
            result = write(written, *others, **named)
            self.changed |= change_of(written)
            if isinstance(written, Decision):
                self.decisions += (written,)
            return result

        return noted


def recording(repository: Repository) -> tuple[Repository, ChangeRecorder]:
    """Return a repository that notes what is written through it, and the recorder that knows what it was."""
    recorder = ChangeRecorder(repository)
    return cast(Repository, recorder), recorder


def _change_of(kind: Kind, written: Any) -> Changed:
    if kind not in OF_ONE_AREA:
        return Changed(frozenset({kind}), None)
    records: Iterable[Any] = [written] if kind is Kind.DECISIONS else written
    return Changed(frozenset({kind}), frozenset(_area_of(record) for record in records))


def _change_of_statements(written: Iterable[Statement]) -> Changed:
    return reduce(or_, (_change_of(KIND_OF_STATEMENT[type(statement)], [statement]) for statement in written), Changed())

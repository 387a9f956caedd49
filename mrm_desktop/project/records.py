"""Records of one kind, found by the area that they name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Generic, Protocol, TypeVar


class NamesArea(Protocol):
    """A record that names an area; ``""`` or None for one of the whole country."""

    @property
    def area_code(self) -> str | None:
        """Code of the area."""


R = TypeVar("R", bound=NamesArea)


class Records(Generic[R]):
    """Frozen records in the order in which they came; sorted by area when somebody first asks for an area."""

    def __init__(self, records: Iterable[R] = ()) -> None:
        self.all: tuple[R, ...] = tuple(records)

    def __len__(self) -> int:
        return len(self.all)

    def __iter__(self) -> Iterator[R]:
        return iter(self.all)

    def of(self, codes: Iterable[str]) -> tuple[R, ...]:
        """Return the records of some areas, in the order in which they came."""
        by_area = self._by_area
        found = [by_area[code] for code in set(codes) if code in by_area]
        if len(found) == 1:
            return tuple(record for _, record in found[0])
        return tuple(record for _, record in sorted(chain.from_iterable(found), key=itemgetter(0)))

    def those(self, holds: Callable[[R], bool]) -> Records[R]:
        """Return the records of which something holds: these very records where it holds of all."""
        kept = [record for record in self.all if holds(record)]
        return self if len(kept) == len(self.all) else Records(kept)

    @cached_property
    def _by_area(self) -> Mapping[str, tuple[tuple[int, R], ...]]:
        found: dict[str, list[tuple[int, R]]] = {}
        for position, record in enumerate(self.all):
            found.setdefault(record.area_code or "", []).append((position, record))
        return {code: tuple(items) for code, items in found.items()}

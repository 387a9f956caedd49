"""Days from which a file says that a base is no longer there: they end what the same file says of it from before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from mrm_desktop.domain.geography import Presence


@dataclass(slots=True)
class Closings:
    """The closings of a file.

    Attributes
    ----------
    of_record : dict[str, Hashable]
        Which base each record is of, by the id of the record.
    """

    of_record: dict[str, Hashable] = field(default_factory=dict)
    _days: defaultdict[Hashable, list[date | None]] = field(default_factory=lambda: defaultdict(list))

    def add(self, base: Hashable, day: date | None) -> None:
        """Note that a base is closed; None where nobody says since when."""
        self._days[base].append(day)

    def applied(self, records: Sequence[Presence]) -> tuple[list[Presence], int]:
        """Return the records with the ends that the closings give them, and how many have got one."""
        found = [self._ended(record) for record in records]
        return found, sum(one is not other for one, other in zip(found, records, strict=True))

    def _ended(self, record: Presence) -> Presence:
        known = record.last_confirmed or record.valid_from or date.min
        ends = [known if day is None else day - timedelta(days=1) for day in self._days.get(self.of_record.get(record.id), ())]
        later = [end for end in ends if end >= known and (record.valid_to is None or end < record.valid_to)]
        return replace(record, valid_to=min(later)) if later else record

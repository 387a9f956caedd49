"""Figures of a month, frozen when they are first let out: two files of one month that differ by one answer would give it away.

What is frozen are aggregates of people's answers and counts of places. Verdict, ceiling and expiry never are: a reader must not act on
an answer that no longer holds. A frozen figure gives way to one thing only: to being withheld.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.releases import Release
from mrm_desktop.reports.release.disclosure import ReleasedPerception, release_perceptions

FROZEN_VALUES = ("evidence", "confidence", "acceptance", "places", "remote_places")
"""Values of an area that are made of answers or of counts."""


@dataclass(frozen=True, slots=True)
class Published:
    """The figures of one month, as a country office may have them; readers further down get less of the same.

    Attributes
    ----------
    areas : Mapping[str, Mapping[str, Any]]
        For each area the values of :data:`FROZEN_VALUES`, before anything is withheld.
    """

    period: str
    perceptions: tuple[ReleasedPerception, ...]
    areas: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def to_plain(self) -> dict[str, Any]:
        """Write the figures as JSON values, to be kept in the project's log of releases."""
        return {
            "period": self.period,
            "perceptions": [asdict(p) for p in self.perceptions],
            "areas": {code: dict(values) for code, values in self.areas.items()},
        }


def period_of(day: date) -> str:
    """Month to which a day belongs."""
    return f"{day:%Y-%m}"


def published_in(releases: Iterable[Release], day: date) -> Published | None:
    """Return the figures of the month of ``day`` as they were first published; None where nothing went out yet."""
    period = period_of(day)
    found = next((r.published for r in releases if r.period == period and r.published), None)
    if found is None:
        return None
    return Published(period, tuple(ReleasedPerception(**row) for row in found["perceptions"]), found["areas"])


def aggregates_of(evidence: Iterable[AreaEvidence], on: date) -> tuple[ReleasedPerception, ...]:
    """Return what people said as a country office may have it: classes, small cells suppressed, months instead of days."""
    return release_perceptions((e for e in evidence if e.known_from <= on), keep_small=False, with_source=True, exact_day=False)

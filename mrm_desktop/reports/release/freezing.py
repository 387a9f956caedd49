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
from mrm_desktop.reports.release.adversary.protect import protect
from mrm_desktop.reports.release.disclosure import ReleasedPerception, release_perceptions
from mrm_desktop.reports.release.solved import Solved

FROZEN_VALUES = ("evidence", "confidence", "acceptance", "places", "remote_places")
"""Values of an area that are made of answers or of counts."""


@dataclass(frozen=True, slots=True)
class Published:
    """The figures of one month, as a country office may have them; readers further down get less of the same.

    Attributes
    ----------
    areas : Mapping[str, Mapping[str, Any]]
        For each area the values of :data:`FROZEN_VALUES`, before anything is withheld.
    solved : tuple[Solved, ...]
        What would have been solved for, had nothing been made coarser; known when the figures are made, and not kept.
    """

    period: str
    perceptions: tuple[ReleasedPerception, ...]
    areas: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    solved: tuple[Solved, ...] = ()

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
    return None if found is None else Published(period, _rows_of(found), found["areas"])


def published_before(releases: Iterable[Release], day: date) -> tuple[tuple[ReleasedPerception, ...], ...]:
    """Return what went out in all other months, in the order in which it did: whoever kept those files subtracts them from new ones."""
    return tuple(_rows_of(r.published) for r in releases if r.published and r.period != period_of(day))


def _rows_of(published: Mapping[str, Any]) -> tuple[ReleasedPerception, ...]:
    return tuple(ReleasedPerception(**row) for row in published["perceptions"])


def aggregates_of(
    evidence: Iterable[AreaEvidence], on: date, earlier: Iterable[Iterable[ReleasedPerception]] = ()
) -> tuple[tuple[ReleasedPerception, ...], tuple[Solved, ...]]:
    """Return what people said as a country office may have it, and what would have been solved for in it.

    Classes, small cells suppressed, months instead of days; and coarser still where these and ``earlier`` files would give more away.
    """
    known = (e for e in evidence if e.known_from <= on)
    return protect(release_perceptions(known, keep_small=False, with_source=True, exact_day=False), earlier)

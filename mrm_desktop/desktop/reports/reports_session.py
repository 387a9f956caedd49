"""What the reports workspace asks of an open project: what each reader could work out, and a file that goes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.domain.releases import Release
from mrm_desktop.foundation.clock import now
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.question import Question

if TYPE_CHECKING:
    from mrm_desktop.domain.trip_plans import TripPlan
    from mrm_desktop.reports.order import Order
    from mrm_desktop.reports.release.inference import Compared
    from mrm_desktop.reports.release.ladder import Reader
    from mrm_desktop.reports.release.solved import Solved
    from mrm_desktop.services.release.copy_for import Copy


@dataclass(frozen=True, slots=True)
class Preview:
    """What readers can still work out, and what is taken out for each.

    Attributes
    ----------
    removed : dict[str, dict[str, int]]
        By reader, how much is left out, by kind.
    areas : tuple[tuple[str, str], ...]
        Code and name of each area.
    solved : dict[str, tuple[Solved, ...]]
        By reader, what would have been worked out and what was done about it.
    """

    rows: tuple[Compared, ...]
    removed: dict[str, dict[str, int]]
    areas: tuple[tuple[str, str], ...]
    solved: dict[str, tuple[Solved, ...]]
    releases: Sequence[Release]


@dataclass(frozen=True, slots=True)
class About:
    """What a report is about, as far as it is about something of its own.

    Attributes
    ----------
    area : str
        Code of an area; "" for none.
    trip : Path | None
        File of a trip.
    since : date | None
        The day with which a summary compares today; None for a week ago.
    """

    area: str = ""
    trip: Path | None = None
    since: date | None = None


class ReportsSession:
    """Every method may take long and runs in the worker; the answers are frozen."""

    def __init__(self, opened: Opened) -> None:
        self._opened, self._project = opened, opened.project

    def preview(self, question: Question) -> Preview:
        """Set the four readers beside each other, as a release of today would be."""
        from mrm_desktop.reports.release.inference import compare_readers
        from mrm_desktop.reports.release.ladder import Reader
        from mrm_desktop.services.release.subject import release, subject_of

        subject = subject_of(self._project, "areas", Reader.PUBLIC, question)
        with self._project.read() as repository:
            log = tuple(repository.releases())
        views = {reader: release(subject, reader, log) for reader in Reader}
        areas = tuple((a.code, f"{a.name_in(self._opened.words.language)} [{a.code}]") for a in subject.knowledge.assessed_areas)
        return Preview(
            compare_readers(views),
            {r.value: dict(v.removed) for r, v in views.items()},
            areas,
            {r.value: v.solved for r, v in views.items()},
            log,
        )

    def copy(self, report: str, reader: Reader, question: Question, about: About, words: Words) -> Copy:
        """Make the pages of a report as a reader would get them."""
        from mrm_desktop.services.release.copy_for import copy_for

        plan = self._plan(about.trip) if about.trip is not None else None
        return copy_for(self._project, report, reader, question, words, area=about.area, plan=plan, since=about.since)

    def release(self, order: Order, question: Question, about: About, words: Words, path: Path) -> Path:
        """Write a report for its reader; searched, with a manifest, and logged."""
        from mrm_desktop.services.release.release_file import check_order, release_file
        from mrm_desktop.services.release.subject import subject_of

        check_order(order, question.on or self._project.day)
        plan = self._plan(about.trip) if about.trip is not None else None
        subject = subject_of(self._project, order.report, order.reader, question, area=about.area, plan=plan, since=about.since)
        return release_file(self._project, subject, order, words, path, now())[0]

    def _plan(self, path: Path) -> TripPlan:
        from mrm_desktop.services.trips.plan_trip import plan_trip
        from mrm_desktop.services.trips.read_roads import roads_for
        from mrm_desktop.services.trips.read_trip import read_trip

        trip = read_trip(path)
        return plan_trip(self._project, trip, roads_for(trip, path.parent))

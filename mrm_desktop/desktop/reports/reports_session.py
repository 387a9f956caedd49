"""What the reports workspace asks of an open project: what each reader could work out, and a file that goes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mrm_desktop.desktop.parts.session import Question
from mrm_desktop.domain.releases import Release
from mrm_desktop.foundation.clock import now
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.open_project import OpenProject

if TYPE_CHECKING:
    from mrm_desktop.reports.order import Order
    from mrm_desktop.reports.release.inference import Compared
    from mrm_desktop.services.release.subject import Subject


@dataclass(frozen=True, slots=True)
class Preview:
    """What readers can still work out, and what is taken out for each.

    Attributes
    ----------
    removed : dict[str, dict[str, int]]
        By reader, how much is left out, by kind.
    areas : tuple[tuple[str, str], ...]
        Code and name of each area.
    """

    rows: tuple[Compared, ...]
    removed: dict[str, dict[str, int]]
    areas: tuple[tuple[str, str], ...]
    releases: Sequence[Release]


class ReportsSession:
    """Every method may take long and runs in the worker; the answers are frozen."""

    def __init__(self, open_project: OpenProject) -> None:
        self._open = open_project

    def preview(self, question: Question) -> Preview:
        """Set the four readers beside each other, as a release of today would be."""
        from mrm_desktop.reports.release.freezing import published_in
        from mrm_desktop.reports.release.inference import compare_readers
        from mrm_desktop.reports.release.ladder import Reader
        from mrm_desktop.services.release.subject import release

        subject = self._subject(question)
        with self._open.project.read() as repository:
            log = tuple(repository.releases())
        published = published_in(log, subject.on)
        views = {reader: release(subject, reader, published) for reader in Reader}
        areas = tuple((a.code, f"{a.name} [{a.code}]") for a in subject.knowledge.assessed_areas)
        return Preview(compare_readers(views), {r.value: dict(v.removed) for r, v in views.items()}, areas, log)

    def release(self, order: Order, question: Question, area: str, trip: Path | None, words: Words, path: Path) -> Path:
        """Write a report for its reader; searched, with a manifest, and logged."""
        from mrm_desktop.reports.catalogue import report_named
        from mrm_desktop.reports.report import Needs
        from mrm_desktop.services.release.release_file import check_order, release_file

        check_order(order, question.on or self._open.day)
        needs = report_named(order.report).needs
        subject = self._trip(trip) if needs is Needs.TRIP else self._subject(question, area if needs is Needs.AREA else "")
        return release_file(self._open.project, subject, order, words, path, now())[0]

    def _subject(self, question: Question, area: str = "") -> Subject:
        from mrm_desktop.project.assess_project import area_card, assess_project
        from mrm_desktop.services.release.subject import Subject

        asked, knowledge = self._open.asked(question), self._open.known()
        view = assess_project(knowledge, asked, self._open.policy)
        card = area_card(knowledge, area, replace(asked, provided_consent=True), self._open.policy) if area else None
        with self._open.project.read() as repository:
            incidents = tuple(repository.incidents())
        return Subject(knowledge, asked.on, view=view, card=card, incidents=incidents)

    def _trip(self, path: Path | None) -> Subject:
        from mrm_desktop.domain.errors import KnownError
        from mrm_desktop.services.release.subject import Subject
        from mrm_desktop.services.trips.plan_trip import plan_trip
        from mrm_desktop.services.trips.read_roads import roads_for
        from mrm_desktop.services.trips.read_trip import read_trip

        if path is None:
            raise KnownError("export.trip_needed")
        trip, knowledge = read_trip(path), self._open.known()
        with self._open.project.read() as repository:
            incidents = tuple(repository.incidents())
        plan = plan_trip(knowledge, trip, self._open.policy, self._open.day, incidents, roads_for(trip, path.parent))
        return Subject(knowledge, self._open.day, plan=plan, incidents=incidents)

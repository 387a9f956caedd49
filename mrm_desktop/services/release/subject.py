"""What a report is about: the project with as much of it assessed as the report needs, and what its reader may know of that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from mrm_desktop.cartography.levels import Level
from mrm_desktop.cartography.locator import outline_around
from mrm_desktop.domain.briefings import Week
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.decisions import Decision
from mrm_desktop.domain.duty_lines import DutyLine, call_order
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.event_log import SeenHead
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.gaps import CallLine
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.domain.perception_changes import RatedChange
from mrm_desktop.domain.releases import Release
from mrm_desktop.domain.sign_offs import Standing
from mrm_desktop.domain.stakeholders import WhoMatters
from mrm_desktop.domain.trip_plans import TripPlan
from mrm_desktop.domain.views import AreaCard, ProjectView
from mrm_desktop.foundation.clock import now
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.foundation.words import Words
from mrm_desktop.geo.wkb import many_from_wkb
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.project.rated_objects import evidence_on
from mrm_desktop.project.standing import standing_of
from mrm_desktop.reports.catalogue import report_named
from mrm_desktop.reports.release.freezing import Published, published_before, published_in
from mrm_desktop.reports.release.ladder import Reader, ReleasedView
from mrm_desktop.reports.release.released_view import publish_figures, release_view
from mrm_desktop.reports.report import Needs, Source
from mrm_desktop.scoring import Policy
from mrm_desktop.services.briefing.week import week_of
from mrm_desktop.services.evidence.area_levels import read_levels
from mrm_desktop.services.evidence.call_sheet import call_sheet
from mrm_desktop.services.evidence.perceptions.frames import evidence_rows
from mrm_desktop.services.evidence.perceptions.rated_changes import rated_changes
from mrm_desktop.services.evidence.who_matters import who_matters
from mrm_desktop.services.release.quiet_areas import Quiet, quiet_areas, verdicts_told

A_WEEK = timedelta(days=7)
CREDITED = ("acled", "ucdp")
"""Providers of incident data whose licences ask for a credit, as the data name them."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The project, and of it a view, a card or a trip, as the report needs.

    Attributes
    ----------
    knowledge : Knowledge
        What may be relied upon on the day.
    read_decisions : Callable[[], tuple[Decision, ...]]
        Reads the full records of all decisions; few reports need them.
    policy : Policy | None
        The numbers under which it was assessed.
    levels : tuple[Level, ...]
        The levels of detail that are kept of the areas of the view, for a map of all of them.
    call_lines : tuple[CallLine, ...]
        What to find out, the most decisive question first.
    week : Week | None
        What happened since a day, for a report that sums it up.
    changes : tuple[RatedChange, ...]
        What was tested of changes from round to round; for readers inside the organisation.
    who : WhoMatters | None
        Who matters for safety and access; for readers inside the organisation.
    question : Question
        What was asked of the method.
    log : SeenHead | None
        How far the log of the project had come.
    """

    knowledge: Knowledge
    on: date
    view: ProjectView | None = None
    card: AreaCard | None = None
    plan: TripPlan | None = None
    incidents: tuple[Incident, ...] = ()
    read_decisions: Callable[[], tuple[Decision, ...]] = tuple
    policy: Policy | None = None
    levels: tuple[Level, ...] = ()
    call_lines: tuple[CallLine, ...] = ()
    changes: tuple[RatedChange, ...] = ()
    week: Week | None = None
    who: WhoMatters | None = None
    question: Question = field(default_factory=Question)
    log: SeenHead | None = None

    @property
    def required_view(self) -> ProjectView:
        """The assessed project. Refuses with ``map.no_areas`` where there is none."""
        if self.view is None:
            raise KnownError("map.no_areas")
        return self.view

    def source(self, words: Words, scratch_folder: Path, released: ReleasedView | None = None) -> Source:
        """Return what a report is made from, in the words of its reader."""
        return Source(
            info=self.knowledge.info,
            on=self.on,
            scratch_folder=scratch_folder,
            read_decisions=self.read_decisions,
            read_outline=lambda: outline_of_country(self.knowledge),
            citations=citations_of(self, words),
            released=released,
            view=self.view,
            card=self.card,
            plan=self.plan,
            policy=self.policy,
            levels=self.levels,
            standings=_standings(self.knowledge, self.policy),
            call_lines=self.call_lines,
            changes=self.changes,
            week=self.week,
            who=self.who,
            log=self.log,
        )


def subject_of(
    project: OpenProject,
    report: str,
    reader: Reader,
    question: Question,
    *,
    area: str = "",
    plan: TripPlan | None = None,
    since: date | None = None,
    progress: Progress | None = None,
) -> Subject:
    """Assess what a report needs, and nothing else.

    For readers inside the organisation a report about one area rests on the areas around it: the map shows no others. What goes out of
    the organisation is held against the whole country, whose figures it freezes.

    Parameters
    ----------
    area : str
        Code of the area of a report about one.
    plan : TripPlan | None
        The trip of a report about one.
    since : date | None
        The day with which a summary compares today; None for a week ago.

    Raises
    ------
    KnownError
        ``export.unknown_report``, ``export.area_needed``, ``export.trip_needed``, ``area.unknown``, ``assess.no_areas``.
    """
    needs, question = report_named(report).needs, question.on_day(project.day)
    known = project.knowledge_on(question.day)
    about = Subject(
        known,
        question.day,
        incidents=project.incidents(),
        read_decisions=project.decisions,
        policy=project.policy,
        question=question,
        log=project.store.log_end(),
    )
    if needs is Needs.TRIP:
        if plan is None:
            raise KnownError("export.trip_needed")
        return replace(about, plan=replace(plan, duty_lines=_lines_on_the_way(known, plan)))
    if needs is Needs.AREA and not area:
        raise KnownError("export.area_needed")
    card = project.card(area, question) if needs is Needs.AREA else None
    if card is not None and reader is Reader.INTERNAL:
        return replace(about, view=project.view_around(card.area.code, question), card=card)
    view = project.view(question, progress)
    levels = read_levels(project, view.areas) if reader is Reader.INTERNAL else ()
    inside = reader is Reader.INTERNAL
    lines = call_sheet(project, question) if inside and report_named(report).lists_gaps else ()
    week = week_of(project, question, now(), since or question.day - A_WEEK) if report_named(report).sums_up else None
    changes = rated_changes(known, view, project.policy) if inside and report_named(report).tells_changes else ()
    who = who_matters(project, question.day) if inside and report_named(report).lists_groups else None
    return replace(about, view=view, card=card, levels=levels, call_lines=lines, changes=changes, week=week, who=who)


def names_in(knowledge: Knowledge, words: Words) -> dict[str, str]:
    """Return the name of each assessed area in a language, by its code."""
    return {area.code: area.name_in(words.language) for area in knowledge.assessed_areas}


def outline_of_country(knowledge: Knowledge) -> BaseGeometry | None:
    """Return the outline of all areas that are assessed, degrees; None where there are none."""
    areas = knowledge.assessed_areas
    return outline_around(many_from_wkb(area.geometry for area in areas)) if areas else None


def _standings(knowledge: Knowledge, policy: Policy | None) -> dict[str, Standing]:
    """Return what followed each decision, by its identifier."""
    if policy is None:
        return {}
    found = {head.id: standing_of(knowledge, head, policy) for head in knowledge.decisions.heads}
    return {decision: standing for decision, standing in found.items() if standing != Standing()}


def _lines_on_the_way(knowledge: Knowledge, plan: TripPlan) -> tuple[DutyLine, ...]:
    """Return the duty lines that answer for the areas of a trip, in the order in which they are called."""
    crossed = {crossed.area.code for leg in plan.legs for crossed in leg.crossed}
    around = {code for area in crossed for code in knowledge.ground.above_and_self(area)}
    return call_order(knowledge.duty_lines.of({"", *around}), plan.focal_points)


def release(subject: Subject, reader: Reader, log: Sequence[Release] = ()) -> ReleasedView:
    """Build what a reader may know of an assessed project and its evidence, held against everything that went out before.

    Parameters
    ----------
    log : Sequence[Release]
        What was released so far.

    Raises
    ------
    KnownError
        ``map.no_areas`` where the subject has no view.
    """
    knowledge, view = subject.knowledge.as_of(subject.on), subject.required_view
    reports = knowledge.actor_reports.all
    if len(view.areas) < len(knowledge.assessed_areas):
        reports = knowledge.actor_reports.of({code for area in view.areas for code in knowledge.ground.around(area.code)})
    evidence = _evidence(subject)
    if reader is Reader.INTERNAL:
        made = release_view(view, reader, evidence, reports)
        known = (e for e in evidence if e.known_from <= subject.on)
        return made if subject.policy is None else replace(made, evidence=tuple(evidence_rows(known, subject.policy)))
    figures = figures_of(subject, log)
    quiet = Quiet()
    if subject.policy is not None:
        told = verdicts_told(log, Reader.PARTNER)
        quiet = quiet_areas(knowledge, subject.question, subject.policy, view, reader, figures, told)
    made = release_view(view, reader, evidence, reports, figures, quiet.answers)
    return replace(made, solved=(*made.solved, *quiet.solved))


def figures_of(subject: Subject, log: Sequence[Release] = ()) -> Published:
    """Return the figures of the month as they went out, or fix them: of the whole project, and before its first file."""
    found = published_in(log, subject.on)
    return found or publish_figures(subject.required_view, _evidence(subject), published_before(log, subject.on))


def _evidence(subject: Subject) -> tuple[AreaEvidence, ...]:
    """Return the evidence on the areas of the view, each row as it counts on the day."""
    knowledge, view = subject.knowledge.as_of(subject.on), subject.required_view
    found = knowledge.evidence.all
    if len(view.areas) < len(knowledge.assessed_areas):
        found = knowledge.evidence.of({code for area in view.areas for code in knowledge.ground.around(area.code)})
    return tuple(evidence_on(e, knowledge, subject.on) for e in found)


def citations_of(subject: Subject, words: Words) -> tuple[str, ...]:
    """Return the credits that the providers of incident data require, where their data are in the project."""
    sources = {i.source for i in subject.incidents}
    days = sorted(d.imported_at.date() for d in subject.knowledge.datasets if d.kind is DatasetKind.INCIDENTS)
    return tuple(
        words.say(f"cite.{name}", day=days[-1] if days else subject.on)
        for name in CREDITED
        if any(name in source.lower() for source in sources)
    )

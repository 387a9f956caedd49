"""What a report declares of itself, and what it is made from. The declarations stand beside the code that makes each report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from mrm_desktop.cartography.levels import Level
from mrm_desktop.domain.briefings import Week
from mrm_desktop.domain.decisions import Decision
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.event_log import SeenHead
from mrm_desktop.domain.gaps import CallLine
from mrm_desktop.domain.perception_changes import RatedChange
from mrm_desktop.domain.projects import ProjectInfo
from mrm_desktop.domain.sign_offs import Standing
from mrm_desktop.domain.stakeholders import WhoMatters
from mrm_desktop.domain.trip_plans import TripPlan
from mrm_desktop.domain.views import AreaCard, ProjectView
from mrm_desktop.domain.vocabulary import Word
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.release.ladder import Reader, ReleasedView
from mrm_desktop.scoring.policy import Policy


class Needs(Word):
    """What has to be assessed before a report can be made."""

    PROJECT = "project"
    AREA = "area"
    TRIP = "trip"


@dataclass(frozen=True, slots=True)
class Form:
    """A form that a report can take.

    Attributes
    ----------
    name : str
        As orders and catalogues call it.
    medium : str
        ``a4``, ``web`` or ``data``: the word for it in the file's name.
    ending : str
        End of the file's name.
    """

    name: str
    medium: str
    ending: str


PDF, HTML = Form("pdf", "a4", ".pdf"), Form("html", "web", ".html")
DOCX = Form("docx", "a4", ".docx")
PDF_VOLUMES = Form("volumes", "a4", ".pdf.zip")
PNG, SVG = Form("png", "a4", ".png"), Form("svg", "a4", ".svg")
XLSX, CSV = Form("xlsx", "data", ".xlsx"), Form("csv", "data", ".csv.zip")
GEOPACKAGE, GEOJSON = Form("gpkg", "data", ".gpkg"), Form("geojson", "data", ".geojson")
KML, GPX = Form("kml", "data", ".kml"), Form("gpx", "data", ".gpx")


@dataclass(frozen=True, slots=True)
class Source:
    """What a report is made from. What a report did not ask for (:class:`Needs`) may be absent.

    Attributes
    ----------
    on : date
        Day of the state of knowledge.
    scratch_folder : Path
        Folder for a file that a library can only write to disk; nothing stays there.
    read_decisions : Callable[[], tuple[Decision, ...]]
        Reads the register, in order.
    citations : tuple[str, ...]
        Credits that the providers of incident data require.
    policy : Policy | None
        The numbers under which it was assessed.
    levels : tuple[Level, ...]
        The levels of detail that are kept of the areas of the view; none where the map shows others, or nothing was kept.
    standings : Mapping[str, Standing]
        By the identifier of a decision, what followed it.
    call_lines : tuple[CallLine, ...]
        What to find out, for a report that lists it.
    week : Week | None
        What happened since a day, for a report that sums it up.
    read_outline : Callable[[], BaseGeometry | None]
        Makes the outline of the whole country, degrees, for a report within the organisation whose view has a part of it.
    told_before : Mapping[str, str]
        Verdict and ceiling of each area that this reader was told last, as ``verdict/ceiling``.
    changes : tuple[RatedChange, ...]
        What was tested of changes from round to round, for a report that tells them inside the organisation.
    who : WhoMatters | None
        Who matters for safety and access, for a report that lists them inside the organisation.
    log : SeenHead | None
        How far the log of the project had come; None where it is not known.
    """

    info: ProjectInfo
    on: date
    scratch_folder: Path
    read_decisions: Callable[[], tuple[Decision, ...]] = tuple
    read_outline: Callable[[], BaseGeometry | None] = lambda: None
    citations: tuple[str, ...] = ()
    released: ReleasedView | None = None
    view: ProjectView | None = None
    card: AreaCard | None = None
    plan: TripPlan | None = None
    policy: Policy | None = None
    levels: tuple[Level, ...] = ()
    standings: Mapping[str, Standing] = field(default_factory=dict)
    call_lines: tuple[CallLine, ...] = ()
    changes: tuple[RatedChange, ...] = ()
    week: Week | None = None
    told_before: Mapping[str, str] = field(default_factory=dict)
    who: WhoMatters | None = None
    log: SeenHead | None = None

    @property
    def required_released(self) -> ReleasedView:
        """What the reader may know of the project. Refuses with ``map.no_areas`` where it was not assessed."""
        if self.released is None:
            raise KnownError("map.no_areas")
        return self.released

    @property
    def required_view(self) -> ProjectView:
        """The assessed project. Refuses with ``map.no_areas`` where there is none."""
        if self.view is None:
            raise KnownError("map.no_areas")
        return self.view

    @property
    def required_week(self) -> Week:
        """What happened since a day. Refuses with ``map.no_areas`` where the project was not assessed."""
        if self.week is None:
            raise KnownError("map.no_areas")
        return self.week

    @property
    def required_who(self) -> WhoMatters:
        """Who matters. Refuses with ``map.no_areas`` where nobody asked for it."""
        if self.who is None:
            raise KnownError("map.no_areas")
        return self.who

    @property
    def required_card(self) -> AreaCard:
        """The one area. Refuses with ``export.area_needed`` where none was named."""
        if self.card is None:
            raise KnownError("export.area_needed")
        return self.card

    @property
    def required_plan(self) -> TripPlan:
        """The planned trip. Refuses with ``export.trip_needed`` where there is none."""
        if self.plan is None:
            raise KnownError("export.trip_needed")
        return self.plan


@dataclass(frozen=True, slots=True)
class Content:
    """A finished file and its verification code.

    Attributes
    ----------
    as_pdf : bytes
        For a picture, or pages that hold pictures, whose text cannot be searched: the same pages as PDF; else empty.
    """

    data: bytes
    code: str
    as_pdf: bytes = b""


@dataclass(frozen=True, slots=True)
class Audience:
    """For whom a report is made at all.

    Attributes
    ----------
    lowest : Reader
        The least trusted reader who may have it.
    refusal : str
        Code of the message for all others.
    """

    lowest: Reader = Reader.PUBLIC
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The declaration of a report.

    Attributes
    ----------
    name : str
        As orders, file names and catalogues (``reports.report.<name>``) call it.
    forms : tuple[Form, ...]
        What it can be written as; the first is the default.
    make : Callable[[Source, Order, Words], Content]
        Makes it in the form of the order.
    shows_bases : bool
        Whether the copy for readers inside the organisation may show bases as points.
    names_ground : bool
        Whether it lies on the base map, unless the country is invented: its towns and countries anybody may read.
    takes_contact : bool
        Whether it prints the sentence of the order on whom to reach.
    keep_until : Callable[[TripPlan], date] | None
        Of a report on a trip: the last day on which a copy may be kept; None for any other.
    takes_military_lines : bool
        Whether it leaves lines of the military out unless the order asks for them.
    lists_gaps : bool
        Whether it lists what to find out.
    tells_changes : bool
        Whether it tells what changed in what people say.
    lists_groups : bool
        Whether it lists who matters for safety and access.
    sums_up : bool
        Whether it tells what happened since a day.
    keeps_names : bool
        Whether areas have the names of their boundary set in every language, as in data that others join to theirs.
    """

    name: str
    forms: tuple[Form, ...]
    make: Callable[[Source, Order, Words], Content]
    needs: Needs = Needs.PROJECT
    audience: Audience = field(default_factory=Audience)
    shows_bases: bool = False
    names_ground: bool = False
    takes_contact: bool = False
    takes_military_lines: bool = False
    keep_until: Callable[[TripPlan], date] | None = None
    lists_gaps: bool = False
    tells_changes: bool = False
    lists_groups: bool = False
    sums_up: bool = False
    keeps_names: bool = False

    def day_to_destroy(self, order: Order, plan: TripPlan | None) -> date | None:
        """Return the day by which every copy has to be gone: the page, the manifest and the log say this one; None for none."""
        limit = self.keep_until(plan) if self.keep_until is not None and plan is not None else None
        days = [day for day in (order.handover.destroy_by, limit) if day is not None]
        return min(days, default=None)

    @property
    def form_names(self) -> tuple[str, ...]:
        """Names of its forms, the default first."""
        return tuple(form.name for form in self.forms)

    def form(self, name: str) -> Form:
        """Return the form called ``name``.

        Raises
        ------
        KnownError
            ``export.unknown_format``.
        """
        for form in self.forms:
            if form.name == name:
                return form
        raise KnownError("export.unknown_format", found=name, allowed=list(self.form_names))

    def check_reader(self, reader: Reader) -> None:
        """Refuse a reader for whom the report is not made.

        Raises
        ------
        KnownError
            With the code that the report's audience names.
        """
        if not reader.is_trusted_as(self.audience.lowest):
            raise KnownError(self.audience.refusal, reader=reader.value)

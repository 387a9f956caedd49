"""The library's face: open a project, read its evidence, assess its areas, draw and print - from a script or a notebook.

Everything it gives back is frozen or a copy; nothing here writes to a project. Decisions are recorded in the window or by command,
where a person answers for them.

>>> import mrm_desktop
>>> with mrm_desktop.open_sample() as project:
...     answers = project.assess("liaison")
...     print(answers["XT0201"].ceiling)
liaison
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from mrm_desktop.domain.approaches import AdoptedApproach
from mrm_desktop.domain.assessments import Assessment
from mrm_desktop.domain.decisions import Decision
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import ActorReport, AreaEvidence
from mrm_desktop.domain.geography import Area, Place, Presence
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.domain.views import AreaCard, ProjectView
from mrm_desktop.domain.vocabulary import Mode, Purpose
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question

if TYPE_CHECKING:
    import geopandas
    import pandas

    from mrm_desktop.project.ports import Project
    from mrm_desktop.scoring import Policy
    from mrm_desktop.services.decisions.compare_ways import ComparedWays
    from mrm_desktop.services.decisions.known_measures import KnownMeasure
    from mrm_desktop.services.evidence.perceptions.review import PerceptionReview


def open_project(path: str | Path, passphrase: str) -> AnalystProject:
    """Open a project file with its passphrase or recovery code.

    Raises
    ------
    CannotOpenError
        The file is not there, not a project, damaged, open elsewhere, or the passphrase does not fit.
    """
    from mrm_desktop.cli.opening import open_project as open_file

    return AnalystProject(open_file(Path(path), passphrase))


def open_office(address: str) -> AnalystProject:
    """Open the project in an office's shared database, ``postgresql://user@host/database``.

    Raises
    ------
    CannotOpenError
        The server does not answer or refuses, or the line would not be encrypted.
    """
    from mrm_desktop.store.office.project import open_office_project

    return AnalystProject(open_office_project(address))


def open_sample() -> AnalystProject:
    """Make the invented sample country in a temporary folder and open it; it is gone when the project is closed."""
    from mrm_desktop.cli.sample import SAMPLE_DAY, build_sample

    folder = TemporaryDirectory(prefix="mrm-sample-")
    return AnalystProject(build_sample(Path(folder.name) / "sample.mrm"), SAMPLE_DAY, folder)


def known_measures() -> tuple[KnownMeasure, ...]:
    """Return the library of measures against harm: what each lowers, which gates it answers and which modes it belongs to."""
    from mrm_desktop.services.decisions.known_measures import known_measures as library

    return library()


@dataclass(frozen=True)
class Answers:
    """The assessment of every area for one mode, purpose and day.

    Attributes
    ----------
    view : ProjectView
        What maps are drawn from.
    """

    view: ProjectView

    def __getitem__(self, area_code: str) -> Assessment:
        return self.view.assessments[area_code]

    def __iter__(self) -> Iterator[str]:
        return iter(self.view.assessments)

    def __len__(self) -> int:
        return len(self.view.assessments)

    def frame(self) -> geopandas.GeoDataFrame:
        """Return one row for each area, in WGS 84.

        Columns: ``area_code``, ``area_name``, ``verdict``, ``ceiling``, ``channel``, ``band`` (None where a gate decided),
        ``index`` (0 to 100; NaN where none was computed), ``reliability`` (0 to 10), ``expires_on``, ``reason`` (the code of what
        decided), ``geometry``.
        """
        import geopandas

        from mrm_desktop.geo.wkb import many_from_wkb

        rows = []
        for area in self.view.areas:
            told = self.view.assessments[area.code]
            rows.append(
                {
                    "area_code": area.code,
                    "area_name": area.name,
                    "verdict": str(told.verdict),
                    "ceiling": str(told.ceiling),
                    "channel": str(told.channel),
                    "band": str(told.band) if told.band is not None else None,
                    "index": told.index.value if told.index is not None else float("nan"),
                    "reliability": told.reliability.value if told.reliability is not None else float("nan"),
                    "expires_on": told.expires_on,
                    "reason": told.reasons[0].code if told.reasons else "",
                }
            )
        return geopandas.GeoDataFrame(rows, geometry=list(many_from_wkb(a.geometry for a in self.view.areas)), crs="EPSG:4326")


class AnalystProject:
    """An open project, for reading. Use it in a ``with`` block, or call :meth:`close`.

    Parameters
    ----------
    day : date | None
        The day for which questions are answered that name none; None for today.
    folder : TemporaryDirectory[str] | None
        A folder that goes when the project is closed.
    """

    def __init__(self, store: Project, day: date | None = None, folder: TemporaryDirectory[str] | None = None) -> None:
        self._project, self._folder = OpenProject(store, fixed_day=day), folder

    def __enter__(self) -> AnalystProject:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the project and forget what was read."""
        self._project.close()
        if self._folder is not None:
            self._folder.cleanup()

    # ---- what is known ----------------------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """Title of the project."""
        return self._project.knowledge.info.title

    @property
    def areas(self) -> tuple[Area, ...]:
        """All areas of all levels."""
        return self._project.knowledge.areas

    @property
    def places(self) -> tuple[Place, ...]:
        """Places, each with its distance to the nearest known base in kilometres; also those that no longer exist (``valid_to``)."""
        return self._project.knowledge.places.all

    @property
    def presence(self) -> tuple[Presence, ...]:
        """Where peacekeepers were last confirmed; also what has ended since (``valid_to``)."""
        return self._project.knowledge.presence

    @property
    def evidence(self) -> tuple[AreaEvidence, ...]:
        """Community perceptions: one record per area, stratum, source and round, also of the past; never a single answer."""
        return self._project.knowledge.evidence.all

    @property
    def actor_reports(self) -> tuple[ActorReport, ...]:
        """Reports on armed actors' stance."""
        return self._project.knowledge.actor_reports.all

    def facts(self, table: str, on: date | str | None = None, area_code: str = "") -> tuple[Any, ...]:
        """Return what was typed by hand: the records of one table of a facts file, such as ``approach``, ``event_ahead`` or ``mission``.

        Parameters
        ----------
        on : date | None
            Day on which they were known and held.
        area_code : str
            Only those that name this area, one around it or a part of it, and those of the whole country; "" for all.

        Raises
        ------
        KnownError
            There is no such table or area.
        """
        from mrm_desktop.services.evidence.show_facts import facts_on_record

        return facts_on_record(self._project, table, _day(on) or self._project.day, area_code)

    def approach(self, on: date | str | None = None) -> AdoptedApproach | None:
        """Return the organisation's approach in force on a day, with its ``digest``; None where none was adopted by then."""
        return self._project.knowledge.approach_on(_day(on) or self._project.day)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Recorded decisions, in order, each with its snapshot."""
        return self._project.decisions()

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """Incidents, as exactly placed as their source allows."""
        return self._project.incidents()

    def evidence_frame(self) -> pandas.DataFrame:
        """Return the evidence as a table of one row per record, as it counts.

        Columns: those of :func:`mrm_desktop.services.evidence.perceptions.frames.evidence_rows`.
        """
        import pandas

        from mrm_desktop.services.evidence.perceptions.frames import evidence_rows

        frame = pandas.DataFrame(evidence_rows(self.evidence, self._project.policy))
        return _with_days(frame, "collected_on", "first_day", "last_day")

    def stakeholders_frame(self, area_code: str = "", on: date | str | None = None) -> pandas.DataFrame:
        """Return the groups and offices that matter, whom to speak with first on top, one row each.

        Columns: those of :func:`mrm_desktop.services.evidence.who_matters.group_rows`.
        """
        import pandas

        from mrm_desktop.services.evidence.who_matters import group_rows, who_matters

        frame = pandas.DataFrame(group_rows(who_matters(self._project, _day(on) or self._project.day, area_code)))
        return _with_days(frame, "last_met", "judged_on")

    def perceptions_frame(self, area_code: str = "", rated: str = "", round_name: str = "") -> pandas.DataFrame:
        """Return what each group of each area says by its newest rounds, one row each; small groups keep their row alone.

        Columns: ``area_code``, ``area_name``, ``group``, ``n``, ``effective_n``, ``mean`` with ``low`` and ``high`` (-2 to 2, 95 %),
        ``answers_minus_2`` to ``answers_2``, ``favourable`` with ``favourable_low`` and ``favourable_high`` (Wilson), ``refused``,
        ``do_not_know``, ``takes_sides``, ``minds_being_seen``, ``bad_conduct`` (shares, 0 to 1), ``heard_on``, ``sources``, ``methods``,
        ``grades``, ``rounds``, ``scale``, ``held_back``. Never average them over areas.
        """
        import pandas

        from mrm_desktop.services.evidence.perceptions.frames import perception_rows

        return _with_days(pandas.DataFrame(perception_rows(self.perceptions(area_code, rated, round_name))), "heard_on")

    def acceptance_frame(self, mode: str | Mode = Mode.LIAISON, on: date | str | None = None) -> pandas.DataFrame:
        """Return what the method makes of the evidence, one row per area (METHOD section 3).

        Columns: ``area_code``, ``area_name``, ``governing_group``, ``xhat``, ``sd``, ``A`` and ``high`` of that group, ``P`` of everybody
        (0 to 1), ``mass``, ``mass_women``, ``mass_men``, ``mass_displaced``, ``independent_sources``, ``adequate``, ``gaps`` (their codes).
        """
        import pandas

        from mrm_desktop.services.evidence.perceptions.frames import acceptance_rows

        return pandas.DataFrame(acceptance_rows(self.assess(mode, on=on).view))

    def perceptions(self, area_code: str = "", rated: str = "", round_name: str = "") -> PerceptionReview:
        """Return what communities say, group by group, with small groups held back; as known on the project's day.

        ``cells`` are about the UN military here; ``not_counted`` lists what was said of others - the mission's civilians, another
        force, a contingent that has left -, which enters no acceptance.

        Parameters
        ----------
        area_code : str
            An area with everything inside it; "" for the whole project.
        rated : str
            Who was rated, such as ``un_military:KADBAT``; "" for the UN military.
        round_name : str
            A collection round; "" for the newest of each source.
        """
        from mrm_desktop.services.evidence.perceptions.review import Selection, review_perception

        return review_perception(self._project, Selection(area_code, rated, round_name))

    # ---- what follows from it ---------------------------------------------------------------------------------------------

    def assess(
        self,
        mode: str | Mode,
        purpose: str | Purpose = Purpose.CHILD_PROTECTION,
        on: date | str | None = None,
        policy: Policy | None = None,
    ) -> Answers:
        """Assess every area.

        Parameters
        ----------
        mode : str | Mode
            Mode of contact, such as ``liaison`` or ``M4``.
        on : date | None
            Day of the assessment.
        policy : Policy | None
            Another policy than the one that ships: ``mrm_desktop.scoring.parse_policy`` reads one.

        Raises
        ------
        KnownError
            The project has no areas yet, or the mode or purpose is no word of the method.
        """
        return Answers(self._under(policy).view(_question(mode, purpose, on)))

    def card(
        self,
        area_code: str,
        mode: str | Mode,
        purpose: str | Purpose = Purpose.CHILD_PROTECTION,
        on: date | str | None = None,
        policy: Policy | None = None,
    ) -> AreaCard:
        """Return everything about one area, with the explanation of its assessment."""
        return self._under(policy).card(area_code, _question(mode, purpose, on))

    def compare_ways(
        self,
        area_code: str,
        purpose: str | Purpose = Purpose.CHILD_PROTECTION,
        on: date | str | None = None,
        policy: Policy | None = None,
    ) -> ComparedWays:
        """Return the ways to reach people in an area side by side, also going without anybody and not going.

        Raises
        ------
        KnownError
            ``area.unknown``; the purpose is no word of the method.
        """
        from mrm_desktop.services.decisions.compare_ways import compare_ways

        return compare_ways(self._under(policy), area_code, _question(Mode.CIVILIAN_CHANNEL, purpose, on))

    def draw_map(self, path: str | Path, answers: Answers, language: str = "en") -> Path:
        """Write a map as one page that opens without a network.

        It is meant for readers inside the organisation. A notebook reads only: what leaves the office goes by ``mrm-desktop export``,
        which logs it.
        """
        from mrm_desktop.services.release.publish import draw_map

        return draw_map(answers.view, Words(language), Path(path))

    def print_note(
        self, path: str | Path, area_code: str, mode: str | Mode, on: date | str | None = None, language: str = "en"
    ) -> Path:
        """Write the one-page note of an area as PDF; like a map, it is not logged."""
        from mrm_desktop.services.release.publish import print_note

        question = _question(mode, Purpose.CHILD_PROTECTION, on)
        return print_note(self._project, area_code, question, Words(language), Path(path))

    def explain(self, assessment: Assessment, language: str = "en") -> Mapping[str, list[str]]:
        """Return an assessment in sentences: verdict, reasons, gaps and conditions."""
        words = Words(language)
        said = {
            "verdict": [words.term("verdict", assessment.verdict), words.term("mode", assessment.ceiling)],
            "channel": [words.term("channel", assessment.channel)],
        }
        for name in ("reasons", "gaps", "conditions"):
            said[name] = [words.say(item.code, **item.params) for item in getattr(assessment, name)]
        return said

    def _under(self, policy: Policy | None) -> OpenProject:
        """Return the project under another policy; its own where none is given."""
        return self._project if policy is None else OpenProject(self._project.store, policy, self._project.day)


def _question(mode: str | Mode, purpose: str | Purpose, on: date | str | None) -> Question:
    asked = mode if isinstance(mode, Mode) else Mode.called(mode)
    aim = purpose if isinstance(purpose, Purpose) else Purpose.parse(purpose, "purpose")
    return Question(asked, aim, _day(on))


def _with_days(frame: pandas.DataFrame, *columns: str) -> pandas.DataFrame:
    """Return a frame whose days are of the type that sorts, groups and resamples."""
    import pandas

    for column in columns:
        if column in frame:
            frame[column] = pandas.to_datetime(frame[column])
    return frame


def _day(on: date | str | None) -> date | None:
    if not isinstance(on, str):
        return on
    try:
        return date.fromisoformat(on)
    except ValueError as error:
        raise KnownError("option.not_a_day", option="on", found=on) from error

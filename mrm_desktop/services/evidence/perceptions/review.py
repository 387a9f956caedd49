"""Review what is known of perceptions: who thinks what, where, how sure, how old, how thin - and what to collect next.

Groups stay apart, rated objects stay apart, questions stay apart, and areas stay apart: there is no figure for a whole country, for nobody
says how many people each sample stands for. What was said of anybody but the UN military here is listed apart: it enters no acceptance.
Where fewer than :data:`~mrm_desktop.domain.limits.SMALLEST_CELL` people answered nothing but the fact is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.views import ProjectView
from mrm_desktop.domain.vocabulary import Flag, Mode, Rated, Stance, Stratum
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.project.build_case import required_strata
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.project.rated_objects import evidence_on
from mrm_desktop.scoring import Policy
from mrm_desktop.services.evidence.perceptions.cells import Cell, cells_of, crossed_cells, groups_heard
from mrm_desktop.services.evidence.perceptions.findings import Finding, findings_of
from mrm_desktop.services.evidence.perceptions.presence_and_acceptance import QuadrantPoint, quadrant_point
from mrm_desktop.services.evidence.perceptions.to_collect import ToCollect, to_collect
from mrm_desktop.services.evidence.perceptions.trends import (
    Difference,
    Trend,
    allowed_for,
    changes_of,
    contrasts_of,
    trends_of,
)
from mrm_desktop.services.evidence.perceptions.voices import Voice, voices_of


@dataclass(frozen=True, slots=True)
class Selection:
    """What is reviewed.

    Attributes
    ----------
    area_code : str
        An area with everything inside it; "" for the whole project.
    rated : str
        Who was rated, as :func:`object_key` writes it; "" for the UN military, or the unit of it that most evidence is about.
    round : str
        Name of a round; "" for the newest one of each source.
    source, method, grade : str
        Only what this source told, was collected so, is of this grade; "" for all.
    """

    area_code: str = ""
    rated: str = ""
    round: str = ""
    source: str = ""
    method: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area: what its groups say, what is reported of armed actors - never averaged with them -, and when the UN was last seen.

    Attributes
    ----------
    cells : tuple[Cell, ...]
        By group; a group without one was not asked.
    crossed : Mapping[str, tuple[Cell, ...]]
        For each counted group the same people by the other divisions, as far as they are enough.
    stances : tuple[str, ...]
        Newest reported stance of each armed actor, ``unknown`` where none is; empty where nobody assessed them.
    seen_on : date | None
        Day on which presence there was last confirmed; None where none is on record.
    """

    area_code: str
    area_name: str
    cells: tuple[Cell, ...]
    crossed: Mapping[str, tuple[Cell, ...]]
    stances: tuple[str, ...]
    seen_on: date | None

    def cell(self, group: str) -> Cell | None:
        """Return what a group says; None where it was not asked."""
        return next((cell for cell in self.cells if cell.group == group), None)


@dataclass(frozen=True, slots=True)
class NotCounted:
    """What was said of somebody else than the UN military here: shown, and in no acceptance.

    Attributes
    ----------
    unit : str
        Code of the contingent or base; "" for all that ``rated`` names.
    cells : tuple[Cell, ...]
        By area and group, with small ones held back.
    """

    rated: Rated
    unit: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class PerceptionReview:
    """Everything the review shows.

    Attributes
    ----------
    rows : tuple[AreaRow, ...]
        The areas that are assessed, and larger ones of which something was said as a whole.
    groups : tuple[str, ...]
        Groups that were heard anywhere, in the order in which they are shown.
    tests : int
        How many differences were tested; the probabilities allow for it.
    """

    selection: Selection
    on: date
    rows: tuple[AreaRow, ...]
    groups: tuple[str, ...]
    trends: tuple[Trend, ...]
    changes: tuple[Difference, ...]
    contrasts: tuple[Difference, ...]
    findings: tuple[Finding, ...]
    quadrant: tuple[QuadrantPoint, ...]
    to_collect: tuple[ToCollect, ...]
    not_counted: tuple[NotCounted, ...]
    rated_objects: tuple[str, ...]
    round_names: tuple[str, ...]
    sources: tuple[str, ...]
    methods: tuple[str, ...]
    grades: tuple[str, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All cells, area by area."""
        return tuple(cell for row in self.rows for cell in row.cells)

    @property
    def tests(self) -> int:
        """How many differences were tested."""
        return sum(d.probability is not None for d in (*self.changes, *self.contrasts))


def review_perception(project: OpenProject, selection: Selection, progress: Progress | None = None) -> PerceptionReview:
    """Review the evidence as known on the project's day; the answers on liaison say what is missing where."""
    view = project.view(Question(Mode.LIAISON), progress)
    return review_evidence(project.knowledge_on(view.on), view, selection, project.policy)


def review_evidence(knowledge: Knowledge, view: ProjectView, selection: Selection, policy: Policy) -> PerceptionReview:
    """Review the evidence of one day, beside the answers of that day."""
    known = [evidence_on(e, knowledge, view.on) for e in knowledge.evidence if e.known_from <= view.on]
    objects = _objects(known)
    chosen = replace(selection, rated=selection.rated or next(iter(objects), ""))
    inside = knowledge.ground.below_and_self(chosen.area_code) if chosen.area_code else None
    there = [e for e in known if inside is None or e.area_code in inside]
    about = [e for e in there if _key(e) == chosen.rated]
    mine = [e for e in about if _is_chosen(e, chosen)]
    names, of_area = _areas(knowledge, view, chosen, mine)
    of_row: dict[str, list[AreaEvidence]] = {code: [] for code in names}
    for e in mine:
        of_row[of_area[e.area_code]].append(e)
    voices = {code: voices_of(said) for code, said in of_row.items()}
    rows = tuple(_row(code, names[code], voices[code], knowledge, view, chosen.round, policy) for code in names)
    trends = tuple(trend for code in names for trend in trends_of(code, voices[code], policy))
    changes, contrasts = allowed_for(changes_of(trends), contrasts_of(trends))
    assessed = [code for code in names if code in view.answers]
    quadrant = tuple(quadrant_point(code, names[code], view) for code in assessed)
    cells = [cell for row in rows for cell in row.cells]
    required = {a.code: required_strata(a, policy) for a in view.areas if a.code in names}
    return PerceptionReview(
        selection=chosen,
        on=view.on,
        rows=rows,
        groups=groups_heard(cells),
        trends=trends,
        changes=changes,
        contrasts=contrasts,
        findings=findings_of({c: names[c] for c in assessed}, cells, changes, contrasts, quadrant, required) if mine else (),
        quadrant=quadrant,
        to_collect=to_collect(assessed, names, knowledge, view, policy),
        not_counted=_not_counted([e for e in there if _is_chosen(e, chosen)], names, of_area, chosen.round, policy),
        rated_objects=objects,
        round_names=tuple(sorted({e.round for e in about}, reverse=True)),
        sources=tuple(sorted({e.item.source for e in about})),
        methods=tuple(sorted({e.item.method.value for e in about})),
        grades=tuple(sorted({str(e.item.grade) for e in about})),
    )


def object_key(rated: Rated, unit: str = "") -> str:
    """Return how a selection names who was rated, such as ``un_military`` or ``un_military:KADBAT``."""
    return f"{rated}:{unit}" if unit else rated.value


def _key(evidence: AreaEvidence) -> str:
    return object_key(evidence.item.rated, evidence.rated_unit)


def _objects(evidence: Sequence[AreaEvidence]) -> tuple[str, ...]:
    """Return who was rated: the UN military first, then those of whom most is on record."""
    counted = Counter(_key(e) for e in evidence)
    counts = {_key(e) for e in evidence if e.item.rated is Rated.UN_MILITARY}
    return tuple(sorted(counted, key=lambda key: (key not in counts, -counted[key], key)))


def _is_chosen(e: AreaEvidence, chosen: Selection) -> bool:
    asked = ((chosen.source, e.item.source), (chosen.method, e.item.method.value), (chosen.grade, str(e.item.grade)))
    return all(not wanted or wanted == found for wanted, found in asked)


def _areas(
    knowledge: Knowledge, view: ProjectView, chosen: Selection, evidence: Sequence[AreaEvidence]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the areas that are rows, by code, and for each area of which something was said the row that it belongs to."""
    ground = knowledge.ground
    inside = ground.below_and_self(chosen.area_code) if chosen.area_code else None
    rows = sorted((a for a in view.areas if inside is None or a.code in inside), key=lambda a: (a.name, a.code))
    by_code = {area.code: area.name for area in knowledge.areas}
    names = {a.code: a.name for a in rows}
    of_area = {below: a.code for a in rows for below in ground.below_and_self(a.code)}
    if chosen.area_code and not rows:  # within one area that is assessed
        names[chosen.area_code] = by_code.get(chosen.area_code, chosen.area_code)
        of_area = dict.fromkeys(inside or (), chosen.area_code)
    for code in sorted({e.area_code for e in evidence} - of_area.keys()):  # of a larger area as a whole
        names[code], of_area[code] = by_code.get(code, code), code
    return names, of_area


def _row(
    code: str, name: str, voices: Sequence[Voice], knowledge: Knowledge, view: ProjectView, round_name: str, policy: Policy
) -> AreaRow:
    answer = view.answers.get(code)
    is_disputed = answer is not None and Flag.CONFLICTING_SOURCES in answer.flags
    cells = cells_of(code, voices, round_name, is_disputed, policy)
    seen = [
        p.last_confirmed
        for p in view.presence_by_area.get(code, ())
        if p.last_confirmed is not None and p.last_confirmed <= view.on
    ]
    return AreaRow(
        area_code=code,
        area_name=name,
        cells=cells,
        crossed={s.value: crossed_cells(code, voices, s.value, round_name, policy) for s in Stratum if s is not Stratum.ALL},
        stances=_stances(knowledge, code, view.on),
        seen_on=max(seen, default=None),
    )


def _stances(knowledge: Knowledge, code: str, on: date) -> tuple[str, ...]:
    """Return the newest reported stance of each armed actor of an area, the worst first."""
    newest: dict[str, tuple[date, str]] = {}
    for row in knowledge.actor_reports.of(knowledge.ground.outwards(code)):
        day, stance = (row.report.reported_on, row.report.stance.value) if row.report else (date.min, Stance.UNKNOWN.value)
        if day <= on and day >= newest.get(row.actor, (date.min, ""))[0]:
            newest[row.actor] = day, stance
    worst_first = (*(stance.value for stance in reversed(Stance) if stance is not Stance.UNKNOWN), Stance.UNKNOWN.value)
    return tuple(sorted((stance for _, stance in newest.values()), key=worst_first.index))


def _not_counted(
    evidence: Sequence[AreaEvidence], names: Mapping[str, str], of_area: Mapping[str, str], round_name: str, policy: Policy
) -> tuple[NotCounted, ...]:
    others = [e for e in evidence if e.item.rated is not Rated.UN_MILITARY]
    found = []
    for rated, unit in sorted({(e.item.rated, e.rated_unit) for e in others}):
        said = [e for e in others if (e.item.rated, e.rated_unit) == (rated, unit)]
        codes = dict.fromkeys(code for code in (of_area.get(e.area_code, e.area_code) for e in said))
        ordered = [code for code in names if code in codes] + [code for code in codes if code not in names]
        cells = [
            cell
            for code in ordered
            for cell in cells_of(
                code, voices_of(e for e in said if of_area.get(e.area_code, e.area_code) == code), round_name, False, policy
            )
        ]
        if cells:
            found.append(NotCounted(rated, unit, tuple(cells)))
    return tuple(found)

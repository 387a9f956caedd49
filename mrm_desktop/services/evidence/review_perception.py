"""Review what is known of perceptions: who thinks what, where, how sure, how old, how thin - and what to collect next.

Groups of the community stay apart, rated objects stay apart, questions in other words stay apart, and who was asked elsewhere is a
group of its own. What was said of anybody but the UN military here is listed apart: it enters no acceptance. Where fewer than
:data:`~mrm_desktop.domain.limits.SMALLEST_CELL` people answered nothing but the fact is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from math import sqrt

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.evidence import AreaEvidence, QuestionCounts
from mrm_desktop.domain.limits import REGULAR_PATROLS, SMALLEST_CELL
from mrm_desktop.domain.views import ProjectView
from mrm_desktop.domain.vocabulary import EvidenceMethod, Flag, Mode, PatrolFrequency, Rated, Stratum
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.project.rated_objects import evidence_on
from mrm_desktop.reports.release.disclosure import parts_to_hide
from mrm_desktop.scoring import Policy

Z_95 = 1.96
RATINGS = (-2, -1, 0, 1, 2)
QUESTIONS = ("takes_sides", "minds_being_seen", "bad_conduct")
"""Questions that follow the rating, by their names in :class:`~mrm_desktop.domain.evidence.FollowUps`."""
LEAST_VARIANCE = 1 / 12
"""Answers come in whole steps: nobody's view is known better than to a uniform spread within a step."""


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
        Name of a round; "" for the newest one of each area and stratum.
    """

    area_code: str = ""
    rated: str = ""
    round: str = ""


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of those who answered each question that follows the rating, 0 to 1; None where it was not asked, or too few answered it."""

    takes_sides: float | None = None
    minds_being_seen: float | None = None
    bad_conduct: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """What one group said.

    Attributes
    ----------
    stratum : Stratum
        The group; of those asked elsewhere all together, ``all``.
    counts : tuple[int, ...] | None
        Answers of -2 to 2; None where they are held back, or where no distribution is on record.
    answered : float | None
        People who answered; None where it is held back.
    mean, low, high : float | None
        Mean rating, -2 to 2, with the ends of its 95 % interval; None where held back or unknown. The interval is that of a random
        sample of the effective size, which a purposive sample is not.
    refused, do_not_know : float | None
        Share of those asked, 0 to 1.
    held_back : str
        ``small``, ``complement``, or "" where everything is shown.
    other_words : int
        Items of evidence left out because their question was worded otherwise.
    conflict : bool
        Whether sources contradict each other in an area of it.
    asked_elsewhere : bool
        Whether these are people from the area who were asked somewhere else.
    shares : Shares
        What they say beside the rating.
    """

    stratum: Stratum
    counts: tuple[int, ...] | None
    answered: float | None
    mean: float | None
    low: float | None
    high: float | None
    refused: float | None
    do_not_know: float | None
    newest: date
    oldest: date
    sources: tuple[str, ...]
    grades: tuple[str, ...]
    areas: int
    held_back: str = ""
    other_words: int = 0
    conflict: bool = False
    asked_elsewhere: bool = False
    shares: Shares = field(default_factory=Shares)


@dataclass(frozen=True, slots=True)
class NotCounted:
    """What was said of somebody else than the UN military here: shown, and in no acceptance.

    Attributes
    ----------
    unit : str
        Code of the contingent or base; "" for all that ``rated`` names.
    cells : tuple[Cell, ...]
        By group, with small ones held back.
    """

    rated: Rated
    unit: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RoundComparison:
    """Two rounds of one stratum side by side, over the areas that both of them covered.

    Attributes
    ----------
    comparable : bool | None
        True where the question was worded the same, False where it changed, None where it is not on record.
    change : float | None
        Later mean minus earlier mean, -4 to 4; None where not comparable or held back.
    is_change : bool | None
        Whether the 95 % interval of the change leaves out zero.
    """

    stratum: Stratum
    earlier: str
    later: str
    areas: int
    earlier_mean: float | None
    later_mean: float | None
    comparable: bool | None
    change: float | None
    is_change: bool | None
    held_back: bool = False


@dataclass(frozen=True, slots=True)
class QuadrantPoint:
    """Presence against acceptance of one area.

    Attributes
    ----------
    presence : str
        ``often``, ``rarely`` or ``unknown``; no record is not absence.
    acceptance : float | None
        Mean acceptance, 0 to 1; None where the evidence is not adequate.
    quadrant : str
        ``often_accepted``, ``often_disliked``, ``rarely_accepted``, ``rarely_disliked`` or ``unknown``.
    """

    area_code: str
    area_name: str
    presence: str
    acceptance: float | None
    quadrant: str


@dataclass(frozen=True, slots=True)
class ToCollect:
    """An area with what is missing about it; ``exposed`` counts places and presence records: where it matters first."""

    area_code: str
    area_name: str
    gaps: tuple[Reason, ...]
    has_evidence: bool
    exposed: int


@dataclass(frozen=True, slots=True)
class PerceptionReview:
    """Everything the review shows."""

    selection: Selection
    on: date
    cells: tuple[Cell, ...]
    rounds: tuple[RoundComparison, ...]
    quadrant: tuple[QuadrantPoint, ...]
    to_collect: tuple[ToCollect, ...]
    rated_objects: tuple[str, ...]
    round_names: tuple[str, ...]
    not_counted: tuple[NotCounted, ...] = ()


def review_perception(project: OpenProject, selection: Selection, progress: Progress | None = None) -> PerceptionReview:
    """Review the evidence as known on the project's day; the answers on liaison say what is missing where."""
    view = project.view(Question(Mode.LIAISON), progress)
    return review_evidence(project.knowledge_on(view.on), view, selection, project.policy)


def review_evidence(knowledge: Knowledge, view: ProjectView, selection: Selection, policy: Policy) -> PerceptionReview:
    """Review the evidence of one day, beside the answers of that day."""
    ground = knowledge.ground
    known = [evidence_on(e, knowledge, view.on) for e in knowledge.evidence if e.item.collected_on <= view.on]
    rated_objects = _objects(known)
    chosen = replace(selection, rated=selection.rated or next(iter(rated_objects), ""))
    inside = ground.below_and_self(chosen.area_code) if chosen.area_code else None
    there = [e for e in known if inside is None or e.area_code in inside]
    mine = [e for e in there if _key(e) == chosen.rated]
    conflicts = {code for code, a in view.answers.items() if Flag.CONFLICTING_SOURCES in a.flags}
    conflicts = {below for code in conflicts for below in ground.below_and_self(code)}
    areas = [a for a in view.areas if inside is None or a.code in inside or chosen.area_code in ground.below_and_self(a.code)]
    codes = [a.code for a in areas]
    names = {a.code: a.name for a in areas}
    return PerceptionReview(
        selection=chosen,
        on=view.on,
        cells=_cells(mine, chosen.round, conflicts, policy),
        rounds=_rounds([e for e in mine if not e.item.asked_elsewhere], policy),
        quadrant=tuple(_point(code, names[code], view) for code in codes),
        to_collect=_to_collect(codes, names, knowledge, view),
        rated_objects=rated_objects,
        round_names=tuple(sorted({e.round for e in mine}, reverse=True)),
        not_counted=_not_counted(there, chosen.round, policy),
    )


def object_key(rated: Rated, unit: str = "") -> str:
    """Return how a selection names who was rated, such as ``un_military`` or ``un_military:KADBAT``."""
    return f"{rated}:{unit}" if unit else rated.value


def interval(counts: Sequence[int], divisor: float = 1.0) -> tuple[float, float, float]:
    """Return the mean of answers with the ends of its 95 % interval.

    Parameters
    ----------
    counts : Sequence[int]
        Answers of -2, -1, 0, 1, 2; at least one.
    divisor : float
        How many answers are worth one of a random sample, >= 1.
    """
    n = sum(counts)
    mean = sum(r * c for r, c in zip(RATINGS, counts, strict=True)) / n
    half = Z_95 * sqrt(_variance(counts, mean) * divisor / n)
    return mean, max(-2.0, mean - half), min(2.0, mean + half)


def _variance(counts: Sequence[int], mean: float) -> float:
    n = sum(counts)
    spread = sum(c * (r - mean) ** 2 for r, c in zip(RATINGS, counts, strict=True)) / max(1, n - 1)
    return max(spread, LEAST_VARIANCE)


def _key(evidence: AreaEvidence) -> str:
    return object_key(evidence.item.rated, evidence.rated_unit)


def _objects(evidence: Sequence[AreaEvidence]) -> tuple[str, ...]:
    """Return who was rated: the UN military first, then those of whom most is on record."""
    counted = Counter(_key(e) for e in evidence)
    counts = {_key(e) for e in evidence if e.item.rated is Rated.UN_MILITARY}
    return tuple(sorted(counted, key=lambda key: (key not in counts, -counted[key], key)))


def _not_counted(evidence: Sequence[AreaEvidence], round_name: str, policy: Policy) -> tuple[NotCounted, ...]:
    others = [e for e in evidence if e.item.rated is not Rated.UN_MILITARY]
    found = []
    for rated, unit in sorted({(e.item.rated, e.rated_unit) for e in others}):
        cells = _cells([e for e in others if (e.item.rated, e.rated_unit) == (rated, unit)], round_name, (), policy)
        if cells:
            found.append(NotCounted(rated, unit, cells))
    return tuple(found)


def _divisor(items: Iterable[AreaEvidence], policy: Policy) -> float:
    """Return the worst divisor of the items: the method's own design effect and penalty of purposive samples (METHOD 3)."""
    worth = [1.0]
    for e in items:
        if e.item.method is EvidenceMethod.PROBABILITY_SURVEY:
            worth.append(e.item.design_effect or policy.acceptance.design_effect)
        elif e.item.method is EvidenceMethod.PURPOSIVE_SURVEY:
            worth.append(policy.acceptance.purposive_divisor)
    return max(worth)


# ---- distributions ------------------------------------------------------------------------------------------------------------


def _cells(evidence: Sequence[AreaEvidence], round_name: str, conflicts: Collection[str], policy: Policy) -> tuple[Cell, ...]:
    """Return a cell for each group of those asked here, and one for all who were asked elsewhere."""
    cells = []
    for stratum in Stratum:
        items = _of_round([e for e in evidence if e.item.stratum is stratum and not e.item.asked_elsewhere], round_name)
        if items:
            cells.append(_cell(stratum, items, conflicts, policy))
    elsewhere = _of_round([e for e in evidence if e.item.asked_elsewhere], round_name)
    apart = (replace(_cell(Stratum.ALL, elsewhere, conflicts, policy), asked_elsewhere=True),) if elsewhere else ()
    return _with_complements(cells) + apart


def _of_round(items: Sequence[AreaEvidence], round_name: str) -> list[AreaEvidence]:
    """Return the items of a round, or of the newest round of each area."""
    if round_name:
        return [e for e in items if e.round == round_name]
    newest: dict[str, str] = {}
    for e in sorted(items, key=lambda e: e.item.collected_on):
        newest[e.area_code] = e.round
    return [e for e in items if e.round == newest[e.area_code]]


def _cell(stratum: Stratum, items: Sequence[AreaEvidence], conflicts: Collection[str], policy: Policy) -> Cell:
    wording = max(items, key=lambda e: e.item.collected_on).wording_hash
    same = [e for e in items if e.wording_hash == wording]
    counts = _pooled(same)
    answered = sum(e.item.answered for e in same)
    refused, unknowing = _shares(same)
    mean, low, high = (None, None, None) if counts is None else interval(counts, _divisor(same, policy))
    if mean is None and answered:
        mean = sum(e.item.mean_rating * e.item.answered for e in same) / answered
    days = [e.item.collected_on for e in same]
    cell = Cell(
        stratum=stratum,
        counts=counts,
        answered=answered,
        mean=mean,
        low=low,
        high=high,
        refused=refused,
        do_not_know=unknowing,
        newest=max(days),
        oldest=min(days),
        sources=tuple(sorted({e.item.source for e in same})),
        grades=tuple(sorted({str(e.item.grade) for e in same})),
        areas=len({e.area_code for e in same}),
        other_words=len(items) - len(same),
        conflict=any(e.area_code in conflicts for e in same),
        shares=Shares(**{question: _share(same, question) for question in QUESTIONS}),
    )
    return cell if answered >= SMALLEST_CELL else _held_back(cell, "small")


def _held_back(cell: Cell, why: str) -> Cell:
    return replace(
        cell,
        counts=None,
        answered=None,
        mean=None,
        low=None,
        high=None,
        refused=None,
        do_not_know=None,
        shares=Shares(),
        held_back=why,
    )


def _with_complements(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Hold a second group back where the first one could be worked out from the whole sample and the rest.

    So is a share: few of a group that is itself large enough may have answered one question.
    """
    shown, hidden = ([c.stratum for c in cells if bool(c.held_back) is held] for held in (False, True))
    more = parts_to_hide(shown, hidden)
    cells = [_held_back(cell, "complement") if cell.stratum in more else cell for cell in cells]
    for question in QUESTIONS:
        told = {cell.stratum for cell in cells if getattr(cell.shares, question) is not None}
        more = parts_to_hide(told, [cell.stratum for cell in cells if cell.stratum not in told])
        hidden_too = [replace(cell.shares, **{question: None}) if cell.stratum in more else cell.shares for cell in cells]
        cells = [replace(cell, shares=shares) for cell, shares in zip(cells, hidden_too, strict=True)]
    return tuple(cells)


def _share(items: Iterable[AreaEvidence], question: str) -> float | None:
    """Return the share of those who answered a question; None where fewer than :data:`SMALLEST_CELL` did."""
    yes = answered = 0.0
    for e in items:
        counts: QuestionCounts | None = getattr(e.follow_ups, question, None)
        share = e.bad_conduct_share if question == "bad_conduct" else getattr(e.item, f"{question}_share")
        if counts is not None:
            yes, answered = yes + counts.yes, answered + counts.answered
        elif share is not None:
            yes, answered = yes + share * e.item.answered, answered + e.item.answered
    return yes / answered if answered >= SMALLEST_CELL else None


def _pooled(items: Sequence[AreaEvidence]) -> tuple[int, ...] | None:
    """Add the distributions up; None where one of the items has none: half a distribution would mislead."""
    found = [e.distribution for e in items]
    if any(d is None for d in found):
        return None
    counts = tuple(sum(d.counts[k] for d in found if d is not None) for k in range(len(RATINGS)))
    return counts if sum(counts) else None


def _shares(items: Sequence[AreaEvidence]) -> tuple[float, float]:
    """Return the shares of those asked who refused and who did not know."""
    refused = unknowing = asked = 0.0
    for e in items:
        spread = e.distribution
        if spread is not None:
            asked += sum(spread.counts) + spread.do_not_know + spread.refused
            refused, unknowing = refused + spread.refused, unknowing + spread.do_not_know
        elif e.item.refused_share < 1:
            all_asked = e.item.answered / (1 - e.item.refused_share)
            asked, refused = asked + all_asked, refused + all_asked - e.item.answered
    return (refused / asked, unknowing / asked) if asked else (0.0, 0.0)


# ---- rounds -------------------------------------------------------------------------------------------------------------------


def _rounds(evidence: Sequence[AreaEvidence], policy: Policy) -> tuple[RoundComparison, ...]:
    days = {e.round: max(x.item.collected_on for x in evidence if x.round == e.round) for e in evidence}
    ordered = sorted(days, key=lambda name: (days[name], name))
    compared = []
    for stratum in Stratum:
        mine = [e for e in evidence if e.item.stratum is stratum]
        for earlier, later in pairwise(ordered):
            found = _compared(stratum, [e for e in mine if e.round == earlier], [e for e in mine if e.round == later], policy)
            if found is not None:
                compared.append(found)
    return tuple(compared)


def _compared(
    stratum: Stratum, before: Sequence[AreaEvidence], after: Sequence[AreaEvidence], policy: Policy
) -> RoundComparison | None:
    both = {e.area_code for e in before} & {e.area_code for e in after}
    before, after = [e for e in before if e.area_code in both], [e for e in after if e.area_code in both]
    if not both:
        return None
    result = RoundComparison(
        stratum, before[0].round, after[0].round, len(both), None, None, _same_wording([*before, *after]), None, None
    )
    if min(sum(e.item.answered for e in items) for items in (before, after)) < SMALLEST_CELL:
        return replace(result, held_back=True)
    means = [_mean(items) for items in (before, after)]
    result = replace(result, earlier_mean=means[0], later_mean=means[1])
    counts = _pooled(before), _pooled(after)
    if result.comparable is False or counts[0] is None or counts[1] is None:
        return result
    error = sum(
        _variance(c, m) * _divisor(items, policy) / sum(c)
        for c, m, items in ((counts[0], means[0], before), (counts[1], means[1], after))
    )
    change = means[1] - means[0]
    return replace(result, change=change, is_change=abs(change) > Z_95 * sqrt(error))


def _mean(items: Sequence[AreaEvidence]) -> float:
    return sum(e.item.mean_rating * e.item.answered for e in items) / sum(e.item.answered for e in items)


def _same_wording(items: Iterable[AreaEvidence]) -> bool | None:
    hashes = {e.wording_hash for e in items}
    if len(hashes - {""}) > 1:
        return False
    return None if "" in hashes else True


# ---- presence and acceptance, and what to collect ------------------------------------------------------------------------------


def _point(code: str, name: str, view: ProjectView) -> QuadrantPoint:
    frequencies = {p.frequency for p in view.presence_by_area.get(code, ())}
    if frequencies & REGULAR_PATROLS:
        presence = "often"
    elif frequencies - {PatrolFrequency.UNKNOWN}:
        presence = "rarely"
    else:
        presence = "unknown"
    estimate = view.assessments[code].acceptance
    acceptance = estimate.mean if estimate is not None and estimate.adequate else None
    if presence == "unknown" or acceptance is None:
        return QuadrantPoint(code, name, presence, acceptance, "unknown")
    return QuadrantPoint(code, name, presence, acceptance, f"{presence}_{'accepted' if acceptance >= 0.5 else 'disliked'}")


def _to_collect(codes: Sequence[str], names: Mapping[str, str], knowledge: Knowledge, view: ProjectView) -> tuple[ToCollect, ...]:
    """List areas with gaps: those without any evidence first, and among them those where most is at stake."""
    placed: dict[str, int] = {}
    for place in (p for p in knowledge.places if p.area_code):
        placed[place.area_code or ""] = placed.get(place.area_code or "", 0) + 1
    heard = {e.area_code for e in knowledge.evidence if e.item.collected_on <= view.on}
    found = []
    for code in codes:
        inside = knowledge.ground.below_and_self(code)
        exposed = sum(placed.get(c, 0) for c in inside) + len(view.presence_by_area.get(code, ()))
        gaps = tuple(view.assessments[code].gaps)
        if gaps:
            found.append(ToCollect(code, names[code], gaps, bool(inside & heard), exposed))
    return tuple(sorted(found, key=lambda t: (t.has_evidence, -t.exposed, t.area_name)))

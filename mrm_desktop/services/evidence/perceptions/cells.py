"""Cells: what one group of one area says by its newest answers, with small groups held back.

Sources, rounds and people are pooled within an area and within one question alone; areas never are, for nobody knows how many people each
sample stands for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from mrm_desktop.domain.evidence import QuestionCounts
from mrm_desktop.domain.limits import SMALLEST_CELL
from mrm_desktop.domain.survey_groups import GROUPS
from mrm_desktop.reports.release.disclosure import parts_to_hide
from mrm_desktop.scoring import Policy
from mrm_desktop.services.evidence.perceptions.voices import (
    ELSEWHERE,
    EVERYBODY,
    GROUPS_SHOWN,
    SameQuestion,
    Voice,
    divisor,
    mean_day,
    mean_of,
    pooled,
    same_question,
)
from mrm_desktop.statistics.intervals import mean_interval, wilson

QUESTIONS = ("takes_sides", "minds_being_seen", "bad_conduct")
"""Questions that follow the rating, by their names in :class:`~mrm_desktop.domain.evidence.FollowUps`."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of those who answered each question that follows the rating, 0 to 1; None where it was not asked, or too few answered it."""

    takes_sides: float | None = None
    minds_being_seen: float | None = None
    bad_conduct: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """What one group of one area said.

    Attributes
    ----------
    group : str
        One of :data:`~mrm_desktop.services.evidence.perceptions.voices.GROUPS_SHOWN`.
    counts : tuple[int, ...] | None
        Answers of -2 to 2; None where they are held back, or where no distribution is on record.
    answered : float | None
        People who answered, or groups held where ``counts_groups``; None where it is held back.
    effective : float | None
        Answers of a random sample that they are worth.
    mean, low, high : float | None
        Mean rating, -2 to 2, with the ends of its 95 % interval; None where held back or unknown. The interval is that of a random
        sample of the effective size, which a purposive sample is not.
    favourable : tuple[float, float, float] | None
        Share of those who rated above the middle, with the ends of Wilson's interval.
    refused, do_not_know : float | None
        Share of those asked, 0 to 1.
    on : date
        Mean day of the answers; ``newest`` and ``oldest`` are those of the items.
    held_back : str
        ``small``, ``complement``, or "" where everything is shown.
    other_words : int
        Items of evidence left out because their question was another one, or may have been.
    left_groups : int
        Items of evidence left out because they count sittings of groups, and people are counted here.
    left_older : int
        Items of evidence left out because another source asked much later.
    conflict : bool
        Whether sources contradict each other in the area.
    scale : str
        Scale of the answers; "" where it is unknown.
    shares : Shares
        What they say beside the rating.
    """

    area_code: str
    group: str
    counts: tuple[int, ...] | None
    answered: float | None
    effective: float | None
    mean: float | None
    low: float | None
    high: float | None
    favourable: tuple[float, float, float] | None
    refused: float | None
    do_not_know: float | None
    on: date
    newest: date
    oldest: date
    rounds: tuple[str, ...]
    sources: tuple[str, ...]
    methods: tuple[str, ...]
    grades: tuple[str, ...]
    counts_groups: bool = False
    held_back: str = ""
    other_words: int = 0
    left_groups: int = 0
    left_older: int = 0
    conflict: bool = False
    scale: str = ""
    shares: Shares = field(default_factory=Shares)


def cells_of(area_code: str, voices: Sequence[Voice], round_name: str, is_disputed: bool, policy: Policy) -> tuple[Cell, ...]:
    """Return a cell for each group of an area that was heard.

    Parameters
    ----------
    round_name : str
        A round; "" for the newest of each source.
    is_disputed : bool
        Whether sources contradict each other there.
    """
    cells = []
    people: dict[str, float] = {}
    for group in GROUPS_SHOWN:
        mine = _of_round([v for v in voices if v.group == group], round_name)
        fresh = _not_much_older(mine, policy.acceptance.half_life_days)
        if fresh:
            people[group] = sum(v.answered for v in fresh)
            cells.append(replace(_cell(area_code, group, fresh, is_disputed, policy), left_older=len(mine) - len(fresh)))
    divided = [v for v in voices if not v.is_part and v.group not in (EVERYBODY, ELSEWHERE)]
    return _with_complements(cells, people, _undivided(_of_round(divided, round_name)))


def crossed_cells(area_code: str, voices: Sequence[Voice], group: str, round_name: str, policy: Policy) -> tuple[Cell, ...]:
    """Return those of one counted group by every other division, as far as each is large enough; and one that is not hides another."""
    of_group = _of_round([v for v in voices if v.is_part and v.evidence.item.stratum.value == group], round_name)
    parts = _not_much_older(of_group, policy.acceptance.half_life_days)
    found = []
    for names in GROUPS.values():
        cells = [_cell(area_code, name, mine, False, policy) for name in names if (mine := [v for v in parts if v.group == name])]
        if len(cells) > 1 and sum(bool(cell.held_back) for cell in cells) == 1:
            cells = [_held_back(cell, cell.held_back or "complement") for cell in cells]
        found += [cell for cell in cells if not cell.held_back]
    return tuple(found)


def _of_round(voices: Sequence[Voice], round_name: str) -> list[Voice]:
    """Return the voices of a round, or of the newest round of each source."""
    if round_name:
        return [v for v in voices if v.evidence.round == round_name]
    newest: dict[str, str] = {}
    for v in sorted(voices, key=lambda v: v.day):
        newest[v.source] = v.evidence.round
    return [v for v in voices if v.evidence.round == newest[v.source]]


def _not_much_older(voices: Sequence[Voice], half_life: float) -> list[Voice]:
    """Leave out what is older than the newest by more than the time in which evidence loses half its weight (METHOD 3)."""
    newest = max((v.day for v in voices), default=None)
    return [v for v in voices if newest is not None and (newest - v.day).days <= half_life]


def _cell(area_code: str, group: str, voices: Sequence[Voice], is_disputed: bool, policy: Policy) -> Cell:
    people = [v for v in voices if not v.counts_groups]
    counted = people or list(voices)
    newest = max(counted, key=lambda v: (v.day, v.answered))
    same = [
        v
        for v in counted
        if v is newest or (same_question(v.evidence, newest.evidence) is not SameQuestion.NO and _alike(v, newest))
    ]
    counts, answered, worth = pooled(same), sum(v.answered for v in same), divisor(same, policy)
    mean = mean_of(same) if answered else None
    ends = None if counts is None or mean is None else mean_interval(mean, counts, worth, -2.0, 2.0)
    refused, unknowing = _silent_shares(same)
    cell = Cell(
        area_code=area_code,
        group=group,
        counts=counts,
        answered=answered,
        effective=answered / worth,
        mean=mean,
        low=None if ends is None else ends[0],
        high=None if ends is None else ends[1],
        favourable=None if counts is None else _favourable(counts, worth),
        refused=refused,
        do_not_know=unknowing,
        on=mean_day(same) if answered else newest.day,
        newest=max(v.day for v in same),
        oldest=min(v.day for v in same),
        rounds=tuple(sorted({v.evidence.round for v in same})),
        sources=tuple(sorted({v.source for v in same})),
        methods=tuple(sorted({v.evidence.item.method.value for v in same})),
        grades=tuple(sorted({str(v.evidence.item.grade) for v in same})),
        counts_groups=not people,
        other_words=len(counted) - len(same),
        left_groups=len(voices) - len(counted),
        conflict=is_disputed,
        scale=newest.evidence.scale,
        shares=Shares(**{question: _share(same, question) for question in QUESTIONS}),
    )
    return cell if answered >= SMALLEST_CELL else _held_back(cell, "small")


def _alike(voice: Voice, newest: Voice) -> bool:
    """Whether what may be one question was put in the same words, as far as they are known: else it is left out and counted."""
    return (
        same_question(voice.evidence, newest.evidence) is SameQuestion.YES
        or voice.evidence.wording_hash == newest.evidence.wording_hash
    )


def _favourable(counts: Sequence[int], worth: float) -> tuple[float, float, float]:
    share = sum(counts[3:]) / sum(counts)
    return (share, *wilson(share, sum(counts) / worth))


def _held_back(cell: Cell, why: str) -> Cell:
    return replace(
        cell,
        counts=None,
        answered=None,
        effective=None,
        mean=None,
        low=None,
        high=None,
        favourable=None,
        refused=None,
        do_not_know=None,
        shares=Shares(),
        held_back=why,
    )


def _undivided(voices: Iterable[Voice]) -> Mapping[str, float]:
    """Return how many of those asked said nothing of each division: they are nobody's, and hide others."""
    found = dict.fromkeys((axis.value for axis in GROUPS), 0.0)
    for v in voices:
        for axis, groups in GROUPS.items():
            known = (
                v.answered if v.group in groups else sum(sum(p.distribution.counts) for p in v.evidence.parts if p.group in groups)
            )
            found[axis.value] += max(0.0, v.answered - known)
    return found


def _with_complements(cells: Sequence[Cell], people: Mapping[str, float], undivided: Mapping[str, float]) -> tuple[Cell, ...]:
    """Hold another group back where few people could be worked out from the whole sample and the rest.

    The whole is known where it is a cell, and where another division is shown completely; what is left of it are the groups that are held
    back and those of whom nobody knows. So is a share: few of a group that is itself large enough may have answered one question.

    Parameters
    ----------
    people, undivided : Mapping[str, float]
        How many answered, by group; and by division of how many it is not known to which of its groups they belong.
    """
    by_group = {cell.group: cell for cell in cells}
    complete = {
        axis.value
        for axis, names in GROUPS.items()
        if not undivided[axis.value]
        and all(not by_group[n].held_back for n in names if n in by_group)
        and set(names) & set(by_group)
    }
    whole = EVERYBODY in by_group and not by_group[EVERYBODY].held_back
    for axis, names in GROUPS.items():
        mine = [by_group[name] for name in names if name in by_group]
        hidden = [cell for cell in mine if cell.held_back]
        left = sum(people[cell.group] for cell in hidden) + undivided[axis.value]
        follows = (whole and len(hidden) == 1) or (complete - {axis.value} and left < SMALLEST_CELL)
        if hidden and follows:
            shown = [cell for cell in mine if not cell.held_back]
            if shown:
                least = min(shown, key=lambda cell: cell.answered or 0.0)
                by_group[least.group] = _held_back(least, "complement")
    found = list(by_group.values())
    for question in QUESTIONS:
        told = {cell.group for cell in found if getattr(cell.shares, question) is not None}
        more = parts_to_hide(told, [cell.group for cell in found if cell.group not in told])
        found = [replace(cell, shares=replace(cell.shares, **{question: None})) if cell.group in more else cell for cell in found]
    return tuple(found)


def _share(voices: Iterable[Voice], question: str) -> float | None:
    """Return the share of those who answered a question; None where fewer than :data:`SMALLEST_CELL` did. Parts were not counted by it."""
    yes = answered = 0.0
    for e in (v.evidence for v in voices if not v.is_part):
        counts: QuestionCounts | None = getattr(e.follow_ups, question, None)
        share = e.bad_conduct_share if question == "bad_conduct" else getattr(e.item, f"{question}_share")
        if counts is not None:
            yes, answered = yes + counts.yes, answered + counts.answered
        elif share is not None:
            yes, answered = yes + share * e.item.answered, answered + e.item.answered
    return yes / answered if answered >= SMALLEST_CELL else None


def _silent_shares(voices: Iterable[Voice]) -> tuple[float, float]:
    """Return the shares of those asked who refused and who did not know."""
    refused = unknowing = asked = 0.0
    for v in voices:
        spread, share = v.distribution, v.evidence.item.refused_share
        if spread is not None:
            asked += sum(spread.counts) + spread.do_not_know + spread.refused
            refused, unknowing = refused + spread.refused, unknowing + spread.do_not_know
        elif share < 1:
            asked, refused = asked + v.answered / (1 - share), refused + v.answered / (1 - share) - v.answered
    return (refused / asked, unknowing / asked) if asked else (0.0, 0.0)


def groups_heard(cells: Iterable[Cell]) -> tuple[str, ...]:
    """Return the groups of some cells, in the order in which they are shown."""
    present: Collection[str] = {cell.group for cell in cells}
    return tuple(group for group in GROUPS_SHOWN if group in present)

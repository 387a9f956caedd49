"""Disclosure control: small cells suppressed, one more so that they cannot be worked out, unanimous answers top-coded.

n is never given, only its class: two exports of one period that differ by one respondent must not give that respondent's answer away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.limits import SMALLEST_CELL
from mrm_desktop.domain.vocabulary import Rated, Stratum

FEW = 20  # answers below which classes of ten percent are single people
TOP_SHARE = 0.9  # from here on "nearly all" says what each single person answered

# Groups that together make the whole sample: who knows the whole and one part knows the other.
PARTS = ((Stratum.WOMEN, Stratum.MEN), (Stratum.DISPLACED, Stratum.HOST))

RATINGS = ("much_worse", "worse", "no_difference", "better", "much_better")

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ReleasedPerception:
    """What one stratum of one area said in one round, as classes. A suppressed cell keeps its row and loses its content.

    Attributes
    ----------
    answers : str
        Class of the number of answers: ``< 10``, ``10-19``, ``20-49``, ``50+`` or ``suppressed``.
    rating : str
        ``much_worse``, ``worse``, ``no_difference``, ``better``, ``much_better`` or "".
    favourable, unfavourable, refused : str
        Share as a class of ten percent, top-coded; "" when not known.
    rated : str
        Who was rated; anything but ``un_military`` is in no acceptance. Unit codes stay inside.
    asked_elsewhere : bool
        Whether people from the area were asked somewhere else.
    survey : str
        The round as its source calls it, by which cells of one table are known to belong together; it leaves with no file.
    """

    area_code: str
    round: str
    stratum: str
    method: str
    collected: str
    answers: str
    rating: str
    favourable: str
    unfavourable: str
    refused: str
    source: str
    grade: str
    is_small: bool
    suppressed: bool
    rated: str = Rated.UN_MILITARY.value
    asked_elsewhere: bool = False
    survey: str = ""

    @property
    def withheld(self) -> ReleasedPerception:
        """The same row without its content."""
        return replace(self, answers="suppressed", rating="", favourable="", unfavourable="", refused="", suppressed=True)


def suppress(counts: Mapping[Cell, float], limit: float = SMALLEST_CELL) -> frozenset[Cell]:
    """Return the cells to suppress: those below ``limit``, and as many more as keep them from being worked out.

    Parameters
    ----------
    counts : Mapping[Cell, float]
        Number of answers by (row, column).
    limit : float
        Smallest number that may be shown.

    Returns
    -------
    frozenset[Cell]
        In every row and column that holds a suppressed cell and another one, at least two are suppressed: a total known from
        elsewhere does not give the missing one away. Nor is one half of the sample shown beside the whole where the other is hidden.
    """
    hidden = {cell for cell, count in counts.items() if count < limit}
    lines: dict[tuple[int, str], list[Cell]] = defaultdict(list)
    for cell in sorted(counts):
        for axis in (0, 1):
            lines[axis, cell[axis]].append(cell)
    changed = True
    while changed:
        changed = False
        for cells in lines.values():
            shown = [c for c in cells if c not in hidden]
            if shown and len(cells) - len(shown) == 1:
                hidden.add(min(shown, key=lambda c: (counts[c], c)))
                changed = True
        for row in {cell[0] for cell in hidden}:
            cells = lines[0, row]
            more = parts_to_hide([c[1] for c in cells if c not in hidden], [c[1] for c in cells if c in hidden])
            hidden |= {(row, stratum) for stratum in more}
            changed = changed or bool(more)
    return frozenset(hidden)


def parts_to_hide(shown: Collection[str], hidden: Collection[str]) -> frozenset[str]:
    """Return the strata of one area and round that have to be hidden as well: one part is, and the whole and the other part are not.

    Parameters
    ----------
    shown, hidden : Collection[str]
        Strata that are shown so far, and those that are hidden.
    """
    if Stratum.ALL not in shown:
        return frozenset()
    pairs = [*PARTS, *((other, one) for one, other in PARTS)]
    return frozenset(one.value for one, other in pairs if one in shown and other in hidden)


def answers_band(answered: float) -> str:
    """Class of a number of answers."""
    return next(
        name for limit, name in ((SMALLEST_CELL, "< 10"), (20, "10-19"), (50, "20-49"), (float("inf"), "50+")) if answered < limit
    )


def share_class(share: float) -> str:
    """Class of a share, 0 to 1: tens of percent, everything from 90 % and below 10 % in one class each."""
    if share >= TOP_SHARE:
        return "90 %+"
    # A share that is written in binary may lie a hair below its class.
    tens = int(share * 10 + 1e-9)
    return "< 10 %" if tens < 1 else f"{tens}0-{tens}9 %"


def coarse_share_class(share: float) -> str:
    """Class of a share of few people: thirds, so that it fits three numbers of people at least, however many they are known to be."""
    return "< 34 %" if share < 0.34 else "34-66 %" if share < 0.67 else "67 %+"


def rating_class(mean: float) -> str:
    """Class of a mean rating of -2 to 2."""
    return RATINGS[min(4, max(0, round(mean) + 2))]


def release_perceptions(
    rows: Iterable[AreaEvidence], keep_small: bool, with_source: bool, exact_day: bool
) -> tuple[ReleasedPerception, ...]:
    """Turn evidence into classes, suppressing per source and round over areas and strata together."""
    rows = tuple(rows)
    tables: dict[tuple[str, str], dict[Cell, float]] = defaultdict(dict)
    for row in rows:
        table = tables[row.item.source, row.round]
        cell = (row.area_code, row.item.stratum.value)
        # Two rows of one cell (two things rated) are as small as the smaller one.
        table[cell] = min(table.get(cell, float("inf")), row.item.answered)
    hidden = {key: frozenset[Cell]() if keep_small else suppress(table) for key, table in tables.items()}
    return tuple(
        _released(row, (row.area_code, row.item.stratum.value) in hidden[row.item.source, row.round], with_source, exact_day)
        for row in rows
    )


def _shares(favourable: float, unfavourable: float, total: int, inside: bool) -> tuple[str, str]:
    """Return the shares as classes. Of few people one share leaves, the graver one: two that add up to the whole would be exact."""
    if not inside and total < FEW:
        return "", coarse_share_class(unfavourable)
    return share_class(favourable), share_class(unfavourable)


def _released(row: AreaEvidence, suppressed: bool, with_source: bool, exact_day: bool) -> ReleasedPerception:
    item, spread = row.item, row.distribution
    total = sum(spread.counts) if spread else 0
    favourable = unfavourable = ""
    if spread is not None and total >= SMALLEST_CELL:
        favourable, unfavourable = _shares(sum(spread.counts[3:]) / total, sum(spread.counts[:2]) / total, total, exact_day)
    return ReleasedPerception(
        area_code=row.area_code,
        round=f"{item.collected_on:%Y-%m}" if not exact_day else row.round,
        stratum=item.stratum.value,
        method=item.method.value,
        collected=item.collected_on.isoformat() if exact_day else f"{item.collected_on:%Y-%m}",
        answers="suppressed" if suppressed else answers_band(item.answered),
        rating="" if suppressed else rating_class(item.mean_rating),
        favourable="" if suppressed else favourable,
        unfavourable="" if suppressed else unfavourable,
        refused="" if suppressed else share_class(item.refused_share),
        source=item.source if with_source else "",
        grade=str(item.grade),
        is_small=item.answered < SMALLEST_CELL,
        suppressed=suppressed,
        rated=item.rated.value,
        asked_elsewhere=item.asked_elsewhere,
        survey="" if exact_day else row.round,
    )

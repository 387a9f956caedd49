"""What a blind exercise says: how far people agree with each other and with the method, and where the method is out of step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median_low

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.rehearsal import RatingSheet
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.pages import Block, Document, box, bullets, heading, table, text, title
from mrm_desktop.scoring import Policy, assess
from mrm_desktop.scoring.agreement import kappa_interval
from mrm_desktop.services.rehearsal.rehearse import METHOD, Agreement, Rehearsal, compare_sheets

_SCALE = tuple(Mode)
LEAST_RATERS = 2
MOST_OF_THEM = 2 / 3
"""Share of a case's raters who must stand on one side of the method for it to be out of step."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sheets: how far they agree, and the 95 % interval of the kappa; None where there is none."""

    agreement: Agreement
    interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class OutOfStep:
    """A case on which most raters stand on one side of the method.

    Attributes
    ----------
    raters, apart : int
        How many rated it, and how many of them on that side.
    people : Mode
        The middle of their ceilings, the less visible where it falls between two.
    reason : Reason
        What decided for the method.
    """

    case_id: str
    method: Mode
    people: Mode
    raters: int
    apart: int
    reason: Reason

    @property
    def is_bolder(self) -> bool:
        """Whether the method would allow more visible contact than people: the error that can hurt somebody."""
        return _SCALE.index(self.method) > _SCALE.index(self.people)

    @property
    def steps(self) -> int:
        """How many modes lie between them."""
        return abs(_SCALE.index(self.method) - _SCALE.index(self.people))


@dataclass(frozen=True, slots=True)
class Validation:
    """Everything that the sheets say, pairs of people before those with the method; cases out of step with the bolder ones first."""

    raters: tuple[str, ...]
    people: tuple[Pair, ...]
    method: tuple[Pair, ...]
    out_of_step: tuple[OutOfStep, ...]


def validate(sheets: Sequence[RatingSheet], asked: Rehearsal, policy: Policy) -> Validation:
    """Compare every two sheets, and each with the method.

    Raises
    ------
    KnownError
        ``rehearsal.same_rater`` where two sheets carry one code, and what :func:`compare_sheets` raises.
    """
    raters = [sheet.rater for sheet in sheets]
    for rater in raters:
        if raters.count(rater) > 1 or rater == METHOD:
            raise KnownError("rehearsal.same_rater", rater=rater)
    return Validation(
        tuple(raters),
        tuple(_pair(first, second, asked) for first, second in combinations(sheets, 2)),
        tuple(_pair(sheet, asked.method, asked) for sheet in sheets),
        _out_of_step(sheets, asked, policy),
    )


def _pair(first: RatingSheet, second: RatingSheet, asked: Rehearsal) -> Pair:
    one, other = ({r.case_id: _SCALE.index(r.ceiling) for r in sheet.ratings} for sheet in (first, second))
    shared = [s.id for s in asked.situations if s.id in one and s.id in other]
    agreement = compare_sheets(first, second, asked.situations)
    interval = None
    if agreement.kappa is not None:
        interval = kappa_interval([one[i] for i in shared], [other[i] for i in shared], len(_SCALE))
    return Pair(agreement, interval)


def _out_of_step(sheets: Sequence[RatingSheet], asked: Rehearsal, policy: Policy) -> tuple[OutOfStep, ...]:
    method = {rating.case_id: _SCALE.index(rating.ceiling) for rating in asked.method.ratings}
    found = []
    for situation in asked.situations:
        said = [_SCALE.index(r.ceiling) for sheet in sheets for r in sheet.ratings if r.case_id == situation.id]
        own = method[situation.id]
        apart = max(sum(place < own for place in said), sum(place > own for place in said))
        if len(said) < LEAST_RATERS or apart < MOST_OF_THEM * len(said):
            continue
        reason = assess(situation.case, policy).reasons[0]
        found.append(OutOfStep(situation.id, _SCALE[own], _SCALE[median_low(said)], len(said), apart, reason))
    return tuple(sorted(found, key=lambda case: (not case.is_bolder, -case.steps, case.case_id)))


def on_paper(found: Validation, words: Words) -> Document:
    """Return the report: what it is and is not, the agreement, and the cases on which the method is out of step."""
    bolder = sum(case.is_bolder for case in found.out_of_step)
    blocks: list[Block] = [
        title(words.say("validation.title"), words.say("validation.under", raters=list(found.raters))),
        box(
            words.say("validation.found", count=len(found.out_of_step)),
            [words.say("validation.bolder", count=bolder), words.say("validation.not_truth")],
        ),
    ]
    for name, pairs in (("people", found.people), ("method", found.method)):
        if pairs:
            blocks += [heading(words.say(f"validation.{name}")), _pairs(pairs, words)]
    blocks.append(text(words.say("validation.kappa"), "small"))
    if found.out_of_step:
        blocks += [heading(words.say("validation.out_of_step")), _cases(found.out_of_step, words)]
    blocks += [
        heading(words.say("validation.next")),
        bullets([words.say(f"validation.next.{n}") for n in ("read", "ask", "change")]),
    ]
    return Document(
        words.say("validation.title"),
        "",
        words.say("kit.label"),
        tuple(blocks),
        words.say("page.channel.any"),
        (words.say("kit.foot"),),
    )


def _pairs(pairs: Sequence[Pair], words: Words) -> Block:
    heads = [
        words.say(f"validation.column.{name}") for name in ("raters", "cases", "kappa", "interval", "same_ceiling", "same_answer")
    ]
    rows = []
    for pair in pairs:
        agreement, interval = pair.agreement, pair.interval
        names = [words.say("validation.the_method") if rater == METHOD else rater for rater in (agreement.first, agreement.second)]
        rows.append(
            [
                " · ".join(names),
                str(agreement.cases),
                "–" if agreement.kappa is None else words.fixed(agreement.kappa, 2),
                "–"
                if interval is None
                else words.say("validation.from_to", low=_two(interval[0], words), high=_two(interval[1], words)),
                words.percent(agreement.same_ceiling),
                words.percent(agreement.same_answer),
            ]
        )
    return table(heads, rows, (4, 2, 2, 4, 3, 3))


def _cases(cases: Sequence[OutOfStep], words: Words) -> Block:
    heads = [words.say(f"validation.column.{name}") for name in ("case", "method", "people", "apart", "reason")]
    rows = [
        [
            case.case_id.removeprefix("case-") + (" ▲" if case.is_bolder else " ▽"),
            words.term("mode", case.method),
            words.term("mode", case.people),
            words.say("validation.of", count=case.apart, raters=case.raters),
            words.say(case.reason.code, **case.reason.params),
        ]
        for case in cases
    ]
    return table(heads, rows, (2, 4, 4, 2, 8), unbroken=True)


def _two(value: float, words: Words) -> str:
    return words.fixed(value, 2)

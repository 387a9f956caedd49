"""Many areas and many modes at once, and again after an edit: only what depends on the edit is run anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace

import numpy as np

from mrm_desktop.domain.assessments import AreaAnswer, Assessment
from mrm_desktop.domain.case import Case
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.scoring.answer import Answer
from mrm_desktop.scoring.assess import AnsweredCases
from mrm_desktop.scoring.decision import rules_before_index
from mrm_desktop.scoring.estimate import Bands, Measures, find_bands, measure
from mrm_desktop.scoring.gates import Situation
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.policy_schema import GatesPolicy
from mrm_desktop.scoring.run import answer_for
from mrm_desktop.scoring.table import MODES, Bools, CaseTable, Floats, Ints, encode
from mrm_desktop.scoring.validation import check_case

_MEASURING = ("grades", "acceptance", "adequacy", "excluded_group", "tolerance", "conduct", "capability")
"""Sections of a policy that the measures depend on; a change elsewhere leaves them as they are."""


@dataclass(frozen=True, slots=True, eq=False)
class BatchResult:
    """Answers on n areas and m modes as columns, shape (n, m) each; ``flags`` (n, m, flags), ``index`` and shares (n,).

    Attributes
    ----------
    modes : tuple[Mode, ...] | None
        Modes of the m columns; None where each area was asked for its own mode, in one column.
    verdict, ceiling, channel, gate, band : Ints
        Positions in ``VERDICTS``, ``MODES``, ``CHANNELS``, ``GATE_IDS`` and ``BANDS``; -1 for none.
    expires_on : Ints
        Ordinal of the day.
    index : Floats
        Index of the area, 0 to 100; meaningful only where the evidence is adequate, NaN elsewhere.
    runs : tuple[tuple[AnsweredCases, ...], ...]
        The runs of the method that the rows come from, each with one answer a mode.
    origin : Ints
        Run of each row and its row in that run, shape (n, 2).
    """

    cases: tuple[Case, ...]
    policy: Policy
    modes: tuple[Mode, ...] | None
    mode: Ints
    verdict: Ints
    ceiling: Ints
    channel: Ints
    gate: Ints
    band: Ints
    expires_on: Ints
    flags: Bools
    index: Floats
    share_in: Floats
    share_below: Floats
    runs: tuple[tuple[AnsweredCases, ...], ...]
    origin: Ints

    def answer(self, row: int, column: int = 0) -> AreaAnswer:
        """Return the answer on one area and mode without its working."""
        run, at = self.origin[row]
        return self.runs[int(run)][column].area_answers[int(at)]

    def answers(self, column: int = 0) -> list[AreaAnswer]:
        """Return the answers on all areas for one mode, in the order of ``cases``."""
        return [self.runs[run][column].area_answers[at] for run, at in self.origin.tolist()]

    def assessment(self, row: int, column: int = 0) -> Assessment:
        """Put the answer on one area and mode into words, with reasons, gates, gaps and explanation."""
        run, at = self.origin[row]
        answered = self.runs[int(run)][column]
        return answered.assessment(int(at))


class PreparedAreas:
    """Areas checked and written as columns once, to be assessed under one policy after another.

    Parameters
    ----------
    cases : Iterable[Case]
        The areas.

    Raises
    ------
    KnownError
        Any of :func:`mrm_desktop.scoring.validation.check_case`, with ``case`` naming it.
    """

    def __init__(self, cases: Iterable[Case]) -> None:
        self.cases = tuple(cases)
        for case in self.cases:
            _check(case)
        self.table: CaseTable = encode(self.cases)
        self._measured: tuple[Policy, Measures] | None = None
        self._banded: tuple[Policy, Bands] | None = None
        self._closed: dict[Mode | None, tuple[GatesPolicy, Ints]] = {}

    def with_mode(self, mode: Mode) -> PreparedAreas:
        """Return the same areas asked about another mode; what was measured and drawn for this one is the same for that."""
        other = copy(self)
        other.cases = tuple(replace(case, request=replace(case.request, mode=mode)) for case in self.cases)
        other.table = replace(self.table, mode=np.full(self.table.n, MODES.index(mode)))
        other._closed = {}
        return other

    def measures(self, policy: Policy) -> Measures:
        """Measure the areas, or return the measures made before where the policy differs only in what comes after them."""
        if self._measured is not None:
            before, measures = self._measured
            if all(getattr(before, section) == getattr(policy, section) for section in _MEASURING):
                return measures
        measures = measure(self.table, policy)
        self._measured = (policy, measures)
        self._closed = {}
        return measures

    def assess(self, policy: Policy, modes: Sequence[Mode] | None = None) -> BatchResult:
        """Assess every area, for each of ``modes`` or for its own; see :func:`assess_many`."""
        measures = self.measures(policy)
        bands = self._bands(measures, policy)
        answers = [self._answer(measures, bands, mode, policy) for mode in ((None,) if modes is None else modes)]
        return _collect([AnsweredCases(self.cases, answer, policy) for answer in answers], modes)

    def _bands(self, measures: Measures, policy: Policy) -> Bands:
        """Find the bands with all their draws, or return those found before under the very same policy."""
        if self._banded is None or self._banded[0] is not policy:
            self._banded = (policy, find_bands(self.table, measures, policy))
        return self._banded[1]

    def _answer(self, measures: Measures, bands: Bands, mode: Mode | None, policy: Policy) -> Answer:
        """Decide on one mode, keeping what no weight, threshold or draw can change for the next policy."""
        asked = self.table.mode if mode is None else np.full(self.table.n, MODES.index(mode))
        if mode not in self._closed or self._closed[mode][0] != policy.gates:
            self._closed[mode] = policy.gates, rules_before_index(Situation(self.table, measures, asked, policy))
        return answer_for(self.table, measures, bands, asked, policy, self._closed[mode][1])


def assess_many(cases: Iterable[Case], policy: Policy, modes: Sequence[Mode] | None = None) -> BatchResult:
    """Assess many areas at once (METHOD sections 1 to 8), each for its own mode or for each of ``modes``.

    Parameters
    ----------
    modes : Sequence[Mode] | None
        Modes to assess each area for; None for the mode that its case asks for.

    Raises
    ------
    KnownError
        Any of :func:`mrm_desktop.scoring.validation.check_case`, with ``case`` naming it.
    """
    return PreparedAreas(cases).assess(policy, modes)


def reassess(before: BatchResult, cases: Iterable[Case], policy: Policy) -> tuple[BatchResult, frozenset[str]]:
    """Assess again after an edit, running only the areas whose case changed.

    An answer depends on its case and on the policy and on nothing else: an area whose case is equal to the one before keeps its
    answer, unless the policy is another.

    Parameters
    ----------
    cases : Iterable[Case]
        All areas as they are now, in any order; ids must differ.

    Returns
    -------
    tuple of BatchResult and frozenset
        The answers in the order of ``cases``, and the ids of the areas that were run.
    """
    now = tuple(cases)
    if before.policy.checksum != policy.checksum or len(before.runs) >= _MOST_RUNS:
        return assess_many(now, policy, before.modes), frozenset(case.id for case in now)
    rows = {case.id: row for row, case in enumerate(before.cases)}
    kept = [rows.get(case.id, -1) for case in now]
    kept = [row if row >= 0 and before.cases[row] == case else -1 for row, case in zip(kept, now, strict=True)]
    changed = [position for position, row in enumerate(kept) if row < 0]
    if kept == list(range(len(before.cases))):
        return before, frozenset()
    fresh = assess_many([now[position] for position in changed], policy, before.modes)
    return _merge(before, fresh, now, kept, changed), frozenset(now[position].id for position in changed)


_MOST_RUNS = 8
"""After this many edits everything is run once more: a run keeps the columns of all its rows, also of those that were replaced."""


def _check(case: Case) -> None:
    try:
        check_case(case)
    except KnownError as error:
        raise KnownError(error.code, **{**error.params, "case": case.id}) from error


def _collect(answered: Sequence[AnsweredCases], modes: Sequence[Mode] | None) -> BatchResult:
    """Put the answers on several modes side by side."""
    if not answered:
        raise KnownError("batch.no_modes")
    answers = [one.answer for one in answered]
    measures, bands, n = answers[0].measures, answers[0].bands, answers[0].table.n
    return BatchResult(
        cases=tuple(answered[0].cases),
        policy=answered[0].policy,
        modes=None if modes is None else tuple(modes),
        mode=_side_by_side([a.mode for a in answers]),
        verdict=_side_by_side([a.decision.verdict for a in answers]),
        ceiling=_side_by_side([a.decision.ceiling for a in answers]),
        channel=_side_by_side([a.channel for a in answers]),
        gate=_side_by_side([a.decision.gate for a in answers]),
        band=_side_by_side([a.decision.band for a in answers]),
        expires_on=_side_by_side([a.expires_on for a in answers]),
        flags=_side_by_side([a.flags for a in answers]),
        index=np.where(measures.adequate, bands.index, np.nan),
        share_in=bands.share_in,
        share_below=bands.share_below,
        runs=(tuple(answered),),
        origin=np.stack([np.zeros(n, dtype=np.int64), np.arange(n)], axis=1),
    )


def _side_by_side(columns: list[np.ndarray]) -> np.ndarray:
    """Put columns of shape (n, ...) side by side, shape (n, m, ...); one column alone is not copied."""
    return columns[0][:, None] if len(columns) == 1 else np.stack(columns, axis=1)


_COLUMNS = ("mode", "verdict", "ceiling", "channel", "gate", "band", "expires_on", "flags", "index", "share_in", "share_below")


def _merge(
    before: BatchResult, fresh: BatchResult, now: tuple[Case, ...], kept: Sequence[int], changed: Sequence[int]
) -> BatchResult:
    """Rows of ``before`` where they were kept, of ``fresh`` where they were run."""
    columns: Mapping[str, np.ndarray] = {
        name: _merged(getattr(before, name), getattr(fresh, name), kept, changed) for name in _COLUMNS
    }
    later = fresh.origin + np.array([len(before.runs), 0])
    return BatchResult(
        cases=now,
        policy=before.policy,
        modes=before.modes,
        **columns,
        runs=(*before.runs, *fresh.runs),
        origin=_merged(before.origin, later, kept, changed),
    )


def _merged(old: np.ndarray, new: np.ndarray, kept: Sequence[int], changed: Sequence[int]) -> np.ndarray:
    merged = np.empty((len(kept), *old.shape[1:]), dtype=old.dtype)
    positions = [position for position, row in enumerate(kept) if row >= 0]
    merged[positions] = old[[kept[position] for position in positions]]
    merged[list(changed)] = new
    return merged

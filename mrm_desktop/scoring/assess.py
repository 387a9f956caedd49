"""The engine and its two faces: many cases answered at once as columns, and any row of them put into words.

One case is row 0 of a table of one row, so that the answer for one area and the answer for ten thousand come from the same lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from mrm_desktop.domain.assessments import (
    AcceptanceEstimate,
    Approval,
    AreaAnswer,
    Assessment,
    Contribution,
    Index,
    Measured,
    Reason,
    ResidualRisk,
    Robustness,
    Spread,
    ToleranceEstimate,
)
from mrm_desktop.domain.case import Case
from mrm_desktop.domain.vocabulary import Channel, Flag, Verdict
from mrm_desktop.scoring.acceptance import AcceptanceColumns
from mrm_desktop.scoring.answer import Answer
from mrm_desktop.scoring.case_row import CaseRow
from mrm_desktop.scoring.channel import CHANNELS
from mrm_desktop.scoring.checklist import checklist
from mrm_desktop.scoring.conditions import Surroundings, conditions
from mrm_desktop.scoring.decision import GATE_IDS, VERDICTS
from mrm_desktop.scoring.explanation import explain_without_search
from mrm_desktop.scoring.fact_gaps import fact_gaps
from mrm_desktop.scoring.flags import FLAGS
from mrm_desktop.scoring.gates import GateColumns, Situation, check_gates
from mrm_desktop.scoring.index import log_contributions
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.policy_schema import COMPONENTS
from mrm_desktop.scoring.reasons import reasons
from mrm_desktop.scoring.reliability import ReliabilityColumns, confidence_label, estimate_reliability, name_reliability
from mrm_desktop.scoring.risk import Perceptions, approval, residual_risk
from mrm_desktop.scoring.robustness import label
from mrm_desktop.scoring.rules import FIRST_AFTER_INDEX
from mrm_desktop.scoring.run import run
from mrm_desktop.scoring.table import BANDS, GROUPS, MODES, NAMED_STRATA, Bools, Floats, ItemColumns, encode
from mrm_desktop.scoring.validation import check_case


def assess(case: Case, policy: Policy) -> Assessment:
    """Assess one case (METHOD sections 1 to 8).

    The explanation holds the deciding reason, the binding test, what would lower the answer and when it lapses; the *smallest
    change* needs a search and comes from :func:`mrm_desktop.scoring.smallest_change.explain`.

    Parameters
    ----------
    case : Case
        The whole question. It is not written to.
    policy : Policy
        The numbers.

    Raises
    ------
    KnownError
        Any of :func:`mrm_desktop.scoring.validation.check_case`.
    """
    check_case(case)
    return AnsweredCases((case,), run(encode([case]), policy), policy).assessment(0)


@dataclass(frozen=True)
class AnsweredCases:
    """Cases beside their answer, one row a case; a row is put into words only when somebody asks for it."""

    cases: Sequence[Case]
    answer: Answer
    policy: Policy

    @cached_property
    def gates(self) -> GateColumns:
        """What every gate found."""
        answer, decision = self.answer, self.answer.decision
        return check_gates(Situation(answer.table, answer.measures, answer.mode, self.policy, decision.rule, decision.band))

    @cached_property
    def reliability(self) -> ReliabilityColumns:
        """The evidence confidence."""
        return estimate_reliability(self.answer.table, self.answer.measures, self.policy)

    @cached_property
    def area_answers(self) -> tuple[AreaAnswer, ...]:
        """The answers without their working, one a case."""
        answer, decision, measures = self.answer, self.answer.decision, self.answer.measures
        acceptance = measures.acceptance
        alone = _measured(acceptance.low, acceptance.adequate, acceptance.mass > 0)
        spreads = _spreads(answer.table.items, acceptance)
        heard = [one if one is None else replace(one, spread=spread) for one, spread in zip(alone, spreads, strict=True)]
        columns = zip(
            self.cases,
            answer.mode.tolist(),
            decision.verdict.tolist(),
            decision.ceiling.tolist(),
            answer.channel.tolist(),
            decision.gate.tolist(),
            decision.band.tolist(),
            answer.flags.tolist(),
            answer.expires_on.tolist(),
            heard,
            _measured(
                np.where(measures.tolerance.adequate, measures.tolerance.value, np.nan),
                measures.tolerance.adequate,
                answer.table.actors_assessed,
            ),
            measures.tolerance.hostile.tolist(),
            self.reliability.value.tolist(),
            strict=True,
        )
        return tuple(
            AreaAnswer(
                case_id=case.id,
                mode=MODES[mode],
                verdict=VERDICTS[verdict],
                ceiling=MODES[ceiling],
                channel=CHANNELS[channel],
                deciding_gate=None if gate < 0 else GATE_IDS[gate],
                band=None if band < 0 else BANDS[band],
                flags=tuple(flag for flag, up in zip(FLAGS, raised, strict=True) if up),
                expires_on=date.fromordinal(expires),
                acceptance=acceptance,
                tolerance=tolerance,
                has_hostile_actor=hostile,
                confidence=confidence_label(value, self.policy) if acceptance is not None or tolerance is not None else "",
            )
            for case, mode, verdict, ceiling, channel, gate, band, raised, expires, acceptance, tolerance, hostile, value in columns
        )

    def assessment(self, at: int) -> Assessment:
        """Put a row into words of the vocabulary, with its working."""
        answer, policy = self.answer, self.policy
        row = CaseRow(self.cases[at], answer, at, policy)
        verdict = VERDICTS[int(answer.decision.verdict[at])]
        channel = CHANNELS[int(answer.channel[at])]
        gates = checklist(row, self.gates)
        raised = tuple(flag for flag, up in zip(FLAGS, answer.flags[at], strict=True) if up)
        index = _index(row) if row.rule >= FIRST_AFTER_INDEX else None
        risk = _risk(row, index)
        signed_by = None if verdict is Verdict.EMERGENCY_ALERT else approval(row.mode, risk, policy)
        gate = int(answer.decision.gate[at])
        assessment = Assessment(
            case_id=row.case.id,
            assessed_on=row.case.assessed_on,
            requested_mode=row.mode,
            verdict=verdict,
            ceiling=row.ceiling,
            channel=channel,
            reasons=reasons(row, gates),
            gates=gates,
            policy=policy.stamp,
            deciding_gate=None if gate < 0 else GATE_IDS[gate],
            band=row.band,
            flags=raised,
            gaps=_gaps(row),
            conditions=_conditions(row, verdict, channel, signed_by, raised),
            expires_on=date.fromordinal(int(answer.expires_on[at])),
            acceptance=_acceptance(row),
            tolerance=_tolerance(row),
            index=index,
            robustness=_robustness(row) if index is not None else None,
            reliability=name_reliability(self.reliability, at, policy),
            residual_risk=risk,
            approval=signed_by,
        )
        return explain_without_search(row, assessment)


def _measured(values: Floats, adequate: Bools, known: Bools) -> list[Measured | None]:
    """Put a side of perception into one value a case (NaN where it cannot be said): None where it is not known at all."""
    rows = zip(values.tolist(), adequate.tolist(), known.tolist(), strict=True)
    return [Measured(None if value != value else value, enough) if is_known else None for value, enough, is_known in rows]


def _spreads(items: ItemColumns, acceptance: AcceptanceColumns) -> Iterator[Spread]:
    """Yield how sure the estimate of the governing group is, case by case."""
    n = len(acceptance.low)
    rows, governing = np.arange(n), acceptance.governing
    by_relative = acceptance.governs_by_relative_ages
    mean, high = (
        np.where(by_relative, getattr(acceptance.relative, name)[rows, governing], getattr(acceptance.aged, name)[rows, governing])
        for name in ("mean", "high")
    )
    answers = np.bincount(items.case, items.answered, n)
    youngest = np.full(n, np.inf)
    np.minimum.at(youngest, items.case, items.age)
    youngest[~np.isfinite(youngest)] = 0
    for low, middle, top, count, age in zip(
        acceptance.low.tolist(), mean.tolist(), high.tolist(), answers.tolist(), youngest.tolist(), strict=True
    ):
        yield Spread(low, middle, top, round(count), round(age))


def _gaps(row: CaseRow) -> tuple[Reason, ...]:
    facts = fact_gaps(row.case)
    if not row.mode.is_military:
        return tuple(gap for gap in facts if gap.params["fact"] == "alleged_perpetrator")
    return (*row.evidence_gaps, *facts)


def _acceptance(row: CaseRow) -> AcceptanceEstimate | None:
    if not row.case.community_evidence:
        return None
    a, at = row.answer.measures.acceptance, row.at
    governing = int(a.governing[at])
    estimate = a.relative if a.governs_by_relative_ages[at] else a.aged
    return AcceptanceEstimate(
        mean=float(estimate.mean[at, governing]),
        sd=float(estimate.sd[at, governing]),
        low=float(a.low[at]),
        high=float(estimate.high[at, governing]),
        everybody=float(a.everybody.low[at]),
        governing_group=GROUPS[governing],
        mass=float(a.mass[at]),
        mass_by_stratum={s: float(m) for s, m in zip(NAMED_STRATA, a.by_stratum[at], strict=True)},
        independent_sources=int(a.sources[at]),
        adequate=bool(a.adequate[at]),
        excluded_groups=row.rejecting_groups,
    )


def _tolerance(row: CaseRow) -> ToleranceEstimate | None:
    actors = row.case.armed_actors
    if actors is None:
        return None
    t = row.answer.measures.tolerance
    by_actor = {
        actor.name: None if np.isnan(value) else float(value)
        for actor, value in zip(actors, t.actor_value[row.actors], strict=True)
        if actor.able_to_harm
    }
    known = {name: value for name, value in by_actor.items() if value is not None}
    return ToleranceEstimate(
        value=float(t.value[row.at]) if t.adequate[row.at] else None,
        by_actor=by_actor,
        governing_actor=min(known, key=lambda name: (known[name], name)) if known else None,
        hostile_actors=row.hostile_actors,
        adequate=bool(t.adequate[row.at]),
    )


def _index(row: CaseRow) -> Index:
    values, policy = row.answer.measures.components, row.policy
    logs = log_contributions(values.at(row.at), policy.index)[:, 0]
    numbers = {name: float(getattr(values, name)[row.at]) for name in COMPONENTS}
    parts = tuple(
        Contribution(name, numbers[name], policy.index.weights[name], float(log))
        for name, log in zip(COMPONENTS, logs, strict=True)
    )
    return Index(
        value=float(row.answer.bands.index[row.at]),
        contributions=parts,
        profile_band=BANDS[int(row.answer.bands.unheld[row.at])],
        everybody=float(values.everybody[row.at]),
        **numbers,
    )


def _robustness(row: CaseRow) -> Robustness:
    bands = row.answer.bands
    held = float(bands.share_in[row.at])
    return Robustness(
        draws=row.policy.robustness.draws,
        share_in_band=held,
        share_below=float(bands.share_below[row.at]),
        label=label(held, row.policy),
        lowered=bool(bands.final[row.at] > bands.profile[row.at]),
    )


def _risk(row: CaseRow, index: Index | None) -> ResidualRisk | None:
    """Residual risk of what would be done; none where the decision fell before anything was weighed."""
    if index is None:
        return None
    values, at = row.answer.measures.components, row.at
    perceptions = Perceptions(float(values.tolerance[at]), float(values.acceptance[at]), float(values.everybody[at]))
    return residual_risk(row.case, row.mode, perceptions, row.policy)


def _conditions(
    row: CaseRow, verdict: Verdict, channel: Channel, signed_by: Approval | None, raised: tuple[Flag, ...]
) -> tuple[Reason, ...]:
    measures, at = row.answer.measures, row.at
    welcome = measures.adequate[at] and not measures.tolerance.hostile[at] and not measures.acceptance.rejects[at].any()
    leaving = bool(Situation(row.answer.table, measures, row.answer.mode, row.policy).is_leaving_soon[at])
    context = row.case.context
    harmed = context.contact_punished is True or context.reprisals_for_contact is True
    around = Surroundings(not welcome, leaving, harmed, row.case.request.threat_grade)
    return conditions(verdict, row.mode, channel, signed_by, raised, row.policy, around)

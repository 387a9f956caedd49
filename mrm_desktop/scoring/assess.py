"""The scalar face: one case in, one assessment out, every value checked and every reason named."""

from __future__ import annotations

from datetime import date

import numpy as np

from mrm_desktop.domain.assessments import (
    AcceptanceEstimate,
    Assessment,
    Contribution,
    Index,
    Reason,
    ResidualRisk,
    Robustness,
    ToleranceEstimate,
)
from mrm_desktop.domain.case import Case
from mrm_desktop.domain.vocabulary import Channel, Flag, Mode, Stratum, Verdict
from mrm_desktop.scoring.answer import Answer, run
from mrm_desktop.scoring.channel import CHANNELS
from mrm_desktop.scoring.conditions import conditions
from mrm_desktop.scoring.decision import GATES, VERDICTS, Rule
from mrm_desktop.scoring.explanation import explain_without_search
from mrm_desktop.scoring.flags import FLAGS
from mrm_desktop.scoring.gaps import evidence_gaps, fact_gaps, unknown_refusing_facts, worthless_items
from mrm_desktop.scoring.gates import GateFacts, checklist
from mrm_desktop.scoring.index import log_contributions
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.policy_schema import COMPONENTS
from mrm_desktop.scoring.reasons import reasons
from mrm_desktop.scoring.reliability import estimate_reliability, name_reliability
from mrm_desktop.scoring.risk import residual_risk
from mrm_desktop.scoring.robustness import label
from mrm_desktop.scoring.table import BANDS, MODES, NAMED_STRATA, encode
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
    return name_answer(case, run(encode([case]), policy), policy)


def name_answer(case: Case, answer: Answer, policy: Policy) -> Assessment:
    """Put the answer of a table of one row into words of the vocabulary, with its working."""
    decision = answer.decision
    rule, mode = Rule(int(decision.rule[0])), MODES[int(answer.mode[0])]
    verdict, channel = VERDICTS[int(decision.verdict[0])], CHANNELS[int(answer.channel[0])]
    missing = evidence_gaps(case, answer.measures, policy)
    gates = checklist(case, _gate_facts(case, answer, mode, len(missing)))
    raised = tuple(flag for flag, up in zip(FLAGS, answer.flags[0], strict=True) if up)
    index = _index(answer, policy) if rule > Rule.NOT_VISIBLE else None
    risk = _risk(case, answer, mode, verdict, index, policy)
    listed = reasons(case, answer, gates, len(missing) + len(unknown_refusing_facts(case)), policy)
    assessment = Assessment(
        case_id=case.id,
        assessed_on=case.assessed_on,
        requested_mode=mode,
        verdict=verdict,
        ceiling=MODES[int(decision.ceiling[0])],
        channel=channel,
        reasons=listed,
        gates=gates,
        policy=policy.stamp,
        deciding_gate=None if decision.gate[0] < 0 else GATES[int(decision.gate[0])],
        band=None if decision.band[0] < 0 else BANDS[int(decision.band[0])],
        flags=raised,
        gaps=_gaps(case, mode, missing, policy),
        conditions=_conditions(answer, verdict, mode, channel, risk, raised, policy),
        expires_on=date.fromordinal(int(answer.expires_on[0])),
        acceptance=_acceptance(case, answer),
        tolerance=_tolerance(case, answer),
        index=index,
        robustness=_robustness(answer, policy) if index is not None else None,
        reliability=name_reliability(estimate_reliability(answer.table, answer.measures, policy), 0, policy),
        residual_risk=risk,
    )
    return explain_without_search(case, assessment, answer, policy)


def _gate_facts(case: Case, answer: Answer, mode: Mode, gaps: int) -> GateFacts:
    measures, today = answer.measures, case.assessed_on
    heard = measures.acceptance.stratum_heard[0]
    return GateFacts(
        mode=mode,
        hostile_actors=_hostile(case, answer),
        tolerance_known=bool(measures.tolerance.adequate[0]),
        excluded=_excluded(answer),
        not_heard=tuple(s for s, ok in zip(NAMED_STRATA, heard, strict=True) if s in case.required_strata and not ok),
        evidence_gaps=gaps,
        unknown_facts=unknown_refusing_facts(case),
        infeasible=bool(answer.decision.infeasible[0]),
        past_closing_day=case.mission.closes_on is not None and case.mission.closes_on < today,
        index_reached=int(answer.decision.rule[0]) > Rule.NOT_VISIBLE,
    )


def _excluded(answer: Answer) -> tuple[Stratum, ...]:
    return tuple(s for s, out in zip(NAMED_STRATA, answer.measures.acceptance.excluded[0], strict=True) if out)


def _hostile(case: Case, answer: Answer) -> tuple[str, ...]:
    found = answer.measures.tolerance.actor_hostile
    return tuple(sorted(actor.name for actor, hostile in zip(case.armed_actors or (), found, strict=True) if hostile))


def _gaps(case: Case, mode: Mode, missing: tuple[Reason, ...], policy: Policy) -> tuple[Reason, ...]:
    facts = fact_gaps(case)
    if not mode.is_military:
        return tuple(gap for gap in facts if gap.params["fact"] in ("agreed_approach", "alleged_perpetrator"))
    return (*missing, *worthless_items(case, policy), *facts)


def _acceptance(case: Case, answer: Answer) -> AcceptanceEstimate | None:
    if not case.community_evidence:
        return None
    a = answer.measures.acceptance
    return AcceptanceEstimate(
        mean=float(a.mean[0]),
        sd=float(a.sd[0]),
        low=float(a.low[0]),
        high=float(a.high[0]),
        mass=float(a.mass[0]),
        mass_by_stratum={s: float(m) for s, m in zip(NAMED_STRATA, a.by_stratum[0], strict=True)},
        independent_sources=int(a.sources[0]),
        adequate=bool(a.adequate[0]),
        excluded_groups=_excluded(answer),
    )


def _tolerance(case: Case, answer: Answer) -> ToleranceEstimate | None:
    if case.armed_actors is None:
        return None
    t = answer.measures.tolerance
    by_actor = {
        actor.name: None if np.isnan(value) else float(value)
        for actor, value in zip(case.armed_actors, t.actor_value, strict=True)
        if actor.able_to_harm
    }
    known = {name: value for name, value in by_actor.items() if value is not None}
    return ToleranceEstimate(
        value=float(t.value[0]) if t.adequate[0] else None,
        by_actor=by_actor,
        governing_actor=min(known, key=lambda name: (known[name], name)) if known else None,
        hostile_actors=_hostile(case, answer),
        adequate=bool(t.adequate[0]),
    )


def _index(answer: Answer, policy: Policy) -> Index:
    values = answer.measures.components
    logs = log_contributions(values, policy.index)[:, 0]
    numbers = {name: float(getattr(values, name)[0]) for name in COMPONENTS}
    parts = tuple(
        Contribution(name, numbers[name], policy.index.weights[name], float(log))
        for name, log in zip(COMPONENTS, logs, strict=True)
    )
    return Index(
        value=float(answer.bands.index[0]),
        contributions=parts,
        profile_band=BANDS[int(answer.bands.unheld[0])],
        **numbers,
    )


def _robustness(answer: Answer, policy: Policy) -> Robustness:
    bands = answer.bands
    held = float(bands.share_in[0])
    return Robustness(
        draws=policy.robustness.draws,
        share_in_band=held,
        share_below=float(bands.share_below[0]),
        label=label(held, policy),
        lowered=bool(bands.final[0] > bands.profile[0]),
    )


def _risk(case: Case, answer: Answer, mode: Mode, verdict: Verdict, index: Index | None, policy: Policy) -> ResidualRisk | None:
    """Residual risk of what would be done; none where the answer closes the door before anything was weighed."""
    if index is None and verdict not in (Verdict.PROCEED, Verdict.EMERGENCY_ALERT):
        return None
    measures = answer.measures
    tolerance = float(measures.tolerance.value[0]) if measures.tolerance.adequate[0] else None
    acceptance = float(measures.acceptance.low[0]) if measures.acceptance.adequate[0] else None
    return residual_risk(case, mode, tolerance, acceptance, policy)


def _conditions(
    answer: Answer,
    verdict: Verdict,
    mode: Mode,
    channel: Channel,
    risk: ResidualRisk | None,
    raised: tuple[Flag, ...],
    policy: Policy,
) -> tuple[Reason, ...]:
    measures = answer.measures
    welcome = measures.adequate[0] and not measures.tolerance.hostile[0] and not measures.acceptance.excluded[0].any()
    return conditions(verdict, mode, channel, risk, raised, not welcome, policy)

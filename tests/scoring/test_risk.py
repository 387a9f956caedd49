"""METHOD section 8: residual risk, approval, lifetimes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from mrm_desktop.domain.assessments import Approval, ResidualRisk
from mrm_desktop.domain.case import Case, EventAhead, ReceptorImpacts, RiskMeasure
from mrm_desktop.domain.vocabulary import EscortCriterion, EventKind, MissionStatus, Mode, Receptor, RiskFactor
from mrm_desktop.scoring import Policy, assess
from mrm_desktop.scoring.risk import Perceptions, approval, hostility, likelihood, residual_risk
from tests.scoring.cases import GOOD, TODAY, asked, with_context, with_mission


@pytest.mark.parametrize(
    ("t", "a", "p", "step"),
    [
        (0.7, 0.50, 0.0, 1),
        (0.69, 0.99, 0.0, 2),
        (0.99, 0.49, 0.0, 2),
        (0.6, 0.38, 0.0, 2),
        (0.59, 0.99, 0.9, 3),
        (0.99, 0.37, 0.9, 3),
        (0.5, 0.0, 0.30, 3),
        (0.49, 0.37, 0.99, 4),
        (0.99, 0.37, 0.29, 4),
        (0.3, 0.0, 0.0, 4),
        (0.29, 0.99, 0.99, 5),
        (np.nan, 0.9, 0.9, 5),
        (0.9, np.nan, 0.2, 5),
    ],
)
def test_hostility(policy: Policy, t: float, a: float, p: float, step: int) -> None:
    assert hostility(np.array([t]), np.array([a]), np.array([p]), policy.risk)[0] == step


@pytest.mark.parametrize(
    ("step", "visibility", "expected"), [(1, 0, 1), (1, 5, 3), (3, 3, 3), (5, 5, 5), (4, 4, 5), (2, 2, 1), (5, 0, 2)]
)
def test_likelihood(policy: Policy, step: int, visibility: int, expected: int) -> None:
    assert likelihood(np.array([step]), np.array([visibility]), policy.risk)[0] == expected


TABLE = {
    5: ("medium", "high", "very_high", "very_high", "unacceptable"),
    4: ("low", "medium", "high", "very_high", "very_high"),
    3: ("low", "medium", "medium", "high", "very_high"),
    2: ("low", "low", "medium", "medium", "high"),
    1: ("low", "low", "low", "medium", "medium"),
}


def test_the_matrix_is_looked_up(policy: Policy) -> None:
    for row, levels in TABLE.items():
        assert policy.risk.matrix[row - 1] == levels


RATED = replace(GOOD, impacts=ReceptorImpacts(3, 4, 3))
MIDDLING, ADVERSE = Perceptions(0.65, 0.45, 0.45), Perceptions(0.1, 0.1, 0.1)


def risk(case: Case, mode: Mode, perceptions: Perceptions, policy: Policy) -> ResidualRisk:
    found = residual_risk(case, mode, perceptions, policy)
    assert found is not None
    return found


def test_the_worst_receptor_counts(policy: Policy) -> None:
    case = replace(GOOD, impacts=ReceptorImpacts(staff=1, contacts=5, access=2))
    found = risk(case, Mode.LIAISON, MIDDLING, policy)
    # hostility 2, visibility 3: likelihood 2
    assert (found.hostility, found.likelihood) == (2, 2)
    assert found.by_receptor == {"staff": "low", "contacts": "high", "access": "low"}
    assert found.worst == "high"


def test_an_impact_that_nobody_judged_is_no_risk_shown(policy: Policy) -> None:
    assert residual_risk(GOOD, Mode.LIAISON, MIDDLING, policy) is None
    found = assess(GOOD, policy)
    assert (found.verdict.value, found.residual_risk) == ("proceed_with_conditions", None)


@pytest.mark.parametrize(
    ("impact", "level", "roles", "criticality"),
    [
        (1, "medium", ("field_manager", "security_focal_point"), 4),
        (2, "high", ("country_director",), 2),
        (3, "very_high", ("country_director", "headquarters"), 1),
        (5, "unacceptable", (), 0),
    ],
)
def test_who_must_sign_for_a_risk(policy: Policy, impact: int, level: str, roles: tuple[str, ...], criticality: int) -> None:
    case = replace(GOOD, impacts=ReceptorImpacts(impact, impact, impact))
    found = risk(case, Mode.MILITARY_ASSETS, ADVERSE, policy)
    assert approval(Mode.MILITARY_ASSETS, found, policy) == Approval(roles, level, criticality)


@pytest.mark.parametrize(
    ("mode", "roles"),
    [
        ("alert", ("field_manager", "security_focal_point")),
        ("liaison", ("country_director",)),
        ("protection_request", ("country_director",)),
        ("verification_security", ("country_director",)),
        ("armed_escort", ("headquarters",)),
        ("military_assets", ("headquarters",)),
    ],
)
def test_who_must_sign_without_an_assessed_impact(policy: Policy, mode: str, roles: tuple[str, ...]) -> None:
    found = assess(asked(GOOD, mode), policy)
    assert found.approval == Approval(roles)
    if found.verdict.is_open:
        said = next(c for c in found.conditions if c.code == "condition.approval")
        assert said.params == {"approval": list(roles)}


@pytest.mark.parametrize("mode", ["no_contact", "civilian_channel", "deconfliction"])
def test_nobody_signs_what_nobody_sees(policy: Policy, mode: str) -> None:
    found = assess(asked(RATED, mode), policy)
    assert (found.approval, found.residual_risk) == (None, None)


MEASURE = RiskMeasure("meet away from the base", RiskFactor.LIKELIHOOD, None, True, "security focal point", TODAY)


@pytest.mark.parametrize(
    ("measure", "counts"),
    [
        (MEASURE, True),
        (replace(MEASURE, in_place=False), False),
        (replace(MEASURE, owner=" "), False),
        (replace(MEASURE, since=None), False),
        (replace(MEASURE, since=TODAY + timedelta(days=1)), False),
    ],
)
def test_a_measure_counts_only_when_in_place_owned_and_dated(policy: Policy, measure: RiskMeasure, counts: bool) -> None:
    before = risk(RATED, Mode.MILITARY_ASSETS, MIDDLING, policy).likelihood
    after = risk(replace(RATED, measures=(measure,)), Mode.MILITARY_ASSETS, MIDDLING, policy).likelihood
    assert before - after == counts


def test_a_measure_lowers_the_impact_on_its_receptor(policy: Policy) -> None:
    measure = replace(MEASURE, lowers=RiskFactor.IMPACT, receptor=Receptor.CONTACTS)
    case = replace(GOOD, impacts=ReceptorImpacts(4, 4, 4), measures=(measure,))
    good = Perceptions(0.75, 0.60, 0.60)
    found = risk(case, Mode.MILITARY_ASSETS, good, policy).by_receptor
    assert found == {"staff": "high", "contacts": "medium", "access": "high"}
    everybody = replace(case, measures=(replace(measure, receptor=None),))
    assert set(risk(everybody, Mode.MILITARY_ASSETS, good, policy).by_receptor.values()) == {"medium"}


def test_measures_lower_to_the_first_step_and_no_further(policy: Policy) -> None:
    many = tuple(replace(MEASURE, name=str(n)) for n in range(9))
    assert risk(replace(RATED, measures=many), Mode.MILITARY_ASSETS, MIDDLING, policy).likelihood == 1
    softer = tuple(replace(m, lowers=RiskFactor.IMPACT) for m in many)
    found = risk(replace(RATED, measures=softer), Mode.MILITARY_ASSETS, ADVERSE, policy)
    assert set(found.by_receptor.values()) == {"medium"}


def test_a_measure_against_the_likelihood_leaves_the_impact(policy: Policy) -> None:
    # likelihood 5 becomes 4; impact 4 at likelihood 4 is very high, at impact 3 it would be high
    case = replace(GOOD, impacts=ReceptorImpacts(4, 4, 4), measures=(MEASURE,))
    assert set(risk(case, Mode.MILITARY_ASSETS, ADVERSE, policy).by_receptor.values()) == {"very_high"}


def test_an_organisation_loads_its_own_roles(policy: Policy) -> None:
    roles = {level: list(needed) for level, needed in policy.risk.approval.items()} | {"medium": ["regional_director"]}
    own = policy.with_values({"risk.approval": roles})
    found = assess(replace(RATED, impacts=ReceptorImpacts(4, 4, 4)), own)
    assert found.residual_risk is not None
    assert (found.residual_risk.worst, found.approval) == ("medium", Approval(("regional_director",), "medium", 4))


@pytest.mark.parametrize(
    ("mode", "days"),
    [("no_contact", 180), ("civilian_channel", 180), ("deconfliction", 180), ("alert", 60), ("liaison", 60)],
)
def test_lifetimes(policy: Policy, mode: str, days: int) -> None:
    found = assess(asked(GOOD, mode), policy)
    assert found.expires_on == TODAY + timedelta(days=days)
    assert found.explanation is not None
    assert found.explanation.expiry is not None
    assert found.explanation.expiry.code == "expiry.lifetime"


@pytest.mark.parametrize(
    ("mode", "use"),
    [
        ("protection_request", "event"),
        ("verification_security", "event"),
        ("armed_escort", "journey"),
        ("military_assets", "journey"),
    ],
)
def test_single_use(policy: Policy, mode: str, use: str) -> None:
    found = assess(asked(replace(GOOD, escort_criteria=frozenset(EscortCriterion)), mode), policy)
    assert found.explanation is not None
    assert found.explanation.expiry is not None
    assert found.explanation.expiry.params["use"] == use
    assert "condition.single_use" in [c.code for c in found.conditions]


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("days", [1, 2, 40])
def test_never_past_the_closing_day(policy: Policy, mode: Mode, days: int) -> None:
    closes = TODAY + timedelta(days=days)
    found = assess(with_mission(asked(GOOD, mode.value), closes_on=closes), policy)
    assert found.expires_on is not None
    assert found.expires_on <= closes
    assert found.explanation is not None
    assert found.explanation.expiry is not None
    assert (found.explanation.expiry.code == "expiry.mission_closes") == (found.expires_on == closes)


@pytest.mark.parametrize("kind", list(EventKind))
def test_never_past_the_first_event_ahead(policy: Policy, kind: EventKind) -> None:
    ahead = tuple(EventAhead(kind, TODAY + timedelta(days=days)) for days in (-3, 50, 2))
    found = assess(asked(replace(GOOD, events_ahead=ahead), "civilian_channel"), policy)
    assert found.expires_on == TODAY + timedelta(days=2)
    assert found.explanation is not None
    assert found.explanation.expiry is not None
    assert (found.explanation.expiry.code, found.explanation.expiry.params["event"]) == ("expiry.event_ahead", kind.value)


def test_an_event_dated_today_ends_it_today(policy: Policy) -> None:
    found = assess(replace(GOOD, events_ahead=(EventAhead(EventKind.ELECTION, TODAY),)), policy)
    assert found.expires_on == TODAY


def test_a_refusal_lapses_with_its_ceiling(policy: Policy) -> None:
    assert assess(with_context(GOOD, reprisals_for_contact=True), policy).expires_on == TODAY + timedelta(days=180)
    assert assess(with_mission(GOOD, status=MissionStatus.CLOSED), policy).expires_on == TODAY + timedelta(days=180)

"""Facts to confirm: those that hold or refuse while they are not known, then those that count like the bad answer."""

from __future__ import annotations

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.case import Case, fact_of
from mrm_desktop.scoring.codes import reason
from mrm_desktop.scoring.conduct import DEDUCTIONS
from mrm_desktop.scoring.gates import FACTS_THAT_REFUSE

_HOLDING = ("military_in_area", "conflicting_approach_nearby", "exposed_people_agree")


def unknown_refusing_facts(case: Case) -> tuple[str, ...]:
    """Name the facts that would close a door and are not known, in the order of the gates."""
    return tuple(name for name in FACTS_THAT_REFUSE if fact_of(case, name) is None)


def fact_gaps(case: Case) -> tuple[Reason, ...]:
    """List the facts to confirm."""
    holding = [name for name in _HOLDING if fact_of(case, name) is None]
    gaps = [reason("gap.fact_unknown", fact=name) for name in (*holding, *unknown_refusing_facts(case))]
    counted = [name for name in DEDUCTIONS if name not in FACTS_THAT_REFUSE and fact_of(case, name) is None]
    return (*gaps, *(reason("gap.fact_counted_as_bad", fact=name) for name in counted))

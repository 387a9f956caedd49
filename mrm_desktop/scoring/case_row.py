"""One row of an answer: what the columns say of one case, for the reasons, the gates and the working that are put into words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.case import Case, fact_of
from mrm_desktop.domain.vocabulary import Band, EventKind, Mode, Stratum
from mrm_desktop.scoring.answer import Answer
from mrm_desktop.scoring.gaps import actor_gaps, community_gaps
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.rules import Rule
from mrm_desktop.scoring.table import BANDS, GROUPS, MODES, NAMED_STRATA, Bools, Ints


@dataclass(frozen=True)
class CaseRow:
    """A case beside its row in the columns of an answer.

    Attributes
    ----------
    at : int
        The row.
    """

    case: Case
    answer: Answer
    at: int
    policy: Policy

    @property
    def rule(self) -> Rule:
        """The rule that decided."""
        return Rule(int(self.answer.decision.rule[self.at]))

    @property
    def mode(self) -> Mode:
        """The requested mode."""
        return MODES[int(self.answer.mode[self.at])]

    @property
    def ceiling(self) -> Mode:
        """The ceiling of contact."""
        return MODES[int(self.answer.decision.ceiling[self.at])]

    @property
    def band(self) -> Band | None:
        """The band used; None where the decision fell before the index."""
        position = int(self.answer.decision.band[self.at])
        return None if position < 0 else BANDS[position]

    @property
    def closes_on(self) -> str:
        """The day on which the mission, or its base here, was to leave, in ISO form."""
        leaving = [e.on for e in self.case.events_ahead if e.kind in (EventKind.WITHDRAWAL, EventKind.CLOSURE)]
        days = [day for day in (self.case.mission.closes_on, *leaving) if day is not None]
        return min(days).isoformat()

    @cached_property
    def actors(self) -> slice:
        """Rows of the case's actors in the columns by actor, in the order of ``case.armed_actors``."""
        return _span(self.answer.table.reports.actor_case, self.at)

    @cached_property
    def items(self) -> slice:
        """Rows of the case's evidence in the columns by item."""
        return _span(self.answer.table.items.case, self.at)

    @cached_property
    def evidence_gaps(self) -> tuple[Reason, ...]:
        """The unmet tests of METHOD sections 3 and 4."""
        measures = self.answer.measures
        return (
            *community_gaps(self.case, measures.acceptance, self.at, self.policy),
            *actor_gaps(self.case, measures.tolerance, self.at, self.actors.start, self.policy),
        )

    @cached_property
    def hostile_actors(self) -> tuple[str, ...]:
        """Names of the hostile actors able to do harm, in alphabetical order."""
        found = self.answer.measures.tolerance.actor_hostile[self.actors]
        return tuple(sorted(actor.name for actor, hostile in zip(self.case.armed_actors or (), found, strict=True) if hostile))

    @property
    def is_limited(self) -> bool:
        """Whether a soft limit stands."""
        return bool(self.answer.decision.limited[self.at])

    @property
    def rejecting_groups(self) -> tuple[str, ...]:
        """The groups that reject the mission."""
        return self.groups_of(self.answer.measures.acceptance.rejects)

    def groups_of(self, found: Bools) -> tuple[str, ...]:
        """Name the groups of which something was found, shape (n, groups): those of ``GROUPS``, then everybody here together."""
        return tuple(name for name, up in zip((*GROUPS, "everybody"), found[self.at], strict=False) if up)

    @property
    def unheard_groups(self) -> tuple[Stratum, ...]:
        """The required strata that were not heard enough."""
        heard = self.answer.measures.acceptance.stratum_heard[self.at]
        return tuple(s for s, ok in zip(NAMED_STRATA, heard, strict=True) if s in self.case.required_strata and not ok)

    def unknown_of(self, *facts: str) -> list[str]:
        """Return those of the facts that are not known."""
        return [name for name in facts if fact_of(self.case, name) is None]


def _span(case_of: Ints, row: int) -> slice:
    """Return where the rows of one case lie in a ragged column, which is sorted by case."""
    first, last = np.searchsorted(case_of, (row, row + 1))
    return slice(int(first), int(last))

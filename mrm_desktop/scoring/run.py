"""One run of the method over a table, for one requested mode a row."""

from __future__ import annotations

from mrm_desktop.scoring.answer import Answer
from mrm_desktop.scoring.channel import channel
from mrm_desktop.scoring.decision import decide
from mrm_desktop.scoring.estimate import Bands, Measures, find_bands, measure
from mrm_desktop.scoring.expiry import expires_on
from mrm_desktop.scoring.flags import flags
from mrm_desktop.scoring.gates import Situation
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.table import CaseTable, Ints


def run(table: CaseTable, policy: Policy, *, draws: bool = True) -> Answer:
    """Run the whole method over a table, each row with the mode that its case asks for."""
    measures = measure(table, policy)
    return answer_for(table, measures, find_bands(table, measures, policy, draws=draws), table.mode, policy)


def answer_for(
    table: CaseTable, measures: Measures, bands: Bands, mode: Ints, policy: Policy, closed: Ints | None = None
) -> Answer:
    """Decide on one mode per row from what was measured; ``closed`` as :func:`mrm_desktop.scoring.decision.decide` takes it."""
    situation = Situation(table, measures, mode, policy)
    decision = decide(situation, bands, closed)
    return Answer(
        table=table,
        measures=measures,
        bands=bands,
        mode=mode,
        decision=decision,
        channel=channel(table),
        expires_on=expires_on(table, decision, mode, policy),
        flags=flags(situation, bands, decision),
    )

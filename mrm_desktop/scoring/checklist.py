"""The checklist of one case: the state of each gate with its reason, whichever of them decided (METHOD section 2)."""

from __future__ import annotations

from mrm_desktop.domain.assessments import GateResult, Reason
from mrm_desktop.domain.vocabulary import GateState
from mrm_desktop.scoring.case_row import CaseRow
from mrm_desktop.scoring.gates import GATES, GateColumns


def checklist(row: CaseRow, columns: GateColumns) -> tuple[GateResult, ...]:
    """Return the state of every gate in the order in which they are shown."""
    return tuple(_result(row, columns, position) for position in range(len(GATES)))


def _result(row: CaseRow, columns: GateColumns, position: int) -> GateResult:
    gate, found = GATES[position], int(columns.finding[row.at, position])
    if not columns.applies[row.at, position]:
        return GateResult(gate.id, GateState.NOT_APPLICABLE)
    if not columns.reached[row.at, position]:
        return GateResult(gate.id, GateState.NOT_REACHED)
    if found == len(gate.findings):
        return GateResult(gate.id, GateState.PASSED)
    finding = gate.findings[found]
    return GateResult(gate.id, finding.state, Reason(finding.code, {name: value(row) for name, value in finding.values.items()}))

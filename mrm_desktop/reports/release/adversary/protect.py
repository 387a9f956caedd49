"""Figures made coarser until nothing that they withhold can be solved for, together with all that went out before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from mrm_desktop.domain.limits import SMALLEST_CELL
from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.reports.release.adversary.cells import Bounds, Claim, claim_of, solve, solve_difference
from mrm_desktop.reports.release.disclosure import ReleasedPerception
from mrm_desktop.reports.release.solved import Remedy, Secret, Solved

FEW = "10-19"  # a cell that was withheld and has so many by now stays so: those who came since would stand alone

Table = tuple[str, ...]
"""What makes rows one table: source, round, area, what was rated, and where they were asked."""

Told = Mapping[str, ReleasedPerception]
"""Rows of one table as one file told them, by group."""


def protect(
    rows: Sequence[ReleasedPerception], earlier: Iterable[Iterable[ReleasedPerception]] = ()
) -> tuple[tuple[ReleasedPerception, ...], tuple[Solved, ...]]:
    """Make rows coarser until no cell that is withheld can be solved for.

    Parameters
    ----------
    rows : Sequence[ReleasedPerception]
        What would be told, with the sources by which rows belong together.
    earlier : Iterable[Iterable[ReleasedPerception]]
        What was told before, the oldest file first.

    Returns
    -------
    tuple
        The rows, in their order, and what would have been solved for.
    """
    before = [_by_table(file) for file in earlier]
    positions: dict[Table, list[int]] = defaultdict(list)
    for position, row in enumerate(rows):
        positions[_table(row)].append(position)
    made = list(rows)
    found: list[Solved] = []
    for table, where in positions.items():
        one = _OneTable([rows[k] for k in where], [file[table] for file in before if table in file])
        one.keep_withheld()
        one.keep_earlier_figures()
        one.withhold_until_unsolved()
        found += one.found
        for k, row in zip(where, one.rows, strict=True):
            made[k] = row
    return tuple(made), tuple(found)


def _table(row: ReleasedPerception) -> Table:
    return row.source, row.survey or row.round, row.area_code, row.rated, str(row.asked_elsewhere)


def _by_table(rows: Iterable[ReleasedPerception]) -> dict[Table, dict[str, ReleasedPerception]]:
    tables: dict[Table, dict[str, ReleasedPerception]] = defaultdict(dict)
    for row in rows:
        tables[_table(row)][row.stratum] = row
    return tables


class _OneTable:
    """The rows of one area, source and round, beside what earlier files told of them."""

    def __init__(self, rows: list[ReleasedPerception], earlier: Sequence[Told]) -> None:
        self.rows, self._earlier = rows, earlier
        self.found: list[Solved] = []

    def keep_withheld(self) -> None:
        """Withhold what was withheld in the newest file, unless many have answered since."""
        newest = self._earlier[-1] if self._earlier else {}
        for k, row in enumerate(self.rows):
            before = newest.get(row.stratum)
            if before is not None and before.suppressed and row.answers == FEW:
                self._withhold(k, Secret.COUNT, Remedy.KEPT_WITHHELD)

    def keep_earlier_figures(self) -> None:
        """Give an earlier figure again where the newer one may say what few people said who answered since, or another answer."""
        for k, row in enumerate(self.rows):
            now, told = claim_of(row), [file[row.stratum] for file in self._earlier if row.stratum in file]
            claims = [(before, claim_of(before)) for before in told]
            tells = [b for b, claim in claims if now is not None and claim is not None and _may_tell_of_few(claim, now)]
            if tells:
                self.found.append(Solved(Secret.SINCE, Remedy.EARLIER_FIGURE, row.area_code, row.stratum))
                self.rows[k] = tells[-1]

    def withhold_until_unsolved(self) -> None:
        """Withhold the whole, then every group, until nothing that is withheld can be solved for that could not be before."""
        known = self._solved_by(self._told_before())
        for remedy, groups in ((Remedy.WHOLE_WITHHELD, {Stratum.ALL.value}), (Remedy.GROUPS_WITHHELD, None)):
            solved = self._solved_by(self._told_now())
            news = {group: bounds for group, bounds in solved.items() if group not in known}
            if not news:
                return
            self.found += [Solved(_secret(b), remedy, self.rows[0].area_code, group) for group, b in news.items()]
            self.rows = [row.withheld if groups is None or row.stratum in groups else row for row in self.rows]

    def _withhold(self, k: int, secret: Secret, remedy: Remedy) -> None:
        row = self.rows[k]
        self.found.append(Solved(secret, remedy, row.area_code, row.stratum))
        self.rows[k] = row.withheld

    def _told_before(self) -> dict[str, tuple[Claim, ...]]:
        told: dict[str, tuple[Claim, ...]] = {}
        for file in self._earlier:
            for group, row in file.items():
                claim = claim_of(row)
                told[group] = (*told.get(group, ()), *([claim] if claim is not None else []))
        return told

    def _told_now(self) -> dict[str, tuple[Claim, ...]]:
        told = self._told_before()
        for row in self.rows:
            claim = claim_of(row)
            told[row.stratum] = (*told.get(row.stratum, ()), *([claim] if claim is not None else []))
        return told

    def _solved_by(self, told: Mapping[str, tuple[Claim, ...]]) -> dict[str, Bounds]:
        # Without the whole no group limits another one; with nothing withheld there is nothing to solve for.
        if not told.get(Stratum.ALL) or all(told.values()):
            return {}
        return {group: bounds for group, bounds in solve(told).items() if bounds.is_solved}


def _secret(bounds: Bounds) -> Secret:
    return Secret.REJECTS if bounds.rejects else Secret.ACCEPTS if bounds.accepts else Secret.COUNT


def _may_tell_of_few(before: Claim, now: Claim) -> bool:
    """Tell whether what changed between two figures of one round may be what few people said.

    Only where at least so many came since that nobody stands alone is it not: answers may also have been corrected or taken back, and
    then no number of those who came fits what both figures say.
    """
    if before == now:
        return False
    since = solve_difference(before, now)
    return since is None or since.answers[0] < SMALLEST_CELL

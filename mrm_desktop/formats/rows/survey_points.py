"""Which of several positions of a submission is the place that its answers are about: the village, not where the form was opened."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.cells import is_nothing, parse_number
from mrm_desktop.formats.files.table import Table
from mrm_desktop.formats.rows.columns import Mapped

_LATITUDE = re.compile(r"(.*[^\W_])[/_.:-]+latitude$", re.IGNORECASE)
_ASIDE = re.compile(r"start|begin|end\b|office|bureau|oficina|audit|device|background|arrival|depart", re.IGNORECASE)
_SAME_DEGREES = 0.01  # about a kilometre: two fixes in one village


def choose_point(table: Table, mapped: Mapped, stated: Mapping[str, str]) -> Mapped:
    """Take the position that answers are about, where a table has several and nobody said which.

    Raises
    ------
    KnownError
        ``table.several_positions`` where two of them could be it and lie apart.
    """
    pairs = _pairs(table)
    if stated.get("latitude") or mapped.columns.get("latitude") not in pairs or len(pairs) < 2:
        return mapped
    there = [latitude for latitude in pairs if any(not is_nothing(str(c)) for c in table.sample.column(latitude))]
    told = [latitude for latitude in there if not _ASIDE.search(latitude)] or there
    if not told:
        return mapped
    if any(_lie_apart(table, told[0], o) or _lie_apart(table, pairs[told[0]], pairs[o]) for o in told[1:]):
        raise KnownError("table.several_positions", file=table.file, sheet=table.sheet, columns=told)
    return replace(mapped, columns={**mapped.columns, "latitude": told[0], "longitude": pairs[told[0]]})


def _pairs(table: Table) -> dict[str, str]:
    """Headings of latitudes with those of the longitudes that belong to them."""
    found = {}
    for heading in table.headings:
        match = _LATITUDE.fullmatch(heading)
        if match:
            longitude = re.sub("latitude$", lambda m: "Longitude" if m[0][0] == "L" else "longitude", heading, flags=re.IGNORECASE)
            if longitude in table.headings:
                found[heading] = longitude
    return found


def _lie_apart(table: Table, one: str, other: str) -> bool:
    """Whether two positions of one row are farther apart than two fixes of one place, or fill different rows."""
    ours, theirs = _degrees(table, one), _degrees(table, other)
    both = np.isfinite(ours) & np.isfinite(theirs)
    return bool((np.abs(ours - theirs)[both] > _SAME_DEGREES).any()) or not both.any()


def _degrees(table: Table, heading: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    def read(text: str) -> float:
        try:
            return parse_number(text)
        except KnownError:
            return float("nan")

    cells = table.sample.column(heading).tolist()
    return np.fromiter((read(str(cell)) for cell in cells), dtype=np.float64, count=len(cells))

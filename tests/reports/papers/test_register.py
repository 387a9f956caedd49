"""The register says of each decision whether it is in force, lapsed, superseded or waiting for a signature."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.register import COLUMNS, decision_register, register_sheet
from mrm_desktop.reports.release.ladder import Reader
from tests.store import records

WORDS = Words("en")
ROLES = ("country_director", "security_focal_point")


def test_each_decision_has_its_state() -> None:
    first, second, third = (replace(records.decision(n, "0" * 64, "a" * 64), id=f"d{n}", expires_on=records.DAY) for n in (1, 2, 3))
    second = replace(second, draft=replace(second.draft, supersedes="d1"))
    waiting = {"d1": ROLES, "d3": ROLES}
    state = COLUMNS.index("state")
    rows = register_sheet((first, second, third), records.DAY, WORDS, waiting).rows
    assert [row[state] for row in rows] == [
        "superseded",
        "in force",
        "waiting: the country director and the security focal point",
    ]
    later = register_sheet((third,), records.DAY + timedelta(days=1), WORDS, waiting).rows
    assert later[0][state] == "lapsed", "what has lapsed waits for nobody"
    paper = decision_register((third,), records.info(), Reader.INTERNAL, records.DAY, WORDS, waiting)
    assert "waiting: the country director" in repr(paper.blocks)

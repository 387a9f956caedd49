"""A small real project for the window: a 3 x 3 board of invented areas in the open sea, encrypted, with much known of two squares."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.domain.case import OrganisationFacts
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.vocabulary import Stance, Stratum
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.store.file.project_file import SqlCipherFiles
from tests import toy
from tests.store import records
from tests.store.conftest import fresh_key

FIRST, OPEN, CLOSED = "XT00", "XT05", "XT03"
"""A square where soldiers are and nothing else is known, one where contact is defensible, and one where an armed group would stop it."""
STANCES = {OPEN: Stance.SUPPORTIVE, CLOSED: Stance.HOSTILE}


def make_board(path: Path) -> Path:
    """Make the project file."""
    info = replace(records.info(), title="Toyland", assessment_level=None)
    with SqlCipherFiles(lambda: records.AT).create(path, fresh_key(), info) as project, project.write() as repo:
        one, two = records.dataset(), records.dataset(DatasetKind.COMMUNITY, "b.csv")
        repo.add_dataset(one)
        repo.add_areas([toy.area(k) for k in range(9)], one.id)
        repo.put_missions([records.mission()])
        repo.add_dataset(two)
        repo.add_presence([replace(toy.presence(int(code[2:])), id=new_id(), dataset_id=two.id) for code in (FIRST, *STANCES)])
        repo.add_contingents(
            [records.contingent(rotated_on=date(2025, 6, 1), unresolved_abuse_allegations=False, resolved_past_allegations=False)]
        )
        repo.add_focal_points([records.focal_point()])
        nobody_asked = OrganisationFacts(unicef_consulted=True)
        repo.add_statements([records.approach(exceptions=()), records.armed_actor_check(""), records.impact()])
        repo.add_circumstances([records.circumstances(code, organisation=nobody_asked) for code in STANCES])
        for code, stance in STANCES.items():
            people = [
                (stratum, source) for stratum in (Stratum.WOMEN, Stratum.MEN, Stratum.DISPLACED) for source in ("survey", "groups")
            ]
            repo.add_evidence([records.evidence(two.id, code, records.item(stratum, source)) for stratum, source in people])
            repo.add_actor_reports([records.actor_report(two.id, code, stance, source=source) for source in ("k0", "k1")])
    return path


def open_board(path: Path) -> Opened:
    """Open the project as the window does."""
    return Opened(SqlCipherFiles().open(path, fresh_key()), fixed_day=records.DAY, path=path)

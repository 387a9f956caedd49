"""Fills a project with marker strings in every kind of record and dies without closing it. Run by the test that looks for them."""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import replace
from pathlib import Path

from mrm_desktop.domain.datasets import LedgerEntry
from mrm_desktop.domain.errors import RowProblem
from mrm_desktop.foundation.logs import start_logging
from mrm_desktop.foundation.paths import be_private
from mrm_desktop.store.file.project_file import create_project_file, open_project_file
from mrm_desktop.store.rows.triggers import FIRST_HASH
from mrm_desktop.vault import make_keys, unlock
from tests.store import records

PASSPHRASE = "marker passphrase zq00"


def marker(number: int) -> str:
    return f"Zq{number:02d}Marker"


def fill(path: Path) -> None:
    """Write every kind of record, close, open again, write more, and die with the log still beside the file."""
    be_private()
    start_logging(path.parent / "logs")
    key, _ = make_keys(path, PASSPHRASE)
    info = replace(records.info(), title=marker(1), office=marker(2))
    with create_project_file(path, key, info, [records.mission(note=marker(3))]) as project, project.write() as repo:
        one = records.dataset(name=marker(4))
        problem = RowProblem(marker(5), 4, marker(6), "x", {"value": marker(7)})
        ledger = replace(one.ledger, entries=(LedgerEntry("dropped", "x", 1, {"name": marker(8)}),), problems=(problem,))
        repo.add_dataset(replace(one, ledger=ledger))
        repo.add_areas([replace(records.area(), name=marker(9), names={"fr": marker(10)})], one.id)
        repo.add_places([replace(records.place(one.id), name=marker(11))])
        repo.add_presence([replace(records.presence(one.id), name=marker(12))])
    project = open_project_file(path, unlock(path, PASSPHRASE))
    with project.write() as repo:
        evidence = records.evidence(one.id)
        repo.add_evidence([replace(evidence, item=replace(evidence.item, source=marker(13)))])
        repo.add_actor_reports([records.actor_report(one.id, actor=marker(14))])
        repo.add_incidents([replace(records.incident(one.id), type=marker(15))])
        repo.add_reset_events([replace(records.reset_event(), kind=marker(16))])
        repo.add_circumstances([replace(records.circumstances(), source=marker(17))])
        repo.add_contingents([records.contingent(contributing_country=marker(18))])
        repo.add_focal_points([records.focal_point(role=marker(19))])
        repo.add_fora([replace(records.forum(), convened_by=marker(20))])
        repo.add_statements([records.approach(title=marker(24)), records.consent(who=marker(25)), records.force(name=marker(26))])
        made = records.decision(1, FIRST_HASH, "a" * 64)
        repo.append_decision(replace(made, draft=replace(made.draft, dissent=marker(21)), snapshot={"note": marker(22)}))
    project.backup()
    logging.getLogger("mrm_desktop").error("died", exc_info=ValueError(marker(23)))
    os.write(1, b"written\n")
    os._exit(9)


if __name__ == "__main__":
    fill(Path(sys.argv[1]))

"""What stands in a form outlives everything but its record, its day, and a sentence that tells of a person."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mrm_desktop.domain.drafts import DRAFT_LIFETIME
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.services.drafts.kept_drafts import begun, destroy_draft, destroy_old_drafts, keep_draft
from mrm_desktop.store.exchange.bundles import collect
from mrm_desktop.store.file.engine import connect
from mrm_desktop.store.file.project_file import create_project_file, open_project_file
from tests.conftest import ROOT
from tests.crash.writer import KEY
from tests.present import present
from tests.store import records

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
TYPED = {"role": "Field manager", "outcome": "proceed", "agreed": True, "legs": [{"route": [[31.5, 6.25]]}]}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty project."""
    made = tmp_path / "drafts.mrm"
    create_project_file(made, KEY, records.info(), [records.mission()]).close()
    return made


def test_a_draft_comes_back_as_it_was_typed_and_only_in_its_form(path: Path) -> None:
    with open_project_file(path, KEY) as project:
        keep_draft(project, "decision", "XT01", {"role": "Driver"}, NOW)
        keep_draft(project, "decision", "XT01", TYPED, NOW + timedelta(minutes=1))
        found = present(begun(project, "decision", "XT01", TODAY))
        assert (found.content, found.withheld, found.kept_at) == (TYPED, (), NOW + timedelta(minutes=1))
        assert begun(project, "decision", "XT02", TODAY) is None
        assert begun(project, "trip", "", TODAY) is None


def test_a_draft_outlives_a_kill(path: Path) -> None:
    typing = (
        "import os, sys, signal; from datetime import datetime, UTC; from pathlib import Path;"
        "from mrm_desktop.services.drafts.kept_drafts import keep_draft;"
        "from mrm_desktop.store.file.project_file import open_project_file; from tests.crash.writer import KEY;"
        "project = open_project_file(Path(sys.argv[1]), KEY); now = datetime(2026, 3, 1, tzinfo=UTC);"
        "keep_draft(project, 'trip', '', {'title': 'Road to the mill'}, now); os.kill(os.getpid(), signal.SIGKILL)"
    )
    ended = subprocess.run([sys.executable, "-c", typing, str(path)], cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    with open_project_file(path, KEY) as project:
        assert present(begun(project, "trip", "", TODAY)).content == {"title": "Road to the mill"}


def test_a_draft_is_destroyed_with_its_record_and_on_its_day(path: Path) -> None:
    with open_project_file(path, KEY) as project:
        for kind in ("decision", "trip"):
            keep_draft(project, kind, "", TYPED, NOW)
        destroy_draft(project, "decision", "")
        assert begun(project, "decision", "", TODAY) is None
        last = TODAY + DRAFT_LIFETIME
        destroy_old_drafts(project, last)
        assert begun(project, "trip", "", last) is not None
        assert begun(project, "trip", "", last + timedelta(days=1)) is None
        destroy_old_drafts(project, last + timedelta(days=1))
        with project.read() as repository:
            assert repository.drafts() == ()


def test_a_text_that_tells_of_a_person_is_in_no_draft(path: Path) -> None:
    typed = {"role": "Driver", "counter": "Nyibol Athian saw it", "legs": [{"name": "To the house of Nyibol Athian"}]}
    with open_project_file(path, KEY) as project:
        kept = keep_draft(project, "decision", "XT01", typed, NOW)
        assert present(begun(project, "decision", "XT01", TODAY)) == kept
    assert kept.content == {"role": "Driver"}
    assert set(kept.withheld) == {"counter", "legs"}


def test_nothing_that_was_worked_out_rests_on_a_draft(path: Path) -> None:
    heard: list[object] = []
    with open_project_file(path, KEY) as file:
        project = OpenProject(file)
        project.listen(heard.append)
        keep_draft(project, "trip", "", TYPED, NOW)
        destroy_draft(project, "trip", "")
    assert heard == []


def test_a_draft_is_in_no_bundle_and_no_backup(path: Path) -> None:
    def drafts_in(file: Path) -> list[str]:
        with closing(connect(file, KEY.hex())) as connection:
            return [kind for (kind,) in connection.execute("SELECT kind FROM draft")]

    with open_project_file(path, KEY) as project:
        keep_draft(project, "trip", "", TYPED, NOW)
        with project._engine.connect() as connection:
            assert "draft" not in collect(connection, NOW)["tables"]
        backup = project.backup()
        assert drafts_in(backup) == []
    assert drafts_in(path) == ["trip"]


def test_a_draft_is_not_readable_in_the_file(path: Path) -> None:
    with open_project_file(path, KEY) as project:
        keep_draft(project, "trip", "", {"title": "Road to the mill"}, NOW)
        found = [file for file in path.parent.rglob("*") if file.is_file() and b"the mill" in file.read_bytes()]
    assert found == []

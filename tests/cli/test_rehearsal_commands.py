"""The blind exercise by commands: a kit, answers that come back, a report."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.services.rehearsal.rehearse import rehearsal
from tests.cli.conftest import command


def answers(path: Path, ceiling: str) -> Path:
    """Somebody's answers on every practice case."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["case", "engage", "ceiling", "sureness", "reason"])
        writer.writerows([s.id, "no", ceiling, "sure", "too visible"] for s in rehearsal().situations)
    return path


def test_from_a_kit_to_a_report(folder: Path) -> None:
    assert command("rehearse", "kit", "kit", "--count", "5").exit_code == 0
    assert len(list((folder / "kit").iterdir())) == 12
    for rater, ceiling in (("A", "M1"), ("B", "M0")):
        done = command(
            "rehearse", "take-in", str(answers(folder / f"{rater}.csv", ceiling)), "--rater", rater, "--out", f"{rater}.mrmratings"
        )
        assert done.exit_code == 0, done.output
    done = command("rehearse", "report", "A.mrmratings", "B.mrmratings", "--out", "report.pdf", "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["raters"] == ["A", "B"]
    assert found["out_of_step"][0]["method"] != found["out_of_step"][0]["people"]
    assert (folder / "report.pdf").read_bytes().startswith(b"%PDF")


def test_a_sheet_is_not_written_over_and_a_rater_has_no_name(folder: Path) -> None:
    given = answers(folder / "a.csv", "M1")
    (folder / "a.mrmratings").write_text("mine", encoding="utf-8")
    refused = command("rehearse", "take-in", str(given), "--rater", "A", "--out", "a.mrmratings")
    assert isinstance(refused.exception, KnownError)
    assert refused.exception.code == "export.exists"
    named = command("rehearse", "take-in", str(given), "--rater", "Awa Deng", "--out", "b.mrmratings")
    assert isinstance(named.exception, KnownError)
    assert named.exception.code == "rehearsal.rater"

"""Plans and released files whose day has come are found, and nothing else is touched."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.services.release.destroy_expired import destroy, expired_files
from mrm_desktop.services.trips.read_trip import write_trip
from tests.services.trips.test_plan_trip import trip


def test_plans_and_released_files_are_found_when_their_day_has_come_and_others_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "t.toml").write_text(write_trip(trip(destroy_by=date(2026, 3, 20))), encoding="utf-8")
    (tmp_path / "broken.toml").write_text('format = "mrm-trip/1"\n[[leg]]\non = 2026-03-05\n', encoding="utf-8")
    (tmp_path / "facts.toml").write_text('title = "x"', encoding="utf-8")
    (tmp_path / "p.pdf").write_bytes(b"%PDF")
    about = {"format": "mrm-manifest/1", "destroy_by": "2026-03-10"}
    (tmp_path / "p.pdf.manifest.json").write_text(json.dumps(about), encoding="utf-8")
    (tmp_path / "q.pdf.manifest.json").write_text("not json", encoding="utf-8")
    assert expired_files(tmp_path, date(2026, 3, 10)) == ()
    assert [e.files[0].name for e in expired_files(tmp_path, date(2026, 3, 21))] == ["p.pdf", "t.toml"]
    for found in expired_files(tmp_path, date(2026, 5, 1)):
        destroy(found)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["facts.toml", "q.pdf.manifest.json"]
    with pytest.raises(KnownError, match=r"option\.no_such_folder"):
        expired_files(tmp_path / "nowhere", date(2026, 5, 1))

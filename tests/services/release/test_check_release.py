"""A file or a code against the log and the manifest beside it: what is known of it, and no more."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.releases import Release
from mrm_desktop.services.release.check_release import Checked, check_released
from tests.store import records

TODAY = date(2026, 3, 1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"released")
    return path


def logged(content: bytes = b"released", **changes: object) -> Release:
    return records.release(**({"sha256": hashlib.sha256(content).hexdigest(), "code": "ABCD-EF01-2345"} | changes))


def beside(path: Path, content: bytes) -> None:
    stated = {"sha256": hashlib.sha256(content).hexdigest()}
    path.with_name(f"{path.name}.manifest.json").write_text(json.dumps(stated), encoding="utf-8")


def test_the_very_file_is_known_whatever_it_is_called(file: Path) -> None:
    one = logged(file_name="another.xlsx")
    assert check_released(str(file), [one], TODAY) == Checked("released", one)


def test_a_file_of_a_name_that_was_released_with_other_content_was_changed(file: Path) -> None:
    first, last = (logged(content, file_name=file.name) for content in (b"1", b"2"))
    assert check_released(str(file), [first, last], TODAY) == Checked("changed", last)


@pytest.mark.parametrize(
    ("log", "manifest", "state"),
    [
        (None, b"released", "as_manifest"),
        (None, b"other", "changed"),
        (None, None, "unknown"),
        ((), b"released", "unknown"),
        ((), b"other", "changed"),
        ((), None, "unknown"),
    ],
)
def test_the_manifest_speaks_where_no_log_does(file: Path, log: tuple[()] | None, manifest: bytes | None, state: str) -> None:
    if manifest is not None:
        beside(file, manifest)
    assert check_released(str(file), log, TODAY).state == state


@pytest.mark.parametrize("text", ["", "[]", "{}", "no json", '{"sha256": null}'])
def test_a_manifest_that_says_nothing_vouches_for_nothing(file: Path, text: str) -> None:
    file.with_name(f"{file.name}.manifest.json").write_text(text, encoding="utf-8")
    assert check_released(str(file), None, TODAY).state in ("unknown", "changed")


@pytest.mark.parametrize(("days", "overdue"), [(-1, True), (0, False), (1, False)])
def test_what_should_be_gone_by_now_is_overdue_from_the_day_after(file: Path, days: int, overdue: bool) -> None:
    one = logged(destroy_by=TODAY + timedelta(days=days))
    assert check_released(str(file), [one], TODAY).overdue is overdue
    assert check_released(str(file), [logged(destroy_by=None)], TODAY).overdue is False


def test_a_code_is_looked_up_in_the_log_and_needs_one() -> None:
    one = logged()
    assert check_released(" abcd ef01 2345", [one], TODAY) == Checked("released", one)
    assert check_released("ABCD-EF01-2346", [one], TODAY) == Checked("unknown")
    for what, log, code in (("ABCD-EF01-2345", None, "release.log_needed"), ("nowhere.pdf", [one], "release.no_such_file")):
        with pytest.raises(KnownError) as caught:
            check_released(what, log, TODAY)
        assert caught.value.code == code

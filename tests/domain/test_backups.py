"""When the newest backup of a project is older than it should be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mrm_desktop.domain.backups import OLD_AFTER, BackupState

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_it_is_old_after_a_week() -> None:
    assert not BackupState(NOW - OLD_AFTER).is_old(NOW)
    assert BackupState(NOW - OLD_AFTER - timedelta(seconds=1)).is_old(NOW)


def test_what_is_not_there_is_not_old() -> None:
    assert not BackupState(None).is_old(NOW)

"""The list of recent projects lives in the key ring or nowhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.vault import recent_projects
from mrm_desktop.vault.recent_projects import MOST, RecentProject, RecentProjects

DAY = date(2026, 3, 1)


class Ring(dict[tuple[str, str], str]):
    def get_password(self, service: str, name: str) -> str | None:
        return self.get((service, name))

    def set_password(self, service: str, name: str, text: str) -> None:
        self[service, name] = text


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    made = Ring()
    monkeypatch.setattr(recent_projects, "ring", lambda: (made, OSError))
    return made


def test_the_last_opened_stands_first_under_its_label(ring: Ring) -> None:
    recent = RecentProjects()
    recent.remember(Path("/a.mrm"), "One", DAY)
    recent.remember(Path("/b.mrm"), "Two", DAY)
    recent.opened(Path("/a.mrm"), date(2026, 3, 5))
    recent.opened(Path("/not-listed.mrm"), DAY)
    assert recent.entries() == (RecentProject("One", "/a.mrm", date(2026, 3, 5)), RecentProject("Two", "/b.mrm", DAY))
    recent.forget()
    assert recent.entries() == ()


def test_the_list_stays_short(ring: Ring) -> None:
    recent = RecentProjects()
    for n in range(MOST + 3):
        recent.remember(Path(f"/{n}.mrm"), str(n), DAY)
    assert [e.label for e in recent.entries()] == [str(n) for n in range(MOST + 2, 2, -1)]


def test_something_else_in_the_ring_is_no_list(ring: Ring) -> None:
    ring["mrm-desktop", "recent-projects"] = '{"no": "list"'
    assert RecentProjects().entries() == ()


def test_without_a_key_ring_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise KnownError("vault.no_keyring")

    monkeypatch.setattr(recent_projects, "ring", none)
    recent = RecentProjects()
    assert recent.entries() == ()
    recent.opened(Path("/a.mrm"), DAY)
    recent.forget()
    with pytest.raises(KnownError):
        recent.remember(Path("/a.mrm"), "One", DAY)

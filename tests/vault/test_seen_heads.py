"""What is remembered of a log outside its project: readable with the project's key alone, and never a reason to fail."""

from __future__ import annotations

from pathlib import Path

from mrm_desktop.domain.event_log import SeenHead
from mrm_desktop.vault.seen_heads import SeenHeads

KEY, OTHER = "ab" * 32, "cd" * 32
SEEN = SeenHead(12, "f" * 64)


def test_a_head_is_remembered_for_its_project_alone(tmp_path: Path) -> None:
    heads = SeenHeads(tmp_path)
    assert heads.seen(KEY) is None
    heads.note(KEY, SeenHead(1, "a" * 64))
    heads.note(KEY, SEEN)
    heads.note(OTHER, SeenHead(3, "b" * 64))
    assert (heads.seen(KEY), SeenHeads(tmp_path).seen(OTHER)) == (SEEN, SeenHead(3, "b" * 64))


def test_the_file_tells_nothing_to_others(tmp_path: Path) -> None:
    SeenHeads(tmp_path).note(KEY, SEEN)
    [file] = tmp_path.iterdir()
    text = file.read_text()
    assert "ffff" not in text
    assert KEY[:16] not in text
    assert file.stat().st_mode & 0o077 == 0


def test_what_cannot_be_read_is_as_if_nothing_was_seen(tmp_path: Path) -> None:
    heads = SeenHeads(tmp_path)
    heads.note(KEY, SEEN)
    [file] = tmp_path.iterdir()
    for spoiled in (file.read_text().replace("A", "B").replace("a", "b"), "[]", "no json", ""):
        file.write_text(spoiled)
        assert heads.seen(KEY) is None
    heads.note(KEY, SEEN)
    assert heads.seen(KEY) == SEEN

"""The log says what the program did, and gives nobody and no place away."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mrm_desktop.foundation.logs import BLOT, redact, start_logging
from mrm_desktop.foundation.paths import write_whole

SECRETS = (
    "4.85165",
    "31,58247",
    "36N TG 12345 67890",
    "36NTG1234567890",
    "SS010203",
    "/home/maria/projects/north.mrm",
    r"C:\Users\maria\north.mrm",
    "maria@office.example",
    "+211 912 345 678",
    "a" * 12 + "0123456789ab",
)


@pytest.mark.parametrize("secret", SECRETS)
def test_what_looks_like_a_place_a_key_or_a_person_is_blotted_out(secret: str) -> None:
    shown = redact(f"read {secret} and went on")
    assert BLOT in shown
    assert not any(
        part in shown for part in secret.replace("/", " ").replace("\\", " ").split() if len(part) > 3 and part != "home"
    )


def test_plain_sentences_stay_readable() -> None:
    assert redact("imported 120 rows in 3.2 s") == "imported 120 rows in 3.2 s"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    start_logging(tmp_path)
    yield tmp_path / "mrm-desktop.log"
    start_logging(None)


def test_an_exception_is_a_type_and_places_never_its_message(log: Path) -> None:
    try:
        raise ValueError("the village of Example at 4.85165")
    except ValueError:
        logging.getLogger("mrm_desktop.test").exception("reading failed")
    text = log.read_text(encoding="utf-8")
    assert "reading failed" in text
    assert "ValueError at test_logs.py" in text
    assert "Example" not in text
    assert "4.85" not in text


def test_the_moment_stays_readable_and_every_line_of_a_message_is_redacted(log: Path) -> None:
    logging.getLogger("mrm_desktop.test").error("read 4.85165\nand 36N TG 12345 67890")
    text = log.read_text(encoding="utf-8")
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} ERROR", text)
    assert "4.85165" not in text
    assert "12345" not in text


def test_nothing_is_written_unless_a_folder_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    start_logging(None)
    logging.getLogger("mrm_desktop.test").error("x")
    assert list(tmp_path.iterdir()) == []


def test_a_file_appears_whole_and_private_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(OSError, match="No such file"):
        write_whole(tmp_path / "nowhere" / "a.bin", b"x")
    assert [p.name for p in tmp_path.iterdir()] == ["a.bin"]

"""A terminal obeys nothing that stands in a name, a heading, an error or a value of JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mrm_desktop.cli.terminal import explain, line, print_json, say, shown, table
from mrm_desktop.domain.errors import KnownError

HOSTILE = "Nyal\x1b]0;TRUSTED\x07\x1b[2J\x9b31m\u202ekey\u2067\x7f\r\x08"
OBEYED = {chr(code) for code in (*range(32), *range(0x7F, 0xA0), *range(0x202A, 0x202F), 0x2028, 0x2029, 0x2067, 0x2068)} - {
    "\n",
    "\t",
}


def nothing_is_obeyed(text: str) -> bool:
    """Whether a name is still there and nothing in the text steers a terminal."""
    return "Nyal" in text and "TRUSTED" in text and not OBEYED & set(text)


def test_lines_sentences_and_tables_steer_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    line(HOSTILE)
    assert nothing_is_obeyed(capsys.readouterr().out)
    say("cli.pack.signed", role=HOSTILE, public="00")
    assert nothing_is_obeyed(capsys.readouterr().out)
    say("cli.pack.laid_out", folder="out", files=[HOSTILE])
    assert nothing_is_obeyed(capsys.readouterr().out)
    table([HOSTILE], [["Bor"]])
    assert nothing_is_obeyed(capsys.readouterr().out)
    table(["area"], [[HOSTILE]])
    assert nothing_is_obeyed(capsys.readouterr().out)


def test_errors_and_their_notes_steer_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    error = KnownError("file.exists", file=HOSTILE)
    error.add_note(HOSTILE)
    explain(error)
    written = capsys.readouterr().err
    assert nothing_is_obeyed(written)
    assert written.count("TRUSTED") >= 2


def test_a_value_begins_no_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    say("cli.pack.signed", role="Office\nSigned by headquarters", public="00")
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_json_says_what_it_leaves_out(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"name": HOSTILE})
    written = capsys.readouterr().out
    assert not OBEYED & set(written)
    assert json.loads(written) == {"name": HOSTILE}


def test_letters_of_every_script_stay() -> None:
    text = "Ñyál \u2066-2\u2069 \u0646\u064a\u0627\u0644\n\tE\u0301"
    assert shown(text) == text


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="needs a disk that is always full")
@pytest.mark.parametrize("command", [["countries"], ["countries", "SSD"]])
def test_words_that_a_full_disk_does_not_take_are_no_failure_of_the_command(command: list[str]) -> None:
    with FULL.open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "mrm_desktop.cli.main", *command],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == 0
    assert "has done what it was told" in done.stderr
    assert "Something went wrong" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="closes a stream as a shell does")
def test_nobody_to_speak_to_is_no_failure_either() -> None:
    begin = "import os, runpy, sys; os.close(1); sys.stdout = None; sys.argv = ['mrm-desktop', 'countries']"
    closed = f"{begin}; runpy.run_module('mrm_desktop.cli.main', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", closed], stderr=subprocess.PIPE, text=True, check=False, timeout=60)
    assert done.returncode == 0
    assert "has done what it was told" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="has no pipes of a shell")
def test_a_reader_that_has_read_enough_is_told_nothing() -> None:
    command = f"{sys.executable} -m mrm_desktop.cli.main countries | head -n 1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr == ""

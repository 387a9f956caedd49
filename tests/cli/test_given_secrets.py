"""The passphrase that the environment gave is out of it before the program does anything, and no child has it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

_LOOK = """
import os, subprocess, sys
from mrm_desktop.cli.opening import ask_passphrase
def look(*_):
    child = "import os; print([name for name in os.environ if 'PASSPHRASE' in name])"
    print([name for name in os.environ if "PASSPHRASE" in name])
    print(subprocess.run([sys.executable, "-c", child], capture_output=True, text=True).stdout.strip())
    print(ask_passphrase())
    raise SystemExit
"""
_COMMAND = "from mrm_desktop.cli import main; main.app = look; main.run()"
_WINDOW = "from mrm_desktop import __main__ as main; main._prepare_environment = look; main.main([])"


@pytest.mark.parametrize("start", [_COMMAND, _WINDOW])
def test_no_process_inherits_the_passphrase(start: str) -> None:
    secrets = {"MRM_PASSPHRASE": "a passphrase to be taken", "MRM_NEW_PASSPHRASE": "another to be taken"}
    done = subprocess.run(
        [sys.executable, "-c", _LOOK + start],
        env=os.environ | {"PYTHONPATH": str(ROOT)} | secrets,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["[]", "[]", "a passphrase to be taken"], done.stderr

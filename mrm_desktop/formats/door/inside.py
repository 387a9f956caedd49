"""The process behind the door: it gives up what it does not need, loads the readers, is asked once, answers, and ends.

Of a package of tiles it is asked again and again, as the map moves: then it stays until nobody asks any more.

``python -m mrm_desktop.formats.door.inside``; a frozen program begins it with ``--read-foreign``.
"""

from __future__ import annotations

import ctypes
import errno
import os
import socket
import sys
import time
import traceback
from pathlib import Path
from typing import IO, Any

from mrm_desktop.domain.errors import BugError, MrmError
from mrm_desktop.formats.door.wire import read_frame, write_frame
from mrm_desktop.foundation.confinement import allow_only, forbid_network_and_programs, limit, refuse_in_interpreter

_IN, _OUT, _ERRORS = 0, 1, 2
_STEP_SECONDS = 0.05
_SYSTEM = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/share/zoneinfo", "/etc/localtime", "/etc/ld.so.cache", "/dev/urandom")


def main() -> int:
    """Serve one request; return the exit code."""
    # By their numbers: a program of Windows without a console has the streams, and Python no names for them.
    answers, asks = os.fdopen(os.dup(_OUT), "wb"), os.fdopen(_IN, "rb", closefd=False)
    os.dup2(_ERRORS, _OUT)  # what a library prints is no answer
    refuse_in_interpreter()
    held = {"network": forbid_network_and_programs()}
    _load()
    asked = read_frame(asks)
    if asked is None:
        return 0
    limits = asked["limits"]
    held["files"] = allow_only(
        [*map(Path, asked["files"]), *_program_folders()], [Path(asked["scratch"])], map(Path, asked["names_in"])
    )
    held["limits"] = limit(limits["memory"], limits["seconds"], limits["file_size"])
    while asked is not None:
        write_frame(answers, _answer(asked, held, answers))
        # What was asked first said which files are read; whoever stays is asked more of them, and of no other.
        asked = read_frame(asks) if asked.get("stays") else None
    return 0


def _load() -> None:
    """Load every reader before anything is asked: the next file is then opened at once."""
    import openpyxl  # noqa: F401

    from mrm_desktop.domain.text_guard import find_persons
    from mrm_desktop.formats.door import requests  # noqa: F401
    from mrm_desktop.formats.imports.record_kinds import RECORD_KINDS
    from mrm_desktop.geo.gdal import load_gdal

    for entry in RECORD_KINDS.values():
        entry.open_reader()
    load_gdal()
    find_persons("name", "-")  # reads the words of the guard


def _program_folders() -> list[Path]:
    """Return what the program itself may still have to load."""
    from mrm_desktop.foundation.assets import asset

    own = Path(__file__).resolve().parents[3]
    places = (sys.prefix, sys.base_prefix, getattr(sys, "_MEIPASS", sys.prefix), *filter(None, sys.path), *_SYSTEM)
    return [own / "mrm_desktop", asset("data"), asset("ui"), *(Path(place) for place in places)]


def _answer(asked: Any, held: dict[str, bool], answers: IO[bytes]) -> dict[str, Any]:
    """Do what is asked; whatever goes wrong is an answer as well."""
    from mrm_desktop.formats.door.requests import REQUESTS

    try:
        if asked["request"] == "try":
            return {"done": {"held": held, **_attempts(asked["arguments"])}}
        return {"done": REQUESTS[asked["request"]].do(asked["arguments"], _Telling(answers))}
    except MemoryError:
        return {"too_large": True}
    except BugError as bug:
        return {"bug": [bug.code, dict(bug.params)]}
    except MrmError as error:
        return {"known": [type(error).__name__, error.code, dict(error.params)]}
    except Exception as error:
        places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
        return {"stumbled": [type(error).__name__, *places[-8:]]}


def _attempts(arguments: dict[str, Any]) -> dict[str, bool]:
    """Try what must not work, and tell what did not: for the check of the door itself."""
    return {
        "no_socket": _is_refused(lambda: socket.socket().close()) and _kernel_refuses_sockets(),
        "no_other_file": _is_refused(lambda: Path(arguments["other"]).read_bytes()),
        "no_new_file": _is_refused(lambda: Path(arguments["new"]).write_bytes(b"x")),
    }


def _kernel_refuses_sockets() -> bool:
    """Whether even a call that the interpreter does not see gets no socket."""
    if sys.platform != "linux":
        return False
    handle = ctypes.CDLL(None, use_errno=True).socket(socket.AF_INET, socket.SOCK_STREAM, 0)
    if handle >= 0:
        os.close(handle)
    return handle < 0 and ctypes.get_errno() == errno.EPERM


def _is_refused(attempt: Any) -> bool:
    try:
        attempt()
    except PermissionError:
        return True
    return False


class _Telling:
    """Progress that is told to whoever waits outside."""

    def __init__(self, answers: IO[bytes]) -> None:
        self._answers, self._told_at = answers, 0.0

    def step(self, done: int, total: int, code: str) -> None:
        """Tell how far the work is, as often as somebody can see."""
        now = time.monotonic()
        if now - self._told_at >= _STEP_SECONDS:
            self._told_at = now
            write_frame(self._answers, {"step": [done, total, code]})


if __name__ == "__main__":
    sys.exit(main())

"""The door from outside: a process for each foreign file, started ahead, watched while it reads, ended when it takes too long."""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from mrm_desktop.domain import errors
from mrm_desktop.domain.errors import BugError, KnownError, MrmError
from mrm_desktop.formats.door.wire import Unclear, read_frame, write_frame
from mrm_desktop.foundation.progress import Progress, Silent

_log = logging.getLogger(__name__)

_INSIDE = "mrm_desktop.formats.door.inside"
COMMAND = (sys.executable, "--read-foreign") if getattr(sys, "frozen", False) else (sys.executable, "-P", "-m", _INSIDE)
"""How the process behind the door is started; ``-P`` keeps the folder that a user happens to be in out of the interpreter's way."""
# What a process of ours needs of the environment; a passphrase is not among it.
_KEPT = ("LANG", "LC_ALL", "LC_CTYPE", "TZ", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "SYSTEMROOT", "WINDIR", "PATH")
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")
_LOOK_SECONDS = 0.1  # between two looks at whether the user has cancelled
_PARTS_OF_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".qix", ".sbn", ".sbx", ".cst")
_ENDS_BY_TIME = -24  # SIGXCPU
FIRST_ANSWER, NEXT_ANSWER = 60.0, 15.0
"""Seconds that whoever stays may take: to begin with a package, and for each tile of it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take.

    Attributes
    ----------
    memory : int
        Bytes of address space. A million answers of a Kobo export take a sixth of it.
    seconds : int
        Seconds of processor time.
    silence : float
        Seconds without a word, after which the process is taken to hang.
    file_size : int
        Bytes of a file that it may make in its scratch folder.
    """

    memory: int = 4 << 30
    seconds: int = 1800
    silence: float = 240.0
    file_size: int = 2 << 30


class Doorway(Protocol):
    """Whoever has foreign files read."""

    def warm(self) -> None:
        """Get ready for a file that is about to come."""

    def keep_warm(self) -> None:
        """Get ready, and be ready again after each file."""

    def ask(self, request: str, arguments: Mapping[str, Any], files: Sequence[Path], progress: Progress) -> Any:
        """Have something read from files; return the answer as plain values."""

    def stay(self, files: Sequence[Path]) -> Sitting:
        """Return whoever answers one question after the other about files, as long as somebody asks."""


class Sitting(Protocol):
    """A reader that stays with its files."""

    def ask(self, request: str, arguments: Mapping[str, Any]) -> Any:
        """Have something read; return the answer as plain values."""


@dataclass(slots=True)
class _Reader:
    """A process behind the door, with its scratch folder and what it has said."""

    process: subprocess.Popen[bytes]
    scratch: Path
    heard: queue.SimpleQueue[Any] = field(default_factory=queue.SimpleQueue)

    def end(self) -> None:
        """End the process and clear its scratch folder."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        shutil.rmtree(self.scratch, ignore_errors=True)


class ChildDoor:
    """Has every file read by a process that reads nothing else."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._lock = threading.Lock()
        self._waiting: _Reader | None = None
        self._stays_warm = False
        atexit.register(self.close)  # no process waits for a program that has ended, and no folder stays

    def warm(self) -> None:
        """Start the next process, if none is waiting."""
        with self._lock:
            if self._waiting is None:
                self._waiting = _start()

    def keep_warm(self) -> None:
        """Start the next process, and another one whenever one has answered."""
        self._stays_warm = True
        self.warm()

    def ask(self, request: str, arguments: Mapping[str, Any], files: Sequence[Path], progress: Progress) -> Any:
        """Have something read; see :class:`Doorway`.

        Raises
        ------
        KnownError
            What the reader raises; ``door.died``, ``door.too_slow``, ``door.too_large``, ``door.unclear``, ``door.stumbled``,
            ``door.cannot_start``.
        Cancelled
            The watcher asked to stop; the process is ended.
        """
        name = files[0].name if files else ""
        reader = self._take()
        try:
            self._put(reader, request, arguments, files)
            return self._wait(reader, name, progress)
        finally:
            reader.end()
            if self._stays_warm:
                self.warm()

    def stay(self, files: Sequence[Path]) -> Sitting:
        """Return a process that stays with its files; see :class:`Doorway`."""
        return ChildSitting(self, files)

    def close(self) -> None:
        """End the process that waits; none is kept any more."""
        self._stays_warm = False
        with self._lock:
            waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting.end()

    def _take(self) -> _Reader:
        with self._lock:
            waiting, self._waiting = self._waiting, None
        if waiting is not None and waiting.process.poll() is None:
            return waiting
        if waiting is not None:
            waiting.end()
        return _start()

    def _put(self, reader: _Reader, request: str, arguments: Mapping[str, Any], files: Sequence[Path], stays: bool = False) -> None:
        limits = self._limits
        allowed, named = _with_companions(files)
        asked = {
            "request": request,
            "stays": stays,
            "arguments": dict(arguments),
            "files": [str(path) for path in allowed],
            "names_in": [str(path) for path in named],
            "scratch": str(reader.scratch),
            "limits": {"memory": limits.memory, "seconds": limits.seconds, "file_size": limits.file_size},
        }
        # In a thread of its own: a process that hangs before it listens must not hold up whoever can cancel.
        threading.Thread(target=_say, args=(reader, asked), name="door-ask", daemon=True).start()

    def _wait(self, reader: _Reader, name: str, progress: Progress, silence: float | None = None) -> Any:
        longest = self._limits.silence if silence is None else silence
        last, last_step = time.monotonic(), (0, 0, "import.checksum")
        while True:
            try:
                told = reader.heard.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                progress.step(*last_step)  # raises where the user cancelled
                if time.monotonic() - last > longest:
                    raise KnownError("door.too_slow", file=name) from None
                continue
            last = time.monotonic()
            if isinstance(told, dict) and "step" in told:
                last_step = _step(told["step"])
                progress.step(*last_step)
                continue
            return _understood(told, reader, name)


class ChildSitting:
    """A process that stays with its files. One that died or hung is ended, and the next question is put to another one."""

    def __init__(self, door: ChildDoor, files: Sequence[Path]) -> None:
        self._door, self._files, self._lock = door, list(files), threading.Lock()
        self._held: list[_Reader] = []
        weakref.finalize(self, _end_all, self._held)  # no process stays for a package that nobody shows any more

    def ask(self, request: str, arguments: Mapping[str, Any]) -> Any:
        """Have something read; see :class:`Sitting`.

        Raises
        ------
        KnownError
            As :meth:`ChildDoor.ask`.
        """
        with self._lock:
            if not self._held:
                self._held.append(self._door._take())
                silence = FIRST_ANSWER
            else:
                silence = NEXT_ANSWER
            reader, name = self._held[0], self._files[0].name
            try:
                self._door._put(reader, request, arguments, self._files, stays=True)
                return self._door._wait(reader, name, Silent(), silence)
            except KnownError as error:
                if error.code.startswith("door."):
                    self._held.clear()
                    reader.end()
                raise


def _end_all(held: list[_Reader]) -> None:
    while held:
        held.pop().end()


def _start() -> _Reader:
    """Start a process behind the door.

    Raises
    ------
    KnownError
        ``door.cannot_start``.
    """
    scratch = Path(tempfile.mkdtemp(prefix="mrm-door-"))
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {**_ONE_THREAD, "TMPDIR": str(scratch), "TEMP": str(scratch), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        process = subprocess.Popen(  # noqa: S603 - our own program
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=scratch,
            env=environment,
            close_fds=True,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        shutil.rmtree(scratch, ignore_errors=True)
        raise KnownError("door.cannot_start") from error
    reader = _Reader(process, scratch)
    threading.Thread(target=_listen, args=(reader,), name="door", daemon=True).start()
    return reader


def _say(reader: _Reader, asked: Mapping[str, Any]) -> None:
    assert reader.process.stdin is not None
    with contextlib.suppress(OSError, ValueError):  # it has died: that is heard when it is waited for
        write_frame(reader.process.stdin, asked)


def _listen(reader: _Reader) -> None:
    """Hear what a process says until it ends."""
    assert reader.process.stdout is not None
    try:
        while (told := read_frame(reader.process.stdout)) is not None:
            reader.heard.put(told)
    except (Unclear, OSError, ValueError) as error:
        reader.heard.put(error if isinstance(error, Unclear) else None)
        return
    reader.heard.put(None)


def _step(told: Any) -> tuple[int, int, str]:
    try:
        done, total, code = told
        return int(done), int(total), str(code)
    except (TypeError, ValueError):
        return 0, 0, "import.rows"


def _understood(told: Any, reader: _Reader, name: str) -> Any:
    """Return the answer, or raise what it says."""
    if told is None:
        code = reader.process.wait()
        raise KnownError("door.too_slow" if code == _ENDS_BY_TIME else "door.died", file=name)
    if not isinstance(told, dict) or len(told) != 1:
        raise KnownError("door.unclear", file=name)
    kind, said = next(iter(told.items()))
    if kind == "done":
        return said
    if kind == "too_large":
        raise KnownError("door.too_large", file=name)
    if kind == "stumbled" and isinstance(said, list):
        _log.error("a reader stumbled: %s", " ".join(str(one)[:80] for one in said))
        raise KnownError("door.stumbled", file=name)
    raise _error_of(kind, said, name)


def _error_of(kind: Any, said: Any, name: str) -> MrmError:
    try:
        *words, code, params = said
        if kind == "bug":
            return BugError(str(code), **params)
        found = getattr(errors, str(words[0]))
        if kind == "known" and issubclass(found, KnownError):
            return found(str(code), **params)  # type: ignore[no-any-return]
    except (TypeError, ValueError, IndexError, AttributeError):
        pass
    return KnownError("door.unclear", file=name)


def _with_companions(files: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Return the files that belong to those that are read, and the folders of which names have to be known to find them."""
    allowed, named = list(files), []
    for path in files:
        if path.suffix.lower() == ".shp":
            named.append(path.parent)
            stem = path.stem.lower()
            allowed += [p for p in path.parent.iterdir() if p.stem.lower() == stem and p.suffix.lower() in _PARTS_OF_SHAPEFILE]
        elif path.suffix.lower() == ".gpkg":
            allowed += [path.with_name(path.name + ending) for ending in ("-wal", "-shm")]
    return allowed, named

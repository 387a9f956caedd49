"""What a process gives up, tried in processes of their own: nothing of it can be taken back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mrm_desktop.foundation.confinement import landlock_version

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can hold all of it")
HEAD = "import ctypes, errno, os, socket, subprocess, sys; from pathlib import Path; from mrm_desktop.foundation import confinement as c\n"


def _run(script: str, *arguments: str) -> str:
    done = subprocess.run([sys.executable, "-c", HEAD + script, *arguments], capture_output=True, text=True, check=False)
    return done.stdout.strip() or f"{done.returncode} {done.stderr[-300:]}"


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket()",
        "socket.socketpair()",
        "os.execv('/bin/true', ['true'])",
        "os.fork()",
        "os.kill(os.getppid(), 0)",
        "subprocess.run(['/bin/true'])",
    ],
)
def test_sockets_programs_and_other_processes_are_gone(attempt: str) -> None:
    tried = f"try:\n    {attempt}\n    print('done')\nexcept PermissionError:\n    print('refused')"
    script = f"print(c.forbid_network_and_programs(), flush=True)\n{tried}"
    assert _run(script).split() == ["True", "refused"]


def test_ring_of_the_kernel_is_no_way_round() -> None:
    script = (
        "c.forbid_network_and_programs(); l = ctypes.CDLL(None, use_errno=True); print(l.syscall(425, 8, None), ctypes.get_errno())"
    )
    assert _run(script) == "-1 1"


def test_threads_and_files_still_work() -> None:
    script = (
        "import threading; c.forbid_network_and_programs(); t = threading.Thread(target=print, args=('thread',)); t.start(); t.join();"
        "print(len(Path(c.__file__).read_bytes()) > 0)"
    )
    assert _run(script).split() == ["thread", "True"]


@pytest.mark.skipif(landlock_version() < 1, reason="this kernel has no Landlock")
def test_only_what_is_named_can_be_opened(tmp_path: Path) -> None:
    for name in ("mine.txt", "other.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    (tmp_path / "scratch").mkdir()
    script = (
        "f = Path(sys.argv[1])\n"
        "print(c.allow_only([f / 'mine.txt'], [f / 'scratch'], [f]))\n"
        "def can(do):\n"
        "    try:\n        do(); return 'y'\n    except PermissionError:\n        return 'n'\n"
        "print(can((f / 'mine.txt').read_text), can((f / 'other.txt').read_text), can(lambda: os.listdir(f)), "
        "can(lambda: (f / 'mine.txt').write_text('x')), can(lambda: (f / 'scratch' / 'a').write_text('x')), "
        "can(lambda: (f / 'new').write_text('x')), can((f / 'other.txt').unlink), can(Path('/etc/passwd').read_text))"
    )
    assert _run(script, str(tmp_path)).split() == ["True", *"ynynynnn"]


def test_memory_time_and_files_are_limited() -> None:
    script = "print(c.limit(1 << 30, 100, 1 << 20))\ntry:\n    bytearray(2 << 30)\nexcept MemoryError:\n    print('memory')"
    assert _run(script).split() == ["True", "memory"]
    assert _run("c.limit(4 << 30, 1, 1 << 20)\nwhile True: pass").startswith("-24")


def test_the_interpreter_refuses_by_itself_where_a_system_cannot() -> None:
    script = "c.refuse_in_interpreter()\ntry:\n    socket.socket(); print('done')\nexcept PermissionError:\n    print('refused')"
    assert _run(script) == "refused"


def test_a_crash_leaves_no_memory_on_the_disk() -> None:
    dumpable = "ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)"  # PR_GET_DUMPABLE
    script = f"import resource; print({dumpable}); c.leave_no_dump(); print({dumpable}, *resource.getrlimit(resource.RLIMIT_CORE))"
    assert _run(script).splitlines() == ["1", "0 0 0"]

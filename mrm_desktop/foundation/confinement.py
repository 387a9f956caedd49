"""What a process may be forbidden for the rest of its life: network, other programs, other files, more memory or time.

Linux gives all of it without any privilege: a filter of system calls (seccomp) and Landlock. Elsewhere only the interpreter itself can
be told to refuse. The structures are those of ``linux/seccomp.h`` and ``linux/landlock.h``; why no package is used, says decision 71.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _SECCOMP_FILTER, _SET_DUMPABLE = 38, 22, 2, 4
_LOAD, _EQUAL, _AT_LEAST, _HAS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in what a filter sees of a call
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_REFUSE, _UNKNOWN = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
_CLONE3, _OF_A_THREAD = 435, 0x10000
_CLONE = {"x86_64": 56, "aarch64": 220}
_X32 = 0x40000000  # second numbering of calls on x86-64
# Sockets, other programs, other processes, the kernel's own insides. The same calls in the numbering of each architecture.
_CALLS: dict[str, tuple[int, tuple[int, ...]]] = {
    "x86_64": (
        0xC000003E,
        (
            *(41, 42, 43, 44, 45, 46, 47, 49, 50, 53, 288, 299, 307),  # sockets
            *(57, 58, 59, 322, 62, 200, 424, 101, 310, 311, 438),  # fork, exec, signals and memory of others
            *(425, 426, 427, 321, 298, 323, 248, 249, 250, 304),  # io_uring, bpf, perf, userfaultfd, keys, file handles
            *(155, 161, 165, 166, 175, 246, 272, 308, 313, 429, 430, 442),  # mounts, namespaces, modules
        ),
    ),
    "aarch64": (
        0xC00000B7,
        (
            *(198, 199, 200, 201, 202, 203, 206, 207, 211, 212, 242, 243, 269),
            *(221, 281, 129, 130, 424, 117, 270, 271, 438),
            *(425, 426, 427, 280, 241, 282, 217, 218, 219, 265),
            *(41, 51, 40, 39, 105, 104, 97, 268, 273, 429, 430, 442),
        ),
    ),
}
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_PATH_BENEATH = 1
_WRITE_FILE, _READ_FILE, _READ_DIR, _TRUNCATE = 1 << 1, 1 << 2, 1 << 3, 1 << 14
_OF_FILES = 1 | _WRITE_FILE | _READ_FILE | _TRUNCATE
_KINDS_OF_ACCESS = {1: 13, 2: 14, 3: 15, 5: 16}  # from this version on: how many kinds of access can be forbidden
_NET, _SCOPES = 0b11, 0b11
_NET_FROM, _SCOPES_FROM = 4, 6
_REFUSED_EVENTS = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.startfile",
    "urllib.",
    "ftplib.",
    "http.",
)


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(_Instruction)))


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("access", ctypes.c_uint64), ("folder", ctypes.c_int32))


def leave_no_dump() -> None:
    """Let no crash write this process's memory to a disk, and no other program of the same user read it, where the system allows it."""
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_SET_DUMPABLE, 0, 0, 0, 0)


def refuse_in_interpreter() -> None:
    """Let the interpreter itself refuse sockets and other programs: on every system, but not for what a library does in C."""

    def refuse(event: str, _: Any) -> None:
        if event.startswith(_REFUSED_EVENTS):
            raise PermissionError(errno.EPERM, event)

    sys.addaudithook(refuse)


def forbid_network_and_programs() -> bool:
    """Forbid this process sockets, other programs and other processes for good; return whether the system can.

    Whatever threads there are must not have been started yet.
    """
    known = _CALLS.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    program = _filter(*known, _CLONE[platform.machine()])
    array = (_Instruction * len(program))(*program)
    whole = _Program(len(program), array)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_SET_DUMPABLE, 0, 0, 0, 0)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return bool(libc.prctl(_SET_SECCOMP, _SECCOMP_FILTER, ctypes.byref(whole), 0, 0) == 0)


def _filter(architecture: int, calls: tuple[int, ...], clone: int) -> list[_Instruction]:
    """Return a filter of system calls; each jump says how many instructions it leaves out."""
    left = len(calls)
    return [
        _Instruction(_LOAD, 0, 0, _ARCHITECTURE),
        _Instruction(_EQUAL, 1, 0, architecture),
        _Instruction(_RETURN, 0, 0, _KILL),
        _Instruction(_LOAD, 0, 0, _NUMBER),
        _Instruction(_AT_LEAST, left + 5, 0, _X32),
        *(_Instruction(_EQUAL, left - n + 4, 0, call) for n, call in enumerate(calls)),
        # A thread may be started and a process not. What clone3 is asked stands where no filter sees it: clone is used instead.
        _Instruction(_EQUAL, 5, 0, _CLONE3),
        _Instruction(_EQUAL, 0, 2, clone),
        _Instruction(_LOAD, 0, 0, _FIRST_ARGUMENT),
        _Instruction(_HAS, 0, 1, _OF_A_THREAD),
        _Instruction(_RETURN, 0, 0, _ALLOW),
        _Instruction(_RETURN, 0, 0, _REFUSE),
        _Instruction(_RETURN, 0, 0, _UNKNOWN),
    ]


def landlock_version() -> int:
    """Return the version of Landlock that this system has; 0 for none."""
    if sys.platform != "linux":
        return 0
    return max(int(ctypes.CDLL(None, use_errno=True).syscall(_CREATE_RULESET, None, 0, 1)), 0)


def allow_only(read: Iterable[Path], write: Iterable[Path] = (), names_in: Iterable[Path] = ()) -> bool:
    """Let this process open nothing but these files and folders from now on; return whether the system can.

    Parameters
    ----------
    read : Iterable[Path]
        Files and folders that may be read.
    write : Iterable[Path]
        Folders in which files may be made, changed and removed.
    names_in : Iterable[Path]
        Folders of which the names of files may be listed.
    """
    version = landlock_version()
    if version < 1:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    everything = (1 << max(n for since, n in _KINDS_OF_ACCESS.items() if since <= version)) - 1
    ruleset = _Ruleset(everything, _NET if version >= _NET_FROM else 0, _SCOPES if version >= _SCOPES_FROM else 0)
    size = 24 if version >= _SCOPES_FROM else 16 if version >= _NET_FROM else 8
    rules = libc.syscall(_CREATE_RULESET, ctypes.byref(ruleset), size, 0)
    if rules < 0:
        return False
    try:
        for paths, access in ((read, _READ_FILE | _READ_DIR), (write, everything), (names_in, _READ_DIR)):
            for path in paths:
                _allow(libc, rules, path, access & everything)
        libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return bool(libc.syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(libc: Any, rules: int, path: Path, access: int) -> None:
    with contextlib.suppress(OSError):  # what is not there cannot be opened either
        handle = os.open(path, getattr(os, "O_PATH", 0) | getattr(os, "O_CLOEXEC", 0))
        try:
            beneath = _Beneath(access if path.is_dir() else access & _OF_FILES, handle)
            libc.syscall(_ADD_RULE, rules, _PATH_BENEATH, ctypes.byref(beneath), 0)
        finally:
            os.close(handle)


def limit(memory: int, seconds: int, file_size: int) -> bool:
    """Limit memory (bytes), processor time (seconds) and the size of files; no trace of the memory is left. Return whether it could be."""
    if sys.platform == "win32":
        return False
    import resource

    wanted = (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, file_size),
    )
    try:
        for kind, most in wanted:
            hard = resource.getrlimit(kind)[1]
            least = most if hard == resource.RLIM_INFINITY else min(most, hard)
            # One second more before the end that cannot be told from any other.
            resource.setrlimit(kind, (least, least + 1 if kind == resource.RLIMIT_CPU and least == most else least))
    except (OSError, ValueError):
        return False
    return True

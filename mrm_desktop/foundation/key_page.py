"""The key slots that a backup carries: whole pages behind its database, where the database library never looks.

A backup is one file that its passphrase or recovery code opens, wherever it is taken. What the slots are is the vault's business; here
they are bytes with a length and a mark at the very end.
"""

from __future__ import annotations

from pathlib import Path

PAGE = 4096
_MARK = b"MRMSLOT\x01"
_END = len(_MARK) + 4
_LARGEST = 64 * 1024


def carried_by(path: Path) -> bytes | None:
    """Return the key slots that a file carries; None where it carries none, or cannot be read."""
    try:
        size = path.stat().st_size
        if size < PAGE:
            return None
        with path.open("rb") as stream:
            stream.seek(size - _END)
            end = stream.read(_END)
            length = int.from_bytes(end[:4], "big")
            if end[4:] != _MARK or length > _LARGEST or _end_of(length) > size:
                return None
            stream.seek(size - _end_of(length))
            return stream.read(length)
    except OSError:
        return None


def append_slots(path: Path, slots: bytes) -> None:
    """Append key slots to a file that carries none.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    whole = _end_of(len(slots))
    with path.open("ab") as stream:
        stream.write(slots + bytes(whole - len(slots) - _END) + len(slots).to_bytes(4, "big") + _MARK)


def size_without_slots(path: Path) -> int:
    """Return how many bytes of a file are its database.

    Raises
    ------
    OSError
        The file cannot be read.
    """
    slots = carried_by(path)
    return path.stat().st_size - (_end_of(len(slots)) if slots is not None else 0)


def drop_slots(path: Path) -> None:
    """Cut off the key slots that a file carries, if it carries any.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    size = size_without_slots(path)
    if size != path.stat().st_size:
        with path.open("rb+") as stream:
            stream.truncate(size)


def _end_of(length: int) -> int:
    """Return how many bytes slots of a length take: whole pages."""
    return -(-(length + _END) // PAGE) * PAGE

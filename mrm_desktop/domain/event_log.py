"""The log of events: whatever is added to a project is one event of one chain, and its content enters by hash."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

FIRST_HASH = "0" * 64
"""What the first event is chained to."""
SHORTEST_HEAD = 12
"""Hexadecimal digits of a noted head that name an event: fewer could be made to fit."""


@dataclass(frozen=True, slots=True)
class LoggedRows:
    """What an event added to one table.

    Attributes
    ----------
    columns : tuple[str, ...]
        Columns that the root covers; later versions add others.
    after, up_to : int
        The rows are those whose place in the order of arrival is greater than ``after`` and at most ``up_to``.
    count : int
        How many they are.
    root : str
        Merkle root over their hashes, hexadecimal.
    """

    table: str
    columns: tuple[str, ...]
    after: int
    up_to: int
    count: int
    root: str


@dataclass(frozen=True, slots=True)
class LogEvent:
    """One event: everything that was added at once.

    Attributes
    ----------
    sequence : int
        Counted from 1.
    hash : str
        SHA-256 over all the rest, hexadecimal.
    """

    sequence: int
    at: datetime
    rows: tuple[LoggedRows, ...]
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class LogBreak:
    """Something in the log, or beside it, that does not fit.

    Attributes
    ----------
    code : str
        ``log.sequence``, ``log.link``, ``log.hash``, ``log.gap``, ``log.content``, ``log.unlogged`` or ``log.trigger``.
    sequence : int
        Of the event; 0 for what is in none.
    what : str
        Table or trigger that it is about; "" for the event itself.
    """

    code: str
    sequence: int
    what: str = ""


@dataclass(frozen=True, slots=True)
class SeenHead:
    """How far the log of a project had come when it was last seen somewhere outside it."""

    events: int
    head: str


@dataclass(frozen=True, slots=True)
class LogCheck:
    """What a look at the whole log found.

    Attributes
    ----------
    head : str
        Hash of the last event; "" where there is none.
    at : datetime | None
        When the last event was.
    expected_at : int | None
        Which event has the head that was noted outside; None where none has, or nobody noted one.
    """

    events: int
    head: str
    at: datetime | None
    breaks: tuple[LogBreak, ...]
    expected_at: int | None = None


def event_hash(sequence: int, at: datetime, rows: tuple[LoggedRows, ...], previous_hash: str) -> str:
    """Return the hash of an event."""
    told = [[r.table, list(r.columns), r.after, r.up_to, r.count, r.root] for r in rows]
    text = json.dumps([sequence, at.isoformat(), told, previous_hash], separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def head_in_groups(head: str) -> str:
    """Write a head as people note it down: its first sixteen digits, in fours."""
    return "-".join(head[at : at + 4] for at in range(0, min(len(head), 16), 4))


def plain_digits(noted: str) -> str:
    """Return a head as somebody noted it without the dashes and blanks between its digits."""
    return noted.replace("-", "").replace(" ", "").lower()


def is_named_by(head: str, noted: str) -> bool:
    """Tell whether a head is the one that somebody noted, in full or its beginning, with or without dashes."""
    digits = plain_digits(noted)
    return len(digits) >= SHORTEST_HEAD and head.startswith(digits)

"""Talking to a terminal: sentences from the catalogues, tables, JSON, progress on stderr, errors as exit codes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Any

from mrm_desktop.domain.errors import CannotOpenError, KnownError, RefusedError
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.guard_passes import PersonInTextError
from mrm_desktop.foundation.settings import LANGUAGE_VARIABLE
from mrm_desktop.foundation.words import Words


class Exit(IntEnum):
    """Exit codes of every command; ``BUG`` is the program's own fault."""

    DONE = 0
    NO = 1
    BAD_INPUT = 2
    CANNOT_OPEN = 3
    BUG = 70


def words() -> Words:
    """Return the words of the user's language."""
    return Words(os.environ.get(LANGUAGE_VARIABLE, os.environ.get("LANG", "en")[:2]))


def say(code: str, /, **params: Any) -> None:
    """Print the sentence for a code."""
    sys.stdout.write(words().say(code, **params) + "\n")


def line(text: str = "") -> None:
    """Print a line as it is."""
    sys.stdout.write(text + "\n")


def print_json(value: Any) -> None:
    """Print JSON for a machine."""
    sys.stdout.write(json.dumps(value, indent=1, ensure_ascii=False, default=plain) + "\n")


def plain(value: Any) -> Any:
    """Return what JSON can hold: ISO days, grades as text, frozen objects as dictionaries, geometry left out."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Grade):
        return str(value)
    if isinstance(value, bytes):
        return None
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    return dict(value)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; markup in cells is not obeyed."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        drawn.add_column(heading)
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    width = None if sys.stdout.isatty() else 160
    Console(width=width, highlight=False).print(drawn)


def exit_code(error: KnownError) -> Exit:
    """Return the exit code of an error."""
    if isinstance(error, CannotOpenError):
        return Exit.CANNOT_OPEN
    return Exit.NO if isinstance(error, RefusedError) else Exit.BAD_INPUT


def explain(error: KnownError) -> None:
    """Print an error with its next step on stderr."""
    speaker = words()
    sys.stderr.write(speaker.say(error.code, **error.params) + "\n")
    if isinstance(error, PersonInTextError):
        # The fragment is for the eyes of whoever typed it: it goes to the terminal, and nowhere else.
        for found in error.findings:
            what = speaker.say(f"guard.found.{found.trace}", fragment=found.fragment)
            sys.stderr.write(f"  {found.field}: {what}\n")
    following = speaker.next_step(error.code, **error.params)
    if following:
        sys.stderr.write(following + "\n")
    for note in getattr(error, "__notes__", ()):
        sys.stderr.write(note + "\n")


class Bar:
    """Progress of one piece of long work as a bar on stderr."""

    def __init__(self, progress: Any) -> None:
        self._progress = progress
        self._task: Any = None
        self._code = ""

    def step(self, done: int, total: int, code: str) -> None:
        """Move the bar; a new code starts a new one."""
        if code != self._code:
            self._code = code
            self._task = self._progress.add_task(words().say(code), total=total or None)
        self._progress.update(self._task, completed=done, total=total or None)


@contextmanager
def progress_bar() -> Iterator[Bar]:
    """Show progress while the block runs, where somebody can see it."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        yield Bar(progress)


@contextmanager
def telling_how_to_pass(code: str, **params: str) -> Iterator[None]:
    """Note beside a text that was stopped how this command lets a false alarm pass; :func:`explain` says it last.

    Parameters
    ----------
    code : str
        Sentence that says it; its ``field`` is filled in.
    """
    try:
        yield
    except PersonInTextError as error:
        error.add_note(words().say(code, field=error.findings[0].field.removeprefix("pass."), **params))
        raise

"""Talking to a terminal: sentences from the catalogues, tables, JSON, progress on stderr, errors as exit codes."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Any

from mrm_desktop.domain.errors import CannotOpenError, KnownError, RefusedError
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.guard_passes import PersonInTextError
from mrm_desktop.foundation.settings import LANGUAGE_VARIABLE
from mrm_desktop.foundation.words import Words

# What a terminal obeys instead of showing it: control characters, and signs that turn a line around. The isolates that read from the left
# (U+2066, U+2069) stay: Arabic sentences set them around numbers, and they can turn nothing around.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2067\u2068]")


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


def shown(text: str) -> str:
    """Return a text without what a terminal would obey: names come from files that others made."""
    return _OBEYED.sub("", text)


def say(code: str, /, **params: Any) -> None:
    """Print the sentence for a code; a value cannot begin a line of its own."""
    line(words().say(code, **_on_one_line(params)))


def line(text: str = "") -> None:
    """Print a line; a terminal obeys nothing in it."""
    _print(shown(text) + "\n")


def print_json(value: Any) -> None:
    """Print JSON for a machine; what a terminal would obey is written as an escape."""
    text = json.dumps(value, indent=1, ensure_ascii=False, default=plain)
    _print(_OBEYED.sub(lambda match: f"\\u{ord(match.group()):04x}", text) + "\n")


def _on_one_line(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: " ".join(value.splitlines()) if isinstance(value, str) else value for name, value in params.items()}


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
        drawn.add_column(Text(shown(heading)))
    for row in rows:
        drawn.add_row(*(Text(shown(cell)) for cell in row))
    is_seen = sys.stdout is not None and sys.stdout.isatty()
    told = io.StringIO()
    Console(file=told, width=None if is_seen else 160, highlight=False, force_terminal=is_seen).print(drawn)
    _print(told.getvalue())


class _Output:
    is_lost = False


def _print(text: str) -> None:
    """Print; where nobody takes it, a full disk under a log or a closed pipe, the command goes on: what it writes is worth more."""
    if sys.stdout is None or _Output.is_lost:
        _Output.is_lost = True
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        _Output.is_lost = not isinstance(error, BrokenPipeError)  # a reader that has read enough misses nothing
        with suppress(OSError):  # Python would try to write the rest once more as it ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def output_was_lost() -> bool:
    """Tell whether something that was said reached nobody."""
    return _Output.is_lost


def exit_code(error: KnownError) -> Exit:
    """Return the exit code of an error."""
    if isinstance(error, CannotOpenError):
        return Exit.CANNOT_OPEN
    return Exit.NO if isinstance(error, RefusedError) else Exit.BAD_INPUT


def explain(error: KnownError) -> None:
    """Print an error with its next step on stderr."""
    speaker, params = words(), _on_one_line(error.params)
    lines = [speaker.say(error.code, **params)]
    if isinstance(error, PersonInTextError):
        # The fragment is for the eyes of whoever typed it: it goes to the terminal, and nowhere else.
        lines += [f"  {one.field}: {speaker.say(f'guard.found.{one.trace}', fragment=one.fragment)}" for one in error.findings]
    following = speaker.next_step(error.code, **params)
    if following:
        lines.append(following)
    lines.extend(getattr(error, "__notes__", ()))
    sys.stderr.write(shown("\n".join(lines)) + "\n")


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

"""Latin words in a text that reads from right to left: names, codes, days and numbers keep their own order.

Left to itself a page lays signs without a direction - the underscore of ``_uuid``, the bracket after a P-code, the hyphens of 2026-03-31,
the minus of -2 - as if they belonged to the Arabic around them: a day would be read backwards, and a minus would stand behind its number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

ISOLATE, END = "\u2066", "\u2069"
# Words of Latin letters and printable ASCII, and the signs of degrees and numbers, with single spaces between them - a dash that stands
# alone joins what stands around it, and parts the runs; what a run must hold to have an order of its own; what belongs to the sentence
# around it. A place where a long word or code may break is a part of it: a run that ends there would lay the lines of the code backwards.
_SIGNS = (
    "!-~\u2212\u2013\u00b0\u2032\u2033\u00b1\u00d7"  # with minus, dash, degree, minutes, seconds, plus or minus, times
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u02b9-\u02bf\u0300-\u036f\u1e00-\u1eff\u2018\u2019"  # letters with accents
    "\u00ad\u200b\u2060"  # where a word may break, or must not
)
_RUN = re.compile(f"[{_SIGNS}]+(?:[ \u00a0](?!\u2013 )[{_SIGNS}]+)*")
_HAS_ORDER = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]|\d\D+\d|[-+\u2212\u00b1<>] ?\d|\d ?[%\u00b0+]")
_SENTENCE_SIGNS = " ,;:!?\u2013"
_SENTENCE = re.compile(r"[A-Z][^ ]*(?: [^ ]+){2,}[.!?]")
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}


def isolated_latin(text: str) -> str:
    """Return a text of a right-to-left language in which every run of Latin words is set apart with its own direction."""
    return _RUN.sub(lambda match: _set_apart(match.group()), text)


def isolated_in(data: Any, kept: frozenset[str]) -> Any:
    """Return JSON with every text in it set apart so; what stands under the names of ``kept`` is no text but a code, and stays."""
    match data:
        case str():
            return isolated_latin(data)
        case Mapping():
            return {name: value if name in kept else isolated_in(value, kept) for name, value in data.items()}
        case list() | tuple():
            return [isolated_in(value, kept) for value in data]
        case _:
            return data


def _set_apart(run: str) -> str:
    core = _core(run)
    if not _HAS_ORDER.search(core):
        return run
    start = run.index(core)
    return f"{run[:start]}{ISOLATE}{core}{END}{run[start + len(core) :]}"


def _core(run: str) -> str:
    """Return a run without the signs and brackets that belong to the sentence around it; a sentence of its own keeps its last sign."""
    core, trimmed = "", run
    while core != trimmed:
        core = trimmed
        trimmed = _without_last(_without_first(core.lstrip(_SENTENCE_SIGNS)))
        if _SENTENCE.fullmatch(trimmed):
            return trimmed
        trimmed = trimmed.rstrip(f".{_SENTENCE_SIGNS}")
    return core


def _without_first(core: str) -> str:
    """Drop a bracket at the beginning that nothing here closes, and the point of the sentence before: that of an ending has no space."""
    first = core[:1]
    stray = first in _OPENING or (first in _CLOSING and core.count(first) > core.count(_CLOSING[first]))
    return core[1:] if stray or core.startswith(". ") else core


def _without_last(core: str) -> str:
    """Drop a bracket at the end that opens something beyond, or that nothing here opens."""
    last = core[-1:]
    stray = last in _CLOSING or (last in _OPENING and core.count(_OPENING[last]) < core.count(last))
    return core[:-1] if stray else core

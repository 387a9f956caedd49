"""Reads catalogues (``*.po``). A window that starts in a quarter of a second cannot wait for a general parser."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

Forms = tuple[str, ...]
"""A sentence; where its language has plural forms of it, each of them."""

_ENTRY = re.compile(
    r"""^(?:\#,(?P<flags>.*)\n
        | (?P<keyword>msgid(?:_plural)?|msgstr(?:\[\d+\])?)[ \t]+(?P<texts>(?:".*"[ \t]*\n?)+))""",
    re.MULTILINE | re.VERBOSE,
)
_TEXT = re.compile(r'^"(.*)"', re.MULTILINE)
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}
_PLURAL_RULE = re.compile(r"plural=(.+?);", re.IGNORECASE)


def read_messages(paths: Iterable[Path]) -> dict[str, Forms]:
    """Read the files of one language into one; of two sentences for one code the first counts.

    Comments, obsolete entries, entries marked fuzzy and those without a sentence are left out, as they are by other readers.
    """
    merged: dict[str, Forms] = {}
    for path in paths:
        for code, forms in _messages(path.read_text(encoding="utf-8")).items():
            merged.setdefault(code, forms)
    return merged


class Catalogue:
    """The sentences of one language.

    Parameters
    ----------
    messages : mapping
        Forms by code. The entry of "" is the head; its ``Plural-Forms`` says which form goes with which number.
    """

    def __init__(self, messages: Mapping[str, Forms]) -> None:
        self._messages = messages
        rule = _PLURAL_RULE.search(messages.get("", ("",))[0])
        self._form_of: Callable[[int], int] = gettext.c2py(rule.group(1)) if rule is not None else lambda n: int(n != 1)

    def sentence(self, code: str, count: int = 1) -> str | None:
        """Return the sentence of a code in the form that goes with a number; None where there is none."""
        forms = self._messages.get(code)
        if forms is None:
            return None
        return forms[min(self._form_of(count), len(forms) - 1)] if len(forms) > 1 else forms[0]


def _messages(text: str) -> dict[str, Forms]:
    found: dict[str, Forms] = {}
    is_fuzzy, code, forms = False, None, list[str]()
    for entry in _ENTRY.finditer(text if text.endswith("\n") else text + "\n"):
        keyword, texts = entry["keyword"], entry["texts"]
        if keyword is None:
            is_fuzzy = "fuzzy" in entry["flags"]
        elif keyword == "msgid":
            code, forms = (None if is_fuzzy else _plain(texts)), []
            is_fuzzy = False
        elif keyword != "msgid_plural":
            forms.append(_plain(texts))
            if code is not None and any(forms):
                found[code] = tuple(forms)
    return found


def _plain(texts: str) -> str:
    """Put the quoted texts of an entry together."""
    quoted = texts.rstrip()
    plain = quoted[1:-1] if "\n" not in quoted else "".join(_TEXT.findall(quoted))
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match.group(1), match.group(1)), plain) if "\\" in plain else plain

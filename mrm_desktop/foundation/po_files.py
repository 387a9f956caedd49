"""Reads catalogues (``*.po``) as gettext wants them. A window that starts in a third of a second cannot wait for a general parser."""

from __future__ import annotations

import gettext
import io
import re
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path

_LINE = re.compile(r'(?:(msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+)?"(.*)"$')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}
_MAGIC = 0x950412DE


def read_messages(paths: Iterable[Path]) -> dict[str, str]:
    """Read the files of one language into one; of two sentences for one code the first counts. Plural forms are joined by NUL.

    Comments, obsolete entries and entries marked fuzzy are left out, as they are by other readers.
    """
    merged: dict[str, str] = {}
    for path in paths:
        for code, sentence in _messages(path.read_text(encoding="utf-8")).items():
            merged.setdefault(code, sentence)
    return merged


def catalogue_of(messages: Mapping[str, str]) -> gettext.GNUTranslations:
    """Return messages as a catalogue that gettext asks for plurals by the language's own rule."""
    return gettext.GNUTranslations(io.BytesIO(_machine_object(messages)))


def _messages(text: str) -> dict[str, str]:
    """Return sentences by code; plural forms are joined by NUL bytes, on both sides, as a machine object has them."""
    found: dict[str, str] = {}
    for block in re.split(r"\n\s*\n", text):
        parts: dict[str, str] = {}
        keyword = ""
        fuzzy = False
        for line in block.splitlines():
            if line.startswith("#"):
                fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
                continue
            match = _LINE.match(line.strip())
            if match is None:
                continue
            keyword = match.group(1) or keyword
            parts[keyword] = parts.get(keyword, "") + _plain(match.group(2))
        if "msgid" in parts and not fuzzy:
            forms = [parts[name] for name in sorted(parts) if name.startswith("msgstr")]
            code = "\0".join([parts["msgid"], *([parts["msgid_plural"]] if "msgid_plural" in parts else [])])
            if any(forms):
                found[code] = "\0".join(forms)
    return found


def _plain(text: str) -> str:
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match.group(1), match.group(1)), text) if "\\" in text else text


def _machine_object(messages: Mapping[str, str]) -> bytes:
    """Write the binary form that gettext reads: a head, two tables of lengths and offsets, the texts."""
    texts = [(code.encode("utf-8"), sentence.encode("utf-8")) for code, sentence in sorted(messages.items())]
    head, count = 7 * 4, len(texts)
    body = bytearray()
    tables: tuple[list[int], list[int]] = ([], [])
    start = head + 2 * 8 * count
    for side, table in enumerate(tables):
        for pair in texts:
            table += [len(pair[side]), start + len(body)]
            body += pair[side] + b"\0"
    numbers = [_MAGIC, 0, count, head, head + 8 * count, 0, 0, *tables[0], *tables[1]]
    return struct.pack(f"<{len(numbers)}I", *numbers) + bytes(body)

"""The glossary and the key actors: which entries there are, their sources, and the page of the window each belongs to."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from mrm_desktop.foundation.assets import asset

KINDS = ("term", "actor")


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """One entry; its words are ``glossary.CODE`` and ``glossary.CODE.text`` of the catalogues.

    Attributes
    ----------
    kind : str
        ``term`` or ``actor``.
    pages : tuple[str, ...]
        Pages of the window that it explains, such as ``assess/request``.
    sources : tuple[str, ...]
        Where what it says can be checked.
    see : tuple[str, ...]
        Codes of related entries.
    """

    code: str
    kind: str
    pages: tuple[str, ...]
    sources: tuple[str, ...]
    see: tuple[str, ...]


@cache
def glossary() -> tuple[GlossaryEntry, ...]:
    """Return all entries, in the order of the file."""
    document = tomllib.loads(asset("data", "reference", "glossary.toml").read_text(encoding="utf-8"))
    return tuple(
        GlossaryEntry(code, entry["kind"], tuple(entry["pages"]), tuple(entry["sources"]), tuple(entry["see"]))
        for code, entry in document.items()
    )


def entries_for(page: str) -> tuple[GlossaryEntry, ...]:
    """Return the entries that explain a page; none where the page has none."""
    return tuple(entry for entry in glossary() if page in entry.pages)

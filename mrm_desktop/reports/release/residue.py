"""Residue: an export searched again the way an adversary would, and not released while it holds what its reader may not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mrm_desktop.domain.errors import RefusedError
from mrm_desktop.reports.release.search.parts import parts_of, pieces_of
from mrm_desktop.reports.release.search.points import WantedPoints
from mrm_desktop.reports.release.search.texts import SHORT, SHORTEST_SECRET, WantedTexts
from mrm_desktop.reports.release.search.traces import asks_for_address, traces_in

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Secrets:
    """What must not be in a file: texts, and points (longitude, latitude in degrees).

    Attributes
    ----------
    allowed : tuple[tuple[float, float], ...]
        Points that the reader may have: what stands as near to one of these as it is exact gives no secret away.
    """

    texts: frozenset[str]
    points: tuple[tuple[float, float], ...] = ()
    allowed: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Residue:
    """One thing found that should not be there: what kind it is and in which part of the file; never the secret itself."""

    kind: str
    part: str


def check_residue(content: bytes, secrets: Secrets) -> None:
    """Refuse a file that holds what its reader may not have.

    Raises
    ------
    RefusedError
        ``export.residue`` with the number of findings and the first one.
    """
    found = find_residue(content, secrets)
    if found:
        raise RefusedError("export.residue", count=len(found), kind=found[0].kind, part=found[0].part)


def find_residue(content: bytes, secrets: Secrets) -> tuple[Residue, ...]:
    """Open a file and whatever is in it, and look for secrets and for traces of its making.

    A part that is too large to be searched, or cannot be opened, is a finding like any other: what nobody looked at is not known to be
    clean. Nothing is looked for in the picture itself of what is drawn as pixels.
    """
    return tuple(_findings(content, secrets))


def _findings(content: bytes, secrets: Secrets) -> Iterator[Residue]:
    texts, points = WantedTexts(secrets.texts), WantedPoints(secrets.points, secrets.allowed)
    for part in parts_of(content):
        if part.obstacle:
            yield Residue(part.obstacle, part.name)
            continue
        found, has_point = set[str](), False
        for piece in pieces_of(part.data):
            found |= texts.found_in(piece, part.is_text)
            has_point = has_point or points.found_in(piece, part.is_text or part.is_drawing, part.is_drawing)
        yield from (Residue("text", part.name) for _ in found)
        if has_point:
            yield Residue("point", part.name)
        if asks_for_address(part):
            yield Residue("address", part.name)
    yield from (Residue(kind, where) for kind, where in traces_in(content))


def texts_of(*groups: Iterable[str], common_words: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the texts that can be looked for.

    Parameters
    ----------
    common_words : frozenset[str]
        Words in small letters that a page says whatever the project holds. A secret made of nothing else cannot be told from them:
        to look for a village called Women would refuse every file.
    """
    found = {text.strip() for group in groups for text in group}
    return frozenset(text for text in found if len(text) >= SHORTEST_SECRET and not _is_common(text, common_words))


def _is_common(text: str, common_words: frozenset[str]) -> bool:
    words = _WORD.findall(text.lower())
    return not words or all(word in common_words or (word.isdigit() and len(word) < SHORT) for word in words)

"""The library of measures: what practice knows against harm, by code, with what it lowers and which gates and modes it belongs to."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from mrm_desktop.domain.case import RiskMeasure
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import GateId, Mode, Receptor, RiskFactor
from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.words import Words


@dataclass(frozen=True, slots=True)
class KnownMeasure:
    """A measure of the library; its words are ``known_measure.CODE`` of the catalogues.

    Attributes
    ----------
    lowers : RiskFactor
        What it lowers, by one step and only while in place (METHOD 8).
    receptor : Receptor | None
        Whose impact it lowers; None for all three, and for the likelihood.
    gates : tuple[GateId, ...]
        What endangers people that it answers; it opens none of these gates.
    modes : tuple[Mode, ...]
        The modes of contact it belongs to.
    sources : tuple[str, ...]
        Where it is described.
    """

    code: str
    lowers: RiskFactor
    receptor: Receptor | None
    gates: tuple[GateId, ...]
    modes: tuple[Mode, ...]
    sources: tuple[str, ...]

    def said(self, words: Words) -> str:
        """Return what it is, in words."""
        return words.term("known_measure", self.code)

    def for_an_area(self, words: Words, owner: str = "", since: date | None = None) -> RiskMeasure:
        """Return the measure for the record of an area: in place where a role answers for it and a day is given, else a plan."""
        in_place = bool(owner.strip()) and since is not None
        return RiskMeasure(self.said(words), self.lowers, self.receptor, in_place, owner.strip(), since if in_place else None)


@cache
def known_measures() -> tuple[KnownMeasure, ...]:
    """Return the library, in the order of its file."""
    document = tomllib.loads(asset("data", "reference", "measures.toml").read_text(encoding="utf-8"))
    return tuple(
        KnownMeasure(
            code=code,
            lowers=RiskFactor.parse(entry["lowers"]),
            receptor=Receptor.parse(entry["receptor"]) if entry["receptor"] else None,
            gates=tuple(map(GateId.parse, entry["gates"])),
            modes=tuple(map(Mode.parse, entry["modes"])),
            sources=tuple(entry["sources"]),
        )
        for code, entry in document.items()
    )


def known_measure(code: str) -> KnownMeasure:
    """Return the measure of a code.

    Raises
    ------
    KnownError
        ``measure.unknown``.
    """
    for measure in known_measures():
        if measure.code == code:
            return measure
    raise KnownError("measure.unknown", found=code)

"""Gaps: questions that nobody has answered yet, and the lines of a call sheet that are made of them."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, replace

from mrm_desktop.domain.vocabulary import Word


class GapKind(Word):
    """Kinds of questions, each with one short form."""

    FACT = "fact"
    PATROLS = "patrols"
    CONSENT = "consent"
    FOCAL_POINT = "focal_point"
    LINE_TEST = "line_test"
    MISSION = "mission"
    APPROACH = "approach"
    ACTORS = "actors"
    ACTOR = "actor"
    PEOPLE = "people"
    IMPACT = "impact"
    EVENT = "event"

    @property
    def is_of_the_country(self) -> bool:
        """Whether its answer holds everywhere at once."""
        return self in (GapKind.MISSION, GapKind.APPROACH)


@dataclass(frozen=True, slots=True)
class Gap:
    """One question that nobody has answered yet.

    Attributes
    ----------
    about : str
        Of which fact, armed actor or group it is asked; "" where the kind says it all.
    area_code : str
        P-code of the area it is asked of; "" for the whole country.
    """

    kind: GapKind
    about: str = ""
    area_code: str = ""

    @property
    def name(self) -> str:
        """What it is called in the catalogues: ``fact.contact_punished``, ``consent``."""
        return f"{self.kind}.{self.about}" if self.kind is GapKind.FACT else self.kind.value


@dataclass(frozen=True, slots=True)
class CallLine:
    """One question of a call sheet, open in one area or in many.

    Attributes
    ----------
    gap : Gap
        The question; without an area where it is open in several.
    areas : tuple[str, ...]
        Codes of the areas in which it is open.
    settles : tuple[str, ...]
        Codes of those whose decision it settles whichever way the answer falls.
    settles_one_way : tuple[str, ...]
        Codes of those whose decision only one of its answers settles.
    hours : float
        Field work that it takes, in the policy's hours.
    id : str
        Its identifier in this project; see :func:`gap_id`.
    """

    gap: Gap
    areas: tuple[str, ...]
    settles: tuple[str, ...]
    settles_one_way: tuple[str, ...]
    hours: float
    id: str

    def gap_in(self, area_code: str) -> Gap:
        """Return the question as it is asked in one of its areas."""
        return self.gap if self.gap.kind.is_of_the_country else replace(self.gap, area_code=area_code)


def gap_id(gap: Gap, project_id: str) -> str:
    """Return the identifier of a question in one project, such as ``G-K7QX-2M4D``: it says nothing to whoever has no project open."""
    told = f"{gap.kind}\n{gap.about}\n{gap.area_code}".encode()
    digest = hashlib.blake2b(told, key=project_id.encode()[:64], digest_size=5).digest()
    text = base64.b32encode(digest).decode("ascii")
    return f"G-{text[:4]}-{text[4:]}"


_ID = re.compile(r"G-[A-Z2-7]{4}-[A-Z2-7]{4}")
_SCHEME = "MRM1:"  # what a reader of QR codes returns before the identifier


def read_gap_id(text: str) -> str:
    """Return the identifier in what somebody typed or scanned; "" where there is none. Small letters are forgiven."""
    found = _ID.fullmatch(text.strip().upper().removeprefix(_SCHEME))
    return found.group() if found else ""

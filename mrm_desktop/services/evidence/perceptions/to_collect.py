"""What to collect next: where something is missing, and how many interviews would settle it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.views import ProjectView
from mrm_desktop.domain.vocabulary import EvidenceMethod, Stratum
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.scoring import Policy

FOR_WANT_OF_BETTER = 0.8
"""Quality that is supposed of whoever goes and asks, where nobody has asked there yet: that of grade B2."""


@dataclass(frozen=True, slots=True)
class ToCollect:
    """An area with what is missing about it.

    Attributes
    ----------
    exposed : int
        Places and presence records: where ignorance matters most.
    interviews : Mapping[Stratum, int]
        About how many more interviews of a purposive survey each group needs, by whoever asked last.
    """

    area_code: str
    area_name: str
    gaps: tuple[Reason, ...]
    has_evidence: bool
    exposed: int
    interviews: Mapping[Stratum, int]


def to_collect(
    codes: Sequence[str], names: Mapping[str, str], knowledge: Knowledge, view: ProjectView, policy: Policy
) -> tuple[ToCollect, ...]:
    """List areas with gaps: those without any evidence first, and among them those where most is at stake."""
    placed: dict[str, int] = {}
    for place in (p for p in knowledge.places if p.area_code):
        placed[place.area_code or ""] = placed.get(place.area_code or "", 0) + 1
    heard = {e.area_code for e in knowledge.evidence if e.known_from <= view.on}
    found = []
    for code in codes:
        inside = knowledge.ground.below_and_self(code)
        exposed = sum(placed.get(c, 0) for c in inside) + len(view.presence_by_area.get(code, ()))
        gaps = tuple(view.assessments[code].gaps)
        if gaps:
            worth = _worth_of_one(knowledge, inside, policy)
            found.append(ToCollect(code, names[code], gaps, bool(inside & heard), exposed, _interviews(gaps, worth)))
    return tuple(sorted(found, key=lambda t: (t.has_evidence, -t.exposed, t.area_name)))


def _interviews(gaps: Sequence[Reason], worth: float) -> Mapping[Stratum, int]:
    """Return how many interviews lift each group that is too thin to where the method hears it."""
    thin = [gap for gap in gaps if gap.code == "gap.stratum_mass"]
    return {Stratum(gap.params["stratum"]): max(1, ceil((gap.params["needed"] - gap.params["mass"]) / worth)) for gap in thin}


def _worth_of_one(knowledge: Knowledge, inside: frozenset[str] | set[str], policy: Policy) -> float:
    """Return the mass of one interview: half an answer of a random sample, times the quality of whoever asked there last (METHOD 3)."""
    asked = [e.item for e in knowledge.evidence.of(inside) if e.item.method is not EvidenceMethod.MEDIA]
    qualities = [
        min(policy.grades.reliability[item.grade.reliability], policy.grades.credibility[item.grade.credibility])
        for item in sorted(asked, key=lambda item: item.collected_on)
    ]
    usable = [q for q in qualities if q > 0.0]
    return (usable[-1] if usable else FOR_WANT_OF_BETTER) / policy.acceptance.purposive_divisor

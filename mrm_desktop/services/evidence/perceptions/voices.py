"""Voices: what one group told one source in one round, whether it counts as that group or is a part of another one.

All women are those who count as women and the women among the displaced: nobody is in two voices of one group, so they add up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from mrm_desktop.domain.evidence import AreaEvidence, RatingDistribution
from mrm_desktop.domain.survey_groups import AXIS_OF
from mrm_desktop.domain.vocabulary import EvidenceMethod, Stratum
from mrm_desktop.scoring import Policy

EVERYBODY, ELSEWHERE = Stratum.ALL.value, "elsewhere"
GROUPS_SHOWN = (*AXIS_OF, EVERYBODY, ELSEWHERE)
"""All groups in the order in which they are shown; of who was asked elsewhere nobody says which group it is."""
RATINGS = (-2, -1, 0, 1, 2)


@dataclass(frozen=True, slots=True)
class Voice:
    """What one group said.

    Attributes
    ----------
    group : str
        One of :data:`GROUPS_SHOWN`.
    answered : float
        People who rated; groups held where ``counts_groups``.
    is_part : bool
        Whether they count as another group, and are shown here by a further division.
    """

    evidence: AreaEvidence
    group: str
    answered: float
    mean: float
    distribution: RatingDistribution | None
    is_part: bool = False

    @property
    def counts_groups(self) -> bool:
        """Whether sittings of groups were counted, and not people: they are added to no people."""
        return self.evidence.item.method is EvidenceMethod.FOCUS_GROUP

    @property
    def day(self) -> date:
        """The day of the answers."""
        return self.evidence.item.collected_on

    @property
    def source(self) -> str:
        """Whoever asked."""
        return self.evidence.item.source


def voices_of(evidence: Iterable[AreaEvidence]) -> list[Voice]:
    """Return every voice in some evidence."""
    found = []
    for e in evidence:
        item = e.item
        group = ELSEWHERE if item.asked_elsewhere else item.stratum.value
        found.append(Voice(e, group, item.answered, item.mean_rating, e.distribution))
        if not item.asked_elsewhere:
            parts = ((part, sum(part.distribution.counts)) for part in e.parts)
            found += [Voice(e, p.group, float(n), p.mean_rating, p.distribution, is_part=True) for p, n in parts if n]
    return found


class SameQuestion(Enum):
    """Whether two voices answered one question."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def same_question(one: AreaEvidence, other: AreaEvidence) -> SameQuestion:
    """Tell whether two items answer one question: by form and name of it first, for labels are translated, then by its words.

    One question that was reworded since is not known to be the same; a person may say so at import. Of labels alone that differ nobody
    knows whether they are translations.
    """
    if one.instrument and other.instrument:
        if one.instrument != other.instrument:
            return SameQuestion.NO
        reworded = one.wording_hash and other.wording_hash and one.wording_hash != other.wording_hash
        return SameQuestion.UNKNOWN if reworded else SameQuestion.YES
    if one.wording_hash and one.wording_hash == other.wording_hash:
        return SameQuestion.YES
    return SameQuestion.UNKNOWN


def divisor(voices: Iterable[Voice], policy: Policy) -> float:
    """Return how many answers are worth one of a random sample: the worst of the voices (METHOD 3)."""
    worth = [1.0]
    for item in (voice.evidence.item for voice in voices):
        if item.method is EvidenceMethod.PROBABILITY_SURVEY:
            worth.append(item.design_effect or policy.acceptance.design_effect)
        elif item.method is EvidenceMethod.PURPOSIVE_SURVEY:
            worth.append(policy.acceptance.purposive_divisor)
    return max(worth)


def pooled(voices: Iterable[Voice]) -> tuple[int, ...] | None:
    """Add the distributions up; None where one of the voices has none: half a distribution would mislead."""
    found = [voice.distribution for voice in voices]
    if any(d is None for d in found):
        return None
    counts = tuple(sum(d.counts[k] for d in found if d is not None) for k in range(len(RATINGS)))
    return counts if sum(counts) else None


def mean_of(voices: Iterable[Voice]) -> float:
    """Return the mean rating of some voices, by how many answered; at least one did."""
    listed = list(voices)
    return sum(v.mean * v.answered for v in listed) / sum(v.answered for v in listed)


def mean_day(voices: Iterable[Voice]) -> date:
    """Return the mean day of some voices, by how many answered, rounded down."""
    listed = [v for v in voices if v.answered > 0]
    people = sum(v.answered for v in listed)
    return date.fromordinal(int(sum(v.day.toordinal() * v.answered for v in listed) // people))

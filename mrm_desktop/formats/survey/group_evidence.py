"""From the answers of one group to one item of evidence: counts, means, days, and what the way the sample was drawn did to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from math import fsum

import numpy as np
import numpy.typing as npt

from mrm_desktop.domain.evidence import AreaEvidence, CommunityEvidence, FollowUps, GroupPart, QuestionCounts, SurveyDesign
from mrm_desktop.domain.survey_groups import AXIS_OF, GROUPS
from mrm_desktop.domain.vocabulary import EvidenceMethod, Stratum
from mrm_desktop.formats.survey import follow_ups
from mrm_desktop.formats.survey.answers import AXES, HOWS, Answers, Facets
from mrm_desktop.formats.survey.follow_ups import follow_ups_of
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.scoring import load_policy
from mrm_desktop.statistics.samples import Estimate, SampleDesign

RELIABLE_FROM = 10
"""Clusters beyond strata from which on a linearised error may make a sample worth more than the method supposes; fewer say too little."""

Ints = npt.NDArray[np.int64]


class SampleOf:
    """The sample of a whole file, from which the error of each group follows: also clusters without anybody of a group are drawn."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self.has_clusters = bool((answers.clusters >= 0).all())
        clusters = answers.clusters if self.has_clusters else np.arange(len(answers.clusters))
        self._design = SampleDesign(clusters, answers.design_strata, answers.populations)

    def of(self, rows: Ints) -> tuple[Estimate, bool]:
        """Return the mean rating of those of some rows who rated, and whether clusters are known."""
        chosen = np.zeros(len(self._answers.slots), dtype=bool)
        chosen[rows] = True
        chosen &= self._answers.rated
        weights = self._answers.weights * self._answers.people
        return self._design.mean(self._answers.ratings, weights, chosen), self.has_clusters


@dataclass(frozen=True, slots=True)
class Asked:
    """Which question the answers are to, as a hash of form and question, and on which scale they are."""

    instrument: str
    scale: str


def evidence_of(
    code: str,
    stratum: Stratum,
    facets: Facets,
    answers: Answers,
    hows: Ints,
    asked: Asked,
    estimate: tuple[Estimate, bool] | None,
) -> AreaEvidence:
    """Return the evidence of one group, at least one of whom rated.

    Parameters
    ----------
    hows : Ints
        How each row found the area, as a position in :data:`~mrm_desktop.formats.survey.answers.HOWS`.
    estimate : tuple[Estimate, bool] | None
        The mean rating with its error, where it is known how the sample was drawn, and whether clusters are.
    """
    if facets.method is not EvidenceMethod.PROBABILITY_SURVEY:
        answers = replace(answers, weights=np.ones(len(answers.weights)))
    spread = answers.distribution()
    answered = sum(spread.counts)
    beside = follow_ups_of(_asked(answers))
    drawn = None if facets.method is not EvidenceMethod.PROBABILITY_SURVEY or estimate is None else _design(answers, *estimate)
    first, last = int(answers.days.min()), int(answers.days.max())
    return AreaEvidence(
        id=new_id(),
        area_code=code,
        round=facets.round,
        item=CommunityEvidence(
            stratum=stratum,
            method=facets.method,
            source=facets.source,
            collected_on=_day(answers),
            answered=float(answered),
            mean_rating=_mean(answers),
            grade=facets.grade,
            refused_share=spread.refused / (answered + spread.do_not_know + spread.refused),
            design_effect=facets.design_effect if drawn is None or facets.design_effect else _counts_as(drawn),
            rated=facets.rated,
            asked_elsewhere=facets.asked_elsewhere,
            takes_sides_share=_share(beside, "takes_sides"),
            minds_being_seen_share=_share(beside, "minds_being_seen"),
        ),
        distribution=spread,
        wording_hash=facets.wording_hash,
        matched_by=HOWS[int(np.bincount(hows, minlength=len(HOWS)).argmax())],
        rated_unit=facets.rated_unit,
        bad_conduct_share=_share(beside, "bad_conduct"),
        follow_ups=beside,
        instrument=asked.instrument,
        scale=asked.scale,
        parts=_parts(stratum, answers),
        design=drawn,
        first_day=None if first == last else date.fromordinal(first),
        last_day=None if first == last else date.fromordinal(last),
    )


def _day(answers: Answers) -> date:
    """Return the mean day of those who rated, rounded down: what is in doubt is older."""
    days, people = answers.days[answers.rated], answers.people[answers.rated]
    return date.fromordinal(int((days * people).sum() // people.sum()))


def _mean(answers: Answers) -> float:
    """Return the mean rating, weighted; 0 where nobody rated. The sum is exact in any order of the rows."""
    chosen = answers.rated
    weights = answers.weights[chosen] * answers.people[chosen]
    total = fsum(weights)
    return min(2.0, max(-2.0, fsum(weights * answers.ratings[chosen]) / total)) if total else 0.0


def _asked(answers: Answers) -> list[list[int]]:
    counts = np.zeros((len(follow_ups.FIELDS), follow_ups.COLUMNS), dtype=np.int64)
    for question in range(len(follow_ups.FIELDS)):
        np.add.at(counts[question], answers.questions[:, question], answers.people)
    return counts.tolist()


def _parts(stratum: Stratum, answers: Answers) -> tuple[GroupPart, ...]:
    """Return how the same people divide by what does not make them this group."""
    found = []
    for column, axis in enumerate(AXES):
        if AXIS_OF.get(stratum.value) is axis:
            continue
        for number, group in enumerate(GROUPS[axis], start=1):
            chosen = answers.groups[:, column] == number
            if chosen.any():
                mine = answers.those(chosen)
                found.append(GroupPart(group, _mean(mine), mine.distribution()))
    return tuple(found)


def _design(answers: Answers, estimate: Estimate, has_clusters: bool) -> SurveyDesign:
    return SurveyDesign(
        weighted=bool((answers.weights[answers.rated] != 1.0).any()),
        kish=estimate.kish,
        linearised=estimate.design_effect if has_clusters else None,
        clusters=estimate.clusters if has_clusters else 0,
        freedom=estimate.freedom if has_clusters else 0,
    )


def _counts_as(drawn: SurveyDesign) -> float | None:
    """Return the design effect that the method takes (METHOD 3: ``n / deff``, 1.5 unless given); None for its own.

    By linearisation where there are clusters enough to rely on it. Where there are fewer, or none are known, a sample is never worth
    more than the method supposes, and less where the weights alone, or what little is known of the clusters, say so.
    """
    supposed = load_policy().acceptance.design_effect
    found = max(1.0, drawn.kish, drawn.linearised or 1.0)
    if drawn.linearised is not None and drawn.freedom >= RELIABLE_FROM:
        return found
    return found if found > supposed else None


def _share(said: FollowUps | None, question: str) -> float | None:
    counts: QuestionCounts | None = getattr(said, question, None)
    return counts.share if counts is not None else None

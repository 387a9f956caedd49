"""Evidence on perceptions: of communities, and - apart from them, always - of armed actors.

Individual answers never become domain objects: they are aggregated when a file is read and then dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import ActorKind, EvidenceMethod, Rated, Stance, Stratum

RATING_MIN = -2.0
RATING_MAX = 2.0


@dataclass(frozen=True, slots=True)
class CommunityEvidence:
    """What one stratum of one area told one source in one round.

    Attributes
    ----------
    stratum : Stratum
        Who answered. ``all`` counts towards no named stratum.
    method : EvidenceMethod
        How it was collected; decides the effective number.
    source : str
        Code of the source. Items of one source share one cap.
    collected_on : date
        Day of the answers: their mean where each has its own, so that one late form makes no older answer younger; else what was said.
    answered : float
        People who answered (surveys, key informants, observations) or groups held (focus groups); >= 0.
    mean_rating : float
        Mean rating, -2 (much worse with peacekeepers) to 2.
    grade : Grade
        Reliability and credibility of the source for this item.
    refused_share : float
        Share of those asked who refused, 0 to 1.
    reset_since : bool
        Whether a reset event (riot, rotation, attack on the UN ...) came after the fieldwork.
    design_effect : float | None
        Design effect of a probability survey, >= 1; None for the policy's default.
    rated : Rated
        Who was rated; only ratings of the UN military that is here now count.
    asked_elsewhere : bool
        Whether people from this area were asked somewhere else: refugees, relatives. They are a group of their own.
    takes_sides_share, minds_being_seen_share : float | None
        Share of those who answered who say that peacekeepers take sides, and who mind being seen with them, 0 to 1; None when not asked.
    """

    stratum: Stratum
    method: EvidenceMethod
    source: str
    collected_on: date
    answered: float
    mean_rating: float
    grade: Grade
    refused_share: float = 0.0
    reset_since: bool = False
    design_effect: float | None = None
    rated: Rated = Rated.UN_MILITARY
    asked_elsewhere: bool = False
    takes_sides_share: float | None = None
    minds_being_seen_share: float | None = None


@dataclass(frozen=True, slots=True)
class StanceReport:
    """One source's report of an armed actor's stance. It never says who told it."""

    stance: Stance
    grade: Grade
    reported_on: date
    source: str


@dataclass(frozen=True, slots=True)
class ArmedActor:
    """An armed actor present in an area, with what is reported of its stance.

    Attributes
    ----------
    name : str
        Code name of the actor.
    kind : ActorKind
        State forces or not.
    able_to_harm : bool
        Whether it can harm an NGO vehicle or a witness here; yes, where nobody says otherwise.
    sources : tuple[StanceReport, ...]
        Reports in any order; may be empty, which is a gap.
    """

    name: str
    kind: ActorKind
    able_to_harm: bool = True
    sources: tuple[StanceReport, ...] = ()


@dataclass(frozen=True, slots=True)
class RatingDistribution:
    """How the answers behind one item of evidence were spread; kept so that a mean never hides a split community.

    Attributes
    ----------
    counts : tuple[int, int, int, int, int]
        Answers of -2, -1, 0, 1 and 2.
    do_not_know : int
        Answers of "don't know"; they count neither as an answer nor as a refusal.
    refused : int
        Answers of "prefer not to say" and blanks of people who refused.
    """

    counts: tuple[int, int, int, int, int]
    do_not_know: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class QuestionCounts:
    """How many people gave which answer to a question with a yes and a no.

    Attributes
    ----------
    yes, no : int
        Those who answered; of these, and of nobody else, a share is taken.
    do_not_know, refused : int
        Those who did not know, and those who would not say; a blank is neither.
    """

    yes: int
    no: int
    do_not_know: int = 0
    refused: int = 0

    @property
    def answered(self) -> int:
        """People who said yes or no."""
        return self.yes + self.no

    @property
    def share(self) -> float | None:
        """Share of yes among those who answered, 0 to 1; None where nobody did."""
        return self.yes / self.answered if self.answered else None


@dataclass(frozen=True, slots=True)
class FollowUps:
    """Answers to the questions that follow the rating; None where a question was not asked.

    Attributes
    ----------
    takes_sides : QuestionCounts | None
        Yes: peacekeepers take sides, at least somewhat.
    minds_being_seen : QuestionCounts | None
        Yes: people mind being seen with them, at least somewhat.
    bad_conduct : QuestionCounts | None
        Yes: they behave badly or very badly towards people here.
    """

    takes_sides: QuestionCounts | None = None
    minds_being_seen: QuestionCounts | None = None
    bad_conduct: QuestionCounts | None = None


@dataclass(frozen=True, slots=True)
class GroupPart:
    """Those of one item of evidence who are also in a group of another division: the women among the displaced.

    Attributes
    ----------
    group : str
        One of :data:`~mrm_desktop.domain.survey_groups.AXIS_OF`.
    mean_rating : float
        Their mean rating, -2 to 2, weighted as that of the item is; 0 where nobody of them rated.
    """

    group: str
    mean_rating: float
    distribution: RatingDistribution


@dataclass(frozen=True, slots=True)
class SurveyDesign:
    """What drawing the sample as it was drawn did to an estimate from it.

    Attributes
    ----------
    weighted : bool
        Whether the mean is weighted.
    kish : float
        Loss by unequal weights, >= 1 (Kish 1965: 1 + their squared coefficient of variation).
    linearised : float | None
        Design effect by linearisation over strata and clusters; None where no clusters are known or all answers are alike.
    clusters : int
        Clusters in which somebody of the group answered; 0 where none are known.
    freedom : int
        Clusters less strata among these: how much the error itself can be relied upon.
    """

    weighted: bool
    kish: float
    linearised: float | None = None
    clusters: int = 0
    freedom: int = 0


@dataclass(frozen=True, slots=True)
class AreaEvidence:
    """Community evidence placed in an area: one stratum, one source, one round, one object that was rated.

    Attributes
    ----------
    round : str
        Name of the collection round, such as ``2026-03``.
    rated_unit : str
        Code of the contingent or base that was rated, never several at once; "" for all that ``item.rated`` names.
    bad_conduct_share : float | None
        Share of those who answered who say that those rated behave badly, 0 to 1; None when not asked. Shown; enters no number.
    follow_ups : FollowUps | None
        Counts behind the shares of ``item`` and ``bad_conduct_share``; None where only shares are on record.
    wording_hash : str
        SHA-256 of the question as asked; "" when unknown.
    instrument : str
        SHA-256 of form and question, which stay while labels are translated; "" when unknown. Rounds compare within one alone.
    scale : str
        Scale of the answers, such as ``worse_better``: its words are shown; "" when unknown.
    parts : tuple[GroupPart, ...]
        How the same people divide otherwise, as far as they were asked. Shown; enters no number of the method.
    design : SurveyDesign | None
        How the sample was drawn, where the file says so.
    first_day, last_day : date | None
        First and last day on which somebody of them answered; None where only one day is on record.
    matched_by : str
        How the rows found the area: ``pcode``, ``name``, ``near_name``, ``point``.
    valid_from, valid_to : date | None
        Days between which whoever collected it lets it be used; ageing within them is the method's business.
    """

    id: str
    area_code: str
    round: str
    item: CommunityEvidence
    distribution: RatingDistribution | None = None
    wording_hash: str = ""
    matched_by: str = ""
    dataset_id: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    rated_unit: str = ""
    bad_conduct_share: float | None = None
    follow_ups: FollowUps | None = None
    instrument: str = ""
    scale: str = ""
    parts: tuple[GroupPart, ...] = ()
    design: SurveyDesign | None = None
    first_day: date | None = None
    last_day: date | None = None

    @property
    def known_from(self) -> date:
        """The day from which all of it was known."""
        return self.last_day or self.item.collected_on


@dataclass(frozen=True, slots=True)
class ActorReport:
    """One stance report on one armed actor in one area; the row of the armed-actor table.

    ``report`` is None where the actor is listed without any report: known to be there, stance unknown. The period is that for which
    the actor is said to be there with that stance, such as the days of a ceasefire.
    """

    id: str
    area_code: str
    actor: str
    kind: ActorKind
    able_to_harm: bool
    report: StanceReport | None = None
    dataset_id: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class ResetEvent:
    """An event after which earlier favourable evidence counts little: riot, rotation, joint operations, attack on the UN ..."""

    id: str
    area_code: str
    kind: str
    happened_on: date
    source: str
    grade: Grade

    @property
    def valid_from(self) -> date:
        """The day from which it counts."""
        return self.happened_on

    @property
    def valid_to(self) -> None:
        """An event stays true; what is younger than it is not touched by it."""
        return

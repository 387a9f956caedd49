"""Who matters for the safety and access of an office in an area: groups and offices, what they think, and who keeps in touch with them.

Security people know this as acceptance analysis: stakeholder, influence, perception, engagement. It enters no number of the method.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.statement import Statement
from mrm_desktop.domain.vocabulary import Word

MET_LATELY_DAYS, OLD_AFTER_DAYS = 90, 180
"""Days after which a meeting is no longer lately, and after which an entry is old: much changes in half a year."""


class StakeholderKind(Word):
    """What a group or an office is."""

    AUTHORITIES = "authorities"
    SECURITY_FORCES = "security_forces"
    ARMED_GROUP = "armed_group"
    CUSTOMARY_LEADERS = "customary_leaders"
    RELIGIOUS_LEADERS = "religious_leaders"
    WOMENS_GROUP = "womens_group"
    YOUTH_GROUP = "youth_group"
    DISPLACED_COMMITTEE = "displaced_committee"
    DISABILITY_ORGANISATION = "disability_organisation"
    OLDER_PEOPLE = "older_people"
    COMMUNITY_COMMITTEE = "community_committee"
    TRADERS = "traders"
    CIVIL_SOCIETY = "civil_society"
    MEDIA = "media"
    UN_CIVILIAN = "un_civilian"


ARMED = frozenset({StakeholderKind.SECURITY_FORCES, StakeholderKind.ARMED_GROUP})
"""Those with whom nobody speaks but whom the office's access policy names."""


class Influence(Word):
    """How much a group can do for or against the safety and access of the office."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Acceptance(Word):
    """What a group thinks of the office and its work."""

    SUPPORTIVE = "supportive"
    ACCEPTING = "accepting"
    INDIFFERENT = "indifferent"
    SCEPTICAL = "sceptical"
    HOSTILE = "hostile"
    UNKNOWN = "unknown"


AGAINST_TO_FOR = (
    Acceptance.HOSTILE,
    Acceptance.SCEPTICAL,
    Acceptance.INDIFFERENT,
    Acceptance.ACCEPTING,
    Acceptance.SUPPORTIVE,
    Acceptance.UNKNOWN,
)
"""The order in which the field of a group is looked for: from hostile to supportive, unknown apart."""


class ContactView(Word):
    """What a group thinks of contact between the office and peacekeepers."""

    IN_FAVOUR = "in_favour"
    NO_OBJECTION = "no_objection"
    WARY = "wary"
    AGAINST = "against"
    UNKNOWN = "unknown"


class Engagement(Word):
    """How the office keeps in touch with a group."""

    NONE = "none"
    NOW_AND_THEN = "now_and_then"
    REGULAR = "regular"
    AGREED = "agreed"


class Course(Word):
    """What acceptance analysis says to do about a group, the most pressing first."""

    FIND_OUT = "find_out"
    WIN = "win"
    KEEP_CLOSE = "keep_close"
    LISTEN = "listen"
    KEEP_INFORMED = "keep_informed"


@dataclass(frozen=True, slots=True)
class Stakeholder(Statement):
    """A group or an office in an area, as somebody judged it on a day. Never a person.

    Attributes
    ----------
    area_code : str
        P-code of the area, with everything inside it; "" for the whole country.
    who : str
        What the group or office is called, such as "women's association of the county" or "county commissioner's office".
    on : date
        Day of the judgement.
    by : str
        Role that judged; never a name.
    last_met : date | None
        Day on which the office last spoke with them; None where it never did, or nobody wrote it down.
    next_step : str
        What is to be done next, in a sentence; "" where nothing is planned.
    """

    area_code: str
    who: str
    kind: StakeholderKind
    influence: Influence
    acceptance: Acceptance
    engagement: Engagement
    on: date
    by: str
    source: str
    grade: Grade
    contact_view: ContactView = ContactView.UNKNOWN
    last_met: date | None = None
    next_step: str = ""

    @property
    def thing(self) -> str:
        """The group in its area: a later judgement takes the place of an earlier one."""
        return f"{self.area_code or '-'} {' '.join(self.who.casefold().split())}"

    @property
    def fault(self) -> str | None:
        """It is about somebody, and no meeting lies after the day on which it was told of."""
        if not self.who.strip():
            return "facts.stakeholder_of_nobody"
        return "facts.stakeholder_met_later" if self.last_met is not None and self.last_met > self.on else None

    def known_on(self, day: date) -> bool:
        """Tell whether it had been judged by ``day``."""
        return self.on <= day

    @property
    def course(self) -> Course:
        """What to do about the group, by its influence and by what it thinks of the office."""
        if self.influence is Influence.LOW:
            against = self.acceptance in (Acceptance.SCEPTICAL, Acceptance.HOSTILE)
            return Course.LISTEN if against else Course.KEEP_INFORMED
        if self.acceptance is Acceptance.UNKNOWN:
            return Course.FIND_OUT
        if self.acceptance in (Acceptance.SCEPTICAL, Acceptance.HOSTILE, Acceptance.INDIFFERENT):
            return Course.WIN
        return Course.KEEP_CLOSE if self.influence is Influence.HIGH else Course.KEEP_INFORMED

    def was_met_lately(self, day: date) -> bool:
        """Whether the office spoke with them in the last months."""
        return self.last_met is not None and (day - self.last_met).days <= MET_LATELY_DAYS

    def is_old(self, day: date) -> bool:
        """Whether it was judged so long ago that it has to be judged anew."""
        return (day - self.on).days > OLD_AFTER_DAYS


@dataclass(frozen=True, slots=True)
class Known:
    """A group with what its area is called, and how it stands on the day of the question.

    Attributes
    ----------
    met_lately : bool
        Whether the office spoke with them in the last months.
    is_old : bool
        Whether it has to be judged anew.
    """

    stakeholder: Stakeholder
    area_name: str
    met_lately: bool
    is_old: bool


@dataclass(frozen=True, slots=True)
class WhoMatters:
    """The groups of an area, or of all.

    Attributes
    ----------
    groups : tuple[Known, ...]
        Whom to speak with first, first.
    grid : dict[tuple[Influence, Acceptance], tuple[Known, ...]]
        The same by influence and acceptance; nothing where nobody stands.
    against_contact : tuple[Known, ...]
        Those who are against contact with peacekeepers or wary of it and have influence: to be thought of before any contact.
    missing : tuple[StakeholderKind, ...]
        Of those who are forgotten first, the kinds that are not on record.
    """

    on: date
    area_code: str
    groups: tuple[Known, ...]
    grid: dict[tuple[Influence, Acceptance], tuple[Known, ...]]
    against_contact: tuple[Known, ...]
    missing: tuple[StakeholderKind, ...]


def newest_of(stakeholders: Iterable[Stakeholder]) -> tuple[Stakeholder, ...]:
    """Return of several judgements of one group the newest; of one day the last that was stated."""
    newest: dict[str, Stakeholder] = {}
    for one in stakeholders:
        if one.thing not in newest or one.on >= newest[one.thing].on:
            newest[one.thing] = one
    return tuple(newest.values())


def by_urgency(stakeholders: Iterable[Stakeholder], day: date) -> list[Stakeholder]:
    """Return groups in the order in which they need somebody: by course, those nobody spoke with before the others, by influence."""
    courses, influences = list(Course), list(Influence)

    def urgency(one: Stakeholder) -> tuple[int, bool, int, str, str]:
        met = one.was_met_lately(day) and one.engagement is not Engagement.NONE
        return courses.index(one.course), met, influences.index(one.influence), one.area_code, one.who.casefold()

    return sorted(stakeholders, key=urgency)


HARDLY_HEARD = (
    StakeholderKind.WOMENS_GROUP,
    StakeholderKind.YOUTH_GROUP,
    StakeholderKind.DISPLACED_COMMITTEE,
    StakeholderKind.OLDER_PEOPLE,
    StakeholderKind.DISABILITY_ORGANISATION,
)
"""Those whom an office forgets first, and who are harmed first."""


def kinds_missing(stakeholders: Sequence[Stakeholder]) -> tuple[StakeholderKind, ...]:
    """Return which of those who are forgotten first are not on record."""
    there = {one.kind for one in stakeholders}
    return tuple(kind for kind in HARDLY_HEARD if kind not in there)

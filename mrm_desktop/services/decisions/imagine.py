"""What if: facts that an officer can imagine, each as a change of the case; nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from mrm_desktop.domain.assessments import Assessment
from mrm_desktop.domain.case import Case, EventAhead, fact_of, with_fact
from mrm_desktop.domain.field_answers import CONSENT
from mrm_desktop.domain.vocabulary import CivilianContact, EventKind, MissionStatus, PatrolFrequency, Stance, Stratum, Threat
from mrm_desktop.scoring import Policy, assess
from mrm_desktop.scoring.open_questions import reported, with_answers
from mrm_desktop.scoring.steps import Change

DAYS_AHEAD = 14
"""How soon an event comes that is imagined: within the days in which nothing visible is begun any more (METHOD section 2, F3)."""
WORST_RATING, ASKED, METHOD = -2.0, 60, "probability_survey"
"""What a group would have to say, and how many of it, so that it is heard beyond doubt."""
_FACTS = ("contact_punished", "reprisals_for_contact", "joint_operations_with_party", "alleged_perpetrator")


@dataclass(frozen=True, slots=True)
class Imagined:
    """One thing that might come to be so.

    Attributes
    ----------
    kind : str
        Of its sentence, ``imagine.<kind>``.
    about : str
        Which group or armed actor; "" where the kind says it all.
    change : Change
        The case in which it is so.
    """

    kind: str
    about: str
    change: Change

    @property
    def key(self) -> str:
        """What names it among all that can be imagined of one case."""
        return f"{self.kind}:{self.about}"


def imaginable(case: Case, policy: Policy) -> tuple[Imagined, ...]:
    """Return what is not so and might come to be so, of people and armed actors first."""
    return (*_people(case, policy), *_actors(case, policy), *_facts(case), *_mission(case), *_threat(case))


def imagine(case: Case, keys: Collection[str], policy: Policy) -> Assessment:
    """Return the answer of the method if some imagined things were so, all together.

    Parameters
    ----------
    keys : Collection[str]
        Their keys; what can no longer be imagined of the case is passed over.
    """
    for imagined in imaginable(case, policy):
        if imagined.key in keys:
            case = imagined.change(case)
    return assess(case, policy)


def _people(case: Case, policy: Policy) -> Iterator[Imagined]:
    """Each group that has to be heard says that life is much worse with the soldiers."""
    for stratum in case.required_strata:
        yield Imagined("group_rejects", stratum.value, _says_no(stratum, policy))
    if fact_of(case, CONSENT) is not False:
        yield Imagined("exposed_say_no", "", lambda one: with_fact(one, CONSENT, False))


def _says_no(stratum: Stratum, policy: Policy) -> Change:
    return lambda case: with_answers(case, (stratum,), METHOD, ASKED, policy.adequacy.sources, WORST_RATING, policy)


def _actors(case: Case, policy: Policy) -> Iterator[Imagined]:
    """Each armed actor turns hostile, or is found to tolerate contact by as many sources as it takes."""
    enough = policy.tolerance.independent_sources
    for actor in case.armed_actors or ():
        yield Imagined("actor_hostile", actor.name, reported(actor.name, Stance.HOSTILE, 1, policy))
        if any(source.stance in (Stance.HOSTILE, Stance.TARGETING) for source in actor.sources):
            yield Imagined("actor_tolerant", actor.name, reported(actor.name, Stance.TOLERANT, enough, policy))


def _facts(case: Case) -> Iterator[Imagined]:
    for name in _FACTS:
        if fact_of(case, name) is not True:
            yield Imagined(name, "", _becomes_so(name))


def _becomes_so(name: str) -> Change:
    return lambda case: with_fact(case, name, True)


def _mission(case: Case) -> Iterator[Imagined]:
    mission = case.mission
    if mission.status not in (MissionStatus.UNCONFIRMED, MissionStatus.CLOSED):
        yield Imagined("mandate_ends", "", lambda one: _with(one, status=MissionStatus.UNCONFIRMED))
    if mission.status is not MissionStatus.CLOSED:
        yield Imagined("mission_closes", "", lambda one: _with(one, status=MissionStatus.CLOSED))
    if mission.patrol_frequency is not PatrolFrequency.NONE:
        yield Imagined("patrols_stop", "", lambda one: _with(one, patrol_frequency=PatrolFrequency.NONE, hotline=False))
    yield Imagined("base_leaves", "", _leaves)
    if mission.civilian_contact is not CivilianContact.NONE:
        yield Imagined("adviser_unreachable", "", lambda one: _with(one, civilian_contact_tested=False))


def _with(case: Case, **facts: object) -> Case:
    return replace(case, mission=replace(case.mission, **facts))  # type: ignore[arg-type]  # each is a field of the mission


def _leaves(case: Case) -> Case:
    leaving = EventAhead(EventKind.WITHDRAWAL, case.assessed_on + timedelta(days=DAYS_AHEAD))
    return replace(case, events_ahead=(*case.events_ahead, leaving))


def _threat(case: Case) -> Iterator[Imagined]:
    if case.request.threat is Threat.NONE:
        yield Imagined("attack_expected", "", lambda one: replace(one, request=replace(one.request, threat=Threat.IMMINENT)))

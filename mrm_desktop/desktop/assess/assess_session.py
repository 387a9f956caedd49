"""What the assess workspace asks of an open project: one area's answer, the decision on it, the record of decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mrm_desktop.desktop.parts.cards import ShownCard, ask_card
from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.domain.case import RiskMeasure
from mrm_desktop.domain.decisions import Decision, DecisionDraft, DecisionHead
from mrm_desktop.domain.duty_lines import CheckedLine
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.domain.sign_offs import Course, PerceptionSince, Standing
from mrm_desktop.domain.vocabulary import Flag, Mode
from mrm_desktop.foundation.clock import now
from mrm_desktop.project.question import Question

if TYPE_CHECKING:
    from mrm_desktop.domain.assessments import Assessment
    from mrm_desktop.domain.event_log import LogCheck
    from mrm_desktop.domain.views import AreaCard
    from mrm_desktop.scoring import AreaDifference, Pair, Policy
    from mrm_desktop.services.decisions.imagine import Imagined
    from mrm_desktop.services.decisions.objections import Brought
    from mrm_desktop.services.decisions.raise_alert import UnwrittenAlert


FLAGS_OF_AN_ALERT = (Flag.NO_MILITARY_HERE, Flag.UNARMED, Flag.NOT_THIS_CONTINGENT, Flag.EMERGENCY_ELSEWHERE, Flag.UNVERIFIED)
"""Flags of an alert that say whom else to call and what to do meanwhile; in the order in which they are said."""
CONDITION_OF_AN_ALERT = "condition.harm_for_contact_known"
"""The condition of an alert that is said with them: how to call without harm to anybody."""


@dataclass(frozen=True, slots=True)
class CheckedRecords:
    """What a look at decisions and log found.

    Attributes
    ----------
    breaks, departures : int
        Decisions that do not fit the one before, and parts of answers that come out differently when they are replayed.
    log : LogCheck | None
        None in a shared database, which keeps none.
    lacks_what_was_seen : bool
        Whether the file lacks what was last seen of its log on this computer.
    """

    decisions: int
    breaks: int
    departures: int
    log: LogCheck | None
    lacks_what_was_seen: bool


@dataclass(frozen=True, slots=True)
class RaisedAlert:
    """An alert on record, with what is still to be done; "" where nothing has to be said."""

    decision: Decision
    advice: str


@dataclass(frozen=True, slots=True)
class DecisionDetail:
    """A decision whole, with how it stands.

    Attributes
    ----------
    may_sign : tuple[str, ...]
        Codes of the roles that it waits for, then of those that may sign in their place; empty where it waits for nobody any more.
    """

    decision: Decision
    standing: Standing
    may_sign: tuple[str, ...]


class AssessSession:
    """Decides and keeps account. Every method may take long and runs in the worker; the answers are frozen."""

    def __init__(self, opened: Opened) -> None:
        self._opened, self._project = opened, opened.project

    def card(self, area_code: str, question: Question) -> ShownCard:
        """Return everything about one area, provided that those who would be exposed agree."""
        return ask_card(self._project, area_code, question)

    @property
    def policy(self) -> Policy:
        """The policy in force. It never changes while the project is open."""
        return self._project.policy

    def bring_objections(self, card: AreaCard) -> Brought:
        """Return what the records say against a decision on the area of a card, and for it."""
        from mrm_desktop.services.decisions.objections import bring_objections

        return bring_objections(self._project, card)

    @property
    def signing_role(self) -> str:
        """The role that can sign on this copy; "" where nobody can."""
        return self._opened.signing_seat.role if self._opened.signing_seat is not None else ""

    def decide(
        self, area_code: str, question: Question, draft: DecisionDraft, signing: str = "", clock_is_right: bool = False
    ) -> Decision:
        """Record a decision on a case in which only given consent counts; a decision is always one of today.

        Parameters
        ----------
        signing : str
            Passphrase of the person who signs; "" to record without a signature.
        clock_is_right : bool
            Whether a person has said so of a clock that does not fit what is recorded.
        """
        if question.on is not None and question.on != self._project.day:
            raise KnownError("decision.not_today")
        from mrm_desktop.services.decisions.decide import decide

        seat = self._opened.signing_seat
        with seat.signing(signing) if signing and seat is not None else nullcontext():
            return decide(self._project, area_code, question, draft, self._project.moment(now()), clock_is_right)

    def print_note(self, area_code: str, question: Question, path: Path) -> Path:
        """Write the area note, and log it; the dialog asked before it replaces a file."""
        from mrm_desktop.services.release.publish import release_note

        return release_note(self._project, area_code, question, self._opened.words, path, now(), may_replace=True)

    def decisions(self) -> Sequence[DecisionHead]:
        """Return all decisions, in the order of the chain, without their snapshots."""
        return self._project.knowledge.decisions.heads

    def waiting(self) -> Mapping[str, tuple[str, ...]]:
        """Return the codes of the roles whose signature is missing, by the identifier of the decision that waits for them."""
        from mrm_desktop.project.standing import waiting_for

        knowledge, policy = self._project.knowledge, self._project.policy
        found = {head.id: waiting_for(knowledge, head, policy) for head in knowledge.decisions if head.signatories}
        return {decision: roles for decision, roles in found.items() if roles}

    def decision_detail(self, decision_id: str) -> DecisionDetail:
        """Return a decision whole."""
        from mrm_desktop.project.standing import standing_of

        project = self._project
        decision, log = project.decision(decision_id), project.knowledge.decisions
        if decision is None:
            raise KnownError("decision.unknown", name=decision_id)
        standing = standing_of(project.knowledge, log.named(decision_id), project.policy)
        is_over = decision_id in log.superseded or decision.expires_on < project.day
        missing = () if is_over else standing.waiting_for
        stand_in = [role for one in missing for role in project.policy.risk.may_sign_for.get(one, ())]
        return DecisionDetail(decision, standing, tuple(dict.fromkeys((*missing, *stand_in))))

    def sign(self, decision_id: str, role: str, on: date) -> None:
        """Put a role's signature under a decision."""
        from mrm_desktop.services.decisions.sign_decision import sign_decision

        sign_decision(self._project, decision_id, role, on, self._project.moment(now()))

    def tell_outcome(
        self,
        decision_id: str,
        course: Course,
        perception: PerceptionSince,
        account: str,
        by: str,
        on: date,
        passes: tuple[GuardPass, ...] = (),
    ) -> None:
        """Write down what became of a decision."""
        from mrm_desktop.services.decisions.record_outcome import record_outcome

        record_outcome(self._project, decision_id, course, perception, account, by, on, passes, self._project.moment(now()))

    def answer_as_assessor(
        self, card: AreaCard, ceiling: Mode, why: str, by: str, on: date, passes: tuple[GuardPass, ...] = ()
    ) -> None:
        """Keep what an assessor answers blind; or, where two have answered, what they agreed on."""
        from mrm_desktop.services.decisions.two_assessors import answer_blind, reconcile

        code, mode = card.area.code, card.assessment.requested_mode
        if card.agreement is not None and card.agreement.reconciled is None:
            reconcile(self._project, code, mode, ceiling, why, on, passes, self._project.moment(now()))
        else:
            answer_blind(self._project, code, mode, ceiling, why, by, on, passes, self._project.moment(now()))

    def check_records(self) -> CheckedRecords:
        """Check decisions and log, and replay every decision."""
        from mrm_desktop.services.decisions.check_records import replay, verify

        with self._project.read() as repository:
            heads = repository.decision_heads()
            sealed = repository.sealed_decisions()
            breaks, departures = len(verify(repository.decisions(), heads, sealed)), len(replay(repository.decisions(), sealed))
        store: Any = self._project.store
        log = store.check_log() if hasattr(store, "check_log") else None
        return CheckedRecords(len(heads), breaks, departures, log, getattr(store, "missing", None) is not None)

    def accept_log(self) -> None:
        """Go on from the log as it is: the file was restored on purpose."""
        store: Any = self._project.store
        store.accept()

    def record_alert(self, where: str = "", picked: str = "") -> RaisedAlert:
        """Put on record that an alert was raised just now, and say what its record leaves to be done.

        Parameters
        ----------
        where : str
            What was typed as its place.
        picked : str
            Code of the area picked on the map; "" for none.
        """
        from mrm_desktop.services.decisions.place_alert import place_alert
        from mrm_desktop.services.decisions.raise_alert import record_alert

        words = self._opened.words
        placed = place_alert(self._project.knowledge, where, picked)
        area = placed.area.name_in(words.language)
        elsewhere = "" if placed.is_named else words.say("alert.placed_elsewhere", where=where.strip(), area=area)
        note = f"{words.say('alert.note')} {elsewhere}".strip()
        alert = record_alert(self._project, placed.area.code, words.say("alert.role"), note, self._project.moment(now()))
        flags, conditions = alert.assessment["flags"], alert.assessment["conditions"]
        said = [words.say(f"flag.{flag}") for flag in FLAGS_OF_AN_ALERT if flag in flags]
        said += [words.say(one["code"]) for one in conditions if one["code"] == CONDITION_OF_AN_ALERT]
        if not placed.is_named:
            said.append(words.say("alert.area_not_named", area=area))
        return RaisedAlert(alert, " ".join(said))

    def duty_card(self) -> tuple[CheckedLine, ...]:
        """Return whom to call today by which line, in the order of calls."""
        from mrm_desktop.services.evidence.check_duty_lines import duty_card

        return duty_card(self._project, self._project.day)

    def unwritten_alerts(self) -> tuple[UnwrittenAlert, ...]:
        """Return the alerts that wait for their written record."""
        from mrm_desktop.services.decisions.raise_alert import unwritten_alerts

        return unwritten_alerts(self._project.knowledge.decisions, self._project.decision)

    def write_up(self, alert_id: str, role: str, account: str, passes: tuple[GuardPass, ...] = ()) -> Decision:
        """Append the written record of an alert."""
        from mrm_desktop.services.decisions.raise_alert import write_up

        return write_up(
            self._project, alert_id, role, account, self._opened.words.say("alert.note"), self._project.moment(now()), passes
        )

    def request_choices(self) -> tuple[tuple[tuple[str, str], ...], dict[str, float], date]:
        """Return names and codes of the areas, the policy's values that what-if can move, and the day."""
        from mrm_desktop.desktop.assess.what_if_panel import SLIDERS

        project, language = self._project, self._opened.words.language
        areas = sorted((f"{a.name_in(language)} [{a.code}]", a.code) for a in project.knowledge.assessed_areas)
        return tuple(areas), {path: _policy_value(project.policy, path) for path, *_ in SLIDERS}, project.day

    def what_if(self, question: Question, values: Mapping[str, float]) -> tuple[AreaDifference, ...]:
        """List the areas whose answer would differ under other policy values; nothing is written."""
        from mrm_desktop.services.decisions.ask_what_if import ask_what_if

        return ask_what_if(self._project, question, values)

    def imaginable(self, card: AreaCard) -> tuple[Imagined, ...]:
        """Return what can be imagined of the case of a card."""
        from mrm_desktop.services.decisions.imagine import imaginable

        return imaginable(card.case, self._project.policy)

    def imagine(self, card: AreaCard, keys: Sequence[str]) -> Assessment:
        """Return the answer if some imagined things were so; nothing is written."""
        from mrm_desktop.services.decisions.imagine import imagine

        return imagine(card.case, keys, self._project.policy)

    def put_measures(
        self, area_code: str, measures: Sequence[RiskMeasure], source: str, on: date, passes: tuple[GuardPass, ...] = ()
    ) -> None:
        """Put the measures against harm in an area on record."""
        from mrm_desktop.services.decisions.put_measures import put_measures

        put_measures(self._project, area_code, measures, source, on, passes)

    def inconsistent(self) -> tuple[tuple[Pair, ...], dict[str, str]]:
        """Return pairs of decisions in force that do not go together, and the names of the areas."""
        from mrm_desktop.services.decisions.ask_what_if import inconsistent_decisions

        pairs = inconsistent_decisions(self._project, self._project.day)
        return pairs, {head.area_code: head.area_name for head in self._project.knowledge.decisions}


def _policy_value(policy: Policy, path: str) -> float:
    value: Any = policy
    for name in path.split("."):
        value = getattr(value, name)
    return float(value)

"""Conditions under which a contact may go ahead: what keeps the people in it out of harm."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mrm_desktop.domain.assessments import Approval, Reason
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import Channel, Flag, Mode, Verdict
from mrm_desktop.scoring.codes import reason
from mrm_desktop.scoring.policy import Policy

_NO_LIMIT = 4
_IN_EMERGENCY: Mapping[Flag, str] = MappingProxyType(
    {
        Flag.NO_MILITARY_HERE: "condition.call_the_nearest",
        Flag.NOT_THIS_CONTINGENT: "condition.call_another_contingent",
        Flag.UNARMED: "condition.observers_cannot_protect",
        Flag.STATUS_UNCONFIRMED: "condition.call_although_unconfirmed",
        Flag.NO_POC_MANDATE: "condition.do_not_rely_on_response",
        Flag.LIMITED_POC_MANDATE: "condition.limited_mandate",
    }
)
_UNSEEN: Mapping[Flag, str] = MappingProxyType(
    {
        Flag.ALERT_TOO: "condition.alert_too",
        Flag.REMOTE_ONLY: "condition.remote_only",
        Flag.SAFEGUARDING: "condition.safeguarding",
        Flag.MISSION_CLOSED: "condition.mission_closed",
        Flag.STATUS_UNCONFIRMED: "condition.find_out_who_is_there",
    }
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known around a contact that says how it should be made.

    Attributes
    ----------
    discreet : bool
        Whether what is known of perceptions says that the contact must not be seen.
    leaving : bool
        Whether base, mission or contingent leaves soon, so that those who were seen stay behind.
    harmed_for_contact : bool
        Whether punishment of contact or reprisals for it are known.
    threat_grade : Grade | None
        Grade of the report of a threat; None for none.
    """

    discreet: bool
    leaving: bool
    harmed_for_contact: bool
    threat_grade: Grade | None


def conditions(
    verdict: Verdict,
    mode: Mode,
    channel: Channel,
    approval: Approval | None,
    flags: Collection[Flag],
    policy: Policy,
    around: Surroundings,
) -> tuple[Reason, ...]:
    """List the conditions of an open answer, and of an alert that goes elsewhere or without its purpose; none for any other."""
    by_channel = reason("condition.civilian_channel", channel=channel.value)
    if verdict is Verdict.EMERGENCY_ALERT:
        # Perception informs how, never whether: nothing here asks for a signature before the call.
        quietly = [reason("condition.contact_discreetly")] if around.discreet and not around.harmed_for_contact else []
        listed = [by_channel, reason("condition.no_case_data"), *_of_flags(_IN_EMERGENCY, flags), *quietly]
        return (*listed, *_of_alert(flags, around))
    if Flag.EMERGENCY_ELSEWHERE in flags:
        first = reason("condition.call_who_can_act", channel=channel.value)
        return (first, reason("condition.name_nobody"), *_of_alert(flags, around))
    if Flag.ALERT_WITHOUT_IT in flags:
        return (by_channel, reason("condition.no_case_data"), *_of_alert(flags, around))
    if verdict is Verdict.PROCEED:
        if Flag.ALERT_TOO not in flags:
            return (by_channel, *_of_flags(_UNSEEN, flags))
        # How to call where contact is punished is said of the alert, and holds for both.
        return (by_channel, *_of_flags(_UNSEEN, {*flags} - {Flag.REMOTE_ONLY}), *_of_alert(flags, around))
    if verdict is not Verdict.PROCEED_WITH_CONDITIONS:
        return ()
    listed = [by_channel, reason("condition.no_case_data")]
    if mode is Mode.ALERT:
        listed.append(reason("condition.ask_for_civilian_side"))
    if around.leaving:
        listed.append(reason("condition.name_hand_over_contact"))
    if Flag.LIMITED_POC_MANDATE in flags:
        listed.append(reason("condition.limited_mandate"))
    listed += [reason("condition.exposed_may_withdraw"), reason("condition.stop_on_reset_event")]
    use = policy.lifetimes.single_use.get(mode.value)
    if use is not None:
        listed.append(reason("condition.single_use", use=use))
    return (*listed, *_of_approval(approval))


def _of_alert(flags: Collection[Flag], around: Surroundings) -> list[Reason]:
    """List what goes with every alert, whoever takes it: how far its report is known, how to call, and whom to tell afterwards."""
    listed = []
    grade = around.threat_grade
    if grade is not None and grade.not_judged:
        listed.append(reason(f"condition.not_judged.{grade.not_judged}", grade=str(grade)))
    elif Flag.UNVERIFIED in flags:
        listed.append(reason("condition.corroborate_in_parallel"))
    if around.harmed_for_contact:
        listed.append(reason("condition.harm_for_contact_known"))
    return [*listed, reason("condition.inform_after_the_call")]


def _of_flags(codes: Mapping[Flag, str], flags: Collection[Flag]) -> list[Reason]:
    return [reason(code) for flag, code in codes.items() if flag in flags]


def _of_approval(approval: Approval | None) -> tuple[Reason, ...]:
    if approval is None:
        return ()
    if not approval.roles:
        return (reason("condition.nobody_may_approve"),)
    roles = list(approval.roles)
    if not approval.level:
        return (reason("condition.approval", approval=roles),)
    listed = (reason("condition.approval_for_risk", level=approval.level, approval=roles),)
    if approval.criticality < _NO_LIMIT:
        return (*listed, reason("condition.criticality", criticality=approval.criticality))
    return listed

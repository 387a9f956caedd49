"""Conditions under which a contact may go ahead: what keeps the people in it out of harm."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from mrm_desktop.domain.assessments import Approval, Reason
from mrm_desktop.domain.vocabulary import Channel, Flag, Mode, Verdict
from mrm_desktop.scoring.codes import reason
from mrm_desktop.scoring.policy import Policy

_NO_LIMIT = 4
_IN_EMERGENCY: Mapping[Flag, str] = MappingProxyType(
    {
        Flag.NO_MILITARY_HERE: "condition.call_the_nearest",
        Flag.NOT_THIS_CONTINGENT: "condition.call_another_contingent",
        Flag.UNARMED: "condition.observers_cannot_protect",
        Flag.REMOTE_ONLY: "condition.remote_only",
        Flag.STATUS_UNCONFIRMED: "condition.call_although_unconfirmed",
        Flag.NO_POC_MANDATE: "condition.do_not_rely_on_response",
        Flag.LIMITED_POC_MANDATE: "condition.limited_mandate",
        Flag.UNVERIFIED: "condition.corroborate_in_parallel",
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


def conditions(
    verdict: Verdict,
    mode: Mode,
    channel: Channel,
    approval: Approval | None,
    flags: Collection[Flag],
    policy: Policy,
    *,
    discreet: bool,
    leaving: bool,
) -> tuple[Reason, ...]:
    """List the conditions of an open answer; none for any other.

    Parameters
    ----------
    discreet : bool
        Whether what is known of perceptions says that the contact must not be seen.
    leaving : bool
        Whether base, mission or contingent leaves soon, so that those who were seen stay behind.
    """
    by_channel = reason("condition.civilian_channel", channel=channel.value)
    if verdict is Verdict.EMERGENCY_ALERT:
        # Perception informs how, never whether: nothing here asks for a signature before the call.
        quietly = [reason("condition.contact_discreetly")] if discreet and Flag.REMOTE_ONLY not in flags else []
        listed = [by_channel, reason("condition.no_case_data"), *_of_flags(_IN_EMERGENCY, flags), *quietly]
        return (*listed, reason("condition.inform_after_the_call"))
    if verdict is Verdict.PROCEED:
        return (by_channel, *_of_flags(_UNSEEN, flags))
    if verdict is not Verdict.PROCEED_WITH_CONDITIONS:
        return ()
    listed = [by_channel, reason("condition.no_case_data")]
    if mode is Mode.ALERT:
        listed.append(reason("condition.ask_for_civilian_side"))
    if leaving:
        listed.append(reason("condition.name_hand_over_contact"))
    if Flag.LIMITED_POC_MANDATE in flags:
        listed.append(reason("condition.limited_mandate"))
    listed += [reason("condition.exposed_may_withdraw"), reason("condition.stop_on_reset_event")]
    use = policy.lifetimes.single_use.get(mode.value)
    if use is not None:
        listed.append(reason("condition.single_use", use=use))
    return (*listed, *_of_approval(approval))


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

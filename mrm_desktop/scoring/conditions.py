"""Conditions under which a contact may go ahead: what keeps the people in it out of harm."""

from __future__ import annotations

from collections.abc import Collection

from mrm_desktop.domain.assessments import Reason, ResidualRisk
from mrm_desktop.domain.vocabulary import Channel, Flag, Mode, Verdict
from mrm_desktop.scoring.codes import reason
from mrm_desktop.scoring.policy import Policy

_NO_LIMIT = 4


def conditions(
    verdict: Verdict,
    mode: Mode,
    channel: Channel,
    risk: ResidualRisk | None,
    flags: Collection[Flag],
    discreet: bool,
    policy: Policy,
) -> tuple[Reason, ...]:
    """List the conditions of an open answer; none for any other.

    Parameters
    ----------
    discreet : bool
        Whether what is known of perceptions says that the contact must not be seen.
    """
    if verdict is Verdict.EMERGENCY_ALERT:
        return _of_emergency(channel, flags, discreet)
    if verdict is Verdict.PROCEED:
        return (reason("condition.civilian_channel", channel=channel.value), *_approval(risk))
    if verdict is not Verdict.PROCEED_WITH_CONDITIONS:
        return ()
    listed = [reason("condition.civilian_channel", channel=channel.value), reason("condition.no_case_data")]
    if mode is Mode.ALERT:
        listed.append(reason("condition.ask_for_civilian_side"))
    listed += [reason("condition.exposed_may_withdraw"), reason("condition.stop_on_reset_event")]
    use = policy.lifetimes.single_use.get(mode.value)
    if use is not None:
        listed.append(reason("condition.single_use", use=use))
    return (*listed, *_approval(risk))


def _of_emergency(channel: Channel, flags: Collection[Flag], discreet: bool) -> tuple[Reason, ...]:
    """Perception informs how, never whether: nothing here asks for a signature before the call."""
    listed = [reason("condition.civilian_channel", channel=channel.value), reason("condition.no_case_data")]
    if Flag.STATUS_UNCONFIRMED in flags:
        listed.append(reason("condition.call_although_unconfirmed"))
    if Flag.NO_POC_MANDATE in flags:
        listed.append(reason("condition.do_not_rely_on_response"))
    if Flag.UNVERIFIED in flags:
        listed.append(reason("condition.corroborate_in_parallel"))
    if discreet:
        listed.append(reason("condition.contact_discreetly"))
    return (*listed, reason("condition.inform_after_the_call"))


def _approval(risk: ResidualRisk | None) -> tuple[Reason, ...]:
    if risk is None:
        return ()
    if risk.criticality == 0:
        return (reason("condition.nobody_may_approve"),)
    listed = (reason("condition.approval", level=risk.worst, approval=risk.approval),)
    if risk.criticality < _NO_LIMIT:
        return (*listed, reason("condition.criticality", criticality=risk.criticality))
    return listed

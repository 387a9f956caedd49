"""The civilian channel to use in any case (METHOD section 1, M1): CPA, other civilian section, UNICEF, Resident Coordinator."""

from __future__ import annotations

import numpy as np

from mrm_desktop.domain.vocabulary import Channel, CivilianContact, MissionStatus
from mrm_desktop.scoring.table import YES, CaseTable, Ints

CHANNELS = tuple(Channel)
_BY_CONTACT = {
    CivilianContact.CHILD_PROTECTION_ADVISER: Channel.CHILD_PROTECTION_ADVISER,
    CivilianContact.OTHER_CIVILIAN_COMPONENT: Channel.OTHER_CIVILIAN_COMPONENT,
    CivilianContact.NONE: Channel.UNICEF,
}


def channel(table: CaseTable) -> Ints:
    """Channel of every case, position in ``CHANNELS``, shape (n,).

    A closed mission has no civilian side any more: UNICEF and the Resident Coordinator's office. Where the contingent is the alleged
    perpetrator the channel is safeguarding.
    """
    by_contact = np.array([CHANNELS.index(_BY_CONTACT[c]) for c in CivilianContact])[table.civilian]
    accused = table.facts["alleged_perpetrator"] == YES
    closed = table.status == tuple(MissionStatus).index(MissionStatus.CLOSED)
    result = np.where(accused, CHANNELS.index(Channel.SAFEGUARDING), by_contact)
    return np.where(closed, CHANNELS.index(Channel.UNICEF_AND_RESIDENT_COORDINATOR), result)

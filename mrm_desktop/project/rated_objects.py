"""Who a piece of evidence is about on a day: a contingent that people rated when it was there may have left since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.missions import contingent_key
from mrm_desktop.domain.validity import has_begun, has_ended, in_force_on
from mrm_desktop.domain.vocabulary import Rated
from mrm_desktop.project.knowledge import Knowledge


def evidence_on(evidence: AreaEvidence, knowledge: Knowledge, day: date) -> AreaEvidence:
    """Return evidence as it counts on a day: a rating of a unit that has left is one of a former contingent.

    The record stays as it is: if the unit comes back, its ratings count again.
    """
    item = evidence.item
    if item.rated is not Rated.UN_MILITARY or not has_left(evidence.rated_unit, evidence.area_code, knowledge, day):
        return evidence
    return replace(evidence, item=replace(item, rated=Rated.FORMER_CONTINGENT))


def has_left(unit: str, area_code: str, knowledge: Knowledge, day: date) -> bool:
    """Tell whether a unit has left an area: its deployment has ended, or all of its presence that is on record there has.

    A unit of which nothing is on record has not left: only what is known to have ended counts as gone.

    Parameters
    ----------
    unit : str
        Code of the contingent, or name of the base; "" is nobody in particular and never leaves.
    """
    if not unit:
        return False
    everything = knowledge.whole or knowledge
    stated = [c for c in everything.contingents if c.code == unit]
    if any(has_begun(c, day) for c in stated) and not in_force_on(stated, contingent_key, day):
        return True
    here = [p for p in everything.presence_map.in_area(area_code) if unit in (p.contingent, p.name)]
    return bool(here) and all(has_ended(p, day) for p in here)

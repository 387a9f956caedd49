"""How a survey divides those who answered: by sex, by displacement, by age, by disability - each apart, for one person is in several.

The method knows one group for each person (:class:`~mrm_desktop.domain.vocabulary.Stratum`); who is asked about more is counted once
there, and shown by each division here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from mrm_desktop.domain.vocabulary import Stratum


class Axis(StrEnum):
    """What people are divided by."""

    SEX = "sex"
    DISPLACEMENT = "displacement"
    AGE = "age"
    DISABILITY = "disability"


ADULTS, OLDER = "adults", "older"
WITH_DISABILITY, WITHOUT_DISABILITY = "with_disability", "without_disability"

GROUPS: Mapping[Axis, tuple[str, ...]] = {
    Axis.SEX: (Stratum.WOMEN.value, Stratum.MEN.value),
    Axis.DISPLACEMENT: (Stratum.DISPLACED.value, Stratum.HOST.value),
    Axis.AGE: (Stratum.YOUTH.value, ADULTS, OLDER),
    Axis.DISABILITY: (WITH_DISABILITY, WITHOUT_DISABILITY),
}
"""The groups of each division, in the order in which they are shown."""

AXIS_OF: Mapping[str, Axis] = {group: axis for axis, groups in GROUPS.items() for group in groups}
"""The division that a group belongs to; who is undifferentiated belongs to none."""


def counted_as(groups: Iterable[str], otherwise: Stratum = Stratum.ALL) -> Stratum:
    """Return the one group as which the method counts somebody who is in several (METHOD 3 and 9: nobody counts twice).

    Displaced people are displaced first: they are the fewest, and the method asks for them where they are many. Then a person is a
    woman or a man; who is neither on record is of the host community, or young.
    """
    mine = set(groups)
    first = (Stratum.DISPLACED, Stratum.WOMEN, Stratum.MEN, Stratum.HOST, Stratum.YOUTH)
    return next((stratum for stratum in first if stratum.value in mine), otherwise)

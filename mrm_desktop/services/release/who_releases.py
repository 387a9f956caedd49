"""Who may let a file out: as the organisation's approach says, one role or two."""

from __future__ import annotations

from mrm_desktop.domain.approaches import OUTSIDE, AdoptedApproach
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.reports.order import Handover
from mrm_desktop.reports.release.ladder import Reader


def check_releasers(approach: AdoptedApproach | None, reader: Reader, handover: Handover) -> None:
    """Insist that a file for a reader is let out by whom the approach in force names.

    Raises
    ------
    KnownError
        ``release.who_releases`` where nobody is named, ``release.role_may_not`` for a role that may not, ``release.two_people_needed``
        where one role is named and two are needed, or twice the same.
    """
    if approach is None or reader.value not in OUTSIDE:
        return
    named = [role.strip() for role in (handover.released_by, handover.seconded_by) if role.strip()]
    needs_two = reader.value in approach.two_people_release_to
    if not named and (needs_two or approach.releasers):
        raise KnownError("release.who_releases")
    allowed = {role.casefold() for role in approach.releasers}
    for role in named if allowed else ():
        if role.casefold() not in allowed:
            raise KnownError("release.role_may_not", role=role, roles=list(approach.releasers))
    if needs_two and len({role.casefold() for role in named}) < 2:
        raise KnownError("release.two_people_needed", reader=reader.value)

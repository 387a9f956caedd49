"""Free texts on their way into a project: looked at before they are kept, and what two people let pass is kept with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from mrm_desktop.domain.guard_passes import GuardPass, KeptPass
from mrm_desktop.domain.projects import ProjectInfo
from mrm_desktop.domain.text_guard import require_no_person
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.clock import now as clock_now
from mrm_desktop.project.known_names import known_to
from mrm_desktop.project.ports import UnitsOfWork


def passes_of_project(info: ProjectInfo, passes: Sequence[GuardPass] = (), now: datetime | None = None) -> tuple[KeptPass, ...]:
    """Insist that what a new project and its office are called tells of nobody, and return the passes to write into it.

    Raises
    ------
    PersonInTextError, KnownError
        As :func:`~mrm_desktop.domain.text_guard.require_no_person`; the fields are ``title`` and ``office``.
    """
    needed = require_no_person((("title", info.title), ("office", info.office)), passes, names_place=True)
    return tuple(KeptPass(new_id(), now or clock_now(), "project", info.mission, one) for one in needed)


def passes_to_keep(
    project: UnitsOfWork,
    texts: Iterable[tuple[str, str]],
    passes: Sequence[GuardPass],
    about: str,
    code: str = "",
    now: datetime | None = None,
    *,
    names_place: bool = False,
    numbers_in: Collection[str] = (),
) -> tuple[KeptPass, ...]:
    """Insist that texts tell of nobody, and return the passes that have to be written beside them.

    Parameters
    ----------
    texts : Iterable[tuple[str, str]]
        Each field with its text.
    about, code : str
        What the texts belong to, as in :class:`~mrm_desktop.domain.guard_passes.KeptPass`.
    now : datetime | None
        Moment at which they are kept; None for the present one.
    names_place : bool
        Whether the texts are names of places, bases or units.
    numbers_in : Collection[str]
        Fields in which a telephone number is what is asked for.

    Raises
    ------
    PersonInTextError, KnownError
        As :func:`~mrm_desktop.domain.text_guard.require_no_person`.
    """
    needed = require_no_person(texts, passes, known_to(project), names_place=names_place, numbers_in=numbers_in)
    return tuple(KeptPass(new_id(), now or clock_now(), about, code, one) for one in needed)

"""The levels of detail of the assessed areas: made when areas come in or go, kept with the project, read when a map is drawn.

They are derived from the areas and rest on nothing else: whatever hinders their keeping hinders nothing but the speed of the next map.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from mrm_desktop.cartography.levels import Level, are_worth_levels, fingerprint_of, from_kept_form, kept_form, levels_of
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area
from mrm_desktop.foundation.progress import Cancelled, Progress
from mrm_desktop.geo.wkb import many_from_wkb
from mrm_desktop.project.ground import Ground
from mrm_desktop.project.ports import UnitsOfWork


def read_levels(project: UnitsOfWork, areas: Sequence[Area]) -> tuple[Level, ...]:
    """Return the levels of detail that are kept of areas; none where they have so few corners that they need none, or were not made yet."""
    if not are_worth_levels(areas):
        return ()
    with project.read() as repository:
        kept = repository.area_levels(fingerprint_of(areas))
    return from_kept_form(kept, many_from_wkb(area.geometry for area in areas))


def make_levels(project: UnitsOfWork, areas: Sequence[Area], progress: Progress | None = None) -> tuple[Level, ...]:
    """Make the levels of detail of areas and keep them where the project may be written; those that are kept already are returned.

    Raises
    ------
    Cancelled
        When the user asked to stop; nothing was kept.
    """
    found = read_levels(project, areas)
    if found or not are_worth_levels(areas):
        return found
    levels = levels_of(many_from_wkb(area.geometry for area in areas), progress)
    # Who may only read, or has no room on the disk, draws with what was made and makes it again next time.
    with suppress(KnownError), project.write() as repository:
        repository.keep_area_levels(fingerprint_of(areas), kept_form(levels))
    return levels


def follow_areas(project: UnitsOfWork, progress: Progress | None = None) -> None:
    """Make and keep the levels of detail of the areas that a project assesses now, after these have changed.

    What was written before stays written: who stops this, or finds no room, has them made when a map is next drawn.
    """
    with project.read() as repository:
        ground = Ground(tuple(repository.areas()), repository.info().assessment_level)
    with suppress(Cancelled):
        make_levels(project, ground.assessed_areas, progress)

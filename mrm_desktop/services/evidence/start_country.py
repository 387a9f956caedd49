"""Begin a project on a country with what is shipped of it, and say what an office still has to get from others."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from mrm_desktop.domain.countries import Country, ToGet, Wanted
from mrm_desktop.domain.datasets import DatasetKind, counting
from mrm_desktop.formats.documents.country_starters import boundary_file
from mrm_desktop.formats.door.foreign import reading_own_files
from mrm_desktop.formats.files.read_options import AreaOptions
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.ports import UnitsOfWork
from mrm_desktop.services.evidence.import_data import Imported, import_data


def start_country(project: UnitsOfWork, country: Country, now: datetime, progress: Progress | None = None) -> Imported:
    """Read the shipped outlines of a country into a project, by the door that every boundary goes through: it can be taken back."""
    with tempfile.TemporaryDirectory(prefix="mrm-country-") as folder, reading_own_files():
        file = Path(folder) / f"{country.code}-starter.geojson"
        file.write_bytes(boundary_file(country.code))
        return import_data(project, file, DatasetKind.AREAS, AreaOptions(), now, progress=progress)


def to_get(knowledge: Knowledge) -> tuple[ToGet, ...]:
    """Return what a project needs from others, and what of it is there. Outlines that it began with are no boundaries."""
    kinds = {dataset.kind for dataset in counting(knowledge.datasets)}
    there: dict[Wanted, bool | None] = {
        Wanted.BOUNDARIES: any(not area.is_starter for area in knowledge.areas),
        Wanted.FOCAL_POINTS: bool(knowledge.focal_points.all),
        Wanted.PRESENCE: bool(knowledge.presence),
        Wanted.SURVEY: bool(knowledge.evidence.all),
        Wanted.ARMED_ACTORS: bool(knowledge.actor_reports.all),
        Wanted.INCIDENTS: DatasetKind.INCIDENTS in kinds,
        Wanted.PLACES: DatasetKind.PLACES in kinds,
        Wanted.ROADS: None,
    }
    return tuple(ToGet(wanted, there[wanted]) for wanted in Wanted)

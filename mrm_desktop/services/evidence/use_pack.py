"""Bring a country pack into a project: what the project keeps is imported by the usual doors, the rest is laid into a folder."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.formats.documents.country_pack import CountryPack, PackPart, PartRole
from mrm_desktop.formats.documents.facts import read_facts
from mrm_desktop.formats.door.foreign import extract, read_pack
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.project.ports import UnitsOfWork
from mrm_desktop.services.evidence.accepted_packs import newest_accepted, note_accepted
from mrm_desktop.services.evidence.add_facts import add_facts, guard_facts
from mrm_desktop.services.evidence.import_data import Imported, import_data

_IMPORTED = ((PartRole.BOUNDARIES, DatasetKind.AREAS), (PartRole.PLACES, DatasetKind.PLACES))
_LAID_OUT = (PartRole.BASE_MAP, PartRole.FORMS, PartRole.POLICY, PartRole.LANGUAGES)


@dataclass(frozen=True, slots=True)
class PackUse:
    """What came of using a pack.

    Attributes
    ----------
    imported : tuple[tuple[str, Imported], ...]
        Each imported part by its name.
    facts : int
        Records of facts that were added.
    laid_out : tuple[str, ...]
        Files now in the folder.
    """

    pack: CountryPack
    imported: tuple[tuple[str, Imported], ...]
    facts: int
    laid_out: tuple[str, ...]


def use_pack(
    project: UnitsOfWork,
    path: Path,
    folder: Path,
    trusted: Collection[str],
    now: datetime,
    progress: Progress | None = None,
    passes: Sequence[GuardPass] = (),
    older: bool = False,
) -> PackUse:
    """Check a pack and use it. Used twice it imports nothing twice.

    Parameters
    ----------
    folder : Path
        Where base map, forms, policy and languages are laid.
    trusted : Collection[str]
        Public keys that a person has compared with the office that made the pack.
    passes : Sequence[GuardPass]
        What two people let pass of the pack's facts.
    older : bool
        Whether a pack may be used that is older than one that was accepted before.

    Raises
    ------
    KnownError
        ``pack.unknown_signer``, ``pack.older``, ``pack.other_content``, and what :func:`read_pack` and the imports raise.
    """
    pack = read_pack(path)
    if pack.public_key not in trusted:
        raise KnownError("pack.unknown_signer", role=pack.signed_by, public_key=pack.public_key)
    with project.read() as repository:
        project_id = repository.info().id
    if not older:
        _require_newest(project_id, pack)
    to_lay_out = [part for role in _LAID_OUT for part in pack.parts_for(role)]
    for part in to_lay_out:
        _lies_there(part, folder)  # before anything is imported
    imported: list[tuple[str, Imported]] = []
    facts = 0
    # Boundaries and facts are in no way secret, but a part that is being read lies here for its owner only.
    with tempfile.TemporaryDirectory(prefix="mrm-pack-") as place:
        stated = [read_facts(extract(pack, part, Path(place))) for part in pack.parts_for(PartRole.FACTS)]
        for one in stated:
            guard_facts(project, one, passes)  # before anything is imported: a pack that was stopped halfway would pass for used
        for role, kind in _IMPORTED:
            for part in pack.parts_for(role):
                file = extract(pack, part, Path(place))
                imported.append((part.name, import_data(project, file, kind, ReadOptions(), now, progress=progress)))
        if any(done.dataset is not None for _, done in imported) or not imported:
            facts = sum(add_facts(project, one, passes, now) for one in stated)
    laid_out = tuple(_lay_out(pack, part, folder) for part in to_lay_out)
    note_accepted(project_id, pack)
    return PackUse(pack, tuple(imported), facts, laid_out)


def _require_newest(project_id: str, pack: CountryPack) -> None:
    newest = newest_accepted(project_id, pack)
    if newest is not None and pack.made_on < newest:
        raise KnownError("pack.older", country=pack.country, made=pack.made_on, newest=newest)


def _lay_out(pack: CountryPack, part: PackPart, folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    if not _lies_there(part, folder):
        extract(pack, part, folder)
    return part.name


def _lies_there(part: PackPart, folder: Path) -> bool:
    """Whether a part lies in the folder already; another file of its name is never taken for it."""
    target = folder / part.name
    if not target.exists() and not target.is_symlink():
        return False
    if not target.is_file() or target.is_symlink() or hashlib.sha256(target.read_bytes()).hexdigest() != part.sha256:
        raise KnownError("pack.other_content", file=part.name, folder=folder.name)
    return True

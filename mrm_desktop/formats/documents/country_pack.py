"""A country pack: boundaries, base map, mission registry, forms, policy and languages of one country in one signed file.

It is a zip archive. ``manifest.json`` names each part with its role and checksum, ``signature.json`` says which office vouches for the
manifest. A part that is not in the manifest, or does not have its checksum, spoils the pack.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.domain.vocabulary import Word
from mrm_desktop.formats.files.source_files import ARCHIVE_FAULTS, check_archive, inspect
from mrm_desktop.foundation.ed25519 import Signs, fits
from mrm_desktop.foundation.progress import Silent

ENDING = ".mrmpack"
FORMAT = "mrm-pack/1"
MANIFEST, SIGNATURE = "manifest.json", "signature.json"
_PREFIX = b"mrm-pack/1:"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same parts give the same bytes
_LARGEST_HEAD = 1_000_000
_NOT_ON_WINDOWS = re.compile(r'[<>:"|?*\\/\x00-\x1f]')
_NUMBERED = (f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789\u00b9\u00b2\u00b3")
_DEVICES = frozenset({"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", *_NUMBERED})


class PartRole(Word):
    """What a part of a pack is for; each lies in the folder of this name."""

    BOUNDARIES = "boundaries"
    PLACES = "places"
    FACTS = "facts"
    BASE_MAP = "base_map"
    FORMS = "forms"
    POLICY = "policy"
    LANGUAGES = "languages"


_ENDINGS: Mapping[PartRole, tuple[str, ...]] = {
    PartRole.BOUNDARIES: (".geojson", ".gpkg", ".zip"),
    PartRole.PLACES: (".csv", ".xlsx", ".geojson", ".gpkg", ".kml"),
    PartRole.FACTS: (".toml",),
    PartRole.BASE_MAP: (".mbtiles", ".pmtiles"),
    PartRole.FORMS: (".xlsx",),
    PartRole.POLICY: (".toml",),
    PartRole.LANGUAGES: (".po",),
}


@dataclass(frozen=True, slots=True)
class PackPart:
    """One file of a pack."""

    role: PartRole
    name: str
    sha256: str
    size: int

    @property
    def member(self) -> str:
        """Name within the archive."""
        return f"{self.role}/{self.name}"


@dataclass(frozen=True, slots=True)
class CountryPack:
    """A pack whose signature and checksums hold.

    Attributes
    ----------
    signed_by : str
        Role that signed; never a name.
    public_key : str
        Its public key, hexadecimal: compare it with the one the office gave you.
    """

    path: Path
    country: str
    version: str
    made_on: date
    parts: tuple[PackPart, ...]
    signed_by: str
    public_key: str

    def parts_for(self, role: PartRole) -> tuple[PackPart, ...]:
        """Return the parts of a role, in the order of their names."""
        return tuple(part for part in self.parts if part.role is role)

    def extract(self, part: PackPart, folder: Path) -> Path:
        """Write a part into ``folder`` and return where; its checksum is looked at once more.

        Raises
        ------
        KnownError
            ``file.exists``, ``file.cannot_write``.
        CannotOpenError
            ``pack.part_changed``.
        """
        return self.lay_out(part, self.content(part), folder)

    def content(self, part: PackPart) -> bytes:
        """Return what is in a part.

        Raises
        ------
        CannotOpenError
            ``pack.not_a_pack``.
        """
        try:
            with zipfile.ZipFile(self.path) as archive:
                return archive.read(part.member)
        except (OSError, *ARCHIVE_FAULTS) as error:
            raise CannotOpenError("pack.not_a_pack", file=self.path.name) from error

    def lay_out(self, part: PackPart, content: bytes, folder: Path) -> Path:
        """Write what whoever unpacked a part says that it is, provided that it has the checksum of the part.

        Raises
        ------
        KnownError
            ``file.exists``, ``file.cannot_write``.
        CannotOpenError
            ``pack.part_changed``.
        """
        target = folder / part.name
        if target.exists():
            raise KnownError("file.exists", file=part.name)
        if hashlib.sha256(content).hexdigest() != part.sha256:
            raise CannotOpenError("pack.part_changed", file=self.path.name, part=part.member)
        try:
            target.write_bytes(content)
        except OSError as error:
            raise KnownError("file.cannot_write", file=part.name) from error
        return target


def write_pack(path: Path, folder: Path, country: str, version: str, made_on: date, signer: Signs) -> tuple[PackPart, ...]:
    """Pack a folder whose sub-folders are named as :class:`PartRole`.

    Raises
    ------
    KnownError
        ``file.exists``, ``file.cannot_write``, ``pack.empty``, ``pack.unknown_folder``, ``pack.unknown_part``, ``pack.bad_name``.
    """
    if path.exists():
        raise KnownError("file.exists", file=path.name)
    found = sorted(_parts_in(folder), key=lambda pair: pair[0].member)
    if not found:
        raise KnownError("pack.empty", folder=folder.name, roles=[role.value for role in PartRole])
    manifest = {
        "format": FORMAT,
        "country": country,
        "version": version,
        "made_on": made_on.isoformat(),
        "parts": [{"role": p.role.value, "name": p.name, "sha256": p.sha256, "size": p.size} for p, _ in found],
    }
    head = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
    seal = {"role": signer.role, "public_key": signer.public_key, "signature": signer.sign(_message(signer.role, head)).hex()}
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo(MANIFEST, _EPOCH), head)
            archive.writestr(zipfile.ZipInfo(SIGNATURE, _EPOCH), json.dumps(seal, sort_keys=True).encode())
            for part, file in found:
                entry = zipfile.ZipInfo(part.member, _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, file.read_bytes())
        unfinished.replace(path)
    except OSError as error:
        raise KnownError("file.cannot_write", file=path.name) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return tuple(part for part, _ in found)


def read_pack(path: Path) -> CountryPack:
    """Open a pack and check everything: archive, manifest, signature, the checksum of every part. Nothing of it is run or kept.

    Raises
    ------
    KnownError
        What opening an archive raises.
    CannotOpenError
        ``pack.not_a_pack``, ``pack.bad_signature``, ``pack.part_changed``, ``pack.part_missing``, ``pack.stowaway``,
        ``pack.bad_name``.
    """
    source = inspect(path, Silent())
    names = check_archive(source)
    if MANIFEST not in names or SIGNATURE not in names or len(set(names)) != len(names):
        raise CannotOpenError("pack.not_a_pack", file=path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            head, seal = _head(archive, MANIFEST), json.loads(_head(archive, SIGNATURE))
            role, public_key, signature = str(seal["role"]), str(seal["public_key"]), str(seal["signature"])
            if not fits(public_key, signature, _message(role, head)):
                raise CannotOpenError("pack.bad_signature", file=path.name, role=role)
            manifest = json.loads(head)
            parts = tuple(_part(entry) for entry in manifest["parts"])
            _check_names(parts, path)
            _check_parts(archive, parts, set(names), path)
        return CountryPack(
            path,
            str(manifest["country"]),
            str(manifest["version"]),
            date.fromisoformat(manifest["made_on"]),
            parts,
            role,
            public_key,
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, *ARCHIVE_FAULTS) as error:
        raise CannotOpenError("pack.not_a_pack", file=path.name) from error


def _parts_in(folder: Path) -> Iterable[tuple[PackPart, Path]]:
    for file in sorted(p for p in folder.rglob("*") if p.is_file()):
        inside = file.relative_to(folder)
        if len(inside.parts) != 2 or inside.parts[0] not in set(PartRole):
            raise KnownError("pack.unknown_folder", file=inside.as_posix(), roles=[role.value for role in PartRole])
        role = PartRole(inside.parts[0])
        if file.suffix.lower() not in _ENDINGS[role]:
            raise KnownError("pack.unknown_part", file=file.name, role=role.value, allowed=list(_ENDINGS[role]))
        if is_other_on_windows(file.name):
            raise KnownError("pack.bad_name", file=folder.name, part=inside.as_posix())
        content = file.read_bytes()
        yield PackPart(role, file.name, hashlib.sha256(content).hexdigest(), len(content)), file


def _part(entry: Any) -> PackPart:
    name = str(entry["name"])
    if PurePosixPath(name).name != name or "\\" in name or name in ("", ".", ".."):
        raise ValueError("a part must be a plain file name")
    return PackPart(PartRole(entry["role"]), name, str(entry["sha256"]), int(entry["size"]))


def is_other_on_windows(name: str) -> bool:
    """Whether Windows takes a name for a device, a drive, a hidden stream or a file of another name."""
    device = name.partition(".")[0].rstrip().upper()
    return bool(_NOT_ON_WINDOWS.search(name)) or name.endswith((".", " ")) or device in _DEVICES


def _check_names(parts: tuple[PackPart, ...], path: Path) -> None:
    seen: set[str] = set()
    for part in parts:
        if is_other_on_windows(part.name) or part.member.casefold() in seen:
            raise CannotOpenError("pack.bad_name", file=path.name, part=part.member)
        seen.add(part.member.casefold())


def _check_parts(archive: zipfile.ZipFile, parts: tuple[PackPart, ...], names: set[str], path: Path) -> None:
    listed = {part.member for part in parts}
    for extra in sorted(names - listed - {MANIFEST, SIGNATURE}):
        raise CannotOpenError("pack.stowaway", file=path.name, part=extra)
    for part in parts:
        if part.member not in names:
            raise CannotOpenError("pack.part_missing", file=path.name, part=part.member)
        digest = hashlib.sha256()
        with archive.open(part.member) as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
        if digest.hexdigest() != part.sha256:
            raise CannotOpenError("pack.part_changed", file=path.name, part=part.member)


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _LARGEST_HEAD:
        raise ValueError("a head of this size is none of ours")
    return archive.read(name)


def _message(role: str, head: bytes) -> bytes:
    return _PREFIX + role.encode() + b":" + hashlib.sha256(head).digest()

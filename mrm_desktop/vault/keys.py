"""Making, opening, re-wrapping and destroying the key of a project."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.foundation.key_page import carried_by
from mrm_desktop.foundation.paths import sync_folder
from mrm_desktop.vault.key_file import (
    FILE_SALT_BYTES,
    KeyFile,
    key_file_bytes,
    key_path,
    parse_key_file,
    read_key_file,
    waiting_path,
    write_key_file,
)
from mrm_desktop.vault.passphrases import normal_passphrase, require_hard_to_guess
from mrm_desktop.vault.recovery_code import looks_like_code, new_code, parse_code
from mrm_desktop.vault.signing import SealedSigner, Signer, open_own_signer, open_signer, seal_signer
from mrm_desktop.vault.slots import KEY_BYTES, Cost, Slot, SlotKind, cost_here, unwrap, wrap

_NO_FILE = ""
"""A person's signing key is bound to no file: a new data key leaves it as it is."""


class DataKey:
    """The key of one project, in memory for as long as the project is open.

    ``forget`` overwrites our copy. Copies that the interpreter, the database library or the system's swap made on the way are out
    of reach of a Python program; that is what the disk's own encryption is for.
    """

    def __init__(
        self, key: bytes, file_salt: str, signer: Signer | None = None, for_backups: Callable[[], bytes | None] | None = None
    ) -> None:
        self._key = bytearray(key)
        self.file_salt = file_salt
        self.signer = signer
        self._for_backups = for_backups

    def slots_for_backups(self) -> bytes | None:
        """Return the key slots that a backup carries, as they are at this moment; None where it shall carry none."""
        return self._for_backups() if self._for_backups is not None else None

    def raw(self) -> str:
        """Return key and file salt as the encrypted database wants them, hexadecimal.

        Raises
        ------
        CannotOpenError
            ``vault.locked`` after ``forget``.
        """
        if not self._key:
            raise CannotOpenError("vault.locked")
        return self._key.hex() + self.file_salt

    def forget(self) -> None:
        """Overwrite the key and drop it."""
        for position in range(len(self._key)):
            self._key[position] = 0
        self._key = bytearray()
        if self.signer is not None:
            self.signer.forget()
            self.signer = None

    def __repr__(self) -> str:
        return "DataKey(...)"


class Vault:
    """Keeps the keys of projects in key files beside them.

    Parameters
    ----------
    cost : Cost
        What a guess at a passphrase costs; by default what this machine has the memory for.
    """

    def __init__(self, cost: Cost | None = None) -> None:
        self._cost = cost or cost_here()

    def create(self, project: Path, passphrase: str, known: Iterable[str] = (), waits: bool = False) -> tuple[DataKey, str]:
        """Make a key for a new project; return it and the recovery code to print.

        Parameters
        ----------
        known : Iterable[str]
            What is no secret about the project beside the name of its file, such as its title.
        waits : bool
            Whether the key file waits under another name until :func:`give_its_name` finds its project made: a program that is killed in
            between leaves no key that looks as if it were somebody's only one.

        Raises
        ------
        KnownError
            ``vault.passphrase_too_short``, ``vault.passphrase_weak``, ``file.exists``, ``vault.key_file_exists``, ``file.cannot_write``.
        """
        require_hard_to_guess(passphrase, (project.stem, *known))
        path = key_path(project)
        if project.exists():
            raise KnownError("file.exists", file=project.name)
        if path.exists():
            raise KnownError("vault.key_file_exists", file=path.name)
        keys, secret, code = self._fresh(passphrase)
        save_keys(waiting_path(project) if waits else path, keys)
        return self._data_key(secret, keys, path), code

    def _fresh(self, passphrase: str) -> tuple[KeyFile, bytes, str]:
        """Draw a data key; return its slots, itself and the recovery code that opens it."""
        secret, salt, code = os.urandom(KEY_BYTES), os.urandom(FILE_SALT_BYTES).hex(), new_code()
        slots = (self._wrap(secret, passphrase, SlotKind.PASSPHRASE, salt), self._wrap(secret, code, SlotKind.RECOVERY, salt))
        return KeyFile(salt, slots), secret, code

    def unlock(self, project: Path, secret: str) -> DataKey:
        """Return the key of a project; ``secret`` is its passphrase or its recovery code.

        A file that carries its slots, as a backup does, needs no key file; the first opening makes one of them.

        Raises
        ------
        CannotOpenError
            ``vault.wrong_passphrase``, ``vault.wrong_recovery_code``, or what reading the key file raises.
        """
        path = key_path(project)
        keys = keys_of(project)
        key = self.open_slots(keys, secret, project)
        if not path.exists():
            save_keys(path, keys)
        return key

    def open_slots(self, keys: KeyFile, secret: str, project: Path) -> DataKey:
        """Return the key that slots hold, wherever they lay; backups of ``project`` will carry those of its key file.

        Raises
        ------
        CannotOpenError
            ``vault.wrong_passphrase``, ``vault.wrong_recovery_code``, ``vault.key_file_damaged``.
        """
        return self._data_key(self._open(keys, secret, project), keys, key_path(project))

    def with_passphrase(self, keys: KeyFile, secret: str, passphrase: str, project: Path) -> KeyFile:
        """Return slots to which a passphrase was added, or in which it took the place of another.

        Raises
        ------
        KnownError
            As :meth:`unlock` and :meth:`create`.
        """
        require_hard_to_guess(passphrase, (project.stem,))
        data_key = self._open(keys, secret, project)
        return keys.with_slot(self._wrap(data_key, passphrase, SlotKind.PASSPHRASE, keys.file_salt))

    def _data_key(self, data_key: bytes, keys: KeyFile, path: Path) -> DataKey:
        is_of_before = keys.signer is not None and keys.signer.derivation is None
        signer = open_signer(keys.signer, data_key, keys.file_salt, path.name) if keys.signer and is_of_before else None
        return DataKey(data_key, keys.file_salt, signer, partial(_slots_for_backups, path))

    def draw_new_key(self, project: Path, secret: str, passphrase: str) -> tuple[DataKey, DataKey, KeyFile, str]:
        """Draw another data key for a project, and change nothing.

        Returns
        -------
        tuple[DataKey, DataKey, KeyFile, str]
            The key that opens the project now, the new one, the key file that is to be written and its recovery code.

        Raises
        ------
        KnownError
            As :meth:`unlock` and :meth:`create`.
        """
        require_hard_to_guess(passphrase, (project.stem,))
        before = keys_of(project)
        now = self.open_slots(before, secret, project)
        drawn, new_secret, code = self._fresh(passphrase)
        signer = before.signer if before.signer is not None and before.signer.derivation is not None else None
        keys = replace(drawn, signer=signer, in_backups=before.in_backups, before=replace(before, before=None))
        return now, self._data_key(new_secret, keys, key_path(project)), keys, code

    def change_passphrase(self, project: Path, secret: str, passphrase: str) -> None:
        """Wrap the key under another passphrase. The project itself is not rewritten, and the recovery code stays.

        Raises
        ------
        KnownError
            As :meth:`unlock` and :meth:`create`.
        """
        save_keys(key_path(project), self.with_passphrase(keys_of(project), secret, passphrase, project))

    def new_recovery_code(self, project: Path, secret: str) -> str:
        """Replace the recovery code and return the new one. The old one still opens older copies of the key file, and older backups."""
        keys, code = keys_of(project), new_code()
        data_key = self._open(keys, secret, project)
        save_keys(key_path(project), keys.with_slot(self._wrap(data_key, code, SlotKind.RECOVERY, keys.file_salt)))
        return code

    def set_up_signing(self, project: Path, secret: str, role: str, own_passphrase: str) -> str:
        """Give this copy of the project a signing key, in place of one it may have; return the public half to give to others.

        Parameters
        ----------
        own_passphrase : str
            What the person who signs knows and nobody else: the project's passphrase does not open the signing key.

        Raises
        ------
        KnownError
            ``vault.role_needed``, ``vault.signing_not_own``, ``vault.passphrase_*``, or as :meth:`unlock`.
        """
        if not role.strip():
            raise KnownError("vault.role_needed")
        keys = keys_of(project)
        self._open(keys, secret, project)
        require_hard_to_guess(own_passphrase, (project.stem, role))
        if self._opens(keys, own_passphrase):
            raise KnownError("vault.signing_not_own")
        signer = seal_signer(role.strip(), normal_passphrase(own_passphrase), _NO_FILE, self._cost)
        save_keys(key_path(project), replace(keys, signer=signer))
        return signer.public.hex()

    def sign_with(self, key: DataKey, project: Path, own_passphrase: str) -> Signer:
        """Open the signing key of a person and have decisions signed with it from now on.

        Raises
        ------
        KnownError
            ``vault.no_signing_key``, ``vault.wrong_signing_passphrase``.
        """
        sealed = own_signer_of(project)
        if sealed is None:
            raise KnownError("vault.no_signing_key", file=project.name)
        key.signer = open_own_signer(sealed, normal_passphrase(own_passphrase), _NO_FILE)
        return key.signer

    def _opens(self, keys: KeyFile, passphrase: str) -> bool:
        slot = keys.slot(SlotKind.PASSPHRASE)
        return slot is not None and unwrap(slot, normal_passphrase(passphrase), keys.file_salt) is not None

    def erase(self, project: Path) -> None:
        """Destroy the key file beyond repair as far as a program can: without it the encrypted data is noise.

        A disk that writes elsewhere instead of over may keep the old block for a while; the passphrase guards that one still.
        """
        path = key_path(project)
        if not path.exists():
            return
        size = path.stat().st_size
        for _ in range(2):
            with path.open("r+b") as stream:
                stream.write(os.urandom(size))
                stream.flush()
                os.fsync(stream.fileno())
        path.unlink()
        sync_folder(path.parent)

    def _wrap(self, data_key: bytes, secret: str, kind: SlotKind, salt: str) -> Slot:
        return wrap(data_key, _normal(secret, kind), kind, salt, self._cost)

    def _open(self, keys: KeyFile, secret: str, project: Path) -> bytes:
        code = parse_code(secret)
        kinds = (SlotKind.RECOVERY, SlotKind.PASSPHRASE) if code else (SlotKind.PASSPHRASE,)
        for kind in kinds:
            slot = keys.slot(kind)
            found = unwrap(slot, _normal(secret, kind), keys.file_salt) if slot else None
            if found is not None:
                return found
        if not code and any(self._is_mislabelled(slot, secret, keys) for slot in keys.slots):
            raise CannotOpenError("vault.key_file_damaged", file=key_path(project).name)
        wrong = "vault.wrong_recovery_code" if code or looks_like_code(secret) else "vault.wrong_passphrase"
        raise CannotOpenError(wrong, file=project.name)

    @staticmethod
    def _is_mislabelled(slot: Slot, passphrase: str, keys: KeyFile) -> bool:
        """Whether a slot that says it is another's opens with the passphrase: then the file was changed, and the passphrase is right."""
        if slot.kind is SlotKind.PASSPHRASE:
            return False
        ours = replace(slot, kind=SlotKind.PASSPHRASE)
        return unwrap(ours, _normal(passphrase, SlotKind.PASSPHRASE), keys.file_salt) is not None


def keys_of(project: Path, encrypted: Path | None = None) -> KeyFile:
    """Return the slots that open a project: those of its key file, else those that the encrypted file itself carries.

    Parameters
    ----------
    encrypted : Path | None
        The file that is to be opened with them, such as a backup; None for the project itself.

    Raises
    ------
    CannotOpenError
        As :func:`read_key_file`.
    """
    path, file = key_path(project), encrypted or project
    salt, carried = salt_on_disk(file), carried_by(file)
    own = parse_key_file(carried, file.name) if carried is not None else None
    try:
        keys = read_key_file(path)
    except CannotOpenError:
        if own is None:
            raise
        return own
    fitting = (one for one in (keys, keys.before, own) if one is not None and one.file_salt == salt)
    return next(fitting, keys)


def own_signer_of(project: Path) -> SealedSigner | None:
    """Return the signing key of a person in this copy of a project, sealed; None where there is none with a passphrase of its own."""
    sealed = keys_of(project).signer
    return sealed if sealed is not None and sealed.derivation is not None else None


def salt_on_disk(project: Path) -> str:
    """Return the salt with which an encrypted file begins; "" where it cannot be read."""
    try:
        with project.open("rb") as stream:
            return stream.read(FILE_SALT_BYTES).hex()
    except OSError:
        return ""


def _slots_for_backups(path: Path) -> bytes | None:
    try:
        keys = read_key_file(path)
    except CannotOpenError:
        return None
    return key_file_bytes(replace(keys, before=None)) if keys.in_backups else None


def _normal(secret: str, kind: SlotKind) -> str:
    """Write a secret in one way, whatever keyboard it came from."""
    if kind is SlotKind.RECOVERY:
        return parse_code(secret) or secret
    return normal_passphrase(secret)


def give_its_name(project: Path) -> None:
    """Give the key file of a project that was just made its name, where it waits for one and is that project's."""
    waiting = waiting_path(project)
    if waiting.exists() and not key_path(project).exists() and read_key_file(waiting).file_salt == salt_on_disk(project):
        waiting.replace(key_path(project))


def save_keys(path: Path, keys: KeyFile) -> None:
    """Write a key file.

    Raises
    ------
    KnownError
        ``file.cannot_write``.
    """
    try:
        write_key_file(path, keys)
    except OSError as error:
        raise KnownError("file.cannot_write", file=path.name) from error

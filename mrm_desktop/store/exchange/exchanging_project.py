"""What every copy of a project can do with others, be it a file or an office's database: bundles out and in, signatures."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from mrm_desktop.domain.decisions import Decision
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.store.rows.signatures import SignedDecision, read_signatures

if TYPE_CHECKING:
    from mrm_desktop.project.ports import Key
    from mrm_desktop.store.exchange.bundles import BundleReport
    from mrm_desktop.store.exchange.merge import Choice
    from mrm_desktop.store.exchange.witnesses import Witnessed


class ExchangingProject(ABC):
    """A copy of a project that trades records with other copies. All copies of one project have the same data key."""

    @property
    @abstractmethod
    def name(self) -> str:
        """Name of the copy for people."""

    @abstractmethod
    def _read_transaction(self) -> AbstractContextManager[Connection]:
        """Give a connection that sees one consistent state."""

    @abstractmethod
    def _write_transaction(self) -> AbstractContextManager[Connection]:
        """Give a connection whose changes come all or not at all."""

    @abstractmethod
    def _data_key(self) -> Key:
        """Return the project's data key, which seals its bundles."""

    @abstractmethod
    def _now(self) -> datetime:
        """Tell the moment."""

    def signatures(self) -> tuple[SignedDecision, ...]:
        """Return all signatures of decisions, each checked."""
        with self._read_transaction() as connection:
            return read_signatures(connection)

    def export_bundle(self, path: Path) -> None:
        """Write what this copy knows into a bundle for other copies of the project.

        Raises
        ------
        KnownError
            ``bundle.no_signing_key``, ``office.no_key``, ``file.exists``, ``file.cannot_write``.
        """
        from mrm_desktop.store.exchange.bundle_file import write_bundle
        from mrm_desktop.store.exchange.bundles import collect

        key = self._data_key()
        signer = getattr(key, "signer", None)
        if signer is None:
            raise KnownError("bundle.no_signing_key", file=self.name)
        with self._read_transaction() as connection:
            content = collect(connection, self._now())
        write_bundle(path, content, key.raw(), signer)

    def import_bundle(self, path: Path, trusted: Collection[str] = (), choices: Mapping[str, Choice] | None = None) -> BundleReport:
        """Merge a bundle of another copy; applied twice it changes nothing.

        Parameters
        ----------
        trusted : Collection[str]
            Public keys that a person has just compared; they are remembered.
        choices : Mapping[str, Choice] | None
            ``ours`` or ``theirs`` for each conflict that a person has decided, by its name.

        Raises
        ------
        KnownError
            ``office.no_key``, and what :func:`read_bundle` and :func:`take_in` raise; nothing is changed then.
        """
        from mrm_desktop.store.exchange.bundle_file import read_bundle
        from mrm_desktop.store.exchange.bundles import take_in

        sealed = read_bundle(path, self._data_key().raw())
        with self._write_transaction() as connection:
            signer = getattr(self._data_key(), "signer", None)
            return take_in(connection, sealed, trusted, choices or {}, self._now(), signer)

    def seen_by_others(self, site: str) -> tuple[Witnessed, ...]:
        """Return what other offices saw of this log, whose bundles are signed with the public key ``site``."""
        from mrm_desktop.store.exchange.witnesses import seen_of

        with self._read_transaction() as connection:
            return seen_of(connection, site)

    def other_decisions(self) -> tuple[tuple[str, Decision], ...]:
        """Return the decisions of other offices, each with the public key of its office."""
        from mrm_desktop.store.exchange.bundles import other_decisions

        with self._read_transaction() as connection:
            return other_decisions(connection)

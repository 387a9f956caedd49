"""Exchange without a network: what one copy of a project knows, carried to another on a stick or by mail."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from mrm_desktop.domain.decisions import Decision
from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.domain.event_log import SeenHead
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.ed25519 import Signs
from mrm_desktop.foundation.fingerprint import names_key, words_of
from mrm_desktop.services.decisions.record_decision import FIRST_HASH, body_of, hash_of
from mrm_desktop.store.exchange.bundle_file import Sealed
from mrm_desktop.store.exchange.merge import FACTS, STATEMENTS, Choice, Conflict, merge
from mrm_desktop.store.exchange.older_bundles import brought_up
from mrm_desktop.store.exchange.witnesses import heads_told, witness
from mrm_desktop.store.migrations.history import newest_version
from mrm_desktop.store.rows.models import DecisionRow, OtherDecisionRow, PolicyRow, TrustedSignerRow
from mrm_desktop.store.rows.plain import from_plain, to_plain
from mrm_desktop.store.rows.repository import SqlRepository
from mrm_desktop.store.rows.transfer import Row, read_rows


@dataclass(frozen=True, slots=True)
class BundleReport:
    """What a bundle brought.

    Attributes
    ----------
    role : str
        Role of the office as a person here trusted its key; not what the file says.
    added : Mapping[str, int]
        Records added, by table; empty where everything was known.
    conflicts : tuple[Conflict, ...]
        Statements that wait for a person; nothing of them was taken.
    same_files : tuple[str, ...]
        Files that both offices had imported; they count once.
    decisions : int
        Decisions of the other office that were new here.
    set_aside : Mapping[str, int]
        Rows that cannot be read as records, by table; nothing of them was taken.
    missing : tuple[SeenHead, ...]
        Heads of the other office's log that were seen before and are not in it any more: it was cut, written anew or put back.
    """

    role: str
    public_key: str
    added: Mapping[str, int]
    conflicts: tuple[Conflict, ...]
    same_files: tuple[str, ...]
    decisions: int
    set_aside: Mapping[str, int]
    missing: tuple[SeenHead, ...] = ()


def collect(connection: Connection, at: datetime) -> dict[str, Any]:
    """Collect everything of this copy that another one should know."""
    repository = SqlRepository(connection)
    return {
        "project": repository.info().id,
        "version": newest_version(),
        "made_at": at.isoformat(),
        "tables": _travelling_rows(connection),
        "decisions": [to_plain(d) | {"policy_text": ""} for d in repository.decisions()],
        "heads": heads_told(connection),
    }


def _travelling_rows(connection: Connection) -> dict[str, list[Row]]:
    """Read what travels. What an import brought that was undone stays here: others learn that it was undone, and nothing else."""
    undone = {row["dataset_id"] for row in read_rows(connection, "dataset_undo")}
    return {
        table: [row for row in read_rows(connection, table) if table == "dataset_undo" or row.get("dataset_id") not in undone]
        for table in (*FACTS, *STATEMENTS)
    }


def take_in(
    connection: Connection,
    sealed: Sealed,
    trusted: Collection[str],
    choices: Mapping[str, Choice],
    at: datetime,
    signer: Signs | None = None,
) -> BundleReport:
    """Merge an opened bundle.

    Raises
    ------
    CannotOpenError
        ``bundle.other_version``, ``bundle.damaged``, ``bundle.history_changed``, ``bundle.broken_chain``.
    KnownError
        ``bundle.unknown_signer`` until a person has compared the key.
    """
    content = brought_up(sealed.content)
    if content["project"] != SqlRepository(connection).info().id:
        raise CannotOpenError("bundle.other_project")
    role = _trusted_role(connection, sealed, trusted, at)
    merged = merge(connection, content["tables"], choices)
    decisions = _take_decisions(connection, sealed.public_key, content["decisions"])
    # Bundles of before told nothing of their log.
    missing = witness(connection, content["heads"], sealed.public_key, signer, at) if "heads" in content else ()
    return BundleReport(
        role=role,
        public_key=sealed.public_key,
        added=merged.added,
        conflicts=tuple(merged.conflicts),
        same_files=tuple(merged.same_files),
        decisions=decisions,
        set_aside=merged.set_aside,
        missing=missing,
    )


def other_decisions(connection: Connection) -> tuple[tuple[str, Decision], ...]:
    """Return the decisions of other offices, each with the public key of the office, in the order of their chains."""
    row, policy = OtherDecisionRow, PolicyRow
    asked = (
        select(row.site, row.record, policy.text)
        .join(policy, policy.checksum == row.policy_checksum)
        .order_by(row.site, row.sequence)
    )
    return tuple((site, from_plain(Decision, record | {"policy_text": text})) for site, record, text in connection.execute(asked))


def _trusted_role(connection: Connection, sealed: Sealed, trusted: Collection[str], at: datetime) -> str:
    """Return the role under which a person trusted the key; a person who has just compared it trusts it as what the file says."""
    asked = select(TrustedSignerRow.role).where(TrustedSignerRow.public_key == sealed.public_key)
    known: str | None = connection.execute(asked).scalar_one_or_none()
    if known is not None:
        return known
    if not any(names_key(said, sealed.public_key) for said in trusted):
        told = words_of(sealed.public_key)
        raise KnownError("bundle.unknown_signer", role=sealed.role, public_key=sealed.public_key, words=told)
    row = {"id": new_id(), "public_key": sealed.public_key, "role": sealed.role, "trusted_at": at}
    connection.execute(insert(TrustedSignerRow), [row])
    return sealed.role


def _read_decision(document: Any, texts: Mapping[str, str]) -> Decision:
    try:
        return from_plain(Decision, document | {"policy_text": texts.get(document["policy_checksum"], "")})
    except (ValueError, TypeError, LookupError) as error:
        raise CannotOpenError("bundle.damaged", table="decision") from error


def _take_decisions(connection: Connection, site: str, documents: list[dict[str, Any]]) -> int:
    """Take in the chain of another office beside our own. It may grow; it may neither shrink nor change."""
    # An office that changed its key comes as a new one; its decisions are known by their own identifiers.
    here = {identifier for row in (DecisionRow, OtherDecisionRow) for identifier in connection.execute(select(row.id)).scalars()}
    texts: dict[str, str] = {row[0]: row[1] for row in connection.execute(select(PolicyRow.checksum, PolicyRow.text))}
    asked = select(OtherDecisionRow.sequence, OtherDecisionRow.hash).where(OtherDecisionRow.site == site)
    known: dict[int, str] = {row[0]: row[1] for row in connection.execute(asked)}
    previous, rows, heads = FIRST_HASH, [], {}
    for expected, document in enumerate(documents, start=1):
        decision = _read_decision(document, texts)
        if (decision.sequence, decision.previous_hash) != (expected, previous) or hash_of(body_of(decision)) != decision.hash:
            raise CannotOpenError("bundle.broken_chain", sequence=expected)
        previous, heads[expected] = decision.hash, decision.hash
        if decision.id not in here and expected not in known:
            rows.append(
                {
                    "id": decision.id,
                    "site": site,
                    "sequence": expected,
                    "record": document,
                    "policy_checksum": decision.policy_checksum,
                    "hash": decision.hash,
                }
            )
    if any(heads.get(sequence) != digest for sequence, digest in known.items()):
        raise CannotOpenError("bundle.history_changed", table="decision")
    if rows:
        connection.execute(insert(OtherDecisionRow), rows)
    return len(rows)

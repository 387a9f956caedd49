"""Exchange without a network: what one copy of a project knows, carried to another on a stick or by mail."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from mrm_desktop.domain.decisions import Decision
from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.services.decisions.record_decision import FIRST_HASH, body_of, hash_of
from mrm_desktop.store.exchange.bundle_file import Sealed
from mrm_desktop.store.exchange.merge import FACTS, STATEMENTS, Choice, Conflict, merge
from mrm_desktop.store.exchange.older_bundles import brought_up
from mrm_desktop.store.migrations.history import newest_version
from mrm_desktop.store.rows.models import DecisionRow, OtherDecisionRow, PolicyRow, TrustedSignerRow
from mrm_desktop.store.rows.plain import from_plain, to_plain
from mrm_desktop.store.rows.repository import SqlRepository
from mrm_desktop.store.rows.transfer import read_rows


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
    """

    role: str
    public_key: str
    added: Mapping[str, int]
    conflicts: tuple[Conflict, ...]
    same_files: tuple[str, ...]
    decisions: int
    set_aside: Mapping[str, int]


def collect(connection: Connection, at: datetime) -> dict[str, Any]:
    """Collect everything of this copy that another one should know."""
    repository = SqlRepository(connection)
    return {
        "project": repository.info().id,
        "version": newest_version(),
        "made_at": at.isoformat(),
        "tables": {table: read_rows(connection, table) for table in (*FACTS, *STATEMENTS)},
        "decisions": [to_plain(d) | {"policy_text": ""} for d in repository.decisions()],
    }


def take_in(
    connection: Connection, sealed: Sealed, trusted: Collection[str], choices: Mapping[str, Choice], at: datetime
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
    return BundleReport(
        role, sealed.public_key, merged.added, tuple(merged.conflicts), tuple(merged.same_files), decisions, merged.set_aside
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
    if sealed.public_key not in trusted:
        raise KnownError("bundle.unknown_signer", role=sealed.role, public_key=sealed.public_key)
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

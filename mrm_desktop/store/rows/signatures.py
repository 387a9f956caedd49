"""Signatures of decisions: who vouches that a record was made with their key, and whether that still holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from mrm_desktop.domain.decisions import Decision
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.ed25519 import Signs, fits
from mrm_desktop.store.rows.models import DecisionRow, DecisionSignatureRow, TrustedSignerRow

_PREFIX = b"mrm-decision/1:"


@dataclass(frozen=True, slots=True)
class SignedDecision:
    """One signature of one decision.

    Attributes
    ----------
    role : str
        Role that signed.
    public_key : str
        Its public key, hexadecimal; compare it with the one the office gave you.
    valid : bool
        Whether the signature fits the decision as it is recorded.
    trusted : str
        Role under which a person here compared and trusted the key; "" where nobody did: then ``role`` is only what the key claims.
    """

    sequence: int
    decision_id: str
    role: str
    public_key: str
    signed_at: datetime
    valid: bool
    trusted: str = ""


def signature_row(decision: Decision, signer: Signs) -> dict[str, Any]:
    """Sign a decision: its hash covers everything in it and the hash of the one before."""
    return {
        "id": new_id(),
        "decision_id": decision.id,
        "role": signer.role,
        "public_key": signer.public_key,
        "signature": signer.sign(_message(signer.role, decision.hash)).hex(),
        "signed_at": decision.recorded_at,
    }


def read_signatures(connection: Connection) -> tuple[SignedDecision, ...]:
    """Read and check all signatures, in the order of the decisions."""
    signed, decision = DecisionSignatureRow, DecisionRow
    columns = (decision.sequence, decision.id, decision.hash, signed.role, signed.public_key, signed.signature, signed.signed_at)
    asked = select(*columns).join(signed, signed.decision_id == decision.id).order_by(decision.sequence, signed.seq)
    trusted = {row.public_key: row.role for row in connection.execute(select(TrustedSignerRow.public_key, TrustedSignerRow.role))}
    return tuple(
        SignedDecision(
            sequence,
            identifier,
            role,
            public_key,
            at,
            fits(public_key, signature, _message(role, digest)),
            trusted.get(public_key, ""),
        )
        for sequence, identifier, digest, role, public_key, signature, at in connection.execute(asked)
    )


def _message(role: str, digest: str) -> bytes:
    return _PREFIX + role.encode() + b":" + digest.encode()

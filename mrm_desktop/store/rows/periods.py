"""The validity period of a fact between domain and table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mrm_desktop.domain.validity import Dated


def period_to_row(fact: Dated) -> dict[str, Any]:
    """Write the two ends of a period."""
    return {"valid_from": fact.valid_from, "valid_to": fact.valid_to}


def period_of(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Read the two ends of a period."""
    return {"valid_from": row["valid_from"], "valid_to": row["valid_to"]}

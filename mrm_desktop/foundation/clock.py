"""Clock and identifiers, handed in so that tests and replays decide what day it is."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime


def now() -> datetime:
    """Return the present moment in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def today() -> date:
    """Return the calendar day where the user is."""
    return datetime.now().astimezone().date()


def new_id() -> str:
    """Return a fresh random identifier (UUID 4, 32 hex digits)."""
    return uuid.uuid4().hex

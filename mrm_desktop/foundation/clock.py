"""Clock and identifiers, handed in so that tests and replays decide what day it is."""

from __future__ import annotations

import uuid
from datetime import date, datetime


def now() -> datetime:
    """Return the present moment, to the second, in the time of the place: what is recorded keeps the day on which it was there."""
    return datetime.now().astimezone().replace(microsecond=0)


def today() -> date:
    """Return the calendar day where the user is."""
    return datetime.now().astimezone().date()


def new_id() -> str:
    """Return a fresh random identifier (UUID 4, 32 hex digits)."""
    return uuid.uuid4().hex

"""What somebody has typed in a form and not recorded yet. It is no record: nothing rests on it, and it is destroyed on its day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

DRAFT_LIFETIME = timedelta(days=14)
"""A form that nobody went on with for so long will not be finished; what stands in it may harm whoever it tells of."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What stood in a form when it was last kept.

    Attributes
    ----------
    kind : str
        Which form, such as ``decision`` or ``trip``.
    subject : str
        What it is about, such as the code of an area; "" where there is one such form.
    content : Mapping[str, Any]
        Plain values by the names of the form's fields.
    withheld : tuple[str, ...]
        Fields whose text seemed to tell of a person: it was not kept.
    kept_at : datetime
        When it was kept.
    destroy_by : date
        The last day on which it is given back.
    """

    kind: str
    subject: str
    content: Mapping[str, Any]
    withheld: tuple[str, ...]
    kept_at: datetime
    destroy_by: date

"""What reading a file in would do, in a few sentences: what matters most first, and before any detail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mrm_desktop.services.evidence.import_data import Imported

Said = tuple[str, dict[str, Any]]
"""A sentence by its code, with its values."""
UNKNOWN_CODE = "match.code_unknown"


def import_outlook(imported: Imported) -> tuple[Said, ...]:
    """Return the sentences; the first says how many rows become records."""
    return tuple(_said(imported))


def _said(imported: Imported) -> Iterator[Said]:
    reading = imported.reading
    ledger = reading.ledger
    if ledger.rows_kept == 0:
        yield "import.headline.nothing", {}
    else:
        yield "import.headline", {"kept": ledger.rows_kept, "rows": ledger.rows_in}
    unplaced = sum(1 for record in reading.records if getattr(record, "area_code", "-") is None)
    if unplaced:
        yield "import.headline.unplaced", {"number": unplaced}
    other_codes = sum(entry.rows for entry in ledger.entries if entry.code == UNKNOWN_CODE)
    if other_codes:
        yield "import.headline.other_codes", {"number": other_codes}
    if reading.review:
        yield "import.headline.names", {"number": len(reading.review)}
    if ledger.rows_dropped:
        yield "import.headline.dropped", {"number": ledger.rows_dropped}
    if imported.superseded is not None:
        yield "import.headline.replaces", {}

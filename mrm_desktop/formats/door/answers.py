"""What comes back through the door, understood by what was asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mrm_desktop.domain.errors import KnownError


def understood(request: str, told: Any, file: Path) -> Any:
    """Understand an answer; one that cannot be understood is nobody's row.

    Raises
    ------
    KnownError
        ``door.unclear``.
    """
    from mrm_desktop.formats.door.requests import REQUESTS

    try:
        return REQUESTS[request].understand(told)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KnownError("door.unclear", file=file.name) from error

"""Logging that cannot give anybody away: no coordinates, no paths of the home folder, no values of records.

Records are written about *what the program did*. The filter is the second line of defence: whatever slips into a message and looks
like a position, a P-code, a key or a folder of the user is blotted out before it reaches a file.
"""

from __future__ import annotations

import logging
import os
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

BLOT = "[removed]"
_MAX_BYTES = 500_000
_SUSPECT = (
    re.compile(r"\b[0-9a-f]{24,}\b", re.IGNORECASE),  # keys, checksums, identifiers
    re.compile(r"[-+]?\d{1,3}[.,]\d{3,}"),  # degrees
    re.compile(r"\b\d{1,2}\s?[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}(?:\s\d{2,5}\s\d{2,5}|\s?\d{4,10})\b"),  # MGRS
    re.compile(r"\b[A-Z]{2,3}\d{2,12}\b"),  # P-codes
    re.compile(r"(?:[A-Za-z]:)?[\\/](?:home|Users|root|media|mnt|tmp|var)[\\/][^\s'\"]+"),  # folders name their owners
    re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.]+\b"),  # addresses
    re.compile(r"\+?\d[\d ()-]{7,}\d"),  # telephone numbers
)


def redact(text: str) -> str:
    """Return ``text`` with everything that looks like a secret, a place or a person's address blotted out."""
    for pattern in _SUSPECT:
        text = pattern.sub(BLOT, text)
    return text


class RedactingFormatter(logging.Formatter):
    """Formats a record and redacts what it says; of an exception only its type and the program's own line numbers remain."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return the line with its message redacted; the moment before it looks like a number, and is none of anybody's."""
        record.message = redact(record.message)
        return super().formatMessage(record)

    def format(self, record: logging.LogRecord) -> str:
        """Return the redacted line, with what an exception left redacted as well."""
        first, *rest = super().format(record).split("\n")
        return "\n".join([first, *map(redact, rest)])

    def formatException(self, ei: object) -> str:
        """Return type and places of an exception, never its message: messages quote the data that caused them."""
        if not isinstance(ei, tuple) or len(ei) != 3 or ei[0] is None:
            return ""
        lines, step = [], ei[2]
        while step is not None:
            code = step.tb_frame.f_code
            lines.append(f"{Path(code.co_filename).name}:{step.tb_lineno} {code.co_name}")
            step = step.tb_next
        return f"{ei[0].__name__} at " + " < ".join(reversed(lines))


def _can_be_used(folder: Path) -> bool:
    """Make the log's folder; a home that cannot be written is no reason not to start."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def start_logging(folder: Path | None = None, level: int = logging.INFO) -> None:
    """Send the program's log to a small rotating file in ``folder``, or nowhere when None."""
    logger = logging.getLogger("mrm_desktop")
    logger.setLevel(level)
    logger.propagate = False
    for old in list(logger.handlers):
        logger.removeHandler(old)
        old.close()
    handler: logging.Handler = logging.NullHandler()
    if folder is not None and _can_be_used(folder):
        handler = RotatingFileHandler(folder / "mrm-desktop.log", maxBytes=_MAX_BYTES, backupCount=2, encoding="utf-8", delay=True)
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger.addHandler(handler)

"""Keeps persons out: columns that look like names, phones, identities, birth dates or testimony stop the import.

What stops it is named by its heading, never by its contents. Columns that a survey server adds by itself, and free comments, are left
out without being read, with a line in the ledger.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.table import ADDED_COLUMNS, Table
from mrm_desktop.formats.rows.columns import heading_key
from mrm_desktop.formats.rows.ledger_book import LedgerBook
from mrm_desktop.formats.rows.personal_headings import ADDRESS, BARE_NAME, STOPPED

TECHNICAL = re.compile(
    r"deviceid|device_id|username|user_name|phonenumber|subscriberid|simserial|simid|imei|submitted_by|submitterid|submittername"
    r"|submitter_name|submitter_id|audit|audit_url|attachments.*|email_of_submitter"
)
COMMENT = re.compile(
    r"(?:.*_)?(?:comments?|commentaires?|comentarios?|remarks?|remarques?|observations?|observaciones|notes?|notas?|feedback|suggestions?"
    r"|(?:please_)?specify|(?:a_)?preciser|precisez|especifique|transcript(?:_.*)?|translation(?:_.*)?|tags)"
)
_PERSONAL_KINDS = (DatasetKind.COMMUNITY, DatasetKind.ARMED_ACTORS)
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,100}\.[A-Za-z]{2,10}")
_PHONE = re.compile(r"(?:\+|00|0)[\d(][\d\s()./-]{6,18}\d")
_BARE_PHONE = re.compile(r"[79]\d{8}|[1-9]\d{2}[79]\d{8}")
"""Nine digits that begin as mobile numbers do in the countries of missions, or the same behind the code of the country."""
_PHONE_IN_TEXT = re.compile(r"(?<![\d.])(?:\+|00|0)\d[\d\s()./-]{6,16}\d(?!\d)")
_CLOSE = 1000
_DATE_LIKE = re.compile(r"\d{4}-\d{2}-\d{2}.*|\d{1,2}[./-]\d{1,2}[./-]\d{4}.*|[-+]?\d*\.\d+")
_YES_AND_NO = frozenset({"0", "1", "0.0", "1.0", "true", "false", "yes", "no", "oui", "non", "sí", "si", "نعم", "لا"})
_LONG_TEXT = 120
_MIN_EVIDENCE = 3
_CONTENT_SHARE = 0.2

# Columns of well-known public data sets that tell what happened in words: left out, known as they are.
PUBLIC_NARRATIVES = frozenset(
    (
        *(
            "notes",
            "details",
            "event_description",
            "source_article",
            "source_headline",
            "source_original",
            "source_office",
            "source_date",
        ),
        *("where_description", "where_coordinates", "description", "known_kidnapping_or_arrest_outcome", "location_of_incident"),
        *("actor_name", "reported_perpetrator_name", "source", "tags"),
    )
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A column and why it may not come in."""

    column: str
    reason: str


def guard(
    table: Table,
    kind: DatasetKind,
    used: Collection[str],
    drop: Collection[str],
    book: LedgerBook,
    known_public: bool = False,
) -> None:
    """Check all columns of a table before a row of it is read.

    Parameters
    ----------
    table : Table
        The table with its sample of rows.
    kind : DatasetKind
        What it is imported as.
    used : Collection[str]
        Headings that serve as a field.
    drop : Collection[str]
        Headings that a person chose to leave out.
    book : LedgerBook
        Gets a line for each column left out.
    known_public : bool
        Whether the table is one of the public event data sets, whose narrative columns are known and never read.

    Raises
    ------
    KnownError
        ``guard.columns_stopped`` with the columns and the reason for the first; the choices are to drop them or to cancel.
    """
    findings = []
    for heading in _written(table):
        if heading in drop:
            book.note("dropped", "guard.column_dropped", 0, column=heading)
            continue
        key = heading_key(heading)
        last = heading_key(heading.rsplit("/", 1)[-1])
        if known_public and key in PUBLIC_NARRATIVES and heading not in used:
            book.note("dropped", "guard.public_narrative_dropped", 0, column=heading)
        elif _is(TECHNICAL, key, last) or (heading.startswith("_") and key in ("notes", "tags")):
            book.note("dropped", "guard.technical_column_dropped", 0, column=heading)
        elif _is(COMMENT, key, last) and heading not in used:
            book.note("dropped", "guard.comment_column_dropped", 0, column=heading)
        else:
            reason = _reason(table, heading, kind, heading in used)
            if reason:
                findings.append(Finding(heading, reason))
    if findings:
        raise KnownError(
            "guard.columns_stopped",
            file=table.file,
            sheet=table.sheet,
            row=table.heading_row,
            column=findings[0].column,
            columns=[f.column for f in findings],
            reason=findings[0].reason,
            reasons={f.column: f.reason for f in findings},
        )


def masked(table: Table, kind: DatasetKind) -> dict[str, str]:
    """Return the columns that must not be shown in a preview, with the reason for each."""
    hidden = {}
    for heading in _written(table):
        key = heading_key(heading)
        last = heading_key(heading.rsplit("/", 1)[-1])
        if _is(TECHNICAL, key, last):
            hidden[heading] = "technical"
        elif _is(COMMENT, key, last):
            hidden[heading] = "comment"
        else:
            reason = _reason(table, heading, kind, False)
            if reason:
                hidden[heading] = reason
    return hidden


def _written(table: Table) -> tuple[str, ...]:
    return tuple(heading for heading in table.headings if heading not in ADDED_COLUMNS)


def _reason(table: Table, heading: str, kind: DatasetKind, used: bool) -> str:
    """Return why a column may not come in; "" where it may. A column of yes and no holds nobody's name or number, whatever its heading."""
    if _only_yes_and_no(table.sample.column(heading).tolist()):
        return ""
    key, last = heading_key(heading), heading_key(heading.rsplit("/", 1)[-1])
    return _heading_reason(key, last, kind, used) or _content_reason(table, heading, used)


def _only_yes_and_no(values: Sequence[str]) -> bool:
    filled = {value.strip().casefold() for value in values} - {""}
    return bool(filled) and all(value in _YES_AND_NO for value in filled)


def _is(pattern: re.Pattern[str], *keys: str) -> bool:
    return any(pattern.fullmatch(key) for key in keys)


def _heading_reason(key: str, last: str, kind: DatasetKind, used: bool) -> str:
    for reason, patterns in STOPPED.items():
        if any(_is(pattern, key, last) for pattern in patterns):
            return reason
    if kind in _PERSONAL_KINDS and not used and (_is(BARE_NAME, key, last) or _is(ADDRESS, key, last)):
        return "name" if _is(BARE_NAME, key, last) else "address"
    return ""


def _content_reason(table: Table, heading: str, used: bool) -> str:
    """Look at the sample of a column for what its heading does not say."""
    values = [v for v in table.sample.column(heading).tolist() if v]
    if len(values) < _MIN_EVIDENCE:
        return ""
    if _share(values, _EMAIL) >= _CONTENT_SHARE:
        return "email"
    if not used and (_share(plain := [_in_latin_digits(v) for v in values], _PHONE) >= _CONTENT_SHARE or _hold_numbers(plain)):
        return "phone"
    return "testimony" if not used and _tells_stories(values) else ""


def _in_latin_digits(text: str) -> str:
    """Write the digits of any script as 0 to 9: a number is dialled whatever it is written in."""
    if text.isascii():
        return text
    return "".join(str(digit) if (digit := unicodedata.digit(letter, None)) is not None else letter for letter in text)


def _hold_numbers(values: Sequence[str]) -> bool:
    """Whether cells hold telephone numbers without their zero, each another one, or within a text."""
    bare = [value.strip() for value in values if _BARE_PHONE.fullmatch(value.strip())]
    if (
        len(bare) >= _MIN_EVIDENCE
        and len(bare) == len(values)
        and len({len(value) for value in bare}) == 1
        and len(set(bare)) == len(bare)
    ):
        return not _counts_up(bare)
    told = sum(1 for value in values if any(letter.isalpha() for letter in value) and _PHONE_IN_TEXT.search(value))
    return told >= _MIN_EVIDENCE and told >= _CONTENT_SHARE * len(values)


def _counts_up(numbers: Sequence[str]) -> bool:
    """Whether numbers are a count of rows or times: they follow each other closely."""
    found = sorted(int(number) for number in numbers)
    return found[-1] - found[0] < _CLOSE * len(found)


def _share(values: Sequence[str], pattern: re.Pattern[str]) -> float:
    hits = sum(1 for v in values if pattern.fullmatch(v.strip()) and not _DATE_LIKE.fullmatch(v.strip()))
    return hits / len(values) if hits >= _MIN_EVIDENCE else 0.0


def _tells_stories(values: Sequence[str]) -> bool:
    """Whether most cells are long running text; coordinates and codes of any length are not."""
    lengths = sorted(len(v) for v in values)
    if lengths[len(lengths) // 2] <= _LONG_TEXT:
        return False
    letters = sum(sum(c.isalpha() or c.isspace() for c in v) for v in values[:100])
    return letters > 0.7 * sum(len(v) for v in values[:100])

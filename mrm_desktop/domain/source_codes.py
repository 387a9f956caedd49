"""Sources are codes: whoever finds a record must not learn who told it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields, is_dataclass
from typing import Any

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.text_guard import find_persons

LONGEST_CODE = 40
# Dots and underscores stand in names of files, from which a source is taken where nobody names one.
_CODE = re.compile(rf"(?=.*\w)[^\W_][\w.-]{{0,{LONGEST_CODE - 1}}}")
_NO_CODE = re.compile(r"[^\w.-]+")


def is_source_code(text: str) -> bool:
    """Tell whether a text is a code: letters of any script, digits, dashes, dots and underscores, at most 40, and no telephone number."""
    return _CODE.fullmatch(text) is not None and not find_persons("source", text, names_place=True)


def suggested_code(text: str) -> str:
    """Return the code that a text suggests, such as ``field-office`` for ``Field office``; "" where it suggests a person, or none."""
    if find_persons("source", text):
        return ""
    code = _NO_CODE.sub("-", unicodedata.normalize("NFC", text).strip()).strip("-._").casefold()
    return code if is_source_code(code) else ""


def require_source_code(text: str, where: str) -> str:
    """Return the code of a source without blanks around it.

    Parameters
    ----------
    where : str
        Option, field or place in a file, such as ``--source`` or ``forum 2``.

    Raises
    ------
    KnownError
        ``source.not_a_code``, with a suggestion where the text makes a harmless one; the text itself is not repeated.
    """
    code = text.strip()
    if code and not is_source_code(code):
        suggestion = suggested_code(code)
        raise KnownError(
            "source.not_a_code_but" if suggestion else "source.not_a_code", where=where, longest=LONGEST_CODE, suggestion=suggestion
        )
    return code


def require_source_codes(records: Any, where: str) -> None:
    """Insist on codes in every field called ``source`` of a frozen dataclass, or of several, however deep.

    Raises
    ------
    KnownError
        As :func:`require_source_code`, with the number of the record.
    """
    if isinstance(records, tuple | list):
        for number, record in enumerate(records, start=1):
            require_source_codes(record, f"{where} {number}")
    elif is_dataclass(records):
        for field in fields(records):
            value = getattr(records, field.name)
            if field.name == "source" and isinstance(value, str):
                require_source_code(value, where)
            elif is_dataclass(value) or isinstance(value, tuple):
                require_source_codes(value, f"{where}.{field.name}")

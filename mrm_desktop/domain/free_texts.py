"""The free texts of a record, whatever it is made of, each with its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any


def free_texts(record: Any, path: str = "", leave_out: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """Go through a frozen dataclass, or a list of them, and yield each text with its place, such as ``check_ins 1.place``.

    Parameters
    ----------
    path : str
        What stands before each place.
    leave_out : Collection[str]
        Names of fields that hold no free text: identifiers, codes of areas, files.
    """
    if isinstance(record, Enum):
        return
    if isinstance(record, str):
        if record.strip():
            yield path, record
    elif isinstance(record, tuple | list):
        for number, one in enumerate(record, start=1):
            yield from free_texts(one, f"{path} {number}".strip(), leave_out)
    elif is_dataclass(record):
        for field in fields(record):
            if field.name not in leave_out:
                yield from free_texts(getattr(record, field.name), f"{path}.{field.name}".removeprefix("."), leave_out)

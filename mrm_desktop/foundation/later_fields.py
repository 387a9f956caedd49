"""Fields that a kept record gained after its first version: whoever says nothing in them has the same record as before.

What is hashed or signed must come out the same for ever, also of records that were made before a field existed. So a field that came
later is declared with :func:`later` and is stated only where it says something else than its default.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, field, fields
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")
_LATER = "later"


def later(default: T) -> T:
    """Declare a field of a frozen dataclass that its first version did not have.

    Parameters
    ----------
    default : T
        What the field means in every record that was made before it; it must be immutable, and must never change.
    """
    declared: T = field(default=default, metadata={_LATER: True})
    return declared


def stated_fields(record: Any) -> dict[str, Any]:
    """Return the fields of a dataclass by name, those that came later only where they differ from their default.

    Parameters
    ----------
    record : Any
        An instance of a dataclass; the values are not looked into.
    """
    kind: Any = type(record)
    at_first, added = _declared(kind)
    stated = {name: getattr(record, name) for name in at_first}
    for declared in added:
        value = getattr(record, declared.name)
        if value != declared.default:
            stated[declared.name] = value
    return stated


@cache
def _declared(kind: type) -> tuple[tuple[str, ...], tuple[Field[Any], ...]]:
    """Return the names of a class's first fields, and the fields that came later."""
    every = fields(kind)
    added = tuple(f for f in every if f.metadata.get(_LATER))
    assert all(f.default is not MISSING for f in added), "a later field needs a default"
    return tuple(f.name for f in every if f not in added), added

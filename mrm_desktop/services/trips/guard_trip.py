"""A plan on a seized laptop tells where people went: it must not tell whom they met, nor of whom they spoke."""

from __future__ import annotations

from dataclasses import fields, replace

from mrm_desktop.domain.free_texts import free_texts
from mrm_desktop.domain.text_guard import Known, require_no_person
from mrm_desktop.domain.trips import Trip

KEYS = {"legs": "leg", "check_ins": "check_in", "risks": "risk"}
"""Fields of a trip by their key in a trip file, where the two differ."""
_NOT_FREE = frozenset({"roads", "guard_passes", "route", "leave_at", "checked"})


def texts_of_trip(trip: Trip) -> list[tuple[str, str]]:
    """List the free texts of a trip by their place in a trip file, such as ``title``, ``team 1`` or ``check_in 2.place``."""
    named = [(KEYS.get(field.name, field.name), getattr(trip, field.name)) for field in fields(trip) if field.name not in _NOT_FREE]
    return [text for name, value in named for text in free_texts(value, name, _NOT_FREE)]


def guard_trip(trip: Trip, known: Known) -> Trip:
    """Return the trip with the passes that it needs, and none that it does not.

    Raises
    ------
    PersonInTextError
        A text looks as if it told of a person, and no two people let it pass.
    KnownError
        What :func:`~mrm_desktop.domain.guard_passes.check_pass` raises.
    """
    return replace(trip, guard_passes=require_no_person(texts_of_trip(trip), trip.guard_passes, known))

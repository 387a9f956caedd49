"""What stands in the trips workspace as plain values, so that a plan that is begun outlives a lock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mrm_desktop.desktop.parts.drafts import Content, Fields
from mrm_desktop.desktop.trips.trip_form import TripForm
from mrm_desktop.domain.trips import Leg
from mrm_desktop.foundation.codec import Codec, Rules

_LEGS = Codec(Rules())


class TripDraft:
    """The form of a trip together with its legs."""

    def __init__(self, form: TripForm, legs: Callable[[], list[Leg]], take_legs: Callable[[list[Leg]], None]) -> None:
        self._fields = Fields(form.fields())
        self._legs, self._take_legs = legs, take_legs

    def read(self) -> Content:
        """Return what stands in the form, and the legs."""
        return {**self._fields.read(), "legs": [_LEGS.write(leg) for leg in self._legs()]}

    def put(self, content: Mapping[str, Any]) -> None:
        """Put a draft back."""
        self._fields.put(content)
        self._take_legs([_LEGS.read(Leg, leg) for leg in content.get("legs", ())])

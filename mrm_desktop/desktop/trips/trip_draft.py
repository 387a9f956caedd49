"""What stands in the trips workspace as plain values, so that a plan that is begun outlives a lock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mrm_desktop.desktop.parts.drafts import Content, Fields
from mrm_desktop.desktop.trips.leg_book import LegBook
from mrm_desktop.desktop.trips.trip_form import TripForm
from mrm_desktop.domain.trips import CheckIn, Leg, OverdueStep, Waypoint
from mrm_desktop.foundation.codec import Codec, Rules

_LEGS = Codec(Rules(blank_text=True))


class TripDraft:
    """The form of a trip together with its legs."""

    def __init__(self, form: TripForm, book: LegBook, take_legs: Callable[[list[Leg], Waypoint | None], None]) -> None:
        self._form, self._fields = form, Fields(form.fields())
        self._book, self._take_legs = book, take_legs

    def read(self) -> Content:
        """Return what stands in the form, and the legs."""
        form, written = self._form, _LEGS.write
        return {
            **self._fields.read(),
            "legs": [written(leg) for leg in self._book.legs],
            "start": [written(self._book.start)] if self._book.start is not None else [],
            "check_ins": [written(one) for one in form.typed_check_ins()],
            "checked": sorted(form.ticks.ticked),
            "overdue": [written(one) for one in form.typed_overdue()],
        }

    def put(self, content: Mapping[str, Any]) -> None:
        """Put a draft back."""
        self._fields.put(content)
        self._form.show_check_ins([_LEGS.read(CheckIn, one) for one in content.get("check_ins", ())])
        self._form.ticks.ticked = set(content.get("checked", ()))
        self._form.show_overdue([_LEGS.read(OverdueStep, one) for one in content.get("overdue", ())])
        begins = [_LEGS.read(Waypoint, start) for start in content.get("start", ())]
        self._take_legs([_LEGS.read(Leg, leg) for leg in content.get("legs", ())], begins[0] if begins else None)

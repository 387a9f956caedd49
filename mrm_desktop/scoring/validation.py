"""What a case must be before a number is computed from it: finite, in range, not from the future."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

from mrm_desktop.domain.case import Case, ReceptorImpacts
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import RATING_MAX, RATING_MIN, ArmedActor, CommunityEvidence
from mrm_desktop.domain.vocabulary import Receptor, Stratum
from mrm_desktop.scoring.policy_schema import SCALE_STEPS


def check_case(case: Case) -> None:
    """Check a case.

    Raises
    ------
    KnownError
        ``case.not_a_number``, ``case.out_of_range``, ``case.date_in_future``, ``case.empty_name``, ``case.duplicate_actor``,
        ``case.required_strata`` - each naming the field by its dotted path and the value.
    """
    today = case.assessed_on
    if not _FIRST_DAY <= today <= _LAST_DAY:
        raise KnownError(
            "case.out_of_range", field="assessed_on", value=today.isoformat(), low=str(_FIRST_DAY), high=str(_LAST_DAY)
        )
    for position, item in enumerate(case.community_evidence):
        if not _is_fine(item, today):
            _check_item(f"community_evidence[{position}]", item, today)
    _check_actors(case.armed_actors or (), today)
    if case.mission.response_hours is not None:
        _number("mission.response_hours", case.mission.response_hours, 0.0, math.inf)
    if case.armed_actors_checked_on is not None:
        _not_future("armed_actors_checked_on", case.armed_actors_checked_on, today)
    if case.impacts is not None:
        _check_impacts(case.impacts)
    if not case.required_strata or Stratum.ALL in case.required_strata:
        raise KnownError("case.required_strata", field="required_strata", value=[s.value for s in case.required_strata])


def _is_fine(item: CommunityEvidence, today: date) -> bool:
    """Tell at one glance that an item is right; anything else is looked at field by field, to be named."""
    numbers = (item.answered, item.mean_rating, item.refused_share)
    return (
        all(type(number) in _NUMBERS for number in numbers)
        and 0 <= item.answered < math.inf
        and RATING_MIN <= item.mean_rating <= RATING_MAX
        and 0 <= item.refused_share <= 1
        and item.design_effect is item.takes_sides_share is item.minds_being_seen_share is None
        and item.collected_on <= today
        and bool(item.source.strip())
    )


_NUMBERS = (int, float)
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
"""Days outside are slips of the hand; an answer also needs room for its last day."""


def _check_item(path: str, item: CommunityEvidence, today: date) -> None:
    _number(f"{path}.answered", item.answered, 0.0, math.inf)
    _number(f"{path}.mean_rating", item.mean_rating, RATING_MIN, RATING_MAX)
    _number(f"{path}.refused_share", item.refused_share, 0.0, 1.0)
    for name in ("takes_sides_share", "minds_being_seen_share"):
        share = getattr(item, name)
        if share is not None:
            _number(f"{path}.{name}", share, 0.0, 1.0)
    if item.design_effect is not None:
        _number(f"{path}.deff", item.design_effect, 1.0, math.inf)
    _not_future(f"{path}.collected_on", item.collected_on, today)
    _named(f"{path}.source", item.source)


def _check_actors(actors: Iterable[ArmedActor], today: date) -> None:
    seen: set[str] = set()
    for position, actor in enumerate(actors):
        path = f"armed_actors[{position}]"
        _named(f"{path}.name", actor.name)
        if actor.name in seen:
            raise KnownError("case.duplicate_actor", field=f"{path}.name", value=actor.name)
        seen.add(actor.name)
        for number, report in enumerate(actor.sources):
            if report.reported_on <= today and report.source.strip():
                continue
            _not_future(f"{path}.sources[{number}].reported_on", report.reported_on, today)
            _named(f"{path}.sources[{number}].source", report.source)


def _check_impacts(impacts: ReceptorImpacts) -> None:
    for receptor in Receptor:
        value = getattr(impacts, receptor.value)
        if value is None or (type(value) is int and 1 <= value <= SCALE_STEPS):
            continue
        _number(f"impacts.{receptor.value}", value, 1, SCALE_STEPS)
        if value != int(value):
            raise KnownError("case.out_of_range", field=f"impacts.{receptor.value}", value=value, low=1, high=SCALE_STEPS)


def _number(field: str, value: float, low: float, high: float) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise KnownError("case.not_a_number", field=field, value=str(value))
    if not low <= value <= high:
        raise KnownError("case.out_of_range", field=field, value=value, low=low, high=None if math.isinf(high) else high)


def _not_future(field: str, day: date, today: date) -> None:
    if day > today:
        raise KnownError("case.date_in_future", field=field, value=day.isoformat(), assessed_on=today.isoformat())


def _named(field: str, text: str) -> None:
    if not text.strip():
        raise KnownError("case.empty_name", field=field, value=text)

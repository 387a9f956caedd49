"""Plain values against frozen dataclasses: what does not fit is named with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest

from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.foundation import codec as codec_module
from mrm_desktop.foundation.codec import Codec, Fault, Mismatch, Rules


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    size: float = 1.0
    steps: int = 2


@dataclass(frozen=True, slots=True)
class Whole:
    id: str
    known: bool | None
    stratum: Stratum
    grade: Grade
    on: date
    at: datetime
    parts: tuple[Part, ...] = ()
    strata: tuple[Stratum, ...] = ()
    said: dict[str, Any] = field(default_factory=dict)


WHOLE = Whole(
    "a",
    None,
    Stratum.WOMEN,
    Grade("B", "2"),
    date(2026, 3, 1),
    datetime(2026, 3, 1, 8, tzinfo=UTC),
    (Part("p", 2.5),),
    (Stratum.MEN,),
)
PLAIN = {
    **{"id": "a", "known": None, "stratum": "women", "grade": "B2", "on": "2026-03-01", "at": "2026-03-01T08:00:00+00:00"},
    **{"parts": [{"name": "p", "size": 2.5, "steps": 2}], "strata": ["men"], "said": {}},
}


def test_what_was_written_is_read_back() -> None:
    assert Codec(Rules()).write(WHOLE) == PLAIN
    assert Codec(Rules()).read(Whole, PLAIN) == WHOLE


@pytest.mark.parametrize(
    ("change", "fault", "where"),
    [
        ({"idd": "a"}, Fault.UNKNOWN_KEY, "idd"),
        ({"id": 7}, Fault.WRONG_TYPE, "id"),
        ({"known": 1}, Fault.WRONG_TYPE, "known"),
        ({"stratum": "children"}, Fault.BAD_WORD, "stratum"),
        ({"stratum": ["women"]}, Fault.BAD_WORD, "stratum"),
        ({"grade": "Z9"}, Fault.BAD_WORD, "grade"),
        ({"grade": 2}, Fault.BAD_WORD, "grade"),
        ({"on": "20260301"}, Fault.BAD_DAY, "on"),
        ({"parts": {"name": "p"}}, Fault.WRONG_TYPE, "parts"),
        ({"parts": [{"name": "p"}, 5]}, Fault.WRONG_TYPE, "parts[1]"),
        ({"parts": [{"size": 1.0}]}, Fault.MISSING_KEY, "parts[0].name"),
        ({"parts": [{"name": "p", "size": True}]}, Fault.WRONG_TYPE, "parts[0].size"),
        ({"parts": [{"name": "p", "steps": 2.5}]}, Fault.WRONG_TYPE, "parts[0].steps"),
        ({"parts": [{"name": "p", "size": 9.5}]}, Fault.OUT_OF_RANGE, "parts[0].size"),
        ({"strata": ["men", "men"]}, Fault.REPEATED, "strata"),
    ],
)
def test_the_first_misfit_is_named_with_its_path(change: dict[str, Any], fault: Fault, where: str) -> None:
    codec = Codec(Rules(ranges={Part: {"size": (0.0, 9.0)}}, distinct=frozenset({tuple[Stratum, ...]})))
    with pytest.raises(Mismatch) as caught:
        codec.read(Whole, PLAIN | change)
    assert (caught.value.fault, caught.value.dotted()) == (fault, where)


def test_a_key_that_is_not_known_may_be_passed_over() -> None:
    assert Codec(Rules(unknown_keys=True)).read(Whole, PLAIN | {"newer": 1}) == WHOLE


def test_null_may_stand_for_a_default_but_not_where_a_key_is_required() -> None:
    codec = Codec(Rules(null_is_absent=True, required={Part: frozenset({"steps"})}))
    assert codec.read(Part, {"name": "p", "size": None, "steps": 3}) == Part("p", 1.0, 3)
    for entry in ({"name": "p"}, {"name": "p", "steps": None}):
        with pytest.raises(Mismatch) as caught:
            codec.read(Part, entry)
        assert caught.value.key == "steps"


def test_a_fact_that_can_be_unknown_may_be_left_out() -> None:
    entry = {key: value for key, value in PLAIN.items() if key != "known"}
    assert Codec(Rules(may_be_absent=True)).read(Whole, entry).known is None
    with pytest.raises(Mismatch):
        Codec(Rules()).read(Whole, entry)


def test_toml_has_days_and_whole_numbers_of_its_own() -> None:
    codec = Codec(Rules(json=False))
    with pytest.raises(Mismatch):
        codec.read(Part, {"name": "p", "steps": 2.0})
    assert Codec(Rules()).read(Part, {"name": "p", "steps": 2.0}).steps == 2
    with pytest.raises(Mismatch):
        codec.read(Whole, PLAIN)
    assert codec.write(WHOLE)["on"] == date(2026, 3, 1)


def test_a_renamed_key_is_named_as_it_is_written() -> None:
    codec = Codec(Rules(renamed={Part: {"size": "km"}}))
    assert codec.write(Part("p")) == {"name": "p", "km": 1.0, "steps": 2}
    with pytest.raises(Mismatch) as caught:
        codec.read(Part, {"name": "p", "km": "far"})
    assert caught.value.dotted() == "km"
    with pytest.raises(Mismatch) as caught:
        codec.read(Part, {"name": "p", "size": 2.0})
    assert (caught.value.key, caught.value.allowed) == ("size", ("name", "km", "steps"))


def test_what_writes_a_class_is_made_ahead_with_the_classes_within_it(monkeypatch: pytest.MonkeyPatch) -> None:
    codec, made = Codec(Rules()), list[type]()
    codec.learn(Whole)
    monkeypatch.setattr(codec_module, "make_dict_unstructure_fn", lambda kind, *_: made.append(kind))
    assert codec.write(WHOLE) == PLAIN
    assert made == []

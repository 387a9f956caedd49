"""Every text of a record is found with its place, words of a vocabulary and identifiers are not."""

from __future__ import annotations

from dataclasses import dataclass

from mrm_desktop.domain.free_texts import free_texts
from mrm_desktop.domain.vocabulary import Mode


@dataclass(frozen=True, slots=True)
class Stop:
    place: str
    mode: Mode = Mode.LIAISON


@dataclass(frozen=True, slots=True)
class Journey:
    id: str
    title: str
    stops: tuple[Stop, ...]
    roles: tuple[str, ...] = ()
    days: int = 3


def test_every_text_has_its_place() -> None:
    journey = Journey("f" * 32, "Visit", (Stop("Yei"), Stop(" ")), ("driver", "medic"))
    assert list(free_texts(journey, leave_out={"id"})) == [
        ("title", "Visit"),
        ("stops 1.place", "Yei"),
        ("roles 1", "driver"),
        ("roles 2", "medic"),
    ]


def test_records_are_counted_as_people_count() -> None:
    assert list(free_texts((Stop("a"), Stop("b")), "forum")) == [("forum 1.place", "a"), ("forum 2.place", "b")]

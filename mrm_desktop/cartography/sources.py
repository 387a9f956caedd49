"""Whose data a map is made of, and of which day: organisations as the project names them, and never the name of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import PurePath

from mrm_desktop.domain.datasets import Dataset, DatasetKind
from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.views import ProjectView
from mrm_desktop.foundation.words import Words


def sources_of(view: ProjectView, words: Words) -> tuple[str, ...]:
    """Return a line for each kind of data that was taken in: who it is from, and of when.

    Boundaries are of the day from which their set is in force, presence is of the day on which it was last confirmed, everything else of
    the day on which it was taken in.
    """
    return tuple(
        words.pair(words.term("dataset_kind", kind), told)
        for kind in DatasetKind
        if (told := _told(kind, [d for d in view.datasets if d.kind is kind], view, words))
    )


def boundaries_of(areas: Sequence[Area], words: Words) -> str:
    """Return the edition of the boundaries and the day from which it is in force, which anybody may know; "" where neither is on record."""
    editions = sorted({area.version for area in areas if area.version})
    days = [area.valid_on for area in areas if area.valid_on]
    if not editions and not days:
        return ""
    which = words.say("map.source.edition_alone", edition=words.list(editions)) if editions else words.say("map.source.unnamed")
    return words.say("map.source.of", who=which, day=max(days)) if days else which


def _told(kind: DatasetKind, datasets: list[Dataset], view: ProjectView, words: Words) -> str:
    if not datasets:
        return ""
    named = sorted(set(_named(kind, datasets, view)))
    who = words.list(named) if named else words.say("map.source.unnamed")
    if kind is DatasetKind.AREAS:
        who = _with_edition(who, view.areas, words)
    day, is_of_data = _day(kind, datasets, view)
    return words.say("map.source.of" if is_of_data else "map.source.taken_in", who=who, day=day)


def _named(kind: DatasetKind, datasets: list[Dataset], view: ProjectView) -> Iterator[str]:
    """Yield the sources that a person named: what the program calls a source that nobody named is the name of its file."""
    files = {PurePath(dataset.file_name).stem.casefold() for dataset in datasets}
    told = [dataset.source for dataset in datasets]
    if kind is DatasetKind.PRESENCE:
        told += [presence.source for presence in view.known_presence]
    return (source for source in told if source and source.casefold() not in files)


def _with_edition(who: str, areas: Iterable[Area], words: Words) -> str:
    editions = sorted({area.version for area in areas if area.version})
    return words.say("map.source.edition", who=who, edition=words.list(editions)) if editions else who


def _day(kind: DatasetKind, datasets: list[Dataset], view: ProjectView) -> tuple[date, bool]:
    """Return the day, and whether it is that of the data rather than the one on which they were taken in."""
    of_data: dict[DatasetKind, list[date]] = {
        DatasetKind.AREAS: [area.valid_on for area in view.areas if area.valid_on],
        DatasetKind.PRESENCE: [presence.last_confirmed for presence in view.known_presence if presence.last_confirmed],
    }
    days = of_data.get(kind)
    return (max(days), True) if days else (max(dataset.imported_at.date() for dataset in datasets), False)

"""The names of a project are read when somebody asks for them, and only once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from mrm_desktop.project.known_names import known_names, known_to
from mrm_desktop.project.ports import Repository
from mrm_desktop.store.file.project_file import ProjectFile
from tests.store import records


def test_areas_places_bases_roles_and_groups_have_names(project: ProjectFile) -> None:
    with project.write() as repository:
        repository.add_places([replace(records.place(""), name="Nyal Ganyiel")])
        repository.add_presence([replace(records.presence(""), name="Base Routus", contingent="VELBAT")])
        repository.add_fora([records.forum()])
        repository.add_actor_reports([records.actor_report("", actor="ARM-EAST")])
        names = known_names(repository)
    assert {"Nyal Ganyiel", "Base Routus", "VELBAT", "ARM-EAST", records.forum().name} <= names
    assert "" not in names


def test_names_are_read_once_and_not_before_they_are_wanted(project: ProjectFile) -> None:
    read: list[int] = []

    class Counting:
        @contextmanager
        def read(self) -> Iterator[Repository]:
            read.append(1)
            with project.read() as repository:
                yield repository

        write = read

    known = known_to(Counting())
    assert read == []
    assert known() == known()
    assert read == [1]

"""Who lets a file out: as the approach in force says, and kept in the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mrm_desktop.domain.approaches import AdoptedApproach
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.ports import Project
from mrm_desktop.project.question import Question
from mrm_desktop.reports.order import Handover, Order
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.services.release.release_file import release_file
from mrm_desktop.services.release.subject import subject_of
from mrm_desktop.services.release.who_releases import check_releasers
from tests.services.conftest import opened
from tests.store import records

TWO = records.approach(two_people_release_to=("partner", "public"))
NAMED = replace(TWO, releasers=("Country director", "Access adviser"))


@pytest.mark.parametrize(
    ("approach", "reader", "roles", "refused"),
    [
        (None, Reader.PUBLIC, ("", ""), ""),
        (records.approach(), Reader.PUBLIC, ("", ""), ""),
        (TWO, Reader.INTERNAL, ("", ""), ""),
        (TWO, Reader.COUNTRY_OFFICE, ("", ""), ""),
        (TWO, Reader.PARTNER, ("", ""), "release.who_releases"),
        (TWO, Reader.PARTNER, ("Access adviser", ""), "release.two_people_needed"),
        (TWO, Reader.PARTNER, ("Access adviser", " access ADVISER"), "release.two_people_needed"),
        (TWO, Reader.PUBLIC, ("Access adviser", "Driver"), ""),
        (NAMED, Reader.PUBLIC, ("Access adviser", "Driver"), "release.role_may_not"),
        (NAMED, Reader.PUBLIC, ("access adviser", "Country director"), ""),
        (NAMED, Reader.COUNTRY_OFFICE, ("", ""), "release.who_releases"),
        (NAMED, Reader.COUNTRY_OFFICE, ("Country director", ""), ""),
    ],
)
def test_one_role_or_two_let_a_file_out(
    approach: AdoptedApproach | None, reader: Reader, roles: tuple[str, str], refused: str
) -> None:
    handover = Handover(released_by=roles[0], seconded_by=roles[1])
    if not refused:
        check_releasers(approach, reader, handover)
        return
    with pytest.raises(KnownError) as error:
        check_releasers(approach, reader, handover)
    assert error.value.code == refused


def test_a_file_that_one_person_lets_out_is_not_written_where_two_are_needed(project: Project, tmp_path: Path) -> None:
    with project.write() as repository:
        repository.add_statements([replace(NAMED, adopted_on=date(2026, 1, 15))])
    subject = subject_of(opened(project), "areas", Reader.PARTNER, Question())

    def release(second: str) -> None:
        handover = Handover("Partner, access team", released_by="Access adviser", seconded_by=second)
        release_file(project, subject, Order("areas", "csv", Reader.PARTNER, handover), Words("en"), tmp_path, records.AT)

    with pytest.raises(KnownError, match=r"release\.two_people_needed"):
        release("")
    assert not list(tmp_path.glob("*.zip*"))
    release("Country director")
    with project.read() as repository:
        (logged,) = repository.releases()
    assert (logged.released_by, logged.seconded_by) == ("Access adviser", "Country director")


def test_an_approach_names_only_readers_that_there_are() -> None:
    assert TWO.fault is None
    assert replace(TWO, two_people_release_to=("internal",)).fault == "facts.unknown_reader"
    assert records.approach().digest == replace(TWO, two_people_release_to=()).digest

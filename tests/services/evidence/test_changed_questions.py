"""A new round whose question is in other words asks a person; a translation of our own form does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mrm_desktop.domain.datasets import Dataset, DatasetKind, Ledger
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.read_options import CommunityOptions
from mrm_desktop.formats.rows.survey_questions import labels_of
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.services.evidence.changed_questions import with_one_question
from mrm_desktop.services.evidence.import_data import Imported, import_data
from mrm_desktop.store.file.project_file import ProjectFile
from tests.formats.real_files import COUNTRY, DAY
from tests.services.conftest import known
from tests.store import records

RATINGS = ("much worse", "worse", "better")
FIRST, REWORDED = "How do you see the peacekeepers here?", "How do you see the UN here?"


@pytest.fixture
def country(empty: ProjectFile) -> ProjectFile:
    areas = Dataset(new_id(), DatasetKind.AREAS, "country", "1" * 64, records.AT, Ledger(len(COUNTRY), len(COUNTRY), 0))
    with empty.write() as repository:
        repository.add_dataset(areas)
        repository.add_areas(COUNTRY, areas.id)
    return empty


def bring(project: ProjectFile, folder: Path, month: int, question: str, **said: Any) -> Imported:
    rows = [f"date,area_code,sex,{question}"]
    rows += [f"2026-{month:02d}-{n:02d},ZZ0101,women,{RATINGS[(n + month) % 3]}" for n in range(1, 13)]
    path = folder / f"round-{month}.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return import_data(project, path, DatasetKind.COMMUNITY, CommunityOptions(today=DAY, source="kobo", **said), records.AT)


def instruments(project: ProjectFile) -> set[tuple[str, str]]:
    return {(e.instrument, e.wording_hash) for e in known(project).evidence}


def test_a_question_in_other_words_asks(country: ProjectFile, tmp_path: Path) -> None:
    bring(country, tmp_path, 3, FIRST)
    with pytest.raises(KnownError) as caught:
        bring(country, tmp_path, 4, REWORDED)
    assert (caught.value.code, caught.value.params["source"]) == ("community.question_changed", "kobo")
    assert len(known(country).evidence.all) == 1


@pytest.mark.parametrize(("said", "questions"), [(True, 1), (False, 2)])
def test_a_person_says_whether_it_is_the_same(country: ProjectFile, tmp_path: Path, said: bool, questions: int) -> None:
    bring(country, tmp_path, 3, FIRST)
    bring(country, tmp_path, 4, REWORDED, same_question=said)
    assert len(known(country).evidence.all) == 2
    assert len(instruments(country)) == questions


def test_the_same_words_ask_nothing(country: ProjectFile, tmp_path: Path) -> None:
    for month in (3, 4):
        bring(country, tmp_path, month, FIRST)
    assert len(instruments(country)) == 1


def test_another_source_asks_nothing(country: ProjectFile, tmp_path: Path) -> None:
    bring(country, tmp_path, 3, FIRST)
    path = tmp_path / "other.csv"
    path.write_text((tmp_path / "round-3.csv").read_text().replace(FIRST, REWORDED).replace("-03-", "-04-"), encoding="utf-8")
    import_data(country, path, DatasetKind.COMMUNITY, CommunityOptions(today=DAY, source="ona"), records.AT)
    assert len(instruments(country)) == 2


def test_our_form_in_another_language_is_the_same_question(country: ProjectFile, tmp_path: Path) -> None:
    english, french = labels_of("pk_effect")[:2]
    bring(country, tmp_path, 3, f'"{english}"')
    bring(country, tmp_path, 4, f'"{french}"')
    assert len(instruments(country)) == 1


def test_a_table_that_says_nothing_of_its_question_is_left_alone(country: ProjectFile, tmp_path: Path) -> None:
    bring(country, tmp_path, 3, FIRST)
    path = tmp_path / "means.csv"
    path.write_text("area_code,stratum,mean_rating,n,collected_on\nZZ0101,men,0.5,20,2026-04-02\n", encoding="utf-8")
    said = CommunityOptions(today=DAY, source="kobo")
    reading = import_data(country, path, DatasetKind.COMMUNITY, said, records.AT).reading
    with country.read() as repository:
        assert with_one_question(repository, reading, {d.id for d in repository.datasets()}, None) == reading

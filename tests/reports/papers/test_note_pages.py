"""The note of every reader is one document: what a reader may have stands in it, and what is withheld is a gap with its reason."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.ports import Project
from mrm_desktop.project.question import Question
from mrm_desktop.reports.order import Handover, Order
from mrm_desktop.reports.papers.note_pages import note_pages
from mrm_desktop.reports.papers.released_map import released_map
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.release.released_view import release_view
from mrm_desktop.services.release.release_file import check_order, prepare
from mrm_desktop.services.release.subject import outline_of_country, subject_of
from tests import toy
from tests.present import present
from tests.services.conftest import ON, decide_and_sign, opened
from tests.store import records

WORDS = Words("en")
TO = Handover("Partner, access team", "planning")
ALWAYS = ("Regular liaison on protection threats", "Lapses on", "Civilian channel in any case", "Conditions", "Signatures needed")


@pytest.fixture
def decided(project: Project) -> Project:
    """A decision with a condition and a reason, and a number that was tested."""
    with project.write() as repository:
        repository.add_statements([records.duty_line(line="+999 20 555 0101")])
    decide_and_sign(project, conditions=("Meet at the clinic only.",), rationale="The threat to the market grows.")
    return project


def page(project: Project, reader: Reader, form: str = "html") -> str:
    subject = subject_of(opened(project), "note", reader, Question(), area="XT01")
    return unescape(prepare(subject, Order("note", form, reader, TO), WORDS, Path("/nowhere")).content.data.decode("utf-8"))


@pytest.mark.parametrize("reader", [Reader.INTERNAL, Reader.COUNTRY_OFFICE, Reader.PARTNER])
def test_verdict_channel_conditions_and_day_stand_on_every_note(decided: Project, reader: Reader) -> None:
    told = page(decided, reader)
    for sentence in ALWAYS:
        assert sentence in told, sentence


@pytest.mark.parametrize(
    ("reader", "shown", "withheld"),
    [
        (Reader.INTERNAL, ("+999 20 555 0101", "The threat to the market grows", "Meet at the clinic only"), ()),
        (Reader.COUNTRY_OFFICE, ("+999 20 555 0101", "Decided by Country director"), ("bases",)),
        (Reader.PARTNER, (), ("contacts", "decision", "actors", "bases")),
    ],
)
def test_what_is_withheld_is_a_gap_with_its_reason(
    decided: Project, reader: Reader, shown: tuple[str, ...], withheld: tuple[str, ...]
) -> None:
    told = page(decided, reader)
    for sentence in shown:
        assert sentence in told
    assert told.count('class="gap"') == len(withheld)
    for name in withheld:
        assert WORDS.say(f"withheld.{name}") in told
    if reader is not Reader.INTERNAL:
        assert "Meet at the clinic only" not in told


def test_a_public_note_is_not_offered() -> None:
    with pytest.raises(KnownError, match=r"note\.not_for_reader"):
        check_order(Order("note", "pdf", Reader.PUBLIC), ON)


def test_conditions_that_would_tell_which_gate_closed_are_not_for_partners() -> None:
    told = (Reason("condition.civilian_channel", {}), Reason("condition.remote_only", {}))
    assessment = replace(toy.assessment(5), conditions=told)
    view = toy.view(assessments={**toy.view().assessments, "XT05": assessment})

    def codes(reader: Reader) -> list[str]:
        return [reason.code for reason in release_view(view, reader).only("XT05").areas[0].conditions]

    assert codes(Reader.COUNTRY_OFFICE) == ["condition.civilian_channel", "condition.remote_only"]
    assert codes(Reader.PARTNER) == ["condition.civilian_channel"]
    assert codes(Reader.PUBLIC) == []


def drawings(project: Project, reader: Reader) -> tuple[int, int]:
    """How many paths the map of a note has, without and with the outline of the country."""
    subject = subject_of(opened(project), "note", reader, Question(), area="XT01")
    released = release_view(subject.required_view, reader).only("XT01")
    drawn = released_map(released, WORDS)
    card = present(subject.card)
    plain, located = (
        note_pages(released, drawn, card, (), WORDS, country=country).pictures["map.svg"].count("<path")
        for country in (None, outline_of_country(subject.knowledge))
    )
    return plain, located


def test_the_note_within_the_organisation_shows_where_in_the_country_its_area_lies(decided: Project) -> None:
    plain, located = drawings(decided, Reader.INTERNAL)
    assert located == plain + 4  # a frame with its ground, the country, and the area in it
    plain, located = drawings(decided, Reader.PARTNER)
    assert located == plain  # whose outline is that of the areas of the same copy, whatever is handed over


@pytest.mark.parametrize(("language", "name"), [("en", "Square 0 [XT01]"), ("fr", "Carré [XT01]")])
@pytest.mark.parametrize("reader", [Reader.INTERNAL, Reader.PARTNER])
def test_an_area_has_the_name_that_it_has_in_the_language_of_the_page(
    decided: Project, reader: Reader, language: str, name: str
) -> None:
    subject = subject_of(opened(decided), "note", reader, Question(), area="XT01")
    made = prepare(subject, Order("note", "html", reader, TO), Words(language), Path("/nowhere")).content.data.decode("utf-8")
    assert f"<h1>{name}</h1>" in unescape(made)


def test_data_keep_the_names_that_others_join_by(decided: Project) -> None:
    subject = subject_of(opened(decided), "areas", Reader.PARTNER, Question())
    made = prepare(subject, Order("areas", "geojson", Reader.PARTNER, TO), Words("fr"), Path("/nowhere")).content.data.decode(
        "utf-8"
    )
    assert "Square 0" in made
    assert "Carré" not in made

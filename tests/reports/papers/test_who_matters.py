"""Who matters on paper: whom to speak with first, who is against contact, where each group stands; inside the organisation only."""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.stakeholders import AGAINST_TO_FOR, Acceptance, ContactView, Influence, Known, StakeholderKind, WhoMatters
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.reports.catalogue import report_named
from mrm_desktop.reports.papers.pages import Block, Document, pdf_of
from mrm_desktop.reports.papers.who_matters import MOST_NAMED, who_matters_paper
from mrm_desktop.reports.release.ladder import Reader
from tests.store import records


def group(who: str, met_lately: bool = True, is_old: bool = False, **changes: Any) -> Known:
    return Known(records.stakeholder(who=who, **changes), "Square 1", met_lately, is_old)


def found(*groups: Known, against: tuple[Known, ...] = (), missing: tuple[StakeholderKind, ...] = ()) -> WhoMatters:
    cells = {(g.stakeholder.influence, g.stakeholder.acceptance) for g in groups}
    grid = {cell: tuple(g for g in groups if (g.stakeholder.influence, g.stakeholder.acceptance) == cell) for cell in cells}
    return WhoMatters(records.DAY, "", groups, grid, against, missing)


def paper(who: WhoMatters, language: str = "en") -> Document:
    return who_matters_paper(who, records.info(), Reader.INTERNAL, Words(language), "UNICEF")


def tables(document: Document) -> list[Block]:
    return [block for block in document.blocks if block["kind"] == "table"]


def test_it_says_first_whom_to_speak_with_and_what_to_do_next() -> None:
    one = group("Chiefs of the east", influence=Influence.HIGH, acceptance=Acceptance.UNKNOWN, next_step="Visit in March.")
    [bar] = [block for block in paper(found(one, group("Traders"))).blocks if block["kind"] == "bar"]
    assert bar["head"].startswith("First: Chiefs of the east")
    assert bar["items"] == ["Visit in March."]


def test_who_is_against_contact_and_who_is_forgotten_is_said() -> None:
    wary = group("Women's association", contact_view=ContactView.WARY)
    blocks = paper(found(wary, against=(wary,), missing=(StakeholderKind.OLDER_PEOPLE,))).blocks
    said = [str(block.get("text")) for block in blocks]
    assert any("wary of it: Women's association: wary" in text for text in said)
    assert any("Nobody on record for: older people" in text for text in said)


@pytest.mark.parametrize(("kind", "is_said"), [(StakeholderKind.ARMED_GROUP, True), (StakeholderKind.TRADERS, False)])
def test_it_says_of_armed_groups_that_not_everybody_speaks_with_them(kind: StakeholderKind, is_said: bool) -> None:
    said = [block.get("text") for block in paper(found(group("North road post", kind=kind))).blocks]
    assert (Words("en").say("who.armed") in said) == is_said


def test_each_group_stands_in_the_field_of_its_influence_and_acceptance() -> None:
    hostile = group("Local youth", met_lately=False, influence=Influence.MEDIUM, acceptance=Acceptance.HOSTILE)
    grid, _ = tables(paper(found(hostile)))
    filled = {(n, m): text for n, row in enumerate(grid["rows"]) for m, text in enumerate(row[1:]) if text != "·"}
    place = list(Influence).index(Influence.MEDIUM), AGAINST_TO_FOR.index(Acceptance.HOSTILE)
    assert filled == {place: "Local youth (not met in 90 days)"}


def test_of_many_in_one_field_some_are_named_and_the_table_has_all() -> None:
    many = [group(f"Group {number}") for number in range(MOST_NAMED + 2)]
    grid, listed = tables(paper(found(*many)))
    [cell] = [text for row in grid["rows"] for text in row[1:] if text != "·"]
    assert "Group 5" in cell
    assert cell.endswith("and 2 more")
    assert [row[0] for row in listed["rows"]] == [g.stakeholder.who for g in many]


def test_an_old_judgement_is_marked() -> None:
    _, listed = tables(paper(found(group("Elders", is_old=True))))
    assert listed["rows"][0][-1].endswith(", old")


def test_with_nobody_on_record_it_says_with_whom_to_begin() -> None:
    blocks = paper(found()).blocks
    assert any("Nobody is on record yet" in str(block.get("head")) for block in blocks)
    assert not tables(paper(found()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_typeset_in_every_language(language: str) -> None:
    pages = pypdf.PdfReader(io.BytesIO(pdf_of(paper(found(group("Elders"), group("Traders")), language), Words(language)))).pages
    assert "Traders" in pages[0].extract_text()


def test_it_is_for_readers_inside_the_organisation() -> None:
    report = report_named("who_matters")
    report.check_reader(Reader.INTERNAL)
    with pytest.raises(KnownError, match=r"who\.paper\.not_for_reader"):
        report.check_reader(Reader.COUNTRY_OFFICE)

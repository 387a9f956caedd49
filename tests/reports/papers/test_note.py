"""The area note: always one page, tagged, with the civilian channel and no bare number."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from pypdf._reader import PdfReader

from mrm_desktop.cartography.build import build_map_document
from mrm_desktop.cartography.map_document import MapDocument
from mrm_desktop.domain.assessments import Approval, Reason
from mrm_desktop.domain.decisions import Outcome, head_of
from mrm_desktop.domain.duty_lines import Desk, DutyLine, checked_lines
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.domain.vocabulary import Flag, Mode, Stratum, Verdict
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.reports.papers.note import ROOMS, SIGNATURES_NEEDED, area_note, band_of, fitted_note, note_content, write_area_note
from mrm_desktop.reports.papers.typesetting import count_pages
from tests import toy
from tests.present import present
from tests.store import records

WORDS = Words("en")


@pytest.fixture(scope="module")
def document() -> MapDocument:
    return build_map_document(toy.view(), WORDS)


def read(pdf: bytes) -> PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def test_duty_lines_stand_on_it_and_focal_points_without_one_beside_them(document: MapDocument) -> None:
    lines = [records.duty_line(role=toy.card(5).focal_points[0].role, mission=""), *(_desk_line(n) for n in range(9))]
    card = replace(toy.card(5), duty_lines=checked_lines(lines, toy.ON, 90, 180))
    content = note_content(card, WORDS, ROOMS[0])
    assert content["focal_points"] == []
    assert content["duty_lines"][0] == "Child Protection Adviser, Sector Toy · +99 700 123 456 (24 Feb 2026)"
    assert (len(content["duty_lines"]), content["more_duty_lines"]) == (6, "and 4 more, in the program")
    pdf = area_note(card, document, WORDS)
    assert len(read(pdf).pages) == 1
    assert "+99 700 123 456" in text_of(pdf)


def _desk_line(number: int) -> DutyLine:
    return records.duty_line(Desk.OPERATIONS_CENTRE, role=f"Centre {number}")


def test_protection_tools_stand_on_it_where_the_mode_rests_on_them(document: MapDocument) -> None:
    card = toy.card(5)
    asked = card.assessment.requested_mode
    assert asked is Mode.LIAISON
    assert note_content(card, WORDS, ROOMS[0])["tools"] == ["No protection tool is on record here: ask which there are."]
    equipped = replace(card, protection_tools=(records.protection_tool(),))
    assert "response observed after 3 h" in note_content(equipped, WORDS, ROOMS[0])["tools"][0]
    assert "early warning" in text_of(area_note(equipped, document, WORDS))
    escort = replace(equipped, assessment=replace(card.assessment, requested_mode=Mode.ARMED_ESCORT))
    assert note_content(escort, WORDS, ROOMS[0])["tools"] == []


def test_it_says_verdict_channel_expiry_policy_and_sensitivity(document: MapDocument) -> None:
    text = text_of(area_note(toy.card(5), document, WORDS))
    for said in (
        "Regular liaison on protection threats: Defensible, with conditions",
        "Use in any case: Child Protection Adviser of the mission",
        "Child Protection Adviser, Sector Toy",
        "30 Apr 2026",
        "Policy toy 1",
        "INTERNAL",
        "Never ask a peacekeeper to interview a victim or witness",
        "Everything here is invented",
        "Not for operational targeting",
    ):
        assert said in text, said


def test_it_is_one_page_however_much_there_is_to_say(document: MapDocument) -> None:
    card = toy.card(5)
    many = tuple(replace(card.evidence[0], id=f"e{k}") for k in range(60))
    reports = tuple(replace(card.actor_reports[0], id=f"a{k}", actor=f"group {k}") for k in range(40))
    gaps = tuple(Reason("gap.actor_sources", {"actor": f"group {k}", "count": 1, "needed": 2}) for k in range(40))
    long = replace(card, evidence=many, actor_reports=reports, assessment=toy.assessment(5, gaps=gaps, flags=tuple(Flag)[-5:]))
    pdf = area_note(long, document, WORDS)
    assert len(read(pdf).pages) == 1
    assert "older rows, in the program" in text_of(pdf)


def test_it_is_tagged_titled_and_speaks_a_language(document: MapDocument) -> None:
    reader = read(area_note(toy.card(5), document, WORDS))
    catalogue: Any = reader.root_object
    assert catalogue["/MarkInfo"]["/Marked"]
    assert str(catalogue["/Lang"]).startswith("en")
    assert present(reader.metadata).title == "Square 5 [XT05]"
    assert b"pdfuaid" in catalogue["/Metadata"].get_data()


def test_the_same_card_gives_the_same_bytes(document: MapDocument) -> None:
    assert area_note(toy.card(5), document, WORDS) == area_note(toy.card(5), document, WORDS)


def test_no_name_is_typeset_as_markup(document: MapDocument, hostile: str) -> None:
    pdf = area_note(replace(toy.card(5), area=toy.area(5, hostile)), document, WORDS)
    assert len(read(pdf).pages) == 1


def test_arabic_is_set_from_right_to_left(document: MapDocument) -> None:
    words = Words("ar")
    content = note_content(toy.card(5), words, ROOMS[0])
    assert content["direction"] == "rtl"
    assert len(read(area_note(toy.card(5), build_map_document(toy.view(), words), words)).pages) == 1


def test_a_map_without_focal_point_says_so(document: MapDocument) -> None:
    text = text_of(area_note(replace(toy.card(5), focal_points=()), document, WORDS))
    assert "No focal point is in the directory for this area" in text


def test_missing_evidence_is_said_never_left_blank(document: MapDocument) -> None:
    text = text_of(area_note(replace(toy.card(5), evidence=(), actor_reports=()), document, WORDS))
    assert "No community has been asked. That is a gap, not a neutral answer." in text
    assert "Armed actors have not been assessed here. That is a gap, not a neutral answer." in text


BANDS = [(0, "under 10"), (9, "under 10"), (10, "10–19"), (19, "10–19"), (20, "20–49"), (49, "20–49"), (50, "50+")]


@pytest.mark.parametrize(("answered", "said"), BANDS)
def test_answers_are_classes_so_that_two_prints_do_not_betray_one_person(answered: int, said: str) -> None:
    assert band_of(answered, WORDS) == said


def test_newest_evidence_comes_first(document: MapDocument) -> None:
    card = toy.card(5)
    old = replace(card.evidence[0].item, collected_on=date(2024, 1, 1))
    rows = note_content(replace(card, evidence=(AreaEvidence("e0", "XT05", "r", old), *card.evidence)), WORDS, ROOMS[0])["evidence"]
    assert [row[4] for row in rows] == ["30 Jan 2026", "1 Jan 2024"]


def test_the_file_is_the_owners_alone(document: MapDocument, tmp_path: Path) -> None:
    path = write_area_note(toy.card(5), document, WORDS, tmp_path / "note.pdf")
    assert path.stat().st_mode & 0o077 == 0
    assert [p.name for p in tmp_path.iterdir()] == ["note.pdf"]


def decided(card: AreaCard, text: str) -> AreaCard:
    made = records.decision(1, "", "")
    draft = replace(made.draft, counter_argument=text, dissent=text, override_reason=text)
    decision = replace(made, draft=draft)
    return replace(card, decisions=(head_of(decision),), newest_decision=decision)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letters", [60, 1500])
def test_with_a_decision_and_everything_there_is_to_say_it_is_one_page_and_nothing_that_decides_is_cut(
    language: str, letters: int
) -> None:
    words = Words(language)
    conditions = toy.assessment(5).conditions or (Reason("condition.criticality", {"criticality": "pc1"}),)
    gaps = tuple(Reason("gap.actor_sources", {"actor": f"group {k}", "count": 1, "needed": 2}) for k in range(9))
    made = toy.card(5)
    full = replace(
        made,
        area=replace(made.area, name="Long name of a district " * 3),
        evidence=tuple(replace(made.evidence[0], id=f"e{k}") for k in range(20)),
        actor_reports=tuple(replace(made.actor_reports[0], id=f"a{k}", actor=f"group {k}") for k in range(9)),
        assessment=toy.assessment(5, gaps=gaps, conditions=conditions * 4, flags=tuple(Flag)[-5:]),
    )
    card = decided(full, "because a patrol would be seen from the market " * (letters // 47 + 1))
    data, pictures = fitted_note(card, build_map_document(toy.view(), words), words)
    assert count_pages("area_note", data, pictures) == 1
    assert len(data["conditions"]) == len(conditions) * 4
    assert len(data["gates"]) == len(card.assessment.gates)
    assert len(data["decision"]) == 5
    assert data["size"] >= 8.5


def test_the_note_says_what_two_people_let_pass_and_stays_one_page(document: MapDocument) -> None:
    decision = records.decision(1, "0" * 64, "a" * 64)
    one = GuardPass("rationale", "It is the name of a hill. " * 40, "Field manager", "Security focal point")
    drafted = replace(decision.draft, guard_passes=(one,), withheld=("counter_argument",), counter_argument="")
    card = replace(toy.card(5), newest_decision=replace(decision, draft=drafted))
    pdf = area_note(card, document, WORDS)
    text = text_of(pdf)
    assert "Let pass as a false alarm (rationale): It is the name of a hill." in text
    assert "Not kept, because it looked as if it told of a person: best reason to decide otherwise" in text
    assert len(read(pdf).pages) == 1


def test_the_note_asks_only_for_signatures_that_are_missing() -> None:
    card = decided(toy.card(5), "The patrol may be followed.")
    needed = ("country_director", "security_focal_point")
    made = present(card.newest_decision)
    draft = replace(made.draft, outcome=Outcome.PROCEED, chosen_mode=card.assessment.requested_mode)
    head = replace(head_of(made), outcome=draft.outcome, chosen_mode=draft.chosen_mode, expires_on=card.assessment.assessed_on)
    approval = Approval(needed)
    open_answer = replace(card.assessment, verdict=Verdict.PROCEED_WITH_CONDITIONS, approval=approval)
    card = replace(card, assessment=open_answer, decisions=(head,), newest_decision=replace(made, draft=draft))

    def said(**changes: Any) -> str:
        return str(note_content(replace(card, **changes), WORDS, ROOMS[0])["approval"])

    assert said(decisions=()) == "Signatures needed: the country director and the security focal point"
    assert said(waiting_for=needed[1:]) == "Signatures needed: the security focal point"
    asks = replace(
        open_answer, conditions=tuple(Reason(code, {"level": "medium", "approval": list(needed)}) for code in SIGNATURES_NEEDED)
    )
    told = [
        note_content(replace(card, assessment=asks, waiting_for=waiting), WORDS, ROOMS[0])["conditions"] for waiting in (needed, ())
    ]
    assert [len(lines) for lines in told] == [2, 0], "what was signed is asked for no more"
    assert said(waiting_for=()) == "Everybody whose signature was needed has signed."
    lapsed = replace(head, expires_on=head.expires_on - timedelta(days=1))
    assert said(decisions=(lapsed,)).startswith("Signatures needed: the country director and")
    assert (
        said(decisions=(), assessment=replace(open_answer, approval=replace(approval, roles=()))) == "Nobody may accept this risk."
    )
    lines = note_content(card, WORDS, ROOMS[0])["decision"]
    assert f"(No. {made.sequence}, checksum {made.hash[:12]})" in lines[0]


def test_the_newest_of_each_group_stands_before_anything_older() -> None:
    card = toy.card(5)
    one = card.evidence[0]

    def asked(stratum: Stratum, days: int) -> AreaEvidence:
        return replace(one, item=replace(one.item, stratum=stratum, collected_on=toy.ON - timedelta(days=days)))

    rows = (asked(Stratum.WOMEN, 1), asked(Stratum.WOMEN, 2), asked(Stratum.MEN, 90), asked(Stratum.WOMEN, 3))
    card = replace(card, evidence=rows)
    two = note_content(card, WORDS, replace(ROOMS[0], rows=2))
    assert [row[0] for row in two["evidence"]] == [WORDS.term("stratum", "women"), WORDS.term("stratum", "men")]
    assert two["more_evidence"] == "and 2 older rows, in the program"
    single = note_content(card, WORDS, replace(ROOMS[0], rows=1))
    assert single["more_evidence"] == "and 3 more, in the program", "the men's only answer is not older than one that is shown"

"""The card for the wallet: numbers in the order of calls, nothing of the area, one sheet, and for nobody outside the organisation."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pypdf
import pytest

from mrm_desktop.domain.duty_lines import Desk, DutyLine, Medium, checked_lines
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.reports.papers.typesetting import count_pages, typeset
from mrm_desktop.reports.papers.wallet_card import LAYOUT, REPORT, wallet_card
from mrm_desktop.reports.release.ladder import Reader
from tests import toy
from tests.store import records

WORDS = Words("en")


def lines(count: int, **changes: Any) -> list[DutyLine]:
    return [records.duty_line(role=f"Post {n}", line=f"+99 700 000 {100 + n}", **changes) for n in range(1, count + 1)]


def card(*duty_lines: DutyLine) -> AreaCard:
    return replace(toy.card(5), duty_lines=checked_lines(duty_lines, toy.ON, 90, 180))


def entries(sheet: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry for side in sheet["sides"] for entry in side]


def test_the_numbers_stand_in_the_order_of_calls_with_the_day_of_the_last_test() -> None:
    found = entries(wallet_card(card(*lines(7)), Reader.INTERNAL, WORDS))
    assert [(e["rank"], e["line"]) for e in found] == [(str(n), f"+99 700 000 {100 + n}") for n in range(1, 8)]
    assert {e["tested"] for e in found} == {"tested 24 Feb 2026"}
    assert found[0]["about"] == "phone · 24 h · English · Toyan"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"tested_on": None, "answered": None, "answer_minutes": None}, "never tested"),
        ({"answered": False, "answer_minutes": None}, "NO ANSWER 24 Feb 2026"),
        ({"tested_on": toy.ON - timedelta(days=200)}, "tested 13 Aug 2025"),
    ],
)
def test_a_line_that_may_not_answer_stands_out(changes: dict[str, Any], said: str) -> None:
    (found,) = entries(wallet_card(card(records.duty_line(**changes)), Reader.INTERNAL, WORDS))
    assert (found["tested"], found["doubtful"]) == (said, True)


def test_lines_of_the_military_stand_on_it_only_on_request() -> None:
    call_sign = records.duty_line(Desk.OPERATIONS_CENTRE, role="Radio room", line="TANGO BASE, 7785 kHz", medium=Medium.HF_RADIO)
    headquarters = records.duty_line(Desk.SECTOR_HEADQUARTERS, role="Sector North headquarters", line="+99 700 000 900")
    shown = card(*lines(2), call_sign, headquarters)
    assert [e["role"] for e in entries(wallet_card(shown, Reader.INTERNAL, WORDS))] == ["Post 1", "Post 2"]
    asked = entries(wallet_card(shown, Reader.INTERNAL, WORDS, military_lines=True))
    assert {e["role"] for e in asked} == {"Post 1", "Post 2", "Radio room", "Sector North headquarters"}
    with pytest.raises(KnownError, match=r"duty\.only_military_lines"):
        wallet_card(card(headquarters), Reader.INTERNAL, WORDS)


def test_a_finder_learns_numbers_and_nothing_else() -> None:
    shown = card(*lines(3), records.duty_line(Desk.HOTLINE, role="Hotline"))
    pdf = typeset(LAYOUT, wallet_card(shown, Reader.INTERNAL, WORDS) | {"code": "AAAA"}, {})
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert text.count("+99 700 000 101") == 4, "one on each copy"
    assert "INTERNAL" in text
    for hidden in (shown.area.name, shown.area.code, "UNTOY", "duty-roster", "liaison", "peacekeep"):
        assert hidden.lower() not in text.lower(), hidden


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 5, 9, 14])
def test_it_is_one_sheet_however_many_lines_there_are(language: str, count: int) -> None:
    long = lines(1, languages=("English",) * 3)[0]
    wide = replace(long, role="Child protection focal point of the regional office, " * 2, line="+99 700 000 100, at night 200")
    for given in (lines(count), [wide] * count):
        sheet = wallet_card(card(*given), Reader.COUNTRY_OFFICE, Words(language))
        assert count_pages(LAYOUT, sheet | {"code": "AAAA"}, {}) == 1
        missing = count - len(entries(sheet))
        assert (str(missing) in sheet["more"]) if missing else not sheet["more"]


def test_without_a_line_there_is_no_card() -> None:
    with pytest.raises(KnownError) as caught:
        wallet_card(card(), Reader.INTERNAL, WORDS)
    assert caught.value.code == "duty.no_lines"


def test_nobody_below_the_country_office_gets_one() -> None:
    REPORT.check_reader(Reader.COUNTRY_OFFICE)
    for reader in (Reader.PARTNER, Reader.PUBLIC):
        with pytest.raises(KnownError) as caught:
            REPORT.check_reader(reader)
        assert caught.value.code == "duty.not_for_reader"

"""A source is a code: what is not one is refused by name with the code that it suggests, and never repeated."""

from __future__ import annotations

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import StanceReport
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.source_codes import is_source_code, require_source_code, require_source_codes, suggested_code
from mrm_desktop.domain.vocabulary import Stance
from tests.store import records


@pytest.mark.parametrize(
    "text", ["field-office", "S-07", "perception_round_2", "k1", "METHOD", "مكتب-ميداني", "équipe-2", "v1.2", "a" * 40]
)
def test_codes(text: str) -> None:
    assert is_source_code(text)
    assert require_source_code(f" {text} ", "--source") == text


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("Field office", "field-office"),
        ("security plan, March", "security-plan-march"),
        ("visite (mars)", "visite-mars"),
        ("Amina B., tel 0912345678", ""),
        ("Mary Deng", ""),
        ("0912345678", ""),
        ("m.deng@example.org", ""),
        ("a" * 41, ""),
        ("***", ""),
    ],
)
def test_what_is_no_code_is_refused_with_the_code_that_it_suggests(text: str, suggested: str) -> None:
    assert suggested_code(text) == suggested
    with pytest.raises(KnownError) as caught:
        require_source_code(text, "--source")
    assert caught.value.code == ("source.not_a_code_but" if suggested else "source.not_a_code")
    assert caught.value.params["where"] == "--source"
    assert text not in str(caught.value)


def test_nothing_is_left_to_whoever_needs_a_source() -> None:
    assert require_source_code("  ", "--source") == ""


def test_every_source_of_a_record_is_looked_at_with_its_place() -> None:
    good, bad = records.contingent(), records.contingent(source="the cook of the base")
    require_source_codes((good,), "contingent")
    with pytest.raises(KnownError) as caught:
        require_source_codes((good, bad), "contingent")
    assert caught.value.params["where"] == "contingent 2"
    report = records.actor_report("")
    assert isinstance(report.report, StanceReport)
    with pytest.raises(KnownError) as deep:
        require_source_codes((records.actor_report("", source="an elder"),), "report")
    assert deep.value.params["where"] == "report 1.report"


def test_a_report_of_a_source_with_a_code_passes() -> None:
    report = StanceReport(Stance.WARY, Grade.parse("B2"), records.DAY, "elder-3")
    require_source_codes((report,), "report")
    assert is_source_code(report.source)

"""Every report is declared with what window and commands need of it."""

from __future__ import annotations

from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.catalogue import REPORTS

WORDS = Words("en")


def test_every_report_is_declared_with_a_default_form_and_a_name_in_the_catalogue() -> None:
    assert len({report.name for report in REPORTS}) == len(REPORTS)
    for report in REPORTS:
        assert report.form_names
        assert WORDS.knows(f"reports.report.{report.name}")
        assert all(WORDS.knows(f"reports.form.{form}") for form in report.form_names)

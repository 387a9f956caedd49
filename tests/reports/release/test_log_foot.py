"""Who is told how far the log of a project had come: a witness inside, and nobody outside."""

from __future__ import annotations

import pytest

from mrm_desktop.domain.event_log import SeenHead
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.release.log_foot import log_foot, log_for

LOG = SeenHead(412, "0123456789abcdef" * 4)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reader", [Reader.INTERNAL, Reader.COUNTRY_OFFICE])
def test_inside_the_organisation_a_page_says_count_and_head(reader: Reader, language: str) -> None:
    said = log_foot(reader, LOG, Words(language))
    assert "0123-4567-89ab-cdef" in said
    assert "412" in said
    assert log_for(reader, LOG) == LOG


@pytest.mark.parametrize("reader", [Reader.PARTNER, Reader.PUBLIC])
def test_outside_of_it_nobody_is_told(reader: Reader) -> None:
    assert log_foot(reader, LOG, Words("en")) == ""
    assert log_for(reader, LOG) is None


@pytest.mark.parametrize("log", [None, SeenHead(0, "")])
def test_where_there_is_no_log_nothing_is_said_of_it(log: SeenHead | None) -> None:
    assert log_foot(Reader.INTERNAL, log, Words("en")) == ""

"""The glossary: every entry has its words, its sources and pages, and names only entries that there are."""

from __future__ import annotations

import pytest

from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.services.lookup.explain_terms import KINDS, entries_for, glossary


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_has_its_words(language: str) -> None:
    words = Words(language)
    missing = [e.code for e in glossary() if not (words.knows(f"glossary.{e.code}") and words.knows(f"glossary.{e.code}.text"))]
    assert missing == []


def test_every_entry_is_of_a_kind_sourced_and_points_at_others() -> None:
    codes = {entry.code for entry in glossary()}
    assert len(codes) == len(glossary()) > 0
    for entry in glossary():
        assert entry.kind in KINDS, entry.code
        assert entry.sources, entry.code
        assert set(entry.see) <= codes - {entry.code}, entry.code


def test_a_page_has_the_entries_that_name_it_and_no_others() -> None:
    pages = {page for entry in glossary() for page in entry.pages}
    for page in pages:
        assert entries_for(page) == tuple(entry for entry in glossary() if page in entry.pages)
    assert entries_for("no/such_page") == ()

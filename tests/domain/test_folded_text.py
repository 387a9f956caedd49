"""Whichever way the same letters and digits are written, they are compared as one, and the way back to the original stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.domain.folded_text import fold, folded


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("ÂGÉE", "agee"),
        ("\uff10\uff19\uff11\uff12", "0912"),
        ("٠٩١٢ ۰۹۱۲ ०९१२", "0912 0912 0912"),
        ("فـتـاةٌ", "فتاه"),
        ("ra\u200bped\u202e", "raped"),
        ("12\u201112\u201312", "12-12-12"),
        ("a\u00a0b\nc", "a b c"),
        ("l\u2019an", "l'an"),
        ("Straße", "strasse"),
        ("أحمد إلى", "احمد الي"),
    ],
)
def test_one_form_for_many_ways_of_writing(written: str, compared: str) -> None:
    assert fold(written) == compared


def test_what_nobody_sees_may_part_words() -> None:
    assert folded("Mary\u200bDeng").text == "marydeng"
    assert folded("Mary\u200bDeng", unseen=" ").text == "mary deng"


@given(st.text(max_size=60))
def test_the_way_back_leads_into_the_original(text: str) -> None:
    reading = folded(text)
    assert len(reading.places) == len(reading.text) + 1
    assert list(reading.places) == sorted(reading.places)
    assert reading.written(0, len(reading.text)) in text
    assert fold(reading.text) == reading.text


def test_a_fragment_is_given_back_as_it_was_written() -> None:
    reading = folded("Un ÂGÉ de ١٢ ans")
    start = reading.text.index("age")
    assert reading.written(start, reading.text.index(" ans")) == "ÂGÉ de ١٢"
    assert reading.written(3, 3) == ""

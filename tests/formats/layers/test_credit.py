"""The credit of a package: what a reader of a web page would see, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.formats.layers.credit import LONGEST, plain_credit


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        (
            '<a href="x" target="_blank">&copy; OpenMapTiles</a>\n <a href="y">&copy; OpenStreetMap</a>',
            "© OpenMapTiles © OpenStreetMap",
        ),
        ("Survey of Zedland", "Survey of Zedland"),
        ("&lt;b&gt;ours&lt;/b&gt;", "<b>ours</b>"),
        ("a < b & c", "a < b & c"),
        ("", ""),
    ],
)
def test_it_is_what_a_reader_sees(written: str, seen: str) -> None:
    assert plain_credit(written) == seen


@given(st.text() | st.text(alphabet="<>![]-&;ab \"'/", max_size=60))
def test_whatever_stands_there_becomes_one_line(written: str) -> None:
    seen = plain_credit(written)
    assert "\n" not in seen
    assert len(seen) <= LONGEST

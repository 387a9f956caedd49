"""A part is searched piece by piece, and nothing is lost between two."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.reports.release.residue import Secrets, find_residue
from mrm_desktop.reports.release.search.parts import OVERLAP, PIECE, pieces_of


@given(st.integers(-60, 60), st.sampled_from(["Base Kombo Hill", "4.85123, 31.60571"]))
def test_what_stands_across_two_pieces_is_found(shift: int, secret: str) -> None:
    before = "lorem ipsum " * (PIECE // 12 + 200)
    text = (before[: PIECE + shift - 20] + f" {secret} " + before).encode()
    found = find_residue(text, Secrets(frozenset({"Base Kombo Hill"}), ((31.60571, 4.85123),)))
    assert [one.kind for one in found] == ["point" if secret[0] == "4" else "text"]


@given(st.binary(max_size=64), st.integers(0, 3 * PIECE))
def test_the_pieces_are_the_whole(seed: bytes, size: int) -> None:
    data = (seed or b"x") * (size // max(1, len(seed)) + 1)
    pieces = list(pieces_of(data))
    assert all(len(piece) <= PIECE + OVERLAP for piece in pieces)
    whole = pieces[0]
    for number, piece in enumerate(pieces[1:], start=1):
        whole += piece[len(piece) - (min(len(data), (number + 1) * PIECE) - number * PIECE) :]
    assert whole == data


def test_a_number_that_is_cut_is_no_other_number() -> None:
    text = b"x" * (PIECE - OVERLAP - 3) + b" 131.60571 " + b"y" * 900 + b" 4.85123 " + b"z" * PIECE
    assert not find_residue(text, Secrets(frozenset(), ((31.60571, 4.85123), (1.60571, 4.85123))))

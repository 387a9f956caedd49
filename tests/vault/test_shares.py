"""Any two of three shares give the recovery code back; one, or a wrong word, gives nothing."""

from __future__ import annotations

from itertools import combinations

import pytest

from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.vault.recovery_code import code_of_bytes, new_code, secret_of
from mrm_desktop.vault.shares import MADE, NEEDED, code_from, shares_of


def test_any_two_give_the_code_back() -> None:
    code = new_code()
    shares = shares_of(code.lower())
    assert len(shares) == MADE
    for two in combinations(shares, NEEDED):
        assert code_from([two[0].upper(), f" {two[1]} "]) == code


def test_one_alone_or_of_another_code_gives_nothing() -> None:
    first, second, _ = shares_of(new_code())
    other, *_ = shares_of(new_code())
    words = first.split()
    spoiled = " ".join([*words[:-1], "academic" if words[-1] != "academic" else "acid"])
    for given in ([first], [first, first], [first, other], [spoiled, second], ["", second], [first, "no words of it"]):
        with pytest.raises(CannotOpenError, match=r"shares\.do_not_fit"):
            code_from(given)


def test_what_is_no_code_has_no_shares() -> None:
    with pytest.raises(KnownError, match=r"shares\.no_code"):
        shares_of("ABCD-EFGH")


def test_letters_and_bits_are_the_same_thing() -> None:
    code = new_code()
    assert code_of_bytes(secret_of(code.replace("-", ""))) == code
    with pytest.raises(ValueError, match="length"):
        code_of_bytes(b"short")

"""Who may let a false alarm pass: two roles, for a field that there is, with a sentence."""

from __future__ import annotations

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import Finding, GuardPass, PersonInTextError, Trace, check_pass

GOOD = GuardPass("dissent", "It is the name of a bridge.", "Field manager", "Security focal point")


def test_a_good_pass_is_accepted() -> None:
    check_pass(GOOD, {"dissent"})


def test_the_words_of_a_pass_are_not_in_its_error() -> None:
    with pytest.raises(KnownError) as caught:
        check_pass(GuardPass("dissent", "Mary Deng", "Ann", "ann "), {"dissent"})
    assert "Mary" not in str(caught.value)
    assert caught.value.code == "guard.pass_without_reason"


def test_an_error_names_each_field_once() -> None:
    found = [
        Finding("dissent", Trace.NAME, "A B"),
        Finding("dissent", Trace.AGE, "aged 3"),
        Finding("rationale", Trace.NAME, "C D"),
    ]
    error = PersonInTextError(found)
    assert error.params["fields"] == ["dissent", "rationale"]
    assert error.findings == tuple(found)

"""The solver: what holds in every solution is found, and only that; held against all numbers of people, counted out."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mrm_desktop.reports.release.adversary.cells import Bounds, Claim, claim_of, solve, solve_difference
from mrm_desktop.reports.release.disclosure import coarse_share_class, share_class
from tests.reports.release.adversary.rows import row


def test_the_men_are_known_from_the_whole_and_the_women() -> None:
    told = {
        "all": (Claim((20, 50), unfavourable=(40, 50)),),
        "women": (Claim((20, 50), unfavourable=(0, 10)),),
        "men": (),
    }
    assert solve(told) == {"men": Bounds((11, 29), rejects=True, accepts=False)}


def test_nothing_is_known_where_much_is_possible() -> None:
    told = {"all": (Claim((50, 200), unfavourable=(40, 50)),), "women": (Claim((50, 100), unfavourable=(30, 40)),), "men": ()}
    assert not solve(told)["men"].is_solved


def test_a_number_that_is_known_to_within_three_is_known() -> None:
    told = {"all": (Claim((40, 41)),), "women": (Claim((30, 32)),), "men": ()}
    assert solve(told)["men"].answers == (9, 10)
    assert solve(told)["men"].is_solved


def test_parts_that_do_not_make_the_whole_are_no_contradiction() -> None:
    """Somebody did not say whether they are a woman or a man."""
    told = {"all": (Claim((50, 51)),), "women": (Claim((20, 21)),), "men": (Claim((20, 21)),), "youth": ()}
    assert solve(told)["youth"].answers == (1, 50)


def test_the_mean_of_the_whole_tells_as_well() -> None:
    told = {"all": (Claim((20, 21), rating=-2),), "women": (Claim((10, 11), rating=-1),), "men": ()}
    assert solve(told)["men"].rejects


@pytest.mark.parametrize(
    ("answers", "share", "claim"),
    [
        ("10-19", "34-66 %", Claim((10, 20), unfavourable=(34, 67))),
        ("50+", "90 %+", Claim((50, 5001), unfavourable=(90, 101))),
        ("20-49", "< 10 %", Claim((20, 50), unfavourable=(0, 10))),
        ("< 10", "", Claim((1, 10))),
    ],
)
def test_classes_are_read_as_they_are_written(answers: str, share: str, claim: Claim) -> None:
    assert claim_of(row(answers=answers, unfavourable=share, favourable="", rating="")) == claim
    assert claim_of(row().withheld) is None


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 12), st.integers(1, 9), st.integers(0, 12), st.integers(0, 9))
def test_the_bounds_are_those_of_all_numbers_counted_out(women: int, men: int, against_w: int, against_m: int) -> None:
    against_w, against_m = min(against_w, women), min(against_m, men)
    whole = Claim((women + men, women + men + 2), unfavourable=_span((against_w + against_m) / (women + men)))
    shown = Claim((women, women + 1), unfavourable=_span(against_w / women))
    found = solve({"all": (whole,), "women": (shown,), "men": ()})["men"]
    possible = [
        (n, u)
        for n in range(1, 15)
        for u, w in product(range(n + 1), range(women + 1))
        if women + n in range(*whole.answers) and _fits(w, women, shown) and _fits(w + u, women + n, whole)
    ]
    assert found.answers == (min(n for n, _ in possible), max(n for n, _ in possible))
    assert found.rejects == all(2 * u > n for n, u in possible)


def _span(share: float) -> tuple[int, int]:
    tens = int(share * 10 + 1e-9)
    return 10 * tens, 10 * tens + 10 if tens < 10 else 101


def _fits(some: int, of: int, claim: Claim) -> bool:
    assert claim.unfavourable is not None
    low, below = claim.unfavourable
    return low * of <= 100 * some < below * of or (below > 100 and 100 * some >= low * of)


def test_the_few_who_came_since_are_known_by_the_difference_of_two_files() -> None:
    before, after = Claim((18, 20), unfavourable=(0, 10)), Claim((20, 22), unfavourable=(10, 20))
    since = solve_difference(before, after)
    assert since is not None
    assert since.answers == (1, 3)
    assert solve_difference(before, before) is None


@pytest.mark.parametrize("answered", range(10, 20))
def test_no_share_of_few_people_is_exact_however_many_they_are_known_to_be(answered: int) -> None:
    """Of ten people a class of ten percent is one number: 60-69 % and 40-49 % of 10-19 people were six and four, or nine and six."""
    exact = [share_class(some / answered) for some in range(answered + 1)]
    assert answered > 10 or max(exact.count(name) for name in set(exact) - {"90 %+"}) == 1
    coarse = [coarse_share_class(some / answered) for some in range(answered + 1)]
    assert min(coarse.count(name) for name in coarse) >= 3

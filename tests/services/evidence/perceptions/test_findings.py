"""What the answers say: what changed first, chance is no finding, and who was not heard is one."""

from __future__ import annotations

from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.scoring import load_policy
from mrm_desktop.services.evidence.perceptions.cells import Cell, cells_of
from mrm_desktop.services.evidence.perceptions.findings import Finding, findings_of
from mrm_desktop.services.evidence.perceptions.presence_and_acceptance import QuadrantPoint
from mrm_desktop.services.evidence.perceptions.trends import Difference
from mrm_desktop.services.evidence.perceptions.voices import voices_of
from tests.services.evidence.perceptions.said import evidence

NAMES = {"XT01": "Buroul", "XT02": "Midaa"}
REQUIRED = {"XT01": (Stratum.WOMEN, Stratum.MEN), "XT02": (Stratum.WOMEN, Stratum.MEN, Stratum.DISPLACED)}
WOMEN: tuple[Cell, ...] = cells_of("XT01", voices_of([evidence()]), "", False, load_policy())


def _change(change: float, probability: float, group: str = "women", later: str = "b") -> Difference:
    return Difference("XT01", group, "s", "a", later, 0.0, change, change, probability)


def _found(*changes: Difference, contrasts: tuple[Difference, ...] = (), quadrant: tuple[QuadrantPoint, ...] = ()) -> list[Finding]:
    return list(findings_of(NAMES, WOMEN, changes, contrasts, quadrant, REQUIRED))


def test_the_largest_change_beyond_chance_comes_first() -> None:
    found = _found(_change(0.6, 0.01, "men"), _change(-1.2, 0.001), _change(0.1, 0.6, "host"))
    assert [(f.code, f.group) for f in found[:2]] == [("worse", "women"), ("better", "men")]
    assert found[0].params == {
        **{"area": "Buroul", "group": "women", "round": "a", "tests": 3},
        **{"earlier": 0.0, "later": -1.2, "source": "s"},
    }
    assert (found[0].area_code, found[0].group) == ("XT01", "women")


def test_only_the_last_two_rounds_are_news() -> None:
    assert not [f for f in _found(_change(-1.2, 0.001), _change(0.1, 0.9, later="c")) if f.code in ("worse", "better")]


def test_chance_is_said_to_be_chance() -> None:
    assert _found(_change(-0.5, 0.3))[0] == Finding("no_difference", {"tests": 1})
    unknown = Difference("XT01", "women", "s", "a", "b", 0.0, 1.0, why_not="question_unknown")
    assert _found(unknown)[0] == Finding("not_comparable")


def test_groups_that_differ_name_the_one_that_sees_them_worse() -> None:
    against = Difference("XT01", "2026-02", "s", "women", "men", -1.0, 1.0, 2.0, 0.001)
    found = _found(contrasts=(against,))[0]
    assert (found.code, found.params["group"], found.params["other"]) == ("apart", "women", "men")
    assert (found.params["earlier"], found.params["later"]) == (-1.0, 1.0)


def test_the_group_that_is_heard_least_where_it_has_to_be() -> None:
    found = next(f for f in _found() if f.code == "unheard")
    assert found.params == {"group": "men", "heard": 0, "count": 2, "areas": ["Buroul", "Midaa"], "more": 0}


def test_patrolled_and_disliked_is_said_of_what_is_known_alone() -> None:
    disliked = QuadrantPoint("XT01", "Buroul", "often", 0.2, 0.1, 0.3, "often_disliked")
    unknown = QuadrantPoint("XT02", "Midaa", "unknown", None, None, None, "unknown")
    found = _found(quadrant=(disliked, unknown))[-1]
    assert (found.code, found.params["areas"], found.params["known"]) == ("patrolled_and_disliked", ["Buroul"], 1)
    assert _found(quadrant=(unknown,))[-1].code == "presence_or_acceptance_unknown"

"""What an officer can imagine is not so today, is answered by the method as if it were, and writes nothing."""

from __future__ import annotations

import pytest

from mrm_desktop.domain.field_answers import Answer
from mrm_desktop.domain.vocabulary import Mode, Stance, Verdict
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.project.ports import Project
from mrm_desktop.project.question import Question
from mrm_desktop.scoring import assess
from mrm_desktop.services.decisions.imagine import imaginable, imagine
from tests.services.conftest import ON, POLICY, card, opened
from tests.store import records

EXPECTED = {
    "group_rejects:women": Verdict.REFUSED,
    "exposed_say_no:": Verdict.REFUSED,
    "actor_hostile:group X": Verdict.REFUSED,
    "contact_punished:": Verdict.REFUSED,
    "reprisals_for_contact:": Verdict.REFUSED,
    "joint_operations_with_party:": Verdict.REFUSED,
    "alleged_perpetrator:": Verdict.PROHIBITED,
    "mandate_ends:": Verdict.HOLD,
    "mission_closes:": Verdict.NOT_AVAILABLE,
    "patrols_stop:": Verdict.REFUSED,
    "base_leaves:": Verdict.REFUSED,
    "adviser_unreachable:": Verdict.PROCEED_WITH_CONDITIONS,  # UNICEF was consulted
    "attack_expected:": Verdict.EMERGENCY_ALERT,
}


@pytest.mark.parametrize(("key", "verdict"), EXPECTED.items())
def test_each_imagined_fact_has_the_answer_that_the_method_gives_to_it(project: Project, key: str, verdict: Verdict) -> None:
    case = card(project).case
    assert assess(case, POLICY).verdict is Verdict.PROCEED_WITH_CONDITIONS
    assert key in {one.key for one in imaginable(case, POLICY)}
    assert imagine(case, [key], POLICY).verdict is verdict


def test_all_that_can_be_imagined_here_is_tried_above(project: Project) -> None:
    kinds = {one.kind for one in imaginable(card(project).case, POLICY)}
    assert kinds == {key.partition(":")[0] for key in EXPECTED}


def test_several_things_are_imagined_together(project: Project) -> None:
    case = card(project).case
    assert imagine(case, ["patrols_stop:", "mission_closes:"], POLICY).verdict is Verdict.NOT_AVAILABLE
    assert imagine(case, [], POLICY) == assess(case, POLICY)
    assert imagine(case, ["weather:"], POLICY) == assess(case, POLICY), "what cannot be imagined any more is passed over"


def test_what_is_so_already_is_not_offered_and_a_hostile_actor_may_turn_out_tolerant(project: Project) -> None:
    with project.write() as repo:
        repo.add_statements([records.field_answer("contact_punished", on=ON, answer=Answer.YES)])
        repo.add_actor_reports([records.actor_report("", source="k9", stance=Stance.HOSTILE)])
    keys = {one.key for one in imaginable(opened(project).card("XT01", Question(Mode.LIAISON)).case, POLICY)}
    assert "contact_punished:" not in keys
    assert "actor_tolerant:group X" in keys


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_imagined_has_words(project: Project, language: str) -> None:
    words = Words(language)
    assert [one.kind for one in imaginable(card(project).case, POLICY) if not words.knows(f"imagine.{one.kind}")] == []
    assert words.knows("imagine.actor_tolerant")

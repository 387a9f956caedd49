"""A decision is taken on what was asked of those who would be exposed, never on what a map supposes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.project.ports import Project
from mrm_desktop.project.question import Question
from mrm_desktop.services.decisions.decide import decide
from tests.services.conftest import ON, draft, opened
from tests.store import records

LIAISON = Question(Mode.LIAISON, on=ON)


@pytest.mark.parametrize("supposed", [False, True])
def test_consent_counts_as_the_draft_says_whatever_the_question_supposes(project: Project, supposed: bool) -> None:
    with project.write() as repository:
        stated = records.circumstances("XT01")
        repository.add_circumstances([replace(stated, organisation=replace(stated.organisation, exposed_people_agree=None))])
    asked, question = opened(project), replace(LIAISON, provided_consent=supposed)
    assert asked.card("XT01", question).case.organisation.exposed_people_agree is True
    made = decide(asked, "XT01", question, draft(exposed_people_agree=True), records.AT)
    assert made.snapshot["organisation"]["exposed_people_agree"] is True
    with pytest.raises(KnownError, match=r"decision\.no_consent"):
        decide(asked, "XT01", question, draft(exposed_people_agree=False), records.AT)


def test_a_decision_is_known_at_once_where_it_was_taken(project: Project) -> None:
    asked = opened(project)
    made = decide(asked, "XT01", LIAISON, draft(), records.AT)
    assert [head.id for head in asked.knowledge.decisions] == [made.id]
    assert asked.decision(made.id) == made

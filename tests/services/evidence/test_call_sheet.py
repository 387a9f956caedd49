"""What to find out is ranked by what both answers would do, not by the hoped-for one."""

from __future__ import annotations

from mrm_desktop.domain.field_answers import Answer
from mrm_desktop.domain.gaps import Gap, GapKind, read_gap_id
from mrm_desktop.domain.vocabulary import Mode, Verdict
from mrm_desktop.project.ports import Project
from mrm_desktop.project.question import Question
from mrm_desktop.services.evidence.call_sheet import call_sheet
from tests.services.conftest import opened
from tests.store import records

LIAISON = Question(Mode.LIAISON)


def test_one_open_question_in_a_settled_area_settles_it_whichever_way_it_falls(project: Project) -> None:
    with project.write() as repo:
        repo.add_statements([records.field_answer("contact_punished", answer=Answer.HEARD, on=records.DAY)])
    here = opened(project)
    asked = next(line for line in call_sheet(here, LIAISON) if line.gap.about == "contact_punished")
    assert asked.settles == ("XT01",)
    for answer, verdict in ((Answer.NO, Verdict.PROCEED_WITH_CONDITIONS), (Answer.YES, Verdict.REFUSED)):
        case = here.answers(LIAISON).by_area["XT01"]
        assert case.verdict is Verdict.INSUFFICIENT_EVIDENCE
        with project.write() as repo:
            repo.add_statements([records.field_answer("contact_punished", answer=answer, on=records.DAY, source=answer.value)])
        assert opened(project).card("XT01", LIAISON).assessment.verdict is verdict


def test_a_question_that_only_one_answer_settles_does_not_count_as_settling(empty: Project) -> None:
    asked = next(line for line in call_sheet(opened(empty), LIAISON) if line.gap.about == "contact_punished")
    assert asked.settles == ()
    assert asked.settles_one_way == ("XT01", "XT02"), "punished: refused; not punished: as open as before"
    assert asked.areas == ("XT01", "XT02")


def test_what_settles_more_stands_first(project: Project) -> None:
    lines = call_sheet(opened(project), LIAISON)
    ranks = [(-len(line.settles), -len(line.settles_one_way), -len(line.areas)) for line in lines]
    assert ranks == sorted(ranks)
    assert len({line.gap for line in lines}) == len(lines), "one line a question"


def test_an_approach_that_nobody_adopted_is_one_question_for_all_areas(empty: Project) -> None:
    (line,) = [one for one in call_sheet(opened(empty), LIAISON) if one.gap.kind is GapKind.APPROACH]
    assert line.gap == Gap(GapKind.APPROACH) == line.gap_in("XT01")
    assert line.areas == ("XT01", "XT02")


def test_each_line_has_an_identifier_of_its_own_that_is_read_however_it_was_scanned(project: Project) -> None:
    lines = call_sheet(opened(project), LIAISON)
    assert [read_gap_id(f"mrm1:{line.id.lower()}") for line in lines] == [line.id for line in lines]
    assert len({line.id for line in lines}) == len(lines)

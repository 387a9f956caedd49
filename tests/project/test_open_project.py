"""After any write the open project holds what a freshly opened one would read, tells what was written, and after closing holds nothing."""

from __future__ import annotations

import gc
import shutil
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mrm_desktop.domain.case import Case
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.decisions import Outcome
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import Mode, Stratum, Verdict
from mrm_desktop.project import answers as answers_module
from mrm_desktop.project.build_case import build_case
from mrm_desktop.project.changes import EVERYTHING, Changed
from mrm_desktop.project.kinds import KIND_OF_STATEMENT, Kind
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.open_project import KEPT_QUESTIONS, OpenProject
from mrm_desktop.project.ports import Project, Repository
from mrm_desktop.project.question import Question
from mrm_desktop.scoring import Policy
from mrm_desktop.services.decisions.record_decision import record_decision
from mrm_desktop.store.file.project_file import ProjectFile, SqlCipherFiles
from tests.project import countries
from tests.services.conftest import ON, POLICY, decide, draft, opened
from tests.store import records
from tests.store.conftest import fresh_key

LIAISON = Question(Mode.LIAISON, on=ON)
QUESTIONS = (LIAISON, Question(Mode.ARMED_ESCORT, on=ON), Question(Mode.LIAISON, on=ON + timedelta(days=1)))
LATE = Question(Mode.CIVILIAN_CHANNEL, on=ON)  # about another mode only, asked once everything is written
CODES = ("XT01", "XT02")
_number = count(1)


@contextmanager
def copied(made: Path, folder: Path) -> Iterator[ProjectFile]:
    """A copy of a project, open."""
    path = folder / f"{next(_number)}.mrm"
    with SqlCipherFiles(lambda: records.AT).open(Path(shutil.copy(made, path)), fresh_key()) as project:
        yield project
        project._changed = False


def everything_of(project: OpenProject, questions: Sequence[Question] = QUESTIONS) -> dict[str, Any]:
    """Everything that a face of the program can ask an open project for."""
    known = project.knowledge
    held = {
        name: tuple(getattr(known, name))
        for name in ("areas", "presence", "evidence", "actor_reports", "reset_events", "circumstances", "contingents")
    }
    held |= {name: tuple(getattr(known, name)) for name in ("focal_points", "fora", "datasets", "places", "decisions")}
    held |= {kind: tuple(getattr(known, kind)) for kind in KIND_OF_STATEMENT.values()}
    held |= {"info": (known.info,), "missions": tuple(known.missions.items())}
    found: dict[str, Any] = dict(held)
    for question in questions:
        answers = project.answers(question)
        view = answers.view
        found[f"answers {question}"] = (answers.cases, dict(answers.by_area), dict(answers.assessments))
        found[f"view {question}"] = replace(view, assessments=dict(view.assessments), answers=dict(view.answers))
        for code in [area.code for area in known.assessed_areas]:
            found[f"card {code} {question}"] = project.card(code, question, search=False)
    return found


# ---- writes, as Hypothesis draws them ----------------------------------------------------------------------------------------

Step = Callable[[OpenProject], None]


def writes(method: str, what: st.SearchStrategy[Any], bring: DatasetKind | None = None) -> st.SearchStrategy[Step]:
    """Write one or two records of a kind, perhaps as those of a dataset."""

    def step_of(made: Sequence[Any]) -> Step:
        def step(project: OpenProject) -> None:
            with project.write() as repository:
                if bring is None:
                    getattr(repository, method)(made)
                    return
                dataset = records.dataset(bring, f"{method}.csv")
                repository.add_dataset(dataset)
                getattr(repository, method)([replace(record, dataset_id=dataset.id) for record in made])

        return step

    return st.lists(what, min_size=1, max_size=2).map(step_of)


def _undo_the_newest(project: OpenProject) -> None:
    with project.write() as repository:
        there = [dataset for dataset in repository.datasets() if not dataset.undone and dataset.kind is not DatasetKind.AREAS]
        if there:
            repository.undo_dataset(there[-1].id, records.AT)


def _add_an_area(project: OpenProject) -> None:
    with project.write() as repository:
        code = f"XT0{len(repository.areas()) + 1}"
        dataset = records.dataset(DatasetKind.AREAS, f"{code}.csv")
        repository.add_dataset(dataset)
        repository.add_areas([records.area(code, int(code[2:]) - 1)], dataset.id)


def _decide(code: str, outcome: Outcome, mode: Mode) -> Step:
    def step(project: OpenProject) -> None:
        chosen = Mode.CIVILIAN_CHANNEL if outcome is Outcome.PROCEED else mode
        question = Question(chosen, on=ON)
        record_decision(
            project, project.card_for_decision(code, question), draft(outcome=outcome, chosen_mode=chosen), POLICY, records.AT
        )

    return step


def _rename(name: str) -> Step:
    def step(project: OpenProject) -> None:
        with project.write() as repository:
            repository.set_info(replace(repository.info(), office=name))

    return step


def _together(project: OpenProject) -> None:
    with project.write() as repository:
        repository.add_evidence([records.evidence("", "XT02", records.item(Stratum.MEN))])
        repository.add_incidents([records.incident("")])
        repository.put_missions([records.mission(mandate_end=ON + timedelta(days=9))])


def _nothing(project: OpenProject) -> None:
    with project.write():
        pass


steps = st.one_of(
    writes("add_evidence", countries.evidence(CODES), DatasetKind.COMMUNITY),
    writes("add_actor_reports", countries.actor_reports(CODES), DatasetKind.ARMED_ACTORS),
    writes("add_presence", countries.presence(2), DatasetKind.PRESENCE),
    writes("add_presence", countries.presence(2)),
    writes("add_circumstances", countries.circumstances(CODES)),
    writes("put_missions", countries.missions()),
    writes("add_contingents", countries.contingents()),
    writes("add_focal_points", countries.focal_points(CODES)),
    writes("add_reset_events", countries.reset_events(CODES)),
    writes("add_places", st.builds(lambda: records.place(""))),
    writes("add_fora", st.builds(records.forum)),
    writes("add_statements", countries.statements(CODES)),
    writes("add_incidents", st.builds(lambda: records.incident(""))),
    st.sampled_from([_undo_the_newest, _add_an_area, _together, _nothing, _rename("North"), _rename("South")]),
    st.builds(_decide, st.sampled_from(CODES), st.sampled_from([Outcome.PROCEED, Outcome.DO_NOT_PROCEED]), st.just(Mode.LIAISON)),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(done=st.lists(steps, min_size=1, max_size=4), asked_between=st.booleans())
def test_after_any_writes_everything_is_as_if_freshly_opened(
    filled_once: Path, tmp_path: Path, done: list[Step], asked_between: bool
) -> None:
    with copied(filled_once, tmp_path) as file:
        project = opened(file)
        everything_of(project)
        for step in done:
            step(project)
            if asked_between:
                everything_of(project)
        kept, fresh = (everything_of(one, [LATE, *QUESTIONS]) for one in (project, opened(file)))
        assert kept.keys() == fresh.keys()
        for what, held in kept.items():
            assert held == fresh[what], what


# ---- listeners ---------------------------------------------------------------------------------------------------------------

XT01 = frozenset({"XT01"})
HEARD: dict[str, tuple[Callable[[Repository], None], Changed]] = {
    "evidence": (lambda r: r.add_evidence([records.evidence("")]), Changed(frozenset({Kind.EVIDENCE}), XT01)),
    "stances": (lambda r: r.add_actor_reports([records.actor_report("")]), Changed(frozenset({Kind.ACTOR_REPORTS}), XT01)),
    "a riot": (lambda r: r.add_reset_events([records.reset_event()]), Changed(frozenset({Kind.RESET_EVENTS}), XT01)),
    "circumstances": (lambda r: r.add_circumstances([records.circumstances()]), Changed(frozenset({Kind.CIRCUMSTANCES}), XT01)),
    "a post": (
        lambda r: r.add_focal_points([records.focal_point(area_code="XT01")]),
        Changed(frozenset({Kind.FOCAL_POINTS}), XT01),
    ),
    "a post of the country": (
        lambda r: r.add_focal_points([records.focal_point()]),
        Changed(frozenset({Kind.FOCAL_POINTS}), frozenset({""})),
    ),
    "presence": (lambda r: r.add_presence([records.presence("")]), Changed(frozenset({Kind.PRESENCE}), None)),
    "places": (lambda r: r.add_places([records.place("")]), Changed(frozenset({Kind.PLACES}), None)),
    "incidents": (lambda r: r.add_incidents([records.incident("")]), Changed(frozenset({Kind.INCIDENTS}), None)),
    "missions": (lambda r: r.put_missions([records.mission()]), Changed(frozenset({Kind.MISSIONS}), None)),
    "units": (lambda r: r.add_contingents([records.contingent()]), Changed(frozenset({Kind.CONTINGENTS}), None)),
    "fora": (lambda r: r.add_fora([records.forum()]), Changed(frozenset({Kind.FORA}), None)),
    "an approach": (lambda r: r.add_statements([records.approach()]), Changed(frozenset({Kind.APPROACHES}), None)),
    "a force": (lambda r: r.add_statements([records.force()]), Changed(frozenset({Kind.FORCES}), None)),
    "an election": (lambda r: r.add_statements([records.event_ahead()]), Changed(frozenset({Kind.EVENTS_AHEAD}), XT01)),
    "a look at who is armed": (
        lambda r: r.add_statements([records.armed_actor_check()]),
        Changed(frozenset({Kind.ARMED_ACTOR_CHECKS}), XT01),
    ),
    "impacts of the country": (
        lambda r: r.add_statements([records.impact()]),
        Changed(frozenset({Kind.IMPACTS}), frozenset({""})),
    ),
    "a no": (lambda r: r.add_statements([records.consent()]), Changed(frozenset({Kind.CONSENTS}), XT01)),
    "statements of two kinds": (
        lambda r: r.add_statements([records.consent(), records.event_ahead(area_code="XT02")]),
        Changed(frozenset({Kind.CONSENTS, Kind.EVENTS_AHEAD}), frozenset({"XT01", "XT02"})),
    ),
    "a dataset": (lambda r: r.add_dataset(records.dataset(name="n.csv")), Changed(frozenset({Kind.DATASETS}), None)),
    "the project": (lambda r: r.set_info(replace(r.info(), office="Else")), Changed(frozenset({Kind.INFO}), None)),
    "a release": (lambda r: r.add_release(records.release()), Changed(frozenset({Kind.RELEASES}), None)),
}


@pytest.mark.parametrize("name", HEARD)
def test_listeners_hear_exactly_what_was_written(project: Project, name: str) -> None:
    write, expected = HEARD[name]
    asked, heard = opened(project), list[Changed]()
    asked.listen(heard.append)
    with asked.write() as repository:
        write(repository)
    assert heard == [expected]


def test_listeners_hear_of_a_decision_which_area_it_is_about(project: Project) -> None:
    asked, heard = opened(project), list[Changed]()
    asked.listen(heard.append)
    _decide("XT02", Outcome.DO_NOT_PROCEED, Mode.LIAISON)(asked)
    assert heard == [Changed(frozenset({Kind.DECISIONS}), frozenset({"XT02"}))]


def test_an_undo_may_bear_on_anything_from_files(project: Project) -> None:
    asked, heard = opened(project), list[Changed]()
    asked.listen(heard.append)
    _undo_the_newest(asked)
    (changed,) = heard
    assert changed.is_everywhere
    assert changed.touches(Kind.EVIDENCE, Kind.PRESENCE)
    assert not changed.touches(Kind.DECISIONS, Kind.RELEASES, Kind.CIRCUMSTANCES)


def test_reading_tells_nobody_and_an_empty_write_neither(project: Project) -> None:
    asked, heard = opened(project), list[Changed]()
    asked.listen(heard.append)
    everything_of(asked)
    _nothing(asked)
    assert heard == []


def test_a_write_that_fails_is_not_told_and_changes_nothing(project: Project) -> None:
    asked, heard = opened(project), list[Changed]()
    before = everything_of(asked)
    asked.listen(heard.append)

    def fail() -> None:
        with asked.write() as repository:
            repository.add_evidence([records.evidence("", "XT02")])
            raise KnownError("import.cancelled")

    with pytest.raises(KnownError):
        fail()
    assert heard == []
    assert everything_of(asked) == before
    assert everything_of(opened(project)) == before


def test_what_somebody_else_wrote_is_read_once_it_is_told(project: Project) -> None:
    asked, heard = opened(project), list[Changed]()
    asked.listen(heard.append)
    everything_of(asked)
    with project.write() as repository:
        repository.add_evidence([records.evidence("", "XT02", records.item(source="another office"))])
    assert "another office" not in {one.item.source for one in asked.knowledge.evidence}
    asked.take_note()
    assert heard == [EVERYTHING]
    assert everything_of(asked) == everything_of(opened(project))


# ---- what is kept ------------------------------------------------------------------------------------------------------------


def test_answers_and_cards_are_worked_out_once(project: Project) -> None:
    asked = opened(project)
    assert asked.answers(LIAISON) is asked.answers(replace(LIAISON, on=None, provided_consent=True))
    assert asked.card("XT01", LIAISON) is asked.card("XT01", LIAISON)
    assert asked.card("XT01", LIAISON) is not asked.card("XT01", LIAISON, search=False)
    assert asked.knowledge is asked.knowledge
    assert asked.knowledge_on(ON) is asked.knowledge_on(ON)


def test_a_card_for_a_decision_supposes_no_consent(project: Project) -> None:
    with project.write() as repository:
        stated = records.circumstances("XT01")
        repository.add_circumstances([replace(stated, organisation=replace(stated.organisation, exposed_people_agree=None))])
    asked = opened(project)
    assert asked.card("XT01", LIAISON).case.organisation.exposed_people_agree is True
    assert asked.card_for_decision("XT01", LIAISON).case.organisation.exposed_people_agree is None


def test_only_so_many_questions_are_kept(project: Project) -> None:
    asked = opened(project)
    first = asked.answers(LIAISON)
    for k in range(1, KEPT_QUESTIONS + 1):
        asked.answers(replace(LIAISON, on=ON + timedelta(days=k)))
    again = asked.answers(LIAISON)
    assert again is not first
    assert again.by_area == first.by_area


def test_recording_a_decision_reads_no_other(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = opened(project)
    _decide("XT01", Outcome.DO_NOT_PROCEED, Mode.LIAISON)(asked)
    assert len(asked.knowledge.decisions) == 1
    with project.read() as repository:
        monkeypatch.setattr(type(repository), "decision_heads", lambda self: pytest.fail("read again"))
    _decide("XT02", Outcome.DO_NOT_PROCEED, Mode.LIAISON)(asked)
    assert [head.area_code for head in asked.knowledge.decisions] == ["XT01", "XT02"]
    assert [head.area_code for head in asked.knowledge_on(ON).decisions] == ["XT01", "XT02"]


def test_a_closed_project_holds_nothing(filled_once: Path, tmp_path: Path) -> None:
    with copied(filled_once, tmp_path) as file:
        asked, heard = opened(file), list[Changed]()
        asked.listen(heard.append)
        everything_of(asked)
        held: list[weakref.ref[Any]] = [
            weakref.ref(asked.knowledge.evidence),
            weakref.ref(asked.answers(LIAISON)),
            weakref.ref(asked.knowledge.ground),
        ]
        asked.close()
        gc.collect()
        assert [ref() for ref in held] == [None, None, None]
        asked.take_note()
        assert heard == []
        with pytest.raises(KnownError, match=r"project\.closed|store\."), asked.read():
            pass


# ---- what a write bears on beyond what it names -------------------------------------------------------------------------------


def test_a_decision_bears_on_the_area_of_the_one_that_it_supersedes(project: Project) -> None:
    """The neighbours of the older one are held for coherence no longer."""
    asked = opened(project)
    older = decide(project, "XT01", outcome=Outcome.DO_NOT_PROCEED)
    asked.take_note()
    everything_of(asked)
    why = "A reason to stay away from there, too."
    no = draft(outcome=Outcome.DO_NOT_PROCEED, rationale=why, supersedes=older.id)
    record_decision(asked, asked.card_for_decision("XT02", LIAISON), no, POLICY, records.AT)
    assert everything_of(asked) == everything_of(opened(project))


def test_a_decision_that_does_not_follow_the_known_ones_has_them_read_again(project: Project) -> None:
    asked = opened(project)
    everything_of(asked)
    decide(project, "XT01", outcome=Outcome.DO_NOT_PROCEED)
    _decide("XT02", Outcome.DO_NOT_PROCEED, Mode.LIAISON)(asked)
    assert [head.sequence for head in asked.knowledge.decisions] == [1, 2]
    assert everything_of(asked) == everything_of(opened(project))


def test_without_areas_a_kept_answer_is_refused_like_a_fresh_one(project: Project) -> None:
    asked = opened(project)
    asked.answers(LIAISON)
    with asked.write() as repository:
        drawn = next(one for one in repository.datasets() if one.kind is DatasetKind.AREAS)
        repository.undo_dataset(drawn.id, records.AT)
    with pytest.raises(KnownError, match=r"assess\.no_areas"):
        asked.answers(LIAISON)


def test_records_that_come_one_at_a_time_are_noted_like_a_list(project: Project) -> None:
    asked = opened(project)
    everything_of(asked)
    with asked.write() as repository:
        records_of_areas: Any = (replace(records.circumstances(code), alleged_perpetrator=True) for code in ("XT01",))
        repository.add_circumstances(records_of_areas)
    assert asked.answers(LIAISON).by_area["XT01"].verdict is Verdict.PROHIBITED
    assert everything_of(asked) == everything_of(opened(project))


def test_what_bears_on_the_whole_country_bears_on_every_area(project: Project) -> None:
    asked = opened(project)
    everything_of(asked)
    with asked.write() as repository:
        repository.add_reset_events([records.reset_event("", ON - timedelta(days=1))])
    assert all(item.reset_since for item in asked.card("XT01", LIAISON).case.community_evidence)
    assert everything_of(asked) == everything_of(opened(project))


def test_a_map_around_an_area_that_is_not_there_is_refused(project: Project) -> None:
    asked = opened(project)
    assert asked.view_around("xt-01", LIAISON).areas == asked.view_around("XT01", LIAISON).areas
    with pytest.raises(KnownError, match=r"area\.unknown"):
        asked.view_around("XT99", LIAISON)


def test_a_write_from_which_no_case_is_made_does_not_widen_what_the_next_one_bears_on(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An export is logged all the time; the edit after it must still run its own areas only."""
    asked, made = opened(project), list[str]()
    asked.answers(LIAISON)

    def noted(knowledge: Knowledge, code: str, question: Question, policy: Policy) -> Case:
        made.append(code)
        return build_case(knowledge, code, question, policy)

    monkeypatch.setattr(answers_module, "build_case", noted)
    with asked.write() as repository:
        repository.add_release(records.release())
    with asked.write() as repository:
        repository.add_evidence([records.evidence("", "XT02")])
    asked.answers(LIAISON)
    assert made == ["XT02"]


def test_a_project_that_lives_on_one_day_records_on_that_day_one_thing_after_the_other(project: ProjectFile) -> None:
    there, later = OpenProject(project, POLICY, ON), records.AT + timedelta(days=270)
    assert there.moment(later).date() == ON
    first = record_decision(there, there.card_for_decision("XT01", Question()), draft(), POLICY, there.moment(later))
    assert there.moment(later) > first.recorded_at
    assert [head.id for head in there.knowledge.decisions.standing(ON)] == [first.id]
    assert OpenProject(project, POLICY).moment(later) == later

"""Decisions on record are found by query: heads for questions, full records of one area or one at a time, never all at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine.base import Connection
from sqlcipher3.dbapi2 import Cursor

from mrm_desktop.domain.decisions import ChainEnd, Decision, DecisionHead, Outcome, head_of
from mrm_desktop.domain.vocabulary import Band, Mode, Verdict
from mrm_desktop.services.decisions.check_records import verify
from mrm_desktop.services.decisions.record_decision import body_of, hash_of
from mrm_desktop.store.file.project_file import ProjectFile
from mrm_desktop.store.rows import repository
from mrm_desktop.store.rows.repository import SqlRepository
from tests.crash.writer import next_decision


def chained(last: ChainEnd | None, area_code: str = "XT01", **of_the_draft: Any) -> Decision:
    made = next_decision(last)
    made = replace(made, area_code=area_code, draft=replace(made.draft, **of_the_draft))
    return replace(made, hash=hash_of(body_of(made)))


@pytest.fixture
def decided(project: ProjectFile) -> tuple[ProjectFile, list[Decision]]:
    """Seven decisions on two areas in turn; the third says why and stands in the place of the second."""
    made: list[Decision] = []
    with project.write() as repo:
        for n in range(7):
            words = {"rationale": "Elders asked.", "supersedes": made[1].id} if n == 2 else {"override_reason": " \u00a0"}
            made.append(chained(repo.last_decision(), f"XT0{n % 2 + 1}", **words))
            repo.append_decision(made[-1])
    return project, made


def test_heads_say_what_their_records_say(decided: tuple[ProjectFile, list[Decision]]) -> None:
    project, made = decided
    with project.read() as repo:
        heads = repo.decision_heads()
    assert heads == tuple(map(head_of, made))
    assert [head.states_reason for head in heads] == [n == 2 for n in range(7)]
    assert heads[2].supersedes == made[1].id
    assert (heads[0].outcome, heads[0].chosen_mode, heads[0].verdict) == (Outcome.PROCEED, Mode.LIAISON, Verdict.HOLD)


def test_the_head_carries_the_band_that_the_answer_rested_on(project: ProjectFile) -> None:
    made = next_decision(None)
    made = replace(made, assessment={"verdict": "proceed", "band": "conditional"})
    with project.write() as repo:
        repo.append_decision(made)
        assert [(head.verdict, head.band) for head in repo.decision_heads()] == [(Verdict.PROCEED, Band.CONDITIONAL)]


@pytest.mark.parametrize("at_once", [1, 2, 7, 100])
def test_the_stream_is_whole_whatever_is_read_at_once(
    decided: tuple[ProjectFile, list[Decision]], monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    project, made = decided
    monkeypatch.setattr(repository, "DECISIONS_AT_ONCE", at_once)
    with project.read() as repo:
        assert list(repo.decisions()) == made


def test_one_decision_and_those_of_one_area(decided: tuple[ProjectFile, list[Decision]]) -> None:
    project, made = decided
    with project.read() as repo:
        assert repo.decision(made[3].id) == made[3]
        assert repo.decisions_of("XT02") == (made[5], made[3], made[1])
        assert repo.decisions_of("elsewhere") == ()
        assert repo.last_decision() == ChainEnd(7, made[6].recorded_at, made[6].hash)


def test_an_identifier_is_found_as_it_is_written_on_record_only(decided: tuple[ProjectFile, list[Decision]]) -> None:
    """Whoever supersedes a decision writes its identifier down: another spelling would be on record and match nothing."""
    project, made = decided
    spelled = made[0].id
    hyphens = "-".join((spelled[:8], spelled[8:12], spelled[12:16], spelled[16:20], spelled[20:]))
    with project.read() as repo:
        for other in ("", "nonsense", "0" * 32, spelled.upper() + " ", hyphens, "{" + spelled + "}"):
            assert repo.decision(other) is None, other


def test_nothing_decided_yet(project: ProjectFile) -> None:
    with project.read() as repo:
        assert repo.last_decision() is None
        assert [*repo.decision_heads(), *repo.decisions_of("XT01"), *repo.decisions()] == []


def test_no_question_scans_the_full_records(decided: tuple[ProjectFile, list[Decision]]) -> None:
    """A full record has fifty kilobytes: what goes through all of them falls over in a large project."""
    project, made = decided
    asked = []
    event.listen(project._engine, "before_cursor_execute", lambda _c, _d, sql, given, *_: asked.append((sql, given)))
    with project.read() as repo:
        repo.decision_heads(), repo.last_decision(), repo.decision(made[0].id), repo.decisions_of("XT01")
    with project.write() as repo:
        repo.append_decision(chained(repo.last_decision()))
    questions = [(sql, given) for sql, given in asked if sql.startswith("SELECT") and "FROM decision " in sql.replace("\n", "")]
    assert len(questions) >= 4
    with project._engine.connect() as connection:
        for sql, given in questions:
            plan = " ".join(str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given))
            assert "TEMP B-TREE" not in plan, plan
            # The end of the chain is one step from the end of the table, which is called a scan, too.
            assert plan.startswith("SEARCH decision") or (plan == "SCAN decision" and "LIMIT" in sql), plan


def test_a_policy_is_read_once_for_all_its_decisions(decided: tuple[ProjectFile, list[Decision]]) -> None:
    project, _ = decided
    read = []

    def note(_connection: Connection, _cursor: Cursor, sql: str, *_more: Any) -> None:
        if "FROM policy" in sql:
            read.append(sql)

    event.listen(project._engine, "before_cursor_execute", note)
    with project.read() as repo:
        texts = [id(d.policy_text) for d in repo.decisions()]
    assert len(read) == 1
    assert len(set(texts)) == 1


def test_a_head_that_lies_is_found(decided: tuple[ProjectFile, list[Decision]]) -> None:
    """Answers rest on heads: one that does not say what its record says would change them, and the chain would be whole."""
    project, _ = decided
    with project.read() as repo:
        heads = list(repo.decision_heads())
        for wrong in (
            [*heads[:3], replace(heads[3], outcome=Outcome.DEFER), *heads[4:]],
            [*heads[:3], replace(heads[3], supersedes=heads[0].id), *heads[4:]],
            [*heads[:3], *heads[4:]],
        ):
            assert [(b.sequence, b.code) for b in verify(repo.decisions(), wrong)] == [(4, "verify.head")]
        more = [*heads, replace(heads[0], sequence=8)]
        assert [(b.sequence, b.code) for b in verify(repo.decisions(), more)] == [(8, "verify.head")]
        assert verify(repo.decisions(), heads) == verify(repo.decisions()) == ()


def test_a_decision_and_its_head_come_together_or_not_at_all(project: ProjectFile, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: DecisionHead) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("mrm_desktop.store.rows.repository.records.head_to_row", fail)
    with pytest.raises(ZeroDivisionError), project.write() as repo:
        repo.append_decision(next_decision(None))
    with project.read() as repo:
        assert isinstance(repo, SqlRepository)
        assert repo.last_decision() is None

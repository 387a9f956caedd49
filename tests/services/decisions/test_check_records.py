"""Any edit of a record is found and located, and every record replays to the answer that it states."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.scoring import Policy, parse_policy
from mrm_desktop.services.decisions import check_records
from mrm_desktop.services.decisions.check_records import replay, verify
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import decide
from tests.store import records


def test_a_chain_of_decisions_verifies_and_replays(project: ProjectFile) -> None:
    for n in range(4):
        decide(project, at=records.AT + timedelta(hours=n))
    decide(project, mode=Mode.CIVILIAN_CHANNEL, at=records.AT + timedelta(hours=5))
    with project.read() as repo:
        decisions = tuple(repo.decisions())
    assert verify(decisions) == ()
    assert replay(decisions) == ()


@pytest.mark.parametrize("position", range(3))
@pytest.mark.parametrize("change", ["draft", "snapshot", "assessment", "policy_text", "hash", "previous_hash", "area_code", "gone"])
def test_any_edit_is_located(project: ProjectFile, position: int, change: str) -> None:
    for n in range(3):
        decide(project, at=records.AT + timedelta(hours=n))
    with project.read() as repo:
        decisions = list(repo.decisions())
    victim = decisions[position]
    edits: dict[str, dict[str, Any]] = {
        "draft": {"draft": replace(victim.draft, dissent="")},
        "snapshot": {"snapshot": {**victim.snapshot, "title": "another"}},
        "assessment": {"assessment": {**victim.assessment, "verdict": "proceed"}},
        "policy_text": {"policy_text": victim.policy_text + "\n"},
        "hash": {"hash": "e" * 64},
        "previous_hash": {"previous_hash": "e" * 64},
        "area_code": {"area_code": "XT02"},
    }
    if change == "gone":
        del decisions[position]
    else:
        decisions[position] = replace(
            victim, **(edits[change] if change != "draft" else {"draft": replace(victim.draft, dissent="x")})
        )
    breaks = verify(decisions)
    if change == "gone" and position == 2:
        assert breaks == (), "a cut end shows only against the head that another office wrote down"
    else:
        assert breaks[0].sequence == position + (2 if change == "gone" else 1)


def test_a_policy_is_parsed_once_for_all_decisions_made_under_it(project: ProjectFile, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(3):
        decide(project, at=records.AT + timedelta(hours=n))
    with project.read() as repo:
        decisions = tuple(repo.decisions())
    parsed: list[str] = []

    def counted(text: str) -> Policy:
        parsed.append(text)
        return parse_policy(text)

    monkeypatch.setattr(check_records, "parse_policy", counted)
    assert (verify(decisions), replay(decisions)) == ((), ())
    assert len(parsed) == 2, "once for the chain and once for the replay"


def test_a_policy_that_cannot_be_read_is_a_break_and_a_departure(project: ProjectFile) -> None:
    forged = replace(decide(project), policy_text="no policy")
    assert [b.code for b in verify([forged])] == ["verify.content", "verify.policy"]
    assert [d.part for d in replay([forged])] == ["snapshot"]


def test_replay_names_what_differs(project: ProjectFile) -> None:
    made = decide(project)
    forged = replace(made, assessment={**made.assessment, "ceiling": "armed_escort"})
    (departure,) = replay([forged])
    assert (departure.part, departure.recorded) == ("ceiling", "armed_escort")
    (unreadable,) = replay([replace(made, snapshot={"format": "other"})])
    assert unreadable.part == "snapshot"

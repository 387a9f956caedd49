"""No decision tells of a person: it is stopped before it is appended, an alert is recorded without the text, two people let pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mrm_desktop.domain.decisions import DecisionDraft
from mrm_desktop.domain.guard_passes import GuardPass, PersonInTextError
from mrm_desktop.domain.text_guard import nothing_known
from mrm_desktop.domain.vocabulary import Mode, Threat
from mrm_desktop.services.decisions.check_records import passes_on_record, replay, verify
from mrm_desktop.services.decisions.guard_draft import GUARDED, guard_draft, texts_of, withhold_persons
from mrm_desktop.services.decisions.raise_alert import record_alert, unwritten_alerts, write_up
from mrm_desktop.services.decisions.record_decision import record_decision
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import POLICY, card, decide, draft, known, opened
from tests.store import records

VICTIM = "Mary Deng, girl aged 12 from Yei, was raped by soldiers on 3 March."
PASS = GuardPass("rationale", "Nyibol Athian is a hill, and no person.", "Country director", "Security focal point")
HILL = "The road over Nyibol Athian is open."
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


def with_text(field: str, text: str) -> DecisionDraft:
    is_list = isinstance(getattr(draft(), field), tuple)
    return draft(**{field: ("by day", text) if is_list else text})


@pytest.mark.parametrize("field", GUARDED)
def test_every_free_field_is_looked_at(project: ProjectFile, field: str) -> None:
    asked = with_text(field, VICTIM)
    with pytest.raises(PersonInTextError) as caught:
        record_decision(project, card(project), asked, POLICY, records.AT)
    assert {finding.field for finding in caught.value.findings} == {field}
    assert known(project).decisions.heads == ()


def test_every_text_of_a_draft_is_either_looked_at_or_no_free_text() -> None:
    texts = {name for name in DecisionDraft.__slots__ if isinstance(getattr(draft(), name), str | tuple)}
    assert texts - set(GUARDED) == {"outcome", "chosen_mode", "guard_passes", "withheld", "signatories", "approach", "assessors"}
    assert {field for field, _ in texts_of(draft())} == set(GUARDED)


def test_a_name_that_the_project_knows_passes(project: ProjectFile) -> None:
    with project.write() as repository:
        repository.add_places([replace(records.place(""), name="Nyibol Athian")])
    assert decide(project, rationale=HILL).draft.guard_passes == ()


def test_what_two_people_let_pass_is_kept_with_the_record_and_covered_by_its_hash(project: ProjectFile) -> None:
    plain = decide(project)
    with pytest.raises(PersonInTextError):
        decide(project, rationale=HILL)
    passed = decide(project, rationale=HILL, guard_passes=(PASS, replace(PASS, field="dissent")))
    assert passed.draft.guard_passes == (PASS,), "a pass that nothing needs is not kept"
    decisions = opened(project).decisions()
    assert decisions == (plain, passed)
    assert (verify(decisions), replay(decisions)) == ((), ())
    forged = replace(passed, draft=replace(passed.draft, guard_passes=(replace(PASS, seen_by="Head of office"),)))
    assert [found.code for found in verify((plain, forged))] == ["verify.content"]
    with project.read() as repository:
        assert passes_on_record(repository) == ((f"{passed.sequence}. rationale", PASS),)


def test_an_alert_goes_on_record_without_the_text(project: ProjectFile) -> None:
    alert = record_alert(opened(project), "XT01", "Senior person", f"Attack on the market. {VICTIM}", AT)
    assert (alert.draft.counter_argument, alert.draft.withheld) == ("", ("counter_argument",))
    assert alert.draft.approver_role == "Senior person"
    [waiting] = unwritten_alerts(known(project).decisions)
    assert waiting.id == alert.id
    decisions = opened(project).decisions()
    assert (verify(decisions), replay(decisions)) == ((), ())


def test_an_alert_decided_by_form_is_never_stopped_for_its_words(project: ProjectFile) -> None:
    alarm = card(project, mode=Mode.PROTECTION_REQUEST, threat=Threat.IMMINENT)
    asked = draft(
        chosen_mode=Mode.PROTECTION_REQUEST,
        rationale=VICTIM,
        conditions=("by day", VICTIM),
        guard_passes=(replace(PASS, reason="no"),),
    )
    made = record_decision(project, alarm, asked, POLICY, records.AT)
    assert (made.draft.rationale, made.draft.conditions, made.draft.guard_passes) == ("", (), ())
    assert made.draft.withheld == ("conditions", "rationale")
    assert made.draft.counter_argument == asked.counter_argument


def test_the_written_record_of_an_alert_is_asked_for_again_and_the_alert_stays(project: ProjectFile) -> None:
    alert = record_alert(opened(project), "XT01", "Senior person", "An alert waits for no argument.", AT)
    later = AT + timedelta(hours=2)
    with pytest.raises(PersonInTextError):
        write_up(opened(project), alert.id, "Field manager", VICTIM, "An alert waits for no argument.", later)
    assert [a.id for a in unwritten_alerts(known(project).decisions)] == [alert.id]
    passes = (replace(PASS, passed_by="Field manager"),)
    written = write_up(opened(project), alert.id, "Field manager", HILL, "An alert waits for no argument.", later, passes)
    assert (written.draft.rationale, written.draft.guard_passes, written.draft.withheld) == (HILL, passes, ())
    assert unwritten_alerts(known(project).decisions) == ()


def test_a_draft_that_tells_of_nobody_stays_as_it_is() -> None:
    asked = draft(conditions=("by day",))
    assert guard_draft(asked, nothing_known) == asked
    assert withhold_persons(asked, nothing_known) == asked

"""Two offices that work on copies of one project: what each learns reaches the other, and what disagrees waits for a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.domain.purges import Purge
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.services.decisions.record_decision import body_of, hash_of
from mrm_desktop.store.exchange.bundle_file import read_bundle, write_bundle
from mrm_desktop.store.file.project_file import create_project_file
from tests.present import present
from tests.store import records
from tests.store.conftest import OWN_PASSPHRASE, unlock_to_sign
from tests.store.exchange.conftest import CHEAP, PASSPHRASE, Office


def code_of(call: Callable[..., Any], *args: Path | set[str]) -> str:
    with pytest.raises(KnownError) as caught:
        call(*args)
    return caught.value.code


def test_facts_and_decisions_reach_the_other_office_once(offices: tuple[Office, Office]) -> None:
    north, south = offices
    one = records.dataset()
    north.add(add_dataset=(one,), add_areas=([records.area()], one.id), add_places=([records.place(one.id)],))
    south.add(add_places=([records.place("", point=(1.0, 2.0))],))
    south.add(add_reset_events=([records.reset_event()],))
    made = north.decide()
    bundle = north.export()
    report = south.take(bundle, north)
    assert (report.role, report.added, report.decisions) == ("North", {"policy": 1, "dataset": 1, "area": 1, "place": 1}, 1)
    assert report.conflicts == ()
    assert south.ask("areas") == north.ask("areas")
    assert len(south.ask("reset_events")) == 1
    assert sorted(p.point for p in south.ask("places")) == [(-19.5, -22.5), (1.0, 2.0)]
    assert sorted(place.point[0] for place in south.ask("places")) == [-19.5, 1.0]
    assert south.ask("decision_heads") == (), "the chain of an office is its own"
    with south.open() as project:
        assert project.other_decisions() == ((north.public, made),)
    again = south.take(bundle, north)
    assert (again.added, again.decisions, again.conflicts) == ({}, 0, ())


def test_what_two_people_let_pass_travels_with_its_records(offices: tuple[Office, Office]) -> None:
    north, south = offices
    kept = records.kept_pass()
    north.add(add_guard_passes=([kept],))
    plain = north.decide()
    made = replace(
        plain, id=new_id(), sequence=2, previous_hash=plain.hash, draft=replace(plain.draft, guard_passes=(kept.guard_pass,))
    )
    made = replace(made, hash=hash_of(body_of(made)))
    north.add(append_decision=(made,))
    report = south.take(north.export(), north)
    assert (report.added["guard_pass"], report.decisions) == (1, 2)
    assert south.ask("guard_passes") == (kept,)
    with south.open() as project:
        assert [decision.draft.guard_passes for _, decision in project.other_decisions()] == [(), (kept.guard_pass,)]


def test_an_undone_file_is_undone_everywhere(offices: tuple[Office, Office]) -> None:
    north, south = offices
    one = records.dataset()
    north.add(add_dataset=(one,), add_areas=([records.area()], one.id))
    south.take(north.export(), north)
    north.add(undo_dataset=(one.id, records.AT + timedelta(days=1)))
    south.add(undo_dataset=(one.id, records.AT))
    assert south.take(north.export(), north).added == {}
    assert south.ask("areas") == ()


def test_the_same_file_in_both_offices_counts_once(offices: tuple[Office, Office]) -> None:
    north, south = offices
    mine, theirs = records.dataset(), records.dataset()
    south.add(add_dataset=(mine,), add_places=([records.place(mine.id)],))
    north.add(add_dataset=(theirs,), add_places=([records.place(theirs.id)],))
    report = south.take(north.export(), north)
    assert report.same_files == ("a.csv",)
    assert len(south.ask("places")) == len(south.ask("datasets")) == 1


def test_a_newer_statement_replaces_one_that_its_author_knew(offices: tuple[Office, Office]) -> None:
    north, south = offices
    north.add(put_missions=([records.mission(note="north knows")],))
    assert south.take(north.export(), north).conflicts == ()
    assert [m.note for m in south.ask("missions")] == ["north knows"]


@pytest.mark.parametrize(("choice", "note"), [("ours", "south says"), ("theirs", "north says")])
def test_a_conflict_waits_for_a_person(offices: tuple[Office, Office], choice: str, note: str) -> None:
    north, south = offices
    north.add(put_missions=([records.mission(note="north says")],))
    south.add(put_missions=([records.mission(note="south says")],))
    bundle = north.export()
    report = south.take(bundle, north)
    (conflict,) = report.conflicts
    assert (conflict.name, conflict.fields) == ("mission:UNTOY", (("note", "south says", "north says"),))
    assert [m.note for m in south.ask("missions")] == ["south says"], "nothing is taken silently"
    decided = south.take(bundle, north, choices={conflict.name: choice})
    assert decided.conflicts == ()
    assert [m.note for m in south.ask("missions")] == [note]
    assert south.take(bundle, north).added == {}
    # The other office sees that its statement was weighed, and both end up saying the same.
    assert north.take(south.export(), south).conflicts == ()
    assert [m.note for m in north.ask("missions")] == [note]
    assert south.take(north.export(), north).conflicts == ()
    assert [m.note for m in south.ask("missions")] == [note]


def test_two_ends_of_one_mandate_are_a_conflict_field_by_field(offices: tuple[Office, Office]) -> None:
    north, south = offices
    north.add(add_focal_points=([records.focal_point(valid_to=date(2026, 6, 30))],))
    south.add(add_focal_points=([records.focal_point(valid_to=date(2026, 9, 30))],))
    (conflict,) = south.take(north.export(), north).conflicts
    assert conflict.fields == (("valid_to", "2026-09-30", "2026-06-30"),)
    south.take(north.export(), north, choices={conflict.name: "theirs"})
    assert [p.valid_to for p in south.ask("focal_points")] == [date(2026, 6, 30)]


def test_what_both_offices_state_is_joined_and_two_words_on_one_thing_wait_for_a_person(offices: tuple[Office, Office]) -> None:
    north, south = offices
    north.add(add_statements=([records.approach(version="2"), records.consent()],))
    south.add(add_statements=([records.approach(version="3"), records.event_ahead()],))
    report = south.take(north.export(), north)
    assert report.added == {"statement": 1}
    (conflict,) = report.conflicts
    assert (conflict.name, conflict.fields) == ("statement:approach:2025-12-01", (("version", "3", "2"),))
    south.take(north.export(), north, choices={conflict.name: "theirs"})
    with south.open() as project:
        known = OpenProject(project).knowledge
    assert present(known.approach_on(records.DAY)).version == "2", "of two of one day the one that came in later"
    assert (len(known.consents), len(known.events_ahead)) == (1, 1)


def test_an_unknown_signer_must_be_compared_once(offices: tuple[Office, Office]) -> None:
    north, south = offices
    bundle = north.export()
    with south.open() as project:
        assert code_of(project.import_bundle, bundle) == "bundle.unknown_signer"
        project.import_bundle(bundle, trusted={north.public})
        project.import_bundle(bundle)


def test_a_changed_cut_or_foreign_bundle_is_refused(offices: tuple[Office, Office], tmp_path: Path) -> None:
    north, south = offices
    bundle = north.export()
    whole = bundle.read_bytes()
    changed = bytearray(whole)
    changed[len(changed) // 2] ^= 1
    with south.open() as project:
        for content, code in (
            (bytes(changed), "bundle.foreign_or_damaged"),
            (whole[:-5], "bundle.foreign_or_damaged"),
            (whole[:20], "bundle.not_a_bundle"),
            (b"Dear colleague", "bundle.not_a_bundle"),
        ):
            bundle.write_bytes(content)
            assert code_of(project.import_bundle, bundle, {north.public}) == code
        assert code_of(project.import_bundle, tmp_path / "no.mrmb") == "bundle.not_found"
    other = tmp_path / "other.mrm"
    key, _ = CHEAP.create(other, PASSPHRASE)
    bundle.write_bytes(whole)
    with create_project_file(other, key, records.info(), []) as project:
        assert code_of(project.import_bundle, bundle, {north.public}) == "bundle.foreign_or_damaged"


def forged(north: Office, south: Office, change: Callable[..., Any]) -> str:
    """A bundle of the north, properly signed, whose content somebody in the north changed by hand."""
    key = unlock_to_sign(CHEAP, north.path, PASSPHRASE)
    content = read_bundle(north.export(), key.raw()).content
    change(content)
    target = north.path.with_name(f"forged-{north.exports}.mrmb")
    write_bundle(target, content, key.raw(), present(key.signer))
    with south.open() as project:
        return code_of(project.import_bundle, target, {north.public})


def test_history_cannot_be_rewritten_through_a_bundle(offices: tuple[Office, Office]) -> None:
    north, south = offices
    north.add(add_reset_events=([records.reset_event()],))
    north.decide()
    north.decide()
    south.take(north.export(), north)
    before = south.path.read_bytes()
    assert forged(north, south, lambda c: c["tables"]["reset_event"][0].update(kind="other")) == "bundle.history_changed"
    assert forged(north, south, lambda c: c["decisions"].pop()) == "bundle.history_changed"
    assert forged(north, south, lambda c: c["decisions"].pop(0)) == "bundle.broken_chain"
    assert forged(north, south, lambda c: c["decisions"][1].update(area_name="elsewhere")) == "bundle.broken_chain"
    assert forged(north, south, lambda c: c["tables"]["area"].append({"id": b"x"})) == "bundle.damaged"
    assert forged(north, south, lambda c: c.update(version=99)) == "bundle.other_version"
    assert forged(north, south, lambda c: c.update(project="0" * 32)) == "bundle.other_project"
    assert south.path.read_bytes() == before


def test_a_policy_under_the_checksum_of_another_is_refused(offices: tuple[Office, Office]) -> None:
    north, south = offices
    north.decide()
    before = south.path.read_bytes()
    assert forged(north, south, lambda c: c["tables"]["policy"][0].update(text="other numbers")) == "bundle.damaged"
    assert forged(north, south, lambda c: c["decisions"][0].update(draft=5)) == "bundle.damaged"
    assert south.path.read_bytes() == before


def test_the_role_is_the_one_that_was_trusted_and_not_the_one_that_is_claimed(offices: tuple[Office, Office]) -> None:
    north, south = offices
    south.take(north.export(), north)
    key = unlock_to_sign(CHEAP, north.path, PASSPHRASE)
    signer = present(key.signer)
    signer.role = "Headquarters"
    target = north.path.with_name("claimed.mrmb")
    write_bundle(target, read_bundle(north.export(), key.raw()).content, key.raw(), signer)
    assert south.take(target, north).role == "North"


def as_version_10(content: dict[str, Any]) -> None:
    """Make of what a bundle holds what the program of version 10 wrote of the same records."""
    content["version"] = 10
    for table in ("statement", "guard_pass"):
        content["tables"].pop(table)
    for row in content["tables"]["dataset"]:
        for name in ("sheet", "record_keys"):
            del row[name]
    for row in content["tables"]["contingent"]:
        for name in ("military_kind", "police", "child_protection_training"):
            del row[name]
    for row in content["tables"]["evidence"]:
        row["rated"] = row.pop("rated_unit") or "mission"
        for name in ("asked_elsewhere", "takes_sides_share", "minds_being_seen_share", "bad_conduct_share", "follow_ups"):
            del row[name]
        for name in ("instrument", "scale", "parts", "design", "first_day", "last_day"):
            del row[name]


def test_a_bundle_of_an_office_one_version_behind_is_taken_in(offices: tuple[Office, Office]) -> None:
    north, south = offices
    one, unit = records.dataset(), records.evidence("")
    north.add(add_dataset=(one,), add_evidence=([records.evidence(one.id), replace(unit, rated_unit="TOYBAT")],))
    north.add(add_contingents=([records.contingent()],))
    key = unlock_to_sign(CHEAP, north.path, PASSPHRASE)
    content = read_bundle(north.export(), key.raw()).content
    as_version_10(content)
    older = north.path.with_name("older.mrmb")
    write_bundle(older, content, key.raw(), present(key.signer))
    assert south.take(older, north).added == {"dataset": 1, "evidence": 2, "contingent": 1}
    assert (south.ask("evidence"), south.ask("contingents")) == (north.ask("evidence"), north.ask("contingents"))
    assert south.take(north.export(), north).added == {}, "a row known from the older bundle is the same row"
    assert south.take(older, north).added == {}


def test_everything_said_beside_a_rating_travels_and_is_undone_whole(offices: tuple[Office, Office]) -> None:
    north, south = offices
    one = records.dataset()
    north.add(add_dataset=(one,), add_evidence=([records.other_evidence(one.id)],))
    south.take(north.export(), north)
    assert south.ask("evidence") == north.ask("evidence")
    assert south.ask("evidence")[0].follow_ups is not None
    north.add(undo_dataset=(one.id, records.AT))
    south.take(north.export(), north)
    assert south.ask("evidence") == ()


def test_a_version_from_which_no_step_leads_is_refused(offices: tuple[Office, Office]) -> None:
    north, south = offices
    assert forged(north, south, lambda c: c.update(version=3)) == "bundle.other_version"


def test_an_office_with_a_new_key_brings_its_decisions_once(offices: tuple[Office, Office]) -> None:
    north, south = offices
    north.decide()
    south.take(north.export(), north)
    north.public = CHEAP.set_up_signing(north.path, PASSPHRASE, "North", OWN_PASSPHRASE)
    north.decide()
    assert south.take(north.export(), north).decisions == 1
    with south.open() as project:
        assert [d.sequence for _, d in sorted(project.other_decisions(), key=lambda pair: pair[1].sequence)] == [1, 2]


def test_nothing_in_a_bundle_can_be_read_on_the_way(offices: tuple[Office, Office]) -> None:
    north, _ = offices
    north.add(add_fora=([records.forum()],))
    content = north.export().read_bytes()
    assert b"UNICEF" not in content
    assert b"North" not in content


def test_a_bundle_needs_a_signing_key(path: Path, tmp_path: Path) -> None:
    key, _ = CHEAP.create(path, PASSPHRASE)
    with create_project_file(path, key, records.info(), []) as project:
        with pytest.raises(KnownError) as caught:
            project.export_bundle(tmp_path / "x.mrmb")
        assert not isinstance(caught.value, CannotOpenError)
        assert caught.value.code == "bundle.no_signing_key"


def test_two_sheets_of_one_workbook_are_two_files(offices: tuple[Office, Office]) -> None:
    north, south = offices
    north.add(add_dataset=(replace(records.dataset(), sheet="Jan"),))
    south.add(add_dataset=(replace(records.dataset(), sheet="Feb"),))
    assert south.take(north.export(), north).added == {"dataset": 1}


def test_what_an_undone_import_brought_travels_no_more(offices: tuple[Office, Office]) -> None:
    north, south = offices
    one = records.dataset()
    north.add(
        add_dataset=(one,), add_actor_reports=([records.actor_report(one.id, actor="ZQXWVKJ")],), undo_dataset=(one.id, records.AT)
    )
    content = read_bundle(north.export(), CHEAP.unlock(north.path, PASSPHRASE).raw()).content
    assert content["tables"]["actor_report"] == []
    assert "ZQXWVKJ" not in repr(content)
    south.take(north.export(), north)
    with south.open() as project, project.read() as repo:
        assert [dataset.undone for dataset in repo.datasets()] == [True]


def test_what_was_taken_out_here_does_not_come_back(offices: tuple[Office, Office]) -> None:
    north, south = offices
    one, kept = records.dataset(), records.dataset(name="kept.csv")
    north.add(add_dataset=(one,), add_places=([records.place(one.id)],))
    south.take(north.export(), north)
    with south.open() as project:
        assert project.purge_dataset(one.id, Purge("what may not be kept", "Officer", "Head")) == 2
    north.add(add_dataset=(kept,), add_places=([records.place(kept.id)],))
    south.take(north.export(), north)
    with south.open() as project, project.read() as repo:
        assert [dataset.id for dataset in repo.datasets()] == [kept.id]
        assert len(repo.places()) == 1
        assert project.check_log().breaks == ()

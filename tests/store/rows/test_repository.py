"""What goes in comes out, equal; what is undone or superseded does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mrm_desktop.domain.geography import KeptLevel
from mrm_desktop.domain.missions import Component
from mrm_desktop.domain.statements import ConsentAnswer
from mrm_desktop.domain.vocabulary import MilitaryKind
from mrm_desktop.services.decisions.record_decision import FIRST_HASH
from mrm_desktop.store.file.project_file import ProjectFile, SqlCipherFiles
from tests.store import records
from tests.store.conftest import fresh_key


def test_every_kind_of_record_survives_closing(path: Path) -> None:
    files = SqlCipherFiles(lambda: records.AT)
    one = records.dataset()
    written: dict[str, Sequence[Any]] = {
        "areas": (records.area(),),
        "places": (records.place(one.id), records.place(one.id, point=None, area_code=None, nearest_base_km=None)),
        "presence": (records.presence(one.id),),
        "evidence": (records.evidence(one.id), records.other_evidence(one.id)),
        "actor_reports": (records.actor_report(one.id), records.actor_report(one.id, stance=None)),
        "incidents": (records.incident(one.id),),
        "reset_events": (records.reset_event(),),
        "circumstances": (records.circumstances(),),
        "contingents": (records.contingent(),),
        "focal_points": (records.focal_point(),),
        "fora": (records.forum(),),
    }
    info = records.info()
    with files.create(path, fresh_key(), info) as project, project.write() as repo:
        repo.add_dataset(one)
        repo.add_areas(written["areas"], one.id)
        for kind in [k for k in written if k != "areas"]:
            getattr(repo, f"add_{kind}")(written[kind])
        repo.put_missions([records.mission()])
        repo.add_statements(records.statements())
        made = records.decision(1, FIRST_HASH, "a" * 64)
        repo.append_decision(made)
    with files.open(path, fresh_key()) as project, project.read() as repo:
        assert repo.info() == info
        for kind, expected in written.items():
            assert getattr(repo, kind)() == expected, kind
        assert repo.datasets() == (one,)
        assert repo.missions() == (records.mission(),)
        assert tuple(repo.decisions()) == (made,)
        for statement in records.statements():
            assert repo.statements(type(statement)) == (statement,), statement


def test_an_error_leaves_nothing(project: ProjectFile) -> None:
    def half() -> None:
        with project.write() as repo:
            repo.add_reset_events([records.reset_event()])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    with project.read() as repo:
        assert repo.reset_events() == ()


def test_undone_and_superseded_datasets_do_not_count(project: ProjectFile) -> None:
    first = records.dataset()
    second = records.dataset(supersedes=first.id)
    third = records.dataset(supersedes=second.id)
    with project.write() as repo:
        for n, one in enumerate((first, second, third)):
            repo.add_dataset(one)
            repo.add_areas([records.area(f"XT0{n}", n)], one.id)
        assert [a.code for a in repo.areas()] == ["XT02"]
        repo.undo_dataset(second.id, records.AT)
        assert [a.code for a in repo.areas()] == ["XT02"], "the newest still stands for all before it"
        repo.undo_dataset(third.id, records.AT)
        assert [a.code for a in repo.areas()] == ["XT00"]
        assert [d.undone for d in repo.datasets()] == [False, True, True]


def test_newest_statement_about_a_thing_counts(project: ProjectFile) -> None:
    with project.write() as repo:
        repo.put_missions([records.mission(), records.mission(note="newer")])
        repo.add_contingents([records.contingent(), records.contingent(unresolved_abuse_allegations=True)])
        assert [m.note for m in repo.missions()] == ["newer"]
        assert [c.unresolved_abuse_allegations for c in repo.contingents()] == [True]


def test_records_by_hand_always_show(project: ProjectFile) -> None:
    by_hand = records.place("")
    with project.write() as repo:
        repo.add_places([by_hand])
        repo.add_areas([records.area()], "")
        assert repo.places() == (by_hand,)
        assert repo.areas() == (records.area(),)


def test_readers_see_one_state_while_somebody_writes(project: ProjectFile) -> None:
    with project.read() as reader:
        assert reader.reset_events() == ()
        with project.write() as writer:
            writer.add_reset_events([records.reset_event()])
        assert reader.reset_events() == ()


PERIOD: dict[str, Any] = {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 6, 30)}


def test_periods_come_back_as_they_were_written(project: ProjectFile) -> None:
    kept = {
        "places": records.place("", **PERIOD),
        "presence": records.presence("", **PERIOD),
        "evidence": replace(records.evidence(""), **PERIOD),
        "actor_reports": records.actor_report("", **PERIOD),
        "circumstances": records.circumstances(**PERIOD),
        "contingents": records.contingent(**PERIOD),
        "focal_points": records.focal_point(**PERIOD),
        "fora": replace(records.forum(), **PERIOD),
    }
    with project.write() as repo:
        for name, record in kept.items():
            getattr(repo, f"add_{name}")([record])
    with project.read() as repo:
        for name, record in kept.items():
            assert tuple(getattr(repo, name)()) == (record,), name


def test_a_post_that_begins_later_does_not_hide_the_one_before_it(project: ProjectFile) -> None:
    first, second = records.focal_point(valid_to=date(2026, 6, 30)), records.focal_point(valid_from=date(2026, 7, 1))
    with project.write() as repo:
        repo.add_focal_points([first, second])
    with project.read() as repo:
        assert repo.focal_points() == (first, second)
    with project.write() as repo:
        repo.add_focal_points([records.focal_point()])
    with project.read() as repo:
        assert repo.focal_points() == (records.focal_point(),)


def test_everything_that_is_known_of_a_unit_and_a_mission_comes_back(project: ProjectFile) -> None:
    unit = records.contingent(military_kind=MilitaryKind.OBSERVERS, police=True, child_protection_training=False)
    mission = records.mission(
        closes_on=date(2026, 12, 31),
        mandate_limits="around its bases",
        led_by="Special Representative",
        co_led_with_unicef=True,
        sections=(Component.CHILD_PROTECTION, Component.POLICE, Component.MILITARY),
    )
    with project.write() as repo:
        repo.add_contingents([unit])
        repo.put_missions([mission])
    with project.read() as repo:
        assert (repo.contingents(), repo.missions()) == ((unit,), (mission,))


def test_statements_come_back_in_the_order_in_which_they_were_made(project: ProjectFile) -> None:
    stated = [records.consent(number=number) for number in (3, 1, 2)]
    with project.write() as repo:
        repo.add_statements([*stated, records.event_ahead()])
    with project.read() as repo:
        assert repo.statements(ConsentAnswer) == tuple(stated)


def test_of_levels_of_detail_only_the_last_are_kept_and_only_for_their_own_areas(project: ProjectFile) -> None:
    levels = (KeptLevel(0.0, b""), KeptLevel(0.001, bytes(range(256))))
    with project.write() as repo:
        repo.keep_area_levels("a", levels)
    with project.read() as repo:
        assert repo.area_levels("a") == levels
        assert repo.area_levels("b") == ()
    with project.write() as repo:
        repo.keep_area_levels("b", levels[:1])
    with project.read() as repo:
        assert (repo.area_levels("a"), repo.area_levels("b")) == ((), levels[:1])

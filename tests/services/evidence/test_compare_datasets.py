"""A new version of a file: what comes, goes and changes is said, adds up, and does not depend on the order of rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies._internal.random import ArtificialRandom

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.geography import Place
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.services.evidence.compare_datasets import ChangedRecord, diff
from mrm_desktop.services.evidence.import_data import Imported, import_data
from mrm_desktop.store.file.project_file import ProjectFile
from tests.present import present
from tests.services.conftest import ON, known
from tests.store import records

NAMES = st.sampled_from(["Hava", "Hero", "Zumo"])
KINDS = st.sampled_from(["well", "clinic"])


def place(name: str, kind: str, distance: int) -> Place:
    return replace(records.place("d", code="", nearest_base_km=float(distance)), name=name, kind=kind)


PLACES = st.lists(st.builds(place, NAMES, KINDS, st.integers(0, 3)), max_size=8)


@given(PLACES, PLACES)
def test_every_record_of_both_versions_is_accounted_for_once(before: list[Place], after: list[Place]) -> None:
    found = diff(before, after)
    assert found.same + len(found.changed) + len(found.removed) == len(before)
    assert found.same + len(found.changed) + len(found.added) == len(after)


@given(PLACES, st.randoms())
def test_the_same_rows_in_another_order_change_nothing(before: list[Place], chance: ArtificialRandom) -> None:
    after = [replace(place, id="x", dataset_id="other", nearest_base_km=None) for place in before]
    chance.shuffle(after)
    assert diff(before, after).same == len(before)


@given(PLACES, PLACES)
def test_backwards_it_says_the_opposite(before: list[Place], after: list[Place]) -> None:
    there, back = diff(before, after), diff(after, before)
    assert (there.added, there.removed, there.same) == (back.removed, back.added, back.same)


def test_an_import_says_what_it_changes_and_the_ledger_keeps_it(empty: ProjectFile, tmp_path: Path) -> None:
    path = tmp_path / "actors.csv"
    head = "area_code,actor,kind,able_to_harm,stance,grade,reported_on,source\n"

    def bring(*rows: tuple[str, str], **how: Any) -> Imported:
        path.write_text(head + "".join(f"XT01,{actor},non_state,yes,{stance},B2,2026-02-01,desk\n" for actor, stance in rows))
        return import_data(empty, path, DatasetKind.ARMED_ACTORS, ReadOptions(today=ON), records.AT, **how)

    assert bring(("ONE", "tolerant"), ("TWO", "wary"), ("THREE", "wary")).diff is None
    newer = (("ONE", "tolerant"), ("TWO", "hostile"), ("FOUR", "wary"))
    tried = bring(*newer, dry_run=True)
    done = bring(*newer)
    assert done.diff == tried.diff
    assert present(done.diff).added == ("XT01 · FOUR · desk · 2026-02-01",)
    assert present(done.diff).removed == ("XT01 · THREE · desk · 2026-02-01",)
    assert present(done.diff).changed == (ChangedRecord("XT01 · TWO · desk · 2026-02-01", ("report",)),)
    assert present(done.diff).same == 1
    kept = {e.code: e.rows for e in known(empty).datasets[-1].ledger.entries if e.code.startswith("import.diff.")}
    assert kept == {"import.diff.added": 1, "import.diff.removed": 1, "import.diff.changed": 1}

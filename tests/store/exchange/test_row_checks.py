"""Rows of a bundle that cannot be read stay outside, and the rest goes in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mrm_desktop.store.exchange.bundle_file import read_bundle, write_bundle
from tests.present import present
from tests.store import records
from tests.store.conftest import unlock_to_sign
from tests.store.exchange.conftest import CHEAP, PASSPHRASE, Office


def content_of(office: Office) -> dict[str, Any]:
    """What an office's bundle holds."""
    return read_bundle(office.export(), CHEAP.unlock(office.path, PASSPHRASE).raw()).content


def changed(north: Office, change: Callable[..., Any]) -> Path:
    """A bundle of the north, properly signed, whose rows somebody in the north changed by hand."""
    key, content = unlock_to_sign(CHEAP, north.path, PASSPHRASE), content_of(north)
    change(content["tables"])
    target = north.path.with_name(f"changed-{north.exports}.mrmb")
    write_bundle(target, content, key.raw(), present(key.signer))
    return target


@pytest.mark.parametrize(
    ("table", "spoilt"),
    [
        ("actor_report", {"stance": "not-a-word"}),
        ("actor_report", {"grade": "Z9"}),
        ("actor_report", {"actor": 7}),
        ("evidence", {"method": "survey"}),
        ("evidence", {"answered": "many"}),
        ("evidence", {"mean_rating": float("nan")}),
        ("evidence", {"mean_rating": 50.0}),
        ("evidence", {"answered": -3.0}),
        ("evidence", {"refused_share": 1.5}),
        ("evidence", {"collected_on": "2926-03-01"}),
        ("evidence", {"source": "x" * 4001}),
        ("evidence", {"follow_ups": "[]"}),
        ("evidence", {"area_code": None}),
        ("evidence", {"dataset_id": b"0123456789abcdef"}),
        ("contingent", {"military_kind": "dragons"}),
        ("statement", {"kind": "nothing_known"}),
        ("statement", {"record": "{}"}),
    ],
)
def test_a_row_that_cannot_be_read_is_left_out_and_the_rest_goes_in(
    offices: tuple[Office, Office], table: str, spoilt: dict[str, Any]
) -> None:
    north, south = offices
    one = records.dataset()
    north.add(add_dataset=(one,), add_evidence=([records.evidence(one.id), records.evidence(one.id)],))
    north.add(add_actor_reports=([records.actor_report(one.id), records.actor_report(one.id)],))
    north.add(add_contingents=([records.contingent()],), add_statements=(records.statements(),))
    sound = {name: len(rows) for name, rows in content_of(north)["tables"].items() if rows}

    report = south.take(changed(north, lambda tables: tables[table][0].update(spoilt)), north)
    assert report.set_aside == {table: 1}
    assert report.added.get(table, 0) == sound[table] - 1
    for question in ("evidence", "actor_reports", "contingents", "datasets"):
        south.ask(question)
    whole = south.take(north.export(), north)
    assert (whole.set_aside, whole.added) == ({}, {table: 1}), "sent again as it should be, it is taken"


def test_a_dataset_that_cannot_be_read_brings_nothing(offices: tuple[Office, Office]) -> None:
    north, south = offices
    one = records.dataset()
    north.add(add_dataset=(one,), add_places=([records.place(one.id), records.place("")],))
    report = south.take(changed(north, lambda tables: tables["dataset"][0].update(ledger="{}")), north)
    assert (report.set_aside, report.added) == ({"dataset": 1, "place": 1}, {"place": 1})
    assert (south.ask("datasets"), len(south.ask("places"))) == ((), 1)

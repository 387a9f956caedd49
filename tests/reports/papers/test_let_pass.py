"""Readers who may read a decision's texts learn what two people let pass, and what an alert left out; nobody else does."""

from __future__ import annotations

from dataclasses import replace

from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.reports.papers.let_pass import guard_in_words
from mrm_desktop.reports.papers.register import decision_register
from mrm_desktop.reports.release.ladder import Reader
from tests.store import records

WORDS = Words("en")
PASS = GuardPass("rationale", "It is the name of a hill, not of a person.", "Field manager", "Security focal point")
SAID = f"Let pass as a false alarm (rationale): {PASS.reason} – {PASS.passed_by}; looked at by {PASS.seen_by}"
WITHHELD = "Not kept, because it looked as if it told of a person: best reason to decide otherwise and dissent"


def test_a_decision_says_what_was_let_pass_and_what_was_left_out() -> None:
    draft = records.decision(1, "0" * 64, "a" * 64).draft
    assert guard_in_words(draft, WORDS) == []
    told = replace(draft, guard_passes=(PASS,), withheld=("counter_argument", "dissent"))
    assert guard_in_words(told, WORDS) == [WITHHELD, SAID]
    for language in LANGUAGES:
        assert not [line for line in guard_in_words(told, Words(language)) if "{" in line or "guarded" in line]


def test_the_register_says_it_to_internal_readers_only() -> None:
    made = records.decision(1, "0" * 64, "a" * 64)
    made = replace(made, draft=replace(made.draft, guard_passes=(PASS,), withheld=("counter_argument", "dissent")))
    shown = {
        reader: repr(decision_register((made,), records.info(), reader, records.DAY, WORDS, "UNICEF").blocks) for reader in Reader
    }
    assert {reader for reader, text in shown.items() if SAID in text and WITHHELD in text} == {Reader.INTERNAL}
    assert {reader for reader, text in shown.items() if "hill" in text} == {Reader.INTERNAL}

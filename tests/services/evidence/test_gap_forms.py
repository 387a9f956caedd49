"""A form asks what its gap does not say itself, and is complete when everything that is asked and needed is answered."""

from __future__ import annotations

import pytest

from mrm_desktop.domain.gaps import Gap, GapKind
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.services.evidence.gap_forms import FORMS, Field, FieldKind, first_missing, form_of


def test_a_group_that_the_gap_names_is_not_asked_again() -> None:
    assert "stratum" in [f.name for f in form_of(Gap(GapKind.PEOPLE))]
    assert "stratum" not in [f.name for f in form_of(Gap(GapKind.PEOPLE, "women"))]


def test_what_is_asked_only_after_an_answer_is_missed_only_then() -> None:
    fields = (
        Field("found", FieldKind.CHOICE, ("nobody", "somebody")),
        Field("actor", FieldKind.TEXT, asked_where=("found", ("somebody",))),
    )
    assert first_missing(fields, {}) == fields[0]
    assert first_missing(fields, {"found": "nobody"}) is None
    assert first_missing(fields, {"found": "somebody", "actor": ""}) == fields[1]
    assert first_missing(fields, {"found": "somebody", "actor": "ARM-1"}) is None


def test_the_whole_country_is_an_answer() -> None:
    where = (Field("where", FieldKind.WHERE),)
    assert first_missing(where, {"where": ""}) is None
    assert first_missing(where, {}) == where[0]


@pytest.mark.parametrize("kind", GapKind)
def test_no_form_asks_for_a_name_and_each_has_its_day_and_where_it_comes_from(kind: GapKind) -> None:
    fields = {field.name: field for field in FORMS[kind]}
    assert {"source", "document", "adopted_by"} & fields.keys(), "somebody says so"
    assert kind is GapKind.MISSION or "day" in fields, "a mission is confirmed today"
    assert all(field.place for field in fields.values() if field.kind is FieldKind.TEXT), "the guard finds each text"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_and_every_choice_has_words(language: str) -> None:
    words = Words(language)
    for kind, fields in FORMS.items():
        for field in fields:
            codes = [f"answer.field.{kind}.{field.name}", f"answer.field.{field.name}"]
            assert any(words.knows(code) for code in codes), codes
            assert [c for c in field.choices if not words.knows(f"{field.terms}.{c}")] == [], field.name

"""Who answered: every division of the people apart, each person counted once, in the label exports of four languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.survey_groups import Axis
from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.formats.files.read_options import CommunityOptions
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.formats.rows.reading import Reading
from mrm_desktop.formats.rows.survey_questions import CHOICES, QUESTIONS, choice_labels
from mrm_desktop.formats.survey.strata import axis_named_by, group_on, stratum_of
from tests.present import present

Write = Callable[..., Path]
AREA = "Upper Marula"


def _read(path: Path, areas: Sequence[Area], rating: str = "pk_view", **options: Any) -> Reading:
    options["columns"] = {"rating": rating, **options.get("columns", {})}  # a few answers do not show what scale they are on
    return read(path, DatasetKind.COMMUNITY, areas, CommunityOptions(today=date(2026, 4, 1), **options))


def _export(write: Write, who: Sequence[str], *people: tuple[str, ...], rating: str = "pk_view") -> Path:
    """Write an export of a survey server: for each person the rating, then who it is."""
    rows = [("_uuid", "_submission_time", "today", "state", rating, *who)]
    rows += [(f"u{n}", "2026-03-02T1", "2026-03-02", AREA, *person) for n, person in enumerate(people)]
    return write(rows)


def _counted(reading: Reading) -> dict[Stratum, float]:
    return {e.item.stratum: e.item.answered for e in reading.of(AreaEvidence)}


def _parts(reading: Reading) -> dict[tuple[Stratum, str], int]:
    return {(e.item.stratum, part.group): sum(part.distribution.counts) for e in reading.of(AreaEvidence) for part in e.parts}


def test_one_survey_gives_women_men_and_displaced_and_counts_nobody_twice(write_csv: Write, areas: tuple[Area, ...]) -> None:
    path = _export(
        write_csv,
        ("respondent/sex", "respondent/status", "respondent/age", "respondent/disability"),
        ("good", "female", "idp", "22", "yes"),
        ("bad", "female", "host", "41", "no"),
        ("bad", "female", "host", "70", "no"),
        ("good", "male", "idp", "30", ""),
        ("good", "male", "host", "19", "no"),
    )
    reading = _read(path, areas)
    assert _counted(reading) == {Stratum.DISPLACED: 2.0, Stratum.MEN: 1.0, Stratum.WOMEN: 2.0}
    assert _parts(reading) == {
        (Stratum.DISPLACED, "women"): 1,
        (Stratum.DISPLACED, "men"): 1,
        (Stratum.DISPLACED, "youth"): 1,
        (Stratum.DISPLACED, "adults"): 1,
        (Stratum.DISPLACED, "with_disability"): 1,
        (Stratum.MEN, "host"): 1,
        (Stratum.MEN, "youth"): 1,
        (Stratum.MEN, "without_disability"): 1,
        (Stratum.WOMEN, "host"): 2,
        (Stratum.WOMEN, "adults"): 1,
        (Stratum.WOMEN, "older"): 1,
        (Stratum.WOMEN, "without_disability"): 2,
    }
    said = {e.code for e in reading.ledger.entries}
    assert {"community.groups_found", "community.counted_once"} <= said
    assert "respondent/status" in next(e for e in reading.ledger.entries if e.code == "community.groups_found").params["columns"]


@pytest.mark.parametrize(
    ("headings", "woman", "man"),
    [
        (("Sexe du repondant", "Statut"), ("Femme", "Personne déplacée"), ("Homme", "Communauté hôte")),
        (("جنس المجيب", "الوضع"), ("أنثى", "نازحة"), ("ذكر", "مقيم")),
        (("Sexo de la persona encuestada", "Situación"), ("Mujer", "Persona desplazada"), ("Hombre", "Comunidad de acogida")),
        (("Sex of respondent", "Are you displaced?"), ("Female", "IDP"), ("Male", "Host community")),
    ],
    ids=["fr", "ar", "es", "en"],
)
def test_groups_are_found_by_their_words_in_label_exports(
    write_csv: Write, areas: tuple[Area, ...], headings: tuple[str, str], woman: tuple[str, ...], man: tuple[str, ...]
) -> None:
    reading = _read(_export(write_csv, headings, ("good", *woman), ("bad", *man), ("bad", man[0], woman[1])), areas)
    assert _counted(reading) == {Stratum.DISPLACED: 2.0, Stratum.MEN: 1.0}
    assert _parts(reading) == {(Stratum.DISPLACED, "women"): 1, (Stratum.DISPLACED, "men"): 1, (Stratum.MEN, "host"): 1}


@pytest.mark.parametrize("language", range(4), ids=["en", "fr", "ar", "es"])
def test_our_form_is_read_in_each_of_its_languages(write_csv: Write, areas: tuple[Area, ...], language: int) -> None:
    asked = {q.name: q.labels[language] for q in QUESTIONS}
    path = _export(
        write_csv,
        [asked[name] for name in ("sex", "displacement", "age_group", "disability")],
        *(
            (
                choice_labels("effect", rating)[language],
                *(choice_labels(axis.value, name)[language] for axis, name in zip(Axis, who, strict=True)),
            )
            for rating, who in (
                ("better", ("women", "displaced", "youth", "with_disability")),
                ("worse", ("men", "host", "older", "without_disability")),
                ("worse", ("men", "pns", "adults", "pns")),
            )
        ),
        rating=asked["pk_effect"],
    )
    reading = _read(path, areas, asked["pk_effect"])
    assert _counted(reading) == {Stratum.DISPLACED: 1.0, Stratum.MEN: 2.0}
    assert set(_parts(reading)) == {
        *((Stratum.DISPLACED, group) for group in ("women", "youth", "with_disability")),
        *((Stratum.MEN, group) for group in ("host", "adults", "older", "without_disability")),
    }


def test_two_columns_of_one_division_are_asked_about(write_csv: Write, areas: tuple[Area, ...]) -> None:
    path = _export(write_csv, ("q1", "q2"), ("good", "female", "male"), ("bad", "male", "female"))
    reading = _read(path, areas)
    assert _counted(reading) == {Stratum.ALL: 2.0}
    unclear = next(e for e in reading.ledger.entries if e.code == "community.groups_unclear")
    assert unclear.params == {"field": "sex", "columns": "q1, q2"}
    assert _counted(_read(path, areas, columns={"sex": "q2"})) == {Stratum.MEN: 1.0, Stratum.WOMEN: 1.0}


def test_who_asked_is_not_who_answered(write_csv: Write, areas: tuple[Area, ...]) -> None:
    path = _export(write_csv, ("enumerator_sex", "head_of_household_sex"), ("good", "female", "male"), ("bad", "male", "female"))
    assert _counted(_read(path, areas)) == {Stratum.ALL: 2.0}


def test_an_answer_that_is_no_group_is_counted_in_the_ledger(write_csv: Write, areas: tuple[Area, ...]) -> None:
    path = _export(
        write_csv, ("sex", "displacement"), ("good", "female", "idp"), ("bad", "male", "host"), ("bad", "male", "returnee")
    )
    reading = _read(path, areas)
    assert _counted(reading) == {Stratum.DISPLACED: 1.0, Stratum.MEN: 2.0}
    assert [(e.rows, e.params["column"]) for e in reading.ledger.entries if e.code == "community.group_unreadable"] == [
        (1, "displacement")
    ]


@pytest.mark.parametrize(
    ("axis", "text", "group"),
    [
        (Axis.AGE, "17", "youth"),
        (Axis.AGE, "18-24", "youth"),
        (Axis.AGE, "25 à 59 ans", "adults"),
        (Axis.AGE, "60+", "older"),
        (Axis.AGE, "25+", None),
        (Axis.AGE, "18-35", None),
        (Axis.DISPLACEMENT, "yes", "displaced"),
        (Axis.DISABILITY, "Non", "without_disability"),
        (Axis.SEX, "yes", None),
        (Axis.SEX, "displaced", None),
        (Axis.SEX, "prefer not to say", ""),
        (Axis.SEX, "", ""),
    ],
)
def test_an_answer_to_one_division(axis: Axis, text: str, group: str | None) -> None:
    assert group_on(axis, text) == group


def test_a_column_names_a_division_only_with_two_of_its_groups() -> None:
    assert axis_named_by(["Femme", "Homme", "", "Ne sait pas"]) is Axis.SEX
    assert axis_named_by(["Femme"]) is None
    assert axis_named_by(["women", "displaced"]) is None
    assert axis_named_by(["women", "men", "soldiers"]) is None
    assert axis_named_by(["women", "men", "soldiers"], wholly=False) is Axis.SEX


def test_words_of_the_former_form_still_mean_their_group() -> None:
    for n in range(4):
        assert stratum_of(choice_labels("stratum", "displaced")[n]) is Stratum.DISPLACED
    assert "stratum" not in CHOICES


def test_only_sums_are_kept(write_csv: Write, areas: tuple[Area, ...]) -> None:
    path = _export(write_csv, ("sex", "age"), ("good", "female", "37"), ("bad", "female", "38"))
    found = present(_read(path, areas).of(AreaEvidence)[0])
    assert "37" not in repr(found.parts)
    assert [(part.group, part.mean_rating, part.distribution.counts) for part in found.parts] == [("adults", 0.0, (0, 1, 0, 1, 0))]


def _refusals(reading: Reading) -> float:
    return sum(e.distribution.refused for e in reading.of(AreaEvidence) if e.distribution is not None)


@pytest.mark.parametrize("no", ["no", "0", "Declined", "Hapana", "refused", "لا أوافق", "does not consent"])
def test_whoever_did_not_agree_is_a_refusal_whatever_stands_after_it(write_csv: Write, areas: tuple[Area, ...], no: str) -> None:
    people = [("good", "female", "yes"), ("bad", "female", no), ("bad", "female", no)]
    reading = _read(_export(write_csv, ("sex", "consent"), *people), areas)
    assert _counted(reading) == {Stratum.WOMEN: 1.0}
    assert _refusals(reading) == 2


def test_a_consent_that_says_neither_is_left_out_with_its_row(write_csv: Write, areas: tuple[Area, ...]) -> None:
    people = [("good", "female", "1"), ("bad", "female", "maybe"), ("bad", "female", "see above")]
    reading = _read(_export(write_csv, ("sex", "consent"), *people), areas)
    assert _counted(reading) == {Stratum.WOMEN: 1.0}
    assert [p.row for p in reading.ledger.problems if p.code == "community.consent_unclear"] == [3, 4]


@pytest.mark.parametrize(("letters", "women", "men"), [("MMH", 2, 1), ("MMV", 2, 1), ("FFM", 2, 1), ("FFH", 2, 1)])
def test_a_letter_means_what_the_letters_beside_it_say(
    write_csv: Write, areas: tuple[Area, ...], letters: str, women: float, men: float
) -> None:
    reading = _read(_export(write_csv, ("sexo",), *(("good", letter) for letter in letters)), areas)
    assert _counted(reading) == {Stratum.WOMEN: women, Stratum.MEN: men}


@pytest.mark.parametrize(
    ("age", "group"),
    [
        *(("22", "youth"), ("9", None), ("1", None), ("98", None), ("99", None), ("999", None), ("97", "older")),
        *(("60 and under", None), ("24 y menos", "youth"), ("60 and over", "older")),
    ],
)
def test_codes_are_no_ages_and_under_is_not_over(age: str, group: str | None) -> None:
    found = group_on(Axis.AGE, age)
    assert (found or None) == (group if group is None or found is None else {"youth": "youth", "older": found}[group])
    assert found is None if group is None else found is not None


@pytest.mark.parametrize("state", ["Rejeté", "Pas approuvé", "Rechazado", "غير معتمد", "Not approved"])
def test_what_was_rejected_in_any_language_of_the_server_is_left_out(write_csv: Write, areas: tuple[Area, ...], state: str) -> None:
    people = [("good", "female", "Approved"), ("bad", "female", state)]
    reading = _read(_export(write_csv, ("sex", "_validation_status"), *people), areas)
    assert _counted(reading) == {Stratum.WOMEN: 1.0}
    assert [p.code for p in reading.ledger.problems] == ["community.not_approved"]

"""No person comes in: headings and contents that look like persons stop the import, and nothing of them is repeated anywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.imports.preview import COVER, preview
from mrm_desktop.formats.imports.read_file import read

Write = Callable[..., Path]
HEADINGS = ("area_code", "stratum", "rating", "collected_on")
SECRET = "Zebedee Quux"


def _rows(column: str, value: str = SECRET) -> list[tuple[str, ...]]:
    return [(*HEADINGS, column), *(("ZZ01", "women", str(r), "2026-03-02", value) for r in (-1, 0, 1, 2, 1))]


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        ("Respondent name", "name"),
        ("Nom du répondant", "name"),
        ("What is your name?", "name"),
        ("Name of the survivor", "name"),
        ("first_name", "name"),
        ("Apellidos", "name"),
        ("Name", "name"),
        ("Enumerator name", "name"),
        ("Phone", "phone"),
        ("Numéro de téléphone", "phone"),
        ("whatsapp_number", "phone"),
        ("e-mail", "email"),
        ("National ID", "identity"),
        ("passport_number", "identity"),
        ("case_id", "identity"),
        ("Date of birth", "birth"),
        ("date_de_naissance", "birth"),
        ("Testimony", "testimony"),
        ("What happened?", "testimony"),
        ("incident_description", "testimony"),
        ("group a/child_name", "name"),
        ("Informant", "informant"),
        ("home address", "address"),
        ("Nom du chef de ménage", "name"),
        ("Nombre y apellido", "name"),
        ("Jefe de hogar nombre", "name"),
        ("nº de teléfono", "phone"),
        ("اسم المستجيب", "name"),
        ("اسم رب الأسرة", "name"),
        ("الإسم الكامل", "name"),
        ("الاسم", "name"),
        ("رقم الهاتف", "phone"),
        ("رقم الهوية", "identity"),
        ("تاريخ الميلاد", "birth"),
        ("إفادة الشاهد", "testimony"),
        ("المخبر", "informant"),
        ("العنوان", "address"),
        ("Jina la mhojiwa", "name"),
        ("jina kamili", "name"),
        ("Namba ya simu", "phone"),
        ("Kitambulisho", "identity"),
        ("Tarehe ya kuzaliwa", "birth"),
        ("Nini kilitokea", "testimony"),
        ("isim ta zol", "name"),
        ("nimra telefon", "phone"),
    ],
)
def test_headings_stop_the_import(write_csv: Write, areas: tuple[Area, ...], column: str, reason: str) -> None:
    with pytest.raises(KnownError) as caught:
        read(write_csv(_rows(column)), DatasetKind.COMMUNITY, areas)
    error = caught.value
    assert (error.code, error.params["column"], error.params["reason"]) == ("guard.columns_stopped", column, reason)
    assert SECRET not in str(error)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("zebedee@example.org", "email"),
        ("+211 91 234 5678", "phone"),
        ("0912 345 678", "phone"),
        (
            "They came at night and then they went from house to house, and my brother was standing outside when it all began. "
            * 2,
            "testimony",
        ),
    ],
)
def test_contents_stop_the_import(write_csv: Write, areas: tuple[Area, ...], value: str, reason: str) -> None:
    with pytest.raises(KnownError) as caught:
        read(write_csv(_rows("q17", value)), DatasetKind.COMMUNITY, areas)
    assert (caught.value.code, caught.value.params["reason"]) == ("guard.columns_stopped", reason)
    assert value not in str(caught.value)


@pytest.mark.parametrize(
    ("column", "value"), [("q17", "1234567890"), ("count", "0.123456789"), ("start", "2026-03-02T10:00:00"), ("osm", "99")]
)
def test_ordinary_columns_pass(write_csv: Write, areas: tuple[Area, ...], column: str, value: str) -> None:
    assert read(write_csv(_rows(column, value)), DatasetKind.COMMUNITY, areas).records


def test_dropping_the_column_lets_the_rest_in(write_csv: Write, areas: tuple[Area, ...]) -> None:
    path = write_csv(_rows("Respondent name"))
    reading = read(path, DatasetKind.COMMUNITY, areas, ReadOptions(drop_columns=frozenset({"Respondent name"})))
    assert reading.records
    assert SECRET not in repr(reading)
    assert "guard.column_dropped" in {e.code for e in reading.ledger.entries}


@pytest.mark.parametrize(
    ("column", "code"),
    [
        ("deviceid", "guard.technical_column_dropped"),
        ("username", "guard.technical_column_dropped"),
        ("phonenumber", "guard.technical_column_dropped"),
        ("_submitted_by", "guard.technical_column_dropped"),
        ("Comment", "guard.comment_column_dropped"),
        ("Autre (à préciser)", "guard.comment_column_dropped"),
        ("pk_view - transcript (en)", "guard.comment_column_dropped"),
    ],
)
def test_columns_left_out_unread(write_csv: Write, areas: tuple[Area, ...], column: str, code: str) -> None:
    reading = read(write_csv(_rows(column)), DatasetKind.COMMUNITY, areas)
    assert code in {e.code for e in reading.ledger.entries if e.params.get("column") == column}
    assert SECRET not in repr(reading)


@pytest.mark.parametrize("column", ["informant", "source_name", "Reported by", "Informateur clé", "witness"])
def test_armed_actor_table_takes_no_informant(write_csv: Write, areas: tuple[Area, ...], column: str) -> None:
    rows = [("area_code", "actor", "stance", "reported_on", column), ("ZZ01", "ARM-1", "wary", "2026-03-02", SECRET)]
    with pytest.raises(KnownError) as caught:
        read(write_csv(rows), DatasetKind.ARMED_ACTORS, areas)
    assert caught.value.params["reason"] == "informant"
    assert SECRET not in str(caught.value)


def test_names_of_places_are_no_persons(write_csv: Write) -> None:
    rows = [("name", "Health Facility Name", "latitude", "longitude"), ("A", "B", "4.5", "30.5")]
    assert read(write_csv(rows), DatasetKind.PLACES).records


def test_preview_covers_guarded_cells(write_csv: Write) -> None:
    shown = preview(write_csv(_rows("Respondent name")), DatasetKind.COMMUNITY)
    assert shown.covered == {"Respondent name": "name"}
    assert shown.rows[0] == ("ZZ01", "women", "-1", "2026-03-02", COVER)
    assert SECRET not in repr(shown)


def test_a_column_is_testimony_where_most_of_its_cells_are_long_and_not_for_one_of_them(
    write_csv: Write, areas: tuple[Area, ...]
) -> None:
    story = "they came at night and took everything that we had " * 6
    for long, stopped in ((1, False), (2, False), (3, True), (5, True)):
        rows = [[*row] for row in _rows("q17", "yes")]
        for row in rows[1 : 1 + long]:
            row[-1] = story
        if not stopped:
            assert read(write_csv(rows), DatasetKind.COMMUNITY, areas).records
            continue
        with pytest.raises(KnownError) as caught:
            read(write_csv(rows), DatasetKind.COMMUNITY, areas)
        assert caught.value.params["reason"] == "testimony"


def test_addresses_of_people_stop_the_import_even_in_a_column_that_serves_as_a_field(write_csv: Write) -> None:
    rows = [("name", "kind", "lat", "lon"), *((f"person{n}@example.org", "well", "4.5", "30.5") for n in range(6))]
    with pytest.raises(KnownError) as caught:
        read(write_csv(rows), DatasetKind.PLACES)
    assert (caught.value.code, caught.value.params["reason"]) == ("guard.columns_stopped", "email")


@pytest.mark.parametrize(
    "column",
    ["jina la kijiji", "اسم القرية", "اسم المحلية", "nombre del municipio", "nom de la commune", "village", "اسم المقاطعة"],
)
def test_the_names_of_places_are_no_names_of_persons(write_csv: Write, areas: tuple[Area, ...], column: str) -> None:
    assert read(write_csv(_rows(column, "Hava")), DatasetKind.COMMUNITY, areas).records


@pytest.mark.parametrize(
    "numbers",
    [
        ("٠٩١٢٣٤٥٦٧٨", "٠٩٢٢٣٤٥٦٧١", "٠٩١٧٣٤٥٦٠٢"),
        ("۰۹۱۲۳۴۵۶۷۸", "۰۹۲۲۳۴۵۶۷۱", "۰۹۱۷۳۴۵۶۰۲"),
        ("912345678", "925552101", "917770021"),
        ("211912345678", "211925552101", "211917770021"),
        ("call me on 0912 345 678", "my number: 0925552101 please", "+211 917 770 021 is mine"),
    ],
)
def test_telephone_numbers_are_found_whatever_they_are_written_in(
    write_csv: Write, areas: tuple[Area, ...], numbers: tuple[str, ...]
) -> None:
    rows = [(*HEADINGS, "q9"), *(("ZZ01", "women", str(n - 1), "2026-03-02", number) for n, number in enumerate(numbers))]
    with pytest.raises(KnownError) as caught:
        read(write_csv(rows), DatasetKind.COMMUNITY, areas)
    assert (caught.value.params["column"], caught.value.params["reason"]) == ("q9", "phone")


@pytest.mark.parametrize(
    "values",
    [
        ("900000001", "900000002", "900000003"),  # numbers of forms, one after the other
        ("1780000000", "1780000360", "1780000720"),  # seconds of a clock
        ("12500", "34000", "8000"),
        ("week 09 of 2026", "week 10 of 2026", "week 11 of 2026"),
    ],
)
def test_other_numbers_are_no_telephones(write_csv: Write, areas: tuple[Area, ...], values: tuple[str, ...]) -> None:
    rows = [(*HEADINGS, "q9"), *(("ZZ01", "women", str(n - 1), "2026-03-02", value) for n, value in enumerate(values))]
    assert read(write_csv(rows), DatasetKind.COMMUNITY, areas).records

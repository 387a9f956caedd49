"""The search of a finished file: what is there is found in every spelling, and what is not there refuses nothing."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mrm_desktop.domain.errors import RefusedError
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.pages import Document, pdf_of, png_of, text, title
from mrm_desktop.reports.papers.tables import Sheet, csv_bundle, workbook
from mrm_desktop.reports.release.residue import Residue, Secrets, check_residue, find_residue, texts_of
from mrm_desktop.reports.release.search import parts

WORDS = Words("en")


def found(content: str | bytes, *texts: str) -> set[str]:
    return {r.kind for r in find_residue(content.encode() if isinstance(content, str) else content, Secrets(frozenset(texts)))}


@pytest.mark.parametrize(
    ("secret", "content"),
    [
        ("M23", "reported by M23 and others"),
        ("Bo", "in Bo."),
        ("Boré", "a patrol to Boré, then"),
        ("Boré", json.dumps({"name": "Boré"})),
        ("R&D <x>", "<td>R&amp;D &lt;x&gt;</td>"),
        ("group X", "GROUP X"),
        ("قرية النخيل", "في قرية النخيل."),
        ("قرية النخيل", "النخيل قرية"),
        ("Hava", "Hava".encode("utf-16-le")),
        ("Hava", b"x" + "Hava".encode("utf-16-be")),
        ("survey-2026", "source: survey-2026;"),
    ],
)
def test_what_stands_there_is_found(secret: str, content: str | bytes) -> None:
    assert found(content, secret) == {"text"}


@pytest.mark.parametrize(
    ("secret", "content"),
    [
        ("Bor", "Borough and Boré and Labor"),
        ("Bor", "Borough".encode("utf-16-le")),
        ("Hava", "Havana"),
        ("ava", "Hava"),
        ("Row", "<row r='1'><c/></row>"),
        ("IS", "it is so"),
        ("M23", "M230 and XM23"),
        ("Old Town", "an old house in a new town"),
        ("x", "x"),
        ("", "anything"),
    ],
)
def test_what_does_not_stand_there_refuses_nothing(secret: str, content: str | bytes) -> None:
    assert found(content, secret) == set()


letters = st.characters(categories=("Lu", "Ll", "Lo"))
names = st.text(letters, min_size=4, max_size=12).filter(lambda s: s.lower().upper().lower() == s.lower())


@settings(max_examples=120, deadline=None)
@given(names, st.sampled_from(["plain", "json", "xlsx", "csv", "deflated"]))
def test_a_name_is_found_in_every_kind_of_file_and_half_of_it_in_none(name: str, form: str) -> None:
    sentence = f"in {name}, yesterday"
    content = {
        "plain": lambda: sentence.encode(),
        "json": lambda: json.dumps({"x": sentence}).encode(),
        "xlsx": lambda: workbook([Sheet("s", ("a",), ((sentence,),))]),
        "csv": lambda: csv_bundle([Sheet("s", ("a",), ((sentence,),))]),
        "deflated": lambda: zlib.compress(sentence.encode()),
    }[form]()
    assert found(content, name) == {"text"}
    assert found(content, name[:-1] + "zzq") == set()


def test_arabic_is_found_on_the_pages_of_a_pdf() -> None:
    document = Document("x", "x", "x", (title("زيارة"), text("قرية النخيل في المحافظة الشمالية")), "c")
    pdf = pdf_of(document, Words("ar"))
    assert {r.kind for r in find_residue(pdf, Secrets(frozenset({"قرية النخيل"})))} == {"text"}
    assert find_residue(pdf, Secrets(frozenset({"قرية الزيتون"}))) == ()


def test_a_secret_made_of_the_pages_own_words_is_not_looked_for() -> None:
    own = WORDS.vocabulary()
    assert {"women", "patrol", "area"} <= own
    assert texts_of(["Women", "Hava", "area 3", " "], common_words=own) == frozenset({"Hava"})


def test_traces_of_pictures_and_of_xml_are_found() -> None:
    png = png_of(Document("x", "x", "x", (title("y"),), "c"), WORDS)[0]
    assert find_residue(png, Secrets(frozenset())) == ()
    body = b"tEXtAuthor\0Somebody"
    chunk = (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    assert {r.kind for r in find_residue(png[:33] + chunk + png[33:], Secrets(frozenset()))} == {"metadata"}
    assert found('<?xml version="1.0"?><gpx><time>2026</time></gpx>') == {"time"}
    assert found('<?xml version="1.0"?><kml><NetworkLink/></kml>') == {"address"}
    assert found('<html><script src="https://x.example/y.js"></script></html>') == {"address"}


def zipped(**members: Any) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(f"{name}.csv", data)
    return stream.getvalue()


def test_a_long_member_of_an_archive_is_searched_to_its_end() -> None:
    content = zipped(short=b"nothing", long=b"x " * 500_000 + b" zzsecretzz")
    assert find_residue(content, Secrets(frozenset({"zzsecretzz"}))) == (Residue("text", "long.csv"),)


def test_what_is_too_large_to_be_searched_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = zipped(fits=b"x" * 1000, larger=b"x" * 1001)
    assert find_residue(content, Secrets(frozenset())) == ()
    monkeypatch.setattr(parts, "LARGEST_PART", 1000)
    assert find_residue(content, Secrets(frozenset())) == (Residue("too_large_to_search", "larger.csv"),)
    with pytest.raises(RefusedError, match=r"export\.residue"):
        check_residue(content, Secrets(frozenset()))


def test_a_stream_of_a_pdf_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = pdf_of(Document("x", "x", "x", (title("y"),), "c"), WORDS)
    assert find_residue(pdf, Secrets(frozenset())) == ()
    monkeypatch.setattr(parts, "LARGEST_PART", 200)
    assert {r.kind for r in find_residue(pdf, Secrets(frozenset()))} == {"too_large_to_search"}


@pytest.mark.parametrize("key", ["/AcroForm", "/OCProperties"])
def test_form_fields_and_layers_of_a_pdf_are_found(key: str) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of(Document("x", "x", "x", (title("y"),), "c"), WORDS)))
    writer.root_object[pypdf.generic.NameObject(key)] = pypdf.generic.DictionaryObject()
    stream = io.BytesIO()
    writer.write(stream)
    assert Residue("hidden_layer", "catalogue") in find_residue(stream.getvalue(), Secrets(frozenset()))


def test_a_short_secret_does_not_hide_in_compressed_bytes() -> None:
    noise = zlib.compress(bytes(range(256)) * 400) + b"\xff\xfe M23 \x9c"
    assert find_residue(noise, Secrets(frozenset({"M23"}))) == ()


def degrees(limit: int) -> st.SearchStrategy[float]:
    """Numbers of two to nine decimals."""
    written = st.tuples(st.integers(-limit + 1, limit - 1), st.from_regex(r"[0-9]{1,8}[1-9]", fullmatch=True))
    return written.map(lambda parts: float(f"{parts[0]}.{parts[1]}"))


@given(
    st.tuples(degrees(180), degrees(90)),
    st.sampled_from([repr, "{:.5f}".format, "{:.6f}".format, "{:.9f}".format]),
    st.sampled_from([", ", " ", ",", "</x><y>"]),
    st.booleans(),
)
def test_a_point_is_found_in_whatever_way_it_is_written(
    point: tuple[float, float], written: Callable[[float], str], between: str, latitude_first: bool
) -> None:
    numbers = [written(number) for number in (reversed(point) if latitude_first else point)]
    content = f"<p>{between.join(numbers)}</p>".encode()
    assert {r.kind for r in find_residue(content, Secrets(frozenset(), (point,)))} == {"point"}

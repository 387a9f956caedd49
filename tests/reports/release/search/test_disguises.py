"""Fifty-five disguises of a secret, of which a search of the bytes as they stand found sixteen."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import sqlite3
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable

import mgrs
import pytest
import shapely
from pyproj import Transformer

from mrm_desktop.reports.release.residue import Secrets, find_residue
from mrm_desktop.reports.release.search.parts import parts_of

NAME, CODE, ACCENTED, ARABIC = "Wau Shilluk", "survey-2026", "Malakál", "قرية النخيل"
POINT = (31.65537, 9.53342)
X, Y = POINT
SECRETS = Secrets(frozenset({NAME, CODE, ACCENTED, ARABIC}), (POINT,))


def zipped(data: bytes, name: str = "a.txt") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return stream.getvalue()


def in_database(value: object) -> bytes:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE areas (a)")
    database.execute("INSERT INTO areas VALUES (?)", (value,))
    database.commit()
    return database.serialize()


def web_mercator() -> str:
    x, y = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True).transform(X, Y)
    return f"x={x:.1f} y={y:.1f}"


def utm() -> str:
    x, y = Transformer.from_crs("EPSG:4326", "EPSG:32636", always_xy=True).transform(X, Y)
    return f"36N {x:.0f} {y:.0f}"


def dms(seconds: int) -> str:
    def angle(value: float, letter: str) -> str:
        minutes = value % 1 * 60
        return f"{int(value)}°{int(minutes):02d}'{minutes % 1 * 60:.{seconds}f}\"{letter}"

    return f"{angle(Y, 'N')} {angle(X, 'E')}"


TEXTS: dict[str, bytes | str] = {
    "plain": f"in {NAME}.",
    "capitals": NAME.upper(),
    "two spaces": "Wau  Shilluk",
    "no-break space": "Wau\u00a0Shilluk",
    "line break": "Wau\nShilluk",
    "hyphen": "Wau-Shilluk",
    "underscore": "wau_shilluk_2",
    "nothing between": "wau/waushilluk/1",
    "camel case": "siteWauShilluk",
    "soft hyphen": "Wau Shil\u00adluk",
    "hyphenated at the end of a line": "Wau Shil-\nluk",
    "zero width space": "Wau Shi\u200blluk",
    "joiner": "W\u200dau Shilluk",
    "markup between": "<b>Wau</b> <i>Shilluk</i>",
    "markup within": "<p>Wau Shil<span>luk</span></p>",
    "for addresses": "/places/Wau%20Shilluk",
    "base 64": base64.b64encode(f"near {NAME}, there".encode()),
    "hexadecimal": f"near {NAME}, there".encode().hex(),
    "numbered signs of HTML": "".join(f"&#{ord(sign)};" for sign in NAME),
    "escaped signs of JSON": "".join(f"\\u{ord(sign):04x}" for sign in NAME),
    "UTF-16": NAME.encode("utf-16"),
    "full width": "\uff37\uff41\uff55 \uff33\uff48\uff49\uff4c\uff4c\uff55\uff4b",
    "without its accent": "Malakal",
    "decomposed": unicodedata.normalize("NFD", ACCENTED),
    "other accent": "Malakàl",
    "one of several": "the Malakals of this world",
    "whose": "Malakal's market",
    "other order": "Shilluk, Wau",
    "dash": "survey\u20132026",
    "Arabic digits": "survey \u0662\u0660\u0662\u0666",
    "Arabic prefix": "والقرية وقرية النخيل",
    "Arabic prefix on both": "بقرية والنخيل",
    "vowel marks": "قَرْيَةُ النَّخِيل",
    "lengthened": "قريـــة النخيــل",
    "presentation forms": "\ufed7\ufeae\ufef3\ufe94 \ufe8d\ufedf\ufee8\ufea8\ufef4\ufede",
    "heh for teh marbuta": "قريه النخيل",
    "zip in zip": zipped(zipped(zipped(NAME.encode())), "b.zip"),
    "gzip": gzip.compress(NAME.encode()),
    "bzip2": bz2.compress(NAME.encode()),
    "zlib in a blob of a database": in_database(zlib.compress(f"it is {NAME}".encode())),
    "name of a member": zipped(b"x", f"{NAME}.txt"),
    "other spelling": "Wao Shiluk",
}
POINTS: dict[str, bytes | str] = {
    "three decimals": "31.655, 9.533",
    "two decimals": "at 31.66 9.53",
    "rounded to four": "31.6554 9.5334",
    "fields of a record": json.dumps({"lon": X, "name": "somewhere", "height": 402.25, "lat": Y}),
    "degrees, minutes, seconds": dms(0),
    "primes": dms(1).replace("'", "\u2032").replace('"', "\u2033"),
    "decimal comma": "31,6554; 9,5334",
    "Arabic digits": "".join(chr(0x660 + int(s)) if s.isdigit() else s for s in "31.65537 9.53342"),
    "military grid": mgrs.MGRS().toMGRS(Y, X, MGRSPrecision=4),
    "Mercator": web_mercator(),
    "UTM": utm(),
    "float32": b"\0" * 7 + struct.pack("<ff", X, Y),
    "latitude first in binary": shapely.to_wkb(shapely.Point(Y, X)),
}
MISSED = {"other spelling"}


@pytest.mark.parametrize(("kind", "name"), [("text", n) for n in TEXTS] + [("point", n) for n in POINTS])
def test_a_disguise_is_seen_through(kind: str, name: str) -> None:
    given = {"text": TEXTS, "point": POINTS}[kind][name]
    found = find_residue(given if isinstance(given, bytes) else given.encode("utf-8"), SECRETS)
    assert ({residue.kind for residue in found} == {kind}) == (name not in MISSED), found


def test_there_are_fifty_five_and_at_most_five_are_missed() -> None:
    assert len(TEXTS) + len(POINTS) == 55
    assert len(MISSED) <= 5


@pytest.mark.parametrize(
    "content",
    [
        "Wau and, on another page, Shilluk",
        "Waubert Shillukan",
        "survey 2027 and 2026",
        "Malakalian",
        "31.66 and much later, after some text that is long enough to be another sentence of another part, 9.53",
        "31.7, 9.5",
        '[31.20001,9.10001],[31.30411,9.20001],[31.45531,9.53341]]],"label_at":[31.66,9.1]',
        "9.53342 12.5 8.25 31.7",
        "M 31.66 9.53 L 31.70 9.60 L 31.80 9.70",
        f"{X + 0.02:.4f} {Y:.4f}",
        dms(0).replace("N", "S"),
    ],
)
def test_what_is_no_secret_refuses_nothing(content: str) -> None:
    assert find_residue(content.encode(), SECRETS) == ()


@pytest.mark.parametrize("written", ["31.655 9.533", "31.65537,9.53342", "31.66 9.53"])
def test_a_point_that_its_reader_may_have_gives_nothing_away(written: str) -> None:
    """A village beside a base is no base."""
    village = (31.6554, 9.5335)
    assert find_residue(written.encode(), Secrets(frozenset(), (POINT,), (village,))) == ()
    assert find_residue(written.encode(), Secrets(frozenset(), (POINT,), ((31.7, 9.6),)))


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda: b"7z\xbc\xaf\x27\x1c\x00\x04" + b"\0" * 40, "cannot_be_opened"),
        (lambda: b"Rar!\x1a\x07\x01\x00", "cannot_be_opened"),
        (lambda: b"PK\x03\x04 and nothing else", "cannot_be_opened"),
        (lambda: b"\x1f\x8b\x08 no gzip", "cannot_be_opened"),
        (lambda: b"%PDF-1.7 and nothing else", "cannot_be_opened"),
        (lambda: b"SQLite format 3\0" + b"\1" * 200, "cannot_be_opened"),
        (lambda: _locked(), "cannot_be_opened"),
        (lambda: _nested(9), "too_large_to_search"),
    ],
)
def test_what_cannot_be_opened_is_refused(make: Callable[[], bytes], kind: str) -> None:
    assert kind in {residue.kind for residue in find_residue(zipped(make(), "inner"), SECRETS)}


def _nested(times: int) -> bytes:
    content = b"x"
    for _ in range(times):
        content = zipped(content)
    return content


def _locked() -> bytes:
    """An archive whose member says that it is enciphered."""
    content = bytearray(zipped(b"secret"))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def test_the_names_on_a_drawing_are_read() -> None:
    drawing = "<svg>" + "".join(f"<path d='M {n} 1.25 L 2.5 {n}.75'/>" for n in range(400)) + f"<text>{ARABIC}</text></svg>"
    assert {residue.kind for residue in find_residue(drawing.encode(), SECRETS)} == {"text"}


def test_no_part_of_a_large_file_is_kept() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.txt", b"x" * 1000)
    parts = parts_of(stream.getvalue())
    assert next(parts).name == "file"
    assert {part.name for part in parts} >= {"0.txt", "1.txt", "2.txt", "archive comment"}

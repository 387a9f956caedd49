"""A released view as tables: a workbook or a bundle of CSV files, each with its codebook. What a cell says is never run."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.labels import ENDING, area_row, label_of_file, perception_row
from mrm_desktop.reports.release.ladder import FIELDS, ReleasedActor, ReleasedPlace, ReleasedView, may_read
from mrm_desktop.reports.release.wording import channel_of

Cell = str | int | float | None

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip can hold: the same view gives the same bytes
AUTHOR = "MRM Desktop"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ACTIVE = frozenset("=+-@")
_LEADS_A_CELL = ("\t", "\r", "\n")
_HXL = {
    "area_code": "#adm+code",
    "area_name": "#adm+name",
    "channel": "#contact+type",
    "evidence": "#meta+evidence",
    "ceiling": "#access+ceiling",
    "verdict": "#access+verdict",
    "expires_on": "#date+expiry",
    "confidence": "#meta+confidence",
    "presence": "#org+un+presence",
    "presence_month": "#date+un+presence",
    "acceptance": "#indicator+acceptance+community",
    "places": "#loc+count",
    "remote_places": "#loc+count+remote",
    "tolerance": "#indicator+tolerance+armed_actors",
    "deciding_gate": "#access+gate",
    "gaps": "#meta+gaps+num",
    "round": "#meta+round",
    "stratum": "#population+group",
    "method": "#meta+method",
    "collected": "#date+collected",
    "collected_on": "#date+collected",
    "first_day": "#date+start",
    "last_day": "#date+end",
    "answers": "#population+answers",
    "answered": "#population+answers+num",
    "rating": "#indicator+rating",
    "mean_rating": "#indicator+rating+mean",
    "low": "#indicator+rating+mean+low",
    "high": "#indicator+rating+mean+high",
    "favourable": "#indicator+favourable",
    "unfavourable": "#indicator+unfavourable",
    "refused": "#indicator+refused",
    "source": "#meta+source",
    "grade": "#meta+grade",
    "rated": "#org+rated",
    "asked_elsewhere": "#meta+asked_elsewhere",
    "actor": "#org+armed+code",
    "kind": "#loc+type",
    "stance": "#indicator+stance",
    "reported": "#date+reported",
    "name": "#loc+name",
    "longitude": "#geo+lon",
    "latitude": "#geo+lat",
    "item": "#meta+item",
    "value": "#meta+value",
    "table": "#meta+table",
    "column": "#meta+column",
    "meaning": "#description",
}


def hxl_of(column: str) -> str:
    """Return the HXL tag of a column: its own, that of the code beside which it has the words, or one made of its name."""
    if column.endswith(ENDING):
        return f"{hxl_of(column.removesuffix(ENDING))}+label"
    return _HXL.get(column, f"#meta+{column}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table with its headings."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def sheets_of(released: ReleasedView, words: Words) -> tuple[Sheet, ...]:
    """Return the tables of a view: about, areas, what may be known of perceptions, actors and places, and the codebook.

    Inside the organisation there is the evidence as well: every record with its numbers, interval and answers.
    """
    tables: tuple[tuple[str, list[Mapping[str, Any]]], ...] = (
        ("perceptions", [perception_row(p, words) for p in released.perceptions]),
        ("actors", [_fields_of(actor) for actor in released.actors]),
        ("places", [_fields_of(place) for place in released.places]),
        ("evidence", list(released.evidence)),
    )
    areas = [area_row({f: area.values[f] for f in _columns(released)}, words) for area in released.areas]
    sheets = [about_sheet(released, words)]
    sheets += [_sheet("areas", areas)] if areas else []
    sheets += [_sheet(name, rows) for name, rows in tables if rows]
    return (*sheets, Sheet("codebook", ("table", "column", "meaning"), tuple(_codebook(sheets, words))))


def _columns(released: ReleasedView) -> list[str]:
    return [f.name for f in FIELDS if f.table == "areas" and may_read(released.reader, f.name)]


def _fields_of(record: ReleasedActor | ReleasedPlace) -> dict[str, Any]:
    return {f.name: getattr(record, f.name) for f in fields(record)}


def _sheet(name: str, rows: Sequence[Mapping[str, Any]]) -> Sheet:
    return Sheet(name, tuple(rows[0]), tuple(tuple(_plain(value) for value in row.values()) for row in rows))


def _plain(value: Any) -> Cell:
    return value.isoformat() if isinstance(value, date) else value


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook in which every text is a text, whatever it begins with, and which says nothing of its maker."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page: Any = book.create_sheet(sheet.name)
        for r, row in enumerate((sheet.columns, *sheet.rows), start=1):
            for c, value in enumerate(row, start=1):
                _put(page.cell(r, c), value)
        for c, head in enumerate(sheet.columns, start=1):
            page.cell(1, c).font = Font(bold=True)
            longest = max([len(head), *(len(str(row[c - 1] or "")) for row in sheet.rows)])
            page.column_dimensions[get_column_letter(c)].width = min(70, longest + 2)
            if longest > 70:
                for r in range(2, len(sheet.rows) + 2):
                    page.cell(r, c).alignment = Alignment(wrap_text=True, vertical="top")
        page.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return _without_traces(stream.getvalue())


def csv_bundle(sheets: Sequence[Sheet], hxl: bool = False) -> bytes:
    """Return a zip with one CSV file per table; with ``hxl`` each carries a row of HXL tags."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in sheets:
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\r\n")
            writer.writerow(sheet.columns)
            if hxl:
                writer.writerow([hxl_of(column) for column in sheet.columns])
            writer.writerows([inert(value) for value in row] for row in sheet.rows)
            archive.writestr(zipfile.ZipInfo(f"{sheet.name}.csv", EPOCH), text.getvalue().encode("utf-8-sig"))
    return stream.getvalue()


def clean(text: str) -> str:
    """Drop what no XML may hold."""
    return _CONTROL.sub("", text)


def inert(value: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula."""
    if isinstance(value, str):
        text = clean(value)
        return f"'{text}" if _is_active(text) else text
    return value


def _is_active(text: str) -> bool:
    """Whether a spreadsheet may take a text for a formula: also by signs of full width, and behind blanks and signs that nobody sees."""
    first = next((sign for sign in text if not sign.isspace() and unicodedata.category(sign) not in ("Cf", "Cc")), "")
    return text.startswith(_LEADS_A_CELL) or unicodedata.normalize("NFKC", first) in _ACTIVE


def _put(cell: Any, value: Cell) -> None:
    if isinstance(value, str):
        cell.value = clean(value)
        # Without this openpyxl stores "=1+1" as a formula.
        cell.data_type = "s"
        if _is_active(value):
            cell.quotePrefix = True
    else:
        cell.value = value


def _without_traces(content: bytes) -> bytes:
    """Write a workbook again without the clock, the maker and the hour in each entry of the archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                moment = datetime(*EPOCH).isoformat() + "Z"  # noqa: DTZ001 - a fixed sign, no moment
                data = re.sub(rb">[^<]*Z</dcterms:", f">{moment}</dcterms:".encode(), data)
                data = re.sub(rb"<dc:creator>[^<]*</dc:creator>", f"<dc:creator>{AUTHOR}</dc:creator>".encode(), data)
            new.writestr(zipfile.ZipInfo(name, EPOCH), data)
    return out.getvalue()


def about_sheet(released: ReleasedView, words: Words) -> Sheet:
    """Return what every bundle of tables says of itself, with the civilian channel before anything that is told."""
    return Sheet("about", ("item", "value"), tuple(_about(released, words)))


def _about(released: ReleasedView, words: Words) -> list[tuple[Cell, ...]]:
    return [
        ("channel", channel_of(released, words)),
        *label_of_file(released, words),
        ("mode", words.term("mode", released.mode)),
        ("purpose", words.term("purpose", released.purpose)),
        ("program", released.program_version),
    ]


def _codebook(sheets: Sequence[Sheet], words: Words) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for sheet in sheets[1:]:
        rows.extend((sheet.name, column, _meaning(column, words)) for column in sheet.columns)
    return rows


def _meaning(column: str, words: Words) -> str:
    return words.say("field.label" if column.endswith(ENDING) else f"field.{column}", column=column.removesuffix(ENDING))

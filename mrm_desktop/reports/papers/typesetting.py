"""Typesetting with typst: data goes in as JSON, never as markup; the same input gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.reading_order import isolated_in

CODES = frozenset({"kind", "file", "qr_file", "language", "direction", "code", "state", "title", "author"})
"""What a layout reads and does not set as a text of the page; a title is the document's in the reader of PDF, too."""
KEPT_BY_TYPST = 10
"""Documents after which the typesetter forgets what it laid out and nobody asked for again."""
FAMILIES = ("IBMPlexSans-", "IBMPlexSansArabic-")


def typeset(layout: str, data: Mapping[str, Any], pictures: Mapping[str, str]) -> bytes:
    """Typeset a document as tagged PDF (PDF/UA-1).

    Parameters
    ----------
    layout : str
        Name of a layout below ``maps/layouts``, without ending.
    data : Mapping[str, Any]
        What the layout reads as ``data.json``.
    pictures : Mapping[str, str]
        SVG texts by the file name under which the layout asks for them.
    """
    import typst

    pdf: bytes = typst.compile(
        _files(layout, data, pictures), font_paths=_fonts(), ignore_system_fonts=True, pdf_standards=["ua-1"], timestamp=0
    )
    return pdf


def draw(
    layout: str, data: Mapping[str, Any], pictures: Mapping[str, str], form: Literal["png", "svg"], dots_per_inch: float = 150.0
) -> tuple[bytes, ...]:
    """Draw each page as ``png`` or ``svg``."""
    import typst

    files, fonts = _files(layout, data, pictures), _fonts()
    found: Any = typst.compile(files, font_paths=fonts, ignore_system_fonts=True, format=form, ppi=dots_per_inch)
    return tuple(found) if isinstance(found, list) else (found,)


def count_pages(layout: str, data: Mapping[str, Any], pictures: Mapping[str, str]) -> int:
    """Return how many pages the document would have."""
    return int(_told(layout, data, pictures, "<pages>")[0])


def rooms(layout: str, data: Mapping[str, Any], pictures: Mapping[str, str]) -> list[float]:
    """Return how many millimetres each picture that has the rest of its page would be tall, in the order of the pages."""
    return [float(height) for height in _told(layout, data, pictures, "<rooms>")]


def _told(layout: str, data: Mapping[str, Any], pictures: Mapping[str, str], label: str) -> list[Any]:
    import typst

    answer = typst.query(_files(layout, data, pictures), label, field="value", font_paths=_fonts(), ignore_system_fonts=True)
    return list(json.loads(answer))


def forget() -> None:
    """Let go of the pages that were set before: the typesetter remembers those of its last ten documents, and a volume more each time."""
    import typst

    for _ in range(KEPT_BY_TYPST + 1):
        typst.compile(b".", ignore_system_fonts=True)


def as_read(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a document's data in the reading order of its language: on a page from right to left, Latin words keep their own."""
    found: Mapping[str, Any] = isolated_in(data, CODES) if data["direction"] == "rtl" else data
    return found


def _files(layout: str, data: Mapping[str, Any], pictures: Mapping[str, str]) -> Any:
    """Return the document as files in memory, so that nothing secret touches the disk; the package's own types leave this form out."""
    return {
        "main.typ": asset("maps", "layouts", f"{layout}.typ").read_bytes(),
        "data.json": json.dumps(as_read(data), ensure_ascii=False).encode("utf-8"),
        **{name: svg.encode("utf-8") for name, svg in pictures.items()},
    }


def _fonts() -> list[str]:
    """Return the folder of the shipped type; the system's fonts are never asked, so that a page is the same everywhere."""
    folder = asset("ui", "fonts")
    missing = [family for family in FAMILIES if not any(folder.glob(f"{family}*"))]
    if missing:
        raise KnownError("report.font_missing", font=missing[0])
    return [str(folder)]

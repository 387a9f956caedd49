"""A document as one HTML file: readable without scripts, without network, in any browser, from either side."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from html import escape
from typing import Any

from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.pages import Block, Document
from mrm_desktop.reports.release.verification import PICTURE

CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def html_of(document: Document, words: Words) -> bytes:
    """Write a document as a page without scripts; pictures stand in it as data."""
    data, pictures = document.typst_data(words)
    titles = [block for block in document.blocks if block["kind"] == "title"]
    data |= {"first_title": titles[0] if titles else None, "several": len(titles) > 1}
    body = "".join(_block(block, data, pictures) for block in document.blocks)
    footer = "".join(f"<p>{escape(line)}</p>" for line in document.footer)
    style = asset("maps", "layouts", "pages.css").read_text(encoding="utf-8")
    return (
        f'<!DOCTYPE html><html lang="{escape(words.language)}" dir="{data["direction"]}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(CONTENT_POLICY)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">'
        f"<title>{escape(document.name)}</title><style>{style}</style></head><body><main>{body}</main>"
        f'<footer>{footer}<p><span dir="ltr">{escape(data["code"])}</span> · <b>{escape(document.sensitivity)}</b></p></footer>'
        "</body></html>"
    ).encode()


def _block(block: Block, data: Mapping[str, Any], pictures: Mapping[str, str]) -> str:
    return _WRITERS[block["kind"]](block, data, pictures)


def _title(block: Block, data: Mapping[str, Any], pictures: Mapping[str, str]) -> str:
    qr = _picture(PICTURE, str(data["qr_alt"]), pictures, "qr")
    under = f"<p class=small>{escape(block['under'])}</p>" if block["under"] else ""
    # The first title names the document, the others a page of it.
    level = "h1" if block is data["first_title"] else "h2"
    return (
        f"<header><div><{level}>{escape(block['text'])}</{level}>{under}</div>"
        f"<p class=label>{escape(str(data['sensitivity']))}</p>{qr}</header>"
    )


def _heading(block: Block, data: Mapping[str, Any], pictures: Mapping[str, str]) -> str:
    level = "h3" if data["several"] else "h2"
    return f"<{level}>{escape(block['text'])}</{level}>"


def _paragraph(block: Block, _data: Mapping[str, Any], _pictures: Mapping[str, str]) -> str:
    return f"<p class={block['kind']}>{escape(block['text'])}</p>"


def _frame(block: Block, _data: Mapping[str, Any], _pictures: Mapping[str, str]) -> str:
    items = "".join(f"<p>{escape(item)}</p>" for item in block["items"])
    return f"<section class={block['kind']}><p><b>{escape(block['head'])}</b></p>{items}</section>"


def _bullets(block: Block, _data: Mapping[str, Any], _pictures: Mapping[str, str]) -> str:
    if not block["items"]:
        return ""
    items = "".join(f"<li><span aria-hidden=true>{escape(block['sign'])}</span> {escape(item)}</li>" for item in block["items"])
    return f"<ul>{items}</ul>"


def _table(block: Block, _data: Mapping[str, Any], _pictures: Mapping[str, str]) -> str:
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in block["rows"])
    if not any(block["head"]):
        rows = "".join(f"<tr><th scope=row>{escape(row[0])}</th><td>{escape(row[1])}</td></tr>" for row in block["rows"])
        return f"<div class=wide><table><tbody>{rows}</tbody></table></div>"
    head = "".join(f"<th scope=col>{escape(cell)}</th>" for cell in block["head"])
    return f"<div class=wide tabindex=0><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"


def _image(block: Block, _data: Mapping[str, Any], pictures: Mapping[str, str]) -> str:
    return _picture(block["file"], block["alt"], pictures, "map")


def _picture(name: str, alt: str, pictures: Mapping[str, str], kind: str) -> str:
    # As an image and not inline: marks of one picture cannot be taken for those of another, and nothing in it runs.
    coded = base64.b64encode(pictures[name].encode("utf-8")).decode("ascii")
    return f'<img class={kind} alt="{escape(alt)}" src="data:image/svg+xml;base64,{coded}">'


def _legend(block: Block, _data: Mapping[str, Any], pictures: Mapping[str, str]) -> str:
    entries = "".join(f"<li>{_picture(e['file'], '', pictures, 'swatch')} {escape(e['label'])}</li>" for e in block["entries"])
    return f"<ul class=legend>{entries}</ul>"


def _columns(block: Block, data: Mapping[str, Any], pictures: Mapping[str, str]) -> str:
    cells = "".join(f"<div>{''.join(_block(b, data, pictures) for b in cell)}</div>" for cell in block["cells"])
    return f'<div class=columns style="grid-template-columns:{" ".join(f"{w}fr" for w in block["widths"])}">{cells}</div>'


def _new_page(_block_: Block, _data: Mapping[str, Any], _pictures: Mapping[str, str]) -> str:
    return "<hr>"


_WRITERS = {
    "title": _title,
    "heading": _heading,
    "text": _paragraph,
    "small": _paragraph,
    "strong": _paragraph,
    "box": _frame,
    "bar": _frame,
    "bullets": _bullets,
    "table": _table,
    "image": _image,
    "legend": _legend,
    "columns": _columns,
    "new_page": _new_page,
}

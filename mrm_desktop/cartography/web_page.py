"""The exported map: one HTML file that needs no network and nothing beside it.

folium assembles the page; the scripts of ``maps/web`` draw it, in the order and with the classes, colours and patterns of the scene
that window and paper are drawn from (``scene.py``). What both need - marks of patterns, colours, how a veil fades - the page is given
as data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from mrm_desktop.cartography.clusters import CELL_PX
from mrm_desktop.cartography.contrast import letters_on
from mrm_desktop.cartography.layers.areas import MOST_CASED
from mrm_desktop.cartography.layers.marks import BADGE_PX, FEW, SINGLE_FROM_M_PX
from mrm_desktop.cartography.layers.presence import MOST_NAMES, veil_of
from mrm_desktop.cartography.map_document import MapDocument
from mrm_desktop.cartography.patterns import PATTERN_PX, pattern_marks
from mrm_desktop.cartography.plane import WEB_MERCATOR
from mrm_desktop.cartography.style import Pattern, PointClass, load_style
from mrm_desktop.cartography.web_ground import stretch_of, web_ground
from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.paths import write_whole

# Nothing may be asked for: the page carries its scripts, styles and data itself.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
)

_SCRIPTS = ("scene", "patterns", "areas", "marks", "ground", "names", "legend", "map")  # each uses those before it
_STYLE_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FOREIGN_STYLE = re.compile(r"url\((?!['\"]?data:)[^)]*\)")


def write_web_page(document: MapDocument, path: Path, base_map: bool = False) -> Path:
    """Write ``document`` as a self-contained page and return its path. The file appears whole or not at all."""
    write_whole(path, web_page(document, base_map).encode("utf-8"))
    return path


def web_page(document: MapDocument, base_map: bool = False) -> str:
    """Return the page as text.

    Parameters
    ----------
    base_map : bool
        Draw land, water, borders and towns; an invented country has none.
    """
    import folium

    page = folium.Map(tiles=None, zoom_control=False, min_zoom=1, maxZoom=18, attribution_control=False, zoomSnap=0.25)
    page._id = "mrm"  # folium would draw a random one: the same document gives the same bytes
    page.default_js = []  # on this map alone: the lists of the class are shared by every map of the process
    page.default_css = []
    figure: Any = page.get_root()
    _own_head(figure, document)
    figure.html.add_child(_literal(_body(document, base_map)), name="body")
    figure.script.add_child(_literal(_start_script(page.get_name())), name="draw")
    return _tidy(figure.render(), document)


def _own_head(figure: Any, document: MapDocument) -> None:
    """Put policy, styles and scripts into the head, in the order in which they depend on each other."""
    leaflet = leaflet_folder()
    leaflet_css = _FOREIGN_STYLE.sub("none", _STYLE_COMMENT.sub("", (leaflet / "leaflet.css").read_text(encoding="utf-8")))
    parts = {
        "policy": f'<meta http-equiv="Content-Security-Policy" content="{escape(CONTENT_POLICY)}">',
        "viewport": '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "referrer": '<meta name="referrer" content="no-referrer">',
        "title": f"<title>{escape(document.marginalia.title)}</title>",
        "leaflet_css": f"<style>{leaflet_css}</style>",
        "map_css": f"<style>{_own('map.css')}{_own('page.css')}</style>",
        "leaflet": f"<script>{_without_map_reference((leaflet / 'leaflet.js').read_text(encoding='utf-8'))}</script>",
        **{name: f"<script>{_own(f'{name}.js')}</script>" for name in _SCRIPTS},
    }
    for name, text in parts.items():
        figure.header.add_child(_literal(text), name=name)


def _literal(text: str) -> Any:
    """Wrap text for folium, which takes every text for a template: ours may hold braces, and a place's name must never be executed."""
    from branca.element import Element

    element: Any = Element("{{ this.text }}")
    element.text = text
    return element


def leaflet_folder() -> Path:
    """Folder of the Leaflet that the package registry delivered."""
    from xstatic.pkg import leaflet

    return Path(leaflet.BASE_DIR)


def _own(name: str) -> str:
    return asset("maps", "web", name).read_text(encoding="utf-8")


def _without_map_reference(script: str) -> str:
    """Drop the pointer to the source map: a browser with its tools open would ask for it."""
    return re.sub(r"//# sourceMappingURL=.*", "", script)


def _body(document: MapDocument, base_map: bool) -> str:
    """Return everything but the map itself, which folium appends and the script moves into its holder."""
    marginalia, words = document.marginalia, document.words
    notes = "".join(f"<p>{escape(note)}</p>" for note in (*marginalia.notes, *([words["basemap_note"]] if base_map else [])))
    return (
        f'<div class="first"><header><h1 id="title">{escape(marginalia.title)}</h1><p>{escape(marginalia.subtitle)}</p>'
        f'<p class="sensitivity">{escape(marginalia.sensitivity)}</p></header>'
        f'<div class="stage" style="--shape: {_shape(document):.3f}"><section class="map-holder" aria-labelledby="title"></section>'
        '<div id="card" aria-live="polite" hidden></div>'
        f'<aside aria-label="{escape(words["legend"])}"><details open><summary>{escape(words["fold"])}</summary>'
        '<div id="controls"></div><div id="legend" class="mrm-legend"></div></details></aside></div></div>'
        f'<footer><h2>{escape(words["notes"])}</h2>{notes}</footer><main class="twin">{_twin(document)}</main>'
        "<noscript><style>.stage { display: none !important; }</style></noscript>"
        f'<script type="application/json" id="document">{document.to_json(**_drawn_with(document, base_map))}</script>'
    )


def _drawn_with(document: MapDocument, base_map: bool) -> dict[str, Any]:
    """Return what the scripts draw a document with: they know no mark, no colour and no limit of the map language themselves."""
    return {
        "stretch": stretch_of(document.bounds),
        "ground": web_ground(document) if base_map else None,
        "colours": load_style().ground,
        "letters": {style.fill: letters_on(style.fill) for style in _points_of(document)},
        "patterns": {"side": PATTERN_PX, "marks": {pattern.value: pattern_marks(pattern) for pattern in Pattern}},
        "veils": [veil_of(item.age_days) for item in document.presence],
        "limits": {
            "cased": MOST_CASED,
            "few": FEW,
            "single_m_px": SINGLE_FROM_M_PX,
            "cell_px": CELL_PX,
            "badge_px": BADGE_PX,
            "base_names": MOST_NAMES,
        },
    }


def _points_of(document: MapDocument) -> Iterator[PointClass]:
    """Yield the classes of all marks of a document."""
    yield from document.place_styles
    for layer in document.overlays.values():
        yield from (style for style in layer.styles if isinstance(style, PointClass))


def _shape(document: MapDocument) -> float:
    """Return width to height of a document with a margin around, so that a small screen has no empty edge."""
    west, south, east, north = document.bounds
    corners = WEB_MERCATOR.forward(np.array([(west, south), (east, north)]))
    wide, tall = (corners[1] - corners[0]).tolist()
    return max(0.7, min((wide / tall) if tall else 1.0, 2.0))


def _twin(document: MapDocument) -> str:
    """Return the areas as a table: the same facts for keyboard, screen reader and a browser without scripts.

    Each cell carries the head of its column, which a narrow screen shows beside it.
    """
    heads = [escape(column) for column in document.twin.columns]
    head = "".join(f'<th scope="col">{text}</th>' for text in heads)
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f'<td data-head="{text}">{escape(cell)}</td>' for text, cell in zip(heads[1:], cells, strict=True))
        + "</tr>"
        for name, *cells in document.twin.rows
    )
    return f"<table><caption>{escape(document.words['twin'])}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _start_script(map_name: str) -> str:
    return f"""
    addEventListener("DOMContentLoaded", () => {{
      document.querySelector(".map-holder").append(document.getElementById("{map_name}"));
      MrmMap.start({map_name}, JSON.parse(document.getElementById("document").textContent));
    }});
    """


def _tidy(html: str, document: MapDocument) -> str:
    """Name the language, and give back to the reader the zooming that folium's page forbids."""
    html = re.sub(
        r'<meta name="viewport" content="width=device-width,\s+initial-scale=1.0, maximum-scale=1.0, user-scalable=no" />', "", html
    )
    return html.replace("<html>", f'<html lang="{document.language}" dir="{document.direction}">', 1)

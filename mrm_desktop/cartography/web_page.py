"""The exported map: one HTML file that needs no network and nothing beside it.

folium assembles the page; ``maps/web/map.js`` draws, the same script as in the window.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

from mrm_desktop.cartography.map_document import MapDocument
from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.paths import write_whole

# Nothing may be asked for: the page carries its scripts, styles and data itself.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
)

_STYLE_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FOREIGN_STYLE = re.compile(r"url\((?!['\"]?data:)[^)]*\)")


def write_web_page(document: MapDocument, path: Path) -> Path:
    """Write ``document`` as a self-contained page and return its path. The file appears whole or not at all."""
    write_whole(path, web_page(document).encode("utf-8"))
    return path


def web_page(document: MapDocument) -> str:
    """Return the page as text."""
    import folium

    page = folium.Map(tiles=None, zoom_control=True, min_zoom=3, maxZoom=18, attribution_control=False, zoomSnap=0.25)
    page._id = "mrm"  # folium would draw a random one: the same document gives the same bytes
    page.default_js = []  # on this map alone: the lists of the class are shared by every map of the process
    page.default_css = []
    figure: Any = page.get_root()
    _own_head(figure, document)
    figure.html.add_child(_literal(_body(document)), name="body")
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
        "scene": f"<script>{_own('scene.js')}</script>",
        "patterns": f"<script>{_own('patterns.js')}</script>",
        "legend": f"<script>{_own('legend.js')}</script>",
        "map": f"<script>{_own('map.js')}</script>",
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


def _body(document: MapDocument) -> str:
    """Return everything but the map itself, which folium appends and the script moves into its holder."""
    marginalia, words = document.marginalia, document.words
    notes = "".join(f"<p>{escape(note)}</p>" for note in marginalia.notes)
    return (
        f"<header><h1>{escape(marginalia.title)}</h1><p>{escape(marginalia.subtitle)}</p>"
        f'<p class="sensitivity">{escape(marginalia.sensitivity)}</p></header>'
        f'<div class="map-holder"></div><aside aria-label="{escape(words["legend"])}"><div id="controls"></div>'
        f'<div id="legend" class="mrm-legend"></div></aside><main class="twin">{_twin(document)}</main><footer>{notes}</footer>'
        f'<script type="application/json" id="document">{document.to_json()}</script>'
    )


def _twin(document: MapDocument) -> str:
    """Return the areas as a table: the same facts for keyboard, screen reader and a browser without scripts."""
    themes = document.themes
    names = {theme.id: {entry.id: entry.label for entry in theme.legend} for theme in themes}
    head = "".join(f'<th scope="col">{escape(theme.title)}</th>' for theme in themes)
    rows = "".join(
        f'<tr><th scope="row">{escape(area.name)} [{escape(area.id)}]</th>'
        + "".join(f"<td>{escape(names[theme.id][theme.of_area[area.id]])}</td>" for theme in themes)
        + "</tr>"
        for area in document.areas
    )
    words = document.words
    return (
        f"<table><caption>{escape(words['twin'])}</caption>"
        f'<thead><tr><th scope="col">{escape(words["area"])}</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _start_script(map_name: str) -> str:
    return f"""
    addEventListener("DOMContentLoaded", () => {{
      document.querySelector(".map-holder").append(document.getElementById("{map_name}"));
      {map_name}.invalidateSize();
      const doc = JSON.parse(document.getElementById("document").textContent);
      const drawn = MrmMap.create({map_name}, doc);
      const legend = document.getElementById("legend");
      drawn.onTheme = (theme) => MrmLegend.fillLegend(legend, doc, theme);
      drawn.onTheme(doc.themes.find((theme) => theme.id === drawn.theme));
      MrmLegend.fillControls(document.getElementById("controls"), drawn);
      L.control.scale({{imperial: false}}).addTo({map_name});
    }});
    """


def _tidy(html: str, document: MapDocument) -> str:
    """Name the language, and give back to the reader the zooming that folium's page forbids."""
    html = re.sub(
        r'<meta name="viewport" content="width=device-width,\s+initial-scale=1.0, maximum-scale=1.0, user-scalable=no" />', "", html
    )
    return html.replace("<html>", f'<html lang="{document.language}" dir="{document.direction}">', 1)

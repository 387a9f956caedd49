/* The window's side of the map: fetches the MapDocument from memory and listens to the window. Only identifiers cross the bridge. */
"use strict";
(function () {
  const legend = document.getElementById("legend");
  const notes = document.getElementById("notes");
  const map = L.map("map", { attributionControl: false, zoomSnap: 0.25, minZoom: 2, maxZoom: 18, preferCanvas: true, fadeAnimation: false });
  L.control.scale({ imperial: false }).addTo(map);
  let drawn = null;
  let bridge = null;

  function dress(doc) {
    document.documentElement.lang = doc.language;
    document.documentElement.dir = doc.direction;
    notes.textContent = doc.marginalia.notes.join("  ·  ");
  }

  /** Pixels that legend and notes cover; a map too narrow for both gives the legend no room of its own. */
  function covered() {
    const wide = map.getSize().x > 2 * legend.offsetWidth;
    return [wide ? legend.offsetWidth : 0, notes.offsetHeight];
  }

  const commands = {
    /** Fetch the current document and draw it. */
    async load(version) {
      const doc = await (await fetch(`document.json?${version}`)).json();
      dress(doc);
      if (drawn) { drawn.load(doc); } else {
        MrmMap.fillLegend(legend, doc, doc.themes[0]);
        drawn = MrmMap.create(map, doc, { popups: false, onPick: (id) => bridge.picked(id), panels: covered });
        drawn.onTheme = (theme) => MrmMap.fillLegend(legend, drawn.doc, theme);
      }
      drawn.onTheme(drawn.doc.themes.find((theme) => theme.id === drawn.theme));
      requestAnimationFrame(() => requestAnimationFrame(() => bridge.painted()));
    },
    /** Fetch new classes for the shapes that are already there. */
    async restyle(version) {
      const doc = await (await fetch(`document.json?${version}`)).json();
      dress(doc);
      drawn.doc = doc;
      drawn.restyle(doc.themes);
      requestAnimationFrame(() => bridge.painted());
    },
    theme(id) { if (drawn) { drawn.setTheme(id); } },
    show(ids) { if (drawn) { drawn.setShown(ids); drawn.placeLabels(); } },
    focus(id) { if (drawn) { drawn.focus(id); } },
    scheme(name) { document.documentElement.dataset.scheme = name; },
    /** Where an area's label stands in the view, for whoever wants to click it. */
    spot(id) {
      const area = drawn && drawn.areas.get(id);
      if (!area) { return JSON.stringify(null); }
      const point = map.latLngToContainerPoint([area.area.label_at[1], area.area.label_at[0]]);
      return JSON.stringify([point.x, point.y]);
    },
    state() { return JSON.stringify({ theme: drawn && drawn.theme, focused: drawn && drawn.focused, areas: drawn ? drawn.areas.size : 0 }); },
  };
  window.mrm = commands;
  new QWebChannel(qt.webChannelTransport, (channel) => { bridge = channel.objects.bridge; bridge.ready(); });
})();

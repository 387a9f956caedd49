/* The window's side of the map: fetches the MapDocument from memory and listens to the window.
 * Only identifiers and corners cross the bridge; both are checked on the other side like a file. */
"use strict";
(function () {
  const legendBox = document.getElementById("legend-box");
  const [legend, secondLegend] = ["legend", "second-legend"].map((id) => document.getElementById(id));
  const notes = document.getElementById("notes");
  const OPTIONS = { attributionControl: false, zoomSnap: 0.25, minZoom: 2, maxZoom: 18, preferCanvas: true, fadeAnimation: false, worldCopyJump: false };
  const fetchJson = async (name) => (await fetch(name)).json();
  const store = new MrmBaseMap.Store((part) => fetchJson(`base/${part}.json`));
  const view = { base: false, tiles: null, trips: null, shown: null };
  let bridge = null;
  let queue = Promise.resolve();
  let main = null;
  let second = null;
  let untie = null;

  /** One map with everything on it. */
  class Pane {
    constructor(holder, doc, options) {
      this.map = L.map(holder, { ...OPTIONS, zoomControl: holder === "map" });
      L.control.scale({ imperial: false, updateWhenIdle: true }).addTo(this.map);
      this.drawn = MrmMap.create(this.map, doc, { popups: false, busy: () => this.editor && this.editor.active, ...options });
      this.base = new MrmBaseMap.BaseMap(this.map, store, doc.language, (corner) => this.drawn.labelled(corner));
      this.marks = L.layerGroup().addTo(this.map);
      this.dress();
    }

    /** Bring base map, tiles and overlays in line with what the window asked for. */
    dress() {
      this.base.show(view.base);
      if (this.tiles) { this.tiles.remove(); this.tiles = null; }
      if (view.tiles) {
        const { version, min_zoom: minNativeZoom, max_zoom: maxNativeZoom, bounds } = view.tiles;
        this.tiles = L.tileLayer(`tiles/${version}/{z}/{x}/{y}`, {
          minNativeZoom, maxNativeZoom, ...(bounds ? { bounds: [[bounds[1], bounds[0]], [bounds[3], bounds[2]]] } : {}),
        }).addTo(this.map);
      }
      if (view.trips) { this.drawn.setOverlay(view.trips); }
      if (view.shown) { this.drawn.setShown(view.shown); }
    }
  }

  function dressPage(doc) {
    document.documentElement.lang = doc.language;
    document.documentElement.dir = doc.direction;
    for (const folding of [legend, secondLegend]) { foldOf(folding).textContent = doc.words.legend; }
    tellNotes(doc);
  }

  function tellNotes(doc) {
    const more = [view.base ? doc.words.basemap_note : "", view.tiles ? view.tiles.attribution : ""].filter(Boolean);
    notes.textContent = [...more, ...doc.marginalia.notes].join("  ·  ");
  }

  function refreshLegend() {
    if (!main) { return; }
    const { doc } = main.drawn;
    const more = [];
    if (view.base) {
      const styles = MrmBaseMap.BORDERS.map(({ id, dash }) => ({ id, stroke: "#8f877a", width: 1.4, dash: dash.join(" ") }));
      more.push([doc.words.basemap, styles.map(({ id }) => ({ id, label: doc.words[`border_${id}`], count: 1, silent: true })), styles, MrmLegend.strokeSwatch]);
    }
    for (const [holder, pane] of [[legend, main], [secondLegend, second]]) {
      if (pane) { MrmLegend.fillLegend(holder, pane.drawn.doc, pane.drawn.doc.themes.find((theme) => theme.id === pane.drawn.theme), more); }
    }
    tellNotes(doc);
  }

  /** Pixels that legend and notes cover; a map too narrow for both gives the legend no room of its own. */
  function covered(map) {
    const wide = !legend.hidden && map.getSize().x > 2 * legendBox.offsetWidth;
    return [wide ? legendBox.offsetWidth : 0, notes.offsetHeight];
  }

  const foldOf = (holder) => document.getElementById(`${holder.id}-fold`);

  function foldLegend(holder, folded) {
    holder.hidden = folded;
    foldOf(holder).setAttribute("aria-expanded", String(!folded));
  }

  for (const holder of [legend, secondLegend]) { foldOf(holder).addEventListener("click", () => foldLegend(holder, !holder.hidden)); }

  const panes = () => [main, second].filter(Boolean);
  const painted = (what) => requestAnimationFrame(() => requestAnimationFrame(() => bridge.painted(what)));

  /** Two maps side by side show the same stretch of the world; returns what unties them. */
  function tie(a, b) {
    let following = false;
    const follow = (leader, follower) => () => {
      if (following) { return; }
      following = true;
      follower.setView(leader.getCenter(), leader.getZoom(), { animate: false });
      following = false;
    };
    const [first, other] = [follow(a.map, b.map), follow(b.map, a.map)];
    a.map.on("move", first);
    b.map.on("move", other);
    return () => { a.map.off("move", first); b.map.off("move", other); };
  }

  function drop() {
    if (second) { untie(); second.map.remove(); second = null; }
    document.getElementById("second").hidden = true;
    document.getElementById("caption").hidden = true;
  }

  const commands = {
    /** Run one command after the other: some wait for what they fetch, and the next must find it there. */
    run(name, given) { queue = queue.then(() => commands[name](...given)); },
    /** Fetch the current document and draw it; with `keepView` the map stays where it is. */
    async load(version, keepView = false) {
      const doc = await fetchJson(`document.json?${version}`);
      dressPage(doc);
      if (main) { doc.overlays = { ...main.drawn.doc.overlays, ...doc.overlays }; main.drawn.load(doc, keepView); } else {
        MrmLegend.fillLegend(legend, doc, doc.themes[0]);
        main = new Pane("map", doc, {
          onPick: (id) => bridge.picked(id), onPoint: (layer, id) => bridge.pointed(layer, id), panels: () => covered(main ? main.map : { getSize: () => ({ x: innerWidth }) }),
        });
        main.editor = new MrmEditor.Editor(main.map, (corners) => bridge.edited(JSON.stringify(corners)));
        main.drawn.onTheme = refreshLegend;
      }
      refreshLegend();
      painted("document");
    },
    /** Fetch new classes for the shapes that are already there. */
    async restyle(version) {
      const colours = await fetchJson(`colours.json?${version}`);
      main.drawn.takeOver(colours);
      dressPage(main.drawn.doc);
      refreshLegend();
      requestAnimationFrame(() => bridge.painted("document"));
    },
    /** Fetch the incidents of a window of time. */
    async incidents(version) {
      const layer = await fetchJson(`incidents.json?${version}`);
      if (!main) { return; }
      main.drawn.setOverlay(layer);
      refreshLegend();
      painted("incidents");
    },
    /** Fetch a second document and show it beside the first. */
    async compare(version) {
      const { document: doc, captions } = await fetchJson(`compare.json?${version}`);
      drop();
      document.getElementById("second").hidden = false;
      for (const [id, text] of [["caption", captions[0]], ["second-caption", captions[1]]]) {
        Object.assign(document.getElementById(id), { hidden: false, textContent: text });
      }
      for (const holder of [legend, secondLegend]) { foldLegend(holder, true); } // two maps need the room
      main.map.invalidateSize({ animate: false });
      main.drawn.home();
      second = new Pane("map2", doc, { onPick: (id) => { main.drawn.focus(id, false); bridge.picked(id); } });
      second.drawn.setTheme(main.drawn.theme);
      refreshLegend();
      second.map.setView(main.map.getCenter(), main.map.getZoom(), { animate: false });
      untie = tie(main, second);
      painted("compare");
    },
    single() {
      drop();
      foldLegend(legend, false);
      if (main) { main.map.invalidateSize({ animate: false }); main.drawn.home(); }
    },
    theme(id) { for (const pane of panes()) { pane.drawn.setTheme(id); } refreshLegend(); },
    show(ids) {
      view.shown = ids;
      view.base = ids.includes("basemap");
      for (const pane of panes()) { pane.drawn.setShown(ids); pane.base.show(view.base); pane.base.redraw(); }
      refreshLegend();
    },
    tiles(told) { view.tiles = told; for (const pane of panes()) { pane.dress(); } refreshLegend(); },
    trips(layer) { view.trips = layer; for (const pane of panes()) { pane.drawn.setOverlay(layer); } refreshLegend(); },
    focus(id) { for (const pane of panes()) { pane.drawn.focus(id, pane === main); } },
    home() { if (main) { main.drawn.home(); } },
    /** Mark a place that was searched for, and bring it into view. */
    mark(told) {
      for (const pane of panes()) { pane.marks.clearLayers(); }
      if (!told || !main) { return; }
      const at = [told.at[1], told.at[0]];
      for (const pane of panes()) {
        pane.marks.addLayer(L.marker(at, { icon: L.divIcon({ className: "mrm-found", html: MrmPatterns.element("span", "", told.name), iconSize: [26, 26] }), keyboard: false, interactive: false }));
      }
      main.map.setView(at, Math.max(main.map.getZoom(), told.zoom), { animate: false });
    },
    edit(state) { if (main) { main.editor.set(state); } },
    scheme(name) { document.documentElement.dataset.scheme = name; for (const pane of panes()) { pane.base.redraw(); } },
    /** Where an area's label stands in the view, for whoever wants to click it. */
    spot(id) {
      const area = main && main.drawn.areas.get(id);
      if (!area) { return JSON.stringify(null); }
      return commands.pixel([area.area.label_at[0], area.area.label_at[1]]);
    },
    /** Where a position stands in the view. */
    pixel(at) {
      const point = main.map.latLngToContainerPoint([at[1], at[0]]);
      const box = main.map.getContainer().getBoundingClientRect();
      return JSON.stringify([point.x + box.left, point.y + box.top]);
    },
    state() {
      const drawn = main && main.drawn;
      return JSON.stringify({ theme: drawn && drawn.theme, focused: drawn && drawn.focused, areas: drawn ? drawn.areas.size : 0 });
    },
    /** What else is on the map, for whoever checks it. */
    details() {
      const { parts, groups, shown } = main.drawn;
      return JSON.stringify({
        shown: [...shown], base: view.base && Boolean(store.world) && store.world !== "coming", cells: [...store.cells.keys()],
        places: parts.places.x.length, presence: parts.presence.count,
        incidents: parts.incidents ? parts.incidents.x.length : 0, counts: groups.incidents ? groups.incidents.getLayers().length : 0,
        trips: view.trips ? view.trips.legs.length : 0, second: Boolean(second), tiles: Boolean(view.tiles),
        corners: main.editor.corners.length, shape: main.editor.shape, marks: main.marks.getLayers().length,
        centre: [main.map.getCenter().lng, main.map.getCenter().lat], zoom: main.map.getZoom(),
        other: second ? [second.map.getCenter().lng, second.map.getCenter().lat] : null,
        legend: legend.textContent, otherLegend: second ? secondLegend.textContent : "", notes: notes.textContent,
      });
    },
  };
  // What changes the map happens in the order in which it was asked for: what overtook the first drawing would find nothing to change.
  let turn = Promise.resolve();
  const questions = ["spot", "pixel", "state", "details"];
  for (const name of Object.keys(commands).filter((known) => !questions.includes(known))) {
    const run = commands[name];
    commands[name] = (...told) => { turn = turn.then(() => run(...told)).catch((error) => console.error(`${name}: ${error}`)); };
  }
  window.mrm = commands;
  new QWebChannel(qt.webChannelTransport, (channel) => { bridge = channel.objects.bridge; bridge.ready(); });
})();

/* Draws a MapDocument on the exported page, in the order of the scene that window and paper are drawn from.
 *
 * Strings of the document reach the page only through textContent, never as HTML. Nothing here asks the network for anything. */
"use strict";
(function (global) {
  const L = global.L;
  const { Plane, Scene, onPage, project } = global.MrmScene;
  const { Tiles, element } = global.MrmPatterns;
  const { Areas, Lines, Presence } = global.MrmAreas;
  const { Marks } = global.MrmMarks;
  const { Room, besideMark, write } = global.MrmNames;
  const PRINTED = 3; // device pixels for a CSS pixel of paper
  const LETTERS = 12; // pixels
  const ROOM_FOR_A_BASE = 12000; // square pixels of the map for each base, below which their names would be all that is seen
  const BUTTONS = [54, 86]; // width and height of the corners that Leaflet's own controls cover, pixels
  const SCALE = [120, 34];
  const NARROW = 600; // pixels of the map below which a popup would cover it
  const MARGIN = 12; // pixels around the whole map

  function popupContent(doc, name, rows) {
    const box = element("div", "mrm-popup");
    box.dir = doc.direction;
    const list = element("dl");
    for (const [label, value] of rows) { list.append(element("dt", "", label), element("dd", "", value)); }
    box.append(element("h2", "", name), list);
    return box;
  }

  class MrmMap {
    /**
     * @param {L.Map} map a Leaflet map without any layer
     * @param {object} doc a MapDocument with what the page needs beside it
     */
    constructor(map, doc) {
      this.map = map;
      this.doc = doc;
      this.card = document.getElementById("card");
      const plane = new Plane(doc.bounds);
      this.tiles = new Tiles(doc.patterns);
      this.ground = doc.ground && new global.MrmGround.Ground(doc, plane);
      this.areas = new Areas(doc, plane, this.tiles);
      this.presence = new Presence(doc, plane);
      const based = doc.presence.filter((item) => item.base);
      const bases = based.map((item) => ({ ...item, at: item.base, style: doc.base.id }));
      this.marks = { places: new Marks(doc.places, doc.place_styles, doc, { title: doc.words.places }) };
      this.lines = {};
      this.counts = {};
      for (const layer of Object.values(doc.overlays)) { this.addLayer(layer, plane); }
      this.bases = new Marks(bases, [doc.base], doc, { mayCluster: false });
      const always = { presence: doc.presence.length, places: doc.places.length };
      const base = this.ground ? ["basemap"] : [];
      this.layers = [...Object.keys(always).filter((id) => always[id]), ...Object.keys(doc.overlays), ...base, "labels"];
      this.shown = new Set(this.layers);
      this.theme = doc.themes[0].id;
      this.areas.setTheme(doc.themes[0]);
      this.home();
      this.scene = new Scene((ctx, view) => this.paint(ctx, view), { padding: 0.12 }).addTo(map);
      map.on("popupclose", () => this.keepWithin());
      map.on("click", (event) => this.pick(event));
      map.on("mousemove", L.Util.throttle((event) => this.point(event), 60, this));
      map.on("movestart", () => { if (!this.isFitting) { this.isHome = false; } });
      map.on("resize", () => { if (this.isHome) { this.home(); } });
    }

    /** Points whose place is known are marks; where only the area is known, a number stands on it. */
    addLayer(layer, plane) {
      if (layer.kind === "lines") {
        this.lines[layer.id] = new Lines(layer, plane);
        return;
      }
      this.marks[layer.id] = new Marks(layer.marks, layer.styles, this.doc, { title: layer.title });
      this.counts[layer.id] = L.layerGroup(layer.counts.map(({ at, count, title }) => L.marker([at[1], at[0]], {
        icon: L.divIcon({ className: "mrm-count", html: element("span", "", String(count)), iconSize: null }), title, alt: title,
        interactive: false, keyboard: false,
      }))).addTo(this.map);
    }

    /** Show the whole document, and again whenever the page changes its size, until somebody moves the map. */
    home() {
      const [west, south, east, north] = this.doc.bounds;
      const room = this.map.getSize();
      this.isHome = true;
      this.isFitting = true;
      if (Math.min(room.x, room.y) <= 2 * MARGIN) { // no room yet: it hears when there is some
        this.map.setView([(south + north) / 2, (west + east) / 2], 5, { animate: false });
        this.isFitting = false;
        return;
      }
      this.map.setMinZoom(1).setMaxBounds(null);
      this.map.fitBounds([[south, west], [north, east]], { animate: false, padding: [MARGIN, MARGIN] });
      this.map.setMinZoom(Math.max(1, this.map.getZoom() - 0.5));
      this.keepWithin();
      this.isFitting = false;
    }

    /** Beyond the stretch there is no base map to look at. */
    keepWithin() {
      const [west, south, east, north] = this.doc.stretch;
      this.map.setMaxBounds([[south, west], [north, east]]);
    }

    setTheme(id) {
      const theme = this.doc.themes.find((candidate) => candidate.id === id);
      this.theme = id;
      this.areas.setTheme(theme);
      this.scene.redraw();
      if (this.onTheme) { this.onTheme(theme); }
    }

    show(id, on) {
      if (on) { this.shown.add(id); } else { this.shown.delete(id); }
      if (this.counts[id]) { if (on) { this.counts[id].addTo(this.map); } else { this.counts[id].remove(); } }
      this.scene.redraw();
    }

    paint(ctx, view) {
      const has = (id) => this.shown.has(id);
      const room = new Room(view.inner);
      const layers = Object.keys(this.doc.overlays).filter(has);
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
      this.keepClear(room, view);
      if (has("basemap")) { this.ground.paintLand(ctx, view); }
      this.areas.paint(ctx, view);
      if (has("basemap")) { this.ground.paintWater(ctx, view, this.map); }
      if (has("presence")) { this.presence.paint(ctx, view); }
      if (has("places")) { this.marks.places.paint(ctx, view, room); }
      this.areas.paintFocus(ctx, view);
      for (const id of layers) { (this.lines[id] || this.marks[id]).paint(ctx, view, room); }
      this.paintNames(ctx, view, room);
      if (has("presence")) { this.bases.paint(ctx, view, room); } // a name never hides a base
    }

    /** Keep names and numbers off the bases, and off the buttons and the scale at the left edge. */
    keepClear(room, view) {
      const [left, top, , bottom] = view.inner;
      room.take([left, top, left + BUTTONS[0], top + BUTTONS[1]]);
      room.take([left, bottom - SCALE[1], left + SCALE[0], bottom]);
      if (!this.shown.has("presence")) { return; }
      const { radius } = this.doc.base;
      for (const { xy } of this.bases.list) {
        const [x, y] = [xy[0] * view.k - view.x, xy[1] * view.k - view.y];
        room.take([x - radius, y - radius, x + radius, y + radius]);
      }
    }

    paintNames(ctx, view, room) {
      const { colours, limits } = this.doc;
      const towns = this.shown.has("basemap") ? this.ground.paintTowns(ctx, view, this.map) : [];
      const areas = this.shown.has("labels") ? this.areaNames(ctx, view) : [];
      // A telephone has room for fewer of them than a screen.
      const [left, top, right, bottom] = view.inner;
      const most = Math.min(limits.base_names, ((right - left) * (bottom - top)) / ROOM_FOR_A_BASE);
      const bases = !this.shown.has("presence") || this.bases.list.length > most ? [] : this.bases.list.map(({ item, xy }) => ({
        text: item.name, at: [xy[0] * view.k - view.x, xy[1] * view.k - view.y], offsets: besideMark(this.doc.base.radius), size: LETTERS * 0.88,
        weight: 600, colour: colours.veil,
      }));
      const countries = this.shown.has("basemap") ? this.ground.countries(view) : [];
      onPage(ctx, view);
      for (const wish of [...bases, ...towns, ...areas, ...countries]) { write(ctx, room, wish, colours.halo); }
    }

    /** The names of areas that are wide enough to carry them, the one in focus first, then the largest. */
    areaNames(ctx, view) {
      const perDegree = (256 * view.k) / 360;
      ctx.font = `600 ${LETTERS}px ${global.MrmNames.FONT}`;
      const wishes = [];
      for (const one of this.areas.list) {
        const { area, box } = one;
        const [wide, tall] = [(box[2] - box[0]) * perDegree, (box[3] - box[1]) * perDegree];
        const isFocus = one === this.areas.focus;
        one.letters = one.letters || ctx.measureText(area.name).width;
        if (!isFocus && one.letters > wide * 1.15) { continue; }
        const [x, y] = project(...area.label_at);
        const step = Math.max(14, Math.min(tall * 0.18, 60));
        const places = isFocus || tall > 4 * step ? [0, -step, step, -2 * step, 2 * step] : [0];
        wishes.push({
          text: area.name, at: [x * view.k - view.x, y * view.k - view.y], offsets: places.map((dy) => [0, dy, "center"]), size: LETTERS, weight: 600,
          colour: this.doc.colours.letters, order: isFocus ? Infinity : wide * tall,
        });
      }
      return wishes.sort((one, other) => other.order - one.order);
    }

    /** The mark at a place of the map: what lies on top first, then bases, then places. */
    markAt(latlng) {
      const corner = this.map.latLngToLayerPoint(latlng).subtract(this.scene._bounds.min);
      const layers = [["presence", this.bases], ...Object.entries(this.marks).reverse()];
      for (const [id, marks] of layers) {
        const found = this.shown.has(id) && marks.nearest([corner.x, corner.y]);
        if (found) { return { marks, ...found }; }
      }
      return null;
    }

    pick(event) {
      const found = this.markAt(event.latlng);
      if (found && found.count > 1) {
        this.map.setView(event.latlng, this.map.getZoom() + 2);
        return;
      }
      if (found && found.item.rows) {
        this.open(L.latLng(found.item.at[1], found.item.at[0]), found.item.name, found.item.rows);
        return;
      }
      const one = this.areas.at(event.latlng);
      this.areas.focus = one || null;
      this.scene.redraw();
      this.closeCard();
      if (one) { this.open(event.latlng, one.area.name, one.area.rows); }
    }

    /** Tell what is at a place: in a popup, and where the map has no room for one in a card below it. */
    open(at, name, rows) {
      const room = this.map.getSize();
      if (room.x < NARROW) {
        this.openCard(name, rows);
        return;
      }
      this.map.setMaxBounds(null); // or it would push a popup near the edge out of sight
      const popup = L.popup({ maxWidth: Math.min(360, room.x - 60), maxHeight: Math.min(380, room.y - 60) }).setLatLng(at);
      popup.setContent(popupContent(this.doc, name, rows)).openOn(this.map);
      const holder = popup.getElement();
      holder.querySelector(".leaflet-popup-close-button").setAttribute("aria-label", this.doc.words.close);
      // What scrolls can be reached by keyboard, too.
      const content = holder.querySelector(".leaflet-popup-content");
      content.tabIndex = 0;
      content.setAttribute("role", "group");
      content.setAttribute("aria-label", name);
    }

    openCard(name, rows) {
      const close = element("button", "", this.doc.words.close);
      close.type = "button";
      close.addEventListener("click", () => this.closeCard());
      this.card.replaceChildren(popupContent(this.doc, name, rows), close);
      this.card.hidden = false;
    }

    closeCard() {
      this.card.hidden = true;
      this.card.replaceChildren();
    }

    /** Show the name of what is under the pointer. */
    point(event) {
      if (this.map.dragging.moving()) { return; }
      const found = this.markAt(event.latlng);
      const holder = this.map.getContainer();
      holder.classList.toggle("mrm-over", Boolean(found || this.areas.at(event.latlng)));
      holder.title = found ? (found.count > 1 ? `${found.marks.title}: ${found.count}` : found.item.name) : "";
    }

    /** Bring the map onto paper: whole, in the size that the page has there, as sharp as paper is. */
    toPaper() {
      this.before = { center: this.map.getCenter(), zoom: this.map.getZoom(), isHome: this.isHome };
      this.scene.sharpness = PRINTED;
      this.map.closePopup().invalidateSize({ animate: false, pan: false });
      this.home();
      this.scene.redraw();
    }

    toScreen() {
      const { center, zoom, isHome } = this.before;
      this.scene.sharpness = 1;
      this.map.invalidateSize({ animate: false, pan: false });
      this.home();
      if (!isHome) { this.map.setView(center, zoom, { animate: false }); }
      this.scene.redraw();
    }
  }

  /** Draw a document on the page around the map, with its legend and its switches. */
  function start(map, doc) {
    map.invalidateSize({ animate: false }); // it was made before it was put into its holder
    L.control.zoom({ zoomInTitle: doc.words.zoom_in, zoomOutTitle: doc.words.zoom_out }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    const drawn = new MrmMap(map, doc);
    const legend = document.getElementById("legend");
    drawn.onTheme = (theme) => global.MrmLegend.fillLegend(legend, drawn, theme);
    drawn.onTheme(doc.themes[0]);
    global.MrmLegend.fillControls(document.getElementById("controls"), drawn);
    const fold = document.querySelector("aside details");
    const isNarrow = global.matchMedia("screen and (max-width: 800px)");
    let isPrinting = false;
    const setFold = () => { fold.open = isPrinting || !isNarrow.matches; };
    setFold();
    isNarrow.addEventListener("change", setFold);
    // Leaflet does not notice that the page around it gave it more room or less.
    new ResizeObserver(() => { if (!isPrinting) { map.invalidateSize({ animate: false }); } }).observe(map.getContainer());
    global.addEventListener("beforeprint", () => {
      isPrinting = true;
      setFold();
      document.documentElement.classList.add("printing");
      drawn.toPaper();
    });
    global.addEventListener("afterprint", () => {
      isPrinting = false;
      setFold();
      document.documentElement.classList.remove("printing");
      drawn.toScreen();
    });
  }

  global.MrmMap = { start };
})(window);

/* Draws a MapDocument with Leaflet. The live page of the window and the exported page use this same script.
 *
 * Strings of the document reach the page only through textContent, never as HTML. Nothing here asks the network for anything. */
"use strict";
(function (global) {
  const L = global.L;
  const { Overlay, Points, Outlines, project, stamp } = global.MrmScene;

  // ---- patterns -------------------------------------------------------------------------------------------------------------

  const TILE = 12;

  /** How each pattern is drawn into one repeatable tile; the same shapes as the printed map. */
  const DRAW = {
    plain() {},
    hatch(c) { strokes(c, [[-2, 8, 8, -2], [-2, 14, 14, -2], [4, 14, 14, 4]]); },
    backhatch(c) { strokes(c, [[-2, -2, 14, 14], [4, -2, 14, 8], [-2, 4, 8, 14]]); },
    grid(c) { strokes(c, [[-2, 14, 14, -2], [-2, -2, 14, 14]]); },
    lines(c) { strokes(c, [[0, 3, 12, 3], [0, 9, 12, 9]]); },
    dash(c) { strokes(c, [[1, 3, 6, 3], [7, 9, 12, 9]]); },
    cross(c) { strokes(c, [[4, 4, 8, 8], [4, 8, 8, 4]]); },
    dots(c) { discs(c, [[3, 3], [9, 9]], 1.5); },
    rings(c) { c.lineWidth = 1.2; c.beginPath(); c.arc(6, 6, 3.2, 0, 2 * Math.PI); c.stroke(); },
  };

  function strokes(c, lines) {
    c.lineWidth = 1.3;
    for (const [x1, y1, x2, y2] of lines) { c.beginPath(); c.moveTo(x1, y1); c.lineTo(x2, y2); c.stroke(); }
  }

  function discs(c, centres, radius) {
    for (const [x, y] of centres) { c.beginPath(); c.arc(x, y, radius, 0, 2 * Math.PI); c.fill(); }
  }

  const tiles = new Map();

  /** A canvas tile with ground and pattern of a fill class, made once a class. */
  function tileOf(fill) {
    const key = fill.fill + fill.pattern + fill.ink;
    if (!tiles.has(key)) {
      const scale = Math.max(1, global.devicePixelRatio || 1);
      const tile = document.createElement("canvas");
      tile.width = tile.height = Math.round(TILE * scale);
      const c = tile.getContext("2d");
      c.scale(tile.width / TILE, tile.height / TILE);
      c.fillStyle = fill.fill;
      c.fillRect(0, 0, TILE, TILE);
      c.fillStyle = c.strokeStyle = fill.ink;
      DRAW[fill.pattern](c);
      tiles.set(key, { tile, scale: TILE / tile.width });
    }
    return tiles.get(key);
  }

  /** Leaflet's canvas renderer, taught to fill with a pattern. */
  const PatternCanvas = L.Canvas.extend({
    _fillStroke(ctx, layer) {
      const options = layer.options;
      if (options.fill && options.fillClass) {
        const made = tileOf(options.fillClass);
        const pattern = ctx.createPattern(made.tile, "repeat");
        pattern.setTransform(new DOMMatrix().scale(made.scale));
        ctx.globalAlpha = options.fillOpacity;
        ctx.fillStyle = pattern;
        ctx.fill("evenodd");
      } else if (options.fill) {
        ctx.globalAlpha = options.fillOpacity;
        ctx.fillStyle = options.fillColor || options.color;
        ctx.fill(options.fillRule || "evenodd");
      }
      if (options.stroke && options.weight !== 0) {
        if (ctx.setLineDash) { ctx.setLineDash((layer.options && layer.options._dashArray) || []); }
        ctx.globalAlpha = options.opacity;
        ctx.lineWidth = options.weight;
        ctx.strokeStyle = options.color;
        ctx.lineCap = options.lineCap;
        ctx.lineJoin = options.lineJoin;
        ctx.stroke();
      }
    },
  });

  // ---- small pieces of page -------------------------------------------------------------------------------------------------

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) { made.className = className; }
    if (text !== undefined) { made.textContent = text; }
    return made;
  }

  function popupContent(name, rows) {
    const box = element("div", "mrm-popup");
    box.append(element("h2", "", name));
    const list = element("dl");
    for (const [label, value] of rows) { list.append(element("dt", "", label), element("dd", "", value)); }
    box.append(list);
    return box;
  }

  const flip = (ring) => ring.map(([lon, lat]) => [lat, lon]);
  const latLngs = (polygons) => polygons.map((polygon) => polygon.map(flip));
  const BASE = { id: "base", shape: "diamond", fill: "#1f3d63", stroke: "#ffffff", radius: 7, fixed: true };
  const dashes = (text) => (text ? text.split(" ").map(Number) : null);

  /** Points in columns; a document carries them so, or as a list of marks with the rows of their popups. */
  function columns(points, styles) {
    if (!Array.isArray(points)) { return points; }
    const order = new Map(styles.map((style, n) => [style.id, n]));
    return {
      id: points.map((p) => p.id), name: points.map((p) => p.name), lon: points.map((p) => p.at[0]), lat: points.map((p) => p.at[1]),
      style: points.map((p) => order.get(p.style)), rows: points.map((p) => p.rows),
    };
  }

  /** Names of areas, written on the canvas: hundreds of elements would make the map heavy to move. */
  class Labels {
    constructor(drawn) { this.drawn = drawn; }

    paint(ctx, view) {
      ctx.setTransform(view.scale, 0, 0, view.scale, 0, 0);
      Object.assign(ctx, { textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 3.5, strokeStyle: "#ffffffd9", fillStyle: "#26221c",
        font: '600 12px "IBM Plex Sans", "IBM Plex Sans Arabic", system-ui, sans-serif' });
      const bases = this.drawn.shown.has("presence") && this.drawn.parts.bases;
      for (const { label_at: at, name } of this.drawn.named()) {
        const [x, y] = project(at[0], at[1]);
        const covers = bases && bases.nearest({ lng: at[0], lat: at[1] }, 12, view.zoom) >= 0;
        const place = [x * view.k - view.x, y * view.k - view.y - (covers ? 13 : 0)]; // a name never hides a base
        ctx.strokeText(name, ...place);
        ctx.fillText(name, ...place);
      }
    }
  }

  // ---- the map --------------------------------------------------------------------------------------------------------------

  class MrmMap {
    /**
     * @param {L.Map} map a Leaflet map without any layer
     * @param {object} doc a MapDocument
     * @param {{onPick?: (id: string) => void, onPoint?: (layer: string, id: string) => void, popups?: boolean, busy?: () => boolean,
     *   panels?: () => [number, number]}} options busy: clicks belong to somebody else; panels: pixels covered at the right and bottom
     */
    constructor(map, doc, options = {}) {
      this.map = map;
      this.options = { popups: true, busy: () => false, ...options };
      this.renderer = new PatternCanvas({ padding: 0.12 });
      Object.assign(map.createPane("mrm-lines").style, { zIndex: 450, pointerEvents: "none" });
      Object.assign(map.createPane("mrm-overlay").style, { zIndex: 440, pointerEvents: "none" });
      this.overlay = new Overlay({ pane: "mrm-overlay", padding: 0.12 }).addTo(map);
      this.lineRenderer = L.canvas({ pane: "mrm-lines", padding: 0.2 });
      this.areas = new Map();
      this.shown = new Set(["presence", "places", "incidents", "trips", "labels"]);
      this.theme = null;
      this.focused = null;
      this.load(doc);
      map.on("click", (event) => this.pickPoint(event));
      map.on("mousemove", L.Util.throttle((event) => this.point(event), 60, this));
      map.on("resize", () => this.fitAtLast());
    }

    /** Draw a document from scratch. */
    load(doc, keepView = false) {
      for (const group of Object.values(this.groups || {})) { group.remove(); }
      if (this.areaGroup) { this.areaGroup.remove(); }
      this.doc = doc;
      this.areas.clear();
      this.areaGroup = L.featureGroup();
      this.groups = {}; // what is made of elements, by the overlay it belongs to
      this.parts = { labels: new Labels(this) }; // what is painted on the canvas above the areas
      this.drawAreas();
      this.drawPresence();
      this.parts.places = new Points(columns(doc.places, doc.place_styles), doc.place_styles);
      if (doc.incidents) { this.setIncidents(doc.incidents); }
      if (doc.trips) { this.setTrips(doc.trips); }
      if (!keepView) { this.home(); }
      this.areaGroup.addTo(this.map);
      this.setShown([...this.shown]);
      this.setTheme(this.theme || doc.themes[0].id);
    }

    /** Show the whole project. */
    home() {
      const [west, south, east, north] = this.doc.bounds;
      this.fit([[south, west], [north, east]], 12);
    }

    /** Bring bounds into view; on a page that has no size yet, because another page of the window is shown, as soon as it has one. */
    fit(bounds, margin, options = {}) {
      const padding = this.clearance(margin);
      const room = this.map.getSize().subtract(padding.paddingTopLeft).subtract(padding.paddingBottomRight);
      this.unfitted = room.x > 0 && room.y > 0 ? null : [bounds, margin, options];
      if (this.unfitted) { this.map.setView(L.latLngBounds(bounds).getCenter(), 5, { animate: false }); } else {
        this.map.fitBounds(bounds, { animate: false, ...padding, ...options });
      }
    }

    fitAtLast() {
      if (this.unfitted) { this.fit(...this.unfitted); }
    }

    drawAreas() {
      const line = this.doc.boundary;
      for (const area of this.doc.areas) {
        const shape = L.polygon(latLngs(area.polygons), {
          renderer: this.renderer, color: line.stroke, weight: line.width, fill: true, fillOpacity: 0.9, smoothFactor: 0.6,
        });
        shape.on("click", (event) => {
          if (this.options.busy() || this.pointAt(event.latlng)) { return; } // the map hears it
          L.DomEvent.stop(event);
          this.pick(area, event.latlng);
        });
        const box = shape.getBounds();
        this.areas.set(area.id, { area, shape, wide: box.getEast() - box.getWest() });
        this.areaGroup.addLayer(shape);
      }
    }

    drawPresence() {
      const bases = this.doc.presence.filter((item) => item.base);
      this.parts.presence = new Outlines(this.doc.presence, this.doc.presence_styles);
      this.parts.bases = new Points({
        id: bases.map((b) => b.id), name: bases.map((b) => b.name), lon: bases.map((b) => b.base[0]), lat: bases.map((b) => b.base[1]),
        style: bases.map(() => 0), rows: bases.map((b) => b.rows),
      }, [BASE]);
    }

    /** Take over the incidents of a window of time: points where the source knows the place, a number on the area where it does not. */
    setIncidents(layer) {
      if (this.groups.incidents) { this.groups.incidents.remove(); }
      this.doc.incidents = layer;
      this.parts.incidents = new Points(columns(layer.marks, layer.styles), layer.styles);
      this.groups.incidents = L.layerGroup();
      for (const { at, count, title } of layer.counts) {
        this.groups.incidents.addLayer(L.marker([at[1], at[0]], {
          icon: L.divIcon({ className: "mrm-count", html: element("span", "", String(count)), iconSize: null }), title, alt: title,
          interactive: false, keyboard: false,
        }));
      }
      this.setShown([...this.shown]);
    }

    /** Take over the lines of trips. */
    setTrips(layer) {
      if (this.groups.trips) { this.groups.trips.remove(); }
      this.doc.trips = layer;
      this.groups.trips = L.featureGroup();
      const styles = new Map(layer.styles.map((style) => [style.id, style]));
      for (const leg of layer.legs) {
        const style = styles.get(leg.style);
        for (const [color, weight, dash] of [["#ffffff", style.width + 2.4, null], [style.stroke, style.width, dashes(style.dash)]]) {
          const line = L.polyline(flip(leg.route), { renderer: this.lineRenderer, color, weight, interactive: false });
          line.options._dashArray = dash;
          this.groups.trips.addLayer(line);
        }
      }
      this.setShown([...this.shown]);
    }

    /** Show one theme of the areas; nothing is loaded again. */
    setTheme(id) {
      const theme = this.doc.themes.find((candidate) => candidate.id === id) || this.doc.themes[0];
      const classes = new Map(theme.classes.map((fill) => [fill.id, fill]));
      this.theme = theme.id;
      for (const [code, { shape }] of this.areas) { shape.options.fillClass = classes.get(theme.of_area[code]); }
      this.repaint();
      if (this.onTheme) { this.onTheme(theme); }
    }

    /** Take over what a re-score changes - classes, words, presence, the class of each place - while every shape stays. */
    takeOver(colours) {
      const same = JSON.stringify(colours.presence) === JSON.stringify(this.doc.presence);
      const { areas, places } = this.doc;
      this.parts.places.points.style = colours.place_classes;
      this.doc = { ...this.doc, ...colours, areas, places };
      if (!same) { this.drawPresence(); }
      this.setShown([...this.shown]);
      this.setTheme(this.theme);
    }

    repaint() {
      if (this.renderer._ctx) { this.renderer._redraw(); }
    }

    /** Show exactly these overlays: presence, places, incidents, trips, labels. */
    setShown(ids) {
      this.shown = new Set(ids);
      for (const [id, group] of Object.entries(this.groups)) { if (this.shown.has(id)) { group.addTo(this.map); } else { group.remove(); } }
      const order = [["presence", "presence"], ["places", "places"], ["bases", "presence"], ["incidents", "incidents"], ["labels", "labels"]];
      this.overlay.show(order.filter(([part, id]) => this.parts[part] && this.shown.has(id)).map(([part]) => this.parts[part]));
    }

    /** The areas that are wide enough on the screen to carry their name. */
    named() {
      const view = this.map.getBounds().pad(0.1);
      const perDegree = this.map.getSize().x / (this.map.getBounds().getEast() - this.map.getBounds().getWest());
      const found = [];
      for (const { area, wide } of this.areas.values()) {
        if (wide * perDegree >= area.name.length * 5.2 && view.contains([area.label_at[1], area.label_at[0]])) { found.push(area); }
      }
      return found;
    }

    /** Where names of areas stand, in pixels from a corner of the map's own layers: other names keep clear of them. */
    labelled(corner) {
      if (!this.shown.has("labels")) { return []; }
      return this.named().map(({ label_at: at, name }) => {
        const point = this.map.latLngToLayerPoint([at[1], at[0]]).subtract(corner);
        const half = name.length * 3.4;
        return [point.x - half, point.y - 10, point.x + half, point.y + 10];
      });
    }

    /** The point under the pointer: `{layer, index}`, incidents first, then bases, then places. */
    pointAt(latlng) {
      for (const [layer, overlay] of [["incidents", "incidents"], ["bases", "presence"], ["places", "places"]]) {
        const points = this.shown.has(overlay) && this.parts[layer];
        const index = points ? points.nearest(latlng, 7, this.map.getZoom()) : -1;
        if (index >= 0) { return { layer, index }; }
      }
      return null;
    }

    pickPoint(event) {
      const found = this.options.busy() ? null : this.pointAt(event.latlng);
      if (!found) { return; }
      const { points } = this.parts[found.layer];
      if (this.options.onPoint) { this.options.onPoint(found.layer === "bases" ? "presence" : found.layer, points.id[found.index]); }
      if (this.options.popups && points.rows) {
        L.popup({ maxWidth: 340 }).setLatLng([points.lat[found.index], points.lon[found.index]])
          .setContent(popupContent(points.name[found.index], points.rows[found.index])).openOn(this.map);
      }
    }

    /** Show the name of the point under the pointer. */
    point(event) {
      if (this.map.dragging.moving()) { return; }
      const found = this.options.busy() ? null : this.pointAt(event.latlng);
      const holder = this.map.getContainer();
      holder.classList.toggle("mrm-over", Boolean(found));
      holder.title = found ? this.parts[found.layer].points.name[found.index] : "";
    }

    pick(area, at) {
      this.focus(area.id, false);
      if (this.options.onPick) { this.options.onPick(area.id); }
      if (this.options.popups) {
        L.popup({ maxWidth: 360 }).setLatLng(at || this.areas.get(area.id).shape.getBounds().getCenter())
          .setContent(popupContent(area.name, area.rows)).openOn(this.map);
      }
    }

    /** Outline one area; with `move`, bring it into view. */
    focus(id, move = true) {
      const line = this.doc.boundary;
      const strong = this.doc.focus;
      const before = this.areas.get(this.focused);
      if (before) { before.shape.setStyle({ color: line.stroke, weight: line.width }); }
      const entry = this.areas.get(id);
      this.focused = entry ? id : null;
      if (!entry) { return; }
      entry.shape.setStyle({ color: strong.stroke, weight: strong.width }).bringToFront();
      if (move) { this.fit(entry.shape.getBounds(), 60, { maxZoom: 9 }); }
    }

    /** Padding that keeps what is shown clear of the page's own panels. */
    clearance(margin) {
      const [right, bottom] = this.options.panels ? this.options.panels() : [0, 0];
      return { paddingTopLeft: [margin, margin], paddingBottomRight: [margin + right, margin + bottom] };
    }
  }

  // ---- legend and controls of the exported page -----------------------------------------------------------------------------

  /** A small canvas of 36 x 18 CSS pixels that `draw(context, scale)` fills. */
  function small(className, draw) {
    const canvas = element("canvas", `mrm-swatch ${className}`);
    const scale = Math.max(1, global.devicePixelRatio || 1);
    canvas.width = 36 * scale;
    canvas.height = 18 * scale;
    const c = canvas.getContext("2d");
    c.scale(scale, scale);
    draw(c, scale);
    return canvas;
  }

  function swatch(fill) {
    return small("", (c) => {
      const made = tileOf(fill);
      const pattern = c.createPattern(made.tile, "repeat");
      pattern.setTransform(new DOMMatrix().scale(made.scale));
      c.fillStyle = pattern;
      c.fillRect(0, 0, 36, 18);
    });
  }

  function pen(c, style) {
    c.setLineDash(dashes(style.dash) || []);
    c.lineWidth = style.width;
    c.strokeStyle = style.stroke;
  }

  function lineSwatch(style) {
    return small("mrm-line", (c) => { pen(c, style); c.strokeRect(3, 4, 30, 10); });
  }

  function pointSwatch(style) {
    return small("mrm-line", (c, scale) => {
      const mark = stamp(style, style.radius, scale);
      c.drawImage(mark.canvas, 18 - mark.half, 9 - mark.half, 2 * mark.half, 2 * mark.half);
    });
  }

  /** A stroke without an outline around anything: a border or a road. */
  function strokeSwatch(style) {
    return small("mrm-line", (c) => {
      pen(c, style);
      c.beginPath();
      c.moveTo(2, 9);
      c.lineTo(34, 9);
      c.stroke();
    });
  }

  function legendRows(list, entries, styles, draw) {
    for (const entry of entries) {
      if (!entry.count) { continue; }
      const row = element("li");
      row.append(draw(styles.find((style) => style.id === entry.id)), element("span", "", entry.label), element("b", "", entry.silent ? "" : String(entry.count)));
      list.append(row);
    }
  }

  /** Fill `holder` with the legend of a theme and of everything that is shown with it. */
  function fillLegend(holder, doc, theme, more = []) {
    holder.replaceChildren();
    holder.append(element("h2", "", theme.title));
    const areas = element("ul");
    legendRows(areas, theme.legend, theme.classes, swatch);
    holder.append(areas);
    const parts = [
      [doc.words.presence, doc.presence_legend, doc.presence_styles, lineSwatch],
      [doc.words.places, doc.place_legend, doc.place_styles, pointSwatch],
    ];
    if (doc.incidents) { parts.push([doc.incidents.title, doc.incidents.legend, doc.incidents.styles, incidentSwatch]); }
    if (doc.trips) { parts.push([doc.trips.title, doc.trips.legend, doc.trips.styles, strokeSwatch]); }
    for (const [title, entries, styles, draw] of [...parts, ...more]) {
      if (!entries.some((entry) => entry.count)) { continue; }
      const list = element("ul");
      legendRows(list, entries, styles, draw);
      holder.append(element("h2", "", title), list);
    }
  }

  function incidentSwatch(style) {
    if (style.shape !== "count") { return pointSwatch(style); }
    const holder = element("span", "mrm-swatch mrm-line mrm-counted");
    holder.append(element("i", "", "3"));
    return holder;
  }

  /** Theme and overlay switches, for the page that has no window around it. */
  function fillControls(holder, drawn) {
    const themes = element("fieldset");
    themes.append(element("legend", "", drawn.doc.words.themes));
    for (const theme of drawn.doc.themes) {
      themes.append(choice("radio", "theme", theme.title, theme.id === drawn.theme, () => drawn.setTheme(theme.id)));
    }
    const overlays = element("fieldset");
    overlays.append(element("legend", "", drawn.doc.words.overlays));
    for (const id of ["presence", "places", "incidents", "trips", "labels"]) {
      if (!drawn.parts[id] && !drawn.groups[id]) { continue; }
      overlays.append(choice("checkbox", id, drawn.doc.words[id], true, (on) => {
        const shown = new Set(drawn.shown);
        if (on) { shown.add(id); } else { shown.delete(id); }
        drawn.setShown([...shown]);
      }));
    }
    holder.append(themes, overlays);
  }

  function choice(type, name, text, checked, onChange) {
    const label = element("label");
    const input = element("input");
    Object.assign(input, { type, name, checked });
    input.addEventListener("change", () => onChange(input.checked));
    label.append(input, element("span", "", text));
    return label;
  }

  global.MrmMap = { create: (map, doc, options) => new MrmMap(map, doc, options), fillLegend, fillControls, strokeSwatch, element };
})(window);

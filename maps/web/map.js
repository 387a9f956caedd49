/* Draws a MapDocument with Leaflet. The live page of the window and the exported page use this same script.
 *
 * Strings of the document reach the page only through textContent, never as HTML. Nothing here asks the network for anything. */
"use strict";
(function (global) {
  const L = global.L;
  const { Overlay, Points, Outlines, project } = global.MrmScene;
  const { PatternCanvas, element, dashes } = global.MrmPatterns;

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
      this.shown = new Set(["presence", "places", "labels"]);
      this.chosen = false; // until somebody says what is shown, everything is
      this.theme = null;
      this.focused = null;
      this.load(doc);
      map.on("click", (event) => this.pickPoint(event));
      map.on("mousemove", L.Util.throttle((event) => this.point(event), 60, this));
      map.on("movestart", () => { if (!this.fitting) { this.fitted = null; } });
      map.on("resize", () => { if (this.fitted) { this.fit(...this.fitted); } });
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
      for (const layer of Object.values(doc.overlays)) { this.setOverlay(layer); }
      if (!keepView) { this.home(); }
      this.areaGroup.addTo(this.map);
      this.show();
      this.setTheme(this.theme || doc.themes[0].id);
    }

    /** Show the whole project. */
    home() {
      const [west, south, east, north] = this.doc.bounds;
      this.fit([[south, west], [north, east]], 12);
    }

    /** Bring bounds into view, and again whenever the page changes its size - it has none while another page of the window is shown -
     * until somebody moves the map. */
    fit(bounds, margin, options = {}) {
      const padding = this.clearance(margin);
      const room = this.map.getSize().subtract(padding.paddingTopLeft).subtract(padding.paddingBottomRight);
      this.fitting = true;
      if (room.x > 0 && room.y > 0) { this.map.fitBounds(bounds, { animate: false, ...padding, ...options }); } else {
        this.map.setView(L.latLngBounds(bounds).getCenter(), 5, { animate: false });
      }
      this.fitting = false;
      this.fitted = [bounds, margin, options];
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
      }, [{ ...this.doc.base, fixed: true }]);
    }

    /** Draw a layer over the map, in the place of the one of its name that was drawn before. Points whose place is known are painted; where
     * only the area is known, a number stands on it. */
    setOverlay(layer) {
      if (this.groups[layer.id]) { this.groups[layer.id].remove(); }
      if (!this.chosen) { this.shown.add(layer.id); }
      this.doc.overlays = { ...this.doc.overlays, [layer.id]: layer };
      this.groups[layer.id] = layer.kind === "lines" ? this.lines(layer) : this.counts(layer);
      if (layer.kind === "points") { this.parts[layer.id] = new Points(columns(layer.marks, layer.styles), layer.styles); }
      this.show();
    }

    counts(layer) {
      const group = L.layerGroup();
      for (const { at, count, title } of layer.counts) {
        group.addLayer(L.marker([at[1], at[0]], {
          icon: L.divIcon({ className: "mrm-count", html: element("span", "", String(count)), iconSize: null }), title, alt: title,
          interactive: false, keyboard: false,
        }));
      }
      return group;
    }

    lines(layer) {
      const group = L.featureGroup();
      const styles = new Map(layer.styles.map((style) => [style.id, style]));
      for (const leg of layer.legs) {
        const style = styles.get(leg.style);
        for (const [color, weight, dash] of [["#ffffff", style.width + 2.4, null], [style.stroke, style.width, dashes(style.dash)]]) {
          const line = L.polyline(flip(leg.route), { renderer: this.lineRenderer, color, weight, interactive: false });
          line.options._dashArray = dash;
          group.addLayer(line);
        }
      }
      return group;
    }

    /** Names of the layers of points that are painted over places and bases, the topmost last. */
    pointLayers() { return Object.values(this.doc.overlays).filter((layer) => layer.kind === "points").map((layer) => layer.id); }

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
      this.show();
      this.setTheme(this.theme);
    }

    repaint() {
      if (this.renderer._ctx) { this.renderer._redraw(); }
    }

    /** Show exactly these overlays: presence, places, labels, and those of the document by their names. */
    setShown(ids) {
      this.chosen = true;
      this.shown = new Set(ids);
      this.show();
    }

    show() {
      for (const [id, group] of Object.entries(this.groups)) { if (this.shown.has(id)) { group.addTo(this.map); } else { group.remove(); } }
      const over = this.pointLayers().map((id) => [id, id]);
      const order = [["presence", "presence"], ["places", "places"], ["bases", "presence"], ...over, ["labels", "labels"]];
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

    /** The point under the pointer: `{layer, index}`, what lies on top first, then bases, then places. */
    pointAt(latlng) {
      const over = this.pointLayers().reverse().map((id) => [id, id]);
      for (const [layer, overlay] of [...over, ["bases", "presence"], ["places", "places"]]) {
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

  global.MrmMap = { create: (map, doc, options) => new MrmMap(map, doc, options) };
})(window);

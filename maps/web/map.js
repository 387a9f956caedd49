/* Draws a MapDocument with Leaflet. The live page of the window and the exported page use this same script.
 *
 * Strings of the document reach the page only through textContent, never as HTML. Nothing here asks the network for anything. */
"use strict";
(function (global) {
  const L = global.L;

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
  const dashes = (text) => (text ? text.split(" ").map(Number) : null);

  // ---- the map --------------------------------------------------------------------------------------------------------------

  class MrmMap {
    /**
     * @param {L.Map} map a Leaflet map without any layer
     * @param {object} doc a MapDocument
     * @param {{onPick?: (id: string) => void, popups?: boolean, panels?: () => [number, number]}} options panels: pixels covered at the right and bottom
     */
    constructor(map, doc, options = {}) {
      this.map = map;
      this.options = options;
      this.renderer = new PatternCanvas({ padding: 0.4 });
      this.areas = new Map();
      this.shown = new Set(["presence", "places", "labels"]);
      this.theme = null;
      this.focused = null;
      this.load(doc);
      map.on("zoomend moveend", () => this.placeLabels());
      map.on("zoomend", () => this.sizePlaces());
    }

    /** Draw a document from scratch. */
    load(doc) {
      for (const group of [this.areaGroup, this.presenceGroup, this.placeGroup, this.labelGroup]) { if (group) { group.remove(); } }
      this.doc = doc;
      this.areas.clear();
      this.areaGroup = L.featureGroup();
      this.presenceGroup = L.featureGroup();
      this.placeGroup = L.featureGroup();
      this.labelGroup = L.layerGroup();
      this.drawAreas();
      this.drawPresence();
      this.drawPlaces();
      const [west, south, east, north] = doc.bounds;
      this.map.fitBounds([[south, west], [north, east]], { animate: false, ...this.clearance(12) });
      this.sizePlaces();
      this.areaGroup.addTo(this.map);
      this.setShown([...this.shown]);
      this.setTheme(this.theme || doc.themes[0].id);
      this.placeLabels();
    }

    drawAreas() {
      const line = this.doc.boundary;
      for (const area of this.doc.areas) {
        const shape = L.polygon(latLngs(area.polygons), {
          renderer: this.renderer, color: line.stroke, weight: line.width, fill: true, fillOpacity: 0.9, smoothFactor: 0.6,
        });
        shape.on("click", (event) => { L.DomEvent.stop(event); this.pick(area, event.latlng); });
        this.areas.set(area.id, { area, shape });
        this.areaGroup.addLayer(shape);
      }
    }

    drawPresence() {
      const styles = new Map(this.doc.presence_styles.map((style) => [style.id, style]));
      for (const item of this.doc.presence) {
        const style = styles.get(item.style);
        const outline = L.polygon(latLngs(item.polygons), {
          renderer: this.renderer, color: style.stroke, weight: style.width, fill: false, interactive: false, smoothFactor: 1,
        });
        outline.options._dashArray = dashes(style.dash);
        this.presenceGroup.addLayer(outline);
        if (item.base) {
          const mark = L.marker([item.base[1], item.base[0]], {
            icon: L.divIcon({ className: "mrm-base", iconSize: [11, 11] }), title: item.name, alt: item.name,
            interactive: this.options.popups !== false, keyboard: this.options.popups !== false,
          });
          if (this.options.popups !== false) { mark.bindPopup(() => popupContent(item.name, item.rows), { maxWidth: 340 }); }
          this.presenceGroup.addLayer(mark);
        }
      }
    }

    /** Marks of places shrink with the map, so that two thousand of them do not bury it. */
    placeRadius(style) {
      const zoom = this.map._loaded ? this.map.getZoom() : 0;
      return style.radius * Math.min(1, Math.max(0.4, 0.4 + (zoom - 5.5) * 0.2));
    }

    sizePlaces() {
      this.placeGroup.eachLayer((mark) => mark.setRadius(this.placeRadius(mark.options.placeClass)));
    }

    drawPlaces() {
      const styles = new Map(this.doc.place_styles.map((style) => [style.id, style]));
      for (const place of this.doc.places) {
        const style = styles.get(place.style);
        const mark = L.circleMarker([place.at[1], place.at[0]], {
          renderer: this.renderer, radius: this.placeRadius(style), placeClass: style, color: style.stroke, weight: 1, fillColor: style.fill, fillOpacity: 1, fill: true,
          interactive: this.options.popups !== false,
        });
        if (this.options.popups !== false) { mark.bindPopup(() => popupContent(place.name, place.rows), { maxWidth: 340 }); }
        this.placeGroup.addLayer(mark);
      }
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

    /** Take over new classes after a re-score: shapes stay, colours change. */
    restyle(themes) {
      this.doc.themes = themes;
      this.setTheme(this.theme);
    }

    repaint() {
      if (this.renderer._ctx) { this.renderer._redraw(); }
    }

    /** Show exactly these overlays: presence, places, labels. */
    setShown(ids) {
      this.shown = new Set(ids);
      for (const [id, group] of [["presence", this.presenceGroup], ["places", this.placeGroup], ["labels", this.labelGroup]]) {
        if (this.shown.has(id)) { group.addTo(this.map); } else { group.remove(); }
      }
    }

    /** Name the areas that are wide enough on the screen to carry their name. */
    placeLabels() {
      this.labelGroup.clearLayers();
      for (const { area, shape } of this.areas.values()) {
        const box = shape.getBounds();
        const width = this.map.latLngToContainerPoint(box.getNorthEast()).x - this.map.latLngToContainerPoint(box.getSouthWest()).x;
        if (width < area.name.length * 5.2) { continue; }
        const label = element("span", "", area.name);
        this.labelGroup.addLayer(L.marker([area.label_at[1], area.label_at[0]], {
          icon: L.divIcon({ className: "mrm-label", html: label, iconSize: null }), interactive: false, keyboard: false,
        }));
      }
    }

    pick(area, at) {
      this.focus(area.id, false);
      if (this.options.onPick) { this.options.onPick(area.id); }
      if (this.options.popups !== false) {
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
      for (const layer of this.presenceGroup.getLayers()) { if (layer.bringToFront) { layer.bringToFront(); } }
      for (const layer of this.placeGroup.getLayers()) { layer.bringToFront(); }
      if (move) { this.map.fitBounds(entry.shape.getBounds(), { animate: false, maxZoom: 9, ...this.clearance(60) }); }
    }

    /** Padding that keeps what is shown clear of the page's own panels. */
    clearance(margin) {
      const [right, bottom] = this.options.panels ? this.options.panels() : [0, 0];
      return { paddingTopLeft: [margin, margin], paddingBottomRight: [margin + right, margin + bottom] };
    }
  }

  // ---- legend and controls of the exported page -----------------------------------------------------------------------------

  function swatch(fill) {
    const canvas = element("canvas", "mrm-swatch");
    const scale = Math.max(1, global.devicePixelRatio || 1);
    canvas.width = 36 * scale;
    canvas.height = 18 * scale;
    const c = canvas.getContext("2d");
    const made = tileOf(fill);
    const pattern = c.createPattern(made.tile, "repeat");
    pattern.setTransform(new DOMMatrix().scale(made.scale * scale));
    c.fillStyle = pattern;
    c.fillRect(0, 0, canvas.width, canvas.height);
    return canvas;
  }

  function lineSwatch(style) {
    const canvas = element("canvas", "mrm-swatch mrm-line");
    const scale = Math.max(1, global.devicePixelRatio || 1);
    canvas.width = 36 * scale;
    canvas.height = 18 * scale;
    const c = canvas.getContext("2d");
    c.scale(scale, scale);
    c.setLineDash(dashes(style.dash) || []);
    c.lineWidth = style.width;
    c.strokeStyle = style.stroke;
    c.strokeRect(3, 4, 30, 10);
    return canvas;
  }

  function pointSwatch(style) {
    const holder = element("span", "mrm-swatch mrm-point");
    const dot = element("i");
    dot.style.cssText = `width:${2 * style.radius}px;height:${2 * style.radius}px;background:${style.fill};border-color:${style.stroke}`;
    holder.append(dot);
    return holder;
  }

  function legendRows(list, entries, styles, draw) {
    for (const entry of entries) {
      if (!entry.count) { continue; }
      const row = element("li");
      row.append(draw(styles.find((style) => style.id === entry.id)), element("span", "", entry.label), element("b", "", String(entry.count)));
      list.append(row);
    }
  }

  /** Fill `holder` with the legend of a theme and of the overlays. */
  function fillLegend(holder, doc, theme) {
    holder.replaceChildren();
    holder.append(element("h2", "", theme.title));
    const areas = element("ul");
    legendRows(areas, theme.legend, theme.classes, swatch);
    holder.append(areas);
    for (const [title, entries, styles, draw] of [
      [doc.words.presence, doc.presence_legend, doc.presence_styles, lineSwatch],
      [doc.words.places, doc.place_legend, doc.place_styles, pointSwatch],
    ]) {
      if (!entries.some((entry) => entry.count)) { continue; }
      const list = element("ul");
      legendRows(list, entries, styles, draw);
      holder.append(element("h2", "", title), list);
    }
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
    for (const id of ["presence", "places", "labels"]) {
      overlays.append(choice("checkbox", id, drawn.doc.words[id], true, (on) => {
        const shown = new Set(drawn.shown);
        if (on) { shown.add(id); } else { shown.delete(id); }
        drawn.setShown([...shown]);
        if (id === "labels") { drawn.placeLabels(); }
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

  global.MrmMap = { create: (map, doc, options) => new MrmMap(map, doc, options), fillLegend, fillControls };
})(window);

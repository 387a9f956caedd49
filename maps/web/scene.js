/* The canvas of the map: one layer of Leaflet on which everything is painted in a stated order whenever the map comes to rest. */
"use strict";
(function (global) {
  const L = global.L;
  const WORLD = 256; // pixels of the world at zoom 0
  const MAX_LATITUDE = 85.0511287798;
  const FINE = 256; // units of a path to a pixel of the world at zoom 0
  const GIRTH = 40075016.686; // metres around the equator

  /** Longitude and latitude to pixels of the world at zoom 0 (web Mercator). */
  function project(lon, lat) {
    const sine = Math.sin((Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, lat)) * Math.PI) / 180);
    return [(lon / 360 + 0.5) * WORLD, (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD];
  }

  /** The plane in which a document's shapes are laid out once: small numbers around its middle, so that they stay exact at any zoom. */
  class Plane {
    constructor([west, south, east, north]) { this.at = project((west + east) / 2, (south + north) / 2); }

    /** A place in units of this plane. */
    place(lon, lat) {
      const [x, y] = project(lon, lat);
      return [(x - this.at[0]) * FINE, (y - this.at[1]) * FINE];
    }

    /** Lines, each a list of `[lon, lat]`, as one path. */
    path(lines) {
      const path = new Path2D();
      for (const line of lines) {
        line.forEach(([lon, lat], n) => { if (n) { path.lineTo(...this.place(lon, lat)); } else { path.moveTo(...this.place(lon, lat)); } });
      }
      return path;
    }

    /** Let a context draw paths of this plane; returns how many of its units a pixel of the page is. */
    enter(ctx, view) {
      const unit = FINE / view.k;
      const k = view.scale / unit;
      ctx.setTransform(k, 0, 0, k, (this.at[0] * view.k - view.x) * view.scale, (this.at[1] * view.k - view.y) * view.scale);
      ctx.lineJoin = ctx.lineCap = "round";
      return unit;
    }
  }

  /** Dashes as numbers: a document writes them like SVG, or as a list. */
  const dashes = (dash) => (typeof dash === "string" ? dash.split(" ").filter(Boolean).map(Number) : dash || []);

  /** Stroke a path of a plane; width and dashes in pixels of the page. */
  function stroke(ctx, path, unit, { colour, width, dash = [], opacity = 1 }) {
    ctx.globalAlpha = opacity;
    ctx.strokeStyle = colour;
    ctx.lineWidth = width * unit;
    ctx.setLineDash(dashes(dash).map((d) => d * unit));
    ctx.stroke(path);
    ctx.globalAlpha = 1;
  }

  /**
   * A canvas a little larger than the map, which moves with it until it is painted again. `paint(ctx, view)` paints it: a point of the
   * world at (px, py) lies at (px * k - x, py * k - y) CSS pixels of the canvas, `scale` device pixels make one, `metres` of ground lie in
   * one, and `inner` is the box of the canvas that is seen.
   */
  const Scene = L.Renderer.extend({
    initialize(paint, options) {
      L.Renderer.prototype.initialize.call(this, options);
      this.paint = paint;
      this.sharpness = 1; // device pixels for a CSS pixel, at least
    },
    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.setAttribute("aria-hidden", "true"); // the list says the same
    },
    _destroyContainer() {
      this._container.remove();
      delete this._container;
    },
    _update() {
      if (!this._map || (this._map._animatingZoom && this._bounds)) { return; }
      L.Renderer.prototype._update.call(this);
      const canvas = this._container;
      const size = this._bounds.getSize();
      const scale = Math.max(this.sharpness, global.devicePixelRatio || 1);
      L.DomUtil.setPosition(canvas, this._bounds.min);
      canvas.width = Math.round(size.x * scale);
      canvas.height = Math.round(size.y * scale);
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
      const zoom = this._map.getZoom();
      const origin = this._map.getPixelOrigin().add(this._bounds.min);
      const corner = this._map.containerPointToLayerPoint([0, 0]).subtract(this._bounds.min);
      const seen = this._map.getSize();
      const inner = [corner.x, corner.y, corner.x + seen.x, corner.y + seen.y];
      const k = 2 ** zoom;
      const metres = (Math.cos((this._map.getCenter().lat * Math.PI) / 180) * GIRTH) / (WORLD * k);
      this.paint(canvas.getContext("2d"), { zoom, k, x: origin.x, y: origin.y, width: size.x, height: size.y, scale, inner, metres });
    },
    /** Paint again now. */
    redraw() { if (this._map && this._container) { this._update(); } },
  });

  /** Let a context draw in CSS pixels of the canvas. */
  function onPage(ctx, view) {
    ctx.setTransform(view.scale, 0, 0, view.scale, 0, 0);
    ctx.setLineDash([]);
  }

  /** How many degrees of the longer side are seen. */
  function spanOf(map) {
    const box = map.getBounds();
    return Math.max(box.getEast() - box.getWest(), box.getNorth() - box.getSouth());
  }

  global.MrmScene = { Plane, Scene, dashes, onPage, project, spanOf, stroke };
})(window);

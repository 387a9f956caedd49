/* Canvas layers of our own: a scene that is drawn again whenever the map comes to rest, and a scene of very many points. */
"use strict";
(function (global) {
  const L = global.L;
  const WORLD = 256; // pixels of the world at zoom 0
  const MAX_LATITUDE = 85.0511287798;

  /** Longitude and latitude to pixels of the world at zoom 0 (web Mercator). */
  function project(lon, lat) {
    const sine = Math.sin((Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, lat)) * Math.PI) / 180);
    return [(lon / 360 + 0.5) * WORLD, (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD];
  }

  /** A canvas that lies in a pane, a little larger than the view, and moves with the map until it is drawn again. */
  const Scene = L.Renderer.extend({
    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.style.pointerEvents = "none";
    },
    _destroyContainer() {
      this._container.remove();
      delete this._container;
    },
    _update() {
      if (!this._map || (this._map._animatingZoom && this._bounds)) { return; }
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const scale = Math.max(1, global.devicePixelRatio || 1);
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this._container.width = Math.round(size.x * scale);
      this._container.height = Math.round(size.y * scale);
      this._container.style.width = `${size.x}px`;
      this._container.style.height = `${size.y}px`;
      const zoom = this._map.getZoom();
      const origin = this._map.getPixelOrigin().add(this._bounds.min);
      this.draw(this._container.getContext("2d"), { zoom, k: 2 ** zoom, x: origin.x, y: origin.y, width: size.x, height: size.y, scale });
    },
    /** Draw again now. */
    redraw() { if (this._map && this._container) { this._update(); } },
    /**
     * @param {CanvasRenderingContext2D} _ctx
     * @param {{zoom: number, k: number, x: number, y: number, width: number, height: number, scale: number}} _view
     *   a point of the world at (px, py) lies at (px * k - x, py * k - y) CSS pixels of the canvas; `scale` device pixels make one
     */
    draw(_ctx, _view) {},
  });

  const SHAPES = {
    circle(c, r) { c.arc(0, 0, r, 0, 2 * Math.PI); },
    diamond(c, r) { c.moveTo(0, -r); c.lineTo(r, 0); c.lineTo(0, r); c.lineTo(-r, 0); c.closePath(); },
    triangle(c, r) { c.moveTo(0, -r); c.lineTo(r, 0.8 * r); c.lineTo(-r, 0.8 * r); c.closePath(); },
  };

  /** One mark drawn once, to be stamped many times. */
  function stamp(style, radius, scale) {
    const canvas = document.createElement("canvas");
    const half = Math.ceil(radius + 1.5);
    canvas.width = canvas.height = 2 * half * scale;
    const c = canvas.getContext("2d");
    c.scale(scale, scale);
    c.translate(half, half);
    c.beginPath();
    SHAPES[style.shape || "circle"](c, radius);
    c.fillStyle = style.fill;
    c.fill();
    c.lineWidth = 1;
    c.strokeStyle = style.stroke;
    c.stroke();
    return { canvas, half };
  }

  /** Points in columns: `{id: [], name: [], lon: [], lat: [], style: []}`, style being an index into `styles`. */
  const PointScene = Scene.extend({
    initialize(points, styles, options) {
      Scene.prototype.initialize.call(this, options);
      this.styles = styles;
      this.points = points;
      const count = points.lon.length;
      this.x = new Float64Array(count);
      this.y = new Float64Array(count);
      for (let i = 0; i < count; i += 1) { [this.x[i], this.y[i]] = project(points.lon[i], points.lat[i]); }
    },
    /** Marks shrink with the map, so that thousands of them do not bury it. */
    radius(style, zoom) { return style.radius * Math.min(1, Math.max(0.4, 0.4 + (zoom - 5.5) * 0.2)); },
    draw(ctx, view) {
      const { k, x, y, width, height, scale } = view;
      ctx.clearRect(0, 0, width * scale, height * scale);
      const stamps = this.styles.map((style) => (style.shape === "count" ? null : stamp(style, this.radius(style, view.zoom), scale)));
      // Of many points on one pixel only the first is drawn: nobody could tell them apart.
      const columns = Math.ceil(width) + 20;
      const taken = new Uint8Array(columns * (Math.ceil(height) + 20));
      for (let i = 0; i < this.x.length; i += 1) {
        const px = this.x[i] * k - x;
        const py = this.y[i] * k - y;
        if (px < -8 || py < -8 || px > width + 8 || py > height + 8) { continue; }
        const cell = Math.floor(py + 9) * columns + Math.floor(px + 9);
        const bit = 1 << (this.points.style[i] & 7);
        if (taken[cell] & bit) { continue; }
        taken[cell] |= bit;
        const mark = stamps[this.points.style[i]];
        ctx.drawImage(mark.canvas, Math.round((px - mark.half) * scale), Math.round((py - mark.half) * scale));
      }
    },
    /** The index of the point nearest to a place of the view, at most `reach` pixels away, or -1. */
    nearest(latlng, reach) {
      if (!this._map) { return -1; }
      const zoom = this._map.getZoom();
      const [atX, atY] = project(latlng.lng, latlng.lat);
      let best = (reach / 2 ** zoom) ** 2;
      let found = -1;
      for (let i = 0; i < this.x.length; i += 1) {
        const away = (this.x[i] - atX) ** 2 + (this.y[i] - atY) ** 2;
        if (away <= best) { best = away; found = i; }
      }
      return found;
    },
  });

  global.MrmScene = { Scene, PointScene, project, stamp, WORLD };
})(window);

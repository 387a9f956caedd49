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

  /** The pixels of a mark that are not empty: where they are, their colour, how opaque they are. */
  function pixels(mark) {
    const size = mark.canvas.width;
    const data = mark.canvas.getContext("2d").getImageData(0, 0, size, size);
    const words = new Uint32Array(data.data.buffer);
    const at = [];
    for (let n = 0; n < words.length; n += 1) { if (data.data[4 * n + 3] > 8) { at.push(n); } }
    return { size, half: size / 2, at, colour: at.map((n) => words[n]), alpha: at.map((n) => data.data[4 * n + 3]) };
  }

  /** One half-transparent pixel over another one (channels in the order of the machine's memory, the last being opacity). */
  function over(colour, alpha, below) {
    const share = alpha / 255;
    let mixed = 0;
    for (const shift of [0, 8, 16]) {
      const value = ((colour >>> shift) & 255) * share + ((below >>> shift) & 255) * (1 - share);
      mixed |= Math.round(value) << shift;
    }
    return (mixed | (Math.max(alpha, below >>> 24) << 24)) >>> 0;
  }

  /** Points in columns: `{id: [], name: [], lon: [], lat: [], style: []}`, style being an index into `styles`. */
  class Points {
    constructor(points, styles) {
      this.styles = styles;
      this.points = points;
      const count = points.lon.length;
      this.x = new Float64Array(count);
      this.y = new Float64Array(count);
      for (let i = 0; i < count; i += 1) { [this.x[i], this.y[i]] = project(points.lon[i], points.lat[i]); }
    }

    /** Marks shrink with the map, so that thousands of them do not bury it. */
    radius(style, zoom) { return style.fixed ? style.radius : style.radius * Math.min(1, Math.max(0.4, 0.4 + (zoom - 5.5) * 0.2)); }

    paint(ctx, view) {
      const { k, x, y, scale } = view;
      const { width, height } = ctx.canvas;
      if (!this.x.length || !width || !height) { return; }
      const stamps = this.styles.map((style) => (style.shape === "count" ? null : pixels(stamp(style, this.radius(style, view.zoom), scale))));
      // Stamped into pixels and not drawn one by one: a hundred thousand marks take some ten milliseconds instead of three hundred.
      const image = ctx.createImageData(width, height);
      const target = new Uint32Array(image.data.buffer);
      for (let i = 0; i < this.x.length; i += 1) {
        const mark = stamps[this.points.style[i]];
        const left = Math.round((this.x[i] * k - x) * scale) - mark.half;
        const top = Math.round((this.y[i] * k - y) * scale) - mark.half;
        if (left + mark.size <= 0 || top + mark.size <= 0 || left >= width || top >= height) { continue; }
        for (let n = 0; n < mark.at.length; n += 1) {
          const px = left + mark.at[n] % mark.size;
          const py = top + Math.floor(mark.at[n] / mark.size);
          if (px < 0 || py < 0 || px >= width || py >= height) { continue; }
          const spot = py * width + px;
          target[spot] = mark.alpha[n] === 255 || target[spot] === 0 ? mark.colour[n] : over(mark.colour[n], mark.alpha[n], target[spot]);
        }
      }
      const canvas = document.createElement("canvas");
      Object.assign(canvas, { width, height });
      canvas.getContext("2d").putImageData(image, 0, 0);
      ctx.drawImage(canvas, 0, 0);
    }

    /** The index of the point nearest to a place of the view, at most `reach` pixels away, or -1. */
    nearest(latlng, reach, zoom) {
      const [atX, atY] = project(latlng.lng, latlng.lat);
      let best = (reach / 2 ** zoom) ** 2;
      let found = -1;
      for (let i = 0; i < this.x.length; i += 1) {
        const away = (this.x[i] - atX) ** 2 + (this.y[i] - atY) ** 2;
        if (away <= best) { best = away; found = i; }
      }
      return found;
    }
  }

  /** Outlines without a click: one path for each class, whatever their number. `items` have `style` and `polygons` (lists of rings). */
  class Outlines {
    constructor(items, styles) {
      this.count = items.length;
      this.styles = styles.filter((style) => items.some((item) => item.style === style.id));
      const first = items.length && items[0].polygons.length ? items[0].polygons[0][0][0] : [0, 0];
      this.at = project(first[0], first[1]);
      this.paths = new Map(this.styles.map((style) => [style.id, new Path2D()]));
      for (const { style, polygons } of items) {
        for (const ring of polygons.flat()) { this.trace(this.paths.get(style), ring); }
      }
    }

    /** Coordinates of a path are pixels of the world at zoom 8, counted from one of its points: fine enough at any zoom. */
    trace(path, ring) {
      ring.forEach(([lon, lat], n) => {
        const [x, y] = project(lon, lat);
        if (n) { path.lineTo((x - this.at[0]) * 256, (y - this.at[1]) * 256); } else { path.moveTo((x - this.at[0]) * 256, (y - this.at[1]) * 256); }
      });
    }

    paint(ctx, view) {
      const unit = 256 / view.k;
      const k = view.scale / unit;
      ctx.setTransform(k, 0, 0, k, (this.at[0] * view.k - view.x) * view.scale, (this.at[1] * view.k - view.y) * view.scale);
      ctx.lineJoin = ctx.lineCap = "round";
      for (const style of this.styles) {
        ctx.strokeStyle = style.stroke;
        ctx.lineWidth = style.width * unit;
        ctx.setLineDash((style.dash ? style.dash.split(" ").map(Number) : []).map((d) => d * unit));
        ctx.stroke(this.paths.get(style.id));
      }
    }
  }

  /** Everything above the areas on one canvas: each canvas more makes the map heavier to move. Parts have `paint(ctx, view)`. */
  const Overlay = Scene.extend({
    initialize(options) {
      Scene.prototype.initialize.call(this, options);
      this.parts = [];
    },
    show(parts) {
      this.parts = parts;
      this.redraw();
    },
    draw(ctx, view) {
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
      for (const part of this.parts) {
        ctx.save();
        part.paint(ctx, view);
        ctx.restore();
      }
    },
  });

  global.MrmScene = { Scene, Overlay, Points, Outlines, project, stamp };
})(window);

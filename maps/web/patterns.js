/* What areas are filled with: a colour and a pattern, whose marks the document brings along; and small pieces of page. */
"use strict";
(function (global) {
  /** Tiles of fill classes, drawn from the marks of `patterns`: lines between two points of a square of `side` pixels, and discs. */
  class Tiles {
    constructor(patterns) {
      this.patterns = patterns;
      this.made = new Map();
    }

    tile(fill, scale) {
      const key = [fill.fill, fill.pattern, fill.ink, scale].join();
      if (!this.made.has(key)) {
        const { side, marks } = this.patterns;
        const tile = document.createElement("canvas");
        tile.width = tile.height = Math.round(side * scale);
        const c = tile.getContext("2d");
        c.scale(tile.width / side, tile.height / side);
        c.fillStyle = fill.fill;
        c.fillRect(0, 0, side, side);
        c.fillStyle = c.strokeStyle = fill.ink;
        for (const mark of marks[fill.pattern]) { this.mark(c, mark); }
        this.made.set(key, { tile, shrink: side / tile.width });
      }
      return this.made.get(key);
    }

    mark(c, { points, width, radius, is_filled: isFilled }) {
      c.lineWidth = width;
      c.beginPath();
      if (radius) { c.arc(...points[0], radius, 0, 2 * Math.PI); } else { c.moveTo(...points[0]); c.lineTo(...points[1]); }
      if (isFilled) { c.fill(); } else { c.stroke(); }
    }

    /** A fill class for a context of whose units a pixel of the page is `unit`. */
    fill(ctx, fill, scale, unit = 1) {
      const { tile, shrink } = this.tile(fill, scale);
      const pattern = ctx.createPattern(tile, "repeat");
      pattern.setTransform(new DOMMatrix().scale(shrink * unit));
      return pattern;
    }
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) { made.className = className; }
    if (text !== undefined) { made.textContent = text; }
    return made;
  }

  global.MrmPatterns = { Tiles, element };
})(window);

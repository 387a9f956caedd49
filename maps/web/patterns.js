/* What shapes are filled with - a colour and a pattern, the same as on the printed map - and small pieces of page. */
"use strict";
(function (global) {
  const L = global.L;

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

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) { made.className = className; }
    if (text !== undefined) { made.textContent = text; }
    return made;
  }

  const dashes = (text) => (text ? text.split(" ").map(Number) : null);

  global.MrmPatterns = { PatternCanvas, tileOf, element, dashes };
})(window);

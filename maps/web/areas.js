/* The areas and what is drawn of shapes: classes, borders, focus, UN presence as a veil, the legs of a trip. */
"use strict";
(function (global) {
  const { dashes, stroke } = global.MrmScene;

  function boxOf(polygons) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [x, y] of polygons.flat(2)) {
      box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y); box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y);
    }
    return box;
  }

  class Areas {
    constructor(doc, plane, tiles) {
      this.plane = plane;
      this.tiles = tiles;
      this.colours = doc.colours;
      this.boundary = doc.boundary;
      this.strong = doc.focus;
      this.focus = null;
      this.list = doc.areas.map((area) => ({ area, path: plane.path(area.polygons.flat()), box: boxOf(area.polygons) }));
      this.all = new Path2D();
      for (const { path } of this.list) { this.all.addPath(path); }
      this.isCased = this.list.length <= doc.limits.cased;
      this.probe = document.createElement("canvas").getContext("2d");
    }

    setTheme(theme) {
      const classes = new Map(theme.classes.map((fill) => [fill.id, fill]));
      for (const one of this.list) { one.fill = classes.get(theme.of_area[one.area.id]); }
    }

    paint(ctx, view) {
      const unit = this.plane.enter(ctx, view);
      const fills = new Map(this.list.map(({ fill }) => [fill, null]));
      for (const fill of fills.keys()) { fills.set(fill, this.tiles.fill(ctx, fill, view.scale, unit)); }
      for (const { path, fill } of this.list) {
        ctx.fillStyle = fills.get(fill);
        ctx.fill(path, "evenodd");
      }
      if (this.isCased) { stroke(ctx, this.all, unit, { colour: this.colours.halo, width: 2.6, opacity: 0.85 }); }
      stroke(ctx, this.all, unit, { colour: this.boundary.stroke, width: this.boundary.width, opacity: 0.6 });
    }

    /** The outline of the area in focus lies above presence and places. */
    paintFocus(ctx, view) {
      if (!this.focus) { return; }
      const unit = this.plane.enter(ctx, view);
      stroke(ctx, this.focus.path, unit, { colour: "#ffffff", width: this.strong.width + 2.4 });
      stroke(ctx, this.focus.path, unit, { colour: this.strong.stroke, width: this.strong.width });
    }

    /** The area at a position, the smallest where several are; undefined where there is none. */
    at({ lng, lat }) {
      const spot = this.plane.place(lng, lat);
      const hits = this.list.filter(({ path, box: [west, south, east, north] }) =>
        lng >= west && lng <= east && lat >= south && lat <= north && this.probe.isPointInPath(path, ...spot, "evenodd"));
      const size = ({ box }) => (box[2] - box[0]) * (box[3] - box[1]);
      return hits.sort((one, other) => size(one) - size(other))[0];
    }
  }

  /** UN presence: the fainter, the longer ago it was confirmed. */
  class Presence {
    constructor(doc, plane) {
      const styles = new Map(doc.presence_styles.map((style) => [style.id, style]));
      this.plane = plane;
      this.veil = doc.colours.veil;
      this.list = doc.presence.map((item, n) => ({ path: plane.path(item.polygons.flat()), style: styles.get(item.style), veil: doc.veils[n] }));
    }

    paint(ctx, view) {
      const unit = this.plane.enter(ctx, view);
      ctx.fillStyle = this.veil;
      for (const { path, veil } of this.list) {
        ctx.globalAlpha = veil;
        ctx.fill(path, "evenodd");
      }
      for (const { path, style, veil } of this.list) {
        const width = Math.max(1, style.width * 0.7);
        stroke(ctx, path, unit, { colour: style.stroke, width, dash: style.dash, opacity: 0.3 + 5 * veil });
      }
    }
  }

  /** Lines in classes, such as the legs of a trip, each on a light line of its own. */
  class Lines {
    constructor(layer, plane) {
      const styles = new Map(layer.styles.map((style) => [style.id, style]));
      this.plane = plane;
      this.list = layer.legs.map((leg) => ({ path: plane.path([leg.route]), style: styles.get(leg.style) }));
    }

    paint(ctx, view) {
      const unit = this.plane.enter(ctx, view);
      for (const { path, style } of this.list) {
        stroke(ctx, path, unit, { colour: "#ffffff", width: style.width + 2.4 });
        stroke(ctx, path, unit, { colour: style.stroke, width: style.width, dash: dashes(style.dash) });
      }
    }
  }

  global.MrmAreas = { Areas, Lines, Presence };
})(window);

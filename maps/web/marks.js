/* Points: each by itself where there are few, in clusters - how many, and the worst class among them - where they would bury the map. */
"use strict";
(function (global) {
  const { onPage, project } = global.MrmScene;

  const DIGIT = 3; // pixels by which half a badge widens with each digit

  const SHAPES = {
    circle(c, r) { c.arc(0, 0, r, 0, 2 * Math.PI); },
    diamond(c, r) { c.moveTo(0, -r); c.lineTo(r, 0); c.lineTo(0, r); c.lineTo(-r, 0); c.closePath(); },
    triangle(c, r) { c.moveTo(0, -r); c.lineTo(r, 0.8 * r); c.lineTo(-r, 0.8 * r); c.closePath(); },
  };

  /** One mark about (x, y). */
  function mark(c, style, x, y, radius = style.radius) {
    c.save();
    c.translate(x, y);
    c.beginPath();
    SHAPES[style.shape || "circle"](c, radius);
    c.fillStyle = style.fill;
    c.fill();
    c.lineWidth = 1;
    c.strokeStyle = style.stroke;
    c.stroke();
    c.restore();
  }

  /** A number within the room of a badge: 940, 1.2k, 15k. */
  function short(count) {
    if (count < 1000) { return String(count); }
    return count < 10000 ? `${(count / 1000).toFixed(1)}k`.replace(".0k", "k") : `${Math.floor(count / 1000)}k`;
  }

  /** A number that stands for several marks, about (x, y): the sign of the worst class among them, grown to hold it. */
  function badge(c, count, style, x, y, radius, letters) {
    const text = short(count);
    c.font = `600 11px ${global.MrmNames.FONT}`;
    c.textAlign = "center";
    c.textBaseline = "middle";
    const half = Math.max(0, c.measureText(text).width / 2 - radius * 0.55);
    c.beginPath();
    c.arc(x - half, y, radius, Math.PI / 2, -Math.PI / 2);
    c.arc(x + half, y, radius, -Math.PI / 2, Math.PI / 2);
    c.closePath();
    c.fillStyle = style.fill;
    c.fill();
    c.lineWidth = 1.4;
    c.strokeStyle = style.stroke;
    c.stroke();
    c.fillStyle = letters[style.fill];
    c.fillText(text, x, y + 0.5);
  }

  class Marks {
    /**
     * @param {{id: string, name: string, at: [number, number], style: string, rows?: string[][]}[]} items
     * @param {object[]} styles the worst class first
     * @param {{title?: string, mayCluster?: boolean}} options title: what a cluster is called
     */
    constructor(items, styles, doc, { title = "", mayCluster = true } = {}) {
      const order = new Map(styles.map((style, n) => [style.id, n]));
      Object.assign(this, { styles, title, mayCluster, limits: doc.limits, letters: doc.letters });
      this.list = items.map((item) => ({ item, n: order.get(item.style), xy: project(...item.at) }));
      this.clusters = new Map(); // by whole zoom: they do not jump while the map is dragged
      this.drawn = [];
    }

    paint(ctx, view, room) {
      onPage(ctx, view);
      const seen = (xy) => {
        const [x, y] = [xy[0] * view.k - view.x, xy[1] * view.k - view.y];
        return x > -12 && y > -12 && x < view.width + 12 && y < view.height + 12 ? [x, y] : null;
      };
      const shown = this.list.filter(({ xy }) => seen(xy));
      const isClose = !this.mayCluster || shown.length <= this.limits.few || view.metres <= this.limits.single_m_px;
      this.drawn = (isClose ? shown.map((one) => ({ ...one, count: 1 })) : this.clustered(Math.round(view.zoom)))
        .map((found) => ({ ...found, at: seen(found.xy) })).filter(({ at }) => at);
      const singles = this.drawn.filter(({ count }) => count === 1);
      const shrink = this.mayCluster ? Math.min(1, Math.max(0.55, 14 / Math.sqrt(Math.max(singles.length, 1)))) : 1;
      for (const { n, at } of singles.sort((one, other) => other.n - one.n)) {
        mark(ctx, this.styles[n], ...at, this.styles[n].radius * shrink);
      }
      for (const cluster of this.drawn.filter(({ count }) => count > 1)) {
        const half = this.limits.badge_px * 0.85;
        cluster.at = room.beside(cluster.at, half + (short(cluster.count).length - 1) * DIGIT, half);
        badge(ctx, cluster.count, this.styles[cluster.n], ...cluster.at, this.limits.badge_px, this.letters);
      }
    }

    clustered(zoom) {
      if (!this.clusters.has(zoom)) { this.clusters.set(zoom, this.gather(this.limits.cell_px / 2 ** zoom)); }
      return this.clusters.get(zoom);
    }

    /** Gather marks in the cells of a grid, then what is left close together with the larger one. */
    gather(cell) {
      const cells = new Map();
      for (const one of this.list) {
        const key = one.xy.map((v) => Math.floor(v / cell)).join();
        if (!cells.has(key)) { cells.set(key, []); }
        cells.get(key).push(one);
      }
      const middle = (list) => [0, 1].map((axis) => list.reduce((sum, { xy }) => sum + xy[axis], 0) / list.length);
      let groups = [...cells.values()].map((list) => ({ list, xy: middle(list) })).sort((one, other) => other.list.length - one.list.length);
      const made = [];
      while (groups.length) {
        const [first] = groups;
        const isNear = ({ xy }) => Math.abs(xy[0] - first.xy[0]) < cell * 0.55 && Math.abs(xy[1] - first.xy[1]) < cell * 0.55;
        made.push(groups.filter(isNear).flatMap(({ list }) => list));
        groups = groups.filter((group) => !isNear(group));
      }
      return made.map((list) => ({ item: list[0].item, count: list.length, xy: middle(list), n: Math.min(...list.map(({ n }) => n)) }));
    }

    /** What was drawn nearest to a place of the canvas, at most some pixels away. */
    nearest([x, y]) {
      let found = null;
      let best = 11;
      for (const candidate of this.drawn) {
        const away = Math.hypot(candidate.at[0] - x, candidate.at[1] - y);
        if (away < best) { best = away; found = candidate; }
      }
      return found;
    }
  }

  global.MrmMarks = { Marks, mark };
})(window);

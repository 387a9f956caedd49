/* The base map: land, lakes, rivers, borders and names of Natural Earth, below everything else and never a source of a score.
 *
 * An overview of the world and, where missions are, cells of ten degrees; each is asked for once, from memory, when it comes into view. */
"use strict";
(function (global) {
  const L = global.L;
  const { Scene, project } = global.MrmScene;
  const CELL = 10;
  const UNIT = 256; // coordinates of a path are pixels of the world at zoom 8, counted from the corner of its cell
  const DETAIL_FROM = 4.5;

  const COLOURS = {
    light: { land: "#f7f4ed", lake: "#dbe6ec", river: "#a8c2d1", border: "#8f877a", province: "#d5cec0", town: "#5d564b", country: "#857c6d", halo: "#ffffff" },
    dark: { land: "#38362f", lake: "#23292d", river: "#4a6270", border: "#8d8577", province: "#4d4a42", town: "#ece5d8", country: "#b5ac9c", halo: "#26241f" },
  };
  const BORDERS = [
    { id: "settled", dash: [] },
    { id: "disputed", dash: [6, 4] },
    { id: "indefinite", dash: [2, 4] },
    { id: "control", dash: [8, 3, 2, 3] },
  ];

  function path(made, runs, steps, at) {
    for (const run of runs) {
      let lon = 0;
      let lat = 0;
      for (let i = 0; i < run.length; i += 2) {
        lon += run[i];
        lat += run[i + 1];
        const [x, y] = project(lon / steps, lat / steps);
        if (i === 0) { made.moveTo(x * UNIT - at[0], y * UNIT - at[1]); } else { made.lineTo(x * UNIT - at[0], y * UNIT - at[1]); }
      }
    }
    return made;
  }

  const places = (rows, steps, first) => rows.map((row) => {
    const [x, y] = project(row[0] / steps, row[1] / steps);
    return { x, y, rank: row[2], kind: row[3], names: row.slice(first) };
  });

  /** Turn a cell as it is kept into paths that can be drawn at any zoom. */
  function prepare(raw, corner) {
    const at = corner ? project(corner[0], corner[1]).map((v) => v * UNIT) : [0, 0];
    const rivers = new Map();
    for (const [rank, run] of raw.rivers) { rivers.set(rank, path(rivers.get(rank) || new Path2D(), [run], raw.steps, at)); }
    const borders = new Map(BORDERS.map(({ id }) => [id, new Path2D()]));
    for (const [status, run] of raw.borders) { path(borders.get(status), [run], raw.steps, at); }
    return {
      at, rivers, borders,
      land: path(new Path2D(), raw.land, raw.steps, at),
      lakes: path(new Path2D(), raw.lakes, raw.steps, at),
      provinces: path(new Path2D(), raw.provinces || [], raw.steps, at),
      towns: places(raw.towns, raw.steps, 4),
      names: places(raw.names || [], raw.steps, 3),
      countries: places(raw.countries || [], raw.steps, 3),
      languages: raw.languages || [], // the order of the names
    };
  }

  const nameOf = (west, south) =>
    `${west < 0 ? "W" : "E"}${String(Math.abs(west)).padStart(3, "0")}${south < 0 ? "S" : "N"}${String(Math.abs(south)).padStart(2, "0")}`;

  /** What has been fetched; two maps side by side share it. */
  class Store {
    constructor(fetchPart) {
      this.fetchPart = fetchPart;
      this.cells = new Map();
      this.world = null;
      this.listeners = new Set();
    }

    async open() {
      if (!this.world) {
        this.world = "coming";
        const raw = await this.fetchPart("world");
        this.known = new Set(raw.cells);
        this.world = prepare(raw, null);
        this.tell();
      }
    }

    /** The cells that cover a stretch of the world; those that are not there yet are asked for. */
    within(west, south, east, north) {
      const found = [];
      for (let x = Math.floor(west / CELL) * CELL; x < east; x += CELL) {
        for (let y = Math.floor(south / CELL) * CELL; y < north; y += CELL) {
          const name = nameOf(x, y);
          if (!this.known.has(name)) { continue; }
          const cell = this.cells.get(name);
          if (cell && cell !== "coming") { found.push({ west: x, south: y, cell }); } else if (!cell) { this.ask(name, x, y); }
        }
      }
      return found;
    }

    async ask(name, west, south) {
      this.cells.set(name, "coming");
      this.cells.set(name, prepare(await this.fetchPart(name), [west, south]));
      this.tell();
    }

    tell() { for (const listener of this.listeners) { listener(); } }
  }

  /** Land, water and lines. */
  const BaseScene = Scene.extend({
    initialize(store, options) {
      Scene.prototype.initialize.call(this, { padding: 0.3, ...options });
      this.store = store;
    },
    onAdd(map) {
      this._heard = () => this.redraw();
      this.store.listeners.add(this._heard);
      Scene.prototype.onAdd.call(this, map);
      this.store.open();
    },
    onRemove(map) {
      this.store.listeners.delete(this._heard);
      Scene.prototype.onRemove.call(this, map);
    },
    draw(ctx, view) {
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
      const { world } = this.store;
      if (!world || world === "coming") { return; }
      const colours = COLOURS[document.documentElement.dataset.scheme === "dark" ? "dark" : "light"];
      const cells = this.visible();
      const parts = cells.map(({ cell }) => cell);
      ctx.save();
      this.without(ctx, view, cells);
      this.paint(ctx, view, [world], colours);
      ctx.restore();
      this.paint(ctx, view, parts, colours);
    },
    /** The cells in the view, where the map is near enough for them. */
    visible() {
      const map = this._map;
      if (map.getZoom() < DETAIL_FROM) { return []; }
      const origin = map.getPixelOrigin();
      const at = (point) => map.unproject(point.add(origin));
      const [low, high] = [at(this._bounds.getBottomLeft()), at(this._bounds.getTopRight())];
      return this.store.within(low.lng, low.lat, high.lng, high.lat);
    },
    /** Keep the overview from being drawn where there is detail. */
    without(ctx, view, cells) {
      if (!cells.length) { return; }
      const holes = new Path2D();
      holes.rect(0, 0, ctx.canvas.width, ctx.canvas.height);
      for (const { west, south } of cells) {
        const [x0, y0] = project(west, south + CELL);
        const [x1, y1] = project(west + CELL, south);
        const place = (x, y) => [(x * view.k - view.x) * view.scale, (y * view.k - view.y) * view.scale];
        const [left, top] = place(x0, y0);
        const [right, bottom] = place(x1, y1);
        holes.rect(left, top, right - left, bottom - top);
      }
      ctx.clip(holes, "evenodd");
    },
    place(view, part) {
      const k = (view.k / UNIT) * view.scale;
      return new DOMMatrix([k, 0, 0, k, (part.at[0] / UNIT * view.k - view.x) * view.scale, (part.at[1] / UNIT * view.k - view.y) * view.scale]);
    },
    paint(ctx, view, parts, colours) {
      const unit = UNIT / view.k; // one CSS pixel in the units of a path
      const fill = (key, colour) => {
        const whole = new Path2D();
        for (const part of parts) { whole.addPath(part[key], this.place(view, part)); }
        ctx.setTransform(1, 0, 0, 1, 0, 0);
        ctx.fillStyle = colour;
        ctx.fill(whole); // one fill, so that no seam shows between cells
      };
      const stroke = (part, line, colour, width, dash = []) => {
        ctx.setTransform(this.place(view, part));
        ctx.strokeStyle = colour;
        ctx.lineWidth = width * unit;
        ctx.setLineDash(dash.map((d) => d * unit));
        ctx.stroke(line);
      };
      fill("land", colours.land);
      for (const part of parts) {
        if (view.zoom >= 5.5) { stroke(part, part.provinces, colours.province, 0.8); }
        for (const [rank, river] of part.rivers) {
          if (rank <= view.zoom + 1) { stroke(part, river, colours.river, Math.max(0.7, 2 - rank * 0.15)); }
        }
      }
      fill("lakes", colours.lake);
      ctx.lineJoin = "round";
      for (const part of parts) {
        for (const { id, dash } of BORDERS) { stroke(part, part.borders.get(id), colours.border, view.zoom < 4 ? 0.8 : 1.3, dash); }
      }
      ctx.setLineDash([]);
    },
  });

  /** Names of countries, provinces and towns: above the areas, below the areas' own names. */
  const NameScene = Scene.extend({
    initialize(base, language, avoid, options) {
      Scene.prototype.initialize.call(this, { padding: 0.1, ...options });
      this.base = base;
      this.code = language;
      this.avoid = avoid;
    },
    onAdd(map) {
      this._heard = () => this.redraw();
      this.base.store.listeners.add(this._heard);
      Scene.prototype.onAdd.call(this, map);
    },
    onRemove(map) {
      this.base.store.listeners.delete(this._heard);
      Scene.prototype.onRemove.call(this, map);
    },
    draw(ctx, view) {
      ctx.setTransform(view.scale, 0, 0, view.scale, 0, 0);
      ctx.clearRect(0, 0, view.width, view.height);
      const { world } = this.base.store;
      if (!world || world === "coming" || !this.base._map) { return; }
      this.language = Math.max(0, world.languages.indexOf(this.code));
      this.colours = COLOURS[document.documentElement.dataset.scheme === "dark" ? "dark" : "light"];
      this.taken = this.avoid(this._bounds.min);
      const cells = this.base.visible().map(({ cell }) => cell);
      ctx.lineJoin = "round";
      ctx.textBaseline = "middle";
      this.countries(ctx, view, world);
      this.towns(ctx, view, cells.length ? cells : [world]);
      if (view.zoom >= 6) { this.provinces(ctx, view, cells); }
    },
    countries(ctx, view, world) {
      if (view.zoom > 7.5) { return; }
      ctx.textAlign = "center";
      for (const country of [...world.countries].sort((a, b) => b.rank - a.rank)) {
        if (country.rank < 5000 / 4 ** view.zoom) { continue; }
        this.write(ctx, view, country, country.names[this.language].toLocaleUpperCase(), "600 11px", this.colours.country, 0, 0.9);
      }
    },
    provinces(ctx, view, cells) {
      ctx.textAlign = "center";
      for (const province of cells.flatMap((cell) => cell.names)) {
        if (province.rank < 8000 / 4 ** view.zoom) { continue; }
        this.write(ctx, view, province, province.names[this.language], "italic 11px", this.colours.country, 0, 0.8);
      }
    },
    towns(ctx, view, cells) {
      ctx.textAlign = "left";
      for (const town of cells.flatMap((cell) => cell.towns).sort((a, b) => a.rank - b.rank)) {
        if (town.rank > view.zoom - (town.kind ? 0 : 1)) { continue; }
        const px = town.x * view.k - view.x;
        const py = town.y * view.k - view.y;
        const weight = town.kind === 2 ? "600 12px" : "11px";
        if (!this.write(ctx, view, town, town.names[0], weight, this.colours.town, 6, 1)) { continue; }
        ctx.beginPath();
        ctx.arc(px, py, town.kind === 2 ? 3 : 2, 0, 2 * Math.PI);
        ctx.fillStyle = town.kind === 2 ? this.colours.town : this.colours.halo;
        ctx.strokeStyle = this.colours.town;
        ctx.lineWidth = 1.2;
        ctx.fill();
        ctx.stroke();
      }
    },
    /** Write a name unless it would cover another one; tell whether it was written. */
    write(ctx, view, at, text, font, colour, shift, alpha) {
      const px = at.x * view.k - view.x + shift;
      const py = at.y * view.k - view.y;
      if (px < -60 || py < -10 || px > view.width + 60 || py > view.height + 10) { return false; }
      ctx.font = `${font} "IBM Plex Sans", "IBM Plex Sans Arabic", sans-serif`;
      const wide = ctx.measureText(text).width;
      const box = ctx.textAlign === "center" ? [px - wide / 2 - 3, py - 8, px + wide / 2 + 3, py + 8] : [px - 9, py - 8, px + wide + 3, py + 8];
      if (this.taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) { return false; }
      this.taken.push(box);
      ctx.globalAlpha = alpha;
      ctx.strokeStyle = this.colours.halo;
      ctx.lineWidth = 3;
      ctx.strokeText(text, px, py);
      ctx.fillStyle = colour;
      ctx.fillText(text, px, py);
      ctx.globalAlpha = 1;
      return true;
    },
  });

  /** The base map of one Leaflet map. */
  class BaseMap {
    constructor(map, store, language, avoid) {
      this.map = map;
      for (const [name, level] of [["mrm-ground", 150], ["mrm-names", 430]]) {
        if (!map.getPane(name)) { Object.assign(map.createPane(name).style, { zIndex: level, pointerEvents: "none" }); }
      }
      this.ground = new BaseScene(store, { pane: "mrm-ground" });
      this.names = new NameScene(this.ground, language, avoid, { pane: "mrm-names" });
    }

    show(on) {
      for (const part of [this.ground, this.names]) { if (on) { part.addTo(this.map); } else { part.remove(); } }
    }

    redraw() {
      this.ground.redraw();
      this.names.redraw();
    }
  }

  global.MrmBaseMap = { BaseMap, Store, BORDERS, COLOURS };
})(window);

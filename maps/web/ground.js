/* The base map, for orientation only: land below the areas, water and borders above them, towns and countries by name. */
"use strict";
(function (global) {
  const { onPage, project, spanOf, stroke } = global.MrmScene;

  /** Undo the deltas: a run of whole steps as `[lon, lat]`. */
  function degrees(run, steps) {
    const line = [];
    let x = 0;
    let y = 0;
    for (let n = 0; n < run.length; n += 2) {
      x += run[n];
      y += run[n + 1];
      line.push([x / steps, y / steps]);
    }
    return line;
  }

  class Ground {
    constructor(doc, plane) {
      const { ground } = doc;
      const [west, south, east, north] = ground.box;
      const path = (run) => plane.path([degrees(run, ground.steps)]);
      const classes = (list) => {
        const found = new Map();
        for (const [name, run] of list) {
          if (!found.has(name)) { found.set(name, new Path2D()); }
          found.get(name).addPath(path(run));
        }
        return [...found];
      };
      Object.assign(this, { plane, ground, colours: doc.colours });
      this.sea = plane.path([[[west, south], [east, south], [east, north], [west, north], [west, south]]]);
      this.land = plane.path(ground.land.map((run) => degrees(run, ground.steps)));
      this.lakes = plane.path(ground.lakes.map((run) => degrees(run, ground.steps)));
      this.rivers = classes(ground.rivers);
      this.borders = classes(ground.borders);
      /** Statuses of borders that the page draws, for the legend. */
      this.statuses = this.borders.map(([status]) => ({ id: status, stroke: doc.colours.border, width: 1.3, dash: ground.dashes[status] }));
    }

    /** Whole steps to pixels of the world at zoom 0. */
    place(lon, lat) { return project(lon / this.ground.steps, lat / this.ground.steps); }

    rank(ranks, map) {
      const span = spanOf(map);
      return ranks.find(([shown]) => span <= shown)[1];
    }

    paintLand(ctx, view) {
      this.plane.enter(ctx, view);
      ctx.fillStyle = this.colours.sea;
      ctx.fill(this.sea);
      ctx.fillStyle = this.colours.land;
      ctx.fill(this.land, "evenodd");
    }

    paintWater(ctx, view, map) {
      const unit = this.plane.enter(ctx, view);
      const least = this.rank(this.ground.river_ranks, map);
      for (const [rank, path] of this.rivers) {
        if (rank <= least) { stroke(ctx, path, unit, { colour: this.colours.river, width: Math.max(0.8, 2 - rank * 0.13), opacity: 0.85 }); }
      }
      ctx.fillStyle = this.colours.lake;
      ctx.fill(this.lakes, "evenodd");
      this.borders.forEach(([, path], n) => stroke(ctx, path, unit, { ...this.statuses[n], colour: this.colours.border }));
    }

    /** Draw the towns that have room, and return the wishes of their names. */
    paintTowns(ctx, view, map) {
      onPage(ctx, view);
      const least = this.rank(this.ground.town_ranks, map);
      const wishes = [];
      for (const [lon, lat, rank, kind, text] of this.ground.towns) {
        const [x, y] = this.place(lon, lat);
        const at = [x * view.k - view.x, y * view.k - view.y];
        if (rank > least || at[0] < 0 || at[1] < 0 || at[0] > view.width || at[1] > view.height) { continue; }
        const isCapital = kind === 2;
        global.MrmMarks.mark(ctx, { fill: isCapital ? this.colours.ink : this.colours.halo, stroke: this.colours.ink }, ...at, isCapital ? 3.2 : 2.2);
        const [size, weight] = isCapital ? [11.7, 600] : [11, 400];
        wishes.push({ text, at, offsets: global.MrmNames.besideMark(2.5), size, weight, colour: this.colours.ink });
      }
      return wishes;
    }

    /** The wishes of the countries around that have room for their name. */
    countries(view) {
      const perDegree = (256 * view.k) / 360;
      return this.ground.countries.filter(([, , room]) => room * perDegree >= this.ground.least_country_px).map(([lon, lat, , name]) => {
        const [x, y] = this.place(lon, lat);
        const at = [x * view.k - view.x, y * view.k - view.y];
        return { text: name.toLocaleUpperCase(), at, offsets: [[0, 0, "center"]], size: 11, weight: 600, colour: this.colours.faint };
      });
    }
  }

  global.MrmGround = { Ground };
})(window);

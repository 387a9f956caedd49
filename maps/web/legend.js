/* The legend of a map, and the switches of the exported page, which has no window around it. */
"use strict";
(function (global) {
  const { stamp } = global.MrmScene;
  const { tileOf, element, dashes } = global.MrmPatterns;

  function small(className, draw) {
    const canvas = element("canvas", `mrm-swatch ${className}`);
    const scale = Math.max(1, global.devicePixelRatio || 1);
    canvas.width = 36 * scale;
    canvas.height = 18 * scale;
    const c = canvas.getContext("2d");
    c.scale(scale, scale);
    draw(c, scale);
    return canvas;
  }

  function swatch(fill) {
    return small("", (c) => {
      const made = tileOf(fill);
      const pattern = c.createPattern(made.tile, "repeat");
      pattern.setTransform(new DOMMatrix().scale(made.scale));
      c.fillStyle = pattern;
      c.fillRect(0, 0, 36, 18);
    });
  }

  function pen(c, style) {
    c.setLineDash(dashes(style.dash) || []);
    c.lineWidth = style.width;
    c.strokeStyle = style.stroke;
  }

  function lineSwatch(style) {
    return small("mrm-line", (c) => { pen(c, style); c.strokeRect(3, 4, 30, 10); });
  }

  function pointSwatch(style) {
    return small("mrm-line", (c, scale) => {
      const mark = stamp(style, style.radius, scale);
      c.drawImage(mark.canvas, 18 - mark.half, 9 - mark.half, 2 * mark.half, 2 * mark.half);
    });
  }

  /** A stroke without an outline around anything: a border or a road. */
  function strokeSwatch(style) {
    return small("mrm-line", (c) => {
      pen(c, style);
      c.beginPath();
      c.moveTo(2, 9);
      c.lineTo(34, 9);
      c.stroke();
    });
  }

  function legendRows(list, entries, styles, draw) {
    for (const entry of entries) {
      if (!entry.count) { continue; }
      const row = element("li");
      row.append(draw(styles.find((style) => style.id === entry.id)), element("span", "", entry.label), element("b", "", entry.silent ? "" : String(entry.count)));
      list.append(row);
    }
  }

  /** Fill `holder` with the legend of a theme and of everything that is shown with it. */
  function fillLegend(holder, doc, theme, more = []) {
    holder.replaceChildren();
    holder.append(element("h2", "", theme.title));
    const areas = element("ul");
    legendRows(areas, theme.legend, theme.classes, swatch);
    holder.append(areas);
    const parts = [
      [doc.words.presence, doc.presence_legend, doc.presence_styles, lineSwatch],
      [doc.words.places, doc.place_legend, doc.place_styles, pointSwatch],
    ];
    for (const layer of Object.values(doc.overlays)) {
      parts.push([layer.title, layer.legend, layer.styles, layer.kind === "lines" ? strokeSwatch : markSwatch]);
    }
    for (const [title, entries, styles, draw] of [...parts, ...more]) {
      if (!entries.some((entry) => entry.count)) { continue; }
      const list = element("ul");
      legendRows(list, entries, styles, draw);
      holder.append(element("h2", "", title), list);
    }
  }

  function markSwatch(style) {
    if (style.shape !== "count") { return pointSwatch(style); }
    const holder = element("span", "mrm-swatch mrm-line mrm-counted");
    holder.append(element("i", "", "3"));
    return holder;
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
    for (const id of ["presence", "places", ...Object.keys(drawn.doc.overlays), "labels"]) {
      if (!drawn.parts[id] && !drawn.groups[id]) { continue; }
      overlays.append(choice("checkbox", id, drawn.doc.words[id], true, (on) => {
        const shown = new Set(drawn.shown);
        if (on) { shown.add(id); } else { shown.delete(id); }
        drawn.setShown([...shown]);
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

  global.MrmLegend = { fillLegend, fillControls, strokeSwatch };
})(window);

/* The legend of the map, and its switches. */
"use strict";
(function (global) {
  const { dashes } = global.MrmScene;
  const { element } = global.MrmPatterns;
  const { mark } = global.MrmMarks;
  const SHARP = 3; // a legend is printed, too

  function sample(className, draw) {
    const canvas = element("canvas", `mrm-swatch ${className}`);
    canvas.width = 36 * SHARP;
    canvas.height = 18 * SHARP;
    canvas.setAttribute("aria-hidden", "true");
    const c = canvas.getContext("2d");
    c.scale(SHARP, SHARP);
    draw(c);
    return canvas;
  }

  function pen(c, style) {
    c.setLineDash(dashes(style.dash));
    c.lineWidth = style.width;
    c.strokeStyle = style.stroke;
  }

  const fillSample = (tiles) => (fill) => sample("", (c) => {
    c.fillStyle = tiles.fill(c, fill, SHARP);
    c.fillRect(0, 0, 36, 18);
  });

  const outlineSample = (veil) => (style) => sample("mrm-line", (c) => {
    c.globalAlpha = 0.12;
    c.fillStyle = veil;
    c.fillRect(3, 4, 30, 10);
    c.globalAlpha = 1;
    pen(c, style);
    c.strokeRect(3, 4, 30, 10);
  });

  /** A stroke without an outline around anything: a border or a road. */
  const strokeSample = (style) => sample("mrm-line", (c) => {
    pen(c, style);
    c.beginPath();
    c.moveTo(2, 9);
    c.lineTo(34, 9);
    c.stroke();
  });

  function markSample(style) {
    if (style.shape !== "count") { return sample("mrm-line", (c) => mark(c, style, 18, 9)); }
    const holder = element("span", "mrm-swatch mrm-line mrm-counted");
    holder.append(element("i", "", "3"));
    return holder;
  }

  function rows(entries, styles, draw) {
    const list = element("ul");
    for (const entry of entries.filter(({ count }) => count !== 0)) {
      const row = element("li");
      row.append(draw(styles.find((style) => style.id === entry.id)), element("span", "", entry.label), element("b", "", entry.count ? String(entry.count) : ""));
      list.append(row);
    }
    return list;
  }

  /** Fill `holder` with the legend of a theme and of everything that is drawn with it; what does not occur is not in it. */
  function fillLegend(holder, drawn, theme) {
    const { doc, ground, tiles } = drawn;
    const { words } = doc;
    const outline = outlineSample(doc.colours.veil);
    const bases = { id: "base", label: words.base, count: doc.presence.filter(({ base }) => base).length };
    const parts = [
      [theme.title, theme.legend, theme.classes, fillSample(tiles)],
      [words.presence, [...doc.presence_legend, bases], [...doc.presence_styles, doc.base], (style) => (style.id === "base" ? markSample : outline)(style)],
      [words.places, doc.place_legend, doc.place_styles, markSample],
      ...Object.values(doc.overlays).map((layer) => [layer.title, layer.legend, layer.styles, layer.kind === "lines" ? strokeSample : markSample]),
    ];
    if (ground) {
      const borders = ground.statuses.map(({ id }) => ({ id, label: words[`border_${id}`] }));
      parts.push([words.basemap, borders, ground.statuses, strokeSample]);
    }
    holder.replaceChildren();
    for (const [title, entries, styles, draw] of parts) {
      const list = rows(entries, styles, draw);
      if (list.children.length) {
        const group = element("section");
        group.append(element("h2", "", title), list);
        holder.append(group);
      }
    }
  }

  /** Fill `holder` with the switches of themes and layers. */
  function fillControls(holder, drawn) {
    const { doc } = drawn;
    const group = (title, choices) => {
      const set = element("fieldset");
      set.append(element("legend", "", title), ...choices);
      return set;
    };
    const themes = doc.themes.map((theme) => choice("radio", "theme", theme.title, theme.id === drawn.theme, () => drawn.setTheme(theme.id)));
    const layers = drawn.layers.map((id) => choice("checkbox", id, doc.words[id], true, (on) => drawn.show(id, on)));
    holder.append(group(doc.words.themes, themes), group(doc.words.overlays, layers));
  }

  function choice(type, name, text, checked, onChange) {
    const label = element("label");
    const input = element("input");
    Object.assign(input, { type, name, checked });
    input.addEventListener("change", () => onChange(input.checked));
    label.append(input, element("span", "", text));
    return label;
  }

  global.MrmLegend = { fillLegend, fillControls };
})(window);

/* Draws a point, a line or a polygon by mouse and by keyboard. The window keeps the truth: every change goes there, is checked like a
 * file, and comes back. Corners are [longitude, latitude]. */
"use strict";
(function (global) {
  const L = global.L;
  class Editor {
    /**
     * @param {L.Map} map
     * @param {(corners: number[][]) => void} onChange
     */
    constructor(map, onChange) {
      this.map = map;
      this.onChange = onChange;
      this.shape = null;
      this.corners = [];
      if (!map.getPane("mrm-edit")) { map.createPane("mrm-edit").style.zIndex = 640; }
      this.drawn = L.layerGroup().addTo(map);
      map.on("click", (event) => this.click(event.latlng));
      map.getContainer().addEventListener("keydown", (event) => this.key(event));
    }

    get active() { return this.shape !== null; }

    /** Take over a state of the window: `{shape, corners, preview, corner_name}`; shape is point, line, polygon, none (only a preview) or null (over). */
    set(state) {
      this.shape = state.shape;
      this.corners = state.corners;
      this.preview = state.preview || [];
      this.cornerName = state.corner_name || "";
      const holder = this.map.getContainer();
      holder.classList.toggle("mrm-drawing", this.active);
      if (this.active) { this.map.doubleClickZoom.disable(); } else { this.map.doubleClickZoom.enable(); }
      this.redraw();
    }

    change(corners, focus = -1) {
      this.corners = corners;
      this.focusOn = focus;
      this.redraw();
      this.onChange(corners.map(([lon, lat]) => [Number(lon.toFixed(7)), Number(lat.toFixed(7))]));
    }

    click(latlng) {
      if (!this.active || this.shape === "none") { return; }
      const at = [latlng.lng, latlng.lat];
      this.change(this.shape === "point" ? [at] : [...this.corners, at]);
    }

    /** Enter or Insert sets a corner in the middle of the map: the cross there shows where. */
    key(event) {
      if (!this.active || event.target !== this.map.getContainer()) { return; }
      if (event.key === "Enter" || event.key === "Insert") {
        event.preventDefault();
        this.click(this.map.getCenter());
      }
    }

    redraw() {
      this.drawn.clearLayers();
      if (!this.active) { return; }
      const ring = this.corners.map(([lon, lat]) => [lat, lon]);
      const style = { pane: "mrm-edit", color: "#b4531f", weight: 2.5, interactive: false };
      for (const polygon of this.preview) {
        L.polygon(polygon.map((r) => r.map(([lon, lat]) => [lat, lon])), { ...style, weight: 1.5, dashArray: "5 4", fillColor: "#d98324", fillOpacity: 0.25 })
          .addTo(this.drawn);
      }
      if (this.shape === "polygon" && ring.length > 2) {
        L.polygon(ring, { ...style, fillColor: "#d98324", fillOpacity: 0.18 }).addTo(this.drawn);
      } else if (ring.length > 1) { L.polyline(ring, style).addTo(this.drawn); }
      this.corners.forEach((corner, n) => this.handle(corner, n));
      this.middles().forEach(([corner, n]) => this.middle(corner, n));
    }

    middles() {
      if (this.shape === "point" || this.corners.length < 2 || this.corners.length > 200) { return []; }
      const count = this.corners.length;
      const last = this.shape === "polygon" && count > 2 ? count : count - 1;
      return Array.from({ length: last }, (_, n) => {
        const [a, b] = [this.corners[n], this.corners[(n + 1) % count]];
        return [[(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], n + 1];
      });
    }

    marker(corner, className, size, name) {
      return L.marker([corner[1], corner[0]], {
        pane: "mrm-edit", draggable: true, autoPan: true, keyboard: true, title: name, alt: name,
        icon: L.divIcon({ className, iconSize: [size, size] }),
      }).addTo(this.drawn);
    }

    handle(corner, n) {
      const mark = this.marker(corner, "mrm-corner", 13, `${this.cornerName} ${n + 1}`);
      const moved = (latlng) => this.change(this.corners.map((c, k) => (k === n ? [latlng.lng, latlng.lat] : c)), n);
      mark.on("dragend", () => moved(mark.getLatLng()));
      const box = mark.getElement();
      box.addEventListener("keydown", (event) => {
        const step = event.shiftKey ? 10 : 1;
        const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
        if (by) {
          moved(this.map.containerPointToLatLng(this.map.latLngToContainerPoint(mark.getLatLng()).add(by)));
        } else if (event.key === "Delete" || event.key === "Backspace") {
          this.remove(n);
        } else { return; }
        event.preventDefault();
        event.stopPropagation();
      });
      mark.on("contextmenu", (event) => { L.DomEvent.stop(event); this.remove(n); });
      if (this.focusOn === n) { box.focus(); }
    }

    middle(corner, n) {
      const mark = this.marker(corner, "mrm-corner mrm-middle", 9, "+");
      const insert = (latlng) => this.change([...this.corners.slice(0, n), [latlng.lng, latlng.lat], ...this.corners.slice(n)], n);
      mark.on("dragend click", () => insert(mark.getLatLng()));
      mark.on("keypress", (event) => { if (event.originalEvent.key === "Enter") { insert(mark.getLatLng()); } });
    }

    remove(n) {
      if (this.corners.length > 0) { this.change(this.corners.filter((_, k) => k !== n), Math.max(0, n - 1)); }
    }
  }

  global.MrmEditor = { Editor };
})(window);

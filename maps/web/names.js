/* Names on the map: wishes in the order of their weight, each written where it covers nothing that was written before, or not at all. */
"use strict";
(function (global) {
  const FONT = '"IBM Plex Sans", "IBM Plex Sans Arabic", system-ui, "Segoe UI", "Noto Sans", "Noto Sans Arabic", "Geeza Pro", sans-serif';
  const AROUND = [[0, 0], [0, 17], [0, -17], [18, 0], [-18, 0]];

  /** The seen part of the canvas with what is already taken of it. */
  class Room {
    constructor(inner) {
      this.inner = inner;
      this.taken = [];
    }

    take(box) { this.taken.push(box); }

    isFree([left, top, right, bottom]) {
      return !this.taken.some((box) => box[0] < right && box[2] > left && box[1] < bottom && box[3] > top);
    }

    isInside([left, top, right, bottom]) {
      return left > this.inner[0] && top > this.inner[1] && right < this.inner[2] && bottom < this.inner[3];
    }

    /** Take a box about a place, or beside it where something is already there; returns its middle. */
    beside([x, y], wide, tall) {
      const box = ([dx, dy]) => [x + dx - wide, y + dy - tall, x + dx + wide, y + dy + tall];
      const [dx, dy] = AROUND.find((offset) => this.isFree(box(offset))) || AROUND[0];
      this.take(box([dx, dy]));
      return [x + dx, y + dy];
    }
  }

  /** Where the name of a mark may stand: right, left, above, below. */
  function besideMark(radius) {
    const away = radius + 3;
    return [[away, 0, "left"], [-away, 0, "right"], [0, -away - 5, "center"], [0, away + 5, "center"]];
  }

  /**
   * Write one name; returns whether it found room.
   * @param {{text: string, at: [number, number], offsets: [number, number, string][], size: number, weight: number, colour: string}} wish
   */
  function write(ctx, room, { text, at, offsets, size, weight, colour }, halo) {
    ctx.font = `${weight} ${size}px ${FONT}`;
    const wide = ctx.measureText(text).width;
    const tall = size * 1.25;
    for (const [dx, dy, anchor] of offsets) {
      const [x, y] = [at[0] + dx, at[1] + dy];
      const left = x - { left: 0, center: wide / 2, right: wide }[anchor];
      const box = [left - 2, y - tall / 2, left + wide + 2, y + tall / 2];
      if (room.isInside(box) && room.isFree(box)) {
        room.take(box);
        Object.assign(ctx, { textAlign: "left", textBaseline: "middle", lineJoin: "round", lineWidth: 3, strokeStyle: halo, fillStyle: colour });
        ctx.strokeText(text, left, y);
        ctx.fillText(text, left, y);
        return true;
      }
    }
    return false;
  }

  global.MrmNames = { FONT, Room, besideMark, write };
})(window);

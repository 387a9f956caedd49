"""The two charts of the perception brief: every area beside the others, and every group before and after. What is withheld is hatched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mrm_desktop.cartography.svg import root, tag, words_as_markup
from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.brief_findings import Heard, counts_here, pairs_of
from mrm_desktop.reports.release.ladder import ReleasedArea, ReleasedView

INK, SOFT, RULE = "#26221c", "#5f594e", "#cfc8ba"
WORSE, SAME, BETTER = "#9a3f24", "#5f594e", "#1f6a6a"
FONT = "IBM Plex Sans, IBM Plex Sans Arabic"
COLUMNS, MOST_PANELS, MOST_GROUPS = 5, 20, 3
NAMES_MM = 23.0  # room for the names of the groups at the side of each row of panels
ROW_MM, HEAD_MM, GAP_MM = 2.9, 4.0, 2.4
LETTERS = 20  # of the name of an area over its panel


@dataclass(frozen=True, slots=True)
class Panels:
    """What stands in the small multiples: areas, the worst first, and the groups that are in most of them."""

    areas: tuple[ReleasedArea, ...]
    groups: tuple[str, ...]
    left_out: int

    @classmethod
    def of(cls, released: ReleasedView, heard: Mapping[tuple[str, str], Sequence[Heard]]) -> Panels:
        """Choose areas and groups of a released view."""
        asked = Counter(p.stratum for p in released.perceptions if counts_here(p))
        order = [stratum.value for stratum in Stratum]
        groups = sorted(sorted(asked, key=lambda g: (-asked[g], order.index(g)))[:MOST_GROUPS], key=order.index)
        worst: dict[str, float] = {}
        for (code, _), line in heard.items():
            worst[code] = min(worst.get(code, 9.0), line[0].value)
        areas = sorted(released.areas, key=lambda area: (worst.get(area.code, 9.0), area.name))
        return cls(tuple(areas[:MOST_PANELS]), tuple(groups), max(0, len(areas) - MOST_PANELS))


def small_multiples(
    released: ReleasedView, panels: Panels, heard: Mapping[tuple[str, str], Sequence[Heard]], width: float, words: Words
) -> str:
    """Draw a panel for each area: a line for each group, from much worse to much better, as wide as what is known of it is uncertain."""
    withheld = {(p.area_code, p.stratum) for p in released.perceptions if p.suppressed and counts_here(p)}
    tall = HEAD_MM + ROW_MM * len(panels.groups)
    rows = -(-len(panels.areas) // COLUMNS)
    wide = (width - NAMES_MM) / COLUMNS
    drawn: list[str] = [_hatching()]
    for number, area in enumerate(panels.areas):
        row, column = divmod(number, COLUMNS)
        place = COLUMNS - 1 - column if words.is_right_to_left else column
        left = place * wide + (1.0 if words.is_right_to_left else NAMES_MM)
        panel = _Panel(left, row * (tall + GAP_MM), wide - 3.0, words.is_right_to_left)
        drawn += panel.frame(area.name, len(panels.groups))
        for line, group in enumerate(panels.groups):
            drawn += panel.mark(line, heard.get((area.code, group)), (area.code, group) in withheld)
    drawn += _names_of_groups(panels, rows, tall, width, words)
    return root(width, rows * (tall + GAP_MM) - GAP_MM + 0.5, *drawn)


def _names_of_groups(panels: Panels, rows: int, tall: float, width: float, words: Words) -> Iterator[str]:
    for row in range(rows):
        for line, group in enumerate(panels.groups):
            y = row * (tall + GAP_MM) + HEAD_MM + ROW_MM * (line + 0.72)
            name = words.term("stratum", Stratum.parse(group))
            yield _text(name, width if words.is_right_to_left else 0.0, y, 2.2, SOFT, "end" if words.is_right_to_left else "start")


@dataclass(frozen=True, slots=True)
class _Panel:
    left: float
    top: float
    width: float
    from_right: bool

    def _x(self, rating: float) -> float:
        along = (rating + 2.0) / 4.0
        return self.left + self.width * (1.0 - along if self.from_right else along)

    def frame(self, name: str, lines: int) -> Iterator[str]:
        shown = name if len(name) <= LETTERS else f"{name[: LETTERS - 1]}…"
        at = self.left + self.width if self.from_right else self.left
        yield _text(shown, at, self.top + 2.6, 2.5, INK, "end" if self.from_right else "start", 600)
        bottom = self.top + HEAD_MM + ROW_MM * lines
        for rating in (-2.0, 0.0, 2.0):
            colour, weight = (RULE, 0.15) if rating else (SOFT, 0.22)
            ends = {"x1": self._x(rating), "x2": self._x(rating), "y1": self.top + HEAD_MM - 0.4, "y2": bottom}
            yield tag("line", **ends, stroke=colour, stroke_width=weight)

    def mark(self, line: int, rounds: Sequence[Heard] | None, is_withheld: bool) -> Iterator[str]:
        y = self.top + HEAD_MM + ROW_MM * (line + 0.5)
        if rounds:
            newest = rounds[0]
            ends = sorted((self._x(newest.low), self._x(newest.high)))
            colour = _colour(newest.value)
            yield tag("rect", x=ends[0], y=y - 0.55, width=max(ends[1] - ends[0], 0.3), height=1.1, fill=colour, opacity=0.35)
            yield tag("circle", cx=self._x(newest.value), cy=y, r=0.75, fill=colour)
        elif is_withheld:
            yield tag(
                "rect", x=self.left, y=y - 0.9, width=self.width, height=1.8, fill="url(#gap)", stroke=RULE, stroke_width=0.12
            )
        else:
            yield tag(
                "line",
                x1=self.left,
                x2=self.left + self.width,
                y1=y,
                y2=y,
                stroke=RULE,
                stroke_width=0.25,
                stroke_dasharray="0.6 0.9",
            )


def before_and_after(
    heard: Mapping[tuple[str, str], Sequence[Heard]], panels: Panels, size: tuple[float, float], words: Words
) -> str:
    """Draw for each group a line for each area from its earlier to its newest round, thicker where one stands for several."""
    width, height = size
    pairs = pairs_of(heard.values())
    groups = [group for group in panels.groups if any(later.group == group for _, later in pairs)]
    wide = width / max(1, len(groups))
    drawn: list[str] = []
    for number, group in enumerate(groups):
        place = len(groups) - 1 - number if words.is_right_to_left else number
        mine = [(a, b) for a, b in pairs if b.group == group]
        drawn += _slopes(mine, place * wide + 2.0, wide - 6.0, height, words)
        name = words.say("brief.slope", group=words.term("stratum", Stratum.parse(group)), count=len(mine))
        drawn.append(_text(name, place * wide + wide / 2 - 1.0, 2.6, 2.5, INK, "middle", 600))
    return root(width, height, *drawn)


def _slopes(pairs: Sequence[tuple[Heard, Heard]], left: float, wide: float, height: float, words: Words) -> Iterator[str]:
    top, bottom = 5.5, height - 5.0
    ends = (left + wide, left) if words.is_right_to_left else (left, left + wide)
    for rating in (-2, -1, 0, 1, 2):
        y = _height(rating, top, bottom)
        yield tag("line", x1=left, x2=left + wide, y1=y, y2=y, stroke=RULE if rating else SOFT, stroke_width=0.15)
    counted = Counter((round(a.value, 1), round(b.value, 1)) for a, b in pairs)
    for (before, after), count in sorted(counted.items(), key=lambda one: -one[1]):
        colour = SAME if abs(after - before) < 0.05 else WORSE if after < before else BETTER
        yield tag(
            "line",
            x1=ends[0],
            x2=ends[1],
            y1=_height(before, top, bottom),
            y2=_height(after, top, bottom),
            stroke=colour,
            stroke_width=min(0.35 + 0.2 * (count - 1), 2.0),
            stroke_linecap="round",
            opacity=0.85,
        )
    months = [_span([heard.month[:7] for heard in side]) for side in zip(*pairs, strict=True)]
    for x, month, anchor in zip(ends, months, ("start", "end"), strict=True):
        yield _text(month, x, height - 1.6, 2.1, SOFT, _turned(anchor) if words.is_right_to_left else anchor)


def _span(months: Sequence[str]) -> str:
    first, last = min(months), max(months)
    return first if first == last else f"{first} – {last}"


def _turned(anchor: str) -> str:
    return {"start": "end", "end": "start"}.get(anchor, anchor)


def _height(rating: float, top: float, bottom: float) -> float:
    return bottom - (rating + 2.0) / 4.0 * (bottom - top)


def _colour(rating: float) -> str:
    return WORSE if rating < -0.5 else BETTER if rating > 0.5 else SAME


def _hatching() -> str:
    line = tag("path", d="M0 1.2L1.2 0", stroke=SOFT, stroke_width=0.16)
    return tag("defs", tag("pattern", line, id="gap", width=1.2, height=1.2, patternUnits="userSpaceOnUse"))


def _text(words: str, x: float, y: float, size: float, fill: str, anchor: str, weight: int = 400) -> str:
    return tag(
        "text",
        words_as_markup(words),
        x=x,
        y=y,
        font_size=size,
        fill=fill,
        font_family=FONT,
        font_weight=weight,
        text_anchor=anchor,
    )

"""A sheet of paper with a map on it: its plane and view, a neat line around it, and a scale bar in a corner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mrm_desktop.cartography.display_list import Fill, Item, Scene, Text
from mrm_desktop.cartography.labels import LINE_EM, letters
from mrm_desktop.cartography.marginalia import draw_north, draw_scale_bar
from mrm_desktop.cartography.plane import Box, EqualArea
from mrm_desktop.cartography.svg import tag
from mrm_desktop.cartography.svg_map import PX_PER_MM, item_markup, scene_markup
from mrm_desktop.cartography.view import View, fit

INK, PAPER = "#26221c", "#ffffff"
BAR_SHARE = 0.22
"""How much of the width of a map its scale bar takes at most."""


def paper_view(bounds: Box, width: float, height: float) -> View:
    """Fit degrees ``bounds`` onto paper of ``width`` x ``height`` mm, in an equal-area plane of its own."""
    west, south, east, north = bounds
    return fit(bounds, width * PX_PER_MM, height * PX_PER_MM, EqualArea((west + east) / 2, (south + north) / 2))


def corner_signs(view: View, letter_px: float) -> tuple[Item, ...]:
    """Draw the scale bar in the lower right corner, and above it the arrow to the north."""
    corner, size = (view.width - 7, view.height - 12), letter_px * 0.85
    bar = list(draw_scale_bar(view, corner, view.width * BAR_SHARE, size, INK, PAPER, is_right=True))
    _, top, right, _ = next(boxes_of(bar))
    return (*bar, *draw_north(view, (right - letter_px, top - 2.4 * letter_px), letter_px, INK, PAPER))


def boxes_of(items: Iterable[Item]) -> Iterator[Box]:
    """Yield the boxes that surfaces and words cover, for names to keep off."""
    for item in items:
        if isinstance(item, Fill):
            yield item.shape.box
        elif isinstance(item, Text):
            wide, (x, y) = letters(item.text, item.size, item.weight) / 2, item.at
            yield x - wide, y - item.size * LINE_EM / 2, x + wide, y + item.size * LINE_EM / 2


def framed(scene: Scene, width: float, height: float, above: Iterable[Item] = ()) -> str:
    """Write a scene as an SVG of ``width`` x ``height`` mm within a neat line.

    Parameters
    ----------
    above : iterable of items
        What lies over the scene, such as the scale bar.
    """
    patterns, drawing = scene_markup(scene)
    frame = {"width": scene.view.width, "height": scene.view.height}
    return tag(
        "svg",
        tag("defs", patterns + tag("clipPath", tag("rect", **frame), id="frame")),
        tag("g", drawing, clip_path="url(#frame)"),
        tag("rect", **frame, fill="none", stroke=INK, stroke_width=1.8),
        "".join(item_markup(item, scene.view) for item in above),
        xmlns="http://www.w3.org/2000/svg",
        width=f"{width:g}mm",
        height=f"{height:g}mm",
        viewBox=f"0 0 {scene.view.width:g} {scene.view.height:g}",
    )

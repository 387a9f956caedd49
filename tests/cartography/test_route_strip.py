"""The strip as it is drawn: the map's own classes, unknown hatched, one drawing for screen and paper, mirrored where words are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mrm_desktop.cartography.contrast import contrast
from mrm_desktop.cartography.display_list import Badge, Fill, Item, Text
from mrm_desktop.cartography.route_strip import (
    PAPER_ROWS,
    StripDrawing,
    StripLook,
    draw_strip,
    mark_in_words,
    stretch_in_words,
    strip_svg,
)
from mrm_desktop.cartography.style import load_style
from mrm_desktop.domain.route_strips import JourneyClock, LegHours, RoadMark, RouteStrip, Stretch, StripLeg
from mrm_desktop.domain.trips import Go
from mrm_desktop.foundation.words import LANGUAGES, Words

DAY = date(2026, 3, 1)
EN = Words("en")
STRIP = RouteStrip(
    legs=(StripLeg("Out", 0, 60, DAY, Go.WITH_CONDITIONS), StripLeg("On", 60, 100, DAY, Go.NO_GO)),
    contact=(Stretch(0, 40, "liaison", "Alpha"), Stretch(40, 100, "", "Beta")),
    communities=(Stretch(0, 40, "accepting", "Alpha"), Stretch(40, 100, "", "Beta")),
    armed_actors=(Stretch(0, 100, "wary", "Alpha"),),
    presence=(Stretch(0, 50, "seen", age_days=9), Stretch(50, 80, "undated"), Stretch(80, 100, "")),
    radio=(Stretch(0, 100, ""),),
    marks=(
        RoadMark(30, "attack", "ambush", 3.2, on=date(2026, 2, 20)),
        RoadMark(70, "checkpoint", "The bridge", 0.1, "checkpoint, ARM-WEST"),
    ),
    unplaced=2,
    track=((0.0, 20.0, 5.0), (60.0, 20.5, 5.0), (100.0, 20.9, 5.0)),
)
CLOCK = JourneyClock(
    (LegHours(0, 60, DAY, 990, 1080), LegHours(60, 100, DAY, 1080, 1140)),
    (Stretch(0, 60, "day"), Stretch(60, 75, "dusk"), Stretch(75, 100, "dark")),
    (),
    False,
    120,
)


def drawn(words: Words = EN, **look: object) -> StripDrawing:
    return draw_strip(STRIP, CLOCK, words, replace(StripLook(1200.0), **look))  # type: ignore[arg-type]


def in_row(drawing: StripDrawing, row: str) -> list[Item]:
    top, low = drawing.rows[row]
    found: list[Item] = []
    for item in drawing.scene.items:
        if isinstance(item, Fill):
            y = (item.shape.box[1] + item.shape.box[3]) / 2
        elif isinstance(item, Text | Badge):
            y = item.at[1]
        else:
            continue
        if top <= y <= low:
            found.append(item)
    return found


def said(drawing: StripDrawing, row: str) -> list[str]:
    return [item.text for item in in_row(drawing, row) if isinstance(item, Text)]


def fills(drawing: StripDrawing, row: str) -> list[Fill]:
    return [item for item in in_row(drawing, row) if isinstance(item, Fill)]


def test_a_stretch_has_the_colour_and_pattern_of_the_map_and_what_is_unknown_is_hatched() -> None:
    style, drawing = load_style(), drawn()
    assert [fill.pattern for fill in fills(drawing, "contact")] == [
        style.fill("ceiling", "liaison"),
        style.fill("strip", "unknown"),
    ]
    assert fills(drawing, "communities")[0].pattern == style.fill("acceptance", "accepting")
    unknown = style.fill("strip", "unknown")
    classes = {
        f.pattern.id for row in ("contact", "communities", "presence", "radio") for f in fills(drawing, row)[-1:] if f.pattern
    }
    assert classes == {unknown.id}
    assert unknown.pattern == style.fill("ceiling", "insufficient_evidence").pattern, "as the map hatches it"


def test_a_stretch_stands_where_its_kilometres_are() -> None:
    drawing = drawn()
    first = fills(drawing, "contact")[0].shape.box
    assert (first[0], first[2]) == pytest.approx((drawing.axis.x(0), drawing.axis.x(40)), abs=1)
    assert drawing.axis.km(drawing.axis.x(33.0)) == pytest.approx(33.0)
    assert drawing.axis.km(-500) == 0


def test_stops_have_letters_and_departures_their_hours() -> None:
    legs = in_row(drawn(), "legs")
    assert [item.text for item in legs if isinstance(item, Badge)] == ["A", "B", "C"]
    assert {"16:30", "18:00", "19:00"} <= {item.text for item in legs if isinstance(item, Text)}


def test_night_is_said_with_its_hour() -> None:
    assert "dark from 18:23" in " ".join(said(drawn(), "light"))


def test_on_paper_no_armed_actor_is_told_of() -> None:
    paper = drawn(rows=PAPER_ROWS, names_holders=False)
    texts = " ".join(item.text for item in paper.scene.items if isinstance(item, Text))
    assert "ARM-WEST" not in texts
    assert "armed_actors" not in paper.rows
    assert "ARM-WEST" in " ".join(said(drawn(), "places"))
    assert "ARM-WEST" not in strip_svg(STRIP, CLOCK, EN, 180.0)


def test_a_language_that_runs_from_right_to_left_mirrors_the_way() -> None:
    drawing = drawn(Words("ar"))
    assert drawing.axis.x(0) > drawing.axis.x(100)
    first = fills(drawing, "contact")[0].shape.box
    assert first[2] == pytest.approx(drawing.axis.x(0), abs=1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_on_it_has_words(language: str) -> None:
    words = Words(language)
    texts = [item.text for item in drawn(words).scene.items if isinstance(item, Text)]
    texts += [stretch_in_words("presence", stretch, words) for stretch in STRIP.presence]
    texts += [mark_in_words(mark, words) for mark in STRIP.marks]
    assert not [text for text in texts if text.startswith(("strip.", "map.")) or "{" in text]


def test_without_incidents_it_is_said_that_this_is_not_the_same_as_none() -> None:
    quiet = draw_strip(replace(STRIP, marks=()), CLOCK, EN, StripLook(1200.0))
    assert any("not the same as none" in text for text in said(quiet, "incidents"))
    assert "2 more by area only" in said(quiet, "incidents")
    assert "0 more" not in " ".join(said(draw_strip(replace(STRIP, unplaced=0), CLOCK, EN, StripLook(1200.0)), "incidents"))


def grounds_below(drawing: StripDrawing, text: Text) -> list[str]:
    """What lies below the middle of a text: its ground and the pattern on it; else the page."""
    x, y = text.at
    below = [f for f in drawing.scene.items if isinstance(f, Fill) and f.shape.box[0] <= x <= f.shape.box[2]]
    below = [f for f in below if f.shape.box[1] <= y <= f.shape.box[3]]
    return [below[-1].colour] if below else [drawing.scene.ground]


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_every_label_reads_on_its_ground_and_on_its_halo(is_dark: bool) -> None:
    """4.5 to 1, of every class that a stretch can be in."""
    style = load_style()
    labels = 0
    for row, theme in (("contact", "ceiling"), ("communities", "acceptance"), ("armed_actors", "tolerance"), ("radio", "strip")):
        for fill in style.themes[theme]:
            if row == "radio" and fill.id not in ("signal", "dead"):
                continue
            strip = replace(STRIP, **{row: (Stretch(0, 100, fill.id, "Alpha"),)})  # type: ignore[arg-type]
            drawing = draw_strip(strip, CLOCK, EN, StripLook(1200.0, is_dark=is_dark))
            for text in (item for item in drawing.scene.items if isinstance(item, Text)):
                labels += 1
                halo = [text.halo] if text.halo else []
                assert min(contrast(text.colour, ground) for ground in [*grounds_below(drawing, text), *halo]) >= 4.5, text
    for age in (1, 60, 120, 300, 900):
        drawing = draw_strip(replace(STRIP, presence=(Stretch(0, 100, "seen", age_days=age),)), CLOCK, EN, StripLook(1200.0))
        _, label = [item for item in in_row(drawing, "presence") if isinstance(item, Text)]
        assert min(contrast(label.colour, ground) for ground in (*grounds_below(drawing, label), label.halo)) >= 4.5
        labels += 1
    assert labels > 200

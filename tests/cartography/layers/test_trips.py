"""A trip on the map: each leg in the line of its answer, on a light line of its own."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from mrm_desktop.cartography.display_list import Line
from mrm_desktop.cartography.layers.trips import LAYER, build_trip_layer
from mrm_desktop.cartography.map_document import MapDocument
from mrm_desktop.cartography.style import dash_of, load_style
from mrm_desktop.domain.trips import Go, Leg
from tests.cartography.sheets import WORDS, board, sheet_of

ROUTE = ((-19.9, -22.9), (-19.0, -22.0), (-17.5, -20.5))


def with_trip(*answers: Go | None) -> MapDocument:
    return board().with_overlays(build_trip_layer([(Leg("x", ROUTE, date(2026, 1, 1)), go) for go in answers], WORDS))


@pytest.mark.parametrize("go", [*Go, None])
def test_a_leg_is_drawn_in_the_line_of_its_answer(go: Go | None) -> None:
    sheet = sheet_of(with_trip(go))
    [line] = LAYER.draw(sheet).items
    assert isinstance(line, Line)
    style = next(s for s in load_style().strokes("trips") if s.id == ("not_planned" if go is None else go.value))
    assert (line.colour, line.width, line.dash) == (style.stroke, style.width, dash_of(style))
    assert line.casing == "#ffffff"
    assert not line.is_closed
    assert sheet.plan.plane.inverse(line.shape.points) == pytest.approx(np.array(ROUTE))


def test_no_two_answers_have_the_same_line() -> None:
    drawn = [item for item in LAYER.draw(sheet_of(with_trip(*Go, None))).items if isinstance(item, Line)]
    assert len({(line.colour, line.dash, line.width) for line in drawn}) == len(drawn) == len(Go) + 1


def test_an_answer_that_was_put_aside_is_not_drawn() -> None:
    assert LAYER.draw(sheet_of(with_trip(Go.WAIT), faded=frozenset({"trips.wait"}))).items == []


def test_a_map_without_a_trip_and_a_leg_without_a_route_draw_nothing() -> None:
    assert LAYER.draw(sheet_of(board())).items == []
    empty = board().with_overlays(build_trip_layer([(Leg("x", (), date(2026, 1, 1)), Go.WAIT)], WORDS))
    assert LAYER.draw(sheet_of(empty)).items == []

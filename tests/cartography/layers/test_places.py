"""Places: in crowds from afar, each with its name from near."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mrm_desktop.cartography.display_list import Badge, Marks
from mrm_desktop.cartography.layers.layer import Drawn
from mrm_desktop.cartography.layers.places import LAYER, MOST_NAMES, place_mark
from mrm_desktop.cartography.plane import Box
from tests import toy
from tests.cartography.sheets import WORDS, board, sheet_of, with_places

FAR, NEAR = (-20.0, -23.0, -17.0, -20.0), (-18.51, -21.51, -18.49, -21.49)


def crowd(count: int) -> np.ndarray:
    return np.random.default_rng(2).uniform((-18.509, -21.509), (-18.491, -21.491), (count, 2))


def drawn(count: int, bounds: Box, **showing: object) -> Drawn:
    document = with_places(crowd(count), ["settlement"] * (count - 1) + ["remote"])
    return LAYER.draw(sheet_of(document, bounds, **showing))  # type: ignore[arg-type]


def test_from_afar_a_crowd_is_one_number_and_from_near_each_place_stands_alone() -> None:
    far, near = drawn(300, FAR), drawn(300, NEAR)
    assert [item.text for item in far.items if isinstance(item, Badge)] == ["300"]
    assert [spot.name for spot in far.spots] == ["Places (300)"]
    assert sum(len(item.spots) for item in near.items if isinstance(item, Marks)) == 300
    assert {spot.id for spot in near.spots} == {f"s{n}" for n in range(300)}


def test_places_are_named_where_they_are_few() -> None:
    assert {wish.text.text for wish in drawn(MOST_NAMES, NEAR).names} == {f"Place {n}" for n in range(MOST_NAMES)}
    assert drawn(MOST_NAMES + 1, NEAR).names == []
    assert drawn(300, FAR).names == []


def test_the_pointer_finds_a_place_by_its_record() -> None:
    sheet = sheet_of(board())
    found = {spot.id: spot for spot in LAYER.draw(sheet).spots}
    for place in board().places:
        spot = found[place.id]
        assert (spot.layer, spot.name, spot.count) == ("places", place.name, 1)
        assert spot.at == pytest.approx(sheet.view.place(*place.at))
        assert spot.radius >= 5


def test_a_map_without_places_draws_none() -> None:
    assert LAYER.draw(sheet_of(board(places=()))).items == []


def test_a_class_that_was_put_aside_is_not_drawn() -> None:
    names = [spot.name for spot in LAYER.draw(sheet_of(board(), faded=frozenset({"places.remote"}))).spots]
    assert names == ["Near"]


def test_a_mark_says_what_its_popup_says() -> None:
    near = toy.view().places[0]
    mark = place_mark(near, (-19.123456789, -22.4), WORDS)
    assert mark.at == (-19.12346, -22.4)
    assert [value for _, value in mark.rows] == ["settlement", "XT00", "10 km"]
    assert place_mark(replace(near, kind="", area_code=None, nearest_base_km=None), (0.0, 0.0), WORDS).rows == ()

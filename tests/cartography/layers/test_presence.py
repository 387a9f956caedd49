"""Presence: a veil that fades as nobody confirms it, its outline by frequency, bases with their names."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.cartography.display_list import Fill, Line, Marks
from mrm_desktop.cartography.layers.presence import LAYER, presence_shape, veil_of
from mrm_desktop.cartography.style import dash_of
from mrm_desktop.domain.vocabulary import PatrolFrequency
from tests import toy
from tests.cartography.sheets import WORDS, board, sheet_of


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_the_veil_only_fades_with_age(younger: int, more: int) -> None:
    assert 0 < veil_of(younger + more) <= veil_of(younger) < 0.2


def test_what_nobody_dates_is_the_faintest() -> None:
    assert veil_of(None) == min(veil_of(days) for days in range(0, 4000, 10)) < veil_of(0)


def test_old_presence_is_fainter_on_the_map_than_fresh_one() -> None:
    dates = {0: toy.ON - timedelta(days=3), 4: toy.ON - timedelta(days=700)}
    document = board(presence=tuple(replace(toy.presence(k), last_confirmed=day) for k, day in dates.items()))
    fresh, old = (item for item in LAYER.draw(sheet_of(document)).items if isinstance(item, Fill))
    fresh_line, old_line = (item for item in LAYER.draw(sheet_of(document)).items if isinstance(item, Line))
    assert old.opacity < fresh.opacity
    assert old_line.opacity < fresh_line.opacity


@pytest.mark.parametrize("frequency", list(PatrolFrequency))
def test_each_frequency_has_its_own_line(frequency: PatrolFrequency) -> None:
    document = board(presence=(replace(toy.presence(0), frequency=frequency),))
    style = next(style for style in document.presence_styles if style.id == frequency)
    [line] = (item for item in LAYER.draw(sheet_of(document)).items if isinstance(item, Line))
    assert (line.colour, line.dash) == (style.stroke, dash_of(style))
    [dark] = (item for item in LAYER.draw(sheet_of(document, is_dark=True)).items if isinstance(item, Line))
    assert (dark.colour, dark.dash) == (line.colour, line.dash), "areas are light whatever the page around them is"


def test_bases_lie_on_top_with_their_names_and_the_pointer_finds_them() -> None:
    sheet = sheet_of(board())
    drawn = LAYER.draw(sheet)
    [bases] = drawn.on_top
    assert isinstance(bases, Marks)
    expected = [sheet.view.place(*present.base) for present in board().presence if present.base]
    assert [tuple(spot) for spot in bases.spots.tolist()] == [pytest.approx(at) for at in expected]
    assert [wish.text.text for wish in drawn.names] == [spot.name for spot in drawn.spots] == ["Base 0", "Base 4"]
    # A base keeps its room: no name of another may cover it.
    x, y = expected[0]
    assert not sheet.room.is_free((x - 1, y - 1, x + 1, y + 1))


def test_presence_without_a_base_has_its_outline_alone() -> None:
    drawn = LAYER.draw(sheet_of(board(presence=(replace(toy.presence(0), base_point=None),))))
    assert (len(drawn.items), drawn.on_top, drawn.spots, drawn.names) == (2, [], [], [])


def test_a_frequency_that_was_put_aside_is_not_drawn_and_neither_are_its_bases() -> None:
    drawn = LAYER.draw(sheet_of(board(), faded=frozenset({"presence.weekly"})))
    assert (drawn.items, drawn.on_top, drawn.spots, drawn.names) == ([], [], [], [])


def test_presence_elsewhere_is_not_drawn() -> None:
    assert LAYER.draw(sheet_of(board(), (20, 20, 22, 22))).items == []


def test_age_is_counted_to_the_day_of_the_map_and_never_negative() -> None:
    confirmed = (toy.ON - timedelta(days=12), toy.ON, None)
    document = board(presence=tuple(replace(toy.presence(k), last_confirmed=day) for k, day in enumerate(confirmed)))
    assert [item.age_days for item in document.presence] == [12, 0, None]
    tomorrow = replace(toy.presence(0), last_confirmed=toy.ON + timedelta(days=1))
    assert presence_shape(tomorrow, toy.ON, WORDS).age_days == 0

"""Names on a map: they never cover each other, never leave the page, and yield in the order in which they ask."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.cartography.display_list import Text
from mrm_desktop.cartography.labels import LINE_EM, PATIENCE, Room, Wish, beside, letters
from mrm_desktop.cartography.plane import Box

WIDTH, HEIGHT = 400.0, 300.0
offsets = st.sampled_from([((0.0, 0.0, "middle"),), tuple(beside(4.0)), ((5.0, 5.0, "start"), (-5.0, -5.0, "end"))])
wishes = st.builds(
    Wish,
    st.builds(
        Text,
        st.text("abc طبرق", min_size=1, max_size=20),
        st.tuples(st.floats(-50, WIDTH + 50), st.floats(-50, HEIGHT + 50)),
        st.sampled_from((8.0, 12.0, 20.0)),
        st.just("#000000"),
        weight=st.sampled_from((400, 600)),
    ),
    offsets,
)


def box_of(text: Text) -> Box:
    wide, tall = letters(text.text, text.size, text.weight), text.size * LINE_EM
    x, y = text.at
    left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
    return left, y - tall / 2, left + wide, y + tall / 2


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def wish(text: str, x: float = 200.0, y: float = 150.0, *places: tuple[float, float, str]) -> Wish:
    return Wish(Text(text, (x, y), 12.0, "#000000"), places or ((0.0, 0.0, "middle"),))


@given(st.lists(wishes, max_size=120))
def test_no_name_covers_another_and_none_leaves_the_page(asked: list[Wish]) -> None:
    boxes = [box_of(text) for text in Room(WIDTH, HEIGHT).write(asked)]
    assert not any(overlap(a, b) for a, b in combinations(boxes, 2))
    assert all(left >= 0 and top >= 0 and right <= WIDTH and bottom <= HEIGHT for left, top, right, bottom in boxes)


@given(st.lists(wishes, max_size=60), st.integers(0, 60))
def test_a_name_yields_to_those_that_asked_before_it_and_to_no_other(asked: list[Wish], first: int) -> None:
    alone, all_of_them = Room(WIDTH, HEIGHT).write(asked[:first]), Room(WIDTH, HEIGHT).write(asked)
    assert all_of_them[: len(alone)] == alone


@given(st.lists(wishes, max_size=80))
def test_a_name_is_left_out_only_where_none_of_its_places_is_free(asked: list[Wish]) -> None:
    room, empty = Room(WIDTH, HEIGHT), Room(WIDTH, HEIGHT)
    boxes: list[Box] = []
    for one in asked:
        written = room.write([one])
        boxes += [box_of(text) for text in written]
        if written:
            assert (written[0].text, written[0].size, written[0].weight) == (one.text.text, one.text.size, one.text.weight)
            assert written[0].at in [(one.text.at[0] + dx, one.text.at[1] + dy) for dx, dy, _ in one.offsets]
        elif empty.write([one]):  # it would fit onto an empty page, so another name is in the way
            [text] = Room(WIDTH, HEIGHT).write([one])
            left, top, right, bottom = box_of(text)
            assert any(overlap((left - 4, top, right + 4, bottom), other) for other in boxes)
        empty = Room(WIDTH, HEIGHT)


def test_order_decides_who_yields() -> None:
    for names in (("Juba", "Torit"), ("Torit", "Juba")):
        [written] = Room(WIDTH, HEIGHT).write([wish(name) for name in names])
        assert written.text == names[0]


def test_a_name_takes_the_first_of_its_places_that_is_free() -> None:
    room = Room(WIDTH, HEIGHT)
    room.take((200.0, 100.0, 400.0, 200.0))
    [left] = room.write([wish("Juba", 200.0, 150.0, *beside(4.0))])
    assert (left.anchor, left.at) == ("end", (193.0, 150.0))


def test_names_keep_off_what_is_taken() -> None:
    room = Room(WIDTH, HEIGHT)
    for n in range(200):  # more than the room first reckons with
        room.take((n * 2.0, 140.0, n * 2.0 + 2.0, 160.0))
    assert room.write([wish("Juba")]) == []
    assert not room.is_free((390.0, 141.0, 395.0, 142.0))
    assert room.is_free((0.0, 0.0, WIDTH, 140.0))
    assert [text.text for text in room.write([wish("Torit", y=50.0)])] == ["Torit"]


@pytest.mark.parametrize("at", [(2.0, 150.0), (398.0, 150.0), (200.0, 2.0), (200.0, 298.0)])
def test_no_name_runs_over_the_edge(at: tuple[float, float]) -> None:
    assert Room(WIDTH, HEIGHT).write([wish("Bentiu", *at)]) == []


@pytest.mark.parametrize(("x", "is_written"), [(30.0, True), (60.0, False), (100.0, True), (340.0, False), (370.0, True)])
def test_no_name_lies_on_the_edge_of_what_is_seen(x: float, is_written: bool) -> None:
    assert bool(Room(WIDTH, HEIGHT, bleed=60.0).write([wish("Bentiu", x)])) == is_written


def test_room_is_measured_as_the_renderer_says() -> None:
    def wide(text: str, size: float, weight: int) -> float:
        return 390.0

    assert Room(WIDTH, HEIGHT, wide).write([wish("Bentiu")])
    assert Room(WIDTH, HEIGHT, wide).write([wish("Bentiu", 190.0)]) == []


def test_a_name_rather_stands_where_nothing_is_to_be_kept_free_and_there_all_the_same_where_it_has_no_other_place() -> None:
    aside = (0.0, 40.0, "middle")
    room = Room(WIDTH, HEIGHT)
    room.shun((190.0, 140.0, 210.0, 160.0))
    [beside_it, on_it] = room.write([wish("Wau", 200.0, 150.0, (0.0, 0.0, "middle"), aside), wish("Yei", 200.0, 150.0)])
    assert beside_it.at == (200.0, 190.0)
    assert on_it.at == (200.0, 150.0)


def test_a_name_does_not_go_far_for_what_is_to_be_kept_free() -> None:
    near = [(float(step), 0.0, "middle") for step in range(PATIENCE)]
    room = Room(WIDTH, HEIGHT)
    room.shun((150.0, 140.0, 260.0, 160.0))
    [written] = room.write([wish("Wau", 200.0, 150.0, *near, (0.0, 100.0, "middle"))])
    assert written.at == (200.0, 150.0)

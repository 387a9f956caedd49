"""Marks: clusters from afar, each by itself from near, and nothing of it depends on how the map is dragged."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.cartography.contrast import contrast
from mrm_desktop.cartography.display_list import Badge, Marks
from mrm_desktop.cartography.layers.layer import Drawn
from mrm_desktop.cartography.layers.marks import BADGE_PX, FEW, SINGLE_FROM_M_PX, clear_of, draw_marks, gathers, number_of, short
from mrm_desktop.cartography.plane import WEB_MERCATOR, Box
from mrm_desktop.cartography.showing import Sheet
from mrm_desktop.cartography.style import load_style
from tests.cartography.sheets import board, sheet_of

STYLES = load_style().points("places")
FAR, NEAR = (28.0, 3.0, 34.0, 9.0), (30.99, 5.99, 31.01, 6.01)
RNG = np.random.default_rng(11)
LONLAT = RNG.uniform((28.5, 3.5), (33.5, 8.5), (900, 2))
CLASSES = RNG.choice(3, 900, p=[0.02, 0.18, 0.8])


def drawn_on(sheet: Sheet, lonlat: np.ndarray = LONLAT, classes: np.ndarray = CLASSES) -> Drawn:
    return draw_marks(
        sheet,
        "places",
        WEB_MERCATOR.forward(lonlat),
        classes,
        STYLES,
        lambda row: (f"s{row}", f"Place {row}"),
        lambda n: f"Places: {n}",
    )


def far(bounds: Box = FAR, **showing: object) -> Sheet:
    return sheet_of(board(), bounds, **showing)  # type: ignore[arg-type]


def test_from_afar_marks_are_gathered_and_every_one_is_counted() -> None:
    drawn = drawn_on(far())
    assert any(isinstance(item, Badge) for item in drawn.items)
    assert sum(spot.count for spot in drawn.spots) == 900
    for badge, spot in zip([i for i in drawn.items if isinstance(i, Badge)], [s for s in drawn.spots if not s.id], strict=True):
        assert (badge.text, badge.at, spot.name) == (short(spot.count), spot.at, f"Places: {spot.count}")


def test_from_near_every_mark_stands_by_itself() -> None:
    crowd = np.column_stack([np.linspace(30.991, 31.009, 500), np.linspace(5.991, 6.009, 500)])
    sheet = far(NEAR)
    assert sheet.view.metres_per_pixel <= SINGLE_FROM_M_PX
    drawn = drawn_on(sheet, crowd, np.zeros(500, dtype=np.int64))
    assert {spot.id for spot in drawn.spots} == {f"s{n}" for n in range(500)}
    assert not any(isinstance(item, Badge) for item in drawn.items)


def test_few_marks_stand_by_themselves_from_any_distance() -> None:
    drawn = drawn_on(far(), LONLAT[:FEW], CLASSES[:FEW])
    assert [spot.count for spot in drawn.spots] == [1] * FEW
    assert sum(len(item.spots) for item in drawn.items if isinstance(item, Marks)) == FEW
    assert any(isinstance(item, Badge) for item in drawn_on(far(), LONLAT[: FEW + 1], CLASSES[: FEW + 1]).items)


def test_the_worst_class_lies_on_top_and_gives_its_cluster_its_sign() -> None:
    order = [item.style.id for item in drawn_on(far(), LONLAT[:FEW], np.arange(FEW) % 3).items if isinstance(item, Marks)]
    assert order == [style.id for style in reversed(STYLES)]
    crowd = np.tile((31.0, 6.0), (200, 1))
    classes = np.full(200, 2)
    [calm] = [item for item in drawn_on(far(), crowd, classes).items if isinstance(item, Badge)]
    classes[77] = 0
    [bad] = [item for item in drawn_on(far(), crowd, classes).items if isinstance(item, Badge)]
    assert (calm.text, bad.text) == ("200", "200")
    for number, style in ((calm, STYLES[2]), (bad, STYLES[0])):
        assert (number.fill, number.ring) == (style.fill, style.stroke)
        assert contrast(number.ink, number.fill) > 7


@given(st.floats(-350, 350), st.floats(-300, 300))
def test_a_drag_changes_no_cluster(dx: float, dy: float) -> None:
    sheet = far()
    moved = Sheet(sheet.plan, sheet.view.moved(dx, dy), sheet.showing, far().room)

    def clusters(of: Sheet, shift: np.ndarray) -> dict[tuple[float, float], int]:
        spots = WEB_MERCATOR.forward(LONLAT)
        found = draw_marks(of, "places", spots, CLASSES, STYLES, lambda row: (f"s{row}", ""), str)
        return {tuple(np.round(spot.at - shift, 3).tolist()): spot.count for spot in found.spots}

    def on_both(at: tuple[float, float]) -> bool:
        return all(
            2 < part < limit - 2 and 2 < part + by < limit - 2 for part, by, limit in zip(at, (dx, dy), (700, 600), strict=True)
        )

    # Up to the very edge of the page, beyond which half of a cluster's marks may lie.
    before, after = clusters(sheet, np.zeros(2)), clusters(moved, np.array([dx, dy]))
    kept = {at: count for at, count in before.items() if on_both(at)}
    assert kept
    assert {at: count for at, count in after.items() if on_both(at)} == kept


def test_marks_are_gathered_where_they_are_many_and_seen_from_afar() -> None:
    near, far_away = far((31.0, 6.0, 31.1, 6.1)).view, far().view
    assert [gathers(count, view) for count in (FEW, FEW + 1) for view in (near, far_away)] == [False, False, False, True]


def test_a_class_that_was_put_aside_is_neither_drawn_nor_counted() -> None:
    drawn = drawn_on(far(faded=frozenset({"places.settlement"})))
    assert sum(spot.count for spot in drawn.spots) == int((CLASSES != 2).sum())
    assert drawn_on(far(faded=frozenset(f"places.{style.id}" for style in STYLES))).items == []


def test_nothing_of_another_part_of_the_world_is_drawn() -> None:
    assert drawn_on(far((-10.0, -10.0, -5.0, -5.0))).spots == []
    assert drawn_on(far(), np.empty((0, 2)), np.empty(0, dtype=np.int64)).items == []


def test_numbers_never_lie_on_each_other_while_there_is_room() -> None:
    sheet = sheet_of(board(), FAR)
    spots = [clear_of(sheet, number_of(12, STYLES[0], (300.0, 300.0))).at for _ in range(5)]
    assert len(set(spots)) == 5
    apart = [max(abs(a[0] - b[0]), abs(a[1] - b[1])) for n, a in enumerate(spots) for b in spots[n + 1 :]]
    assert min(apart) >= BADGE_PX * 1.7 - 1e-9


def test_a_number_keeps_off_a_name_with_the_whole_of_its_pill() -> None:
    wide = number_of(1200, STYLES[0], (300.0, 300.0))
    across, tall = wide.sides
    assert across > tall
    sheet = sheet_of(board(), FAR)
    sheet.room.take((300.0 + across / 2 - 1, 290.0, 400.0, 310.0))
    moved = clear_of(sheet, wide)
    assert moved.at != wide.at
    assert not sheet.room.is_free((moved.at[0] - 1, moved.at[1] - 1, moved.at[0] + 1, moved.at[1] + 1))


@pytest.mark.parametrize(
    ("count", "written"),
    [(1, "1"), (999, "999"), (1000, "1k"), (1249, "1.2k"), (9949, "9.9k"), (10_000, "10k"), (15_400, "15k"), (250_000, "250k")],
)
def test_a_number_is_written_within_the_room_of_a_badge(count: int, written: str) -> None:
    assert short(count) == written
    assert len(written) <= 4

"""The history of a drawing: whatever is done, every state can be reached again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.desktop.map.drawing import MOST_STEPS, Drawing, Step, Way

STEPS = st.builds(Step, st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), max_size=4).map(tuple), st.floats(0.5, 200))


@given(st.lists(STEPS, max_size=20))
def test_undoing_everything_gives_the_beginning_and_redoing_the_end(steps: list[Step]) -> None:
    drawing = Drawing(Way.POLYGON)
    first = drawing.step
    for step in steps:
        drawing.change(step)
    last = drawing.step
    while drawing.can_undo:
        drawing.undo()
    assert drawing.step == first
    while drawing.can_redo:
        drawing.redo()
    assert drawing.step == last


@given(STEPS, STEPS)
def test_a_new_step_forgets_what_was_taken_back(one: Step, other: Step) -> None:
    drawing = Drawing(Way.POLYGON)
    drawing.change(one)
    drawing.undo()
    drawing.change(other)
    assert not drawing.can_redo
    assert drawing.step == other


def test_the_history_is_bounded_and_the_same_state_is_no_step() -> None:
    drawing = Drawing(Way.LENGTH)
    for n in range(MOST_STEPS + 100):
        assert drawing.change(Step(((float(n % 90), 0.0),), 1.0 + n))
    assert not drawing.change(drawing.step)
    count = 0
    while drawing.can_undo:
        drawing.undo()
        count += 1
    assert count == MOST_STEPS - 1

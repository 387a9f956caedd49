"""The real door, for the tests that are about it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mrm_desktop.formats.door.doorway import ChildDoor
from mrm_desktop.formats.door.foreign import use_door


@pytest.fixture
def door(read_here: None) -> Iterator[ChildDoor]:
    """A door with a process behind it, through which everything is read meanwhile."""
    opened = ChildDoor()
    before = use_door(opened)
    yield opened
    use_door(before)
    opened.close()

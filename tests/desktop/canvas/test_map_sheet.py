"""The map as a sheet: what of the screen is on it, and what stays there."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from mrm_desktop.cartography.showing import Showing
from mrm_desktop.cartography.view import fit
from mrm_desktop.desktop.canvas.map_sheet import map_picture
from tests.cartography.sheets import board


@pytest.mark.parametrize("is_dark", [False, True])
def test_a_sheet_over_tiles_of_the_users_own_is_the_same_sheet(dressed: QApplication, is_dark: bool) -> None:
    """They are not on it, so the classes of the areas must not be paler than in the legend either."""
    document = board()
    view = fit(document.bounds, 700, 500)
    plain = map_picture(document, view, Showing())
    for is_vector in (False, True):
        assert map_picture(document, view, Showing(is_dark=is_dark, has_tiles=True, has_vectors=is_vector)) == plain
    assert map_picture(document, view, Showing(theme="acceptance")) != plain

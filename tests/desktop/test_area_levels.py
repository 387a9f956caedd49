"""The map over areas of many corners: levels of detail are taken over, and made behind the first map where none are kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mrm_desktop.cartography.levels import Level, fingerprint_of, levels_of
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.openers import Openers
from mrm_desktop.desktop.shell.page_names import MAP
from mrm_desktop.domain.geography import KeptLevel
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.foundation.words import Words
from mrm_desktop.geo.wkb import Geometries, to_wkb
from mrm_desktop.services.evidence import area_levels
from mrm_desktop.services.evidence.area_levels import follow_areas
from mrm_desktop.store.file.project_file import SqlCipherFiles
from tests.cartography.test_levels import ragged_wall
from tests.desktop.board import open_board
from tests.desktop.map_hands import settled, shown_map
from tests.desktop.window_parts import not_taken, opened_in
from tests.present import present
from tests.store import records
from tests.store.conftest import fresh_key

WAIT = 30_000


@pytest.fixture
def ragged(tmp_path: Path) -> Path:
    """A project of ragged areas that came in past the import: no levels are kept of them."""
    path = tmp_path / "ragged.mrm"
    info = replace(records.info(), assessment_level=None)
    with SqlCipherFiles(lambda: records.AT).create(path, fresh_key(), info) as project, project.write() as repository:
        one = records.dataset()
        repository.add_dataset(one)
        shapes = enumerate(ragged_wall(700))
        repository.add_areas([replace(records.area(f"XT{n:02d}"), geometry=to_wkb(shape)) for n, shape in shapes], one.id)
        repository.put_missions([records.mission()])
    return path


@contextmanager
def window_over(path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    window = MainWindow(Openers(not_taken, not_taken, lambda: open_board(path), lambda: ()), Words("en"))
    window.show()
    with qtbot.waitSignal(window.painted, timeout=WAIT):
        window.take(window.openers.sample, MAP)
    yield window
    window.close()
    window.deleteLater()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Of how many areas levels were made, each time."""
    asked: list[int] = []

    def noted(outlines: Geometries, progress: Progress) -> tuple[Level, ...]:
        asked.append(len(outlines))
        return levels_of(outlines, progress)

    monkeypatch.setattr(area_levels, "levels_of", noted)
    return asked


def levels_on(window: MainWindow) -> int:
    return len(present(shown_map(window).document).levels)


def until_levels(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: levels_on(window) > 1 and not window.work.is_busy, timeout=WAIT)


def test_an_older_project_is_painted_at_once_and_has_its_levels_from_then_on(
    dressed: QApplication, ragged: Path, made: list[int], qtbot: QtBot
) -> None:
    with window_over(ragged, qtbot) as window:
        until_levels(window, qtbot)
        shown = settled(window, qtbot)
        assert len(present(shown.picture).plan.areas.levels) == levels_on(window), "the picture is drawn with them"
        assert made == [10]
    with window_over(ragged, qtbot) as again:
        until_levels(again, qtbot)
        assert made == [10], "they were taken over"


def test_levels_of_other_areas_are_put_aside(dressed: QApplication, ragged: Path, made: list[int], qtbot: QtBot) -> None:
    stale = [KeptLevel(0.0, b""), KeptLevel(0.001, b"of other areas"), KeptLevel(0.004, b"of other areas")]
    with SqlCipherFiles().open(ragged, fresh_key()) as project, project.write() as repository:
        repository.keep_area_levels("0" * 64, stale)
    with window_over(ragged, qtbot) as window:
        until_levels(window, qtbot)
        areas = opened_in(window).project.knowledge.assessed_areas
        with opened_in(window).project.read() as repository:
            assert len(repository.area_levels(fingerprint_of(areas))) == levels_on(window)
            assert repository.area_levels("0" * 64) == ()


def test_another_question_leaves_the_levels_as_they_are(
    dressed: QApplication, ragged: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    with SqlCipherFiles().open(ragged, fresh_key()) as project:
        follow_areas(project)
    with window_over(ragged, qtbot) as window:
        until_levels(window, qtbot)
        before = present(shown_map(window).document)
        monkeypatch.setattr(area_levels, "read_levels", not_taken)
        page = present(window.page)
        page.mode.setCurrentIndex(page.mode.findData("alert"))
        qtbot.waitUntil(lambda: shown_map(window).document is not before and not window.work.is_busy, timeout=WAIT)
        assert present(shown_map(window).document).levels is before.levels


def test_who_stops_it_goes_on_with_the_outlines_as_they_came(
    dressed: QApplication, ragged: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    stopped: list[MainWindow] = []

    def stop(outlines: Geometries, progress: Progress) -> tuple[Level, ...]:
        [window] = (top for top in QApplication.topLevelWidgets() if isinstance(top, MainWindow) and top.isVisible())
        stopped.append(window)
        window.work.cancel()
        return levels_of(outlines, progress)

    monkeypatch.setattr(area_levels, "levels_of", stop)
    with window_over(ragged, qtbot) as window:
        qtbot.waitUntil(lambda: stopped == [window] and not window.work.is_busy, timeout=WAIT)
        assert levels_on(window) == 0
        assert len(present(settled(window, qtbot).picture).plan.areas.levels) == 1

"""What is done on a page of an open project, as commands: whoever types "import" or "print" need not know where that stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from mrm_desktop.desktop.shell.commands import DRAWN_OR_MEASURED
from mrm_desktop.desktop.shell.page_names import CALL_SHEET, DATASETS, MAP

if TYPE_CHECKING:
    from mrm_desktop.desktop.parts.page_context import Page
    from mrm_desktop.desktop.shell.workspaces import Workspaces

P = TypeVar("P", bound="Page")


class PageCommands:
    """Opens the page first, then does what was asked for there.

    Parameters
    ----------
    workspaces : Callable[[], Workspaces | None]
        Returns the pages of the open project; None without one, when no command does anything.
    """

    def __init__(self, workspaces: Callable[[], Workspaces | None]) -> None:
        self._workspaces = workspaces

    def runs(self) -> dict[str, Callable[[], None]]:
        """Return what each command runs, by its code."""
        return {
            "evidence.import": self._import,
            "window.export_map": self._export_map,
            "window.print_map": self._print_map,
            "call_sheet.print": self._print_call_sheet,
            **{f"draw.way.{way}": partial(self._draw, way) for way in DRAWN_OR_MEASURED},
        }

    def _open(self, name: str, kind: type[P]) -> P | None:
        workspaces = self._workspaces()
        page = workspaces.open(name) if workspaces is not None else None
        return page if isinstance(page, kind) else None

    def _import(self) -> None:
        from mrm_desktop.desktop.evidence.evidence_page import EvidencePage

        if (page := self._open(DATASETS, EvidencePage)) is not None:
            page.ask_import()

    def _export_map(self) -> None:
        from mrm_desktop.desktop.map.map_workspace import MapWorkspace

        if (page := self._open(MAP, MapWorkspace)) is not None:
            page.ask_export()

    def _print_map(self) -> None:
        from mrm_desktop.desktop.map.map_workspace import MapWorkspace

        if (page := self._open(MAP, MapWorkspace)) is not None:
            page.picture.ask_printer()

    def _print_call_sheet(self) -> None:
        from mrm_desktop.desktop.answers.call_sheet_page import CallSheetPage

        if (page := self._open(CALL_SHEET, CallSheetPage)) is not None:
            page.ask_print()

    def _draw(self, way: str) -> None:
        from mrm_desktop.desktop.map.drawing import Way
        from mrm_desktop.desktop.map.map_workspace import MapWorkspace

        if (page := self._open(MAP, MapWorkspace)) is not None:
            page.drawing.begin(Way(way), page.picked)

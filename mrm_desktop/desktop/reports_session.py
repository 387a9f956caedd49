"""What the reports workspace asks of an open project."""

from __future__ import annotations

from mrm_desktop.desktop.open_project import OpenProject


class ReportsSession:
    """Every method may take long and runs in the worker; the answers are frozen."""

    def __init__(self, open_project: OpenProject) -> None:
        self._open = open_project

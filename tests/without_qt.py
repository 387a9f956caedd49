"""Pytest plugin: PySide6 cannot be imported. It proves that every room but the window works without Qt."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from typing import Any


class _NoQt(MetaPathFinder):
    def find_spec(self, fullname: Any, path: Any = None, target: Any = None) -> None:
        if fullname.split(".")[0] in {"PySide6", "shiboken6"}:
            raise ModuleNotFoundError(f"{fullname} is hidden from this test run", name=fullname)
        return


if any(name.split(".")[0] == "PySide6" for name in sys.modules):
    raise RuntimeError("PySide6 was imported before the plugin that hides it")
sys.meta_path.insert(0, _NoQt())


def pytest_addoption(parser: Any) -> None:
    """Know pytest-qt's settings by name, because without Qt the plugin itself cannot load."""
    for name in ("qt_api", "qt_log_level_fail"):
        parser.addini(name, "setting of pytest-qt", default="")
    parser.addini("qt_log_ignore", "setting of pytest-qt", type="linelist")

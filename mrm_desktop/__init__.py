"""MRM Desktop: peacekeepers, perceptions, and a reasoned decision whether and how to engage.

For an analyst in a notebook the package offers a small interface, documented in :mod:`mrm_desktop.api`::

    import mrm_desktop

    with mrm_desktop.open_project("south-sudan.mrm", passphrase) as project:
        print(project.assess("liaison").frame())

Nothing heavy is imported until it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mrm_desktop.api import AnalystProject, Answers, known_measures, open_office, open_project, open_sample

__all__ = ["AnalystProject", "Answers", "known_measures", "open_office", "open_project", "open_sample"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from mrm_desktop import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

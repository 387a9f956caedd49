"""The open project as the window has it: the project, and the language in which the window speaks of it at the moment."""

from __future__ import annotations

from dataclasses import dataclass

from mrm_desktop.foundation.words import Words
from mrm_desktop.project.open_project import OpenProject


@dataclass(slots=True)
class Opened:
    """What the sessions of the workspaces share. The language stands here and nowhere else, so that a change reaches all of them."""

    project: OpenProject
    words: Words

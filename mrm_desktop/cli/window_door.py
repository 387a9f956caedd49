"""How a command starts the window, which is a process of its own."""

from __future__ import annotations

import sys

WINDOW = [sys.executable, "--window"] if getattr(sys, "frozen", False) else [sys.executable, "-m", "mrm_desktop"]
"""A frozen program is its own door; an installed one goes through its Python."""

"""The one door to files that ship with the program; the same in a checkout, a wheel and a frozen build."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def _root() -> Path:
    """Find the folder that holds ``ui``, ``data`` and ``maps``."""
    looked_at = []
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        looked_at.append(Path(frozen) / "mrm_desktop" / "_assets")
    looked_at.append(_PACKAGE / "_assets")
    if (_PACKAGE.parent / "pyproject.toml").is_file():
        looked_at.append(_PACKAGE.parent)
    for folder in looked_at:
        if (folder / "maps").is_dir():
            return folder
    raise FileNotFoundError(f"assets of the program not found; looked in {[p.name for p in looked_at]}")


def asset(*parts: str) -> Path:
    """Path of a shipped file or folder, such as ``asset("data", "reference", "policy.toml")``.

    Raises
    ------
    FileNotFoundError
        The asset does not exist: the installation is broken.
    """
    path = _root().joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(f"the program's own file is missing: {'/'.join(parts)}")
    return path

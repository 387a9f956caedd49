"""How large the frozen folder is, component by component."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

_GROUPS = (
    ("Qt", ("PySide6", "shiboken6", "libicu", "libQt6")),
    ("GDAL, GEOS, PROJ", ("pyogrio", "pyproj", "shapely")),
    ("numpy, pandas", ("numpy", "pandas")),
    ("typst", ("typst",)),
    ("Python", ("libpython", "lib-dynload", "base_library", "python3")),
    ("words of languages", ("babel",)),
    ("the program's assets", ("mrm_desktop",)),
)


def component_sizes(folder: Path) -> str:
    """Return a table: megabytes of each component, the largest first."""
    sizes: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            sizes[_group(path.relative_to(folder).as_posix())] += path.stat().st_size
    lines = [f"{size / 1e6:8.1f} MB  {name}" for name, size in sizes.most_common()]
    return "\n".join([*lines, f"{sum(sizes.values()) / 1e6:8.1f} MB  altogether", ""])


def _group(name: str) -> str:
    for group, parts in _GROUPS:
        if any(part in name for part in parts):
            return group
    return "other libraries"

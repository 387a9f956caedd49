"""What a person chose for the window on this computer. No path, no place, no name of a project is ever among it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from mrm_desktop.foundation.paths import settings_folder, write_whole

FILE = "preferences.json"
LOOKS = ("system", "light", "dark")
MOTIONS = ("on", "off")
TEXT_SIZES = (100, 125, 150, 175, 200)  # percent
LOCK_MINUTES = (1, 2, 5, 10, 15, 30, 60)


@dataclass(frozen=True, slots=True)
class Preferences:
    """Choices for the window.

    Attributes
    ----------
    language : str
        Language of the window, one of :data:`mrm_desktop.foundation.words.LANGUAGES`; "" follows the system.
    look : str
        ``system``, ``light`` or ``dark``.
    text_size : int
        Percent of the normal size, one of :data:`TEXT_SIZES`.
    lock_after : int
        Minutes without a key or a click after which the project is locked, one of :data:`LOCK_MINUTES`. It cannot be switched off.
    motion : str
        ``on`` where the map flies and swings, ``off`` where everything is in its place at once.
    """

    language: str = ""
    look: str = "system"
    text_size: int = 100
    lock_after: int = 5
    motion: str = "on"

    def __post_init__(self) -> None:
        """Put the default in the place of what is not among the choices: a file may have been edited by hand."""
        from mrm_desktop.foundation.words import LANGUAGES

        allowed = {
            "language": ("", *LANGUAGES),
            "look": LOOKS,
            "text_size": TEXT_SIZES,
            "motion": MOTIONS,
            "lock_after": LOCK_MINUTES,
        }
        for field in fields(self):
            value = getattr(self, field.name)
            # 1 == True == 1.0: the type has to be right as well.
            if type(value) is not type(field.default) or value not in allowed[field.name]:
                object.__setattr__(self, field.name, field.default)


def load_preferences(folder: Path | None = None) -> Preferences:
    """Read the preferences; what is missing or unreadable is the default."""
    path = (folder or settings_folder()) / FILE
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Preferences()
    known = {field.name for field in fields(Preferences)}
    said: dict[str, Any] = {key: value for key, value in found.items() if key in known} if isinstance(found, dict) else {}
    return Preferences(**said)


def save_preferences(preferences: Preferences, folder: Path | None = None) -> None:
    """Write the preferences.

    Raises
    ------
    OSError
        The settings folder cannot be written; the choice holds for this run only.
    """
    target = folder or settings_folder()
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_whole(target / FILE, json.dumps(asdict(preferences), indent=1).encode("utf-8"))

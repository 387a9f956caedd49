"""A door that is none: what is read is the program's own, such as the sample country, and is read in this process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mrm_desktop.formats.door.doorway import Sitting
from mrm_desktop.formats.door.wire import pack, unpack
from mrm_desktop.foundation.progress import Progress, Silent


class OwnFiles:
    """Reads here. Questions and answers take the same form as through the door."""

    def warm(self) -> None:
        """Do nothing: there is nothing to start."""

    def keep_warm(self) -> None:
        """Do nothing."""

    def ask(self, request: str, arguments: Mapping[str, Any], files: Sequence[Path], progress: Progress) -> Any:
        """Do what is asked."""
        from mrm_desktop.formats.door.requests import REQUESTS

        return unpack(pack(REQUESTS[request].do(unpack(pack(dict(arguments))), progress)))

    def stay(self, files: Sequence[Path]) -> Sitting:
        """Return whoever answers here, one question after the other."""
        return _OwnSitting(self, files)


class _OwnSitting:
    def __init__(self, own: OwnFiles, files: Sequence[Path]) -> None:
        self._own, self._files = own, files

    def ask(self, request: str, arguments: Mapping[str, Any]) -> Any:
        """Do what is asked."""
        return self._own.ask(request, arguments, self._files, Silent())

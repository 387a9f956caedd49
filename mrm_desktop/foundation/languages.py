"""The languages that the program speaks. To add one: a line here and its catalogues below ``ui/translations``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Language:
    """A language.

    Attributes
    ----------
    code : str
        As catalogues, files and forms call it.
    name : str
        As it calls itself.
    locale : str
        For calendars and digits of the window: a country whose digits are those of the rest of the program.
    """

    code: str
    name: str
    locale: str
    is_right_to_left: bool = False


LANGUAGES: tuple[Language, ...] = (
    Language("en", "English", "en_GB"),
    Language("fr", "Français", "fr_FR"),
    # The Emirates' Arabic has Latin digits, and months by the names that the program's other dates have.
    Language("ar", "العربية", "ar_AE", is_right_to_left=True),
    Language("es", "Español", "es_ES"),
)
"""English first: what a catalogue does not have is said in it."""
BY_CODE: Mapping[str, Language] = MappingProxyType({language.code: language for language in LANGUAGES})

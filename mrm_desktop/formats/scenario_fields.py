"""One JSON object read key by key: what is missing, of the wrong type or unknown is named with its dotted path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import Word

W = TypeVar("W", bound=Word)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Fields:
    """Keys of one JSON object. ``finish`` raises for every key that nobody asked for."""

    def __init__(self, document: Mapping[str, Any], where: str) -> None:
        self._document = document
        self._where = where
        self._asked: dict[str, None] = {}

    @classmethod
    def of(cls, document: Any, where: str) -> Fields:
        """Open an object.

        Raises
        ------
        KnownError
            ``scenario.wrong_type`` where it is none.
        """
        if not isinstance(document, dict):
            raise KnownError("scenario.wrong_type", where=where, value=_shown(document), expected="object")
        return cls(document, where)

    def __contains__(self, key: str) -> bool:
        self._asked[key] = None
        return key in self._document

    def path(self, key: str) -> str:
        """Dotted path of a key."""
        return f"{self._where}.{key}" if self._where else key

    def finish(self) -> None:
        """Raise ``scenario.unknown_key`` for the first key that is not part of the format."""
        for key in self._document:
            if key not in self._asked:
                raise KnownError("scenario.unknown_key", key=key, where=self.path(key), allowed=list(self._asked))

    def raw(self, key: str) -> Any:
        """Value of a required key."""
        if key not in self:
            raise KnownError("scenario.missing_key", key=key, where=self.path(key))
        return self._document[key]

    def optional(self, key: str) -> Any:
        """Value of a key that may be absent or null; None for both."""
        return self._document[key] if key in self else None

    def part(self, key: str, *, required: bool) -> Fields:
        """Object under a key; an empty one where it may be absent."""
        value = self.raw(key) if required else self.optional(key)
        return Fields.of({} if value is None and not required else value, self.path(key))

    def parts(self, key: str) -> Iterator[Fields]:
        """Objects of the list under a key that may be absent."""
        value = self.optional(key)
        for position, item in enumerate(self._list(key, [] if value is None else value)):
            yield Fields.of(item, f"{self.path(key)}[{position}]")

    def text(self, key: str, default: str | None = None) -> str:
        """Text that is not blank; ``default`` makes the key optional and blank text acceptable."""
        value = self.raw(key) if default is None else self.optional(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self._wrong(key, value, "text")
        return value

    def number(self, key: str, default: float | None = None) -> float:
        """Read a number; ``default`` makes the key optional. Infinite and undefined numbers are left to the check of the case."""
        value = self.raw(key) if default is None else self.optional(key)
        if value is None and default is not None:
            return default
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self._wrong(key, value, "number")
        return value

    def number_or_none(self, key: str) -> float | None:
        """Read a number that may be absent or null."""
        return None if self.optional(key) is None else self.number(key)

    def truth(self, key: str) -> bool:
        """Read true or false."""
        value = self.raw(key)
        if not isinstance(value, bool):
            raise self._wrong(key, value, "true or false")
        return value

    def truth_or_none(self, key: str, absent: bool | None = None) -> bool | None:
        """Read true, false or null (unknown); an absent key gives ``absent``."""
        if key not in self:
            return absent
        value = self._document[key]
        if value is not None and not isinstance(value, bool):
            raise self._wrong(key, value, "true, false or null")
        return value

    def word(self, key: str, vocabulary: type[W]) -> W:
        """Read a word of a vocabulary."""
        return vocabulary.parse(self.raw(key), self.path(key))

    def word_or_none(self, key: str, vocabulary: type[W]) -> W | None:
        """Read a word that may be absent or null."""
        value = self.optional(key)
        return None if value is None else vocabulary.parse(value, self.path(key))

    def words(self, key: str, vocabulary: type[W], absent: tuple[W, ...]) -> tuple[W, ...]:
        """Read a list of different words; an absent key or null gives ``absent``."""
        value = self.optional(key)
        if value is None:
            return absent
        found = tuple(vocabulary.parse(item, f"{self.path(key)}[{i}]") for i, item in enumerate(self._list(key, value)))
        if len(set(found)) < len(found):
            raise self._wrong(key, value, "different words")
        return found

    def day(self, key: str) -> date:
        """Read a day written as ``2026-03-01``."""
        value = self.raw(key)
        if isinstance(value, str) and _ISO_DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        raise KnownError("scenario.bad_date", where=self.path(key), value=_shown(value))

    def day_or_none(self, key: str) -> date | None:
        """Read a day that may be absent or null."""
        return None if self.optional(key) is None else self.day(key)

    def grade(self, key: str) -> Grade:
        """Read a grade such as ``B2``."""
        value = self.raw(key)
        try:
            return Grade.parse(value)
        except (KnownError, AttributeError) as error:
            raise KnownError("grade.unknown", grade=_shown(value), where=self.path(key)) from error

    def grade_or_none(self, key: str) -> Grade | None:
        """Read a grade that may be absent or null."""
        return None if self.optional(key) is None else self.grade(key)

    def _list(self, key: str, value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise self._wrong(key, value, "list")
        return value

    def _wrong(self, key: str, value: Any, expected: str) -> KnownError:
        return KnownError("scenario.wrong_type", where=self.path(key), value=_shown(value), expected=expected)


def _shown(value: Any) -> Any:
    """Keep simple values for the sentence; of anything larger only its type."""
    return value if value is None or isinstance(value, (str, int, float)) else type(value).__name__

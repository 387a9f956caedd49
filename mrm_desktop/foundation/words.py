"""Words for codes: sentences from the catalogues, numbers and dates by locale. The core speaks without Qt.

A catalogue entry's ``msgid`` is a code such as ``file.not_a_project``; its ``msgstr`` is the sentence, with ``{name}``
placeholders.
``<code>.next`` holds the next step of an error. The catalogues of a language are the ``*.po`` files below
``ui/translations/<language>/``, one for each part of the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from string import Formatter
from typing import Any

from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.languages import BY_CODE
from mrm_desktop.foundation.po_files import Catalogue, Forms, read_messages

LANGUAGES = tuple(BY_CODE)

# Which vocabulary the values of a parameter belong to, so that a sentence says "women" and not the identifier.
TERM_OF = {
    "after": "band",
    "approval": "approval",
    "band": "band",
    "before": "band",
    "ceiling": "mode",
    "channel": "channel",
    "criteria": "escort",
    "event": "event_kind",
    "fact": "fact",
    "facts": "fact",
    "gap": "gap_kind",
    "groups": "stratum",
    "guarded_fields": "guarded",
    "level": "risk",
    "method": "method",
    "mode": "mode",
    "once": "once",
    "otherwise": "verdict",
    "otherwise_ceiling": "mode",
    "patrol_frequency": "patrol_frequency",
    "previous": "band",
    "purpose": "purpose",
    "rating": "expected_rating",
    "stance": "stance",
    "strata": "stratum",
    "stratum": "stratum",
    "then": "verdict",
    "then_ceiling": "mode",
    "tolerance_class": "map.class.tolerance",
    "unheld": "band",
    "tool": "tool",
    "trace": "trace",
    "use": "use",
    "verdict": "verdict",
}
_FRACTION = 100


_COMMAND = re.compile(r"(?<![\w-])--[a-z]|\bmrm-desktop\b|\bimport FILE\b")


def speaks_of_commands(sentence: str) -> bool:
    """Tell whether a sentence names an option or a command, as only somebody at a command line can use them."""
    return _COMMAND.search(sentence) is not None


class _Gentle(Formatter):
    """Formats a sentence; a placeholder without a value stays visible instead of raising in front of a user."""

    def get_value(self, key: int | str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(str(key), "{" + str(key) + "}")


@cache
def _messages(language: str) -> Mapping[str, Forms]:
    return read_messages(sorted((asset("ui", "translations") / language).glob("*.po")))


@cache
def _catalogue(language: str) -> Catalogue:
    return Catalogue(_messages(language))


@cache
def _vocabulary(language: str) -> frozenset[str]:
    sentences = (*_messages(language).values(), *_messages("en").values())
    return frozenset(word.lower() for forms in sentences for sentence in forms for word in re.findall(r"[^\W_]+", sentence))


def _counted(params: Mapping[str, Any]) -> int:
    """Return the number that chooses the plural form; 1 where no number does."""
    numbers = [value for value in params.values() if isinstance(value, int | float) and not isinstance(value, bool)]
    chosen = params.get("count", numbers[0] if len(numbers) == 1 else 1)
    if not isinstance(chosen, int | float):
        return 1
    # A fraction takes the form of large numbers: "1.5 hours" is not one hour, and in Arabic neither two nor a few.
    return int(chosen) if float(chosen).is_integer() else _FRACTION


@lru_cache(maxsize=4096)
def _number(value: float, digits: int, language: str, sign: str = "#") -> str:
    """Write a number; kept, because Babel reads the pattern anew each time and lists have thousands of the same few numbers."""
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + sign * digits if digits else "")
    return format_decimal(value, format=pattern, locale=language, numbering_system="latn")


class Words:
    """The sentences, numbers and dates of one language.

    Parameters
    ----------
    language : str
        One of :data:`LANGUAGES`; another one falls back to English.
    """

    def __init__(self, language: str = "en") -> None:
        self.language = language if language in LANGUAGES else "en"

    @property
    def is_right_to_left(self) -> bool:
        """Whether the language is written from right to left."""
        return BY_CODE[self.language].is_right_to_left

    def knows(self, code: str) -> bool:
        """Whether the catalogues have a sentence for ``code``."""
        return self._sentence(code, 1) != code

    def say(self, code: str, /, **params: Any) -> str:
        """Return the sentence for ``code`` with its values filled in.

        A code without a sentence comes back with its values, so that nothing is ever hidden. Identifiers of the vocabulary are
        named where the parameter's name says to which vocabulary they belong. Where the sentence has plural forms, ``count``
        chooses among them, or, without a ``count``, the only number there is.
        """
        params = {key: self._named(key, value) for key, value in params.items()}
        sentence = self._sentence(code, _counted(params))
        if sentence == code:
            shown = ", ".join(f"{key}: {self.value(value)}" for key, value in params.items())
            return f"{code} ({shown})" if shown else code
        return _Gentle().format(sentence, **{key: self.value(value) for key, value in params.items()})

    def of_many(self, code: str, count: int, params: Mapping[str, Any]) -> str:
        """Return the sentence for a line about ``count`` rows: where what only one row has is missing, that of ``<code>.counted``."""
        values = {"count": count, **params}
        wanted = {name for _, name, _, _ in Formatter().parse(self._sentence(code, count)) if name}
        counted = f"{code}.counted"
        return self.say(counted if not wanted <= values.keys() and self.knows(counted) else code, **values)

    def vocabulary(self) -> frozenset[str]:
        """Return every word of the catalogues, in small letters: what a page says whatever the project holds."""
        return _vocabulary(self.language)

    def _sentence(self, code: str, count: int) -> str:
        """Return the raw sentence; English stands in for what another language lacks, the code for what both do."""
        found = _catalogue(self.language).sentence(code, count)
        if found is None and self.language != "en":
            found = _catalogue("en").sentence(code, count)
        return code if found is None else found

    def next_step(self, code: str, /, **params: Any) -> str:
        """Return what to do about an error, or ``""`` where the catalogue has nothing to say."""
        following = f"{code}.next"
        return self.say(following, **params) if self.knows(following) else ""

    def next_step_in_window(self, code: str, /, **params: Any) -> str:
        """Return what to do about an error for somebody in front of a window, where nothing can be typed as a command.

        Where a command is the only way, nothing is said: the window cannot send anybody there.
        """
        in_window = f"{code}.next.window"
        if self.knows(in_window):
            return self.say(in_window, **params)
        step = self.next_step(code)  # its own words, without what a person typed
        return "" if speaks_of_commands(step) else self.next_step(code, **params)

    def term(self, kind: str, identifier: str) -> str:
        """Return the name of a word of the vocabulary, such as ``term("mode", "liaison")``."""
        code = f"{kind}.{identifier}"
        return self.say(code) if self.knows(code) else identifier.replace("_", " ")

    def _named(self, key: str, value: Any) -> Any:
        kind = TERM_OF.get(key)
        if kind is None:
            return self._day_of(key, value)
        if isinstance(value, str):
            return self.say(f"{kind}.{value}") if self.knows(f"{kind}.{value}") else value
        return [self._named(key, item) for item in value] if isinstance(value, list | tuple) else value

    @staticmethod
    def _day_of(key: str, value: Any) -> Any:
        """Read the ISO days that the method hands over, so that they are written as people write days."""
        if key in ("on", "closes_on") and isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                return value
        return value

    def value(self, value: Any) -> str:
        """Write a value as people of this language do."""
        if isinstance(value, bool):
            return self.say("word.yes" if value else "word.no")
        if isinstance(value, float):
            return self.number(value)
        if isinstance(value, int):
            return self.number(value, 0)
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, str):
            return str(value)
        if isinstance(value, Iterable):
            return self.list(self.value(item) for item in value)
        return str(value)

    def number(self, value: float, digits: int = 2) -> str:
        """Write a number with at most ``digits`` decimals."""
        return _number(value or 0, digits, self.language)  # zero has no sign

    def fixed(self, value: float, digits: int) -> str:
        """Write a number with exactly ``digits`` decimals, as numbers below each other are."""
        return _number(value or 0, digits, self.language, "0")

    def percent(self, share: float) -> str:
        """Write a share of 0 to 1 as a whole percentage."""
        from babel.numbers import format_percent

        return format_percent(share, locale=self.language, numbering_system="latn")

    def day(self, day: date) -> str:
        """Write a calendar day, such as ``5 Mar 2026``; the month is a word, so that no one mistakes it for the day."""
        from babel.dates import format_date

        written = format_date(day, "d MMM y", locale=self.language)
        return f"1er{written[1:]}" if day.day == 1 and self.language == "fr" else written

    def day_of_year(self, day: date) -> str:
        """Write a day where its year goes without saying, such as ``5 Mar``."""
        from babel.dates import format_date

        return format_date(day, "d MMM", locale=self.language)

    def hour(self, day: date | None, hour: str) -> str:
        """Write an hour, with its day where that does not go without saying: ``5 Mar 06:30``."""
        return hour if day is None else f"{self.day_of_year(day)} {hour}"

    def month(self, day: date) -> str:
        """Write the month of a day, such as ``Mar 2026``."""
        from babel.dates import format_date

        return format_date(day, "MMM y", locale=self.language)

    def moment(self, moment: datetime) -> str:
        """Write a moment in the time of the place where it was noted, with how far that is from UTC."""
        ahead = moment.isoformat()[-len("+00:00") :] if moment.utcoffset() else ""
        return f"{self.day(moment.date())} {moment:%H:%M} UTC{ahead}"

    def pair(self, of: object, said: object) -> str:
        """Say what is said of something, such as ``Purpose: passed``, with the colon and the spaces that the language puts between."""
        return self.say("pair", of=str(of), said=str(said))

    def list(self, items: Iterable[str]) -> str:
        """Join words with the language's commas and its "and"."""
        from babel.lists import format_list

        return format_list(list(items), locale=self.language)

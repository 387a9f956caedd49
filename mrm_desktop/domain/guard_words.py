"""The words by which the text guard knows a person, from ``data/reference/text_guard.toml``, folded once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from mrm_desktop.domain.folded_text import fold
from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.words import LANGUAGES, Words

_ARABIC_PREFIX = "(?:[وف]?(?:[بلك]?ال|لل|[بلك])?)"
_IS_ARABIC = re.compile("[\u0600-\u06ff]")


@dataclass(frozen=True, slots=True)
class GuardWords:
    """Word lists and patterns on folded text; what each is for stands in the data file.

    Attributes
    ----------
    ordinary : frozenset[str]
        Words of no person: those of the data file and every word of the catalogues.
    of_whom : re.Pattern[str]
        What stands between a relative and whose relative it is.
    one_relative : re.Pattern[str]
        A relative with a word that says whose: one person, whom everybody around knows.
    done_to, doing : re.Pattern[str]
        Deeds behind a relative and before one, in words that are no deed elsewhere.
    """

    child: re.Pattern[str]
    adult: re.Pattern[str]
    pronoun: re.Pattern[str]
    several: re.Pattern[str]
    not_a_person: re.Pattern[str]
    age_before: str
    age_after: str
    age_units: str
    born: str
    age_alone: re.Pattern[str]
    has: re.Pattern[str]
    durations: frozenset[str]
    things: frozenset[str]
    other_units: re.Pattern[str]
    numbers_in_words: str
    digits_in_words: str
    violations: Mapping[str, re.Pattern[str]]
    given: frozenset[str]
    relatives: re.Pattern[str]
    of_whom: re.Pattern[str]
    one_relative: re.Pattern[str]
    done_to: re.Pattern[str]
    doing: re.Pattern[str]
    arabic_deeds: re.Pattern[str]
    arabic_given: re.Pattern[str]
    arabic_doubtful: frozenset[str]
    titles: frozenset[str]
    arabic_titles: re.Pattern[str]
    houses: re.Pattern[str]
    hiding_places: re.Pattern[str]
    dwellings: frozenset[str]
    offices: frozenset[str]
    saints: frozenset[str]
    place_prepositions: re.Pattern[str]
    of_places: frozenset[str]
    ordinary: frozenset[str]


@cache
def guard_words() -> GuardWords:
    """Return the words of the data file that ships with the program."""
    document = tomllib.loads(asset("data", "reference", "text_guard.toml").read_text(encoding="utf-8"))
    return _read(document)


def _read(document: Mapping[str, Any]) -> GuardWords:
    persons, age, names, kinship = document["persons"], document["age"], document["names"], document["kinship"]
    catalogues = (word for language in LANGUAGES for word in Words(language).vocabulary())
    return GuardWords(
        child=_any_of(persons["child"]),
        adult=_any_of(persons["adult"]),
        pronoun=_any_of(persons["pronouns"]),
        several=_any_of(persons["several"]),
        not_a_person=_any_of(persons["not_a_person"]),
        age_before=_alternatives(age["before"]),
        age_after=_alternatives(age["after"]),
        age_units=_alternatives(age["units"]),
        born=_alternatives(age["born"]),
        age_alone=_any_of(age["alone"]),
        has=_any_of(age["has"]),
        durations=_folded(age["durations"]),
        things=_folded(age["things"]),
        other_units=_any_of(age["other_units"]),
        numbers_in_words=_alternatives(age["in_words"]),
        digits_in_words=_alternatives(document["digits_in_words"]["words"]),
        violations={name: _any_of(words) for name, words in document["violations"].items()},
        given=_folded(names["given"]),
        relatives=_any_of(kinship["relatives"]),
        of_whom=re.compile(_of_whom(kinship)),
        one_relative=_one_relative(kinship),
        done_to=_done_to(kinship),
        doing=_any_of(kinship["doing"]),
        arabic_deeds=_any_of(kinship["arabic_deeds"]),
        arabic_given=_any_of(names["arabic_given"]),
        arabic_doubtful=_folded(names["arabic_doubtful"]),
        titles=_folded(names["titles"]),
        arabic_titles=_any_of(names["arabic_titles"]),
        houses=_any_of(names["houses"]),
        hiding_places=_any_of(names["hiding_places"]),
        dwellings=_folded(names["dwellings"]),
        offices=_folded(names["offices"]),
        saints=_folded(names["saints"]),
        place_prepositions=re.compile(f"(?:{_alternatives(names['place_prepositions'])})\\s+$"),
        of_places=_folded(names["of_places"]),
        ordinary=_folded((*document["known"]["words"], *names["of_places"], *catalogues)) - _folded(names["given"]),
    )


def _one_relative(kinship: Mapping[str, Any]) -> re.Pattern[str]:
    """Return a pattern for "the headmaster's daughter", "la fille du directeur", "ابنة المدير" and "his sister"."""
    relatives = _alternatives(kinship["relatives"])
    return re.compile(
        rf"(?<!\w)(?:\w+(?:'s|s')\s+(?:\w+\s+)?(?:{relatives})(?!\w)"
        rf"|(?:{_alternatives(kinship['whose'])})\s+(?:\w+\s+)?(?:{relatives})(?!\w)"
        rf"|(?:{relatives}){_of_whom(kinship)}\w+"
        rf"|(?:{_alternatives(word for word in kinship['relatives'] if _IS_ARABIC.search(word))})\s+(?:ال|لل)\w+"
        rf"|(?:{_alternatives(kinship['with_ending'])})(?!\w))"
    )


def _of_whom(kinship: Mapping[str, Any]) -> str:
    """Return a pattern for what stands between a relative and whose relative it is, such as "of the" or "de l'"."""
    return rf"\s+(?:{_alternatives(kinship['of'])})(?:(?<=')|\s+)(?:(?:{_alternatives(kinship['articles'])})\s+)?"


def _done_to(kinship: Mapping[str, Any]) -> re.Pattern[str]:
    """Return a pattern for "was then taken", "a été emmenée" or "desapareció"."""
    passive = rf"(?:{_alternatives(kinship['passive'])})\s+(?:\w+\s+){{0,2}}?(?:{_alternatives(kinship['done'])})"
    return re.compile(rf"(?<!\w)(?:{passive}|{_alternatives(kinship['gone'])})(?!\w)")


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


def _alternatives(words: Iterable[str]) -> str:
    """Return a pattern for any of the entries, the longest first; blanks and hyphens stand for each other."""
    entries = sorted({fold(word) for word in words}, key=lambda word: (-len(word), word))
    return "|".join(_entry(entry) for entry in entries)


def _entry(entry: str) -> str:
    beginning, stem = entry.endswith("*"), entry.removesuffix("*")
    pattern = r"[\s-]+".join(re.escape(part) for part in re.split(r"[\s-]+", stem))
    return (_ARABIC_PREFIX if _IS_ARABIC.search(entry) else "") + pattern + (r"\w*" if beginning else "")


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the entries as whole words."""
    return re.compile(rf"(?<!\w)(?:{_alternatives(words)})(?!\w)")

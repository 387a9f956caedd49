"""Every language says everything that English says: same codes, same placeholders, all plural forms, its own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.words import LANGUAGES, Words

FOLDER = asset("ui", "translations")
OTHERS = [language for language in LANGUAGES if language != "en"]
FILES = sorted(path.name for path in (FOLDER / "en").glob("*.po"))
PLURALS = {"fr": 2, "ar": 6, "es": 2}
# Letters of one's own: names, units, codes and file names are the same everywhere.
_NAMES = ("PDF", "HTML", "km", "MB", "kB", "m", "h", "n", "MGRS", "GPX", "KML", "CSV", "XLSX", "typst", "Leaflet")
SAME_EVERYWHERE = re.compile(rf"(?:\{{\w*\}}|[A-Z]{{2,}}[A-Za-z]*|[a-z]+\.[a-z]+|{'|'.join(_NAMES)}|[\s\d\W])*")

# What chooses a plural form.
NUMBERS = {"count", "days", "hours", "gaps", "steps", "rows"}

# The program's name, and each language called what its own speakers call it.
OWN_NAMES = {"window.title", "language.en", "language.fr", "language.es"}


def catalogue(language: str, name: str) -> Catalog:
    path = FOLDER / language / name
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def code_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> list[str]:
    return [message.string or ""] if isinstance(message.string, str | None) else list(message.string)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def pairs(language: str) -> Iterator[tuple[str, Message, Message | None]]:
    for name in FILES:
        said = {code_of(m): m for m in catalogue(language, name) if m.id}
        for english in catalogue("en", name):
            if english.id:
                yield name, english, said.get(code_of(english))


@pytest.mark.parametrize("language", OTHERS)
def test_every_file_and_every_code_is_there_and_no_other(language: str) -> None:
    assert sorted(path.name for path in (FOLDER / language).glob("*.po")) == FILES
    missing = [code_of(english) for _, english, found in pairs(language) if found is None or not all(forms(found))]
    assert missing == []
    for name in FILES:
        ours = {code_of(m) for m in catalogue("en", name) if m.id}
        assert {code_of(m) for m in catalogue(language, name) if m.id} == ours, name


@pytest.mark.parametrize("language", OTHERS)
def test_placeholders_are_those_of_english(language: str) -> None:
    wrong = []
    for name, english, found in pairs(language):
        if found is None:
            continue
        wanted = set().union(*(placeholders(text) for text in forms(english)))
        for text in forms(found):
            # "One file" and "two files" may be said without the number.
            if placeholders(text) | (wanted & NUMBERS if len(forms(found)) > 1 else set()) != wanted:
                wrong.append((name, code_of(english), text))
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_plural_forms_are_complete(language: str) -> None:
    for name, english, found in pairs(language):
        if found is not None and len(forms(english)) > 1:
            assert len(forms(found)) == PLURALS[language], (name, code_of(english))
    for name in FILES:
        assert catalogue(language, name).num_plurals == PLURALS[language], name
    for count in (0, 1, 2, 3, 11, 100, 1_000_000):
        assert "{" not in Words(language).say("cli.import.done", file="x", count=count)


@pytest.mark.parametrize("language", OTHERS)
def test_sentences_are_in_the_language(language: str) -> None:
    english_left = [
        (name, code_of(english))
        for name, english, found in pairs(language)
        if found is not None
        and forms(found)[0] == forms(english)[0]
        and len(forms(english)[0]) > 24
        and not SAME_EVERYWHERE.fullmatch(forms(english)[0])
    ]
    assert english_left == []
    if language == "ar":
        latin = [
            (name, code_of(english))
            for name, english, found in pairs(language)
            if found is not None
            and code_of(english) not in OWN_NAMES
            and not re.search(r"[\u0600-\u06ff]", forms(found)[0])
            and not SAME_EVERYWHERE.fullmatch(forms(english)[0])
        ]
        assert latin == []


def test_no_code_stands_in_two_catalogues() -> None:
    found = Counter(code_of(m) for name in FILES for m in catalogue("en", name) if m.id)
    assert [code for code, times in found.items() if times > 1] == []


@pytest.mark.parametrize(
    ("language", "days", "said"),
    [
        ("en", 1, "lapses in 1 day"),
        ("en", 0, "lapses in 0 days"),
        ("fr", 1, "expire dans 1 jour"),
        ("es", 7, "vence en 7 días"),
        ("ar", 1, "ينقضي بعد يوم واحد"),
        ("ar", 2, "ينقضي بعد يومين"),
        ("ar", 7, "ينقضي بعد 7 أيام"),
        ("ar", 14, "ينقضي بعد 14 يوما"),
    ],
)
def test_the_number_chooses_the_form_whatever_it_is_called(language: str, days: int, said: str) -> None:
    assert Words(language).say("register.state.soon", days=days) == said


def test_a_fraction_is_not_one() -> None:
    assert Words().say("trip.hours", hours=1.0) == "About 1 hour at the planned speed."
    assert Words().say("trip.hours", hours=1.5) == "About 1.5 hours at the planned speed."
    assert Words("ar").say("trip.hours", hours=2.5) == "نحو 2.5 ساعة بالسرعة المقررة."


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_fuzzy_or_obsolete_entries(language: str) -> None:
    for path in sorted((FOLDER / language).glob("*.po")):
        text = Path(path).read_text(encoding="utf-8")
        assert "#, fuzzy" not in text, path
        assert "\n#~" not in text, path

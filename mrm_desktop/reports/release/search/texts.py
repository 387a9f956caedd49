"""Secrets that are texts, looked for as words of their own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from mrm_desktop.reports.release.search.folding import forms_of, spellings, strings_in, words_of

SHORTEST_SECRET = 2  # one sign occurs everywhere
SHORT = 4  # shorter than this, a secret counts only with the capitals in which it is written, and not in what is no text
LONG = 8  # letters from which on a secret in what is no text is no coincidence
JOINED_FROM = 8  # letters from which on words without anything between them are looked for as one
# Words that the formats themselves write; a village called Row is none the less looked for in its own capitals.
_WRITTEN_BY_FORMATS = (
    "areas array body bool box catalog center color data document extended false fill folder font form geometry "
    "group head height image index italic layer legend length line link list map mark marker media mode name none "
    "null number object order outline page pages part path place points point polygon position presence print "
    "regular release ring root route row rows section sheet size source span start state stream string style symbol "
    "table text theme title true type unit value values visible width xml zoom "
)
_FORMAT_WORDS = frozenset(_WRITTEN_BY_FORMATS.split())

Phrase = tuple[str, ...]


class WantedTexts:
    """Secrets, made ready to be looked for in many parts of a file."""

    def __init__(self, secrets: Iterable[str]) -> None:
        wanted = sorted(text for text in secrets if len(text) >= SHORTEST_SECRET)
        exact = [text for text in wanted if len(text) < SHORT or text.lower() in _FORMAT_WORDS]
        self._exact = [(text, re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")) for text in exact]
        self._phrases: dict[Phrase, str] = {}
        for text in wanted:
            phrase = tuple(words_of(text))
            if phrase and text not in exact:
                self._phrases[phrase] = text
        self._words = frozenset(word for phrase in self._phrases for word in phrase)
        self._joined = {"".join(p): t for p, t in self._phrases.items() if len(p) > 1 and sum(map(len, p)) >= JOINED_FROM}
        self._by_first: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in self._phrases:
            self._by_first[phrase[0]].append(phrase)

    def found_in(self, data: bytes, as_text: bool = True) -> frozenset[str]:
        """Return the secrets that stand in bytes, in whatever way they are spelled.

        Parameters
        ----------
        as_text : bool
            Whether the bytes are a text, and not something packed.
        """
        if not as_text:
            # By coincidence a short secret stands in whatever is packed; and that is searched unpacked as well.
            return frozenset(secret for secret in self._phrases_in(words_of(strings_in(data))) if len(secret) >= LONG)
        found: set[str] = set()
        for text in spellings(data):
            found |= self._phrases_in(words_of(text))
            found |= {secret for secret, pattern in self._exact if pattern.search(text)}
        return frozenset(found)

    def _phrases_in(self, words: Sequence[str]) -> set[str]:
        distinct = set(words)
        found = {self._joined[word] for word in distinct & self._joined.keys()}
        forms = {word: hits for word in distinct if (hits := [form for form in forms_of(word) if form in self._words])}
        if not forms:
            return found
        places: dict[str, list[int]] = defaultdict(list)
        for position, word in enumerate(words):
            for form in forms.get(word, ()):
                places[form].append(position)
        for first in places.keys() & self._by_first.keys():
            found |= {self._phrases[phrase] for phrase in self._by_first[first] if _stand_together(phrase, places)}
        return found


def _stand_together(phrase: Phrase, places: Mapping[str, Sequence[int]]) -> bool:
    """Tell whether the words of a phrase stand side by side, in whatever order: a page of Arabic is copied in that of the eye."""
    if any(word not in places for word in phrase):
        return False
    if len(phrase) == 1:
        return True
    where = {word: frozenset(places[word]) for word in set(phrase)}
    return any(
        all(any(k in where[word] for k in range(start, start + len(phrase))) for word in where)
        for at in places[phrase[0]]
        for start in range(at - len(phrase) + 1, at + 1)
    )

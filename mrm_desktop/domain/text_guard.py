"""Looks for persons in a text before it is kept: ages, names, telephone numbers, addresses of e-mail, grave violations of somebody.

The tool holds no victims, witnesses or informants (docs/data-responsibility). What is typed into its records cannot be taken out again,
so it is looked at on the way in. The guard knows words and forms, not meaning: it misses what is put otherwise, and stops some sentences
that name nobody. Two people may let these pass (:mod:`mrm_desktop.domain.guard_passes`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.folded_text import FoldedText, fold, folded
from mrm_desktop.domain.guard_passes import Finding, GuardPass, PersonInTextError, Trace, check_pass
from mrm_desktop.domain.guard_words import GuardWords, guard_words

Known = Callable[[], Collection[str]]
"""Gives the names that a project knows - areas, places, bases, roles - when they are wanted, and not before."""

LONGEST_FRAGMENT = 60
LONGEST_TITLE = 160
"""Letters of a role or a title: four lines on a phone, and three times what anybody has needed."""
TITLE_FIELDS = frozenset({"title", "office"})
_MARKUP = re.compile(r"<[^>]*>?|&#?\w+;|[{}<>]|\[[^\]]*\]\([^)]*\)|javascript:", re.IGNORECASE)
_OLDEST = 105
_PHONE_DIGITS = range(7, 16)
_GROUPED_NUMBER_DIGITS = (
    7  # 1 250 000 is an amount; so many millions are not in an officer's sentence, and telephones have 8 digits
)

_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_WORD_AHEAD = re.compile(rf"\s*({_TOKEN.pattern})")
_SENTENCE_END = re.compile(r"[.!?;]+(?=\s|$)")
_DOT = r"(?:\.|\s*[\[({]\s*(?:dot|point|punto|\.)\s*[\])}]\s*|\s(?:dot|point|punto)\s)"
_EMAIL = re.compile(
    rf"[\w.+-]+\s*@\s*[\w-]+(?:\s*{_DOT}\s*[\w-]+)+"
    rf"|[\w.+-]+\s*(?:[\[({{]\s*(?:at|arobase|arroba|a)\s*[\])}}]|\s(?:at|arobase|arroba)\s)\s*[\w-]+(?:{_DOT}[\w-]+)+"
)
_DIGIT_RUN = re.compile(r"(?:\+\s?)?\(?\d(?:[\s()./_|:*~,-]{0,4}\d)*")
_NO_PHONE = re.compile(
    r"(?<!\d)(?:\d{1,2}[a-z]{1,3}\s*\d{4,6}\s*\d{4,7}|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([./-])\d{1,2}\1(?:19|20)?\d\d|(?:19|20)\d\d\s?[-/]\s?(?:19|20)?\d\d"
    r"|\d{1,2}[:h]\d\d(?:\s?-\s?\d{1,2}[:h]\d\d)?|-?\d{1,3}\.\d{4,}|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[\s_t-]?\d{4,6})?|\d{4,5}:(?:19|20)\d\d|\((?:19|20)\d\d\))(?![\d])"
)
_GROUPED_NUMBER = re.compile(r"\d{1,3}(?:[ .,]\d{3})+")
_CODE_BEFORE = re.compile(r"[a-z]{1,4}$")
_PHONE_WORD = re.compile(r"(?:tel|telephone|phone|mobile|whatsapp|signal|call|هاتف|تلفون|جوال|واتساب)\W*$")
_ARABIC = re.compile("[\u0621-\u064a]")
_ARABIC_CLITIC = re.compile("^[وفبلك]?(?:ال)?")
ROLE_FIELDS = frozenset({"approver_role", "role", "roles", "by", "owner", "adopted_by", "asked_by", "team"})
"""Names of fields, or ends of their places, that hold roles: there nobody's name or family is anything but a person."""
_NEAR = 60  # signs between a relative and a deed in one sentence
_SHORTHAND = re.compile(r"(?<![\w/])(?:[fm]\s?[,/]\s?\d{2}|\d{1,2}\s?/\s?[fm])(?![\w/])")


def nothing_known() -> Collection[str]:
    """Return no names: for texts that belong to no project."""
    return ()


def require_no_person(
    texts: Iterable[tuple[str, str]],
    passes: Sequence[GuardPass] = (),
    known: Known = nothing_known,
    *,
    names_place: bool = False,
    numbers_in: Collection[str] = (),
) -> tuple[GuardPass, ...]:
    """Insist that no text tells of a person, but where two people let it pass, and return the passes that were needed.

    Parameters
    ----------
    texts : Iterable[tuple[str, str]]
        Each field with its text; a field of several texts stands there several times.
    passes : Sequence[GuardPass]
        What two people let pass. Reasons and roles are kept as well: they are looked at themselves, and nothing lets them pass but
        that they say again what was let pass.
    known : Known
        Gives the names that are no person's in this project.
    names_place : bool
        Whether the texts are names of places, as in :func:`find_persons`.
    numbers_in : Collection[str]
        Fields that hold a telephone number by their nature, as a duty line does: there it is nobody's own, and nothing else is let pass.

    Raises
    ------
    PersonInTextError
        What was found in fields without a pass.
    KnownError
        What :func:`require_plain` and :func:`~mrm_desktop.domain.guard_passes.check_pass` raise.
    """
    listed = list(texts)
    for field, text in listed:
        require_plain(field, text)
    found = [
        finding
        for field, text in listed
        for finding in find_persons(field, text, known, names_place=names_place)
        if finding.trace is not Trace.PHONE or field not in numbers_in
    ]
    for one in passes:
        check_pass(one, {field for field, _ in listed})
    stopped_fields = {finding.field for finding in found}
    needed = tuple(one for one in passes if one.field in stopped_fields)
    require_sound_passes(needed, stopped_fields, known, found)
    passed = {one.field for one in needed}
    stopped = [finding for finding in found if finding.field not in passed]
    if stopped:
        raise PersonInTextError(stopped)
    return needed


def require_plain(field: str, text: str) -> None:
    """Insist that a role is plain words, and that no role and no title is as long as a page.

    Whatever shows them escapes them. But a role with markup in it is none, and what is printed with it reads like a forgery.

    Raises
    ------
    KnownError
        ``guard.markup``; ``guard.too_long`` with the letters that there are and may be. What was typed is in neither: parameters
        reach the log.
    """
    is_role = holds_role(field)
    if is_role and _MARKUP.search(text):
        raise KnownError("guard.markup")
    if (is_role or field.rpartition(".")[2] in TITLE_FIELDS) and len(text) > LONGEST_TITLE:
        raise KnownError("guard.too_long", count=len(text), most=LONGEST_TITLE)


def require_sound_passes(
    passes: Sequence[GuardPass], fields: Collection[str], known: Known = nothing_known, found: Sequence[Finding] = ()
) -> None:
    """Insist that each pass is one, for a field that there is, and tells of nobody itself.

    Parameters
    ----------
    found : Sequence[Finding]
        What the texts were stopped for: a reason may say again what it lets pass, such as "Mary Help is a hospital".

    Raises
    ------
    PersonInTextError
        A reason or a role of a pass looks as if it told of a person; nothing lets that pass.
    KnownError
        What :func:`~mrm_desktop.domain.guard_passes.check_pass` raises.
    """
    for one in passes:
        check_pass(one, fields)
    reasons = [(f"pass.{one.field}", one.reason, False) for one in passes]
    roles = [(f"pass.{one.field}", role, True) for one in passes for role in (one.passed_by, one.seen_by)]
    again = {(f"pass.{finding.field}", fold(finding.fragment)) for finding in found}
    in_passes = (
        finding for field, text, is_role in (*reasons, *roles) for finding in find_persons(field, text, known, names_role=is_role)
    )
    stopped = [finding for finding in in_passes if (finding.field, fold(finding.fragment)) not in again]
    if stopped:
        raise PersonInTextError(stopped)


def holds_role(field: str) -> bool:
    """Tell whether a field holds a role, by the end of its place: ``owner``, ``measures 1.owner``, ``team 2``."""
    name = field.rpartition(".")[2].split(" ")[0]
    return name in ROLE_FIELDS and not field.startswith("pass.")


def find_persons(
    field: str,
    text: str,
    known: Known = nothing_known,
    *,
    names_place: bool = False,
    names_role: bool | None = None,
    is_label: bool = False,
) -> tuple[Finding, ...]:
    """Look for persons in one text.

    Parameters
    ----------
    known : Known
        Gives the names that are no person's in this project.
    names_place : bool
        Whether the text is the name of a place, a base or a group: such names consist of names, so only what cannot be one is found.
    names_role : bool | None
        Whether the text is a role: a given name in it, or whose relative somebody is, is a person. None: as :func:`holds_role` says.
    is_label : bool
        Whether the text is a label or a number, as the type of an incident: any two words of it may begin with capital letters, and only
        a given name makes a person of them.
    """
    if not text or text.isspace():
        return ()
    seen: dict[tuple[Trace, str], Finding] = {}
    readings = [folded(text)]
    if any(hidden in text for hidden in "\u200b\u200c\u200d\u2060\ufeff\u00ad"):
        readings.append(folded(text, unseen=" "))  # what nobody sees may part words as well as letters
    is_role = holds_role(field) if names_role is None else names_role
    for reading in readings:
        for trace, start, end in _Search(reading, known, guard_words()).traces(names_place, is_role, is_label):
            fragment = " ".join(reading.written(start, end).split())[:LONGEST_FRAGMENT]
            seen.setdefault((trace, fragment), Finding(field, trace, fragment))
    return tuple(seen.values())


Place = tuple[Trace, int, int]
_SOMEBODYS_HOUSE = re.compile(r"\b(?P<whose>\w+)['\u2019]s?\s+(?:house|home|compound|homestead|hut|tukul)\b")
"""A house that belongs to somebody: "Nyaruot's house", and not "the chief's house"."""


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    written: str

    @property
    def is_capitalised(self) -> bool:
        return self.written[:1].isupper()

    @property
    def is_title(self) -> bool:
        """Whether it is written as names are: a capital letter first, and not nothing else."""
        return len(self.written) > 1 and self.written[0].isupper() and not self.written.isupper()


class _Search:
    """One folded text with what is looked for in it."""

    def __init__(self, reading: FoldedText, known: Known, words: GuardWords) -> None:
        self.reading, self.text, self.words, self._known = reading, reading.text, words, cache(known)
        self.tokens = [
            _Token(m.start(), m.end(), m.group(), reading.written(m.start(), m.end())) for m in _TOKEN.finditer(self.text)
        ]
        # A trade or a subject is covered with signs of the same length, so that places stay where they are.
        self.persons_only = words.not_a_person.sub(lambda m: "#" * len(m.group()), self.text)

    def traces(self, names_place: bool, names_role: bool, is_label: bool) -> Iterator[Place]:
        yield from self._emails()
        yield from self._phones()
        yield from self._ages(names_place)
        yield from self._violations()
        if names_place:
            yield from self._households()
        else:
            yield from self._names(unknown_pairs=not is_label)
            yield from self._children_by_name()
        yield from self._relatives_by_name()
        if names_role:
            yield from self._persons_in_a_role()

    # ---- what is known ----------------------------------------------------------------------------------------------------

    def _project_words(self) -> frozenset[str]:
        return _folded_words(frozenset(self._known()))

    def _is_ordinary(self, word: str) -> bool:
        if word in self.words.ordinary or all(part in self.words.ordinary for part in word.split("'")):
            return True
        if _ARABIC.match(word):
            return _ARABIC_CLITIC.sub("", word) in self.words.ordinary or word.removeprefix("ال") in self.words.ordinary
        return word.removesuffix("'s").removesuffix("s") in self.words.ordinary

    def _is_given(self, token: _Token) -> bool:
        return token.text.removesuffix("'s") in self.words.given

    # ---- e-mail and telephone ---------------------------------------------------------------------------------------------

    def _emails(self) -> Iterator[Place]:
        for m in _EMAIL.finditer(self.text):
            yield Trace.EMAIL, m.start(), m.end()

    def _phones(self) -> Iterator[Place]:
        covered = _NO_PHONE.sub(lambda m: "#" * len(m.group()), self.text)
        for m in _DIGIT_RUN.finditer(covered):
            if self._is_phone(m.group(), covered[: m.start()]):
                yield Trace.PHONE, m.start(), m.end()
        digit = rf"(?:{self.words.digits_in_words}|\d+)"
        for m in _compiled(rf"(?<!\w){digit}(?:[\s,.-]+{digit})+(?!\w)").finditer(covered):
            parts = re.findall(r"\d+|[^\W\d_]+", m.group())
            if any(part.isalpha() for part in parts) and sum(len(p) if p.isdigit() else 1 for p in parts) in _PHONE_DIGITS:
                yield Trace.PHONE, m.start(), m.end()

    @staticmethod
    def _is_phone(run: str, before: str) -> bool:
        digits = re.sub(r"\D", "", run)
        if len(digits) not in _PHONE_DIGITS or len(set(digits)) == 1:
            return False
        marked = run.lstrip().startswith(("+", "0", "(")) or _PHONE_WORD.search(before) is not None
        if marked:
            return True
        if _CODE_BEFORE.search(before):  # a P-code or the number of a document
            return False
        if _GROUPED_NUMBER.fullmatch(run) and len(digits) <= _GROUPED_NUMBER_DIGITS:
            return False
        return re.search(r",\s", run) is None  # a list of numbers

    # ---- ages -------------------------------------------------------------------------------------------------------------

    def _ages(self, names_place: bool) -> Iterator[Place]:
        words = self.words
        number = rf"(?P<number>(?<![\d.,/])\d{{1,3}}(?!\d|[.,/]\d|\s?[%-]\s?\d)|(?<!\w)(?:{words.numbers_in_words})(?!\w))"
        marked = (
            rf"(?<!\w)(?:{words.age_before})(?!\w)[\s:=,('-]*(?:of\s+|de\s+)?{number}",
            rf"{number}[\s-]*(?:{words.age_after})(?!\w)",
        )
        for pattern in marked:
            for m in _compiled(pattern).finditer(self.text):
                if self._is_age(m) and not self._of_a_thing(m.start(), m.end()):
                    yield Trace.AGE, m.start(), m.end()
        yield from self._ages_beside_persons(number, names_place)
        is_said = rf"(?<!\w)(?:she|he)(?:'s|\s+is|\s+was)\s+(?:only\s+)?{number}(?!\w)"
        for m in _compiled(is_said).finditer(self.text):
            if self._is_age(m):
                yield Trace.AGE, m.start(), m.end()
        born = rf"(?<!\w)(?:{words.born})(?:\s+(?:on|in|le|en|el|في|عام))?\s*\d"
        for pattern_alone in (_SHORTHAND, words.age_alone, _compiled(born)):
            for m in pattern_alone.finditer(self.text):
                if not self._of_a_thing(m.start(), m.end()):
                    yield Trace.AGE, m.start(), m.end()

    def _children_by_name(self) -> Iterator[Place]:
        """Find "the girl Fatima": one given name alone may be a place, behind a word for one person it is that person's."""
        for person in self._single_persons():
            name = next((token for token in self.tokens if token.start >= person.end()), None)
            if name is not None and self._is_given(name) and self.text[person.end() : name.start].isspace():
                yield Trace.NAME, person.start(), name.end

    def _relatives_by_name(self) -> Iterator[Place]:
        """Find "mother of Fatima", "Fatima's mother", "أم فاطمة": a relative of somebody who is named is somebody."""
        for m in self.words.relatives.finditer(self.persons_only):
            of_whom = self.words.of_whom.match(self.text, m.end())
            is_arabic = _ARABIC.search(m.group()) is not None
            after = self._token_at(of_whom.end() if of_whom else m.end()) if of_whom or is_arabic else None
            if after is not None and self._names_somebody(after):
                yield Trace.NAME, m.start(), after.end
            before = next((token for token in reversed(self.tokens) if token.end <= m.start()), None)
            if (
                before is not None
                and before.text.endswith("'s")
                and self._is_given(before)
                and self.text[before.end : m.start()].isspace()
            ):
                yield Trace.NAME, before.start, m.end()

    def _token_at(self, start: int) -> _Token | None:
        """Return the word that begins at a place or behind its blanks, also where an elided "d'" has made it part of another."""
        m = _WORD_AHEAD.match(self.text, start)
        return _Token(m.start(1), m.end(1), m.group(1), self.reading.written(m.start(1), m.end(1))) if m is not None else None

    def _persons_in_a_role(self) -> Iterator[Place]:
        """Find in a role what is none: whose relative somebody is, and a given name."""
        for m in self.words.one_relative.finditer(self.persons_only):
            yield Trace.NAME, m.start(), m.end()
        for before, token, _ in _with_neighbours(self.tokens):
            is_saint = before is not None and before.text in self.words.saints
            if self._names_somebody(token) and not is_saint and token.text not in self._project_words():
                yield Trace.NAME, token.start, token.end

    def _names_somebody(self, token: _Token) -> bool:
        """Tell whether a word is a given name in any script, and no place called by it."""
        is_given = self._is_given(token) or self.words.arabic_given.fullmatch(token.text) is not None
        return is_given and not self._names_a_place(token)

    def _ages_beside_persons(self, number: str, names_place: bool) -> Iterator[Place]:
        words = self.words
        with_unit = _compiled(rf"{number}[\s-]*(?:{words.age_units})(?!\w)")
        for m in with_unit.finditer(self.text):
            if self._is_age(m) and not self._how_long(m.start(), m.end()):
                beside = self._person_near(m.start(), m.end())
                if beside is not None or self._place_after(m.end()):
                    yield Trace.AGE, m.start() if beside is None else min(beside, m.start()), m.end()
        plain = _compiled(rf"[\s,:(\[-]*(?:(?:of|de|عمره|عمرها)\s+{number}|(?P<bare>\d{{1,2}})(?![\d.,/]\d|\d|\s?%))")
        for person in self._single_persons():
            m_plain = plain.match(self.persons_only, person.end())
            if m_plain is not None and self._is_age(m_plain) and not names_place:
                yield Trace.AGE, person.start(), m_plain.end()
        for token in self.tokens:
            if self._is_given(token) or (not names_place and self._is_unknown_name(token)):
                m_name = _compiled(rf"\s*[,(]\s*{number}\s*[,)]").match(self.text, token.end)
                if m_name is not None and self._is_age(m_name):
                    yield Trace.AGE, token.start, m_name.end()

    def _is_age(self, m: re.Match[str]) -> bool:
        """Tell whether a number can be the age of one person: no range, and nothing else that is counted or measured."""
        group = "number" if m.group("number") else "bare"
        number, end = m.group(group), m.end()
        if number.isdigit() and not 0 < int(number) <= _OLDEST:
            return False
        rest, before = self.text[m.end(group) :], self.text[: m.start(group)]
        if re.match(r"\s*(?:-|to|a|الي)\s*\d", rest) or re.search(r"\d\s*(?:-|to|a|الي)\s*$", before):
            return False
        if re.search(r"(?<!\w)(?:between|entre|بين)\s+(?:\d+\s+(?:and|et|y|و)\s*)?$", before):
            return False
        if re.search(
            r"(?<!\w)(?:under|below|over|above|moins de|plus de|menores de|mayores de|دون|فوق|تحت)\s+(?:the age of\s+)?$", before
        ):
            return False
        return (
            self.words.other_units.match(self.text[end:].lstrip(" -")) is None
            and self.words.other_units.match(rest.lstrip(" -")) is None
        )

    def _of_a_thing(self, start: int, end: int) -> bool:
        before = [t.text for t in self.tokens if t.end <= start][-3:]
        after = [t.text for t in self.tokens if t.start >= end][:1]
        return any(_bare(word) in self.words.things for word in (*before, *after))

    def _how_long(self, start: int, end: int) -> bool:
        before = self.text[max(0, start - 24) : start]
        after = self.text[end : end + 8]
        lead = [t.text for t in self.tokens if t.end <= start][-2:]
        if self.words.durations & set(lead) or any(" " in d and before.rstrip().endswith(d) for d in self.words.durations):
            return True
        return re.match(r"\s+(?:ago|later|long)\b", after) is not None or self._of_a_thing(start, end)

    def _person_near(self, start: int, end: int) -> int | None:
        """Return where a single person stands within three words before a number or two words behind it; None where nobody does."""
        before = [t for t in self.tokens if t.end <= start][-3:]
        after = [t for t in self.tokens if t.start >= end][:2]
        low, high = (before[0].start if before else start), (after[-1].end if after else end)
        sentence = _SENTENCE_END.search(self.text, low, start)
        low = sentence.end() if sentence else low
        for m in self._single_persons(low, high):
            return m.start()
        wider = [t.start for t in self.tokens if t.end <= start][-6:]
        counted = self._counted_persons(max(wider[0] if wider else low, sentence.end() if sentence else 0), start)
        if counted is not None:
            return counted.start()
        of_something = re.match(r"\s*(?:of|de|d'|من)\s*(?!age|edad|العمر)", self.text[end:]) is not None
        for pattern in (self.words.pronoun, self.words.has):
            m_told = pattern.search(self.text, low, start)
            if m_told is not None and not of_something and not self._of_a_thing(m_told.start(), end):
                return m_told.start()
        return next((t.start for t in (*before, *after) if low <= t.start and self._is_given(t)), None)

    def _place_after(self, end: int) -> bool:
        m = re.compile(r"\s*(?:,\s*(?:from|de|of|من)?|\(?\s*(?:from|de|من))\s*([^\W\d_][\w'-]*)").match(self.text, end)
        if m is None:
            return False
        token = next((t for t in self.tokens if t.start == m.start(1)), None)
        if token is None:
            return False
        if token.text in self._project_words():
            return True
        return not self._is_ordinary(token.text) and (token.is_title or _ARABIC.match(token.text) is not None)

    # ---- grave violations -------------------------------------------------------------------------------------------------

    def _single_persons(self, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        stop = len(self.persons_only) if end is None else end
        for pattern in (self.words.child, self.words.adult):
            yield from pattern.finditer(self.persons_only, start, stop)

    def _violations(self) -> Iterator[Place]:
        start = 0
        for end in [*(m.end() for m in _SENTENCE_END.finditer(self.text)), len(self.text)]:
            yield from self._violations_within(start, end)
            start = end

    def _violations_within(self, start: int, end: int) -> Iterator[Place]:
        for name, pattern in self.words.violations.items():
            deed = pattern.search(self.persons_only, start, end)
            if deed is None:
                continue
            person = deed.span() if name == "sexual_violence_of_one" else self._victim(name, start, end, deed)
            if person is not None:
                yield Trace.VIOLATION, min(deed.start(), person[0]), max(deed.end(), person[1])
        yield from self._harmed_relatives(start, end)

    def _harmed_relatives(self, start: int, end: int) -> Iterator[Place]:
        """Find "the headmaster's daughter was taken": with whose relative it was, a deed in everyday words points to one person."""
        words, text = self.words, self.persons_only
        deeds = (words.done_to, words.arabic_deeds, *words.violations.values())
        for m in words.one_relative.finditer(text, start, end):
            low = max(start, m.start() - _NEAR)
            is_arabic = _ARABIC.search(m.group()) is not None
            before = [words.doing, words.arabic_deeds] if is_arabic else [words.doing]
            done = next((d for p in deeds for d in p.finditer(text, m.end(), min(end, m.end() + _NEAR))), None)
            did = next((d for p in before for d in p.finditer(text, low, m.start())), None)
            if done is not None:
                yield Trace.VIOLATION, m.start(), done.end()
            elif did is not None:
                yield Trace.VIOLATION, did.start(), m.end()

    def _victim(self, violation: str, start: int, end: int, deed: re.Match[str]) -> tuple[int, int] | None:
        """Return where somebody stands to whom it was done; None in a plain statement about an area."""
        words, text = self.words, self.persons_only
        only_children = violation in ("recruitment_or_use", "attacks_on_schools_or_hospitals")
        patterns = [words.child] if only_children else [words.child, words.adult]
        if violation.startswith("sexual_violence"):
            patterns.append(words.pronoun)
        if violation == "sexual_violence_done":
            patterns.append(words.several)
        for pattern in patterns:
            for m in pattern.finditer(text, start, end):
                if m.start() >= deed.end() or m.end() <= deed.start():
                    return m.span()
        m_counted = self._counted_persons(start, end)
        if m_counted is not None:
            return m_counted.span()
        if only_children:
            return None
        for token in self.tokens:
            inside = start <= token.start and token.end <= end and not deed.start() <= token.start < deed.end()
            if inside and self._is_given(token) and not self._names_a_place(token):
                return token.start, token.end
        return None

    def _counted_persons(self, start: int, end: int) -> re.Match[str] | None:
        counted = rf"(?<![\w.,])(?:\d{{1,2}}|{self.words.numbers_in_words})\s+(?:\w+\s+)?(?:{self.words.several.pattern})"
        return _compiled(counted).search(self.persons_only, start, end)

    # ---- names ------------------------------------------------------------------------------------------------------------

    def _is_unknown_name(self, token: _Token) -> bool:
        return (
            token.is_title and len(token.text) > 1 and not self._is_ordinary(token.text) and token.text not in self._project_words()
        )

    def _names(self, unknown_pairs: bool) -> Iterator[Place]:
        for before, token, after in _with_neighbours(self.tokens):
            if self._is_given(token):
                yield from self._given_beside(token, before, after)
            elif _ARABIC.match(token.text):
                continue
            if unknown_pairs and after is not None and self._next_to(token, after) and self._is_unknown_pair(token, after):
                yield Trace.NAME, token.start, after.end
            titled = token.text in self.words.titles and after is not None and self._gap(token, after) in (" ", ". ", ".")
            if titled and after is not None and (self._is_given(after) or self._is_unknown_name(after)):
                yield Trace.NAME, token.start, after.end
        yield from self._arabic_names()

    def _given_beside(self, token: _Token, before: _Token | None, after: _Token | None) -> Iterator[Place]:
        if before is not None and before.text in self.words.saints:
            return
        if after is not None and self._joined(token, after) and self._is_surname(token, after):
            yield Trace.NAME, token.start, after.end
        elif before is not None and self._joined(before, token) and not self._is_given(before) and self._is_surname(token, before):
            yield Trace.NAME, before.start, token.end

    def _is_surname(self, given: _Token, other: _Token) -> bool:
        first, last = sorted((given, other), key=lambda token: token.start)
        if self._names_a_place(last) or self._is_known_name(first, last):
            return False
        if self._is_given(other):
            return True
        if len(other.text) == 1:  # an initial
            return other.is_capitalised and other is last and given.is_capitalised
        if self._is_ordinary(other.text) or (other.text in self._project_words() and other is not last):
            return False
        return len(other.text) > 2 and (given.is_capitalised == other.is_capitalised)

    def _is_unknown_pair(self, first: _Token, second: _Token) -> bool:
        if not (self._is_unknown_name(first) and self._is_unknown_name(second)) or self._names_a_place(second):
            return False
        return self.words.place_prepositions.search(self.text[max(0, first.start - 16) : first.start]) is None

    def _names_a_place(self, last: _Token) -> bool:
        following = next((token for token in self.tokens if token.start >= last.end), None)
        return following is not None and self._next_to(last, following) and following.text in self.words.of_places

    def _is_known_name(self, first: _Token, last: _Token) -> bool:
        together = " ".join(self.text[first.start : last.end].split())
        return together in _folded_names(frozenset(self._known()))

    def _gap(self, first: _Token, second: _Token) -> str:
        return self.text[first.end : second.start]

    def _next_to(self, first: _Token, second: _Token) -> bool:
        gap = self._gap(first, second)
        return gap.isspace()

    def _joined(self, first: _Token, second: _Token) -> bool:
        return re.fullmatch(r"[\s.,_/-]{1,4}", self._gap(first, second)) is not None

    def _arabic_names(self) -> Iterator[Place]:
        words = self.words
        for pattern in (words.arabic_titles, words.arabic_given):
            for m in pattern.finditer(self.text):
                after = next((token for token in self.tokens if token.start >= m.end()), None)
                if after is None or self.text[m.end() : after.start].strip("-. "):
                    continue
                given_too = words.arabic_given.fullmatch(after.text) is not None or after.text in words.arabic_doubtful
                unknown = _ARABIC.match(after.text) is not None and len(after.text) > 2 and not self._is_ordinary(after.text)
                if given_too or (unknown and after.text not in self._project_words()):
                    yield Trace.NAME, m.start(), after.end

    # ---- names of places --------------------------------------------------------------------------------------------------

    def _households(self) -> Iterator[Place]:
        for m in self.words.hiding_places.finditer(self.text):
            yield Trace.HOUSEHOLD, m.start(), m.end()
        for m in self.words.houses.finditer(self.text):
            after = next((token for token in self.tokens if token.start >= m.end()), None)
            if after is None or not self._is_ordinary(after.text):
                yield Trace.HOUSEHOLD, m.start(), m.end() if after is None else after.end
        for m in _SOMEBODYS_HOUSE.finditer(self.text):
            word_before = next((token.text for token in reversed(self.tokens) if token.end <= m.start()), "")
            is_place = m.group("whose") in self.words.offices or word_before in self.words.saints
            if not is_place and not self._is_ordinary(m.group("whose")):
                yield Trace.HOUSEHOLD, m.start(), m.end()
        yield from self._own_houses()
        for before, token, after in _with_neighbours(self.tokens):
            titled = before is not None and before.text in self.words.titles - {"father", "sister", "pere", "soeur", "don", "san"}
            if titled and self._is_given(token) and not self._names_a_place(token):
                yield Trace.NAME, token.start, after.end if after else token.end

    def _own_houses(self) -> Iterator[Place]:
        """Find "Mary Akol house" and "Col Singh residence": a dwelling behind the name of somebody."""
        for n, token in enumerate(self.tokens):
            before = self.tokens[max(0, n - 3) : n]
            if not before or token.text not in self.words.dwellings or any(one.text in self.words.saints for one in before):
                continue
            first = next((one for one in before if one.text in self.words.titles or self._is_given(one)), None)
            whose = before[-1]
            if (
                first is not None
                and not whose.text.endswith("'s")
                and not self._is_ordinary(whose.text)
                and (first is not whose or self._is_given(first))
            ):
                yield Trace.HOUSEHOLD, first.start, token.end


def _with_neighbours(tokens: Sequence[_Token]) -> Iterator[tuple[_Token | None, _Token, _Token | None]]:
    for n, token in enumerate(tokens):
        yield (tokens[n - 1] if n else None), token, (tokens[n + 1] if n + 1 < len(tokens) else None)


def _bare(word: str) -> str:
    return re.sub("^(?:[وفبلك]?ال|l'|d')", "", word)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=4)
def _folded_names(names: frozenset[str]) -> frozenset[str]:
    """Fold the names of a project once, not for each word that is held against them."""
    return frozenset(" ".join(fold(name).split()) for name in names)


@lru_cache(maxsize=4)
def _folded_words(names: frozenset[str]) -> frozenset[str]:
    return frozenset(word for name in _folded_names(names) for word in _TOKEN.findall(name))

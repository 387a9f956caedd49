"""Answers to ratings from -2 to 2. A scale whose direction is not in its words has to be stated by a person; it is never guessed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.cells import is_nothing
from mrm_desktop.formats.rows.columns import heading_key
from mrm_desktop.formats.survey.numeric_scales import Ends, check_numbers, number_in, on_our_scale

RATINGS = (-2, -1, 0, 1, 2)
_SHOWN = 40
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|\*\*")
_NUMBERED = re.compile(r"^[(\[]?\d{1,2}\s*(?:[.)\]:=]|[-–—](?!\d))?\s*(?=[^\W\d])")
_BETWEEN_LANGUAGES = re.compile(r"\s*[/|\n]\s*|\s+[-–—]\s+")


class Answer(StrEnum):
    """Answers that are no rating."""

    DO_NOT_KNOW = "do_not_know"
    REFUSED = "refused"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Scale:
    """Words of one answer scale, worst first.

    Attributes
    ----------
    id : str
        Name of the scale in the ledger.
    words : tuple[tuple[str, ...], ...]
        Five groups of words for -2, -1, 0, 1, 2, in all languages and as choice names.
    needs_direction : bool
        Whether the words alone do not say which end is good for the mission, as with agreement to an unknown statement.
    """

    id: str
    words: tuple[tuple[str, ...], ...]
    needs_direction: bool = False


_NEUTRAL = (
    *(
        "neither",
        "neutral",
        "neither nor",
        "neither positive nor negative",
        "ni l'un ni l'autre",
        "neutre",
        "ni positif ni négatif",
    ),
    *("neutral", "ni lo uno ni lo otro", "ni positivo ni negativo", "محايد", "لا هذا ولا ذاك", "mixed", "mitigé"),
)
SCALES = (
    Scale(
        "negative_positive",
        (
            (
                "very negative",
                "very_bad",
                "very bad",
                "très négative",
                "très négatif",
                "très mauvais",
                "muy negativo",
                "muy negativa",
                "سلبي جدا",
            ),
            (
                "negative",
                "bad",
                "négative",
                "négatif",
                "mauvais",
                "negativo",
                "negativa",
                "somewhat negative",
                "plutôt négative",
                "سلبي",
            ),
            _NEUTRAL,
            ("positive", "good", "positif", "bon", "positivo", "positiva", "somewhat positive", "plutôt positive", "إيجابي"),
            (
                "very positive",
                "very_good",
                "very good",
                "très positive",
                "très positif",
                "très bon",
                "muy positivo",
                "muy positiva",
                "إيجابي جدا",
            ),
        ),
    ),
    Scale(
        "worse_better",
        (
            ("much worse", "much_worse", "bien pire", "beaucoup moins bien", "mucho peor", "أسوأ بكثير"),
            (
                "worse",
                "a little worse",
                "somewhat worse",
                "pire",
                "un peu moins bien",
                "peor",
                "un poco peor",
                "أسوأ",
                "أسوأ قليلا",
            ),
            (
                "no difference",
                "no_difference",
                "about the same",
                "the same",
                "aucune différence",
                "pareil",
                "sin diferencia",
                "igual",
                "لا فرق",
            ),
            (
                "better",
                "a little better",
                "somewhat better",
                "mieux",
                "un peu mieux",
                "mejor",
                "un poco mejor",
                "أفضل",
                "أفضل قليلا",
            ),
            ("much better", "much_better", "bien mieux", "beaucoup mieux", "mucho mejor", "أفضل بكثير"),
        ),
    ),
    Scale(
        "less_safe_safer",
        (
            ("much less safe", "beaucoup moins en sécurité", "mucho menos seguro", "أقل أمانا بكثير"),
            ("less safe", "a little less safe", "moins en sécurité", "menos seguro", "أقل أمانا"),
            (
                "no difference",
                "no_difference",
                "no change",
                "aucune différence",
                "aucun changement",
                "sin cambio",
                "sin diferencia",
                "لا فرق",
            ),
            ("safer", "a little safer", "plus en sécurité", "más seguro", "أكثر أمانا"),
            ("much safer", "beaucoup plus en sécurité", "mucho más seguro", "أكثر أمانا بكثير"),
        ),
    ),
    Scale(
        "dissatisfied_satisfied",
        (
            ("very dissatisfied", "very unsatisfied", "très insatisfait", "muy insatisfecho", "غير راض جدا"),
            ("dissatisfied", "unsatisfied", "insatisfait", "insatisfecho", "غير راض"),
            (*_NEUTRAL, "neither satisfied nor dissatisfied"),
            ("satisfied", "satisfait", "satisfecho", "راض"),
            ("very satisfied", "très satisfait", "muy satisfecho", "راض جدا"),
        ),
    ),
    Scale(
        "disagree_agree",
        (
            ("strongly disagree", "pas du tout d'accord", "muy en desacuerdo", "لا أوافق بشدة"),
            ("disagree", "pas d'accord", "plutôt pas d'accord", "en desacuerdo", "لا أوافق"),
            (*_NEUTRAL, "neither agree nor disagree", "ni d'accord ni pas d'accord", "ni de acuerdo ni en desacuerdo"),
            ("agree", "d'accord", "plutôt d'accord", "de acuerdo", "أوافق"),
            ("strongly agree", "tout à fait d'accord", "muy de acuerdo", "أوافق بشدة"),
        ),
        needs_direction=True,
    ),
    Scale("minus_two_to_two", (("-2",), ("-1",), ("0",), ("1", "+1"), ("2", "+2"))),
)
DO_NOT_KNOW = frozenset(
    heading_key(w)
    for w in (
        *(
            "dk",
            "don't know",
            "dont know",
            "do not know",
            "unsure",
            "not sure",
            "ne sait pas",
            "nsp",
            "je ne sais pas",
        ),
        *("no sabe", "no sé", "لا أعرف", "لا يعرف", "do_not_know"),
    )
)
REFUSED = frozenset(
    heading_key(w)
    for w in (
        *(
            "refused",
            "refuse",
            "refuse to answer",
            "prefer not to say",
            "prefer not to answer",
            "pns",
            "no answer",
            "refus",
            "a refusé",
        ),
        *(
            "préfère ne pas répondre",
            "refuse de répondre",
            "prefiere no responder",
            "se niega",
            "رفض",
            "أفضل عدم الإجابة",
            "declined",
        ),
    )
)
_ANOTHER = frozenset(heading_key(w) for w in ("other", "other (specify)", "autre", "autres", "otro", "otra", "أخرى"))


@dataclass(frozen=True, slots=True)
class RatingScale:
    """How the answers of one column become ratings.

    Attributes
    ----------
    scale : str
        Name of the scale for the ledger.
    answers : Mapping[str, int | Answer]
        By normalised word.
    numeric : tuple[float, float] | None
        Ends of a numeric scale stated by a person, the worst first; None where words decide.
    """

    scale: str
    answers: Mapping[str, int | Answer]
    numeric: tuple[float, float] | None = None

    def rate(self, text: str) -> float | Answer | None:
        """Return the rating, an answer that is none, or None for a word that is not of this scale."""
        key = answer_key(text)
        if not key:
            return Answer.BLANK
        if key in self.answers:
            return self.answers[key]
        number = number_in(text) if self.numeric is not None else None
        return None if number is None or self.numeric is None else on_our_scale(number, *self.numeric)


@lru_cache(maxsize=16384)
def answer_key(text: str) -> str:
    """Return the form in which an answer is compared; "" for one that is none, as "n/a".

    A sign in front of a number is kept. Markup goes, and so does the number in front of a label ("1. Much worse"); of a label in two
    languages ("Much worse / Bien pire") one is compared where both say the same.
    """
    cleaned = _MARKUP.sub("", text).strip()
    if is_nothing(cleaned):
        return ""
    number = cleaned[:-2] if cleaned.endswith(".0") else cleaned
    if number.lstrip("+-").isdigit():
        return number.lstrip("+")
    label = _NUMBERED.sub("", cleaned)
    voices = [heading_key(part) for part in _BETWEEN_LANGUAGES.split(label)]
    meant = [_meanings().get(voice, frozenset()) for voice in voices]
    return voices[0] if len(voices) > 1 and frozenset.intersection(*meant) else heading_key(label)


@cache
def _meanings() -> Mapping[str, frozenset[tuple[str, int]]]:
    """Return what each word of all scales may mean: the scale with its rating, or one of the answers that are none."""
    found: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for scale in SCALES:
        for rating, group in zip(RATINGS, scale.words, strict=True):
            for word in group:
                found[heading_key(word)].add((scale.id, rating))
    for answer, words in ((Answer.DO_NOT_KNOW, DO_NOT_KNOW), (Answer.REFUSED, REFUSED)):
        for word in words:
            found[word].add((answer.value, 0))
    return {word: frozenset(meanings) for word, meanings in found.items()}


def words_of(scale: Scale, reverse: bool = False) -> Mapping[str, int | Answer]:
    """Return what each answer of a scale means, with the words for "don't know" and for refusing."""
    sign = -1 if reverse else 1
    rated: dict[str, int | Answer] = {answer_key(w): sign * r for r, group in zip(RATINGS, scale.words, strict=True) for w in group}
    others = dict.fromkeys(DO_NOT_KNOW, Answer.DO_NOT_KNOW) | dict.fromkeys(REFUSED, Answer.REFUSED)
    return {**others, **rated}


def scale_of(values: Iterable[str]) -> Scale | None:
    """Return the scale that all answers belong to beyond doubt, or None.

    Blanks, "don't know", refusals and "other" belong to every scale. One of the ends must occur: "positive" and "negative" alone may be
    the result of a test.
    """
    keys = _telling(values)
    for scale in SCALES:
        if keys and keys <= _words(scale) and _has_an_end(scale, keys):
            return scale
    return None


def likeliest_scale(values: Iterable[str]) -> Scale | None:
    """Return the scale of a column that a person named: it may hold some answers that do not belong to it."""
    keys = _telling(values)
    shares = [(len(keys & (_words(scale) - _middle(scale))), -n) for n, scale in enumerate(SCALES)]
    hits, place = max(shares)
    found = SCALES[-place]
    if not hits or 2 * len(keys & _words(found)) < len(keys):
        return None
    is_ours = keys <= _words(found) and keys & {"-1", "-2"}  # one number beyond it, and all of them are on another scale
    return found if found.id != "minus_two_to_two" or is_ours else None


def _telling(values: Iterable[str]) -> set[str]:
    return {answer_key(v) for v in values} - {""} - DO_NOT_KNOW - REFUSED - _ANOTHER


def _words(scale: Scale) -> set[str]:
    return {answer_key(w) for group in scale.words for w in group}


def _middle(scale: Scale) -> set[str]:
    return {answer_key(w) for w in scale.words[2]}


def _has_an_end(scale: Scale, keys: set[str]) -> bool:
    """Whether an end of the scale occurs; of numbers a negative one, because 0, 1 and 2 could be anything."""
    if scale.id == "minus_two_to_two":
        return bool(keys & {"-1", "-2"})
    return bool(keys & {answer_key(w) for group in (scale.words[0], scale.words[4]) for w in group})


def stated_scale(
    values: Iterable[str], reverse: bool, file: str, column: str, ends: Ends | None = None, codes: Collection[str] = ()
) -> RatingScale:
    """Return the reading of a column whose direction a person stated.

    Parameters
    ----------
    ends : Ends | None
        Ends of a scale of numbers, as a person or a form stated them.
    codes : Collection[str]
        Numbers that stand for no answer.

    Raises
    ------
    KnownError
        ``scale.unknown`` where the answers are neither words of a scale nor numbers; what :func:`check_numbers` raises.
    """
    listed = list(values)
    found = likeliest_scale(listed)
    if found is not None:
        return RatingScale(found.id, words_of(found, reverse))
    asked = [value for value in listed if _telling([value]) and value.strip() not in codes]
    if not any(number_in(value) is not None for value in asked) or 2 * sum(number_in(v) is not None for v in asked) < len(asked):
        odd = next((value for value in asked if number_in(value) is None), "")
        raise KnownError("scale.unknown", file=file, column=column, found=odd[:_SHOWN])
    low, high = check_numbers(asked, ends, codes, file, column)
    worst, best = (high, low) if reverse else (low, high)
    others = dict.fromkeys(DO_NOT_KNOW, Answer.DO_NOT_KNOW) | dict.fromkeys(REFUSED, Answer.REFUSED)
    coded = {answer_key(code): Answer.DO_NOT_KNOW for code in codes}
    return RatingScale(f"{low:g}_to_{high:g}", {**others, **coded}, (worst, best))

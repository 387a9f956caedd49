"""Answers to ratings from -2 to 2. A scale whose direction is not in its words has to be stated by a person; it is never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.cells import parse_number
from mrm_desktop.formats.rows.columns import heading_key

RATINGS = (-2, -1, 0, 1, 2)


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
        if self.numeric is not None:
            return _linear(text, *self.numeric)
        return None


def answer_key(text: str) -> str:
    """Return the form in which an answer is compared; a sign in front of a number is kept."""
    cleaned = text.strip()
    number = cleaned[:-2] if cleaned.endswith(".0") else cleaned
    if number.lstrip("+-").isdigit():
        return number.lstrip("+")
    return heading_key(cleaned)


def words_of(scale: Scale, reverse: bool = False) -> Mapping[str, int | Answer]:
    """Return what each answer of a scale means, with the words for "don't know" and for refusing."""
    sign = -1 if reverse else 1
    rated: dict[str, int | Answer] = {answer_key(w): sign * r for r, group in zip(RATINGS, scale.words, strict=True) for w in group}
    others = dict.fromkeys(DO_NOT_KNOW, Answer.DO_NOT_KNOW) | dict.fromkeys(REFUSED, Answer.REFUSED)
    return {**others, **rated}


def scale_of(values: Iterable[str]) -> Scale | None:
    """Return the scale that all answers belong to beyond doubt, or None.

    Blanks, "don't know" and refusals belong to every scale. One of the ends must occur: "positive" and "negative" alone may be
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
    return found if found.id != "minus_two_to_two" or keys & {"-1", "-2"} else None


def _telling(values: Iterable[str]) -> set[str]:
    return {answer_key(v) for v in values} - {""} - DO_NOT_KNOW - REFUSED


def _words(scale: Scale) -> set[str]:
    return {answer_key(w) for group in scale.words for w in group}


def _middle(scale: Scale) -> set[str]:
    return {answer_key(w) for w in scale.words[2]}


def _has_an_end(scale: Scale, keys: set[str]) -> bool:
    """Whether an end of the scale occurs; of numbers a negative one, because 0, 1 and 2 could be anything."""
    if scale.id == "minus_two_to_two":
        return bool(keys & {"-1", "-2"})
    return bool(keys & {answer_key(w) for group in (scale.words[0], scale.words[4]) for w in group})


def stated_scale(values: Iterable[str], reverse: bool, file: str, column: str) -> RatingScale:
    """Return the reading of a column whose direction a person stated.

    Raises
    ------
    KnownError
        ``scale.unknown`` where the answers are neither words of a scale nor whole numbers.
    """
    listed = list(values)
    found = likeliest_scale(listed)
    if found is not None:
        return RatingScale(found.id, words_of(found, reverse))
    numbers = []
    for value in listed:
        key = answer_key(value)
        if key and key not in DO_NOT_KNOW and key not in REFUSED:
            try:
                numbers.append(parse_number(value))
            except KnownError as error:
                raise KnownError("scale.unknown", file=file, column=column) from error
    ends = _ends(numbers)
    if ends is None:
        raise KnownError("scale.unknown", file=file, column=column)
    low, high = ends
    worst, best = (high, low) if reverse else (low, high)
    others = dict.fromkeys(DO_NOT_KNOW, Answer.DO_NOT_KNOW) | dict.fromkeys(REFUSED, Answer.REFUSED)
    return RatingScale(f"{low:g}_to_{high:g}", others, (worst, best))


def _ends(numbers: list[float]) -> tuple[float, float] | None:
    """Return the narrowest usual scale that holds the numbers found, or None."""
    if not numbers:
        return 1.0, 5.0
    smallest, largest = min(numbers), max(numbers)
    for low, high in ((1.0, 5.0), (0.0, 4.0), (1.0, 7.0), (1.0, 10.0), (0.0, 10.0), (0.0, 100.0)):
        if low <= smallest and largest <= high:
            return low, high
    return None


def _linear(text: str, worst: float, best: float) -> float | None:
    try:
        value = parse_number(text)
    except KnownError:
        return None
    share = (value - worst) / (best - worst)
    return None if not 0.0 <= share <= 1.0 else 4.0 * share - 2.0

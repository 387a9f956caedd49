"""Who was rated, and where those who answered were asked: words of files and of our form in every language.

Only ratings of the UN military here enter the method (METHOD section 3). A word that says neither what force is meant nor names a unit
on record is never taken for it: the row is refused with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import Rated
from mrm_desktop.formats.files.cells import is_nothing, parse_yes
from mrm_desktop.formats.files.clean_text import one_line
from mrm_desktop.formats.files.read_options import CommunityOptions
from mrm_desktop.formats.rows.columns import heading_key
from mrm_desktop.formats.rows.survey_questions import choice_labels
from mrm_desktop.formats.survey.scales import DO_NOT_KNOW, REFUSED

# "mission" is what the column held before it had words of its own.
_OTHER_WORDS: dict[str, Rated] = {
    **dict.fromkeys(
        ("mission", "peacekeepers", "un peacekeepers", "un troops", "casques bleus", "cascos azules"), Rated.UN_MILITARY
    ),
    **dict.fromkeys(("un civilians", "un civilian staff", "civilian staff"), Rated.UN_CIVILIAN),
    **dict.fromkeys(("other", "another force", "other forces"), Rated.OTHER_FORCE),
    **dict.fromkeys(("former", "former contingent", "earlier contingent"), Rated.FORMER_CONTINGENT),
}
HERE, ELSEWHERE = "here", "elsewhere"


@dataclass(frozen=True, slots=True)
class RatedObject:
    """Who a row is about: the word, and the code of the contingent or base, or ""."""

    rated: Rated
    unit: str


def rated_object(word: str, unit: str, said: CommunityOptions) -> RatedObject:
    """Return who a row is about.

    Parameters
    ----------
    word, unit : str
        Cells of the columns ``rated`` and ``rated_unit``; what is empty takes what was said of the file.
    said : CommunityOptions
        ``known_units`` are the contingents and bases on record; None where nobody has looked.

    Raises
    ------
    KnownError
        ``community.rated_unknown``: neither one of the words nor a unit on record; ``community.rated_unclear``: the person could not
        or would not say; ``community.unit_unknown``: a unit that is not on record, and nothing says what force it belongs to.
    """
    unit = "" if is_nothing(unit) else one_line(unit)
    if is_nothing(word):
        if unit and said.rated is Rated.UN_MILITARY and not _is_known(unit, said):
            raise KnownError("community.unit_unknown", unit=unit)
        return RatedObject(said.rated, unit or said.rated_unit)
    key = heading_key(word)
    if key in DO_NOT_KNOW or key in REFUSED:
        raise KnownError("community.rated_unclear")
    rated = _words().get(key)
    if rated is not None:
        return RatedObject(rated, unit)
    named = one_line(word)
    if not unit and said.known_units and named in said.known_units:
        return RatedObject(Rated.UN_MILITARY, named)
    raise KnownError("community.rated_unknown", allowed=[member.value for member in Rated])


def was_asked_elsewhere(text: str, said: CommunityOptions) -> bool | None:
    """Return whether a person from the area was asked somewhere else; None where the person would not say.

    Raises
    ------
    KnownError
        ``community.place_asked_unknown`` for a word that says neither.
    """
    if is_nothing(text):
        return said.asked_elsewhere
    key = heading_key(text)
    if key in DO_NOT_KNOW or key in REFUSED:
        return None
    found = _places_asked().get(key)
    if found is not None:
        return found
    try:
        return parse_yes(text)
    except KnownError as error:
        raise KnownError("community.place_asked_unknown") from error


def _is_known(unit: str, said: CommunityOptions) -> bool:
    return said.known_units is None or unit in said.known_units


@cache
def _words() -> dict[str, Rated]:
    ours = {text: member for member in Rated for text in (member.value, *choice_labels("force", member.value))}
    return {heading_key(text): member for text, member in (ours | _OTHER_WORDS).items()}


@cache
def _places_asked() -> dict[str, bool]:
    return {
        heading_key(text): name == ELSEWHERE for name in (HERE, ELSEWHERE) for text in (name, *choice_labels("residence", name))
    }

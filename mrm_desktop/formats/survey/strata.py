"""The words by which files name the groups of a community, in the four languages of the program, as names and as labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.survey_groups import ADULTS, AXIS_OF, GROUPS, OLDER, WITH_DISABILITY, WITHOUT_DISABILITY, Axis
from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.formats.files.cells import parse_yes
from mrm_desktop.formats.rows.columns import heading_key
from mrm_desktop.formats.rows.survey_questions import CHOICES, FORMER_CHOICES, choice_labels
from mrm_desktop.formats.survey.scales import DO_NOT_KNOW, REFUSED

_WORDS: Mapping[str, str] = {
    "women": "woman, female, females, f, girls and women, femme, femmes, féminin, mujer, mujeres, femenino, امرأة, نساء, أنثى, إناث",
    "men": "man, male, males, m, homme, hommes, masculin, hombre, hombres, masculino, رجل, رجال, ذكر, ذكور",
    "displaced": "idp, idps, displaced person, displaced people, displaced persons, internally displaced, internally displaced person,"
    " internally displaced people, refugee or displaced, returnee or displaced, déplacé, déplacée, déplacés, déplacées, déplacé(e),"
    " déplacé.e, déplacé(e)s, déplacé interne, déplacée interne, déplacés internes, personne déplacée, personnes déplacées,"
    " personne déplacée interne, personnes déplacées internes, personne déplacée à l'intérieur de son pays, pdi, desplazado, desplazada,"
    " desplazados, desplazadas, desplazado/a, persona desplazada, personas desplazadas, desplazado interno, desplazada interna,"
    " persona desplazada interna, نازح, نازحة, نازحون, نازحين, نازحات, نازح/ة, شخص نازح, نازح داخليا, نازحون داخليا, مهجر, مهجرون",
    "host": "host, hosts, host community, host community member, member of the host community, resident, residents, local resident,"
    " non displaced, not displaced, hôte, hôtes, communauté hôte, communauté d'accueil, membre de la communauté hôte, population hôte,"
    " habitant, résident, résidente, résidents, non déplacé, non déplacée, non déplacés, comunidad de acogida, comunidad receptora,"
    " comunidad anfitriona, residente, residentes, no desplazado, no desplazada, مجتمع مضيف, المجتمع المضيف, مقيم, مقيمة, مقيمون,"
    " غير نازح, من المجتمع المضيف",
    "youth": "young people, young, young person, jeune, jeunes, jeunesse, jóvenes, joven, juventud, شباب, شاب, شابة, الشباب",
    ADULTS: "adult, adulte, adultes, adulto, adulta, adultos, بالغ, بالغون, كبار",
    OLDER: "older people, older person, older persons, elderly, elder, elders, personne âgée, personnes âgées, aîné, aînés,"
    " persona mayor, personas mayores, mayores, anciano, ancianos, مسن, مسنة, مسنون, كبار السن",
    WITH_DISABILITY: "person with a disability, person with disability, persons with disabilities, people with disabilities, disabled,"
    " handicapé, handicapée, personne handicapée, personne en situation de handicap, persona con discapacidad, con discapacidad,"
    " ذو إعاقة, شخص ذو إعاقة, ذوو الإعاقة",
    WITHOUT_DISABILITY: "no disability, without a disability, not disabled, sans handicap, sin discapacidad, بدون إعاقة, لا إعاقة",
    "all": "everybody, everyone, mixed, tous, toutes, todos, الكل, total, ensemble",
}
_BY_WORD = {heading_key(word.strip()): group for group, words in _WORDS.items() for word in (group, *re.split(r"[,،]\s*", words))}
FIRST_ADULT, FIRST_OLDER = 25, 60
"""Years: youth are 15 to 24 (UN General Assembly resolution 36/28), older people 60 and over (UN practice in humanitarian settings)."""
_BAND = re.compile(r"(\d{1,3})(?:_?(?:to|a|and|et|y|_|ans|years|anos)*_?(\d{1,3}))?(?:_.*)?")
_AND_UNDER = re.compile(r"under|below|less|young|moins|inferieur|menos|menor|اقل|دون|تحت|chini")
YOUNGEST_ASKED, OLDEST_BELIEVED = 10, 97
"""Years: nobody younger is asked in a survey of perceptions, and 98, 99 and 999 stand for no answer."""
_NO_ANSWER = DO_NOT_KNOW | REFUSED


@cache
def _of_our_form() -> Mapping[str, str]:
    """Return the group that each answer of our form means, by its name and its labels."""
    lists = {**FORMER_CHOICES, **{axis.value: CHOICES[axis.value] for axis in Axis}}
    return {
        heading_key(text): name
        for listed, names in lists.items()
        for name in names
        if name in AXIS_OF or name == Stratum.ALL.value
        for text in (name, *choice_labels(listed, name))
    }


def group_of(text: str) -> str | None:
    """Return the group of people that a word means, ``all`` for everybody; None for a word that is not known."""
    key = heading_key(text)
    return _BY_WORD.get(key) or _of_our_form().get(key)


def stratum_of(text: str) -> Stratum | None:
    """Return the group of the method that a word means; None for a word that is not known, or a group that the method does not have."""
    found = group_of(text)
    return Stratum(found) if found in set(Stratum) else None


def group_on(axis: Axis, text: str) -> str | None:
    """Return the group that an answer to a question about one division means: ``""`` for no answer, None where it cannot be read.

    Years and bands of years are read where age was asked, a plain yes or no where displacement or disability was.
    """
    key = heading_key(text)
    if not key or key in _NO_ANSWER:
        return ""
    found = group_of(text)
    if found is not None:
        return found if AXIS_OF.get(found) is axis else None
    if axis is Axis.AGE:
        return _age_group(key, text.strip().isdecimal())
    return None if axis is Axis.SEX else _said_yes(axis, text)


def _age_group(key: str, is_exact: bool) -> str | None:
    """Return the group of a number of years, or of a band that lies within one; a band across two is nobody's."""
    found = _BAND.fullmatch(key)
    if found is None:
        return None
    youngest = int(found[1])
    if is_exact and not YOUNGEST_ASKED <= youngest <= OLDEST_BELIEVED:
        return None  # a code of a list, or of no answer
    is_open = found[2] is None and not is_exact
    oldest = int(found[2]) if found[2] else youngest
    if is_open and _AND_UNDER.search(key):
        return "youth" if youngest < FIRST_ADULT else None
    groups = {"youth" if age < FIRST_ADULT else ADULTS if age < FIRST_OLDER else OLDER for age in (youngest, oldest)}
    if is_open and youngest < FIRST_OLDER:
        return None  # "25 and over" is more than one group
    return groups.pop() if len(groups) == 1 else None


def _said_yes(axis: Axis, text: str) -> str | None:
    try:
        return GROUPS[axis][0 if parse_yes(text) else 1]
    except KnownError:
        return None


def are_strata(values: Iterable[str]) -> bool:
    """Whether a column names groups: at least half of its different answers are known words, and one of them is a named group."""
    words = {heading_key(v): v for v in values if heading_key(v)}
    known = [stratum for v in words.values() if (stratum := stratum_of(v)) is not None]
    return bool(words) and 2 * len(known) >= len(words) and any(s is not Stratum.ALL for s in known)


def axis_named_by(values: Iterable[str], wholly: bool = True) -> Axis | None:
    """Return the division of which the answers of a column name two groups at least; None where they name none, or several divisions.

    Parameters
    ----------
    wholly : bool
        Whether every answer has to be a group, rather than half of them: in a column whose heading does not speak of who answered.
    """
    answers = {heading_key(v): v for v in values if heading_key(v) and heading_key(v) not in _NO_ANSWER}
    groups = [group for v in answers.values() if (group := group_of(v)) in AXIS_OF]
    axes = {AXIS_OF[group] for group in groups if group is not None}
    enough = len(groups) == len(answers) if wholly else 2 * len(groups) >= len(answers)
    return axes.pop() if enough and len(axes) == 1 and len(set(groups)) > 1 else None

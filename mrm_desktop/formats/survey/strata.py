"""The words by which files name the groups of a community."""

from __future__ import annotations

from collections.abc import Iterable

from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.formats.rows.columns import heading_key

_WORDS: dict[Stratum, tuple[str, ...]] = {
    Stratum.WOMEN: (
        *(
            "women",
            "woman",
            "female",
            "females",
            "f",
            "femme",
            "femmes",
            "féminin",
            "mujer",
            "mujeres",
            "femenino",
            "girls and women",
        ),
        *("امرأة", "نساء", "أنثى", "إناث"),
    ),
    Stratum.MEN: (
        *("men", "man", "male", "males", "m", "homme", "hommes", "masculin", "hombre", "hombres", "masculino"),
        *("رجل", "رجال", "ذكر", "ذكور"),
    ),
    Stratum.DISPLACED: (
        *("displaced", "idp", "idps", "displaced people", "displaced persons", "internally displaced", "déplacé", "déplacés"),
        *("déplacée", "pdi", "desplazado", "desplazados", "desplazada", "نازح", "نازحون", "نازحين"),
    ),
    Stratum.HOST: (
        *("host", "host community", "hosts", "resident", "residents", "hôte", "hôtes", "communauté hôte", "comunidad de acogida"),
        *("comunidad receptora", "مجتمع مضيف", "المجتمع المضيف"),
    ),
    Stratum.YOUTH: ("youth", "young people", "young", "jeune", "jeunes", "jóvenes", "joven", "شباب"),
    Stratum.ALL: ("all", "everybody", "everyone", "mixed", "tous", "toutes", "todos", "الكل", "total", "ensemble"),
}
_BY_WORD = {heading_key(word): stratum for stratum, words in _WORDS.items() for word in words}


def stratum_of(text: str) -> Stratum | None:
    """Return the group a word means; None for a word that is not known."""
    return _BY_WORD.get(heading_key(text))


def are_strata(values: Iterable[str]) -> bool:
    """Whether a column names groups: at least half of its different answers are known words, and one of them is a named group."""
    words = {heading_key(v) for v in values} - {""}
    known = [_BY_WORD[w] for w in words if w in _BY_WORD]
    return bool(words) and 2 * len(known) >= len(words) and any(s is not Stratum.ALL for s in known)

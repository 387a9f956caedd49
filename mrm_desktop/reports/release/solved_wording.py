"""What would have been solved for, in the words of whoever lets a file out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.solved import Solved


def solved_in_words(solved: Iterable[Solved], names: Mapping[str, str], words: Words) -> list[str]:
    """Return a sentence for each thing that would have been solved for: what, from what, and what was done about it.

    Parameters
    ----------
    names : Mapping[str, str]
        Names of areas by their codes.
    """
    said = []
    for one in solved:
        group = words.term("stratum", Stratum.parse(one.stratum)) if one.stratum else ""
        what = words.say(f"solve.{one.secret}", area=names.get(one.area_code, one.area_code), group=group)
        said.append(f"{what} {words.say(f'solve.remedy.{one.remedy}')}")
    return list(dict.fromkeys(said))

"""What a word outside its vocabulary, or a grade outside its scale, is called in an error."""

from __future__ import annotations

from typing import Any

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import Word


def word_refused(wanted: Any, found: Any, where: str) -> KnownError:
    """Return the error for a word that is not among the members of ``wanted``.

    Parameters
    ----------
    wanted : type[Word] | type[Grade]
        The vocabulary, or grades.
    where : str
        Path of the value.
    """
    if issubclass(wanted, Word):
        return KnownError("vocabulary.unknown", word=found, where=where or wanted.__name__, allowed=[m.value for m in wanted])
    assert wanted is Grade
    return KnownError("grade.unknown", grade=found, where=where)

"""What would alter an answer (METHOD section 7): what is not known, with what follows either way, and what would have to become true.

A step never supposes an answer. Asking has two outcomes and both are tried; a change in the field has one, and is called a change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mrm_desktop.domain.case import Case

Change = Callable[[Case], Case]


@dataclass(frozen=True, slots=True)
class Step:
    """Something to find out, or something that would have to become true.

    Attributes
    ----------
    code : str
        Code of the sentence, ``step.*``.
    follows : str
        Code of the sentence on what follows, ``follows.*``.
    params : Mapping[str, Any]
        Parameters of ``code``.
    hours : float
        Field work in the policy's hours; 0 for what is not ours to do.
    then : Change
        The case after the better answer, or once it became true.
    otherwise : Change | None
        The case after the other answer; None for what is not found out but becomes true.
    """

    code: str
    follows: str
    params: Mapping[str, Any]
    hours: float
    then: Change
    otherwise: Change | None = None

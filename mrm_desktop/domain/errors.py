"""Errors that carry a code and parameters, never a sentence.

The words live in the catalogues: ``cli`` and ``desktop`` turn a code into a translated sentence and a next step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any


class MrmError(Exception):
    """Base of every error the program raises on purpose.

    Parameters
    ----------
    code : str
        Dotted lower-case code, such as ``"file.not_a_project"``. It is the key of the sentence in the catalogue.
    **params : Any
        Values for the sentence's placeholders. Never coordinates, names of people or free text of a record.
    """

    def __init__(self, code: str, /, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params: Mapping[str, Any] = MappingProxyType(params)

    def __str__(self) -> str:
        details = ", ".join(f"{key}={value!r}" for key, value in self.params.items())
        return f"{self.code}({details})"


class KnownError(MrmError):
    """The world is wrong: a file is locked, a column is missing, a passphrase does not fit. The user can act on it."""


class RefusedError(KnownError):
    """The request was understood and the answer is no, such as a decision that a gate forbids."""


class CannotOpenError(KnownError):
    """A project cannot be opened: not a project, wrong passphrase, newer program, locked by someone else."""


class BugError(MrmError):
    """We are wrong: a state that the program itself must never reach."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing wrong with one cell of a file. Problems are collected for the whole file, never raised one at a time.

    Attributes
    ----------
    sheet : str
        Sheet or layer of the file; ``""`` where the format has only one.
    row : int
        Row as the user's own program counts it, the header being row 1. 0 for a problem of the whole sheet.
    column : str
        Heading of the column; ``""`` for a problem of the whole row.
    code : str
        Code of the sentence, such as ``"rating.out_of_range"``.
    params : Mapping[str, Any]
        Values for the sentence's placeholders.
    """

    sheet: str
    row: int
    column: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

"""What is known of one column: its meaning, unit, range and words, when it is required, how sensitive it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.cells import parse_number
from mrm_desktop.formats.files.number_style import NumberStyle

COUNTED = ("people", "km")
"""Units whose numbers may run to thousands; ratings, shares and degrees never do."""


class Need(Enum):
    """Whether a table must have a column, and each row a cell in it."""

    NEVER = "never"
    ALWAYS = "always"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Unless:
    """A table must have the column unless it has one of ``fields``."""

    fields: tuple[str, ...]

    def __str__(self) -> str:
        return f"unless: {', '.join(self.fields)}"


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column.

    Attributes
    ----------
    id : str
        Name of the field; the heading in our templates. Its meaning is the sentence ``column.<id>`` of the catalogue.
    kinds : tuple[DatasetKind, ...]
        Tables it belongs to.
    unit : str
        Unit or type: ``text``, ``code``, ``degrees``, ``day``, ``people``, ``share``, ``rating``, ``km``, ``word``, ``yes_no``.
    minimum, maximum : float | None
        Range of a number, ends included.
    words : tuple[str, ...]
        Allowed words; empty where any text will do.
    required : Need | Unless
        Whether the table must have the column.
    missing : str
        Code of the problem of a row whose cell is empty although the column is always required.
    sensitivity : str
        ``open``, ``internal`` or ``restricted``.
    aliases : tuple[str, ...]
        Other headings by which it is known, in English and French, in Kobo, ODK, COD-AB and other people's files.
    tags : tuple[str, ...]
        HXL tags.
    example : str
        Value in the filled-in template; invented.
    """

    id: str
    kinds: tuple[DatasetKind, ...]
    unit: str = "text"
    minimum: float | None = None
    maximum: float | None = None
    words: tuple[str, ...] = ()
    required: Need | Unless = Need.NEVER
    missing: str = "cell.missing"
    sensitivity: str = "open"
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    example: str = ""

    def number(self, text: str, style: NumberStyle | None = None) -> float:
        """Read a number within the column's range, as the column writes its numbers.

        Raises
        ------
        KnownError
            ``cell.not_a_number``, ``cell.excel_error``, ``cell.ambiguous_number``, or ``cell.out_of_range`` with both limits.
        """
        number = (style or NumberStyle(self.unit == "people")).parse(text) if self.unit in COUNTED else parse_number(text)
        least = float("-inf") if self.minimum is None else float(self.minimum)
        most = float("inf") if self.maximum is None else float(self.maximum)
        if not least <= number <= most:
            raise KnownError("cell.out_of_range", minimum=least, maximum=most)
        return number

    def word(self, key: str, synonyms: Mapping[str, str] | None = None) -> str | None:
        """Return the allowed word that a normalised text means; None where it means none.

        Parameters
        ----------
        synonyms : Mapping[str, str] | None
            Other normalised texts to allowed words.
        """
        found = (synonyms or {}).get(key, key)
        return found if found in self.words else None

"""Who answered, row by row: in each division the group of the person, and the one group as which the method counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from mrm_desktop.domain.survey_groups import AXIS_OF, GROUPS, Axis, counted_as
from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.formats.files.cells import is_nothing
from mrm_desktop.formats.files.read_options import CommunityOptions
from mrm_desktop.formats.files.table import Block
from mrm_desktop.formats.rows.ledger_book import LedgerBook
from mrm_desktop.formats.rows.table_reader import Frame
from mrm_desktop.formats.survey.answers import AXES, group_number
from mrm_desktop.formats.survey.form_numbers import Labels, in_words
from mrm_desktop.formats.survey.strata import group_of, group_on, stratum_of

STRATA = tuple(Stratum)
_UNREADABLE = -1
_BASE = 1 + max(map(len, GROUPS.values()))


class GroupReader:
    """Reads the columns that say who answered."""

    def __init__(self, frame: Frame[CommunityOptions], unclear: Mapping[str, tuple[str, ...]], in_form: Labels) -> None:
        self._frame, self._unclear, self._in_form = frame, unclear, in_form
        self._axes = [axis for axis in Axis if axis.value in frame.mapped]
        self._unread: Counter[Axis] = Counter()
        self._default = frame.options.stratum or Stratum.ALL

    def read(self, block: Block) -> npt.NDArray[np.int8]:
        """Return the groups of each row as :attr:`~mrm_desktop.formats.survey.answers.Answers.groups` has them."""
        found = np.zeros((len(block), len(AXES)), dtype=np.int8)
        for axis in self._axes:
            numbers = _each(self._texts(block, axis.value), partial(_number_on, axis))
            self._unread[axis] += int((numbers == _UNREADABLE).sum())
            found[:, AXES.index(axis)] = np.maximum(numbers, 0)
        if "stratum" in self._frame.mapped:
            self._add_strata(block, found)
        elif self._default is not Stratum.ALL:
            _fill(found, self._default.value, np.ones(len(block), dtype=bool))
        return found

    def _texts(self, block: Block, field: str) -> Sequence[str]:
        """Return what was answered, in the words of the form where it has some."""
        heading, texts = self._frame.heading(field), self._frame.texts(block, field)
        return [in_words(self._in_form, heading, text) for text in texts] if heading in self._in_form else texts

    def _add_strata(self, block: Block, found: npt.NDArray[np.int8]) -> None:
        """Add what the one column of groups says, where no column of its division did."""
        texts = np.asarray(self._texts(block, "stratum"), dtype=object)
        for text in set(texts.tolist()):
            group = self._default.value if is_nothing(text) else group_of(text)
            if group is not None and group in AXIS_OF:
                _fill(found, group, np.asarray(texts == text, dtype=bool))

    def strata(self, block: Block, groups: npt.NDArray[np.int8]) -> npt.NDArray[np.int8]:
        """Return as whom the method counts each row of a block, as a position in the strata."""
        # One number for each combination of groups: sorting numbers is many times as fast as sorting rows.
        keys = groups.astype(np.int64) @ (_BASE ** np.arange(groups.shape[1], dtype=np.int64))
        _, first, place = np.unique(keys, return_index=True, return_inverse=True)
        counted = [counted_as(_named(kind), self._default) for kind in groups[first].tolist()]
        found = np.array([STRATA.index(stratum) for stratum in counted], dtype=np.int8)[place.ravel()]
        if "stratum" in self._frame.mapped:
            texts = self._texts(block, "stratum")
            nameless = _each(texts, lambda t: not is_nothing(t) and stratum_of(t) in (None, Stratum.ALL)).astype(bool)
            strange = _each(texts, lambda t: not is_nothing(t) and group_of(t) is None).astype(bool)
            if strange.any():
                self._frame.assumed["community.stratum_unknown"] += int(strange.sum())
            found[nameless & ~groups.any(axis=1)] = STRATA.index(Stratum.ALL)
        return np.asarray(found, dtype=np.int8)

    def note(self, book: LedgerBook) -> None:
        """Say by which columns the people were divided, and where nobody can tell."""
        fields = ("stratum", *(axis.value for axis in self._axes))
        columns = [heading for field in fields if (heading := self._frame.heading(field))]
        if columns:
            book.note("read", "community.groups_found", 0, columns=", ".join(columns))
        if len(self._axes) + ("stratum" in self._frame.mapped) > 1:
            book.note("read", "community.counted_once", 0)
        if not self._axes and "stratum" not in self._frame.mapped:
            book.note("guessed", "community.stratum_assumed", book.kept, stratum=self._default.value)
        for field, headings in self._unclear.items():
            book.note("guessed", "community.groups_unclear", 0, field=field, columns=", ".join(headings))
        for axis, rows in self._unread.items():
            if rows:
                book.note("guessed", "community.group_unreadable", rows, column=self._frame.heading(axis.value))


def _number_on(axis: Axis, text: str) -> int:
    group = group_on(axis, text)
    return _UNREADABLE if group is None else group_number(axis, group) if group else 0


def _each(texts: Any, read: Any) -> npt.NDArray[np.int64]:
    """Read each different text once."""
    known = {text: read(text) for text in set(texts)}
    return np.array([known[text] for text in texts], dtype=np.int64)


def _fill(found: npt.NDArray[np.int8], group: str, rows: npt.NDArray[np.bool_]) -> None:
    axis = AXIS_OF[group]
    column = found[:, AXES.index(axis)]
    column[rows & (column == 0)] = group_number(axis, group)


def _named(numbers: list[int]) -> list[str]:
    return [GROUPS[axis][number - 1] for axis, number in zip(AXES, numbers, strict=True) if number]

"""How the sample was drawn, row by row: weight, cluster, stratum, and how many clusters there are in all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.vocabulary import EvidenceMethod
from mrm_desktop.formats.files.cells import is_nothing
from mrm_desktop.formats.files.read_options import CommunityOptions
from mrm_desktop.formats.files.table import Block
from mrm_desktop.formats.rows.columns import spec_of
from mrm_desktop.formats.rows.ledger_book import LedgerBook
from mrm_desktop.formats.rows.sample_columns import SAMPLE_SPECS
from mrm_desktop.formats.rows.table_reader import Frame

FIELDS = tuple(spec.id for spec in SAMPLE_SPECS)

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class SampleReader:
    """Reads the columns that say how a sample was drawn. They mean something in a probability survey alone."""

    def __init__(self, frame: Frame[CommunityOptions]) -> None:
        self._frame = frame
        self._there = [field for field in FIELDS if field in frame.mapped]
        may_be_drawn = frame.options.method is EvidenceMethod.PROBABILITY_SURVEY or "method" in frame.mapped
        self.is_known = may_be_drawn and bool(self._there)
        self._numbers: dict[tuple[str, str], int] = {}

    def read(self, block: Block, left: npt.NDArray[np.bool_]) -> tuple[Floats, Ints, Ints, Floats]:
        """Return weights, clusters, strata and sizes of a block as :class:`~mrm_desktop.formats.survey.answers.Answers` has them.

        A row without a weight that can be used is left out of ``left``: nobody knows for how many it stands.
        """
        weights = np.ones(len(block))
        if self.is_known and "weight" in self._there:
            weights = self._readable(block, "weight")
            bad = ~(weights > 0.0)
            for n in np.flatnonzero(bad & left):
                self._frame.book.drop(int(block.rows[n]), self._frame.heading("weight"), "community.weight_unreadable")
            left &= ~bad
        return (
            np.where(weights > 0.0, weights, 1.0),
            self._numbered(block, "cluster", nothing=-1),
            self._numbered(block, "design_stratum", nothing=0),
            self._readable(block, "population"),
        )

    def _readable(self, block: Block, field: str) -> Floats:
        """Return the numbers of a column; NaN where there is none."""
        if field not in self._there:
            return np.full(len(block), np.nan)
        texts = self._frame.texts(block, field)
        known = {text: _number(field, text) for text in set(texts)}
        return np.array([known[text] for text in texts], dtype=np.float64)

    def _numbered(self, block: Block, field: str, nothing: int) -> Ints:
        """Return a number for what each cell names, in the order in which the names come; these are not kept."""
        if field not in self._there:
            return np.full(len(block), nothing, dtype=np.int64)
        texts = self._frame.texts(block, field)
        found = [nothing if is_nothing(t) else self._numbers.setdefault((field, t), len(self._numbers) + 1) for t in texts]
        return np.array(found, dtype=np.int64)

    def note(self, book: LedgerBook, found: Sequence[AreaEvidence]) -> None:
        """Say what is done with the columns, and what the sample is worth."""
        columns = ", ".join(self._frame.heading(field) or field for field in self._there)
        if self._there and not self.is_known:
            book.note("read", "community.sample_unused", 0, columns=columns)
        designs = [e.design for e in found if e.design is not None]
        if not designs:
            return
        book.note("read", "community.sample_used", 0, columns=columns)
        effects = [d.linearised for d in designs if d.linearised is not None]
        book.note("read", "community.kish", 0, most=max(d.kish for d in designs))
        if effects:
            book.note("read", "community.linearised", 0, least=min(effects), most=max(effects))


def _number(field: str, text: str) -> float:
    try:
        return spec_of(DatasetKind.COMMUNITY, field).number(text)
    except KnownError:
        return float("nan")

"""By which key an answer is known again: twice in one file, and in the next one. Keys are hashed at once; nothing else is kept of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.record_keys import SALT_LENGTH, KnownRecords
from mrm_desktop.formats.files.cells import NOTHING
from mrm_desktop.formats.files.days import parse_day
from mrm_desktop.formats.files.table import Block, Table, Texts
from mrm_desktop.formats.rows.columns import Mapped, heading_key
from mrm_desktop.foundation.progress import Progress

Hashes = npt.NDArray[np.uint64]

NO_KEY = np.uint64(0)
_OF_THE_WORLD = frozenset({"uuid", "instanceid", "meta_instanceid"})
_PREFIX = "uuid:"
_LOOKED_AT = 50
_SENT_AT = ("_submission_time", "SubmissionDate", "end", "_index")
# A number of one's own begins again in the next sheet: it names an answer only together with these.
_BESIDE_A_NUMBER = ("collected_on", "area_code", "adm3_name", "adm2_name", "adm1_name", "latitude", "longitude", "stratum")


@dataclass(slots=True)
class AnswerKeys:
    """The hashed keys of the rows of a file, as they are read.

    Attributes
    ----------
    every, kept : list[Hashes]
        Keys of all rows, and of those that are counted.
    rows : list[npt.NDArray[np.int64]]
        The rows in the file, as ``every``.
    root : str
        Heading of the keys that submissions had before they were edited; "" where the file has none.
    """

    mapped: Mapped
    server: str
    known: KnownRecords | None
    root: str = ""
    every: list[Hashes] = field(default_factory=list)
    kept: list[Hashes] = field(default_factory=list)
    rows: list[npt.NDArray[np.int64]] = field(default_factory=list)
    _counted: Hashes = field(init=False)
    _nothing: Hashes = field(init=False)

    def __post_init__(self) -> None:
        self._counted = np.frombuffer(self.known.counted if self.known else b"", dtype=np.uint64)
        spelled = {form for word in NOTHING for form in (word, word.upper(), word.title())}
        self._nothing = self._hashed(np.array(["", *sorted(spelled)], dtype=object))

    @property
    def headings(self) -> tuple[str, ...]:
        """Columns that have to be read beside the fields."""
        return (self.root,) if self.root else ()

    def of(self, block: Block) -> Hashes:
        """Return the key of each row, :data:`NO_KEY` where it has none, and remember it."""
        heading = self.mapped.columns.get("record_id", "")
        if not heading:
            return np.zeros(len(block), dtype=np.uint64)
        texts = self._first_given(block, block.column(heading))
        hashes = self._hashed(texts)
        nameless = np.isin(hashes, self._nothing)
        if not self._is_of_the_world(heading):
            hashes = self._hashed(self._beside(block, texts))
        hashes[nameless] = NO_KEY
        self.every.append(hashes)
        self.rows.append(block.rows)
        return hashes

    def _first_given(self, block: Block, texts: Texts) -> Texts:
        """Return the keys that submissions were given at first: KoboToolbox gives another with each edit, and keeps the first beside."""
        if self.root:
            first = block.column(self.root)
            texts = np.where(first == "", texts, first)
        if any(text.startswith(_PREFIX) for text in texts[:_LOOKED_AT].tolist()):
            texts = np.array([text.removeprefix(_PREFIX) for text in texts.tolist()], dtype=object)
        return texts

    def are_counted(self, hashes: Hashes) -> npt.NDArray[np.bool_]:
        """Tell which of the rows another file brought already."""
        return np.asarray(np.isin(hashes, self._counted) & (hashes != NO_KEY), dtype=np.bool_)

    def packed(self, keys: list[Hashes]) -> bytes:
        """Return keys as they are kept: eight bytes each, each once, in order."""
        found, _ = _sorted(keys)
        return bytes(found[found != NO_KEY].tobytes())

    def superseded(self, table: Table, progress: Progress) -> Mapping[int, int]:
        """Return the rows of submissions that occur again, each with the row of the one that was sent last."""
        _, repeated = _sorted(self.every)
        if not len(repeated):
            return {}
        hashes, rows = np.concatenate(self.every), np.concatenate(self.rows)
        again = np.isin(hashes, repeated)
        sent = _sent(table, set(rows[again].tolist()), progress)
        newest: dict[int, int] = {}
        for key, row in zip(hashes[again].tolist(), rows[again].tolist(), strict=True):
            if key not in newest or (sent[row], row) > (sent[newest[key]], newest[key]):
                newest[key] = row
        pairs = zip(hashes[again].tolist(), rows[again].tolist(), strict=True)
        return {row: newest[key] for key, row in pairs if newest[key] != row}

    def _is_of_the_world(self, heading: str) -> bool:
        """Whether a survey server gave the keys, so that each names one answer and no other anywhere."""
        last = heading_key(heading.replace(":", "/").rsplit("/", 1)[-1])
        return last in _OF_THE_WORLD or (heading == "KEY" and self.server == "odk")

    def _beside(self, block: Block, texts: Texts) -> Texts:
        for name in _BESIDE_A_NUMBER:
            if name in self.mapped.columns:
                texts = texts + "\x1f" + block.column(self.mapped.columns[name])
        return texts

    def _hashed(self, texts: Texts) -> Hashes:
        """Hash texts with the salt; the hash of pandas takes a key and whole columns."""
        from pandas.util import hash_array

        salt = self.known.salt if self.known else "0" * SALT_LENGTH
        return np.asarray(hash_array(np.asarray(texts, dtype=object), hash_key=salt, categorize=False), dtype=np.uint64)


def root_heading(table: Table) -> str:
    """Return the heading of the first keys of submissions; "" where a table has none."""
    return next((h for h in table.headings if heading_key(h).endswith("rootuuid")), "")


def _sorted(keys: list[Hashes]) -> tuple[Hashes, Hashes]:
    """Return the different keys in order, and those that occur more than once; ``np.unique`` takes several times as long for it."""
    found = np.sort(np.concatenate(keys)) if keys else np.empty(0, dtype=np.uint64)
    same = found[1:] == found[:-1]
    repeated = found[1:][same]
    return found[np.concatenate(([True], ~same))] if len(found) else found, repeated[repeated != NO_KEY]


def _sent(table: Table, wanted: set[int], progress: Progress) -> dict[int, tuple[tuple[int, str], ...]]:
    """Return when rows were sent, as far as the table says it, in a form that can be compared."""
    headings = [h for h in _SENT_AT if h in table.headings]
    found: dict[int, tuple[tuple[int, str], ...]] = dict.fromkeys(wanted, ())
    for block in table.blocks(headings, progress) if headings else ():
        columns = [block.column(h).tolist() for h in headings]
        for n, row in enumerate(block.rows.tolist()):
            if row in wanted:
                found[row] = tuple(_moment(column[n]) for column in columns)
    return found


def _moment(text: str) -> tuple[int, str]:
    try:
        return parse_day(text).toordinal(), text
    except KnownError:
        return (int(text) if text.isdecimal() else 0), text

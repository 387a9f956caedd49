"""Reading very many records into arrays, without making an object of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, func, select

from mrm_desktop.store import models

_AREA = "U24"
_WORD = "U12"
_DAY = "U10"


@dataclass(frozen=True, slots=True)
class EvidenceArrays:
    """All evidence that counts, one element for each record, in the order in which records came in.

    Attributes
    ----------
    area_code, stratum : NDArray[np.str_]
        Where, and who was asked.
    collected_on : NDArray[np.datetime64]
        Last day of the fieldwork.
    answered, mean_rating : NDArray[np.float64]
        How many answered, and their mean of -2 to 2.
    """

    area_code: NDArray[np.str_]
    stratum: NDArray[np.str_]
    collected_on: NDArray[np.datetime64]
    answered: NDArray[np.float64]
    mean_rating: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PlaceArrays:
    """All places that count and have a point.

    Attributes
    ----------
    seq : NDArray[np.int64]
        Order of arrival; names a place in later questions.
    longitude, latitude : NDArray[np.float64]
        Degrees, WGS 84.
    """

    seq: NDArray[np.int64]
    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]


def evidence_arrays(connection: Connection, counting: tuple[str, ...]) -> EvidenceArrays:
    """Read the evidence of the datasets that count, and what was entered by hand."""
    table: Any = models.EvidenceRow.__table__
    columns = (table.c.area_code, table.c.stratum, table.c.collected_on, table.c.answered, table.c.mean_rating)
    kinds = [("area_code", _AREA), ("stratum", _WORD), ("collected_on", _DAY), ("answered", "f8"), ("mean_rating", "f8")]
    found = _fill(connection, _counted(select(*columns), table, counting), kinds)
    return EvidenceArrays(
        found["area_code"], found["stratum"], found["collected_on"].astype("datetime64[D]"), found["answered"], found["mean_rating"]
    )


def place_arrays(connection: Connection, counting: tuple[str, ...]) -> PlaceArrays:
    """Read the points of the places of the datasets that count, and of those entered by hand."""
    table: Any = models.PlaceRow.__table__
    asked = _counted(select(table.c.seq, table.c.longitude, table.c.latitude), table, counting).where(
        table.c.longitude.is_not(None)
    )
    found = _fill(connection, asked, [("seq", "i8"), ("longitude", "f8"), ("latitude", "f8")])
    return PlaceArrays(found["seq"], found["longitude"], found["latitude"])


def _counted(asked: Select[Any], table: Any, counting: tuple[str, ...]) -> Select[Any]:
    return asked.where(table.c.dataset_id.is_(None) | table.c.dataset_id.in_(counting)).order_by(table.c.seq)


def _fill(connection: Connection, asked: Select[Any], kinds: list[tuple[str, str]]) -> NDArray[Any]:
    """Fill one array from the driver's own cursor: the rows never become anything else on the way."""
    count = connection.execute(select(func.count()).select_from(asked.subquery())).scalar_one()
    result: Any = connection.execute(asked)
    try:
        return np.fromiter(result.cursor, dtype=kinds, count=count)
    finally:
        result.close()

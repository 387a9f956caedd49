"""All evidence and all places that count, as arrays: for reading millions of them without making an object of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mrm_desktop.store.columns import Category, Column


@dataclass(frozen=True, slots=True, eq=False)
class EvidenceArrays:
    """All evidence that counts, one element for each record, in the order in which records came in.

    Attributes
    ----------
    area_code, stratum, method, source, grade : Category
        Where, who was asked, how and by whom, and what the source is worth.
    collected_on : NDArray[np.datetime64]
        Last day of the fieldwork.
    answered, mean_rating, refused_share : NDArray[np.float64]
        How many answered, their mean of -2 to 2, and the share of those asked who refused.
    design_effect : NDArray[np.float64]
        NaN for the policy's default.
    reset_since : NDArray[np.bool_]
        Whether a reset event came after the fieldwork.
    valid_from, valid_to : NDArray[np.datetime64]
        First and last day on which it may be used; not-a-time where that end is open.
    """

    area_code: Category
    stratum: Category
    method: Category
    source: Category
    grade: Category
    collected_on: NDArray[np.datetime64]
    answered: NDArray[np.float64]
    mean_rating: NDArray[np.float64]
    refused_share: NDArray[np.float64]
    design_effect: NDArray[np.float64]
    reset_since: NDArray[np.bool_]
    valid_from: NDArray[np.datetime64]
    valid_to: NDArray[np.datetime64]


@dataclass(frozen=True, slots=True, eq=False)
class PlaceArrays:
    """All places that count and have a point.

    Attributes
    ----------
    seq : NDArray[np.int64]
        Order of arrival; names a place in later questions.
    area_code, kind : Category
        Where and what it is.
    longitude, latitude : NDArray[np.float64]
        Degrees, WGS 84.
    valid_from, valid_to : NDArray[np.datetime64]
        First and last day on which it exists; not-a-time where that end is open.
    """

    seq: NDArray[np.int64]
    area_code: Category
    kind: Category
    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]
    valid_from: NDArray[np.datetime64]
    valid_to: NDArray[np.datetime64]


def evidence_arrays(columns: dict[str, Column], counting: tuple[str, ...]) -> EvidenceArrays:
    """Arrange the columns of the evidence: that of the datasets that count, and what was entered by hand."""
    found: Any = _counted(columns, counting)
    del found["seq"]
    found |= {name: found[name].days() for name in ("collected_on", "valid_from", "valid_to")}
    found["reset_since"] = found["reset_since"] > 0
    return EvidenceArrays(**found)


def place_arrays(columns: dict[str, Column], counting: tuple[str, ...]) -> PlaceArrays:
    """Arrange the columns of the places: points of the datasets that count, and of places entered by hand."""
    found: Any = _counted(columns, counting)
    drawn = ~np.isnan(found["longitude"])
    found = {name: column[drawn] for name, column in found.items()}
    found["seq"] = found["seq"].astype(np.int64)
    found |= {name: found[name].days() for name in ("valid_from", "valid_to")}
    return PlaceArrays(**found)


def _counted(columns: dict[str, Column], counting: tuple[str, ...]) -> dict[str, Column]:
    origin = columns.pop("dataset_id")
    assert isinstance(origin, Category)
    # What people entered by hand has no dataset.
    known = {identifier.upper() for identifier in counting} | {""}
    counts = np.array([*(word in known for word in origin.words), True])
    if counts.all():
        return columns
    kept = counts[origin.codes]
    return {name: column[kept] for name, column in columns.items()}

"""A prepared road network kept beside the file it was made of, for the next time: arrays as they lie in memory, and nothing else.

It holds no more than the road file does, and lies nowhere where that does not lie (decision 0109). Its name is the digest of the road
file, so that of a file which changed nothing old is found; what is damaged is made anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mrm_desktop.foundation.paths import write_whole
from mrm_desktop.geo.road_search import Mesh
from mrm_desktop.geo.roads import RoadNetwork
from mrm_desktop.geo.strands import Strands

WORTH_KEEPING = 50_000
"""Stretches below which a network is made as fast as it is found."""

_FORM = "mrm-roads 1"
_ENDING = ".mrm-roads"
_MOST_HEAD = 1_000_000  # bytes
_ALIGNED = 64
_ARRAYS = {"corners": ("<f8", 2), "starts": ("<i8", 0), "ends": ("<i4", 2), "metres": ("<f8", 0), "places": ("<f8", 3)}


def kept_beside(path: Path) -> Path:
    """Return where the network of a road file is kept: beside it, named by its digest."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return path.with_name(f"{digest[:32]}{_ENDING}")


def keep(network: RoadNetwork, left_out: Mapping[str, int], where: Path) -> bool:
    """Write a network; False where its folder may not be written to."""
    stretches, mesh = network.stretches, network.mesh
    given = (stretches.corners, stretches.starts, mesh.ends, mesh.metres, mesh.places)
    arrays = [np.ascontiguousarray(one, dtype=form) for one, (form, _) in zip(given, _ARRAYS.values(), strict=True)]
    body = hashlib.blake2b()
    for one in arrays:
        body.update(one.data)
    head = {"form": _FORM, "lengths": [len(one) for one in arrays], "body": body.hexdigest(), "left_out": dict(left_out)}
    try:
        write_whole(where, b"".join([_padded(json.dumps(head).encode()), *(one.tobytes() for one in arrays)]))
    except OSError:
        return False
    return True


def find_kept(where: Path) -> tuple[RoadNetwork, dict[str, int]] | None:
    """Return a kept network, its arrays mapped into memory, and what was left out of it; None where there is none, or a damaged one."""
    try:
        with where.open("rb") as file:
            line = file.readline(_MOST_HEAD)
        return _read(np.memmap(where, dtype=np.uint8, mode="r", offset=len(line)), json.loads(line))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _read(body: NDArray[np.uint8], head: Any) -> tuple[RoadNetwork, dict[str, int]] | None:
    if head["form"] != _FORM or hashlib.blake2b(body.data).hexdigest() != head["body"]:
        return None
    arrays: dict[str, NDArray[Any]] = {}
    at = 0
    for (name, (form, wide)), length in zip(_ARRAYS.items(), head["lengths"], strict=True):
        size = int(length) * max(wide, 1) * np.dtype(form).itemsize
        one = body[at : at + size].view(form)
        arrays[name] = one.reshape(-1, wide) if wide else one
        at += size
    if at != len(body) or not _holds_together(arrays):
        return None
    stretches = Strands(arrays["corners"], arrays["starts"])
    mesh = Mesh(arrays["ends"], arrays["metres"], arrays["places"])
    return RoadNetwork(stretches, mesh), {str(kind): int(count) for kind, count in head["left_out"].items()}


def _holds_together(arrays: Mapping[str, NDArray[Any]]) -> bool:
    """Tell whether every number that names a corner or a crossing names one, and every stretch has a length."""
    corners, starts, ends, metres, places = (arrays[name] for name in _ARRAYS)
    return bool(
        len(starts) == len(ends) + 1 == len(metres) + 1 > 1
        and starts[0] == 0
        and starts[-1] == len(corners)
        and (np.diff(starts) > 1).all()
        and ends.min() >= 0
        and ends.max() < len(places)
        and (metres > 0.0).all()
        and all(np.isfinite(one).all() for one in (corners, metres, places))
    )


def _padded(head: bytes) -> bytes:
    """Return a head as one line, filled up so that the arrays begin where the memory of a machine likes them."""
    return head + b" " * (-(len(head) + 1) % _ALIGNED) + b"\n"

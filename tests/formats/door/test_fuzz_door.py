"""Bytes of any kind, through the real door: a reading or a sentence, and never anything else."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.door.doorway import ChildDoor
from mrm_desktop.formats.door.foreign import read
from mrm_desktop.formats.door.wire import Unclear, pack, unpack
from tests.formats.layers.files import AREAS

QUICK = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
MAPS = (b"SQLite format 3\0", b"\0\0\x27\x0a", b"fgb\x03", b'{"type":"FeatureCollection","features":[')
STARTS = (b"", *MAPS, b"PK\x03\x04", b"<kml>", b"<gpx>")


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".fgb", ".geojson", ".kml", ".xlsx"])
@QUICK
@given(start=st.sampled_from(STARTS), data=st.binary(max_size=400))
def test_any_bytes(door: ChildDoor, tmp_path: Path, suffix: str, start: bytes, data: bytes) -> None:
    door.keep_warm()
    path = tmp_path / f"x{suffix}"
    path.write_bytes(start + data)
    with contextlib.suppress(KnownError):
        assert read(path, DatasetKind.PLACES, AREAS).ledger.balances
    assert path.read_bytes() == start + data


@given(st.binary(max_size=200))
def test_any_bytes_are_a_plain_value_or_unclear(data: bytes) -> None:
    with contextlib.suppress(Unclear):
        assert unpack(pack(unpack(data))) is not NotImplemented


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False) | st.text() | st.binary() | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(PLAIN)
def test_plain_values_come_back_as_they_went(value: object) -> None:
    assert unpack(pack(value)) == value

"""The collector rests while records are made, and works again afterwards, whatever happened."""

from __future__ import annotations

import gc

import pytest

from mrm_desktop.foundation.memory import no_collecting, physical_memory


def test_the_collector_rests_and_comes_back() -> None:
    def fail() -> None:
        with no_collecting():
            assert not gc.isenabled()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert gc.isenabled()


def test_where_it_was_off_it_stays_off() -> None:
    gc.disable()
    try:
        with no_collecting():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_memory_of_this_machine_is_told() -> None:
    assert 2**28 < physical_memory() < 2**50

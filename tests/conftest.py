"""What every test stands on: an offscreen window system, a home of its own, hostile strings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import HealthCheck, settings

from mrm_desktop.formats.door.foreign import use_door
from mrm_desktop.formats.door.here import OwnFiles

# Property tests: the same 300 examples on every run, so that a red run is a broken change; new ones every night.
_QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large)
settings.register_profile("ci", max_examples=300, deadline=None, derandomize=True, suppress_health_check=_QUIET)
settings.register_profile("quick", max_examples=30, deadline=None, derandomize=True, suppress_health_check=_QUIET)
settings.register_profile("nightly", max_examples=10_000, deadline=None, suppress_health_check=_QUIET)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

HOSTILE = (
    '<script>alert("x")</script>',
    "'; DROP TABLE decisions; --",
    "=HYPERLINK(1)",
    "\u202egnirts desrever",
    "ك\u200dف" * 20,
    "</script><img src=x onerror=alert(1)>",
    "a" * 300,
    "&lt;&amp;{0}{name}#[]$",
    "{{ 7 * 7 }}{% raw %}",
    "#set page(width: 1pt) $ x $ \\",
)


@pytest.fixture(params=HOSTILE, ids=range(len(HOSTILE)))
def hostile(request: pytest.FixtureRequest) -> str:
    """A string that somebody, by malice or accident, typed into a name."""
    return str(request.param)


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test a home folder of its own, so that nothing of the machine is read or left behind."""
    home = tmp_path_factory.mktemp("home")
    for name, folder in (("HOME", ""), ("XDG_CONFIG_HOME", ".config"), ("XDG_DATA_HOME", ".data"), ("XDG_CACHE_HOME", ".cache")):
        monkeypatch.setenv(name, str(home / folder))
    return home


@pytest.fixture(autouse=True)
def read_here() -> Iterator[None]:
    """Read files in this process: a process for each would take half a second. The tests of the door take the real one."""
    before = use_door(OwnFiles())
    yield
    use_door(before)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real data beside the project; a test that needs it is skipped on a machine without it."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("the real data sets are not on this machine (../shared/data)")
    return folder

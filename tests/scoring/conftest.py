"""What the tests of the method share."""

from __future__ import annotations

import pytest

from mrm_desktop.scoring import Policy, load_policy


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load_policy()

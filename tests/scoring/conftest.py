"""Profiles of the property tests: 300 examples by default, 10,000 with HYPOTHESIS_PROFILE=nightly."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from mrm_desktop.scoring import Policy, load_policy

_QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large)
settings.register_profile("ci", max_examples=300, deadline=None, derandomize=True, suppress_health_check=_QUIET)
settings.register_profile("quick", max_examples=30, deadline=None, derandomize=True, suppress_health_check=_QUIET)
settings.register_profile("nightly", max_examples=10_000, deadline=None, suppress_health_check=_QUIET)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load_policy()

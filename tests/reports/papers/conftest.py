"""The two squares of the tests of services, for the papers that are made of a whole project."""

from __future__ import annotations

from tests.services.conftest import empty, filled_once, made_once, project

__all__ = ["empty", "filled_once", "made_once", "project"]

"""What the tests of the whole house share: a browser, and a project in which every secret can be told from every other word."""

from __future__ import annotations

from tests.end_to_end.browser import browser
from tests.services.conftest import filled_once, made_once, project
from tests.services.release.test_release_file import marked

__all__ = ["browser", "filled_once", "made_once", "marked", "project"]

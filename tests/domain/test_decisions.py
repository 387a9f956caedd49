"""What of an answer makes it an alert. ``head_of`` is held against the store in ``store/rows/test_decisions``."""

from __future__ import annotations

import pytest

from mrm_desktop.domain.decisions import is_alert
from mrm_desktop.domain.vocabulary import Threat, Verdict


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("threat", list(Threat))
def test_an_alert_is_one_also_where_the_mission_has_closed(verdict: Verdict, threat: Threat) -> None:
    elsewhere = verdict is Verdict.NOT_AVAILABLE and threat is Threat.IMMINENT
    assert is_alert(verdict, threat) == (verdict is Verdict.EMERGENCY_ALERT or elsewhere)

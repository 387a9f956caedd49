"""Protection tools: what a mission keeps in an area so that threats are heard of and answered - early warning, joint teams, patrols."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.statement import Statement
from mrm_desktop.domain.vocabulary import Mode, Word

REST_ON_TOOLS = frozenset({Mode.ALERT, Mode.LIAISON, Mode.PROTECTION_REQUEST})
"""Modes of contact that protection tools carry: M3 to M5."""


class ToolKind(Word):
    """Kinds of protection tools."""

    EARLY_WARNING = "early_warning"
    JOINT_PROTECTION_TEAM = "joint_protection_team"
    VISIBLE_PRESENCE = "visible_presence"
    COMMUNITY_LIAISON = "community_liaison"
    PATROL_ON_REQUEST = "patrol_on_request"
    TEMPORARY_BASE = "temporary_base"
    ALERT_NETWORK = "alert_network"
    OTHER = "other"


class Existence(Word):
    """Whether a tool is there."""

    YES = "yes"
    NO = "no"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class ProtectionTool(Statement):
    """A protection tool in an area, or the finding that it is missing there.

    Attributes
    ----------
    area_code : str
        P-code of the area, with everything inside it; "" for the whole country.
    recorded_on : date
        Day on which somebody found it so.
    tested_on : date | None
        Day on which somebody last tried whether it works; None where nobody did.
    response_hours : float | None
        *Observed* hours from the alert until somebody came or answered, in that test; None where nobody observed it.
    ends_on : date | None
        Day on which it is withdrawn; None where none is known.
    mission : str
        Acronym of the mission that keeps it; "" for the project's own.
    name : str
        What it is called there; "" where it has no name of its own.
    """

    kind: ToolKind
    exists: Existence
    area_code: str
    recorded_on: date
    source: str
    grade: Grade
    tested_on: date | None = None
    response_hours: float | None = None
    ends_on: date | None = None
    mission: str = ""
    name: str = ""

    @property
    def thing(self) -> str:
        """A tool of a kind in an area, by its name where there are several."""
        return " ".join((self.kind.value, self.area_code or "-", self.mission or "-", self.name.strip() or "-"))

    @property
    def missions(self) -> frozenset[str]:
        """The mission that keeps it."""
        return frozenset({self.mission} if self.mission else ())

    @property
    def fault(self) -> str | None:
        """A response was observed in a test, of something that is there, no later than it was written down."""
        if self.tested_on is not None and self.tested_on > self.recorded_on:
            return "facts.tested_after_recorded"
        if self.response_hours is not None and (self.tested_on is None or self.exists is not Existence.YES):
            return "facts.tool_response_without_test"
        return None

    def known_on(self, day: date) -> bool:
        """Tell whether it had been written down by ``day``."""
        return self.recorded_on <= day

    def is_there_on(self, day: date) -> bool:
        """Tell whether it exists and had not been withdrawn before ``day``."""
        return self.exists is Existence.YES and (self.ends_on is None or self.ends_on >= day)

    def ends_within(self, days: int, day: date) -> bool:
        """Tell whether it is there on ``day`` and withdrawn at most ``days`` days later."""
        return self.is_there_on(day) and self.ends_on is not None and self.ends_on <= day + timedelta(days=days)


def tools_on(tools: Iterable[ProtectionTool], day: date) -> tuple[ProtectionTool, ...]:
    """Return what is known of the tools on a day: of several statements about one the newest; of two of one day the later to come in."""
    newest: dict[str, ProtectionTool] = {}
    for tool in tools:
        before = newest.get(tool.thing)
        if tool.known_on(day) and (before is None or before.recorded_on <= tool.recorded_on):
            newest[tool.thing] = tool
    return tuple(newest.values())


def observed_response(tools: Iterable[ProtectionTool], day: date, after: date | None = None) -> float | None:
    """Return the response last observed of a tool that is there, in hours; None where none was.

    Parameters
    ----------
    after : date | None
        Only what was observed later than this day; None for whenever.
    """
    seen = [
        (tool.tested_on, tool.response_hours)
        for tool in tools
        if tool.is_there_on(day) and tool.tested_on is not None and tool.response_hours is not None
    ]
    # Of two of one day the slower one: what an area can count on is not its luckier call.
    newest = max((pair for pair in seen if after is None or pair[0] > after), default=None)
    return None if newest is None else newest[1]

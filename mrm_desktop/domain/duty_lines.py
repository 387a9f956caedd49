"""Duty lines: by which number, call sign or satellite line a role is reached, and when somebody last tried.

A line is nobody's own: it belongs to a post, a desk or a network that is on duty. What a test found is stated anew, never written over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.missions import FocalPoint
from mrm_desktop.domain.statement import Statement
from mrm_desktop.domain.validity import has_begun, has_ended
from mrm_desktop.domain.vocabulary import Word

LONGEST_LINE = 60
"""Letters and digits of the longest line: two numbers, or a call sign with its frequency."""

LONGEST_WAIT = 24 * 60
"""Minutes of the longest wait for an answer: one that comes a day later is none."""


class Desk(Word):
    """Who answers a line, in the order in which they are called in an emergency: civilians first, then the mission's operations."""

    FOCAL_POINT = "focal_point"
    OPERATIONS_CENTRE = "operations_centre"
    SECTOR_HEADQUARTERS = "sector_headquarters"
    HOTLINE = "hotline"
    COMMUNITY_LIAISON = "community_liaison"
    ALERT_NETWORK = "alert_network"


class Medium(Word):
    """What carries a line."""

    PHONE = "phone"
    HF_RADIO = "hf_radio"
    SATELLITE = "satellite"


class LineState(Word):
    """How far a line may be relied upon, by its last test."""

    TESTED = "tested"
    DUE = "due"
    LAPSED = "lapsed"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class DutyLine(Statement):
    """A line of a role on duty. It is for readers inside the organisation and stands in no log.

    Attributes
    ----------
    role : str
        Title of the post, desk or network, such as "Child Protection Adviser, Sector North"; that of a focal point is the same as in
        its own record. Never a name.
    line : str
        Telephone number, call sign with frequency, or satellite number.
    recorded_on : date
        Day on which somebody wrote this down or tested it.
    area_code : str
        P-code of the area it answers for, with everything inside it; "" for the whole country.
    hours : str
        When it is staffed, such as "24 h"; "" where nobody wrote it down.
    languages : tuple[str, ...]
        What is spoken on it, as people call it.
    tested_on : date | None
        Day of the last test; None where nobody ever tried it.
    answered : bool | None
        Whether the last test was answered; None where there was none, and where a test is on record without its outcome: it counts
        as answered.
    answer_minutes : int | None
        Minutes until somebody answered; None where nobody took the time.
    valid_from, valid_to : date | None
        Days between which the line is in service.
    """

    role: str
    desk: Desk
    line: str
    recorded_on: date
    source: str
    grade: Grade
    medium: Medium = Medium.PHONE
    mission: str = ""
    area_code: str = ""
    hours: str = ""
    languages: tuple[str, ...] = ()
    tested_on: date | None = None
    answered: bool | None = None
    answer_minutes: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def is_military(self) -> bool:
        """Whether it leads to the military: to a sector headquarters, or by a call sign into a net that its signallers keep."""
        return self.desk is Desk.SECTOR_HEADQUARTERS or self.medium is Medium.HF_RADIO

    @property
    def thing(self) -> str:
        """The line of a kind of a role: a new number takes the place of the old one."""
        return " ".join((self.desk.value, self.medium.value, self.mission or "-", self.area_code or "-", self.role.strip()))

    @property
    def missions(self) -> frozenset[str]:
        """The mission whose line it is."""
        return frozenset({self.mission} if self.mission else ())

    @property
    def fault(self) -> str | None:
        """A line says how to call whom, and is tested no later than it was written down."""
        if not self.line.strip() or not self.role.strip():
            return "facts.duty_line_of_nothing"
        if len(self.line) > LONGEST_LINE:
            return "facts.duty_line_too_long"
        if self.tested_on is not None and self.tested_on > self.recorded_on:
            return "facts.tested_after_recorded"
        without_test = self.tested_on is None and self.answered is not None
        without_answer = (self.tested_on is None or self.answered is False) and self.answer_minutes is not None
        return "facts.duty_test_contradicts" if without_test or without_answer else None

    def known_on(self, day: date) -> bool:
        """Tell whether it had been written down by ``day``."""
        return self.recorded_on <= day

    @property
    def reached_on(self) -> date | None:
        """Day on which its last test was answered; None where nobody tried or nobody answered."""
        return None if self.answered is False else self.tested_on

    def state_on(self, day: date, said_after_days: int, unknown_after_days: int) -> LineState:
        """Tell how far the line may be relied upon.

        Parameters
        ----------
        said_after_days, unknown_after_days : int
            Days after which a test is due again, and after which the line counts as never tested (policy: 90 and 180).
        """
        if self.answered is False:
            return LineState.NO_ANSWER
        if self.tested_on is None or (day - self.tested_on).days > unknown_after_days:
            return LineState.LAPSED
        return LineState.DUE if (day - self.tested_on).days > said_after_days else LineState.TESTED

    def is_due_by(self, day: date, said_after_days: int) -> bool:
        """Tell whether it has to be tested by ``day``: never tested, not answered, or last tested too long before."""
        return self.reached_on is None or self.reached_on + timedelta(days=said_after_days) < day

    def is_of_role(self, role: str) -> bool:
        """Tell whether it is the line of a role, however that is spaced and in whichever case."""
        return _folded(self.role) == _folded(role)

    def is_of(self, point: FocalPoint) -> bool:
        """Tell whether it is a line of a focal point: the same role, of the same mission where it names one."""
        same_mission = self.mission in ("", point.mission)
        return self.desk is Desk.FOCAL_POINT and same_mission and self.is_of_role(point.role)


def lines_in_service(lines: Iterable[DutyLine], day: date) -> tuple[DutyLine, ...]:
    """Return the lines that may be called on a day: of several statements about one the newest that had begun, unless it has ended.

    Parameters
    ----------
    lines : Iterable[DutyLine]
        In order of arrival: of two of one day the one that came in later counts.
    """
    newest: dict[str, DutyLine] = {}
    for line in lines:
        if not line.known_on(day) or not has_begun(line, day):
            continue
        before = newest.get(line.thing)
        if before is None or before.recorded_on <= line.recorded_on:
            newest[line.thing] = line
    return tuple(line for line in newest.values() if not has_ended(line, day))


def last_reached(point: FocalPoint, lines: Iterable[DutyLine]) -> date | None:
    """Return the day on which somebody last reached a focal point, by its own record or by one of its lines; None for never.

    A later test that nobody answered takes back what its own record says, but not what another line of it says.
    """
    own = [line for line in lines if line.is_of(point)]
    reached = [line.reached_on for line in own if line.reached_on is not None]
    in_vain = [line.tested_on for line in own if line.answered is False and line.tested_on is not None]
    if point.last_tested is not None and not any(day > point.last_tested for day in in_vain):
        reached.append(point.last_tested)
    return max(reached, default=None)


def call_order(lines: Iterable[DutyLine], points: Iterable[FocalPoint] = ()) -> tuple[DutyLine, ...]:
    """Return the lines in the order in which they are called: focal points in their own order, then the mission's operations.

    Parameters
    ----------
    points : Iterable[FocalPoint]
        Focal points in fallback order; lines of other posts come after theirs.
    """
    ranked = list(points)

    def rank(line: DutyLine) -> tuple[int, int, str, int]:
        place = next((n for n, point in enumerate(ranked) if line.is_of(point)), len(ranked))
        return (_DESKS.index(line.desk), place, _folded(line.role), _MEDIA.index(line.medium))

    return tuple(sorted(lines, key=rank))


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """A line with what its last test is still worth on a day.

    Attributes
    ----------
    is_due : bool
        Whether it has to be tested by the end of the month.
    """

    line: DutyLine
    state: LineState
    is_due: bool


def checked_lines(lines: Iterable[DutyLine], day: date, said_after_days: int, unknown_after_days: int) -> tuple[CheckedLine, ...]:
    """Return the lines, each with what its last test is worth on a day; the limits are those of :meth:`DutyLine.state_on`."""
    month_ends = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return tuple(
        CheckedLine(line, line.state_on(day, said_after_days, unknown_after_days), line.is_due_by(month_ends, said_after_days))
        for line in lines
    )


_DESKS, _MEDIA = tuple(Desk), tuple(Medium)


def _folded(role: str) -> str:
    return " ".join(role.split()).casefold()

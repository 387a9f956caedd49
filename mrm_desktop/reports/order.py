"""An order: which report is wanted, in which form, for which reader, and to whom the file goes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date

from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.reports.release.ladder import Reader


@dataclass(frozen=True, slots=True)
class Handover:
    """To whom a file goes, for what, and when it has to be destroyed.

    Attributes
    ----------
    guard_passes : tuple[GuardPass, ...]
        What two people let pass of recipient, purpose and the order's contact sentence; kept with the project.
    released_by, seconded_by : str
        Roles of who lets the file out, and of who looked at it as well; never names.
    """

    recipient: str = ""
    purpose: str = ""
    destroy_by: date | None = None
    guard_passes: tuple[GuardPass, ...] = ()
    released_by: str = ""
    seconded_by: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted.

    Attributes
    ----------
    report, form : str
        Name of a report of :data:`mrm_desktop.reports.catalogue.REPORTS` and of one of its forms.
    hxl : bool
        Write a row of HXL tags below the headings of a CSV table.
    theme : str
        Theme of a printed map; the reader's first by default.
    since : date | None
        On a summary: the day with which today is compared; None for a week ago.
    contact : str
        On a safety sheet: the office's sentence on whom to reach and how; "" for none.
    military_lines : bool
        On a card for the wallet: lines of the military as well. A finder learns from them with whom its bearer talks.
    """

    report: str
    form: str
    reader: Reader
    handover: Handover = field(default_factory=Handover)
    hxl: bool = False
    theme: str = ""
    contact: str = ""
    military_lines: bool = False
    since: date | None = None

    def seal(self, on: date) -> str:
        """Return what makes the code of this handover another one than that of the same content for somebody else.

        Parameters
        ----------
        on : date
            Day of the state of knowledge.
        """
        handover = self.handover
        destroy_by = handover.destroy_by.isoformat() if handover.destroy_by else ""
        return json.dumps([self.reader.value, handover.recipient, handover.purpose, destroy_by, on.isoformat()], ensure_ascii=False)

"""An order: which report is wanted, in which form, for which reader, and to whom the file goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from mrm_desktop.reports.release.ladder import Reader


@dataclass(frozen=True, slots=True)
class Handover:
    """To whom a file goes, for what, and when it has to be destroyed."""

    recipient: str = ""
    purpose: str = ""
    destroy_by: date | None = None


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
    contact : str
        On a safety sheet: the office's sentence on whom to reach and how; "" for none.
    """

    report: str
    form: str
    reader: Reader
    handover: Handover = field(default_factory=Handover)
    hxl: bool = False
    theme: str = ""
    contact: str = ""

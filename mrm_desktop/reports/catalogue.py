"""All reports there are, in the order in which they are offered. A new report is a module in ``papers`` and a line here."""

from __future__ import annotations

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.reports.papers import (
    area_map,
    areas,
    atlas,
    brief,
    call_sheet,
    field_pack,
    note,
    register,
    safety_sheet,
    summary,
    trip_pack,
    wallet_card,
    who_matters,
    worksheet,
)
from mrm_desktop.reports.report import Report

REPORTS: tuple[Report, ...] = (
    areas.REPORT,
    area_map.REPORT,
    note.REPORT,
    worksheet.REPORT,
    brief.REPORT,
    summary.REPORT,
    register.REPORT,
    atlas.REPORT,
    wallet_card.REPORT,
    call_sheet.REPORT,
    who_matters.REPORT,
    trip_pack.REPORT,
    field_pack.REPORT,
    safety_sheet.REPORT,
)


def report_named(name: str) -> Report:
    """Return the report called ``name``.

    Raises
    ------
    KnownError
        ``export.unknown_report``.
    """
    for report in REPORTS:
        if report.name == name:
            return report
    raise KnownError("export.unknown_report", found=name, allowed=[report.name for report in REPORTS])

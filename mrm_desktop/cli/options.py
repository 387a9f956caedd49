"""Options that several commands share, declared once."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.clock import today
from mrm_desktop.foundation.settings import PROJECT_VARIABLE

ProjectOption = Annotated[
    Path | None,
    typer.Option("--project", "-p", envvar=PROJECT_VARIABLE, help="Project file. By default the only .mrm file in this folder."),
]
ProjectArgument = Annotated[
    Path | None,
    typer.Argument(envvar=PROJECT_VARIABLE, help="Project file. By default the only .mrm file in this folder."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for a machine.")]
ModeOption = Annotated[str, typer.Option("--mode", "-m", help="Mode of contact, such as liaison, or its code M0 to M8.")]
PurposeOption = Annotated[str, typer.Option("--purpose", help="What the contact is for.")]
OnOption = Annotated[str, typer.Option("--on", help="Day of the assessment, YYYY-MM-DD. By default today.")]
AreaOption = Annotated[str, typer.Option("--area", "-a", help="P-code of an area.")]


def day(text: str, option: str = "--on") -> date:
    """Read a day; an empty text means today.

    Raises
    ------
    KnownError
        ``option.not_a_day``.
    """
    if not text:
        return today()
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a calendar day has no zone
    except ValueError as error:
        raise KnownError("option.not_a_day", option=option, found=text) from error

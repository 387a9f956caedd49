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
    typer.Option("--project", "-p", envvar=PROJECT_VARIABLE, help="help.option.project"),
]
ProjectArgument = Annotated[
    Path | None,
    typer.Argument(envvar=PROJECT_VARIABLE, help="help.option.project"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="help.option.as_json")]
ModeOption = Annotated[str, typer.Option("--mode", "-m", help="help.option.mode")]
PurposeOption = Annotated[str, typer.Option("--purpose", help="help.option.purpose")]
OnOption = Annotated[str, typer.Option("--on", help="help.option.on")]
AreaOption = Annotated[str, typer.Option("--area", "-a", help="help.option.area")]


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

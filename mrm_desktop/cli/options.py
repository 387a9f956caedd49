"""Options that several commands share, declared once."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import GuardPass
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
GuardPassOption = Annotated[list[str] | None, typer.Option("--guard-pass", help="help.option.guard_pass")]
PassRoleOption = Annotated[str, typer.Option("--pass-role", help="help.option.pass_role")]
ReplaceOption = Annotated[bool, typer.Option("--replace", help="help.option.replace")]
SecondRoleOption = Annotated[str, typer.Option("--second-role", help="help.option.second_role")]
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


def new_file(out: Path | None, may_replace: bool = False) -> None:
    """Refuse a file that is there, or in a folder that is not, before any work is done.

    Parameters
    ----------
    may_replace : bool
        Whether somebody said that a file may be written over.

    Raises
    ------
    KnownError
        ``option.no_such_folder``, ``export.exists``.
    """
    if out is None:
        return
    if not out.resolve().parent.is_dir():
        raise KnownError("option.no_such_folder", option="--out", folder=out.resolve().parent.name)
    if out.is_file() and not may_replace:
        raise KnownError("export.exists", file=out.name)


def guard_passes(texts: list[str] | None, passed_by: str, seen_by: str) -> tuple[GuardPass, ...]:
    """Read what two people let pass, each given as ``FIELD=REASON``.

    Raises
    ------
    KnownError
        ``option.not_a_pass``; the text is not repeated.
    """
    passes = []
    for text in texts or ():
        field, _, reason = text.partition("=")
        if not (field.strip() and reason.strip()):
            raise KnownError("option.not_a_pass", option="--guard-pass")
        passes.append(GuardPass(field.strip(), reason.strip(), passed_by.strip(), seen_by.strip()))
    return tuple(passes)

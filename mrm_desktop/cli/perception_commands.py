"""The command that shows what communities say, and apart from it what was said of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mrm_desktop.cli.opening import opened
from mrm_desktop.cli.options import AreaOption, JsonOption, OnOption, ProjectOption, day
from mrm_desktop.cli.terminal import line, print_json, progress_bar, say, table, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mrm_desktop.services.evidence.review_perception import Cell

COLUMNS = ("stratum", "n", "mean", "beside", "age", "sources")


def perceptions(
    project: ProjectOption = None,
    area: AreaOption = "",
    rated: Annotated[str, typer.Option(help="help.option.review.rated")] = "",
    collected: Annotated[str, typer.Option("--round", help="help.option.review.round")] = "",
    on: OnOption = "",
    as_json: JsonOption = False,
) -> None:
    """Show what communities say, group by group, and apart from it what was said of others and enters no acceptance.

    Examples
    --------
    mrm-desktop perceptions --on 2026-03-01

    mrm-desktop perceptions --area XT0201 --rated un_military:KADBAT --json
    """
    from mrm_desktop.reports.release.wording import object_name
    from mrm_desktop.services.evidence.review_perception import Selection, review_perception

    with opened(project, day=day(on)) as opened_project, progress_bar() as bar:
        found = review_perception(opened_project, Selection(area, rated, collected), bar)
    if as_json:
        print_json({"on": found.on, "rated": found.selection.rated, "cells": found.cells, "not_counted": found.not_counted})
        return
    if not found.cells and not found.not_counted:
        say("review.none")
        return
    say("review.summary", day=found.on)
    _print(found.cells, found.on)
    if found.not_counted:
        say("review.not_counted.what")
        for other in found.not_counted:
            line(object_name(other.rated, other.unit, words()))
            _print(other.cells, found.on)


def _print(cells: Sequence[Cell], on: date) -> None:
    from mrm_desktop.reports.release.wording import group_name, said_beside

    speaker = words()
    rows = []
    for cell in cells:
        hidden = speaker.say(f"review.held_back.{cell.held_back}") if cell.held_back else "–"
        shares = cell.shares
        rows.append(
            [
                group_name(cell.stratum, cell.asked_elsewhere, speaker),
                hidden if cell.answered is None else speaker.number(cell.answered, 0),
                "–" if cell.mean is None else speaker.number(cell.mean),
                said_beside(shares.takes_sides, shares.minds_being_seen, shares.bad_conduct, speaker),
                speaker.say("review.age", days=(on - cell.newest).days, day=cell.newest),
                f"{', '.join(cell.sources)} ({', '.join(cell.grades)})",
            ]
        )
    table([speaker.say(f"review.column.{column}") for column in COLUMNS], rows)

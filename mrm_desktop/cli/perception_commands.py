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

    from mrm_desktop.services.evidence.perceptions.cells import Cell

COLUMNS = ("stratum", "n", "mean", "interval", "beside", "age", "sources")


def perceptions(
    project: ProjectOption = None,
    area: AreaOption = "",
    rated: Annotated[str, typer.Option(help="help.option.review.rated")] = "",
    collected: Annotated[str, typer.Option("--round", help="help.option.review.round")] = "",
    source: Annotated[str, typer.Option(help="help.option.review.source")] = "",
    method: Annotated[str, typer.Option(help="help.option.review.method")] = "",
    grade: Annotated[str, typer.Option(help="help.option.review.grade")] = "",
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
    from mrm_desktop.services.evidence.perceptions.review import Selection, review_perception
    from mrm_desktop.services.evidence.perceptions.saying import finding_sentences

    with opened(project, day=day(on)) as opened_project, progress_bar() as bar:
        found = review_perception(opened_project, Selection(area, rated, collected, source, method, grade), bar)
    if as_json:
        names = ("cells", "changes", "contrasts", "tests", "not_counted")
        print_json({"on": found.on, "rated": found.selection.rated, **{name: getattr(found, name) for name in names}})
        return
    if not found.cells and not found.not_counted:
        say("review.none")
        return
    say("review.summary", day=found.on)
    for finding in found.findings:
        for sentence in finding_sentences(finding, words()):
            line(sentence)
    for row in (row for row in found.rows if row.cells):
        line(f"{row.area_name} [{row.area_code}]")
        _print(row.cells, found.on)
    if found.not_counted:
        say("review.not_counted.what")
        for other in found.not_counted:
            line(object_name(other.rated, other.unit, words()))
            _print(other.cells, found.on, by_area=True)


def _print(cells: Sequence[Cell], on: date, by_area: bool = False) -> None:
    from mrm_desktop.reports.release.wording import said_beside
    from mrm_desktop.services.evidence.perceptions.saying import group_in_words, interval_in_words

    speaker = words()
    rows = []
    for cell in cells:
        hidden = speaker.say(f"review.held_back.{cell.held_back}") if cell.held_back else "–"
        shares = cell.shares
        group = group_in_words(cell.group, speaker)
        rows.append(
            [
                f"{cell.area_code}: {group}" if by_area else group,
                hidden if cell.answered is None else speaker.number(cell.answered, 0),
                "–" if cell.mean is None else speaker.number(cell.mean),
                interval_in_words(cell.low, cell.high, speaker),
                said_beside(shares.takes_sides, shares.minds_being_seen, shares.bad_conduct, speaker),
                speaker.say("review.age", days=(on - cell.on).days, day=cell.on),
                f"{', '.join(cell.sources)} ({', '.join(cell.grades)})",
            ]
        )
    table([speaker.say(f"review.column.{column}") for column in COLUMNS], rows)

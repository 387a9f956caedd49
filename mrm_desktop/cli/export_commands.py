"""Commands that let something out: export, infer, which says beforehand what a reader could work out, and the log of releases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mrm_desktop.cli.assess_commands import LanguageOption, PolicyOption, language_of, read_question
from mrm_desktop.cli.opening import opened
from mrm_desktop.cli.options import (
    AreaOption,
    GuardPassOption,
    JsonOption,
    ModeOption,
    OnOption,
    PassRoleOption,
    ProjectOption,
    PurposeOption,
    ReplaceOption,
    SecondRoleOption,
    day,
    guard_passes,
    new_file,
)
from mrm_desktop.cli.terminal import Exit, line, print_json, progress_bar, say, table, telling_how_to_pass, words
from mrm_desktop.foundation.clock import now, today

if TYPE_CHECKING:
    from mrm_desktop.project.open_project import OpenProject
    from mrm_desktop.project.question import Question
    from mrm_desktop.reports.order import Order
    from mrm_desktop.reports.release.solved import Solved
    from mrm_desktop.services.release.subject import Subject

LevelOption = Annotated[str, typer.Option("--level", "-l", help="help.option.export.level")]
OutOption = Annotated[Path, typer.Option("--out", help="help.option.export.out")]
TripOption = Annotated[Path | None, typer.Option("--trip", help="help.option.trip")]
RoadsOption = Annotated[Path | None, typer.Option("--roads", help="help.option.roads")]


def export(
    level: LevelOption,
    out: OutOption,
    report: Annotated[str, typer.Option("--report", "-r", help="help.option.report")] = "areas",
    form: Annotated[str, typer.Option("--format", "-f", help="help.option.form")] = "",
    area: AreaOption = "",
    trip: TripOption = None,
    roads: RoadsOption = None,
    theme: Annotated[str, typer.Option(help="help.option.theme")] = "",
    recipient: Annotated[str, typer.Option(help="help.option.recipient")] = "",
    handed_for: Annotated[str, typer.Option("--for", help="help.option.handed_for")] = "",
    destroy_by: Annotated[str, typer.Option(help="help.option.destroy_by")] = "",
    contact: Annotated[str, typer.Option(help="help.option.contact")] = "",
    since: Annotated[str, typer.Option(help="help.option.since_summary")] = "",
    hxl: Annotated[bool, typer.Option("--hxl", help="help.option.hxl")] = False,
    military_lines: Annotated[bool, typer.Option("--military-lines", help="help.option.military_lines")] = False,
    released_by: Annotated[str, typer.Option(help="help.option.released_by")] = "",
    seconded_by: Annotated[str, typer.Option(help="help.option.seconded_by")] = "",
    guard_pass: GuardPassOption = None,
    pass_role: PassRoleOption = "",
    second_role: SecondRoleOption = "",
    project: ProjectOption = None,
    mode: ModeOption = "liaison",
    purpose: PurposeOption = "child_protection",
    on: OnOption = "",
    language: LanguageOption = "",
    policy: PolicyOption = None,
    replace_file: ReplaceOption = False,
) -> None:
    """Write what one reader may have, with a manifest, and log it. The finished file is opened again, and refused if it holds more.

    Examples
    --------
    mrm-desktop export --level partner --format gpkg --out areas.gpkg --recipient "Partner, access team"

    mrm-desktop export --level public --report map --out map.html

    mrm-desktop export --level public --report safety_sheet --language ar --out sheet.pdf

    mrm-desktop export --level internal --report field_pack --trip trip.toml --out pack.pdf
    """
    from mrm_desktop.reports.catalogue import report_named
    from mrm_desktop.reports.order import Handover, Order
    from mrm_desktop.reports.release.ladder import Reader
    from mrm_desktop.services.release.release_file import check_order, release_file

    new_file(out, replace_file)
    passes = guard_passes(guard_pass, pass_role, second_role)
    handover = Handover(
        recipient, handed_for, day(destroy_by, "--destroy-by") if destroy_by else None, passes, released_by, seconded_by
    )
    form = form or report_named(report).form_names[0]
    order = Order(
        report,
        form,
        Reader.parse(level, "--level"),
        handover,
        hxl,
        theme,
        contact,
        military_lines,
        day(since, "--since") if since else None,
    )
    check_order(order, day(on))
    question = read_question(mode, purpose, on)
    hint = telling_how_to_pass("guard.on_the_command_line", role="--pass-role")
    with hint, opened(project, policy=policy, day=day(on) if on else None) as opened_project:
        subject = _subject(opened_project, order, question, area, trip, roads)
        path, manifest, solved = release_file(opened_project, subject, order, language_of(language), out, now(), replace_file)
        names = {area.code: area.name for area in subject.knowledge.areas}
    say("cli.wrote", file=str(path))
    say("cli.wrote", file=str(manifest))
    if solved:
        _tell_solved(solved, names)


def _tell_solved(solved: Iterable[Solved], names: Mapping[str, str]) -> None:
    """Say what the reader would have worked out, and what was done about it."""
    from mrm_desktop.reports.release.solved_wording import solved_in_words

    said = solved_in_words(solved, names, words())
    say("solve.head" if said else "solve.nothing")
    for sentence in said:
        line(f"- {sentence}")


def _subject(project: OpenProject, order: Order, question: Question, area: str, trip: Path | None, roads: Path | None) -> Subject:
    from mrm_desktop.services.release.subject import subject_of
    from mrm_desktop.services.trips.plan_trip import plan_trip
    from mrm_desktop.services.trips.read_roads import roads_for
    from mrm_desktop.services.trips.read_trip import read_trip

    plan = None
    if trip is not None:
        planned = read_trip(trip)
        plan = plan_trip(project, planned, roads_for(planned, trip.parent, roads))
    with progress_bar() as bar:
        return subject_of(project, order.report, order.reader, question, area=area, plan=plan, since=order.since, progress=bar)


def infer(
    level: Annotated[str, typer.Option("--level", "-l", help="help.option.infer.level")] = "",
    project: ProjectOption = None,
    compared_with: Annotated[str, typer.Option("--than", help="help.option.compared_with")] = "",
    mode: ModeOption = "liaison",
    purpose: PurposeOption = "child_protection",
    on: OnOption = "",
    policy: PolicyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what each reader can still work out from an export, before it is made; with --than the difference between two readers.

    Examples
    --------
    mrm-desktop infer

    mrm-desktop infer --level partner --than public
    """
    from mrm_desktop.reports.release.inference import can_infer, compare_readers, difference
    from mrm_desktop.reports.release.ladder import Reader
    from mrm_desktop.services.release.subject import release, subject_of

    question = read_question(mode, purpose, on)
    with opened(project, policy=policy) as opened_project:
        subject = subject_of(opened_project, "areas", Reader.PUBLIC, question)
        with opened_project.read() as repository:
            log = tuple(repository.releases())
    speaker = words()
    if not level:
        views = {reader: release(subject, reader, log) for reader in Reader}
        rows = compare_readers(views)
        if as_json:
            print_json([{"field": row.field, **{r.value: row.counts[r] for r in Reader}} for row in rows])
            return
        heads = [speaker.say("export.column.can_infer"), *(speaker.say(f"sensitivity.{r}") for r in Reader)]
        counted = [[speaker.number(row.counts[r], 0) if row.counts[r] else "–" for r in Reader] for row in rows]
        table(heads, [[speaker.say(row.code), *counts] for row, counts in zip(rows, counted, strict=True)])
        return
    reader = Reader.parse(level, "--level")
    released = release(subject, reader, log)
    found = can_infer(released)
    if compared_with:
        found = difference(released, release(subject, Reader.parse(compared_with, "--than"), log))
    if as_json:
        print_json(
            {
                "level": reader.value,
                "can_infer": [{"field": i.field, "rows": i.count} for i in found],
                "removed": released.removed,
                "solved": [asdict(one) for one in released.solved],
            }
        )
        return
    heads = [speaker.say("export.column.can_infer"), speaker.say("export.column.rows")]
    table(heads, [[speaker.say(i.code), speaker.number(i.count, 0)] for i in found])
    _tell_solved(released.solved, {area.code: area.name for area in subject.knowledge.areas})


def released(
    project: ProjectOption = None,
    overdue_only: Annotated[bool, typer.Option("--overdue", help="help.option.overdue_only")] = False,
    as_json: JsonOption = False,
) -> None:
    """List what left the office: file, reader, recipient, day, code, destroy-by. Exit code 1 where something is overdue.

    Example: mrm-desktop released --overdue
    """
    from mrm_desktop.domain.releases import overdue

    with opened(project) as opened_project, opened_project.read() as repository:
        log = tuple(repository.releases())
    late = overdue(log, today())
    shown = late if overdue_only else log
    if as_json:
        print_json(
            [
                {
                    name: getattr(r, name)
                    for name in (
                        "released_at",
                        "kind",
                        "file_name",
                        "reader",
                        "recipient",
                        "code",
                        "destroy_by",
                        "released_by",
                        "seconded_by",
                    )
                }
                for r in shown
            ]
        )
    else:
        speaker = words()
        heads = [speaker.say(f"release.column.{c}") for c in ("released", "file", "reader", "recipient", "code", "destroy_by")]
        rows = [
            [
                speaker.moment(r.released_at),
                r.file_name,
                speaker.say(f"sensitivity.{r.reader}"),
                r.recipient or "–",
                r.code,
                (speaker.day(r.destroy_by) if r.destroy_by else "–") + (" !" if r in late else ""),
            ]
            for r in shown
        ]
        table(heads, rows)
    if late:
        raise typer.Exit(Exit.NO)


def check_file(what: str, project: Path | None) -> None:
    """Say whether a file or a printed code is one that the office released. Exit code 1 where it is not, or was changed."""
    from mrm_desktop.services.release.check_release import check_released

    log = None
    if project is not None:
        with opened(project) as opened_project, opened_project.read() as repository:
            log = tuple(repository.releases())
    found = check_released(what, log, today())
    speaker = words()
    line(speaker.say(f"release.state.{found.state}"))
    if found.release is not None:
        r = found.release
        say(
            "release.details",
            file=r.file_name,
            moment=r.released_at,
            reader=speaker.say(f"sensitivity.{r.reader}"),
            recipient=r.recipient or "–",
            known=r.as_known_on,
        )
    if found.overdue:
        say("release.overdue", day=found.release.destroy_by if found.release else None)
    if found.state not in ("released", "as_manifest"):
        raise typer.Exit(Exit.NO)

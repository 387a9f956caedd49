"""The commands that plan a trip, print its pack and debrief it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mrm_desktop.cli.assess_commands import LanguageOption, PolicyOption, language_of
from mrm_desktop.cli.opening import opened
from mrm_desktop.cli.options import OnOption, ProjectOption, ReplaceOption, day, new_file
from mrm_desktop.cli.terminal import Exit, line, say, telling_how_to_pass, words
from mrm_desktop.foundation.clock import now


def trip(
    file: Annotated[Path, typer.Argument(help="help.option.trip.file")],
    out: Annotated[Path, typer.Option("--out", help="help.option.out")],
    gpx: Annotated[Path | None, typer.Option("--gpx", help="help.option.gpx")] = None,
    kml: Annotated[Path | None, typer.Option("--kml", help="help.option.kml")] = None,
    roads: Annotated[Path | None, typer.Option("--roads", help="help.option.trip.roads")] = None,
    project: ProjectOption = None,
    on: OnOption = "",
    language: LanguageOption = "",
    policy: PolicyOption = None,
    replace_file: ReplaceOption = False,
) -> None:
    """Look along the route of a trip and print its pack. Exit code 1 where a leg is no-go or has to wait.

    Example: mrm-desktop trip trip.toml --out pack.pdf --gpx route.gpx --roads roads.gpkg
    """
    from mrm_desktop.domain.trips import Go
    from mrm_desktop.project.question import Question
    from mrm_desktop.reports.order import Order
    from mrm_desktop.reports.papers.trip_wording import condition_lines, gaps_line, headline, leg_line, road_layer_line, said
    from mrm_desktop.reports.release.ladder import Reader
    from mrm_desktop.services.release.release_file import release_file
    from mrm_desktop.services.release.subject import subject_of
    from mrm_desktop.services.trips.plan_trip import plan_trip
    from mrm_desktop.services.trips.read_roads import roads_for
    from mrm_desktop.services.trips.read_trip import read_trip

    for path in (out, gpx, kml):
        new_file(path, replace_file)
    planned = read_trip(file)
    network = roads_for(planned, file.parent, roads)
    hint = telling_how_to_pass("guard.in_the_trip_file")
    with hint, opened(project, policy=policy, day=day(on) if on else None) as opened_project:
        plan = plan_trip(opened_project, planned, network)
        subject = subject_of(opened_project, "trip_pack", Reader.INTERNAL, Question(), plan=plan)
        for form, path in (("pdf", out), ("gpx", gpx), ("kml", kml)):
            if path is not None:
                order = Order("trip_pack", form, Reader.INTERNAL)
                release_file(opened_project, subject, order, language_of(language), path, now(), replace_file)
    speaker = words()
    line(headline(plan, speaker))
    if plan.road_layer is not None:
        line(road_layer_line(plan, speaker))
    for number, leg in enumerate(plan.legs, start=1):
        line(leg_line(number, leg, speaker))
        for sentence in said(leg.reasons, speaker):
            line(f"   {sentence}")
        line(f"   {gaps_line(leg, speaker)}")
        conditions = condition_lines([leg], speaker)
        if conditions and leg.go is Go.WAIT:
            line(f"   {speaker.say('trip.conditions.once_it_may')}")
        for condition in conditions:
            line(f"   ☐ {condition}")
    for path in (out, gpx, kml):
        if path is not None:
            say("cli.wrote", file=str(path))
    if plan.go is not Go.WITH_CONDITIONS:
        raise typer.Exit(Exit.NO)


def debrief(
    file: Annotated[Path, typer.Argument(help="help.option.debrief.file")],
    project: ProjectOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="help.option.debrief.dry_run")] = False,
) -> None:
    """Bring what a team learnt into the project: staff observations, incidents, events. Says which decisions have to be taken again.

    Example: mrm-desktop debrief debrief.toml --dry-run
    """
    from mrm_desktop.services.trips.debrief import read_debrief, take_debrief

    read = read_debrief(file)
    with telling_how_to_pass("guard.in_the_trip_file"), opened(project) as opened_project:
        done = take_debrief(opened_project, read, now(), dry_run)
    speaker = words()
    for imported in done.imported:
        if imported.already_there:
            say("cli.import.already", file=imported.reading.file_name)
            continue
        ledger = imported.reading.ledger
        balance = {"rows": ledger.rows_in, "kept": ledger.rows_kept, "dropped": ledger.rows_dropped, "merged": ledger.rows_merged}
        line(speaker.pair(speaker.term("dataset_kind", imported.reading.kind), speaker.say("cli.ledger", **balance)))
    say("debrief.events", count=done.events)
    for decision in done.decide_again:
        say("debrief.decide_again", area=decision.area_name, sequence=decision.sequence, expires=decision.expires_on)
    if done.late:
        say("debrief.late")
    say("debrief.destroy")


def expired(
    folder: Annotated[Path, typer.Argument(help="help.option.folder")],
    remove: Annotated[bool, typer.Option("--destroy", help="help.option.remove")] = False,
    on: OnOption = "",
) -> None:
    """List trip plans and released files whose day to be destroyed has come. Exit code 1 where some are still there.

    Example: mrm-desktop expired ~/trips --destroy
    """
    from mrm_desktop.services.release.destroy_expired import destroy, expired_files

    found = expired_files(folder, day(on))
    for one in found:
        if remove:
            destroy(one)
        say("expired.destroyed" if remove else "expired.due", file=one.files[0].name, day=one.due)
    if remove and found:
        say("expired.flash")
    if found and not remove:
        raise typer.Exit(Exit.NO)

"""The commands that plan a trip, print its pack and debrief it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mrm_desktop.cli.assess_commands import LanguageOption, PolicyOption, language_of, policy_of
from mrm_desktop.cli.export_commands import checked_folder
from mrm_desktop.cli.opening import opened
from mrm_desktop.cli.options import OnOption, ProjectOption, day
from mrm_desktop.cli.terminal import Exit, line, say, words
from mrm_desktop.foundation.clock import now


def trip(
    file: Annotated[Path, typer.Argument(help="Trip file (mrm-trip/1, TOML).")],
    out: Annotated[Path, typer.Option("--out", help="PDF file to write.")],
    gpx: Annotated[Path | None, typer.Option("--gpx", help="GPX file of the route to write.")] = None,
    kml: Annotated[Path | None, typer.Option("--kml", help="KML file of the route to write.")] = None,
    roads: Annotated[
        Path | None, typer.Option("--roads", help="Road layer to route on: any lines, or an OpenStreetMap extract.")
    ] = None,
    project: ProjectOption = None,
    on: OnOption = "",
    language: LanguageOption = "en",
    policy: PolicyOption = None,
) -> None:
    """Look along the route of a trip and print its pack. Exit code 1 where a leg is no-go or has to wait.

    Example: mrm-desktop trip trip.toml --out pack.pdf --gpx route.gpx --roads roads.gpkg
    """
    from mrm_desktop.domain.trips import Go
    from mrm_desktop.reports.ladder import Reader
    from mrm_desktop.services.knowledge import load_knowledge
    from mrm_desktop.services.plan_trip import plan_trip
    from mrm_desktop.services.release_file import Order, Subject, release_file
    from mrm_desktop.services.road_layer import roads_for
    from mrm_desktop.services.trip_file import read_trip

    for path in (out, gpx, kml):
        if path is not None:
            checked_folder(path)
    planned = read_trip(file)
    network = roads_for(planned, file.parent, roads)
    with opened(project) as opened_project:
        with opened_project.read() as repository:
            knowledge, incidents = load_knowledge(repository), tuple(repository.incidents())
        plan = plan_trip(knowledge, planned, policy_of(policy), day(on), incidents, network)
        subject = Subject(knowledge, day(on), plan=plan, incidents=incidents)
        for form, path in (("pdf", out), ("gpx", gpx), ("kml", kml)):
            if path is not None:
                order = Order("trip_pack", form, Reader.INTERNAL)
                release_file(opened_project, subject, order, language_of(language), path, now())
    speaker = words()
    for number, leg in enumerate(plan.legs, start=1):
        line(f"{number}. {leg.leg.name}: {speaker.say(f'trip.go.{leg.go}')}")
        for said in dict.fromkeys(speaker.say(reason.code, **reason.params) for reason in leg.reasons):
            line(f"   {said}")
    for path in (out, gpx, kml):
        if path is not None:
            say("cli.wrote", file=str(path))
    if plan.go is not Go.WITH_CONDITIONS:
        raise typer.Exit(Exit.NO)

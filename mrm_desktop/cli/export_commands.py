"""Commands that let something out: export, and infer, which says beforehand what a reader could work out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mrm_desktop.cli.assess_commands import LanguageOption, PolicyOption, language_of, load, policy_of, read_question
from mrm_desktop.cli.opening import opened
from mrm_desktop.cli.options import JsonOption, ModeOption, OnOption, ProjectOption, PurposeOption, day
from mrm_desktop.cli.terminal import print_json, progress_bar, say, table, words
from mrm_desktop.domain.errors import KnownError

LevelOption = Annotated[str, typer.Option("--level", "-l", help="Reader: internal, country_office, partner or public.")]
OutOption = Annotated[Path, typer.Option("--out", help="File to write; a folder gets a file with a name of its own.")]


def export(
    level: LevelOption,
    out: OutOption,
    form: Annotated[str, typer.Option("--format", "-f", help="xlsx, csv, gpkg, geojson, kml or gpx.")] = "xlsx",
    recipient: Annotated[str, typer.Option(help="To which organisation and role it goes.")] = "",
    handed_for: Annotated[str, typer.Option("--for", help="What the recipient needs it for.")] = "",
    destroy_by: Annotated[str, typer.Option(help="Day by which it has to be destroyed, YYYY-MM-DD.")] = "",
    hxl: Annotated[bool, typer.Option("--hxl", help="Add a row of HXL tags to the areas (csv).")] = False,
    project: ProjectOption = None,
    mode: ModeOption = "liaison",
    purpose: PurposeOption = "child_protection",
    on: OnOption = "",
    language: LanguageOption = "en",
    policy: PolicyOption = None,
) -> None:
    """Write what one reader may have, with a manifest beside it. The finished file is opened again and refused if it holds more.

    Example: mrm-desktop export --level partner --format gpkg --out areas.gpkg --recipient "Partner, access team"
    """
    from mrm_desktop.reports.ladder import Reader
    from mrm_desktop.services.assess_project import assess_project
    from mrm_desktop.services.export import Handover, export_file

    reader = Reader.parse(level, "--level")
    checked_folder(out)
    handover = Handover(recipient, handed_for, day(destroy_by, "--destroy-by") if destroy_by else None)
    with opened(project) as opened_project:
        knowledge = load(opened_project)
    with progress_bar() as bar:
        view = assess_project(knowledge, read_question(mode, purpose, on), policy_of(policy), bar)
    path, manifest = export_file(knowledge, view, reader, form, out, language_of(language), handover, hxl)
    say("cli.wrote", file=str(path))
    say("cli.wrote", file=str(manifest))


def infer(
    level: LevelOption,
    project: ProjectOption = None,
    compared_with: Annotated[str, typer.Option("--than", help="Only what this reader could not work out.")] = "",
    mode: ModeOption = "liaison",
    purpose: PurposeOption = "child_protection",
    on: OnOption = "",
    policy: PolicyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what a reader can still work out from an export, before it is made; with --than the difference between two readers.

    Example: mrm-desktop infer --level partner --than public
    """
    from mrm_desktop.reports.ladder import Reader, can_infer, difference
    from mrm_desktop.services.assess_project import assess_project
    from mrm_desktop.services.export import release

    reader = Reader.parse(level, "--level")
    with opened(project) as opened_project:
        knowledge = load(opened_project)
    view = assess_project(knowledge, read_question(mode, purpose, on), policy_of(policy))
    released = release(knowledge, view, reader)
    found = can_infer(released)
    if compared_with:
        found = difference(released, release(knowledge, view, Reader.parse(compared_with, "--than")))
    if as_json:
        print_json(
            {"level": reader.value, "can_infer": [{"field": i.field, "rows": i.count} for i in found], "removed": released.removed}
        )
        return
    speaker = words()
    heads = [speaker.say("export.column.can_infer"), speaker.say("export.column.rows")]
    table(heads, [[speaker.say(i.code), speaker.number(i.count, 0)] for i in found])


def checked_folder(out: Path) -> None:
    """Refuse a file in a folder that is not there before any work is done."""
    if not out.resolve().parent.is_dir():
        raise KnownError("option.no_such_folder", option="--out", folder=out.resolve().parent.name)

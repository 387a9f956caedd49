"""Commands that bring data in and show what is there: import, facts, show, ledger, template, undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mrm_desktop.cli.opening import opened
from mrm_desktop.cli.options import (
    GuardPassOption,
    JsonOption,
    OnOption,
    PassRoleOption,
    ProjectOption,
    ReplaceOption,
    SecondRoleOption,
    day,
    guard_passes,
    new_file,
)
from mrm_desktop.cli.terminal import Exit, line, plain, print_json, progress_bar, say, telling_how_to_pass, words
from mrm_desktop.domain.datasets import DatasetKind, Ledger
from mrm_desktop.domain.errors import KnownError, RowProblem
from mrm_desktop.foundation.clock import now

if TYPE_CHECKING:
    from mrm_desktop.formats.files.read_options import ReadOptions
    from mrm_desktop.services.evidence.compare_datasets import DatasetDiff
    from mrm_desktop.services.evidence.import_data import Imported

FEW = 3  # problems of one kind, and names, shown before the rest is counted


def import_file(
    file: Annotated[Path, typer.Argument(help="help.option.import.file")],
    kind: Annotated[str, typer.Option("--as", help="help.option.kind")] = "",
    project: ProjectOption = None,
    columns: Annotated[list[str] | None, typer.Option("--map", help="help.option.columns")] = None,
    accept: Annotated[list[str] | None, typer.Option("--accept", help="help.option.accept")] = None,
    drop: Annotated[list[str] | None, typer.Option("--drop", help="help.option.drop")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="help.option.dry_run")] = False,
    again: Annotated[bool, typer.Option("--again", help="help.option.again")] = False,
    sheet: Annotated[str, typer.Option("--sheet", "--layer", help="help.option.sheet")] = "",
    encoding: Annotated[str, typer.Option(help="help.option.encoding")] = "",
    delimiter: Annotated[str, typer.Option(help="help.option.delimiter")] = "",
    heading_row: Annotated[int | None, typer.Option("--heading-row", help="help.option.heading_row")] = None,
    dates: Annotated[str, typer.Option("--dates", help="help.option.dates")] = "",
    yes_no: Annotated[str, typer.Option("--yes-no", help="help.option.yes_no")] = "",
    crs: Annotated[str, typer.Option(help="help.option.crs")] = "",
    source: Annotated[str, typer.Option(help="help.option.source")] = "",
    grade: Annotated[str, typer.Option(help="help.option.grade")] = "",
    level: Annotated[int | None, typer.Option(help="help.option.import.level")] = None,
    mission: Annotated[str, typer.Option(help="help.option.import.mission")] = "",
    contingent: Annotated[str, typer.Option(help="help.option.contingent")] = "",
    radius_km: Annotated[float | None, typer.Option(help="help.option.radius_km")] = None,
    year: Annotated[int | None, typer.Option(help="help.option.year")] = None,
    frequency: Annotated[str, typer.Option(help="help.option.frequency", show_default="unknown")] = "",
    sightings: Annotated[str, typer.Option(help="help.option.sightings")] = "",
    codebook: Annotated[Path | None, typer.Option(help="help.option.codebook")] = None,
    collected: Annotated[str, typer.Option("--round", help="help.option.collected")] = "",
    method: Annotated[str, typer.Option(help="help.option.method", show_default="purposive_survey")] = "",
    stratum: Annotated[str, typer.Option(help="help.option.stratum")] = "",
    rated: Annotated[str, typer.Option(help="help.option.rated", show_default="un_military")] = "",
    unit: Annotated[str, typer.Option(help="help.option.unit")] = "",
    elsewhere: Annotated[bool, typer.Option("--asked-elsewhere", help="help.option.elsewhere")] = False,
    percent: Annotated[bool, typer.Option("--percent", help="help.option.percent")] = False,
    apart: Annotated[bool, typer.Option("--groups-apart", help="help.option.apart")] = False,
    deff: Annotated[float | None, typer.Option("--deff", help="help.option.deff", min=1.0)] = None,
    round_starts: Annotated[str, typer.Option("--round-starts", help="help.option.round_starts")] = "",
    question: Annotated[str, typer.Option("--question", help="help.option.question")] = "",
    same_question: Annotated[
        bool | None, typer.Option("--same-question/--other-question", help="help.option.same_question")
    ] = None,
    care: Annotated[bool, typer.Option("--care", help="help.option.care")] = False,
    scale: Annotated[str, typer.Option(help="help.option.scale")] = "",
    scale_ends: Annotated[str, typer.Option("--scale-ends", help="help.option.scale_ends")] = "",
    no_answer: Annotated[str, typer.Option("--no-answer", help="help.option.no_answer")] = "",
    preset: Annotated[Path | None, typer.Option("--preset", help="help.option.preset")] = None,
    save_preset: Annotated[Path | None, typer.Option("--save-preset", help="help.option.save_preset")] = None,
    guard_pass: GuardPassOption = None,
    pass_role: PassRoleOption = "",
    second_role: SecondRoleOption = "",
    as_json: JsonOption = False,
) -> None:
    """Read a file into the project, with a ledger of what became of every row.

    Examples
    --------
    mrm-desktop import ssd_admin1.geojson --as areas

    mrm-desktop import survey.csv --as community --map stratum=sex --grade B2 --dry-run

    mrm-desktop import march.xlsx --as incidents --map type="Event kind" --save-preset our-incidents.json

    mrm-desktop import april.xlsx --preset our-incidents.json

    mrm-desktop import old.csv --as places --encoding cp1256 --delimiter ";" --heading-row 4
    """
    from mrm_desktop.domain.grades import Grade
    from mrm_desktop.domain.vocabulary import EvidenceMethod, PatrolFrequency, Rated, SightingsOf, Stratum
    from mrm_desktop.formats.door.foreign import the_door
    from mrm_desktop.formats.files.days import ORDERS
    from mrm_desktop.formats.imports import presets
    from mrm_desktop.formats.rows.yes_and_no import codes_of
    from mrm_desktop.formats.survey.numeric_scales import ends_of
    from mrm_desktop.services.evidence.import_data import import_data

    if not file.is_file():
        raise KnownError("import.no_such_file", file=file.name)
    the_door().warm()  # gets ready while the passphrase is asked for and the project opened
    _check_word("--scale", scale, ("up", "down"))
    _check_word("--dates", dates, ORDERS)
    given = {
        "columns": _pairs(columns, "--map"),
        "drop_columns": frozenset(drop or ()),
        "accepted_names": _pairs(accept, "--accept"),
        "sheet": sheet,
        "encoding": encoding,
        "delimiter": delimiter,
        "heading_row": heading_row,
        "date_order": dates,
        "yes_no_codes": codes_of(yes_no),
        "crs": crs,
        "source": source,
        "grade": Grade.parse(grade) if grade else None,
        "level": level,
        "mission": mission,
        "contingent": contingent,
        "radius_km": radius_km,
        "year": year,
        "frequency": PatrolFrequency.parse(frequency, "--frequency") if frequency else None,
        "sightings": SightingsOf.parse(sightings, "--sightings") if sightings else None,
        "codebook": codebook,
        "round": collected,
        "rated": Rated.parse(rated, "--rated") if rated else None,
        "rated_unit": unit,
        "asked_elsewhere": elsewhere or None,
        "shares_in_percent": percent or None,
        "groups_apart": apart or None,
        "design_effect": deff,
        "round_starts": tuple(day(text.strip(), "--round-starts") for text in round_starts.split(",")) if round_starts else (),
        "question": question,
        "same_question": same_question,
        "offers_care": care or None,
        "method": EvidenceMethod.parse(_SHORT.get(method, method), "--method") if method else None,
        "stratum": Stratum.parse(stratum, "--stratum") if stratum else None,
        "scale_reversed": {"": None, "up": False, "down": True}[scale],
        "scale_ends": ends_of(scale_ends) if scale_ends else None,
        "no_answer_codes": frozenset(code.strip() for code in no_answer.split(",") if code.strip()),
        "guard_passes": guard_passes(guard_pass, pass_role, second_role),
    }
    read_as, options = _options(kind, preset, given)
    hint = telling_how_to_pass("guard.on_the_command_line", role="--pass-role")
    with hint, opened(project) as opened_project, progress_bar() as bar:
        imported = import_data(opened_project, file, read_as, options, now(), dry_run, bar, again)
    if save_preset is not None:
        presets.save_preset(presets.MappingPreset(read_as, options), save_preset)
    _report(imported, dry_run, as_json)
    if not imported.already_there and imported.reading.ledger.rows_kept == 0:
        raise typer.Exit(Exit.NO)


_SHORT = {"probability": "probability_survey", "purposive": "purposive_survey"}
"""What surveys are called for short."""


def _options(kind: str, preset: Path | None, given: Mapping[str, Any]) -> tuple[DatasetKind, ReadOptions]:
    """Return what to read a file as, and what was said about it: by a saved mapping, and now on top of it."""
    from mrm_desktop.formats.imports import presets
    from mrm_desktop.formats.imports.record_kinds import RECORD_KINDS

    mapping = presets.load_preset(preset) if preset is not None else None
    read_as = mapping.kind if mapping is not None and not kind else DatasetKind.parse(kind, "--as")
    entry = RECORD_KINDS[read_as]
    said = entry.options_of({name: value for name, value in given.items() if value or value is False or value == 0})
    if mapping is None:
        return read_as, said
    return read_as, presets.with_options(presets.MappingPreset(read_as, entry.options_from(mapping.options)), said)


def _check_word(option: str, found: str, allowed: Sequence[str]) -> None:
    if found and found not in allowed:
        raise KnownError("option.not_a_word", option=option, found=found, allowed=list(allowed))


def _pairs(texts: list[str] | None, option: str) -> dict[str, str]:
    """Read ``FIELD=COLUMN`` and its kin; ``FIELD=`` says that no column is it, whatever its heading."""
    pairs = {}
    for text in texts or ():
        key, sign, value = text.partition("=")
        if not (key and sign and (value or option == "--map")):
            raise KnownError("option.not_a_pair", option=option, found=text)
        pairs[key] = value
    return pairs


def _report(imported: Imported, dry_run: bool, as_json: bool) -> None:
    reading = imported.reading
    if as_json:
        print_json(_as_document(imported, dry_run))
        return
    if imported.already_there:
        say("cli.import.already", file=reading.file_name)
    elif reading.ledger.rows_kept == 0:
        say("cli.import.nothing_kept", file=reading.file_name)
    elif dry_run:
        say("cli.import.dry_run", file=reading.file_name, count=len(reading.records))
    else:
        say("cli.import.done", file=reading.file_name, count=len(reading.records))
    if imported.superseded:
        say("cli.import.supersedes")
    if imported.diff is not None:
        _print_diff(imported.diff)
    print_ledger(reading.ledger)
    for item in reading.review:
        best = item.candidates[0]
        say("cli.import.review", text=item.text, count=item.rows, candidate=best.area_name, code=best.area_code)


def _print_diff(diff: DatasetDiff) -> None:
    """Print what a new version changes, the first names of each kind."""
    say("cli.diff.same", count=diff.same)
    changed = [f"{record.name} ({', '.join(record.fields)})" for record in diff.changed]
    for what, names in (("added", diff.added), ("removed", diff.removed), ("changed", changed)):
        if names:
            say(f"cli.diff.{what}", count=len(names), names="; ".join(names[:FEW]) + (" …" if len(names) > FEW else ""))


def print_ledger(ledger: Ledger) -> None:
    """Print a ledger: the balance, each line, the first problems."""
    speaker = words()
    say("cli.ledger", rows=ledger.rows_in, kept=ledger.rows_kept, dropped=ledger.rows_dropped, merged=ledger.rows_merged)
    for entry in ledger.entries:
        line(f"  {entry.rows:>7}  {speaker.of_many(entry.code, entry.rows, entry.params)}")
    by_code: dict[str, list[RowProblem]] = {}
    for problem in ledger.problems:
        by_code.setdefault(problem.code, []).append(problem)
    for problems in by_code.values():
        for problem in problems[:FEW]:
            where = speaker.say("cli.problem.where", sheet=problem.sheet or "–", row=str(problem.row), column=problem.column or "–")
            line(f"  ! {speaker.pair(where, speaker.say(problem.code, **problem.params))}")
        if len(problems) > FEW:
            say("cli.problem.more", count=len(problems) - FEW)
        following = speaker.next_step(problems[0].code, **problems[0].params)
        if following:
            line(f"    {following}")


def _as_document(imported: Imported, dry_run: bool) -> dict[str, Any]:
    reading, ledger = imported.reading, imported.reading.ledger
    return {
        "file": reading.file_name,
        "kind": reading.kind,
        "sha256": reading.sha256,
        "dry_run": dry_run,
        "already_there": imported.already_there,
        "dataset": imported.dataset.id if imported.dataset else None,
        "superseded": imported.superseded,
        "diff": imported.diff,
        "records": len(reading.records),
        "rows_in": ledger.rows_in,
        "rows_kept": ledger.rows_kept,
        "rows_dropped": ledger.rows_dropped,
        "rows_merged": ledger.rows_merged,
        "entries": list(ledger.entries),
        "problems": list(ledger.problems),
        "review": list(reading.review),
        "mapping": dict(reading.mapping),
    }


def facts(
    file: Annotated[Path, typer.Argument(help="help.option.facts.file")],
    project: ProjectOption = None,
    guard_pass: GuardPassOption = None,
    pass_role: PassRoleOption = "",
    second_role: SecondRoleOption = "",
) -> None:
    """Add facts that no data set carries: the approach, focal points, contingents, circumstances, events, missions, consent.

    Example: mrm-desktop facts office-facts.toml
    """
    from mrm_desktop.formats.documents.facts import read_facts
    from mrm_desktop.services.evidence.add_facts import add_facts

    if not file.is_file():
        raise KnownError("import.no_such_file", file=file.name)
    read = read_facts(file)
    passes = guard_passes(guard_pass, pass_role, second_role)
    with telling_how_to_pass("guard.on_the_command_line", role="--pass-role"), opened(project) as opened_project:
        count = add_facts(opened_project, read, passes, now())
    say("cli.facts.done", count=count)


def show(
    kind: Annotated[str, typer.Argument(help="help.option.show.table")],
    project: ProjectOption = None,
    area: Annotated[str, typer.Option("--area", "-a", help="help.option.show.area")] = "",
    on: OnOption = "",
    as_json: JsonOption = False,
) -> None:
    """Show what is on record of one kind, in the form of a facts file, as it was known on a day.

    Examples
    --------
    mrm-desktop show approach

    mrm-desktop show event_ahead --area SS-CE --json
    """
    from mrm_desktop.formats.documents.facts import write_facts
    from mrm_desktop.services.evidence.show_facts import facts_on_record

    with opened(project) as opened_project:
        found = facts_on_record(opened_project, kind, day(on), area)
    if as_json:
        print_json([plain(record) | _digest_of(record) for record in found])
    elif found:
        line(write_facts(kind, found).rstrip())
    else:
        say("cli.show.none")


def _digest_of(record: Any) -> dict[str, str]:
    """Return the digest of a document that has one: decisions name it."""
    return {"digest": record.digest} if hasattr(record, "digest") else {}


def ledger(
    dataset: Annotated[str, typer.Argument(help="help.option.dataset")],
    project: ProjectOption = None,
    out: Annotated[Path | None, typer.Option("--out", help="help.option.ledger.out")] = None,
    replace_file: ReplaceOption = False,
) -> None:
    """Show what became of every row of an imported file, or write it into a file for others.

    Examples
    --------
    mrm-desktop ledger 3f2a9c1b77d0

    mrm-desktop ledger 3f2a9c1b77d0 --out ledger.xlsx
    """
    from mrm_desktop.services.evidence.export_ledger import export_ledger

    new_file(out, replace_file)
    with opened(project) as opened_project:
        if out is not None:
            say("cli.ledger.written", file=export_ledger(opened_project, dataset, out, words()).name)
            return
        with opened_project.read() as repository:
            known = [d for d in repository.datasets() if d.id.startswith(dataset)]
    if len(known) != 1:
        raise KnownError("import.no_such_dataset", id=dataset)
    line(known[0].file_name)
    print_ledger(known[0].ledger)


def template(
    kind: Annotated[str, typer.Argument(help="help.option.template.kind")],
    out: Annotated[Path, typer.Option("--out", help="help.option.template.out")],
) -> None:
    """Write a filled-in example of a table, or the survey form for KoboToolbox and ODK, to start from.

    Examples
    --------
    mrm-desktop template presence --out presence.xlsx

    mrm-desktop template survey-form --out perception.xlsx
    """
    from mrm_desktop.formats.imports.templates import write_template

    write_template(kind, out, words().language)
    say("cli.template.written", file=out.name)


def undo(
    dataset: Annotated[str, typer.Argument(help="help.option.undo.dataset")],
    project: ProjectOption = None,
) -> None:
    """Take an import back as a whole.

    Example: mrm-desktop undo 3f2a9c1b77d0
    """
    from mrm_desktop.services.evidence.import_data import undo_import

    with opened(project) as opened_project:
        with opened_project.read() as repository:
            known = [d for d in repository.datasets() if d.id.startswith(dataset) and not d.undone]
        if len(known) != 1:
            raise KnownError("import.no_such_dataset", id=dataset)
        undo_import(opened_project, known[0].id, now())
    say("cli.undo.done", file=known[0].file_name)
    raise typer.Exit(Exit.DONE)

"""Commands about a project as a whole: new, info, missions, verify, replay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mrm_desktop.cli.opening import ENDING, ask_passphrase, create_project, opened, own_public_key
from mrm_desktop.cli.options import (
    GuardPassOption,
    JsonOption,
    PassRoleOption,
    ProjectArgument,
    ProjectOption,
    SecondRoleOption,
    day,
    guard_passes,
)
from mrm_desktop.cli.terminal import Exit, line, plain, print_json, say, table, telling_how_to_pass, words
from mrm_desktop.domain.backups import BackupState
from mrm_desktop.domain.countries import Country
from mrm_desktop.domain.datasets import counting
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.event_log import SHORTEST_HEAD, LogCheck, head_in_groups, plain_digits
from mrm_desktop.foundation.clock import now, today
from mrm_desktop.foundation.fingerprint import words_of

if TYPE_CHECKING:
    from mrm_desktop.store.rows.signatures import SignedDecision


def new(
    path: Annotated[Path, typer.Argument(help="help.option.path")],
    mission: Annotated[str, typer.Option(help="help.option.mission")] = "",
    country: Annotated[str, typer.Option(help="help.option.new.country")] = "",
    title: Annotated[str, typer.Option(help="help.option.title")] = "",
    office: Annotated[str, typer.Option(help="help.option.office")] = "",
    level: Annotated[int | None, typer.Option(help="help.option.level")] = None,
    guard_pass: GuardPassOption = None,
    pass_role: PassRoleOption = "",
    second_role: SecondRoleOption = "",
) -> None:
    """Make a new, encrypted project file.

    The passphrase is asked for, or taken from MRM_PASSPHRASE. The recovery code is printed once: write it down.

    Example: mrm-desktop new south-sudan --country SSD
    Example: mrm-desktop new south-sudan --mission UNMISS --title "South Sudan"
    """
    from mrm_desktop.formats.documents.country_starters import country as country_of
    from mrm_desktop.services.evidence.start_country import start_country

    begins = country_of(country) if country else None
    if begins is not None:
        mission, title = mission or begins.missions[0], title or begins.name_in(words().language)
    if not mission:
        raise KnownError("new.mission_or_country")
    path = path if path.suffix == ENDING else path.with_name(path.name + ENDING)
    passes = guard_passes(guard_pass, pass_role, second_role)
    with telling_how_to_pass("guard.on_the_command_line", role="--pass-role"):
        project, recovery_code = create_project(
            path, ask_passphrase(confirm=True), title or path.stem, mission, office, level, passes=passes
        )
    try:
        done = None if begins is None else start_country(project, begins, now())
        with project.read() as repository:
            record = next(m for m in repository.missions() if m.acronym == mission)
    finally:
        project.close()
    say("cli.new.done", file=path.name)
    if begins is not None and done is not None:
        _tell_of_outlines(begins, len(done.reading.records))
    say("cli.new.recovery", recovery=recovery_code)
    status = record.status_on(today(), _stale_days())
    say("cli.new.mission", acronym=mission, status=words().term("mission_status", status))
    if status.value == "unconfirmed":
        say("cli.new.confirm", acronym=mission)


def _tell_of_outlines(country: Country, count: int) -> None:
    """Say with how many outlines a project begins, and what they are worth."""
    say("cli.new.country", country=country.name_in(words().language), count=count)
    if country.redrawn:
        say("country.redrawn", count=country.redrawn, units=country.units)
    say("cli.new.to_get")


def info(project: ProjectArgument = None, as_json: JsonOption = False) -> None:
    """Say what a project holds.

    Example: mrm-desktop info south-sudan.mrm
    """
    with opened(project) as opened_project, opened_project.read() as repository:
        project_info = repository.info()
        counts = {
            name: len(getattr(repository, name)())
            for name in ("areas", "places", "presence", "evidence", "actor_reports", "incidents", "focal_points")
        }
        counts["decisions"] = len(repository.decision_heads())
        datasets = repository.datasets()
        store = opened_project.store
        log = store.log_end()
        backups = store.backup_state()
    present = counting(datasets)
    if as_json:
        told = {"info": project_info, "counts": counts, "log": log, **_backups_as_json(backups)}
        print_json(told | {"datasets": [_dataset(d) | {"counts": d in present} for d in datasets]})
        return
    line(f"{project_info.title} ({project_info.mission})")
    for name, count in counts.items():
        line(f"  {words().pair(words().say(f'cli.info.{name}'), count)}")
    say("log.end", count=log.events, head=head_in_groups(log.head))
    if backups is not None:
        _say_backups(backups)
    heads = [words().say(f"cli.info.dataset.{c}") for c in ("kind", "file", "source", "rows", "dropped", "id")]
    rows = [
        [
            d.kind.value,
            d.file_name,
            d.told or "–",
            str(d.ledger.rows_in),
            str(d.ledger.rows_dropped),
            d.id[:12] + ("" if d in present else " ✗"),
        ]
        for d in datasets
    ]
    if rows:
        table(heads, rows)


def _backups_as_json(backups: BackupState | None) -> dict[str, Any]:
    state = backups or BackupState(None)
    return {"last_backup": state.newest, "backup_is_behind": state.is_behind, "days_since_trial": state.untried_days}


def _say_backups(backups: BackupState) -> None:
    """Say how old the newest backup is, whether the last session left none, and whether one should be tried out."""
    if backups.newest is None:
        say("info.no_backup")
    else:
        days = (now() - backups.newest).days
        say("info.last_backup_days" if days > 0 else "info.last_backup", when=backups.newest, count=days)
    if backups.is_behind:
        say("info.backup_behind")
    if backups.untried_days is not None:
        say("drill.due", count=backups.untried_days)


def _dataset(dataset: Any) -> dict[str, Any]:
    ledger = dataset.ledger
    return {
        "id": dataset.id,
        "kind": dataset.kind,
        "file": dataset.file_name,
        "sha256": dataset.sha256,
        "imported_at": dataset.imported_at,
        "undone": dataset.undone,
        "source": dataset.source,
        "grade": dataset.grade,
        "rows_in": ledger.rows_in,
        "rows_kept": ledger.rows_kept,
        "rows_dropped": ledger.rows_dropped,
        "rows_merged": ledger.rows_merged,
    }


missions_app = typer.Typer(invoke_without_command=True, no_args_is_help=False)


@missions_app.callback(invoke_without_command=True)
def missions(
    context: typer.Context,
    project: ProjectOption = None,
    on: Annotated[str, typer.Option(help="help.option.missions.on")] = "",
    as_json: JsonOption = False,
) -> None:
    """List the missions of a project with the status that may be relied upon."""
    if context.invoked_subcommand is not None:
        return
    with opened(project) as opened_project, opened_project.read() as repository:
        records, contingents = repository.missions(), repository.contingents()
    known = [(record, record.status_on(day(on), _stale_days())) for record in records]
    if as_json:
        print_json([plain(r) | {"status": s, "contingents": [c for c in contingents if c.mission == r.acronym]} for r, s in known])
        return
    speaker = words()
    table(
        [speaker.say(f"cli.missions.{c}") for c in ("acronym", "where", "status", "mandate_end", "last_checked", "source")],
        [
            [
                r.acronym,
                r.country_area,
                speaker.term("mission_status", s),
                r.mandate_end.isoformat() if r.mandate_end else "–",
                r.last_checked.isoformat() if r.last_checked else "–",
                r.source,
            ]
            for r, s in known
        ],
    )


@missions_app.command("confirm")
def confirm(
    acronym: Annotated[str, typer.Argument(help="help.option.acronym")],
    source: Annotated[str, typer.Option(help="help.option.missions.confirm.source")],
    until: Annotated[str, typer.Option(help="help.option.until")] = "",
    closed: Annotated[bool, typer.Option("--closed", help="help.option.closed")] = False,
    closes: Annotated[str, typer.Option(help="help.option.closes")] = "",
    on: Annotated[str, typer.Option(help="help.option.missions.confirm.on")] = "",
    project: ProjectOption = None,
    guard_pass: GuardPassOption = None,
    pass_role: PassRoleOption = "",
    second_role: SecondRoleOption = "",
) -> None:
    """Record that you checked a mission today.

    Example: mrm-desktop missions confirm UNMISS --until 2027-04-30 --source "SCR of April 2026"
    """
    from mrm_desktop.services.evidence.confirm_mission import confirm_mission

    end = day(until, "--until") if until else None
    closes_on = day(closes, "--closes") if closes else None
    passes = guard_passes(guard_pass, pass_role, second_role)
    with telling_how_to_pass("guard.on_the_command_line", role="--pass-role"), opened(project) as opened_project:
        record = confirm_mission(opened_project, acronym, day(on), source, end, closed, closes_on, passes)
    say(
        "cli.missions.confirmed",
        acronym=acronym,
        day=day(on),
        status=words().term("mission_status", record.status_on(day(on), _stale_days())),
    )


def verify(
    project: ProjectArgument = None,
    log_of: Annotated[Path | None, typer.Option("--project", "-p", help="help.option.log_of")] = None,
    expect: Annotated[str, typer.Option(help="help.option.expect")] = "",
    accept: Annotated[bool, typer.Option("--accept", help="help.option.accept")] = False,
    as_json: JsonOption = False,
) -> None:
    """Check that the file is whole and that nothing in it was changed, removed or put in since it was recorded. Exit code 1 where it was.

    Everything that is added is an event of one log. Note its head down or tell it to another office: whoever has the passphrase could
    write a log anew, but not one with the head that you noted.
    Given a released file, or the code printed on a page, it says instead whether the office gave it out, and whether it was changed.

    Examples
    --------
    mrm-desktop verify south-sudan.mrm

    mrm-desktop verify south-sudan.mrm --expect 3f2a-91bc-04de-77a1

    mrm-desktop verify SS_map-public_web_20260301.html

    mrm-desktop verify 3621-E71D-3A4C --project south-sudan.mrm
    """
    from mrm_desktop.cli.export_commands import check_file
    from mrm_desktop.domain.purges import RETENTION
    from mrm_desktop.keeping.purge import count_what_is_over
    from mrm_desktop.reports.release.verification import is_code
    from mrm_desktop.services.decisions.check_records import passes_on_record
    from mrm_desktop.services.decisions.check_records import verify as verify_records
    from mrm_desktop.store.file.project_file import ProjectFile

    if expect and len(plain_digits(expect)) < SHORTEST_HEAD:
        raise KnownError("log.short_head", letters=SHORTEST_HEAD)
    if project is not None and (is_code(str(project)) or (project.is_file() and project.suffix != ENDING)):
        check_file(str(project), log_of)
        return
    project = project or log_of
    with opened(project) as opened_project:
        opened_project.store.check()
        with opened_project.read() as repository:
            heads, last = repository.decision_heads(), repository.last_decision()
            sealed = repository.sealed_decisions()
            breaks = verify_records(repository.decisions(), heads, sealed)
            let_pass = passes_on_record(repository)
        # An office's shared database has no signatures: its users are known to the server.
        store = opened_project.store
        signatures = store.signatures() if hasattr(store, "signatures") else ()
        log = store.check_log(expect) if hasattr(store, "check_log") else None
        taken_out = store.purges() if isinstance(store, ProjectFile) else ()
        own = own_public_key(project) if isinstance(store, ProjectFile) else ""
        seen = store.seen_by_others(own) if own and isinstance(store, ProjectFile) else ()
        overdue = count_what_is_over(opened_project, opened_project.day)
        if accept and isinstance(store, ProjectFile):
            store.accept()
    head = last.hash if last else ""
    forged = [signed for signed in signatures if not signed.valid]
    is_other = bool(expect) and log is not None and log.expected_at is None
    if as_json:
        told = {"decisions": len(heads), "head": head, "breaks": list(breaks), "signatures": list(signatures), "log": log}
        told |= {"seen_by_others": list(seen)}
        told |= {"purges": list(taken_out), "overdue": overdue}
        passes = [
            {"where": where, "reason": one.reason, "passed_by": one.passed_by, "seen_by": one.seen_by} for where, one in let_pass
        ]
        print_json(told | {"guard_passes": passes})
    else:
        for found in breaks:
            say(found.code, sequence=found.sequence)
        for signed in forged:
            say("cli.verify.bad_signature", role=signed.role, sequence=signed.sequence)
        if not breaks and not forged:
            say("cli.verify.fits", count=len(heads))
            if head:
                say("cli.verify.head", head=head)
            if sealed:
                say("cli.verify.sealed", count=len(sealed))
        if log is not None:
            _say_log(log, expect)
        for sight in seen:
            code = "witness.fits" if sight.is_there else "witness.our_log"
            say(code, role=sight.role, sequence=sight.events, day=sight.seen_at.date())
        for out in taken_out:
            reason = words().say("retention.reason") if out.reason == RETENTION else out.reason
            say("purge.on_record", count=out.rows, day=out.at.date(), reason=reason, by=out.purged_by, seen=out.seen_by)
        if overdue:
            say("retention.over", count=overdue)
    if not as_json:
        for what, one in let_pass:
            say("cli.verify.guard_pass", what=what, reason=one.reason, by=one.passed_by, seen=one.seen_by)
        _say_signers(signatures, own)
    is_cut = any(not one.is_there for one in seen)
    raise typer.Exit(Exit.NO if breaks or forged or is_other or is_cut or (log is not None and log.breaks) else Exit.DONE)


def _say_signers(signatures: Sequence[SignedDecision], own: str) -> None:
    """Say who signed how many, by the name that a person here trusted, never by the one that the key claims."""
    good = [signed for signed in signatures if signed.valid]
    for key, count in Counter(signed.public_key for signed in good).items():
        signed = next(one for one in good if one.public_key == key)
        if key == own:
            say("signing.by_this_copy", count=count, role=signed.role)
        elif signed.trusted:
            say("signing.by_trusted", count=count, role=signed.trusted)
        else:
            say("signing.by_unknown", count=count, role=signed.role, words=words_of(key))


def _say_log(log: LogCheck, expected: str) -> None:
    """Say what the log of events tells, and what it cannot tell by itself."""
    for found in log.breaks:
        say(found.code, sequence=found.sequence, what=found.what)
    if not log.breaks and log.at is not None:
        say("log.fits", count=log.events, day=log.at.date(), head=head_in_groups(log.head))
    if expected:
        code = "log.expected" if log.expected_at is not None else "log.not_expected"
        say(code, sequence=log.expected_at or 0, events=log.events)
    elif not log.breaks:
        say("log.compare")


def replay(project: ProjectArgument = None, as_json: JsonOption = False) -> None:
    """Assess every recorded decision again from its own snapshot. Exit code 1 where the answer differs.

    Example: mrm-desktop replay south-sudan.mrm
    """
    from mrm_desktop.services.decisions.check_records import replay as replay_records

    with opened(project) as opened_project, opened_project.read() as repository:
        count = len(repository.decision_heads())
        departures = replay_records(repository.decisions(), repository.sealed_decisions())
    if as_json:
        print_json({"decisions": count, "departures": list(departures)})
    elif departures:
        for found in departures:
            say(
                "cli.replay.departs",
                sequence=found.sequence,
                part=found.part,
                recorded=str(found.recorded),
                replayed=str(found.replayed),
            )
    else:
        say("cli.replay.same", count=count)
    raise typer.Exit(Exit.NO if departures else Exit.DONE)


def _stale_days() -> int:
    from mrm_desktop.scoring import load_policy

    return load_policy().gates.stale_after_days

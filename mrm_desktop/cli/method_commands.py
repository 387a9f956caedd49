"""Commands about the method itself: scenario files and policies. They need no project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mrm_desktop.cli.options import JsonOption
from mrm_desktop.cli.terminal import Exit, line, print_json, say, table, words
from mrm_desktop.domain.errors import KnownError

if TYPE_CHECKING:
    from mrm_desktop.domain.assessments import Assessment
    from mrm_desktop.formats.documents.scenario import Difference, Scenario


def scenario(
    paths: Annotated[list[Path], typer.Argument(help="help.option.paths")],
    policy: Annotated[Path | None, typer.Option("--policy", help="help.option.policy")] = None,
    as_json: JsonOption = False,
) -> None:
    """Assess scenario files. Exit code 1 where a case does not come out as it expects.

    Example: mrm-desktop scenario scenarios/ --json
    """
    from mrm_desktop.formats.documents.scenario import assessment_to_dict, compare, read_scenarios
    from mrm_desktop.scoring import assess, load_policy

    used = load_policy(policy)
    documents: list[dict[str, Any]] = []
    wrong = 0
    for path in paths:
        if not path.exists():
            raise KnownError("import.no_such_file", file=path.name)
        for read in read_scenarios(path):
            assessment = assess(read.case, used)
            differences = compare(read.expect, assessment) if read.expect is not None else ()
            wrong += bool(differences)
            if as_json:
                documents.append(assessment_to_dict(assessment))
            else:
                _print_case(read, assessment, differences)
    if as_json:
        print_json(documents)
    elif wrong:
        say("cli.scenario.differ", count=wrong)
    raise typer.Exit(Exit.NO if wrong else Exit.DONE)


def _print_case(read: Scenario, assessment: Assessment, differences: tuple[Difference, ...]) -> None:
    speaker = words()
    sign = " " if read.expect is None else "✗" if differences else "✓"
    line(f"{sign} {read.case.id}  {assessment.verdict} · {assessment.ceiling}  {read.case.title}")
    for reason in assessment.reasons:
        line(f"      {speaker.say(reason.code, **reason.params)}")
    for found in differences:
        line(f"    ! {found.key}: {found.expected!r} ≠ {found.found!r}")


policy_app = typer.Typer(no_args_is_help=True)
PolicyFile = Annotated[Path | None, typer.Argument(help="help.option.policy.show.file")]


@policy_app.command("show")
def show(file: PolicyFile = None, as_json: JsonOption = False) -> None:
    """List every parameter with its value, unit, range and source.

    Example: mrm-desktop policy show
    """
    from mrm_desktop.scoring import load_policy

    loaded = load_policy(file)
    if as_json:
        values = {path: p.value for path, p in loaded.parameters.items()}
        print_json({"name": loaded.name, "version": loaded.version, "checksum": loaded.checksum, "parameters": values})
        return
    say("cli.policy.head", name=loaded.name, version=loaded.version, checksum=loaded.checksum)
    rows = [[path, str(p.value), p.unit, p.source] for path, p in loaded.parameters.items()]
    table([words().say(f"cli.policy.{c}") for c in ("parameter", "value", "unit", "source")], rows)


@policy_app.command("check")
def check(file: Annotated[Path, typer.Argument(help="help.option.file")]) -> None:
    """Check an organisation's own policy file.

    Example: mrm-desktop policy check our-policy.toml
    """
    from mrm_desktop.scoring import load_policy

    if not file.is_file():
        raise KnownError("import.no_such_file", file=file.name)
    loaded = load_policy(file)
    say("cli.policy.good", name=loaded.name, version=loaded.version, checksum=loaded.checksum)


@policy_app.command("diff")
def diff(
    before: Annotated[Path, typer.Argument(help="help.option.file")],
    after: Annotated[Path | None, typer.Argument(help="help.option.after")] = None,
    as_json: JsonOption = False,
) -> None:
    """List the parameters in which two policies differ. Exit code 1 where they do.

    Example: mrm-desktop policy diff our-policy.toml
    """
    from mrm_desktop.scoring import diff_policies, load_policy

    differences = diff_policies(load_policy(before), load_policy(after))
    if as_json:
        print_json(list(differences))
    elif differences:
        heads = [words().say(f"cli.policy.{c}") for c in ("parameter", "before", "after", "unit")]
        table(heads, [[d.path, str(d.before), str(d.after), d.unit] for d in differences])
    else:
        say("cli.policy.same")
    raise typer.Exit(Exit.NO if differences else Exit.DONE)

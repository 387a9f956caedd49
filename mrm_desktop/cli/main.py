"""The command ``mrm-desktop``: every use case without a window."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from mrm_desktop.cli import (
    assess_commands,
    assessor_commands,
    compare_commands,
    country_commands,
    data_commands,
    decision_commands,
    duty_commands,
    exchange_commands,
    export_commands,
    keeping_commands,
    method_commands,
    office_commands,
    pack_commands,
    perception_commands,
    program_commands,
    project_commands,
    rehearsal_commands,
    stakeholder_commands,
    trip_commands,
)
from mrm_desktop.cli.given_secrets import take_secrets
from mrm_desktop.cli.help_pages import dress
from mrm_desktop.cli.terminal import Exit, exit_code, explain, line, output_was_lost, words
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.confinement import leave_no_dump
from mrm_desktop.foundation.logs import RedactingFormatter, start_logging
from mrm_desktop.foundation.paths import be_private, log_folder
from mrm_desktop.foundation.progress import Cancelled
from mrm_desktop.foundation.version import __version__

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

_log = logging.getLogger(__name__)
DEBUG_VARIABLE = "MRM_DEBUG"
"""Set by developers to see the whole of an unexpected error, data included."""

_COMMANDS: dict[str, Callable[..., None]] = {
    "new": project_commands.new,
    "countries": country_commands.countries,
    "to-get": country_commands.to_get,
    "info": project_commands.info,
    "import": data_commands.import_file,
    "facts": data_commands.facts,
    "show": data_commands.show,
    "ledger": data_commands.ledger,
    "template": data_commands.template,
    "undo": data_commands.undo,
    "perceptions": perception_commands.perceptions,
    "who-matters": stakeholder_commands.who_matters,
    "assess": assess_commands.assess,
    "decide": assess_commands.decide,
    "measures": decision_commands.measures,
    "sign": decision_commands.sign,
    "outcome": decision_commands.outcome,
    "map": assess_commands.draw,
    "report": assess_commands.report,
    "what-if": compare_commands.what_if,
    "ways": compare_commands.ways,
    "consistency": compare_commands.consistency,
    "export": export_commands.export,
    "infer": export_commands.infer,
    "released": export_commands.released,
    "trip": trip_commands.trip,
    "debrief": trip_commands.debrief,
    "expired": trip_commands.expired,
    "verify": project_commands.verify,
    "replay": project_commands.replay,
    "passphrase": keeping_commands.passphrase,
    "recovery-code": keeping_commands.recovery_code,
    "from-sheet": keeping_commands.from_sheet,
    "shares": keeping_commands.shares,
    "rekey": keeping_commands.rekey,
    "connect": office_commands.connect,
    "signing": exchange_commands.signing,
    "copy-for": exchange_commands.copy_for,
    "backup": keeping_commands.backup,
    "backup-keys": keeping_commands.backup_keys,
    "purge": keeping_commands.purge,
    "retention": keeping_commands.retention,
    "drill": keeping_commands.drill,
    "restore": keeping_commands.restore,
    "erase": keeping_commands.erase,
    "scenario": method_commands.scenario,
    "gui": program_commands.gui,
    "sample": program_commands.sample,
    "self-check": program_commands.self_check,
}
for name, function in _COMMANDS.items():
    app.command(name)(function)
app.add_typer(project_commands.missions_app, name="missions")
app.add_typer(method_commands.policy_app, name="policy")
app.add_typer(exchange_commands.bundle_app, name="bundle")
app.add_typer(assessor_commands.assessors_app, name="assessors")
app.add_typer(office_commands.office_app, name="office")
app.add_typer(duty_commands.duty_app, name="duty")
app.add_typer(pack_commands.pack_app, name="pack")
app.add_typer(rehearsal_commands.rehearse_app, name="rehearse")
dress(app)


def _version(wanted: bool) -> None:
    if wanted:
        line(f"mrm-desktop {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="help.option.version")] = False,
) -> None:
    """Take the options that stand before a command."""


def run() -> None:
    """Run the command line; errors become a sentence, a next step and an exit code."""
    be_private()
    leave_no_dump()
    take_secrets()
    start_logging(log_folder())
    try:
        app()
    except KnownError as error:
        explain(error)
        sys.exit(exit_code(error))
    except (KeyboardInterrupt, Cancelled):
        sys.exit(Exit.NO)
    except Exception as error:
        if DEBUG_VARIABLE in os.environ:
            raise
        _admit(error)
        sys.exit(Exit.BUG)
    finally:
        _say_what_was_lost()


def _say_what_was_lost() -> None:
    """Say that the command is done although its words reached nobody: who believes that it failed would do it twice."""
    if output_was_lost() and sys.stderr is not None:
        sys.stderr.write(words().say("cli.output_lost") + "\n")


def _admit(error: Exception) -> None:
    """Say that the program is wrong, and where - never with the message: messages quote the data that caused them."""
    _log.error("unexpected error", exc_info=error)
    where = RedactingFormatter().formatException((type(error), error, error.__traceback__))
    sys.stderr.write(words().say("cli.bug") + "\n" + words().next_step("cli.bug", where=where) + "\n")


if __name__ == "__main__":
    run()

"""What ``--help`` shows, and what is said of a line that is not understood, in the user's language.

The library's own words are English. Here a command's help is put together from the catalogue: ``help.<command>`` says what it does,
``help.option.<...>`` stands in the code where an option's help would. Examples are the same in every language; they stay in the
docstring of the command.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from mrm_desktop.cli.terminal import Exit, words
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.words import Words

_EXAMPLES = re.compile(r"^Examples?(?::|\n-+\n)", re.MULTILINE)
_WANTED = {"int": "whole", "float": "number", "path": "path"}


def path_of(context: Any) -> list[str]:
    """Return the command's name, with those of the groups it stands in; empty for the program itself."""
    names: list[str] = []
    while context.parent is not None:
        names.insert(0, context.info_name)
        context = context.parent
    return names


def what_it_does(path: list[str], speaker: Words) -> str:
    """Return the sentences that say what a command does."""
    return speaker.say(".".join(["help", *path]) if path else "help.program")


def examples_of(callback: Any) -> list[str]:
    """Return the example lines of a command's docstring."""
    found = _EXAMPLES.split(inspect.getdoc(callback) or "")[1:]
    lines = [" ".join(one.split()) for part in found for one in part.split("\n\n")]
    return [line for line in lines if line]


def dress(group: typer.Typer) -> None:
    """Let every command of a group, and of the groups in it, show its help by way of this module."""
    group.info.cls = SpeakingGroup
    for command in group.registered_commands:
        command.cls = SpeakingCommand
    for inner in group.registered_groups:
        if inner.typer_instance is not None:
            dress(inner.typer_instance)


class SpeakingCommand(TyperCommand):
    """A command that speaks the user's language."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help into the formatter."""
        _write_help(self, ctx, formatter)


class SpeakingGroup(TyperGroup):
    """A group of commands that speaks the user's language, about mistakes on the command line as well."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help into the formatter."""
        _write_help(self, ctx, formatter)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is asked for.

        Raises
        ------
        KnownError
            ``usage.no_such_command`` or ``usage.close_commands``.
        """
        name = args[0]
        if name in self.commands or name.startswith("-"):
            return super().resolve_command(ctx, args)
        close = get_close_matches(name, self.commands, n=3)
        code = "usage.close_commands" if close else "usage.no_such_command"
        raise KnownError(code, name=name, possibilities=", ".join(close), command=ctx.command_path)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line.

        Raises
        ------
        KnownError
            ``usage.*`` for a line that is not understood.
        SystemExit
            With the command's exit code, in standalone mode.
        """
        try:
            code = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except typer.Abort:
            raise KeyboardInterrupt from None
        except Exception as error:
            ours = _in_our_words(error)
            if ours is error:
                raise
            raise ours from None
        if not standalone_mode:
            return code
        raise SystemExit(code if isinstance(code, int) else Exit.DONE)


def _in_our_words(error: Exception) -> BaseException:
    """Return an error of the library as one of ours; any other stays what it is.

    The library's errors are told apart by what they carry, because their classes are private.
    """
    context = getattr(error, "ctx", None)
    if not hasattr(error, "format_message"):
        return error
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.format_message(), err=True)
        return SystemExit(Exit.BAD_INPUT)
    command = context.command_path if context else "mrm-desktop"
    option, parameter = getattr(error, "option_name", ""), getattr(error, "param", None)
    if option and hasattr(error, "possibilities"):
        close = ", ".join(sorted(error.possibilities or ()))
        code = "usage.close_options" if close else "usage.no_such_option"
        return KnownError(code, option=option, possibilities=close, command=command)
    if option:
        return KnownError("usage.bad_option", option=option, command=command)
    if parameter is None:
        return KnownError("usage.not_understood", reason=error.format_message(), command=command)
    named = max(parameter.opts, key=len) if parameter.param_type_name == "option" else parameter.name.upper()
    if hasattr(error, "param_type"):
        return KnownError("usage.missing", parameter=named, command=command)
    wanted = _WANTED.get(str(parameter.display_type(context)).strip("<>"), "other")
    return KnownError("usage.bad_value", parameter=named, wanted=words().say(f"usage.wanted.{wanted}"), command=command)


def _write_help(command: Any, context: Any, formatter: Any) -> None:
    speaker = words()
    path = path_of(context)
    pieces = {"[OPTIONS]": "help.pieces.options", "COMMAND [ARGS]...": "help.pieces.command"}
    usage = [speaker.say(pieces[piece]) if piece in pieces else piece for piece in command.collect_usage_pieces(context)]
    formatter.write_usage(context.command_path, " ".join(usage), f"{speaker.say('help.usage')} ")
    with formatter.indentation():
        for paragraph in what_it_does(path, speaker).split("\n\n"):
            formatter.write_paragraph()
            formatter.write_text(paragraph)
    examples = examples_of(command.callback)
    if examples:
        with formatter.section(speaker.say("help.examples")):
            for example in examples:
                formatter.write_text(example)
    for kind in ("argument", "option"):
        rows = [
            (record[0], _meaning(parameter, speaker))
            for parameter in command.get_params(context)
            if parameter.param_type_name == kind and (record := parameter.get_help_record(context)) is not None
        ]
        if rows:
            with formatter.section(speaker.say(f"help.{kind}s")):
                formatter.write_dl(rows)
    inner = [(name, _first_sentence(what_it_does([*path, name], speaker))) for name in getattr(command, "commands", ())]
    if inner:
        with formatter.section(speaker.say("help.commands")):
            formatter.write_dl(inner)


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.])\s", text, maxsplit=1)[0]


def _meaning(parameter: Any, speaker: Words) -> str:
    """Return an option's help with what stands in brackets behind it: its variable, its default, whether it has to be given."""
    said = speaker.say("help.option.help" if parameter.name == "help" else parameter.help or "")
    notes = []
    if parameter.envvar:
        notes.append(speaker.say("help.env", name=parameter.envvar))
    default = parameter.show_default if isinstance(parameter.show_default, str) else parameter.default
    if isinstance(default, str | int | float) and default not in ("", False):
        notes.append(speaker.say("help.default", value=str(default)))
    if parameter.required:
        notes.append(speaker.say("help.required"))
    return f"{said}  [{'; '.join(notes)}]" if notes else said

"""Help and the answer to a mistyped line, in every language."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from mrm_desktop.cli.help_pages import SpeakingCommand, SpeakingGroup, examples_of, what_it_does
from mrm_desktop.cli.main import app
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.reports.catalogue import REPORTS


def commands(found: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[list[str], SpeakingCommand | SpeakingGroup]]:
    found = typer.main.get_command(app) if found is None else found
    assert isinstance(found, SpeakingCommand | SpeakingGroup)
    yield list(path), found
    for name, inner in getattr(found, "commands", {}).items():
        yield from commands(inner, (*path, name))


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_help_is_in_the_language(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MRM_LANGUAGE", language)
    words = Words(language)
    for path, _ in commands():
        done = CliRunner().invoke(app, [*path, "--help"])
        said = plain(done.output)
        assert done.exit_code == 0, (path, done.exception)
        assert said.startswith(plain(words.say("help.usage"))), path
        assert plain(what_it_does(path, words)) in said, path
        assert plain(words.say("help.option.help")) in said, path
        assert "help." not in said, path
        if language != "en":
            assert not re.search(r"Show this message|\[default|\[required|Commands:", said), path


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_of_an_export_names_every_report_and_form(language: str) -> None:
    reports, forms = (Words(language).say(f"help.option.{option}") for option in ("report", "form"))
    for report in REPORTS:
        assert report.name in reports, report.name
        assert [form for form in report.form_names if form.split("_")[0] not in forms] == [], report.name


def test_the_code_says_of_a_command_what_its_help_says() -> None:
    for path, command in commands():
        if path and not getattr(command, "commands", None):
            documented = plain(inspect.getdoc(command.callback) or "")
            assert documented.startswith(plain(what_it_does(path, Words()))), path


def test_every_command_has_an_example_that_names_it() -> None:
    for path, command in commands():
        if path and not getattr(command, "commands", None):
            examples = examples_of(command.callback)
            assert examples, path
            assert all(example.startswith(" ".join(["mrm-desktop", *path])) for example in examples), path


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (["asses"], "usage.close_commands"),
        (["zzzz"], "usage.no_such_command"),
        (["assess", "--moed", "x"], "usage.close_options"),
        (["assess", "--zzzz"], "usage.no_such_option"),
        (["assess"], "usage.missing"),
        (["import"], "usage.missing"),
        (["import", "x.csv", "--level", "two"], "usage.bad_value"),
        (["import", "x.csv", "--level"], "usage.bad_option"),
        (["info", "--json=3"], "usage.bad_option"),
        (["info", "a", "b", "c"], "usage.not_understood"),
        (["office", "gratn"], "usage.close_commands"),
    ],
)
def test_a_mistyped_line_is_told_from_any_other(line: list[str], code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MRM_PROJECT", raising=False)
    error = CliRunner().invoke(app, line).exception
    assert isinstance(error, KnownError), error
    assert error.code == code
    assert error.params["command"].split()[-1] in ("root", "mrm-desktop", *line)
    for language in LANGUAGES:
        assert "--help" in Words(language).next_step(code, **error.params)
        assert "{" not in Words(language).say(code, **error.params)


def test_a_group_without_a_command_shows_its_help() -> None:
    done = CliRunner().invoke(app, ["office"])
    assert done.exit_code == 2
    assert "grant" in done.output

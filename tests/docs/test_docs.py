"""The documentation is true: its commands run, its links lead somewhere, its pages ask for nothing from the network."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import sys
from pathlib import Path

import pytest
from make_docs import commands_page, policy_page, write_sources
from typer.testing import CliRunner

from mrm_desktop.cli.main import _COMMANDS, app
from mrm_desktop.cli.terminal import Exit
from tests.conftest import ROOT

DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "decisions" not in path.parts)
LOADED = re.compile(
    r'<(?:script|img|iframe|source)[^>]*\ssrc="([^"]+)"|<link[^>]*rel="(?:stylesheet|preload|icon)"[^>]*href="([^"]+)"'
)
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def blocks(page: Path, language: str) -> list[str]:
    return [text for kind, text in BLOCK.findall(page.read_text(encoding="utf-8")) if kind == language]


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p, "console")], ids=lambda p: p.stem)
def test_the_commands_of_a_page_run_one_after_the_other(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MRM_PASSPHRASE", "a passphrase for the reader")
    monkeypatch.delenv("MRM_PROJECT", raising=False)
    lines = [line[2:] for text in blocks(page, "console") for line in text.splitlines() if line.startswith("$ ")]
    assert lines
    for line in lines:
        program, *arguments = shlex.split(line)
        assert program == "mrm-desktop", line
        if "--headless" not in line and (tmp_path / "out").is_dir():
            (tmp_path / "out").rename(tmp_path / "done")  # what the headless run left is no project of this page
        done = CliRunner().invoke(app, arguments)
        assert done.exit_code in (Exit.DONE, Exit.NO), (line, done.output, done.exception)
        assert done.exception is None or isinstance(done.exception, SystemExit), (line, done.exception)


@pytest.mark.parametrize("page", [DOCS / "library.md"], ids=lambda p: p.stem)
def test_the_python_of_a_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for text in blocks(page, "python"):
        with contextlib.redirect_stdout(io.StringIO()) as said:
            exec(compile(text, page.name, "exec"), {"__name__": "__main__"})
        assert said.getvalue()
    assert (tmp_path / "note.pdf").read_bytes().startswith(b"%PDF")


def test_every_command_that_a_page_names_is_there() -> None:
    known = {*_COMMANDS, *(group.name for group in app.registered_groups)}
    for page in (*PAGES, ROOT / "README.md"):
        for name in re.findall(r"mrm-desktop ([a-z][a-z-]+)", page.read_text(encoding="utf-8")):
            assert name in known or name in {"window"}, (page.name, name)


def test_every_link_leads_to_a_page(tmp_path: Path) -> None:
    source = write_sources(tmp_path / "source")
    for page in source.rglob("*.md"):
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not target.startswith(("https:", "http:")):
                assert (page.parent / target).exists(), (page.name, target)


def test_the_page_of_the_policy_has_every_number_and_the_page_of_commands_every_command() -> None:
    policy = "\n".join(policy_page())
    text = (ROOT / "data" / "reference" / "policy.toml").read_text(encoding="utf-8")
    assert policy.count("\n| `") == len(re.findall(r"^value\s*=", text, re.MULTILINE))
    commands = "\n".join(commands_page())
    for name in _COMMANDS:
        assert f"`mrm-desktop {name}`" in commands


def test_the_built_pages_ask_for_nothing(tmp_path: Path) -> None:
    """Built by the same configuration; whatever a page loads comes from its own folder."""
    import os
    import subprocess

    source = write_sources(tmp_path / "source")
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config = config.replace("build/docs-source", str(source)).replace("build/docs", str(tmp_path / "site"))
    (tmp_path / "mkdocs.yml").write_text(config, encoding="utf-8")
    command = [sys.executable, "-W", "ignore", "-m", "mkdocs", "build", "--quiet", "-f", str(tmp_path / "mkdocs.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})
    assert done.returncode == 0, done.stderr
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        loaded = LOADED.findall(page.read_text(encoding="utf-8"))
        assert not [a or b for a, b in loaded if (a or b).startswith(("http:", "https:", "//"))], page.name

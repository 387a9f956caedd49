"""Commands about the program itself: the window, the sample country, the self-check."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Annotated

import typer

from mrm_desktop.cli.options import JsonOption, ProjectArgument
from mrm_desktop.cli.terminal import Exit, line, print_json, say, words
from mrm_desktop.cli.window_door import WINDOW
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.assets import asset


def gui(project: ProjectArgument = None) -> None:
    """Open the window.

    Example: mrm-desktop gui south-sudan.mrm
    """
    # A process of its own: the window needs its environment set before Qt loads, and the commands must work without Qt.
    raise typer.Exit(subprocess.call([*WINDOW, *([str(project)] if project else [])]))  # noqa: S603


def sample(
    headless: Annotated[bool, typer.Option("--headless", help="help.option.headless")] = False,
    out: Annotated[Path, typer.Option("--out", help="help.option.sample.out")] = Path("out"),
    files: Annotated[Path | None, typer.Option("--files", help="help.option.files")] = None,
) -> None:
    """Open the sample country: in the window, or headless.

    Examples
    --------
    mrm-desktop sample --headless --out somewhere

    mrm-desktop sample --files tamarra
    """
    if files is not None:
        _write_files(files)
        return
    if not headless:
        raise typer.Exit(subprocess.call([*WINDOW, "--sample"]))  # noqa: S603
    from mrm_desktop.cli.sample import run_headless

    run_headless(out)


def _write_files(folder: Path) -> None:
    """Copy the sample's files into a folder that is not there yet."""
    import shutil

    if folder.exists():
        raise KnownError("file.exists", file=folder.name)
    try:
        shutil.copytree(asset("data", "sample"), folder)
    except OSError as error:
        raise KnownError("file.cannot_write", file=folder.name) from error
    say("cli.sample.files", folder=folder.name, count=len(list(folder.iterdir())))


def self_check(
    without_window: Annotated[bool, typer.Option("--without-window", help="help.option.without_window")] = False,
    as_json: JsonOption = False,
) -> None:
    """Prove that this installation is whole: assets, projections, encryption, typesetting, window, no network.

    Example: mrm-desktop self-check
    """
    from mrm_desktop.cli.self_check import check_all

    results = check_all(with_window=not without_window)
    if as_json:
        print_json([{"check": r.name, "ok": r.ok, "detail": r.detail} for r in results])
    else:
        for result in results:
            line(f"{'✓' if result.ok else '✗'} {words().say(f'self_check.{result.name}')}  {result.detail}")
        say("self_check.whole" if all(r.ok for r in results) else "self_check.broken")
    raise typer.Exit(Exit.DONE if all(r.ok for r in results) else Exit.NO)

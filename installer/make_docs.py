#!/usr/bin/env python3
"""Build the documentation, offline: the written pages, and those made from the program itself - policy, glossary, commands.

python3 installer/make_docs.py            into build/docs
python3 installer/make_docs.py --sources  only the pages, into build/docs-source
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "build" / "docs-source"


def write_sources(target: Path = SOURCE) -> Path:
    """Copy the written pages and add the made ones; return the folder."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(ROOT / "docs", target)
    (target / "method" / "policy.md").write_text("\n".join(policy_page()), encoding="utf-8")
    (target / "glossary.md").write_text("\n".join(glossary_page()), encoding="utf-8")
    (target / "commands.md").write_text("\n".join(commands_page()), encoding="utf-8")
    listed = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("0*.md"))
    index = (target / "decisions" / "README.md").read_text(encoding="utf-8")
    index += "\n" + "\n".join(f"- [{_title(ROOT / 'docs' / 'decisions' / name)}]({name})" for name in listed) + "\n"
    (target / "decisions" / "README.md").write_text(index, encoding="utf-8")
    return target


def policy_page() -> Iterator[str]:
    """Yield the page of every number of the method, from the policy file itself."""
    import tomllib

    from mrm_desktop.foundation.assets import asset
    from mrm_desktop.scoring import load_policy

    policy = load_policy()
    document = tomllib.loads(asset("data", "reference", "policy.toml").read_text(encoding="utf-8"))
    head = document.pop("policy")
    yield "# Every number of the method"
    yield ""
    yield f"From *{head['name']}*, version {head['version']}, SHA-256 `{policy.checksum[:16]}…`."
    yield "[F]: the factsheet; [P]: practice or our own proposal."
    for group, parameters in document.items():
        yield f"\n## {group.replace('_', ' ')}\n"
        yield "| parameter | value | unit | range | source | |"
        yield "|---|---|---|---|---|---|"
        for name, about in _parameters("", parameters):
            value = ", ".join(map(str, about["value"])) if isinstance(about["value"], list) else str(about["value"])
            allowed = " to ".join(map(str, about["range"])) if "range" in about else ""
            cells = (f"`{name}`", value, about.get("unit", ""), allowed, about.get("source", ""), about.get("note", ""))
            yield "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def glossary_page() -> Iterator[str]:
    """Yield the page of terms and key actors, from the glossary that the window shows."""
    import tomllib

    from mrm_desktop.foundation.assets import asset
    from mrm_desktop.foundation.words import Words

    words = Words("en")
    entries = tomllib.loads(asset("data", "reference", "glossary.toml").read_text(encoding="utf-8"))
    yield "# Glossary and key actors"
    for kind, heading in (("term", "Terms"), ("actor", "Key actors")):
        yield f"\n## {heading}"
        for code, entry in sorted(entries.items(), key=lambda item: words.say(f"glossary.{item[0]}").lower()):
            if entry["kind"] == kind:
                yield f"\n### {words.say(f'glossary.{code}')}\n"
                yield words.say(f"glossary.{code}.text")
                yield f"\n*{'; '.join(entry['sources'])}*"


def commands_page() -> Iterator[str]:
    """Yield the page of all commands, from their own help."""
    import typer

    from mrm_desktop.cli.main import app

    yield "# Commands"
    yield "\nEach has `--help`. Exit codes: 0 done, 1 the answer is no, 2 bad input, 3 cannot open."
    command: Any = typer.main.get_command(app)
    yield from _command_sections([], command, 2)


def _command_sections(path: list[str], command: Any, level: int) -> Iterator[str]:
    from mrm_desktop.cli.help_pages import examples_of, what_it_does
    from mrm_desktop.foundation.words import Words

    for name, inner in sorted(getattr(command, "commands", {}).items()):
        yield f"\n{'#' * level} `{' '.join(['mrm-desktop', *path, name])}`\n"
        yield what_it_does([*path, name], Words())
        if getattr(inner, "commands", None):
            yield from _command_sections([*path, name], inner, level + 1)
        examples = examples_of(inner.callback)
        if examples:
            yield "\n```text\n" + "\n".join(examples) + "\n```"


def _parameters(above: str, table: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, value in table.items():
        if "value" in value:
            yield f"{above}{name}", value
        else:
            yield from _parameters(f"{above}{name}.", value)


def _title(path: Path) -> str:
    return path.read_text(encoding="utf-8").splitlines()[0].lstrip("# ")


def main() -> int:
    """Write the pages and build them."""
    write_sources()
    if "--sources" in sys.argv:
        return 0
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(ROOT / "mkdocs.yml")]
    return subprocess.call(command, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})


if __name__ == "__main__":
    sys.exit(main())

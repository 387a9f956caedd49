"""A project made by the commands themselves: once for the session, copied for each test."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mrm_desktop.cli.main import app
from mrm_desktop.foundation.assets import asset
from tests.store.conftest import make_passphrases_cheap

PASSPHRASE = "correct horse battery"
SQUARES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"adm1_pcode": f"XT0{n}", "adm1_name": f"Square {n}"},
            "geometry": {"type": "Polygon", "coordinates": [[[n, 0], [n + 1, 0], [n + 1, 1], [n, 1], [n, 0]]]},
        }
        for n in range(2)
    ],
}


def command(*arguments: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, list(arguments), catch_exceptions=True)


def make_project(folder: Path, areas: Path) -> Path:
    """Make a project with areas in ``folder``, as a user would."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MRM_PASSPHRASE", PASSPHRASE)
        patch.delenv("MRM_PROJECT", raising=False)
        patch.chdir(folder)
        make_passphrases_cheap(patch)
        for done in (
            command("new", "toy", "--mission", "UNMISS", "--title", "Toy"),
            command("import", str(areas), "--as", "areas"),
        ):
            assert done.exit_code == 0, done.output
    return folder


@pytest.fixture(scope="session")
def squares_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a project of two squares."""
    folder = tmp_path_factory.mktemp("squares")
    (folder / "areas.geojson").write_text(json.dumps(SQUARES), encoding="utf-8")
    return make_project(folder, folder / "areas.geojson")


@pytest.fixture(scope="session")
def counties_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a project of the counties of the sample country."""
    return make_project(tmp_path_factory.mktemp("counties"), asset("data", "sample", "xt_admin2.geojson"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that commands run in."""
    monkeypatch.setenv("MRM_PASSPHRASE", PASSPHRASE)
    monkeypatch.delenv("MRM_PROJECT", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def project(squares_once: Path, folder: Path) -> Path:
    """A project with two areas."""
    shutil.copytree(squares_once, folder, dirs_exist_ok=True)
    return folder / "toy.mrm"

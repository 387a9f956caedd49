"""The tests are laid out as the house is: each room and folder has its own, and each module with public functions its test file."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

HOUSE, TESTS = ROOT / "mrm_desktop", ROOT / "tests"

OF_THE_WHOLE_HOUSE = {"crash", "docs", "end_to_end", "fuzz", "installer"}
"""Tests of the house as a whole, of what is beside it or of its files; no room stands behind them."""

NOT_MIRRORED = {
    "store/migrations/versions": "each is run, killed and run again by the tests of migrations and crashes",
    "desktop/": "windows are tested by what a user does, across their folders",
}
"""Folders without a folder of tests, by how they begin, with the reason."""

MODULE_BY_MODULE = ("domain", "foundation", "geo", "project", "services")
"""Rooms in which each module with public functions has a test file of its own. The method is held to an oracle and to laws, papers and
layers are tested through the catalogues, and readers by kind of file: there a file for each module would repeat what another says."""

WITHOUT_A_FILE_OF_ITS_OWN = {
    "domain/case.py": "facts without behaviour; scoring/test_validation checks what they may be",
    "domain/datasets.py": "services/evidence/test_import_data holds `counting` against the store",
    "domain/missions.py": "project/test_build_case goes through the states, posts and orders of fallback",
    "domain/refusals.py": "desktop and commands are tested to say what is refused",
    "domain/releases.py": "reports/release/test_freezing is about it",
    "foundation/assets.py": "every asset is opened by the tests of what uses it",
    "foundation/ed25519.py": "vault and store/rows/test_signatures sign, verify and refuse by it",
    "foundation/paths.py": "cli/test_commands looks at the rights of the files that are written",
    "geo/outline.py": "cartography is tested by what is drawn with it",
    "project/area_card.py": "project/test_answers holds it against the map, services/release/test_subject against what leaves",
    "project/changes.py": "project/test_open_project listens to every kind of write",
    "services/evidence/use_pack.py": "formats/documents/test_country_pack makes, breaks and uses packs",
    "services/trips/read_typed_file.py": "trips and debriefs are read through it",
}


def folders(root: Path) -> set[str]:
    """Every folder with Python in it, as a path from the root."""
    return {path.parent.relative_to(root).as_posix() for path in root.rglob("*.py")} - {"."}


def folders_with_tests() -> set[str]:
    """Every folder of tests that holds a test module."""
    return {path.parent.relative_to(TESTS).as_posix() for path in TESTS.rglob("test_*.py")} - {"."}


def public_functions(path: Path) -> list[str]:
    """Names of the functions that a module offers to others."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def modules() -> list[str]:
    """Modules that need a test file of their own."""
    found = [path for room in MODULE_BY_MODULE for path in sorted((HOUSE / room).rglob("*.py")) if path.name != "__init__.py"]
    return [path.relative_to(HOUSE).as_posix() for path in found if public_functions(path)]


def test_every_folder_of_the_house_has_its_tests() -> None:
    left_out = tuple(NOT_MIRRORED)
    missing = {folder for folder in folders(HOUSE) - folders_with_tests() if not folder.startswith(left_out)}
    # A room whose modules all stand in its folders needs no test beside them.
    missing -= {folder for folder in missing if not any((HOUSE / folder).glob("[!_]*.py"))}
    assert missing == set()


def test_every_folder_of_tests_has_its_room() -> None:
    strangers = {folder for folder in folders(TESTS) - folders(HOUSE) if folder.split("/")[0] not in OF_THE_WHOLE_HOUSE}
    assert strangers == {"api"}, "the library is one module"


@pytest.mark.parametrize("module", modules())
def test_every_module_has_its_test_file_or_a_reason(module: str) -> None:
    folder, name = module.rsplit("/", 1)
    has_file = (TESTS / folder / f"test_{name}").is_file()
    assert has_file is (module not in WITHOUT_A_FILE_OF_ITS_OWN), "either a test file or a reason, not both"


def test_no_reason_outlives_its_module() -> None:
    assert set(WITHOUT_A_FILE_OF_ITS_OWN) <= set(modules())
    for folder in NOT_MIRRORED:
        assert (HOUSE / folder).is_dir()

"""A country pack is whole and signed, or it is refused; used twice it brings nothing twice."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies._internal.core import DataObject
from typer.testing import CliRunner

from mrm_desktop.cli.main import app
from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.formats.documents import country_pack
from mrm_desktop.formats.documents.country_pack import PartRole, read_pack, write_pack
from mrm_desktop.foundation.assets import asset
from mrm_desktop.services.evidence.use_pack import use_pack
from mrm_desktop.store.file.project_file import ProjectFile, SqlCipherFiles
from mrm_desktop.store.keys import as_key
from mrm_desktop.vault.signing import Signer
from tests.formats.layers.vector_country import SHORTBREAD, little_country, tiles_of, write_pmtiles
from tests.store import records

SIGNER = Signer("Country office", bytes(range(32)))
MADE_ON = date(2026, 3, 1)
BOUNDS = (-20.0, -22.0, -17.0, -20.0)
MISSION_ONLY = "[[mission]]"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Parts of every kind, of the sample country."""
    root = tmp_path / "tamarra"
    for role in PartRole:
        (root / role).mkdir(parents=True)
    sample = asset("data", "sample")
    shutil.copy(sample / "xt_admin1.geojson", root / "boundaries")
    shutil.copy(sample / "xt_admin2.geojson", root / "boundaries")
    shutil.copy(sample / "places.csv", root / "places")
    facts = (sample / "facts.toml").read_text(encoding="utf-8")
    (root / "facts" / "missions.toml").write_text(facts[: facts.index("[[contingent]]")], encoding="utf-8")
    with closing(sqlite3.connect(root / "base_map" / "tamarra.mbtiles")) as tiles, tiles:
        tiles.execute("CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data)")
    write_pmtiles(root / "base_map" / "roads.pmtiles", tiles_of(little_country(BOUNDS), SHORTBREAD, BOUNDS, range(5, 7)), BOUNDS)
    shutil.copy(asset("data", "templates", "perception_survey.xlsx"), root / "forms")
    shutil.copy(asset("data", "reference", "policy.toml"), root / "policy")
    (root / "languages" / "extra.po").write_text('msgid "x"\nmsgstr "y"\n', encoding="utf-8")
    return root


@pytest.fixture
def pack(folder: Path, tmp_path: Path) -> Path:
    path = tmp_path / "tamarra.mrmpack"
    write_pack(path, folder, "Tamarra", "2026-03", MADE_ON, SIGNER)
    return path


@pytest.fixture
def project(tmp_path: Path) -> Iterator[ProjectFile]:
    with SqlCipherFiles().create(tmp_path / "toy.mrm", as_key(bytes(range(32))), records.info()) as made:
        yield made


def test_what_was_packed_is_there_and_signed(pack: Path) -> None:
    read = read_pack(pack)
    assert (read.country, read.version, read.made_on, read.signed_by) == ("Tamarra", "2026-03", MADE_ON, "Country office")
    assert read.public_key == SIGNER.public_key
    assert {part.role for part in read.parts} == set(PartRole)


def test_the_same_folder_gives_the_same_bytes(folder: Path, pack: Path, tmp_path: Path) -> None:
    write_pack(tmp_path / "again.mrmpack", folder, "Tamarra", "2026-03", MADE_ON, SIGNER)
    assert (tmp_path / "again.mrmpack").read_bytes() == pack.read_bytes()


def test_it_is_used_once_however_often(project: ProjectFile, pack: Path, tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        use_pack(project, pack, tmp_path / "out", (), records.AT)
    assert caught.value.code == "pack.unknown_signer"
    done = use_pack(project, pack, tmp_path / "out", [SIGNER.public_key], records.AT)
    with project.read() as repo:
        counts = len(repo.areas()), len(repo.places()), len(repo.missions())
    assert min(counts) > 0
    assert {p.name for p in (tmp_path / "out").iterdir()} == set(done.laid_out)
    assert set(done.laid_out) == {"tamarra.mbtiles", "roads.pmtiles", "perception_survey.xlsx", "policy.toml", "extra.po"}
    again = use_pack(project, pack, tmp_path / "out", [SIGNER.public_key], records.AT)
    assert all(imported.already_there for _, imported in again.imported)
    assert again.facts == 0
    with project.read() as repo:
        assert (len(repo.areas()), len(repo.places()), len(repo.missions())) == counts


@pytest.mark.parametrize("name", ["policy.toml", "tamarra.mbtiles", "perception_survey.xlsx", "extra.po"])
def test_a_file_with_other_content_is_never_taken_for_the_packs(
    project: ProjectFile, pack: Path, tmp_path: Path, name: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / name).write_bytes(b"what somebody laid there")
    with pytest.raises(KnownError) as caught:
        use_pack(project, pack, out, [SIGNER.public_key], records.AT)
    assert caught.value.code == "pack.other_content"
    assert [(p.name, p.read_bytes()) for p in out.iterdir()] == [(name, b"what somebody laid there")]
    with project.read() as repo:
        assert repo.areas() == ()


def test_a_link_in_the_place_of_a_part_is_not_the_part(project: ProjectFile, pack: Path, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "policy.toml").symlink_to(folder / "policy" / "policy.toml")
    with pytest.raises(KnownError) as caught:
        use_pack(project, pack, tmp_path / "out", [SIGNER.public_key], records.AT)
    assert caught.value.code == "pack.other_content"


def test_an_older_pack_of_the_same_office_waits_for_a_word(project: ProjectFile, pack: Path, folder: Path, tmp_path: Path) -> None:
    use_pack(project, pack, tmp_path / "out", [SIGNER.public_key], records.AT)
    old = tmp_path / "old.mrmpack"
    write_pack(old, folder, "TAMARRA ", "2019-01", date(2019, 1, 1), SIGNER)
    for _ in range(2):
        with pytest.raises(KnownError) as caught:
            use_pack(project, old, tmp_path / "older", [SIGNER.public_key], records.AT)
        assert caught.value.code == "pack.older"
        assert not (tmp_path / "older").exists()
    use_pack(project, old, tmp_path / "older", [SIGNER.public_key], records.AT, older=True)
    assert (tmp_path / "older" / "policy.toml").exists()
    with pytest.raises(KnownError):
        use_pack(project, old, tmp_path / "older", [SIGNER.public_key], records.AT)
    use_pack(project, pack, tmp_path / "out", [SIGNER.public_key], records.AT)


BAD_NAMES = [
    "C:evil.toml",
    "p.toml:hidden.toml",
    "CON.toml",
    "prn .toml",
    "com1.toml",
    "LPT\u00b9.x.toml",
    "nul",
    "p.toml.",
    "p.toml ",
    "a?.toml",
]


@pytest.mark.parametrize("name", [*BAD_NAMES, "POLICY.TOML"])
def test_a_name_that_windows_reads_otherwise_is_refused(pack: Path, name: str) -> None:
    def add_signed(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"])
        content = b"x = 1\n"
        digest = hashlib.sha256(content).hexdigest()
        manifest["parts"].append({"role": "policy", "name": name, "sha256": digest, "size": len(content)})
        head = json.dumps(manifest).encode()
        seal = json.loads(members["signature.json"])
        seal["signature"] = SIGNER.sign(country_pack._message(SIGNER.role, head)).hex()
        members |= {f"policy/{name}": content, "manifest.json": head, "signature.json": json.dumps(seal).encode()}

    with pytest.raises(KnownError) as caught:
        read_pack(rewritten(pack, add_signed))
    assert caught.value.code == "pack.bad_name"


@pytest.mark.skipif(os.name == "nt", reason="such a file cannot be there")
def test_no_such_name_is_packed(folder: Path, tmp_path: Path) -> None:
    (folder / "policy" / "CON.toml").write_text("x = 1\n")
    with pytest.raises(KnownError) as caught:
        write_pack(tmp_path / "x.mrmpack", folder, "T", "1", MADE_ON, SIGNER)
    assert caught.value.code == "pack.bad_name"


@pytest.mark.parametrize("name", ["console.toml", "comma.toml", "com10.toml", "\u0633\u064a\u0627\u0633\u0629.toml", "a b.c.toml"])
def test_plain_names_stay(name: str) -> None:
    assert not country_pack.is_other_on_windows(name)


def rewritten(pack: Path, change: Callable[..., Any]) -> Path:
    """Write the pack again with ``change`` applied to its members."""
    with zipfile.ZipFile(pack) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(pack, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return pack


def edit_manifest(**changes: Any) -> Callable[..., Any]:
    def change(members: dict[str, bytes]) -> None:
        members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | changes).encode()

    return change


def sign_as_another(members: dict[str, bytes]) -> None:
    other = Signer("Country office", bytes(32))
    seal = json.loads(members["signature.json"])
    members["signature.json"] = json.dumps(seal | {"public_key": other.public_key}).encode()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda m: m.update({"places/places.csv": b"other"}), "pack.part_changed"),
        (lambda m: m.pop("places/places.csv"), "pack.part_missing"),
        (lambda m: m.update({"policy/evil.toml": b"x = 1"}), "pack.stowaway"),
        (edit_manifest(country="Elsewhere"), "pack.bad_signature"),
        (sign_as_another, "pack.bad_signature"),
        (lambda m: m.update({"signature.json": b"[]"}), "pack.not_a_pack"),
        (lambda m: m.pop("manifest.json"), "pack.not_a_pack"),
        (lambda m: m.update({"../../outside.txt": b"x"}), "archive.leaves_folder"),
    ],
)
def test_a_pack_that_somebody_touched_is_refused(
    project: ProjectFile, pack: Path, tmp_path: Path, change: Callable[..., Any], code: str
) -> None:
    with pytest.raises(KnownError) as caught:
        use_pack(project, rewritten(pack, change), tmp_path / "out", [SIGNER.public_key], records.AT)
    assert caught.value.code == code
    with project.read() as repo:
        assert repo.areas() == ()
    assert not (tmp_path / "out").exists()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_damage_is_a_known_error_or_does_no_harm(pack: Path, data: DataObject) -> None:
    whole = pack.read_bytes()
    spoiled = pack.with_name("spoiled.mrmpack")
    position = data.draw(st.integers(0, len(whole) - 1))
    content = bytearray(whole)
    content[position] ^= data.draw(st.integers(1, 255))
    spoiled.write_bytes(content[: data.draw(st.sampled_from([len(whole), position]))])
    try:
        read = read_pack(spoiled)
    except KnownError:
        return
    assert read.parts == read_pack(pack).parts, "a change that passed must be outside everything that is signed"


@pytest.mark.parametrize(
    ("name", "code"),
    [("boundaries/a.exe", "pack.unknown_part"), ("a.csv", "pack.unknown_folder"), ("other/a.csv", "pack.unknown_folder")],
)
def test_what_is_no_part_is_not_packed(folder: Path, tmp_path: Path, name: str, code: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("x")
    with pytest.raises(KnownError) as caught:
        write_pack(tmp_path / "x.mrmpack", folder, "T", "1", MADE_ON, SIGNER)
    assert caught.value.code == code
    assert not (tmp_path / "x.mrmpack").exists()


def test_by_command(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MRM_PASSPHRASE", "a passphrase for the pack")
    monkeypatch.setenv("MRM_SIGNING_PASSPHRASE", "only the head of office knows this")
    run = CliRunner().invoke
    assert run(app, ["new", "office.mrm", "--mission", "UNMISS", "--title", "Office"]).exit_code == 0
    unsigned = run(app, ["pack", "make", "tamarra", "--country", "T", "--version", "1", "--out", "t.mrmpack"])
    assert isinstance(unsigned.exception, KnownError)
    assert run(app, ["signing", "--role", "Country office"]).exit_code == 0
    made = run(app, ["pack", "make", "tamarra", "--country", "T", "--version", "1", "--out", "t.mrmpack"])
    assert made.exit_code == 0, made.output
    checked = run(app, ["pack", "check", "t.mrmpack"])
    assert "Country office" in checked.stdout
    key = checked.stdout.rsplit(" ", 1)[1].strip()
    used = run(app, ["pack", "use", "t.mrmpack", "--trust", key])
    assert used.exit_code == 0, used.output
    assert isinstance(run(app, ["pack", "check", "office.mrm"]).exception, KnownError | CannotOpenError)

"""What makes installers, on a stand-in for the frozen folder: the package, its sameness, the lists, the Windows script."""

from __future__ import annotations

import ctypes
import hashlib
import json
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import component_sizes
import debian_package
import one_openssl
import pytest
import shipped_parts
import unicode_tables

from mrm_desktop.foundation.version import __version__
from tests.conftest import ROOT

INSTALLER = ROOT / "installer"
MOMENT = 1_790_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that looks frozen: a program that knows its version, libraries, assets."""
    made = tmp_path / "mrm-desktop"
    inside = made / "_internal"
    (inside / "PySide6").mkdir(parents=True)
    (inside / "PySide6" / "libQt6Widgets.so.6").write_bytes(b"x" * 3_000_000)
    (inside / "typst").mkdir()
    (inside / "typst" / "_typst.abi3.so").write_bytes(b"x" * 1_000_000)
    for name in ("mrm-desktop", "mrm-desktop-window", "mrm-desktop.exe", "mrm-desktop-window.exe"):
        (made / name).write_text(f"#!/bin/sh\necho mrm-desktop {__version__}\n")
        (made / name).chmod(0o755)
    for name in ("LICENSE", "licences.md", "licences.txt"):
        (made / name).write_text("text")
    return made


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg-deb is not here")
def test_the_package_holds_program_doors_icon_and_file_type_and_is_the_same_twice(folder: Path, tmp_path: Path) -> None:
    digests = []
    for turn in ("one", "two"):
        (tmp_path / turn).mkdir()
        made = debian_package.make_deb(folder, INSTALLER / "debian", tmp_path / turn, tmp_path / turn, MOMENT, fast=True)
        digests.append(hashlib.sha256(made.read_bytes()).hexdigest())
    assert digests[0] == digests[1]
    listed = subprocess.run(["dpkg-deb", "-c", str(made)], capture_output=True, text=True, check=True).stdout
    for path in (
        "./opt/mrm-desktop/_internal/PySide6/libQt6Widgets.so.6",
        "./usr/bin/mrm-desktop -> /opt/mrm-desktop/mrm-desktop",
        "./usr/bin/mrm-desktop-window -> ",
        "./usr/share/applications/mrm-desktop.desktop",
        "./usr/share/mime/packages/mrm-desktop.xml",
        "./usr/share/icons/hicolor/scalable/apps/mrm-desktop.svg",
        "./usr/share/doc/mrm-desktop/copyright",
    ):
        assert path in listed, path
    assert str(tmp_path) not in listed
    assert all(line.split()[1] == "root/root" for line in listed.splitlines())
    told = subprocess.run(["dpkg-deb", "-f", str(made)], capture_output=True, text=True, check=True).stdout
    assert f"Version: {__version__}\n" in told
    assert "Depends: libxcb-cursor0\n" in told


def test_a_library_that_nobody_knows_stops_the_package(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "_internal" / "a.so").write_bytes(b"\x7fELF")
    monkeypatch.setattr(debian_package, "_asked_for", lambda _path: iter(["libc.so.6", "libunheard.so.9"]))
    with pytest.raises(SystemExit, match=r"libunheard\.so\.9"):
        debian_package.needed_packages(folder)
    monkeypatch.setattr(debian_package, "_asked_for", lambda _path: iter(["libc.so.6"]))
    assert "libc6" in debian_package.needed_packages(folder)


def test_sizes_add_up(folder: Path) -> None:
    table = component_sizes.component_sizes(folder)
    numbers = [float(line.split()[0]) for line in table.splitlines()]
    assert numbers[-1] == pytest.approx(sum(numbers[:-1]), abs=0.2)
    assert table.splitlines()[0].endswith("Qt")


def test_the_lists_name_every_locked_package_with_its_licence(folder: Path, tmp_path: Path) -> None:
    lock = tmp_path / "runtime.lock"
    lock.write_text("numpy==2.0 \\\n    --hash=sha256:0\nsqlcipher3==0.6.4\npyproj==3.7\n")
    shipped_parts.write_lists(folder, lock, Path(sys.executable), tmp_path)
    bill = json.loads((tmp_path / "sbom.cdx.json").read_text())
    names = {part["name"] for part in bill["components"]}
    assert {"numpy", "sqlcipher3", "pyproj", "Qt", "GDAL", "SQLite and SQLCipher"} <= names
    assert "pytest" not in names
    assert all(part["licenses"][0]["license"]["name"] for part in bill["components"])
    versions = {part["name"]: part["version"] for part in bill["components"]}
    assert versions["PROJ"].count(".") == 2
    assert (folder / "licences.txt").read_text() == (tmp_path / "licences.txt").read_text()


@pytest.mark.skipif(shutil.which("makensis") is None, reason="NSIS is not here")
def test_the_windows_script_compiles(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / f"mrm-desktop-{__version__}-setup.exe"
    told = {"VERSION": __version__, "FOLDER": str(folder), "OUT": str(out)}
    command = ["makensis", "-V2", "-WX", *(f"-D{name}={value}" for name, value in told.items())]
    done = subprocess.run([*command, str(INSTALLER / "windows" / "mrm-desktop.nsi")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert out.read_bytes().startswith(b"MZ")


@pytest.mark.parametrize(("driver", "is_shared"), [("3.5.9", True), ("3.0.19", True), ("3.0.2", False)])
def test_one_openssl_serves_python_and_driver_where_the_driver_has_the_newer(folder: Path, driver: str, is_shared: bool) -> None:
    inside = folder / "_internal"
    (inside / "psycopg_binary.libs").mkdir()
    for name in ("libcrypto", "libssl"):
        (inside / f"{name}.so.3").write_bytes(b"\0OpenSSL 3.0.19 27 Jan 2026\0")
        (inside / "psycopg_binary.libs" / f"{name}-1a2b.so.3").write_bytes(f"\0OpenSSL {driver} 1 Jan 2026\0".encode())
    one_openssl.share_openssl(inside)
    for name in ("libcrypto", "libssl"):
        assert (inside / f"{name}.so.3").is_symlink() is is_shared
        assert (driver.encode() in (inside / f"{name}.so.3").read_bytes()) is (is_shared or driver == "3.0.19")


def test_tables_that_qt_never_opens_leave_the_package_and_the_others_stay_as_they_were() -> None:
    package = _package(
        {
            "icudt9l/coll/ar.res": b"a" * 33,
            "icudt9l/curr/ar.res": b"c" * 40,
            "icudt9l/cnvalias.icu": b"n",
            "icudt9l/unit/x.res": b"u",
        }
    )

    found = unicode_tables.tables_of(unicode_tables.without_unused(package))

    assert {name: table.rstrip(b"\0") for name, table in found.items()} == {
        "icudt9l/coll/ar.res": b"a" * 33,
        "icudt9l/cnvalias.icu": b"n",
    }


@pytest.mark.skipif(not sys.platform.startswith("linux") or shutil.which("ld") is None, reason="needs the linker of a Linux system")
def test_a_library_of_tables_offers_fewer_under_its_own_name(tmp_path: Path) -> None:
    library = tmp_path / "libicudata.so.9"
    package = _package({"icudt9l/coll/ar.res": b"a" * 33, "icudt9l/zone/ar.res": b"z" * 90_000})
    library.write_bytes(b"\x7fELF and what a library begins with, \xda'" + package)

    unicode_tables.slim_tables(library, lambda command: subprocess.run([str(part) for part in command], check=True))

    loaded = ctypes.CDLL(str(library))
    offered = ctypes.string_at(ctypes.addressof(ctypes.c_char.in_dll(loaded, "icudt9_dat")), 300)
    assert list(unicode_tables.tables_of(offered)) == ["icudt9l/coll/ar.res"]
    assert library.stat().st_size < 20_000


def test_a_library_without_tables_is_refused() -> None:
    with pytest.raises(ValueError, match="no package"):
        unicode_tables.package_in(b"\x7fELF \xda' nothing of the kind")


def _package(tables: dict[str, bytes]) -> bytes:
    """Lay out a package as ICU does: header, contents, names, tables."""
    header = struct.pack("<H2sHHBBBx4s", 32, b"\xda'", 20, 0, 0, 0, 2, b"CmnD").ljust(32, b"\0")
    names = b"".join(name.encode() + b"\0" for name in tables)
    entries, name_at = b"", 4 + 8 * len(tables)
    begin = name_at + len(names)
    for name, table in tables.items():
        entries += struct.pack("<II", name_at, begin)
        name_at, begin = name_at + len(name) + 1, begin + len(table)
    return header + struct.pack("<I", len(tables)) + entries + names + b"".join(tables.values())

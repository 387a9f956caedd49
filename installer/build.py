#!/usr/bin/env python3
"""Make what people install: one folder that runs from a stick, a Debian package, lists of what is inside. Standard library only.

python3 installer/build.py folder     the folder, checked by itself
python3 installer/build.py deb        the folder as a Debian package
python3 installer/build.py lists      bill of materials and licences of what the folder holds
python3 installer/build.py all        everything, with checksums; --sign KEY signs them with minisign

Run it with the system's own Python: another one leaves its folder's name in the libraries. Two runs of one commit give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from component_sizes import component_sizes
from debian_package import make_deb
from one_openssl import share_openssl
from shipped_parts import write_lists
from unicode_tables import slim_tables

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BUILD = ROOT / "build"
VENV = BUILD / "venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
ENDING = ".exe" if os.name == "nt" else ""
FOLDER = BUILD / "frozen" / "mrm-desktop"
OUT = BUILD / "out"


def run(command: Sequence[str | Path], **environment: str) -> str:
    """Run a command in the project's folder; stop where it fails."""
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def moment_of_commit() -> str:
    """Seconds of the newest commit: the clock of a reproducible build."""
    return os.environ.get("SOURCE_DATE_EPOCH") or run(["git", "log", "-1", "--format=%ct"]).strip()


def make_environment() -> None:
    """Make a fresh environment with exactly the locked packages that the program needs, and those that pack it."""
    python = Path("/usr/bin/python3") if Path("/usr/bin/python3").exists() else Path(sys.executable)
    shutil.rmtree(VENV, ignore_errors=True)
    run([python, "-m", "venv", VENV])
    run([BIN / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", HERE / "uv.txt"])
    certificates: list[str | Path] = ["--system-certs"] if os.environ.get("SSL_CERT_FILE") else []
    uv: list[str | Path] = [BIN / f"uv{ENDING}", "pip"]
    wanted = BUILD / "runtime.lock"
    extras = [part for extra in ("desktop", "keyring", "office") for part in ("--extra", extra)]
    locked = ["-c", "requirements.lock", "--generate-hashes", "--no-emit-index-url", *certificates]
    run([*uv, "compile", "-q", "--universal", "pyproject.toml", *extras, *locked, "-o", wanted])
    install = [*uv, "install", "-q", "--python", BIN / "python", *certificates, "--require-hashes"]
    run([*install, "-r", wanted])
    run([*install, "-r", HERE / "build.lock"])


def make_wheel() -> Path:
    """Build the wheel from a source archive: built from the tree it could take along what is not the project's."""
    dist = BUILD / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    run([BIN / "python", "-m", "build", "--no-isolation", "--outdir", dist], SOURCE_DATE_EPOCH=moment_of_commit())
    return next(dist.glob("*.whl"))


def make_folder() -> None:
    """Freeze the installed wheel into one folder and let it check itself."""
    BUILD.mkdir(exist_ok=True)
    make_environment()
    run([BIN / f"uv{ENDING}", "pip", "install", "-q", "--python", BIN / "python", "--no-deps", make_wheel()])
    shutil.rmtree(FOLDER.parent, ignore_errors=True)
    places = ["--distpath", FOLDER.parent, "--workpath", BUILD / "work", "--noconfirm", "--clean", "--log-level", "WARN"]
    fixed = {"SOURCE_DATE_EPOCH": moment_of_commit(), "PYTHONHASHSEED": "0", "PYINSTALLER_CONFIG_DIR": str(BUILD / "cache")}
    # From its own folder, so that the checkout does not stand before the installed wheel.
    subprocess.run(
        [str(part) for part in (BIN / "python", "-m", "PyInstaller", *places, HERE / "mrm-desktop.spec")],
        cwd=BUILD,
        env={**os.environ, **fixed},
        check=True,
    )
    slim()
    tidy()
    check(FOLDER)


def slim() -> None:
    """Take out of the libraries what nothing looks up, and keep one of what two of them brought."""
    if not sys.platform.startswith("linux"):
        return
    inside = FOLDER / "_internal"
    for library in sorted(inside.rglob("*.so*")):
        # numpy's OpenBLAS no longer loads once it has been stripped.
        if library.is_file() and not library.is_symlink() and library.parent.name != "numpy.libs":
            run(["strip", "--strip-unneeded", library])
    # The newer of the two: an older library reads it, not the other way round. The self-check reprojects with both.
    older, newer = inside / "pyproj/proj_dir/share/proj/proj.db", inside / "pyogrio/proj_data/proj.db"
    if layout_of(older) > layout_of(newer):
        older, newer = newer, older
    older.unlink()
    older.symlink_to(os.path.relpath(newer, older.parent))
    share_openssl(inside)
    for tables in (inside / "PySide6/Qt/lib").glob("libicudata.so.*"):
        slim_tables(tables, run)
    shutil.copy2(HERE / "mrm-desktop-window", FOLDER / "mrm-desktop-window")


def layout_of(database: Path) -> tuple[int, ...]:
    """Version of the tables of a database of projections, then of PROJ itself."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as rows:
        said = dict(rows.execute("SELECT key, value FROM metadata"))
    version = f"{said['DATABASE.LAYOUT.VERSION.MAJOR']}.{said['DATABASE.LAYOUT.VERSION.MINOR']}.{said['PROJ.VERSION']}"
    return tuple(int(part) for part in version.split("."))


def tidy() -> None:
    """Take out what says where and when it was built, and put the licences in."""
    for left in (*FOLDER.rglob("direct_url.json"), *FOLDER.rglob("RECORD"), *FOLDER.rglob("uv_cache.json")):
        left.unlink()
    for name in ("LICENSE", "docs/licences.md"):
        shutil.copyfile(ROOT / name, FOLDER / Path(name).name)
    moment = int(moment_of_commit())
    for path in sorted(FOLDER.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        os.utime(path, (moment, moment), follow_symlinks=False)


def check(folder: Path) -> None:
    """Let the program prove itself: assets, projection, encrypted store, PDF, a painted map page, no network."""
    sys.stdout.write(run([folder / f"mrm-desktop{ENDING}", "self-check"], QT_QPA_PLATFORM="offscreen"))


def checksums(key: Path | None) -> None:
    """Write the checksums of everything that was made, and sign them."""
    files = sorted(path for path in OUT.iterdir() if path.name not in ("SHA256SUMS", "SHA256SUMS.minisig"))
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (OUT / "SHA256SUMS").write_text("".join(lines))
    if key is not None:
        run(["minisign", "-S", "-s", key, "-m", OUT / "SHA256SUMS"])


def main() -> int:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("folder", "deb", "lists", "all"))
    parser.add_argument("--fast", action="store_true", help="compress the package lightly: for tests, not for people")
    parser.add_argument("--sign", type=Path, metavar="KEY", help="secret key of minisign")
    given = parser.parse_args()
    if given.what in ("folder", "all") or not FOLDER.is_dir():
        make_folder()
    OUT.mkdir(parents=True, exist_ok=True)
    if given.what in ("lists", "all"):
        write_lists(FOLDER, BUILD / "runtime.lock", BIN / "python", OUT)
        (OUT / "sizes.txt").write_text(component_sizes(FOLDER))
    if given.what in ("deb", "all"):
        made = make_deb(FOLDER, HERE / "debian", BUILD, OUT, int(moment_of_commit()), given.fast)
        sys.stdout.write(f"{made.name}: {made.stat().st_size / 1e6:.0f} MB\n")
    checksums(given.sign)
    return 0


if __name__ == "__main__":
    sys.exit(main())

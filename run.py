#!/usr/bin/env python3
"""Set MRM Desktop up and run it, with nothing but Python's standard library.

python3 run.py            the first time: set everything up; then run the program on the bundled sample country
python3 run.py test       pass the tests
python3 run.py nightly    the long tests: 1,000 kills, 10,000 examples of each law, the window in 20 orders, every reader fuzzed,
                           and a million spoiled files through the door; takes hours
python3 run.py mrm ...    any command of the program, such as: python3 run.py mrm assess --help
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
PROGRAM = BIN / ("mrm-desktop.exe" if os.name == "nt" else "mrm-desktop")
LOCK = ROOT / "requirements.lock"
UV_LOCK = ROOT / "installer" / "uv.txt"
STAMP = VENV / "set-up-for"
VERSIONS = ((3, 11), (3, 12), (3, 13))
# The tests of the core share the machine's cores, a file of tests to a worker: what a file makes once is made once. Windows stay in
# one process.
CORE_WORKERS = ("-n", "2", "--dist", "loadfile")
WINDOW_ORDERS = 20  # in which the tests of the window run each night

# What Qt's window loads at run time, as Debian names it.
WINDOW_PACKAGES = [
    "libgl1",
    "libegl1",
    "libglib2.0-0",
    "libdbus-1-3",
    "libfontconfig1",
    "libxkbcommon-x11-0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-xkb1",
    "libxcb-shape0",
    "libwayland-cursor0",
]
# What only the tests need: a real browser, a virtual screen, a reader of PDF pages.
TEST_PACKAGES = ["chromium", "chromium-driver", "xvfb", "xauth", "poppler-utils", "nsis"]
# A real server for the shared office's database. Asked for apart: where a Debian has another version, its tests are skipped.
OFFICE_PACKAGES = ["postgresql-15", "postgresql-15-postgis-3"]


def main() -> int:
    """Do what the command line asks for."""
    wish = sys.argv[1] if len(sys.argv) > 1 else ""
    if wish in ("-h", "--help"):
        print(__doc__)
        return 0
    if wish not in ("", "test", "nightly", "mrm"):
        print(f"run.py does not know {wish!r}.\n\n{__doc__}", file=sys.stderr)
        return 2
    need_system_packages(WINDOW_PACKAGES + (TEST_PACKAGES if wish in ("test", "nightly") else []))
    if wish == "test":
        need_system_packages(OFFICE_PACKAGES)
    set_up()
    if wish == "test":
        return run_tests(sys.argv[2:])
    if wish == "nightly":
        return run_nightly()
    if wish == "mrm":
        return subprocess.call([str(PROGRAM), *sys.argv[2:]])  # where the user stands: paths are theirs
    return call([PROGRAM, "sample", *([] if has_display() else ["--headless"])])


def call(command: list[str | Path], **environment: str) -> int:
    """Run a command in the project's folder and return its exit code."""
    return subprocess.call([str(part) for part in command], cwd=ROOT, env={**os.environ, **environment})


def has_display() -> bool:
    """Tell whether a window could be shown here."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def need_system_packages(names: list[str]) -> None:
    """Install the missing Debian packages where we may, otherwise print the one line that does it and go on."""
    if shutil.which("dpkg-query") is None:
        return
    names = [*names, *([] if has_venv() else ["python3-venv"])]
    missing = [name for name in names if not is_installed(name)]
    if not missing:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() == 0:
        prefix: list[str] = []
    elif shutil.which("sudo") and sys.stdin.isatty() and agrees(missing):
        prefix = ["sudo"]
    else:
        print(f"Some system packages are missing. This line installs them:\n  sudo {' '.join(install)}", file=sys.stderr)
        if not has_venv():
            sys.exit("Without python3-venv the set-up cannot go on.")
        return
    print(f"Installing system packages: {' '.join(missing)}", flush=True)
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    if call([*prefix, "apt-get", "update", "-qq"], **quiet) or call([*prefix, *install, "-qq"], **quiet):
        print(f"That did not work. This line would: {' '.join(['sudo', *install])}", file=sys.stderr)


def agrees(missing: list[str]) -> bool:
    """Ask before anything is installed with the user's rights as administrator."""
    return input(f"Install these system packages with sudo: {' '.join(missing)}? [y/N] ").strip().lower() in ("y", "yes")


def is_installed(package: str) -> bool:
    """Tell whether dpkg knows the package as installed; a virtual name counts through its provider."""
    query = ["dpkg-query", "-W", "-f", "${Status}", package]
    if "ok installed" in subprocess.run(query, capture_output=True, text=True, check=False).stdout:
        return True
    # Debian 13 renamed some libraries (64-bit time); the new package carries the old name with t64 behind it.
    return (
        not package.endswith("t64")
        and "ok installed" in subprocess.run([*query[:-1], f"{package}t64"], capture_output=True, text=True, check=False).stdout
    )


def has_venv() -> bool:
    """Tell whether this Python can make virtual environments (Debian's own cannot without python3-venv)."""
    return subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False).returncode == 0


def suitable_python() -> str:
    """Find a Python that the locked packages support: this one, or another one on the path."""
    if sys.version_info[:2] in VERSIONS:
        return sys.executable
    for major, minor in VERSIONS:
        found = shutil.which(f"python{major}.{minor}")
        if found:
            return found
    wanted = ", ".join(f"{major}.{minor}" for major, minor in VERSIONS)
    sys.exit(
        f"MRM Desktop needs Python {wanted}; this is {sys.version.split()[0]}. Install one of them and run this again with it."
    )


def set_up() -> None:
    """Make the virtual environment and fill it from the lock file; skipped when nothing has changed since the last time."""
    inputs = [LOCK, ROOT / "pyproject.toml"]
    fingerprint = hashlib.sha256(b"".join(path.read_bytes() for path in inputs)).hexdigest()
    if STAMP.is_file() and STAMP.read_text() == fingerprint and PYTHON.exists():
        return
    print("Setting up (once; takes from ten seconds to some minutes)...", flush=True)
    if not PYTHON.exists() and call([suitable_python(), "-m", "venv", VENV]):
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit("The virtual environment could not be made. On Debian: sudo apt-get install python3-venv")
    install_packages()
    STAMP.write_text(fingerprint)


def install_packages() -> None:
    """Install exactly the locked packages, each checked against its hash: with uv where it can be had, else with pip."""
    pip: list[str | Path] = [PYTHON, "-m", "pip", "--disable-pip-version-check", "-q"]
    uv = BIN / ("uv.exe" if os.name == "nt" else "uv")
    if not uv.exists():
        call([*pip, "install", "--require-hashes", "-r", UV_LOCK])
    certificates: list[str | Path] = ["--system-certs"] if os.environ.get("SSL_CERT_FILE") else []
    with_uv: list[str | Path] = [uv, "pip", "install", "-q", "--python", PYTHON, *certificates]
    here: list[str | Path] = ["--no-deps", "--no-build-isolation", "-e", ROOT]
    if uv.exists() and not call([*with_uv, "--require-hashes", "-r", LOCK]) and not call([*with_uv, *here]):
        return
    print("Falling back to pip (slower)...", flush=True)
    if call([*pip, "install", "--require-hashes", "-r", LOCK]) or call([*pip, "install", *here]):
        sys.exit(
            "The packages could not be installed. Check the network or the package mirror, then run this again: nothing is lost."
        )


def run_nightly() -> int:
    """Run what takes hours: many kills, many examples of each law, the window in many orders, every reader fuzzed where it can be."""
    failed = []
    kills = {"MRM_KILLS": "1000", "QT_QPA_PLATFORM": "offscreen"}
    if call([PYTHON, "-m", "pytest", "-q", "tests/crash", "-o", "faulthandler_timeout=3600"], **kills):
        failed.append("crash")
    if call([PYTHON, "-m", "pytest", "-q", "tests/scoring", "-o", "faulthandler_timeout=3600"], HYPOTHESIS_PROFILE="nightly"):
        failed.append("laws")
    # The window's tests twenty times, each time in another order: none may lean on what ran before it, none on luck.
    failed += [f"window in order {seed}" for seed in range(1, WINDOW_ORDERS + 1) if run_window(seed)]
    if call([PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "--no-deps", "-r", ROOT / "installer" / "fuzzer.txt"]):
        print("The fuzzer is not to be had for this system and Python: left out.", flush=True)
    elif call([PYTHON, "-m", "tests.fuzz.readers", "--seconds", "600"]):
        failed.append("fuzz")
    if call([PYTHON, "-m", "tests.fuzz.through_the_door"]):
        failed.append("fuzz through the door")
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nAll long tests passed.")
    return 1 if failed else 0


def run_window(seed: int) -> int:
    """Run the window's tests in an order of their own."""
    return call([PYTHON, "-m", "pytest", "-q", "-m", "desktop"], MRM_TEST_SEED=str(seed), QT_QPA_PLATFORM="offscreen")


def run_tests(arguments: list[str]) -> int:
    """Run every check: style, types, import contracts, the core without Qt, then the whole suite with real windows."""
    environment = {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    core: list[str | Path] = [PYTHON, "-m", "pytest", "-q", *CORE_WORKERS]
    checks: list[tuple[str, list[str | Path]]] = [
        ("style", [BIN / "ruff", "check", "."]),
        ("form", [BIN / "ruff", "format", "--check", "."]),
        ("types", [BIN / "mypy"]),
        ("rooms", [BIN / "lint-imports"]),
        (
            "core without Qt",
            [*core, "-p", "tests.without_qt", "-p", "no:pytest-qt", "--ignore", "tests/desktop"],
        ),
        ("window", [PYTHON, "-m", "pytest", "-q", "-m", "desktop"]),
    ]
    if arguments:
        return call([PYTHON, "-m", "pytest", *arguments], **environment)
    if shutil.which("xvfb-run"):
        # The three tasks once more on a real window system, whose windows come and go when they like.
        screen: list[str | Path] = ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24", "env", "QT_QPA_PLATFORM=xcb"]
        chosen = ["tests/desktop/test_real_project.py", "tests/desktop/test_trips.py", "tests/desktop/test_first_hour.py"]
        checks.append(("window on a screen", [*screen, PYTHON, "-m", "pytest", "-q", *chosen]))
    failed = []
    for name, command in checks:
        print(f"\n=== {name} ===", flush=True)
        if call(command, **environment):
            failed.append(name)
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nAll checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""The frozen folder as a Debian package, built with dpkg-deb alone."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

HOME = "opt/mrm-desktop"
# Libraries that the folder does not bring, as Debian 12 and 13 name their packages.
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libXext.so.6": "libxext6",
    "libXfixes.so.3": "libxfixes3",
    "libc.so.6": "libc6",
    "libcups.so.2": "libcups2 | libcups2t64",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdl.so.2": "libc6",
    "libdrm.so.2": "libdrm2",
    "libexpat.so.1": "libexpat1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libgobject-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libgio-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libstdc++.so.6": "libstdc++6",
    "libudev.so.1": "libudev1",
    "libuuid.so.1": "libuuid1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libwayland-server.so.0": "libwayland-server0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-dri3.so.0": "libxcb-dri3-0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinput.so.0": "libxcb-xinput0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
}
# Opened by name at run time, or by parts of Qt that this program does without.
AS_WELL = ("libxcb-cursor0",)
_OF_THE_C_LIBRARY = ("ld-linux", "libm.", "libpthread.", "librt.", "libutil.", "libresolv.", "libnsl.", "libcrypt.")
_OF_UNUSED_PLUGINS = (
    *("libgtk", "libgdk", "libpango", "libcairo", "libatk", "libwebp", "libtiff", "libspeechd", "libpulse", "libva", "libgst"),
    *("libpq.", "libmysql", "libodbc"),
)
PASSED_OVER = (*_OF_THE_C_LIBRARY, *_OF_UNUSED_PLUGINS)


def make_deb(folder: Path, debian: Path, build: Path, out: Path, moment: int, fast: bool) -> Path:
    """Return the package made of a frozen folder.

    Parameters
    ----------
    moment : int
        Seconds since 1970 that every file carries, so that the same input gives the same package.
    fast : bool
        Compress lightly.
    """
    version = _version(folder)
    tree = build / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(folder, tree / HOME, symlinks=True)
    for source, target in _companions(debian, version):
        place = tree / target
        place.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(source, Path):
            shutil.copyfile(source, place)
        else:
            place.write_bytes(source)
    (tree / "usr/bin").mkdir(parents=True, exist_ok=True)
    for name in ("mrm-desktop", "mrm-desktop-window"):
        (tree / "usr/bin" / name).symlink_to(f"/{HOME}/{name}")
    _write_control(tree, version, needed_packages(folder))
    for path in (tree, *tree.rglob("*")):
        os.utime(path, (moment, moment), follow_symlinks=False)
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
    made = out / f"mrm-desktop_{version}_amd64.deb"
    packing = ["-Zzstd", "-z3"] if fast else ["-Zxz", "-z9", "-Sextreme"]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(moment)}
    command = ["dpkg-deb", "--root-owner-group", *packing, "--build", str(tree), str(made)]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    return made


def needed_packages(folder: Path) -> list[str]:
    """Return the Debian packages that the folder's libraries ask for.

    Raises
    ------
    SystemExit
        A library is asked for that the table does not know.
    """
    own = {path.name for path in folder.rglob("*.so*")}
    asked = {name for path in folder.rglob("*") if _is_elf(path) for name in _asked_for(path)} - own
    unknown = sorted(name for name in asked if name not in PACKAGES and not name.startswith(PASSED_OVER))
    if unknown:
        raise SystemExit(f"No Debian package is known for: {', '.join(unknown)}. Add them to PACKAGES or to PASSED_OVER.")
    return sorted({PACKAGES[name] for name in asked if name in PACKAGES} | set(AS_WELL))


def _is_elf(path: Path) -> bool:
    if not path.is_file() or path.is_symlink():
        return False
    with path.open("rb") as stream:
        return stream.read(4) == b"\x7fELF"


def _asked_for(path: Path) -> Iterator[str]:
    told = subprocess.run(["readelf", "-d", str(path)], capture_output=True, text=True, check=False).stdout
    yield from re.findall(r"\(NEEDED\).*\[(.+?)\]", told)


def _version(folder: Path) -> str:
    told = subprocess.run([str(folder / "mrm-desktop"), "--version"], capture_output=True, text=True, check=True).stdout
    return told.split()[-1]


def _companions(debian: Path, version: str) -> Iterator[tuple[Path | bytes, str]]:
    yield debian / "mrm-desktop.desktop", "usr/share/applications/mrm-desktop.desktop"
    yield debian / "mrm-desktop.xml", "usr/share/mime/packages/mrm-desktop.xml"
    yield debian / "mrm-desktop.metainfo.xml", "usr/share/metainfo/mrm-desktop.metainfo.xml"
    yield debian.parents[1] / "ui/icons/mrm-desktop.svg", "usr/share/icons/hicolor/scalable/apps/mrm-desktop.svg"
    yield debian.parents[1] / "LICENSE", "usr/share/doc/mrm-desktop/copyright"
    entry = f"mrm-desktop ({version}) unstable; urgency=medium\n\n  * See CHANGELOG.md of the project.\n"
    yield gzip.compress(entry.encode(), mtime=0), "usr/share/doc/mrm-desktop/changelog.Debian.gz"


def _write_control(tree: Path, version: str, packages: list[str]) -> None:
    size = sum(path.stat().st_size for path in tree.rglob("*") if path.is_file() and not path.is_symlink()) // 1024
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN/control").write_text(
        f"Package: mrm-desktop\nVersion: {version}\nArchitecture: amd64\nSection: science\nPriority: optional\n"
        f"Maintainer: MRM Desktop <maintainers@mrm-desktop.invalid>\nInstalled-Size: {size}\nDepends: {', '.join(packages)}\n"
        "Description: whether and how to engage peacekeepers in an area, with the reasons\n"
        " Overlays peacekeepers' patrol areas, remote places and perception ratings on a map,\n"
        " scores whether and how an organisation should engage them, and records why.\n"
        " Works without a network; keeps everything in one encrypted file.\n"
    )

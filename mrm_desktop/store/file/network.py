"""Does a file lie on another machine? A write-ahead log shares memory between programs, which no network share can."""

from __future__ import annotations

import os
from pathlib import Path

_SHARES = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "9p",
        "afs",
        "afpfs",
        "webdav",
        "davfs",
        "ceph",
        "glusterfs",
        "lustre",
        "vboxsf",
        "prl_fs",
    }
)
_REMOTE_DRIVE = 4
_MOUNTS = Path("/proc/mounts")


def on_network_share(path: Path, mounts: Path = _MOUNTS) -> bool:
    """Tell whether the folder of ``path`` is a share of another machine, as far as the system says; a doubt counts as no."""
    if os.name == "nt":
        return _windows_share(path)
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    folder = path.absolute().parent
    best, kind = -1, ""
    for line in lines:
        parts = line.split()
        if len(parts) < 3:
            continue
        point = Path(parts[1].replace("\\040", " "))
        if folder.is_relative_to(point) and len(point.parts) > best:
            best, kind = len(point.parts), parts[2]
    # Mounts in user space carry the protocol after the dot, such as fuse.sshfs.
    return kind in _SHARES or (
        kind.startswith("fuse.") and kind.removeprefix("fuse.") in _SHARES | {"sshfs", "rclone", "gvfsd-fuse"}
    )


def _windows_share(path: Path) -> bool:
    import ctypes

    anchor = path.absolute().anchor
    if anchor.startswith("\\\\"):
        return True
    return int(ctypes.windll.kernel32.GetDriveTypeW(anchor)) == _REMOTE_DRIVE  # type: ignore[attr-defined,unused-ignore]

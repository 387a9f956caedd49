"""What is inside the frozen folder: a bill of materials (CycloneDX) and the licences, Python packages and the libraries within them."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

# Libraries that come inside wheels and that no package's metadata names. Versions are asked of the libraries themselves where they
# say; licences are those of their projects.
INSIDE_WHEELS = (
    ("GDAL", "MIT", "pyogrio", "import pyogrio; print('.'.join(map(str, pyogrio.__gdal_version__)))"),
    ("GEOS", "LGPL-2.1-or-later", "shapely", "import shapely; print('.'.join(map(str, shapely.geos_version)))"),
    ("PROJ", "MIT", "pyproj", "import pyproj; print(pyproj.proj_version_str)"),
    ("SQLite and SQLCipher", "blessing AND BSD-3-Clause", "sqlcipher3", "import sqlcipher3.dbapi2 as d; print(d.sqlite_version)"),
    ("OpenSSL", "Apache-2.0", "sqlcipher3, cryptography", "import ssl; print(ssl.OPENSSL_VERSION)"),
    ("OpenBLAS", "BSD-3-Clause", "numpy", ""),
    ("libpq", "PostgreSQL", "psycopg-binary", "import psycopg; print(psycopg.pq.version())"),
    ("libsodium", "ISC", "pynacl", "import nacl.bindings as b; print(b.sodium_library_version_major())"),
    ("Clipper", "BSL-1.0", "pyclipper", ""),
    ("Qt", "LGPL-3.0-only", "PySide6-Essentials", "import PySide6.QtCore as c; print(c.qVersion())"),
    ("PDFium", "BSD-3-Clause AND Apache-2.0", "pypdfium2", ""),
    ("HiGHS", "MIT", "highspy", "import highspy; print(highspy.Highs().version())"),
    ("typst", "Apache-2.0", "typst", ""),
    ("Leaflet", "BSD-2-Clause", "XStatic-Leaflet", ""),
    ("IBM Plex Sans", "OFL-1.1", "the program", ""),
    ("Python", "PSF-2.0", "the program", "import platform; print(platform.python_version())"),
)
# Packages whose metadata does not say it in a way that a machine reads.
SAID_ELSEWHERE = {"sqlcipher3": "Zlib", "mgrs": "MIT", "xstatic-leaflet": "BSD-2-Clause"}
_ASK = """
import importlib.metadata as m, json
print(json.dumps([[d.metadata['Name'], d.version, d.metadata.get('License-Expression') or '', d.metadata.get('License') or '',
 [c for c in d.metadata.get_all('Classifier') or [] if c.startswith('License')]] for d in m.distributions()]))
"""


def write_lists(folder: Path, lock: Path, python: Path, out: Path) -> None:
    """Write ``sbom.cdx.json`` and ``licences.txt`` for what the folder holds."""
    wanted = {re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"^([\w.-]+)==", lock.read_text(), re.MULTILINE)}
    parts = [part for part in _packages(python) if part["name"].lower() in wanted]
    inside = [_inside(python, *row) for row in INSIDE_WHEELS]
    (out / "sbom.cdx.json").write_text(json.dumps(_bill(parts + inside), indent=1, sort_keys=True) + "\n")
    lines = [f"{part['name']} {part['version']}: {part['licence']}{_where(part)}" for part in parts + inside]
    (out / "licences.txt").write_text("\n".join(sorted(lines, key=str.lower)) + "\n")
    unknown = [part["name"] for part in parts if not part["licence"]]
    if unknown:
        raise SystemExit(f"No licence is known for: {', '.join(unknown)}. Look it up and add it to SAID_ELSEWHERE.")
    (folder / "licences.txt").write_text((out / "licences.txt").read_text())


def _packages(python: Path) -> list[dict[str, str]]:
    told = subprocess.run([str(python), "-I", "-c", _ASK], capture_output=True, text=True, check=True).stdout
    return [
        {"name": re.sub(r"[-_.]+", "-", name), "version": version, "licence": _licence(name, *said)}
        for name, version, *said in sorted(json.loads(told), key=lambda row: row[0].lower())
    ]


def _licence(name: str, expression: str, text: str, classifiers: list[str]) -> str:
    if expression:
        return expression
    known = SAID_ELSEWHERE.get(re.sub(r"[-_.]+", "-", name).lower())
    if known:
        return known
    if classifiers:
        return "; ".join(c.rsplit(" :: ", 1)[-1] for c in classifiers)
    return text.splitlines()[0][:80] if text else ""


def _inside(python: Path, name: str, licence: str, within: str, question: str) -> dict[str, str]:
    told = ""
    if question:
        told = subprocess.run([str(python), "-c", question], capture_output=True, text=True, check=False).stdout.strip()
    return {"name": name, "version": told, "licence": licence, "within": within}


def _bill(parts: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "mrm-desktop"}},
        "components": [_component(part) for part in parts],
    }


def _component(part: dict[str, str]) -> dict[str, Any]:
    described = {"description": _where(part).strip(" ()")} if part.get("within") else {}
    named = {} if part.get("within") else {"purl": f"pkg:pypi/{part['name'].lower()}@{part['version']}"}
    licences = [{"license": {"name": part["licence"]}}]
    return {"type": "library", "name": part["name"], "version": part["version"], "licenses": licences, **described, **named}


def _where(part: dict[str, str]) -> str:
    return f" (inside {part['within']})" if part.get("within") else ""

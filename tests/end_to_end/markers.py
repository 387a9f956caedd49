"""The sample country with its words exchanged for markers that occur nowhere else."""

from __future__ import annotations

from pathlib import Path

from mrm_desktop.foundation.assets import asset

PASSPHRASE = "Qz00Marker passphrase"
TITLE = "Qz01Marker"
TYPED = {
    "office": "Qz02Marker",
    "role": "Qz03Marker",
    "counter": "Qz04Marker would be seen beside a patrol and lose what it has.",
    "dissent": "Qz05Marker does not agree.",
    "unsaved": "Qz06Marker is being typed and never saved.",
}
_EXCHANGED = {
    "Lolu": "Qz10Marker",  # an area
    "Bitimou": "Qz11Marker",  # the area around it
    "Hava": "Qz12Marker",  # a place
    "Base Routus": "Qz13Marker",  # a base
    "sector-brief": "Qz14Marker",  # who told of the base
    "VELBAT": "QZ15MARKER",  # a contingent
    "ARM-EAST": "QZ16MARKER",  # an armed actor
    "access-desk": "Qz17Marker",  # who told of the actor
    "Velmar": "Qz18Marker",  # a contributing country
    "Child Protection Adviser, Sector North": "Qz19Marker",  # a focal point
}
MARKERS = (PASSPHRASE, TITLE, *(text.split()[0] for text in TYPED.values()), *_EXCHANGED.values())


def marked_sample(folder: Path) -> Path:
    """Write the sample's files with their words exchanged into ``folder``."""
    folder.mkdir(parents=True)
    for file in asset("data", "sample").iterdir():
        text = file.read_text(encoding="utf-8")
        for word, marker in _EXCHANGED.items():
            text = text.replace(word, marker)
        (folder / file.name).write_text(text, encoding="utf-8")
    return folder

"""Each class is a colour and a pattern: it must survive a grey printer and colour-blind eyes."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from mrm_desktop.cartography.classes import THEMES
from mrm_desktop.cartography.style import load_style
from mrm_desktop.domain.errors import BugError

STYLE = load_style()

# Machado, Oliveira, Fernandes (2009), severity 1.0: what protanopes, deuteranopes and tritanopes see, in linear RGB.
DEFICIENCIES = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def linear(colour: str) -> np.ndarray:
    srgb = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def luminance(rgb: np.ndarray) -> float:
    return float(rgb @ [0.2126, 0.7152, 0.0722])


def contrast(a: np.ndarray, b: np.ndarray) -> float:
    bright, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_no_two_classes_of_a_theme_share_a_pattern(theme: str) -> None:
    patterns = [fill.pattern for fill in STYLE.themes[theme]]
    assert len(set(patterns)) == len(patterns)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("deficiency", [*DEFICIENCIES, "grey"])
def test_patterns_stay_visible_on_their_ground(theme: str, deficiency: str) -> None:
    for fill in STYLE.themes[theme]:
        if fill.pattern == "plain":
            continue
        ground, ink = linear(fill.fill), linear(fill.ink)
        if deficiency != "grey":
            matrix = np.array(DEFICIENCIES[deficiency])
            ground, ink = np.clip(matrix @ ground, 0, 1), np.clip(matrix @ ink, 0, 1)
        assert contrast(ground, ink) >= 1.75, (fill.id, contrast(ground, ink))


def test_no_class_is_a_go_green() -> None:
    """Green would read as permission."""
    for fills in STYLE.themes.values():
        for fill in fills:
            red, green, blue = (int(fill.fill[k : k + 2], 16) for k in (1, 3, 5))
            assert not (green > red + 25 and green > blue + 25), fill.id


def test_neighbouring_ceilings_differ_in_lightness_too() -> None:
    """The rungs in the order in which they are climbed; a grey print must not make two of them look alike."""
    rungs = ["civilian_channel", "alert", "liaison", "verification_security"]
    grounds = {rung: linear(STYLE.fill("ceiling", rung).fill) for rung in rungs}
    alike = [(a, b) for a, b in combinations(rungs, 2) if contrast(grounds[a], grounds[b]) < 1.25]
    # The lowest and the highest rung are both dark; their patterns (a grid, and none) tell them apart.
    assert alike in ([], [("civilian_channel", "verification_security")])


def test_an_unknown_class_is_our_own_mistake() -> None:
    with pytest.raises(BugError):
        STYLE.fill("ceiling", "safe")

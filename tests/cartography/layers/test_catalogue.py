"""Every layer is declared once: with classes in the style, words in every catalogue, and a drawing for each class."""

from __future__ import annotations

import pytest

from mrm_desktop.cartography.build import build_map_document
from mrm_desktop.cartography.layers.catalogue import LAYERS
from mrm_desktop.cartography.layers.layer import Layer
from mrm_desktop.cartography.style import load_style
from mrm_desktop.foundation.words import LANGUAGES, Words
from tests import toy

STYLE = load_style()


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.id)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_layer_has_its_title_and_its_classes_in_words(layer: Layer, language: str) -> None:
    words = Words(language)
    assert words.knows(f"map.{layer.id}")
    assert STYLE.layers[layer.id]
    assert all(words.knows(f"map.class.{layer.code}.{style.id}") for style in STYLE.layers[layer.id])


def test_the_style_has_no_layer_that_nobody_draws() -> None:
    assert set(STYLE.layers) == {layer.id for layer in LAYERS}


def test_the_legend_on_paper_has_samples_of_what_the_map_has_and_of_nothing_else() -> None:
    document = build_map_document(toy.view(), Words("en"))
    for layer in LAYERS:
        samples = [entry.id for entry, _ in layer.samples(document)]
        expected = [style.id for style in STYLE.layers[layer.id]] if layer.id in ("presence", "places", *document.overlays) else []
        expected += ["base"] if layer.id == "presence" else []
        assert samples == expected

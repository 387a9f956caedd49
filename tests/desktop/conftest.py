"""Real windows, offscreen. Every web test has a wall that must have seen no request, and a console that must have stayed silent."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWebEngineWidgets")

from PySide6.QtWidgets import QApplication, QWidget

from mrm_desktop.cartography.build import build_map_document
from mrm_desktop.cartography.layers.incidents import build_incident_layer
from mrm_desktop.cartography.map_document import colours_json, live_json, page_json
from mrm_desktop.desktop.assess.what_if_panel import SLIDERS
from mrm_desktop.desktop.map.listing import list_records
from mrm_desktop.desktop.map.map_session import IncidentPainting, MapFacts
from mrm_desktop.desktop.map.map_view import MapView
from mrm_desktop.desktop.map.web import register_scheme
from mrm_desktop.desktop.parts.look import dress
from mrm_desktop.desktop.parts.session import Openers, Painting
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.domain.datasets import Dataset
from mrm_desktop.domain.decisions import Decision, DecisionDraft
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.question import Question
from mrm_desktop.services.evidence.review_perception import PerceptionReview
from tests import toy
from tests.store.office_server import address, office, server  # noqa: F401 - fixtures of a real database

register_scheme()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this room needs Qt. With ``MRM_TEST_SEED`` its tests run in another order: none may lean on one before it."""
    here = Path(__file__).parent
    ours = [position for position, item in enumerate(items) if here in item.path.parents]
    shuffled = [items[position] for position in ours]
    for item in shuffled:
        item.add_marker(pytest.mark.desktop)
    if "MRM_TEST_SEED" in os.environ:
        random.Random(os.environ["MRM_TEST_SEED"]).shuffle(shuffled)
        for position, item in zip(ours, shuffled, strict=True):
            items[position] = item


class ToySession:
    """A session over the toy board; remembers what was decided."""

    title = "Toyland"
    recovery_code = ""

    def __init__(self) -> None:
        self.decided: list[DecisionDraft] = []
        self.closed = False

    def paint(self, question: Question) -> Painting:
        view = toy.view(mode=question.mode)
        document = build_map_document(view, Words("en"))
        return Painting(view, live_json(document), colours_json(document), list_records(view, Words("en")))

    def card(self, area_code: str, question: Question) -> AreaCard:
        return toy.card(int(area_code[2:]))

    def decide(self, area_code: str, question: Question, draft: DecisionDraft) -> Decision:
        self.decided.append(draft)
        return Decision(
            "d1",
            1,
            datetime(2026, 3, 1, tzinfo=UTC),
            area_code,
            area_code,
            draft,
            draft.expires_on or toy.ON,
            {},
            {},
            "",
            "",
            "0",
            "",
            "f" * 64,
        )

    def print_note(self, area_code: str, question: Question, path: Path) -> Path:
        return path

    def export_map(self, question: Question, path: Path) -> Path:
        return path

    def datasets(self) -> list[Dataset]:
        return []

    def decisions(self) -> list[Decision]:
        return []

    path = Path("toy.mrm")

    shared = None

    def read_anew(self) -> None:
        pass

    def use_words(self, words: Words) -> None:
        pass

    def names(self) -> tuple[tuple[str, str, str], ...]:
        return (("Square 5 [XT05]", "XT05", "area"),)

    def unwritten_alerts(self) -> tuple[object, ...]:
        return ()

    def request_choices(self):
        values = {path: low for path, low, _, _ in SLIDERS}
        return tuple((f"Square {k} [XT0{k}]", f"XT0{k}") for k in range(1, 10)), values, toy.ON

    def review(self, selection, progress):
        return PerceptionReview(selection, toy.ON, (), (), (), (), (), ()), ()

    def what_if(self, question, values):
        return ()

    def inconsistent(self):
        return (), {}

    def check_records(self) -> tuple[int, int, int]:
        return 0, 0, 0

    def missions(self) -> list[object]:
        return []

    day = toy.ON

    def facts(self) -> MapFacts:
        return MapFacts(True, toy.ON - timedelta(days=100), toy.ON, ("UNTOY",), "UNTOY", frozenset())

    def incidents(self, on: date, days: int | None) -> IncidentPainting:
        layer = build_incident_layer((), {}, {}, on, days, Words("en"))
        return IncidentPainting(layer, page_json(layer), ())

    def close(self) -> None:
        self.closed = True

    @property
    def map(self):
        return self

    evidence = assess = trips = reports = map


@pytest.fixture
def words() -> Words:
    """English."""
    return Words("en")


@pytest.fixture
def session() -> ToySession:
    """The toy board."""
    return ToySession()


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    """The application in its own type and colours."""
    dress(qapp, dark=False)
    return qapp


@pytest.fixture
def window(dressed: QApplication, qtbot, words: Words, session: ToySession) -> Iterator[MainWindow]:
    """The real window over the toy board, with the real map page; walls and console are checked when it closes."""
    maps: list[MapView] = []

    def make_map(parent: QWidget, _: object) -> QWidget:
        maps.append(MapView(parent))
        return maps[-1]

    openers = Openers(lambda p, s: session, lambda p, t, m, s: session, lambda: session, lambda: ("UNTOY",))
    made = MainWindow(openers, make_map, words)
    made.show()
    yield made
    seen = [(list(m.wall.stopped), list(m.page.console)) for m in maps if made.page is not None and made.page.map is m]
    made.close()
    qtbot.waitUntil(lambda: not made.work.is_busy or session.closed)
    made.deleteLater()
    assert seen == [([], [])] * len(seen), seen


@pytest.fixture
def open_window(window: MainWindow, qtbot) -> MainWindow:
    """The window with the toy board open and painted."""
    with qtbot.waitSignal(window.painted, timeout=20_000):
        window.take(window.openers.sample)
    return window

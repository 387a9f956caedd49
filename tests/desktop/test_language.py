"""Another language, chosen while a project is open, reaches everything that is shown and everything that is made afterwards."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from mrm_desktop.foundation.words import Words
from mrm_desktop.project.question import Question
from tests.desktop.board import OPEN

WAIT = 20_000
LANGUAGE = "fr"


@pytest.fixture
def french(open_window, qtbot):
    """The window, first used in English - its sessions have asked and drawn - and then turned to French."""
    window = open_window
    for name in ("evidence/datasets", "assess/request", "reports/make", "map/areas"):
        window.open_page(name)
        qtbot.waitUntil(lambda: not window.work.is_busy, timeout=WAIT)
    with qtbot.waitSignal(window.card_shown, timeout=WAIT):
        window.pick(OPEN)
    english = window.map.session
    with qtbot.waitSignal(window.painted, timeout=WAIT):
        window.use_words(Words(LANGUAGE))
    qtbot.waitUntil(lambda: window.map.facts is not None and not window.work.is_busy, timeout=WAIT)
    assert window.map.picked == OPEN, "the place is kept"
    window.english = english
    return window


def ask(window, expression, qtbot):
    answers = []
    window.page.map.ask(expression, answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=WAIT)
    return answers[0]


def test_the_map_and_its_legend(french, qtbot):
    words = Words(LANGUAGE)
    legend = ask(french, "mrm.details()", qtbot)["legend"]
    assert words.say("map.class.ceiling.verification_security") in legend
    assert Words("en").say("map.class.ceiling.verification_security") not in legend
    assert french.page.areas.model.headerData(1, Qt.Orientation.Horizontal) == words.say("map.theme.ceiling")


def test_the_card(french):
    texts = "\n".join(label.text() for label in french.page.card.findChildren(QLabel))
    verdict = french.page.card.card.assessment.verdict
    assert Words(LANGUAGE).term("verdict", verdict) in texts
    assert Words("en").term("verdict", verdict) not in texts


def test_a_session_that_was_made_before_speaks_it_as_well(french):
    """No session keeps a language of its own: whoever still holds one from before gets the new language from it."""
    words, session = Words(LANGUAGE), french.english
    painting = session.paint(Question())
    document = json.loads(painting.document_json)
    assert document["language"] == LANGUAGE
    listed = {label for _, label, _ in painting.listing.areas["ceiling"]}
    assert words.say("map.class.ceiling.verification_security") in listed
    layer = json.loads(session.incidents(french.opened.project.day, None).page_json)
    assert words.say("map.overlay.incidents") in json.dumps(layer, ensure_ascii=False)


def test_the_exported_map(french, tmp_path):
    page = french.map.session.export_map(Question(), tmp_path / "map.html").read_text(encoding="utf-8")
    assert f'lang="{LANGUAGE}"' in page
    assert Words(LANGUAGE).say("map.theme.ceiling") in page
    assert Words("en").say("map.theme.ceiling") not in page


def test_the_preview_of_reports(french, qtbot):
    french.open_page("reports/make")
    page = french.workspaces.page("reports/make")
    qtbot.waitUntil(lambda: page.preview is not None, timeout=WAIT)
    shown = {page._model._rows[row][4] for row in range(page._model.rowCount())}
    assert shown == {Words(LANGUAGE).say(row.code) for row in page.preview.rows}
    assert shown.isdisjoint({Words("en").say(row.code) for row in page.preview.rows})
    assert page.language.currentData() == LANGUAGE, "what is offered for the report"

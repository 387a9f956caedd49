"""Copy the table, save the chart that is shown: each is logged as a release inside the organisation before it leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from mrm_desktop.desktop.evidence.evidence_session import EvidenceSession
from mrm_desktop.desktop.evidence.figures import drawing_of, picture_of
from mrm_desktop.desktop.parts.page_context import PageContext
from mrm_desktop.services.release.release_figure import figure_label, table_as_csv, table_as_text

FORMS = ("csv", "png", "svg")


@dataclass(frozen=True, slots=True)
class Figures:
    """What a page has to let out at the moment: its table, the chart that is shown, and the day as known on which."""

    table: Callable[[], Sequence[Sequence[str]]]
    chart: Callable[[], QWidget]
    day: Callable[[], date]


class FigureMenu(QObject):
    """Two buttons that let out what a page shows."""

    def __init__(self, context: PageContext, session: EvidenceSession, figures: Figures, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._session, self._figures, self._page = context, session, figures, page
        words = context.words
        self.copy_button, self.save_button = QPushButton(words.say("review.copy")), QPushButton(words.say("review.save"))
        self.copy_button.setObjectName("review-copy")
        self.copy_button.clicked.connect(lambda _=False: self.copy())
        self.save_button.setObjectName("review-save")
        menu = QMenu(self.save_button)
        for form in FORMS:
            menu.addAction(words.say(f"review.save.{form}"), lambda form=form: self._ask(form))  # type: ignore[misc]
        self.save_button.setMenu(menu)
        self.setEnabled(False)

    def buttons(self) -> tuple[QPushButton, QPushButton]:
        """Return the buttons, in their order."""
        return self.copy_button, self.save_button

    def setEnabled(self, enabled: bool) -> None:
        """Offer nothing where nothing is shown."""
        for button in self.buttons():
            button.setEnabled(enabled)

    def copy(self) -> None:
        """Put the table into the clipboard, from where locking the window takes it away."""
        text = table_as_text(self._figures.table(), self._label())

        def put(_: Path | None) -> None:
            QGuiApplication.clipboard().setText(text)
            self._context.tell(self._context.words.say("review.copied"))

        self._release(text.encode(), None, put)

    def save(self, path: Path) -> None:
        """Write the table, or the chart that is shown, as the ending of the file says."""
        if path.suffix.lower() == ".csv":
            content = table_as_csv(self._figures.table(), self._label())
        else:
            content = (drawing_of if path.suffix.lower() == ".svg" else picture_of)(self._figures.chart(), self._label())

        def told(_: Path | None) -> None:
            self._context.tell(self._context.words.say("review.saved", file=path.name))

        self._release(content, path, told)

    def _label(self) -> str:
        return figure_label(self._session.title, self._figures.day(), self._context.words)

    def _release(self, content: bytes, path: Path | None, done: Callable[[Path | None], None]) -> None:
        session, on = self._session, self._figures.day()
        self._context.work.write(lambda: session.release_figure(content, on, path), done, self._context.fail)

    def _ask(self, form: str) -> None:
        words = self._context.words
        suggested = f"{words.say('reports.report.perceptions')}.{form}"
        name, _ = QFileDialog.getSaveFileName(self._page, words.say("review.save"), suggested, f"{form.upper()} (*.{form})")
        if name:
            path = Path(name)
            self.save(path if path.suffix.lower() == f".{form}" else path.with_name(f"{path.name}.{form}"))

"""Takes pasted coordinates; what cannot be read is said beside it, line by line, and what was typed stays."""

from __future__ import annotations

from PySide6.QtWidgets import QDialogButtonBox, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.bidi import TextField
from mrm_desktop.desktop.parts.dialogs import Dialog, ok_cancel
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.messages import sentence_for
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.words import Words

Route = tuple[tuple[float, float], ...]


class PointsDialog(Dialog):
    """Stays open until every line is a position and two of them differ; ``route`` then holds them."""

    def __init__(self, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words
        self.route: Route = ()
        self.setWindowTitle(words.say("trips.button.paste"))
        self.box = TextField()
        self.box.setObjectName("points")
        self.box.setAccessibleName(words.say("trips.points"))
        self.problem = label("", "error")
        self.problem.hide()
        self.buttons: QDialogButtonBox = ok_cancel(self, words)
        layout = QVBoxLayout(self)
        for widget in (label(words.say("trips.points"), "soft"), self.box, self.problem, self.buttons):
            layout.addWidget(widget)
        self.resize(440, 320)

    def accept(self) -> None:
        """Take the positions, or say which line is none."""
        from mrm_desktop.services.trips.read_trip import parse_points

        try:
            route = parse_points(self.box.toPlainText())
            if len(set(route)) < 2:
                raise KnownError("trips.points.two")
        except KnownError as error:
            self.problem.setText(" ".join(sentence_for(error, self._words)).strip())
            self.problem.show()
            self.box.setFocus()
            return
        self.route = route
        super().accept()

"""The emergency screen: whom to call, what to say, what not to say. No score, no project needed, never blocked.

It fills the screen, black on white whatever the window looks like: numbers first. What is typed is read out from it, and printed by choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.bidi import LineField
from mrm_desktop.desktop.parts.dialogs import LARGE_LINE, Dialog, scrolled
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.shell.emergency_calls import CallSheet, calls_to_make, in_one_line
from mrm_desktop.domain.duty_lines import CheckedLine
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.missions import FocalPoint
from mrm_desktop.foundation.words import Words

FIELDS = ("where", "grid", "when", "known", "harm", "how_many", "call_back")
FEWEST_DIGITS = 6
"""Digits from which on a text may be a position."""


@dataclass(frozen=True, slots=True)
class Spot:
    """What is chosen on the map when the screen opens.

    Attributes
    ----------
    at : tuple[float, float] | None
        Longitude and latitude of a place; None for an area, which is no place to go to.
    """

    name: str = ""
    at: tuple[float, float] | None = None


class EmergencyDialog(Dialog):
    """Helps to raise an alert about an imminent attack on civilians. ``raised`` tells that it went out, with what was typed as its place.

    Parameters
    ----------
    focal_points : Sequence[FocalPoint]
        Focal points in fallback order; those with a line are told by it.
    duty_lines : Sequence[CheckedLine]
        Lines to call, in their order.
    spot : Spot
        What stands as its place until somebody types another one.
    """

    raised = Signal(str)

    def __init__(
        self,
        words: Words,
        focal_points: Sequence[FocalPoint] = (),
        duty_lines: Sequence[CheckedLine] = (),
        parent: QWidget | None = None,
        spot: Spot | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._calls = calls_to_make(words, focal_points, duty_lines)
        self._grid_of_spot = ""
        self.setObjectName("emergencysheet")
        self.setWindowTitle(words.say("emergency.title"))
        self.setGeometry(self.screen().geometry())  # also where no window manager hears the next wish
        self.setWindowState(Qt.WindowState.WindowFullScreen)
        large = self.fontMetrics().lineSpacing() >= LARGE_LINE
        halves = QBoxLayout(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
        halves.setSpacing(28)
        halves.setContentsMargins(24, 14, 24, 18)
        halves.addWidget(CallSheet(words, self._calls), 4)
        halves.addWidget(self._telling(), 3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._head())
        outer.addWidget(scrolled(halves), 1)
        self._take(spot or Spot())
        self._retell()
        self.fields["where"].setFocus()
        self.fields["where"].selectAll()

    def _head(self) -> QFrame:
        """Make what stands above everything: what this is, and the two ways on from here."""
        words = self._words
        head = QFrame()
        head.setObjectName("emergencyhead")
        row = QHBoxLayout(head)
        row.setContentsMargins(24, 10, 16, 10)
        said = QVBoxLayout()
        said.addWidget(label(words.say("emergency.title"), "title"))
        said.addWidget(label(words.say("emergency.call_now"), ""))
        row.addLayout(said, 1)
        for name, text, does in (
            ("alert-print", words.say("emergency.print"), self._print),
            ("alert-close", words.say("window.close"), self.reject),
        ):
            button = QPushButton(text)
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.clicked.connect(does)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return head

    def _telling(self) -> QWidget:
        """Make the half with what is read out, what it is made of, and that the alert is out."""
        words, telling = self._words, QWidget()
        layout = QVBoxLayout(telling)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label(words.say("emergency.read_out"), "section"))
        self.script = label("", "script")
        layout.addWidget(self.script)
        layout.addLayout(self._form())
        out = QPushButton(words.say("emergency.raised"))
        out.setObjectName("alert-raised")
        out.setAutoDefault(False)
        out.clicked.connect(self._raised)
        layout.addWidget(out)
        for heading in ("say", "do_not_say", "afterwards"):
            layout.addWidget(label(words.say(f"emergency.{heading}.title"), "section"))
            layout.addWidget(label(words.say(f"emergency.{heading}"), ""))
            if heading == "say":
                layout.addWidget(label(words.say("emergency.judged"), ""))
        layout.addStretch(1)
        return telling

    def _form(self) -> QGridLayout:
        """Two fields beside each other, each below its caption."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        self.fields: dict[str, QLineEdit] = {}
        for place, name in enumerate(FIELDS):
            field = LineField()
            caption = self._words.say(f"emergency.{name}")
            field.setAccessibleName(caption)
            field.setObjectName(f"emergency-{name}")
            field.textChanged.connect(lambda _: self._retell())
            grid.addWidget(label(caption, ""), place // 2 * 2, place % 2)
            grid.addWidget(field, place // 2 * 2 + 1, place % 2)
            self.fields[name] = field
        self.fields["where"].textEdited.connect(self._follow_place)
        return grid

    def _take(self, spot: Spot) -> None:
        """Begin with what is chosen on the map."""
        self.fields["where"].setText(spot.name)
        if spot.at is not None:
            self._grid_of_spot = _grid(*spot.at)
            self.fields["grid"].setText(self._grid_of_spot)

    def _follow_place(self, typed: str) -> None:
        """Let the grid follow what is typed as a place: the grid of another place would send help there."""
        grid = self.fields["grid"]
        if grid.text() == self._grid_of_spot:
            self._grid_of_spot = _grid_in(typed)
            grid.setText(self._grid_of_spot)

    def _retell(self) -> None:
        """Put what was typed into the sentences that are read out; what is missing stays a gap to fill while speaking."""
        said = {name: field.text().strip() for name, field in self.fields.items()}
        said["where"] = ", ".join(part for part in (said["where"], said.pop("grid")) if part)
        self.script.setText(self._words.say("emergency.script", **{name: text or "…" for name, text in said.items()}))

    def _raised(self) -> None:
        where = self.fields["where"].text()
        self.accept()
        self.raised.emit(where)

    def text_on_paper(self) -> str:
        """Return what is printed."""
        words = self._words
        said = (
            words.say("emergency.title"),
            "\n".join(f"{rank}. {in_one_line(call)}" for rank, call in enumerate(self._calls, start=1)),
            words.say("emergency.order"),
            self.script.text(),
            words.say("emergency.judged"),
            words.say("emergency.do_not_say"),
        )
        return "\n\n".join(said)

    def _print(self) -> None:
        """Print the sentences where the user wants them; nothing of them is kept."""
        from PySide6.QtGui import QTextDocument
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer, text = QPrinter(), self.text_on_paper()
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def print_now() -> None:
            document = QTextDocument()
            document.setPlainText(text)
            document.print_(printer)

        dialog.accepted.connect(print_now)
        dialog.setModal(True)
        dialog.show()


def _grid(longitude: float, latitude: float) -> str:
    from mrm_desktop.reports.papers.trip_wording import mgrs_of

    return mgrs_of(longitude, latitude)


def _grid_in(text: str) -> str:
    """Return the grid of a position that somebody typed in any notation; "" where the text is none."""
    if sum(sign.isdigit() for sign in text) < FEWEST_DIGITS:
        return ""
    from mrm_desktop.geo.coordinates import parse_position

    try:
        found = parse_position(text)
    except KnownError:
        return ""
    return _grid(found.longitude, found.latitude)

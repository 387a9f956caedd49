"""What all dialogs have in common."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFontMetrics, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mrm_desktop.desktop.parts.bidi import LineField
from mrm_desktop.foundation.words import Words

LARGE_LINE = 26  # pixels; from this height of a line on, captions stand above their fields
SHORTEST_CHOICE = 18  # characters of a choice that are always seen
ROOM = 0.92  # share of the screen that a dialog may take


class Dialog(QDialog):
    """A dialog that is freed when it closes; a window opened all day long would otherwise collect them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._sheet: QScrollArea | None = None

    def lay_out(self, content: QLayout, *below: QWidget) -> None:
        """Put the content on a sheet that scrolls, and below it what must always be in sight."""
        self._sheet = scrolled(content)
        outer = QVBoxLayout(self)
        outer.addWidget(self._sheet, 1)
        for widget in below:
            outer.addWidget(widget)

    def showEvent(self, event: QShowEvent) -> None:
        """Be as large as the content wants, and no larger than the screen."""
        for box in self.findChildren(QComboBox):
            # A long choice may be cut in the closed box; it must not push the form beyond the screen.
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(SHORTEST_CHOICE)
            box.setMinimumWidth(box.sizeHint().width())  # Qt keeps the older, wider minimum otherwise
        if self.fontMetrics().lineSpacing() >= LARGE_LINE:
            for caption in self.findChildren(QLabel):
                caption.setWordWrap(True)  # above its field a caption has the whole width, and may need more than one line of it
        if not event.spontaneous():
            self.fit()
        super().showEvent(event)

    def fit(self) -> None:
        """Take the size that the content wants now, and no more than the screen has."""
        sheet = self._sheet.widget() if self._sheet is not None else None
        if self._sheet is not None and sheet is not None:
            room = self.screen().availableSize()
            width = min(max(self.width(), sheet.minimumSizeHint().width() + 40), int(room.width() * ROOM))
            inside = width - 40
            wanted = sheet.heightForWidth(inside) if sheet.hasHeightForWidth() else sheet.sizeHint().height()
            rest = self.sizeHint().height() - self._sheet.sizeHint().height()
            self.resize(width, min(max(wanted + max(rest, 0) + 12, 120), int(room.height() * ROOM)))


def scrolled(layout: QLayout) -> QScrollArea:
    """Put a layout on a sheet that scrolls up and down: with large text no screen is high enough for every form."""
    sheet = QWidget()
    sheet.setLayout(layout)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(sheet)
    return area


class SidePanel(QScrollArea):
    """Lets a panel beside the main part scroll up and down, and is never narrower than what stands in it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(widget)
        widget.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Measure again when something was put into the panel."""
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Measure again with the type and the borders of the window that the panel was put into."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        self._fit()
        super().showEvent(event)

    def _fit(self) -> None:
        inside = self.widget()
        if inside is not None:
            self.setMinimumWidth(inside.minimumSizeHint().width() + 14)  # beside the scroll bar


def form_layout(widget: QWidget) -> QFormLayout:
    """Make a form whose captions stand beside their fields, or above them where text is large."""
    form = QFormLayout()
    large = QFontMetrics(widget.font()).lineSpacing() >= LARGE_LINE
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows if large else QFormLayout.RowWrapPolicy.WrapLongRows)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form


def secret_field(name: str) -> QLineEdit:
    """Make a field whose text is not shown."""
    field = LineField()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setAccessibleName(name)
    return field


def ok_cancel(dialog: Dialog, words: Words, goes_on: str = "window.continue") -> QDialogButtonBox:
    """Make the two buttons that end a dialog; ``goes_on`` is the code of what the first one says."""
    buttons = cancel_only(dialog, words)
    buttons.addButton(words.say(goes_on), QDialogButtonBox.ButtonRole.AcceptRole).setObjectName("continue")
    buttons.accepted.connect(dialog.accept)
    return buttons


def cancel_only(dialog: Dialog, words: Words) -> QDialogButtonBox:
    """Make the one button that leaves a dialog."""
    buttons = QDialogButtonBox()
    buttons.addButton(words.say("window.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
    buttons.rejected.connect(dialog.reject)
    return buttons

"""The head of the window: home, the five workspaces, and what is reachable from everywhere. It takes two rows where one is too narrow."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QMenu, QPushButton, QWidget

from mrm_desktop.foundation.words import Words

PADDING = 36  # pixels beside a name, with its border


class Header(QWidget):
    """Holds buttons; the window says what they do."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words = words
        self._bar: QWidget | None = None
        self.home = self._button("home", "window.home", "workspace")
        self.home.setCheckable(True)
        leave_room_for_bold(self.home)
        self.palette_button = self._button("find", "window.find", "tool")
        self.lock = self._button("lock", "window.lock", "tool")
        self.more = self._button("more", "window.more", "tool")
        self.emergency = self._button("emergency", "window.emergency", "emergency")
        self.menu = QMenu(self)
        self.more.setMenu(self.menu)
        self._left, self._right = QWidget(), QWidget()
        self._row = QHBoxLayout(self._left)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self._row.addWidget(self.home)
        self._row.addStretch(1)
        tools = QHBoxLayout(self._right)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(6)
        tools.addStretch(1)
        for button in (self.palette_button, self.lock, self.more, self.emergency):
            tools.addWidget(button)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(10, 5, 10, 4)
        self._layout.setSpacing(4)
        self._layout.addWidget(self._left, 1)
        self._layout.addWidget(self._right)
        self._layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # of one row it would be too wide for two

    def minimumSizeHint(self) -> QSize:
        """Return what two rows need: the narrower window."""
        margins = self._layout.contentsMargins()
        wide = max(self._left.minimumSizeHint().width(), self._right.minimumSizeHint().width())
        return QSize(wide + margins.left() + margins.right(), self._layout.sizeHint().height())

    def put_bar(self, bar: QWidget | None) -> None:
        """Put the bar of workspaces beside the home button; None where no project is open."""
        if self._bar is not None:
            self._row.removeWidget(self._bar)
            self._bar.deleteLater()
        self._bar = bar
        if bar is not None:
            self._row.insertWidget(1, bar)
        self._arrange()

    def fill_menu(self, actions: Iterable[QAction]) -> None:
        """Put commands into the menu."""
        self.menu.clear()
        self.menu.addActions(list(actions))

    def connect_to(self, **slots: Callable[[], None]) -> None:
        """Connect buttons, by their names, to what they do."""
        for name, slot in slots.items():
            button: QPushButton = getattr(self, name)
            button.clicked.connect(lambda _=False, slot=slot: slot())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Arrange again when a button wants another size: what was just put in has not got its type yet."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        margins = self._layout.contentsMargins()
        wanted = self._left.sizeHint().width() + self._right.sizeHint().width() + margins.left() + margins.right() + 12
        fits = wanted <= self.width()
        self._layout.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.BottomToTop)

    def _button(self, name: str, code: str, role: str) -> QPushButton:
        button = QPushButton(self._words.say(code))
        button.setObjectName(name)
        button.setProperty("role", role)
        return button


def leave_room_for_bold(button: QPushButton) -> None:
    """Make a button wide enough for its name in bold, as it is set while it is the chosen one."""
    bold = QFont(button.font())
    bold.setWeight(QFont.Weight.DemiBold)
    button.setMinimumWidth(QFontMetrics(bold).horizontalAdvance(button.text()) + PADDING)

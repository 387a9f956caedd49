"""The map as a picture: into the clipboard, or to a printer. Both are logged as releases before anything leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSizeF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPageLayout, QPainter

from mrm_desktop.desktop.map.map_session import MapSession
from mrm_desktop.desktop.map.project_page import ProjectPage
from mrm_desktop.desktop.parts.page_context import PageContext
from mrm_desktop.services.release.log_picture import CLIPBOARD, PRINTER

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PAGE_DPI = 96.0  # pixels of a page per inch


class MapPicture(QObject):
    """Copies and prints the map as it is shown: its stretch, theme and layers, in the colours of paper."""

    def __init__(self, context: PageContext, session: MapSession, page: ProjectPage) -> None:
        super().__init__()
        self._context, self._session, self._page = context, session, page
        page.bar.copy_asked.connect(self.copy)
        page.bar.print_asked.connect(self.ask_printer)

    def copy(self) -> None:
        """Put a picture of the map into the clipboard, from where locking the window takes it away."""
        from mrm_desktop.desktop.canvas.map_sheet import map_picture

        shown = self._page.map
        if shown.document is None or shown.view is None:
            return
        image = map_picture(shown.document, shown.view, shown.showing)

        def put(_: None) -> None:
            QGuiApplication.clipboard().setImage(image)
            self._context.tell(self._context.words.say("canvas.copied"))

        self._log(CLIPBOARD, image, put)

    def ask_printer(self) -> None:
        """Ask for a printer and print the map."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        dialog = QPrintDialog(printer, self._page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.setModal(True)
        dialog.show()

    def print_on(self, printer: QPrinter) -> None:
        """Print the map on one page."""
        from mrm_desktop.desktop.canvas.map_sheet import draw_sheet, map_picture

        shown = self._page.map
        document, view, showing = shown.document, shown.view, shown.showing
        if document is None or view is None:
            return

        def go(_: None) -> None:
            ratio = printer.resolution() / PAGE_DPI
            page = printer.pageRect(QPrinter.Unit.DevicePixel)
            painter = QPainter(printer)
            draw_sheet(painter, QSizeF(page.width() / ratio, page.height() / ratio), ratio, document, view, showing)
            painter.end()

        from PySide6.QtPrintSupport import QPrinter

        self._log(PRINTER, map_picture(document, view, showing), go)

    def _log(self, way: str, image: QImage, then: Callable[[None], None]) -> None:
        session, question, content = self._session, self._page.question(), bytes(image.constBits())
        self._context.work.write(lambda: session.log_picture(question, way, content), then, self._context.fail)

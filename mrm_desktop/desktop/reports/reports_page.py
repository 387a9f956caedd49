"""The reports workspace: choose a report, see its page as each reader gets it and what each can still work out, release it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QDate, QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from mrm_desktop.desktop.parts.bidi import LineField, day_field
from mrm_desktop.desktop.parts.dialogs import SidePanel
from mrm_desktop.desktop.parts.guard_notes import GuardNotes
from mrm_desktop.desktop.parts.halves import fill, halves
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.page_context import Page, PageContext
from mrm_desktop.desktop.parts.tables import text_table
from mrm_desktop.desktop.reports.reader_pages import ReaderPages
from mrm_desktop.desktop.reports.reports_session import About, Preview, ReportsSession
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import PersonInTextError
from mrm_desktop.domain.releases import overdue
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.project.kinds import Kind
from mrm_desktop.project.question import Question
from mrm_desktop.reports.order import Handover, Order
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.release.solved_wording import solved_in_words
from mrm_desktop.reports.report import Needs

MOST_SOLVED = 4  # sentences on what would have been worked out; the command infer lists all
KEEP_DAYS = 90  # offered as the time after which a copy has to be gone
A_WEEK = timedelta(days=7)  # how far back a summary looks, unless somebody says otherwise
FIRST_OFFERED = "note"  # what offices ask for most
LOG_COLUMNS = ("released", "file", "reader", "recipient", "code", "destroy_by")


class ReportsPage(Page):
    """The order on the left; on the right the page as each reader gets it, what each can work out, and what went out before."""

    rests_on = frozenset(Kind)

    def __init__(self, context: PageContext) -> None:
        from mrm_desktop.reports.catalogue import REPORTS  # imported late: pulls in shapely, which start-up must not load

        super().__init__(context)
        self._session = ReportsSession(context.opened)
        self._asked: Question | None = None
        self._reports = {report.name: report for report in REPORTS}
        self._words = words = context.words
        self.preview: Preview | None = None
        self._trip: Path | None = None
        self.report = _choice([(name, words.say(f"reports.report.{name}")) for name in self._reports])
        self.form_of_file = QComboBox()
        self.reader = _choice([(r.value, words.say(f"sensitivity.{r}")) for r in Reader])
        self.area = QComboBox()
        self.trip_button = QPushButton(words.say("reports.trip"))
        self.since = day_field()
        self.language = _choice([(code, words.say(f"language.{code}")) for code in LANGUAGES])
        self.language.setCurrentIndex(self.language.findData(words.language))
        self.recipient, self.purpose = LineField(), LineField()
        self.released_by, self.seconded_by = LineField(), LineField()
        self.military_lines = QCheckBox(words.say("reports.military_lines"))
        self.military_lines.setObjectName("order-military-lines")
        self.limited, self.destroy_by = QCheckBox(words.say("reports.destroy")), day_field()
        self.go = QPushButton(words.say("reports.release"))
        self.go.setObjectName("release")
        self.go.setProperty("role", "primary")
        heads = [*(words.say(f"sensitivity.{r}") for r in Reader), words.say("export.column.can_infer")]
        self.table, self._model = text_table(words.say("reports.compare"), heads)
        self.log, self._log_model = text_table(words.say("reports.log"), [words.say(f"release.column.{c}") for c in LOG_COLUMNS])
        self.withheld = label("", "section")
        self.solved = label("", "soft")
        self.solved.setObjectName("solved")
        self.late = label("", "error")
        self.pages = ReaderPages(self.ask, self._session, words)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(words.say("workspace.reports"))
        self.report.setCurrentIndex(self.report.findData(FIRST_OFFERED))
        self._lay_out()
        self._connect()
        self._offer_forms()

    def refresh(self) -> None:
        """Ask what each reader could work out today."""
        session, question = self._session, self._context.question()
        self._asked = question
        self.ask(lambda: session.preview(question), self._show, part="readers")

    def bring_up_to_date(self) -> None:
        """Ask also where another question is asked on the map by now."""
        self._is_stale |= self._asked != self._context.question()
        super().bring_up_to_date()

    def forget(self) -> None:
        """Drop what was shown and what was typed."""
        self.preview, self._trip = None, None
        self.pages.forget()
        self._model.fill([])
        self._log_model.fill([])
        self.area.clear()
        for box in (self.recipient, self.purpose, self.released_by, self.seconded_by):
            box.clear()
        self.notes.clear()

    def order(self) -> Order:
        """Return what is ordered in the form."""
        destroy_by = _day_in(self.destroy_by) if self.limited.isChecked() else None
        handover = Handover(
            self.recipient.text().strip(),
            self.purpose.text().strip(),
            destroy_by,
            self.notes.passes(),
            self.released_by.text().strip(),
            self.seconded_by.text().strip(),
        )
        reader = Reader.parse(self.reader.currentData())
        military = self.military_lines.isEnabled() and self.military_lines.isChecked()
        return Order(self.report.currentData(), self.form_of_file.currentData(), reader, handover, military_lines=military)

    def about(self) -> About:
        """Return what the report is about: the chosen area, the trip and the day with which today is compared."""
        return About(self.area.currentData() or "", self._trip, _day_in(self.since))

    def use_trip(self, path: Path) -> None:
        """Take the trip file that a pack is made of."""
        self._trip = path
        self.trip_button.setText(path.name)
        self._show_pages()

    def release(self, path: Path) -> None:
        """Write the ordered report to ``path``; a folder gets a name of its own."""
        session, question, order = self._session, self._context.question(), self.order()
        words, about = Words(self.language.currentData()), self.about()
        self._context.work.write(lambda: session.release(order, question, about, words, path), self._tell_written, self._refused)

    def _refused(self, error: Exception) -> None:
        """Say beside recipient and purpose what looks as if it told of a person; there it may be let pass."""
        if isinstance(error, PersonInTextError):
            self.notes.show(error)
        self._context.fail(error)

    def _tell_written(self, path: Path) -> None:
        self.notes.clear()
        self._context.wrote(path)

    def _show(self, preview: Preview) -> None:
        words, chosen = self._words, self.area.currentData()
        self.preview = preview
        with QSignalBlocker(self.area):
            self.area.clear()
            for code, name in preview.areas:
                self.area.addItem(name, code)
            self.area.setCurrentIndex(max(0, self.area.findData(chosen or self._context.picked())))
        self._model.fill(
            [
                (*(words.number(row.counts[r], 0) if row.counts[r] else "–" for r in Reader), words.say(row.code))
                for row in preview.rows
            ]
        )
        self._log_model.fill(
            [
                (
                    words.moment(r.released_at),
                    r.file_name,
                    words.say(f"sensitivity.{r.reader}"),
                    r.recipient or "–",
                    r.code,
                    words.day(r.destroy_by) if r.destroy_by else "–",
                )
                for r in reversed(preview.releases)
            ]
        )
        late = overdue(preview.releases, self._context.day)
        self.late.setText(words.say("reports.overdue", count=len(late)) if late else "")
        self._show_reader()
        self._show_pages()

    def _show_pages(self) -> None:
        """Make the pages of what is ordered, where somebody looks at them."""
        if self.preview is None or self.tabs.currentWidget() is not self.pages:
            return
        words = Words(self.language.currentData())
        self.pages.show_report(self.report.currentData(), self._context.question(), self.about(), words)

    def _show_reader(self) -> None:
        """Say in one sentence what is taken out for the chosen reader."""
        if self.preview is None:
            return
        reader = Reader.parse(self.reader.currentData())
        self.pages.choose(reader)
        removed = self.preview.removed[reader.value]
        parts = [self._words.say(f"reports.removed.{kind}", count=count) for kind, count in removed.items() if count]
        code = "reports.withheld" if parts else "reports.nothing_withheld"
        self.withheld.setText(self._words.say(code, reader=self._words.say(f"sensitivity.{reader}"), parts="; ".join(parts)))
        said = solved_in_words(self.preview.solved[reader.value], dict(self.preview.areas), self._words)
        shown = [
            *said[:MOST_SOLVED],
            *([self._words.say("page.more", count=len(said) - MOST_SOLVED)] if len(said) > MOST_SOLVED else []),
        ]
        self.solved.setText("\n".join([self._words.say("solve.head"), *shown]) if said else self._words.say("solve.nothing"))

    def _offer_forms(self) -> None:
        report = self._reports[self.report.currentData()]
        self.form_of_file.clear()
        for form in report.form_names:
            self.form_of_file.addItem(self._words.say(f"reports.form.{form}"), form)
        self.military_lines.setEnabled(report.takes_military_lines)
        self.area.setEnabled(report.needs is Needs.AREA)
        self.trip_button.setEnabled(report.needs is Needs.TRIP)
        self._form.setRowVisible(self.since, report.sums_up)

    def _ask_release(self) -> None:
        from mrm_desktop.services.release.release_file import check_order  # imported late, as above

        try:
            check_order(self.order(), self._context.day)
        except KnownError as error:
            self._context.fail(error)
            return
        folder = QFileDialog.getExistingDirectory(self, self._words.say("reports.release"))
        if folder:
            self.release(Path(folder))

    def _ask_trip(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self._words.say("reports.trip"), "", "(*.toml)")
        if name:
            self.use_trip(Path(name))

    def _connect(self) -> None:
        self.report.currentIndexChanged.connect(lambda _: self._offer_forms())
        for chosen in (self.report, self.area, self.language):
            chosen.currentIndexChanged.connect(lambda _: self._show_pages())
        self.since.dateChanged.connect(lambda _: self._show_pages())
        self.tabs.currentChanged.connect(lambda _: self._show_pages())
        self.pages.chosen.connect(lambda reader: self.reader.setCurrentIndex(self.reader.findData(reader)))
        self.reader.currentIndexChanged.connect(lambda _: self._show_reader())
        self.go.clicked.connect(self._ask_release)
        self.trip_button.clicked.connect(self._ask_trip)
        self.limited.toggled.connect(self.destroy_by.setEnabled)

    def _lay_out(self) -> None:
        words = self._words
        self.destroy_by.setDate(_in_qt(self._context.day + timedelta(days=KEEP_DAYS)))
        self.since.setMaximumDate(_in_qt(self._context.day))
        self.since.setDate(_in_qt(self._context.day - A_WEEK))
        self.destroy_by.setEnabled(False)
        left = QWidget()
        self._form = form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        rows = {
            "report": self.report,
            "area": self.area,
            "trip": self.trip_button,
            "since": self.since,
            "form": self.form_of_file,
            "reader": self.reader,
            "language": self.language,
            "recipient": self.recipient,
            "purpose": self.purpose,
            "released_by": self.released_by,
            "seconded_by": self.seconded_by,
        }
        for name, widget in rows.items():
            widget.setObjectName(f"order-{name}")
            widget.setAccessibleName(words.say(f"reports.order.{name}"))
            form.addRow(words.say(f"reports.order.{name}"), widget)
        form.addRow(self.military_lines)
        self.notes = GuardNotes(form, {name: rows[name] for name in ("recipient", "purpose", "released_by", "seconded_by")}, words)
        last = QHBoxLayout()
        last.addWidget(self.limited)
        last.addWidget(self.destroy_by)
        self.destroy_by.setAccessibleName(words.say("reports.destroy"))
        inner = QVBoxLayout(left)
        inner.setContentsMargins(16, 14, 16, 14)
        inner.addWidget(label(words.say("workspace.reports"), "title"))
        inner.addWidget(label(words.say("reports.what"), "soft"))
        inner.addLayout(form)
        inner.addLayout(last)
        inner.addStretch(1)
        fill(self, halves((self._with_foot(SidePanel(left)), self._right()), (400, 880), grows=1))

    def _with_foot(self, panel: SidePanel) -> QWidget:
        """Put the button that releases below the form: it stays in sight however small the window is."""
        side, foot = QWidget(), QWidget()
        foot.setObjectName("cardfoot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 8, 16, 10)
        row.addWidget(self.go)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(panel, 1)
        column.addWidget(foot)
        return side

    def _right(self) -> QWidget:
        words, right = self._words, QWidget()
        self.tabs.addTab(self.pages, words.say("pages.title"))
        self.tabs.addTab(_column(self.withheld, self.table, self.solved), words.say("reports.compare"))
        self.tabs.addTab(_column(self.late, self.log), words.say("reports.log"))
        layout = QVBoxLayout(right)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.addWidget(self.tabs)
        return right


def _column(*parts: QWidget) -> QWidget:
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 8, 0, 0)
    for part in parts:
        layout.addWidget(part, int(isinstance(part, QTableView)))
    return made


def _day_in(field: QDateEdit) -> date:
    chosen = field.date()
    return date(chosen.year(), chosen.month(), chosen.day())


def _in_qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _choice(entries: list[tuple[str, str]]) -> QComboBox:
    box = QComboBox()
    for value, text in entries:
        box.addItem(text, value)
    return box

"""The Insights window: a page for each question, computed beside the article."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import AnnotatorError
from annotator.session.away import away
from annotator.session.insights.csv_files import write_csv
from annotator.session.insights.report import InsightsOptions, InsightsReport
from annotator.session.insights.table import letters
from annotator.session.jobs import Job
from annotator.session.session import Session
from annotator.ui.accessible import say
from annotator.ui.insights.agreement_page import AgreementPage
from annotator.ui.insights.page import Page, Reader
from annotator.ui.insights.progress_page import ProgressPage
from annotator.ui.insights.suggestions_page import SuggestionsPage
from annotator.ui.insights.trust_page import TrustPage
from annotator.ui.train.runner import Runner

SIZE_PX = (1080, 760)
STOP_S = 0.1


class InsightsWindow(QDialog):
    """Pages are computed when they are looked at, each by a job of its own."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Insights"))
        self._session = session
        self.reports: dict[str, InsightsReport] = {}
        self.pages = (ProgressPage(), SuggestionsPage(), AgreementPage(), TrustPage())
        self._runners = {page.page: Runner(self) for page in self.pages}
        self.tabs = QTabWidget()
        self.hide_names = QCheckBox(self.tr("&Hide names"))
        self.refresh_button = QPushButton(self.tr("Compute &anew"), autoDefault=False)
        self.csv_button = QPushButton(self.tr("&Save as CSV …"), autoDefault=False)
        self.note = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for page in self.pages:
            self.tabs.addTab(page, page.title)
        self.tabs.tabBar().setAccessibleName(self.tr("Progress, suggestions, agreement or trust"))
        row = QHBoxLayout()
        for widget in (self.hide_names, self.refresh_button, self.csv_button):
            row.addWidget(widget)
        row.addWidget(self.note, 1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(row)
        self.resize(*SIZE_PX)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._look)
        self.hide_names.toggled.connect(self._draw_all)
        self.refresh_button.clicked.connect(self.compute)
        self.csv_button.clicked.connect(self._ask_for_folder)
        for page in self.pages:
            runner = self._runners[page.page]
            runner.succeeded.connect(partial(self._take, page))
            runner.failed.connect(self._say)
            runner.ended.connect(self._renew)

    @property
    def page(self) -> Page:
        """The page in sight."""
        return self.pages[self.tabs.currentIndex()]

    def showEvent(self, event: QShowEvent) -> None:
        """Compute anew: more may be labelled since it was shown last."""
        super().showEvent(event)
        if not event.spontaneous():
            self.reports.clear()
            self._look()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll the page with the keys that nothing else wants."""
        bar = self.page.verticalScrollBar()
        moves = {
            Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
            Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
            Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
            Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
            Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum,
            Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
        else:
            bar.triggerAction(move)

    def _look(self) -> None:
        if self.page.page not in self.reports and self.isVisible():
            self.compute()
        self._renew()

    def compute(self) -> None:
        """Compute the page in sight."""
        name = self.page.page
        if not self._runners[name].is_busy:
            self._runners[name].run(self._job(name))
            self._renew()

    def _job(self, name: str) -> Job[InsightsReport]:
        # It writes nothing, and may be killed in the middle of a long look into the file.
        options = InsightsOptions((name,))
        return away("insights", self._session.path, options, stop_s=STOP_S)

    def hideEvent(self, event: QHideEvent) -> None:
        """End what runs, unless it is only out of sight: nobody looks any more."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._stop()

    def _stop(self) -> None:
        for runner in self._runners.values():
            runner.stop()

    def _take(self, page: Page, report: InsightsReport) -> None:
        self.reports[page.page] = report
        self._draw(page)
        if page is self.page:
            self._say("")

    def shown(self, page: Page) -> InsightsReport:
        """What a page shows: without names where they are hidden."""
        report = self.reports[page.page]
        return report.hidden() if self.hide_names.isChecked() else report

    def _draw(self, page: Page) -> None:
        report, me = self.reports[page.page], self._session.annotator
        if self.hide_names.isChecked():
            me = letters(report.annotators).get(me, "")
        colors = {label.name: label.color for label in self._session.labels}
        page.show_report(self.shown(page), Reader(me, colors))

    def _draw_all(self) -> None:
        for page in self.pages:
            if page.page in self.reports:
                self._draw(page)

    def _renew(self) -> None:
        """Let only those buttons be pressed that do something now."""
        busy = self._runners[self.page.page].is_busy
        self.refresh_button.setEnabled(not busy)
        self.csv_button.setEnabled(self.page.page in self.reports)
        if busy:
            self.note.setText(self.tr("Computing …"))
        elif self.note.text() == self.tr("Computing …"):
            self.note.clear()

    def _ask_for_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Save the tables of this page"))
        if chosen:
            self.save(Path(chosen))

    def save(self, folder: Path) -> None:
        """Write the tables of the page in sight as CSV files."""
        try:
            made = write_csv(self.shown(self.page), folder)
        except AnnotatorError as error:
            self._say(str(error))
        else:
            files = self.tr("1 file") if len(made) == 1 else self.tr("{0} files").format(len(made))
            self._say(self.tr("{0} written to {1}.").format(files, folder))

    def _say(self, sentence: str) -> None:
        self.note.setText(sentence)
        if sentence:
            say(self.csv_button, sentence)

"""Looking at what files would bring, and choosing how they come in."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QItemSelection, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QListWidget,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.core.label import LabelSet
from annotator.session.import_report import ImportOptions
from annotator.session.jobs import Job, Progress
from annotator.session.preview import (
    FilePreview,
    as_imported,
    look_into,
    new_labels,
    preview,
)
from annotator.ui.dialogs.preview_article import PreviewArticle
from annotator.ui.dialogs.preview_files import PreviewModel, PreviewTable
from annotator.ui.dialogs.tick_box import TickBox
from annotator.ui.format_words import readable, title_of, titled
from annotator.ui.jobs import JobThread
from annotator.ui.theme import Theme

SIZE_PX = (1180, 720)
SHARES = (640, 540)
MOST_LABELS = 20
COUNTED = ("documents", "annotations", "spans", "suggestions")


class ImportDialog(QDialog):
    """Shows the first part of each file; the project is not touched.

    `chosen` carries the options when it is accepted. Raises FormatError if a plug-in for a
    format cannot be loaded.
    """

    chosen = Signal(object)

    def __init__(
        self,
        paths: list[Path],
        labels: LabelSet,
        options: ImportOptions,
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import files"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._labels = labels
        self._options = options
        self._formats: dict[Path, str] = {}
        self._found: list[FilePreview] = []
        self._others = 0
        self.model = PreviewModel(self)
        self.table = PreviewTable(self.model)
        self.format = QComboBox()
        self.notes = QListWidget()
        self.article = PreviewArticle(theme)
        self.as_suggestions = TickBox(self.tr("Take &labels as suggestions"))
        self.strict = TickBox(self.tr("Only labels of the label &set"))
        self.news = QLabel(wordWrap=True)
        self.status = QLabel(wordWrap=True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._fill()
        self._lay_out()
        self._connect()
        self._look_into(paths)

    def _fill(self) -> None:
        self.format.setAccessibleName(self.tr("Read as"))
        self.format.addItem("", None)
        for known in readable():
            self.format.addItem(titled(known), known.name)
        self.notes.setAccessibleName(self.tr("What was found in the file"))
        self.notes.setWordWrap(True)
        for label in (self.news, self.status):
            label.setTextFormat(Qt.TextFormat.PlainText)
        role = QDialogButtonBox.ButtonRole.AcceptRole
        self.buttons.addButton(self.tr("&Import"), role).setDefault(True)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(self.tr("&Read the marked files as"), self.format)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 3)
        column.addLayout(form)
        column.addWidget(self.notes, 2)
        across = QSplitter()
        across.addWidget(left)
        across.addWidget(self.article)
        across.setSizes(SHARES)
        layout = QVBoxLayout(self)
        layout.addWidget(across, 1)
        options = (self.as_suggestions, self.strict, self.news, self.status)
        for widget in (*options, self.buttons):
            layout.addWidget(widget)
        self.resize(*SIZE_PX)

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: self.chosen.emit(self.options()))
        self.table.selectionModel().selectionChanged.connect(self._show_another)
        self.format.activated.connect(self._choose_format)
        for box in (self.as_suggestions, self.strict):
            box.toggled.connect(lambda _: self._show_documents(stay=True))

    def options(self) -> ImportOptions:
        """How the files are to come in."""
        return ImportOptions(
            annotator=self._options.annotator,
            formats=dict(self._formats),
            as_suggestions=self.as_suggestions.isChecked(),
            strict=self.strict.isChecked(),
        )

    # Reading

    def _look_into(self, paths: list[Path]) -> None:
        thread = self._thread(preview(paths, self._found, formats={}))
        thread.progressed.connect(self._add)
        thread.succeeded.connect(self._end)
        thread.start()

    def _look_again(self, path: Path) -> None:
        thread = self._thread(look_into(path, self._formats.get(path)))
        thread.succeeded.connect(self._replace)
        thread.start()

    def _thread(self, job: Job[Any]) -> JobThread:
        # A file that takes long to be read must not hold up the dialog when it is closed: the
        # thread belongs to the window.
        thread = JobThread(job, self.parent())
        thread.failed.connect(self.status.setText)
        thread.finished.connect(thread.deleteLater)
        self.finished.connect(thread.let_go)
        return thread

    def _add(self, progress: Progress) -> None:
        self.model.add(self._found[len(self.model.files) :])
        self.status.setText(
            self.tr("Looking into the files: {0:,} {1}").format(progress.done, progress.note)
        )
        if self.model.files and not self.table.marked():
            self.table.selectRow(0)

    def _end(self, others: int) -> None:
        self._others = others
        self._add(Progress(len(self._found), None, ""))
        self._sum_up()
        self._show_labels()

    def _replace(self, one: FilePreview) -> None:
        # It may have been given yet another format meanwhile.
        if self._formats.get(one.path) == one.chosen:
            self.model.replace(one)
            self._show_file()
            self._sum_up()

    def _sum_up(self) -> None:
        files = self.model.files
        said = self.tr(
            "Files: {0:,}. In what was looked at: {1:,} documents, {2:,} annotations, {3:,} spans,"
            " {4:,} suggestions, {5:,} problems."
        ).format(
            len(files) + self._others,
            *(sum(getattr(one, name) for one in files) for name in COUNTED),
            sum(len(one.problems) for one in files),
        )
        if self._others:
            said += self.tr(" Files that were not looked into: {0:,}.").format(self._others)
        self.status.setText(said)

    # Showing

    def _current(self) -> FilePreview | None:
        marked = self.table.marked()
        return self.model.files[marked[0]] if marked else None

    def _show_another(self, _now: QItemSelection, _before: QItemSelection) -> None:
        self._show_file()

    def _show_file(self) -> None:
        one = self._current()
        self.notes.clear()
        self.format.setEnabled(one is not None)
        if one is not None:
            self.format.setItemText(0, self.tr("what it looks like: {0}").format(self._kind(one)))
            chosen = self._formats.get(one.path)
            self.format.setCurrentIndex(self.format.findData(chosen) if chosen else 0)
            self.notes.addItems(self._said_of(one))
            self.notes.setCurrentRow(0)
        self._show_documents(stay=False)

    def _kind(self, one: FilePreview) -> str:
        if one.found:
            return title_of(one.found)
        holds_files = bool(one.records or one.verdicts)
        return self.tr("an archive") if holds_files else self.tr("no kind that is known")

    def _said_of(self, one: FilePreview) -> list[str]:
        whole = self.tr("Read to its end") if one.ended else self.tr("In its first part")
        counts = self.tr("{0}: {1:,} documents, {2:,} annotations, {3:,} spans, {4:,} suggestions.")
        numbers = (getattr(one, name) for name in COUNTED)
        lines = (self._line(problem.line) + problem.reason for problem in one.problems)
        verdicts = (verdict.sentence for verdict in one.verdicts)
        return [counts.format(whole, *numbers), *verdicts, *lines]

    def _line(self, line: int | None) -> str:
        return "" if line is None else self.tr("Line {0}: ").format(line)

    def _show_documents(self, *, stay: bool) -> None:
        one = self._current()
        records = [
            as_imported(
                record,
                self._labels,
                as_suggestions=self.as_suggestions.isChecked(),
                strict=self.strict.isChecked(),
            )
            for record in (one.records if one else ())
        ]
        new = new_labels([one] if one else [], self._labels)
        self.article.show_records(records, self._labels.with_names(new), stay=stay)
        self._show_labels()

    def _show_labels(self) -> None:
        new = new_labels(self.model.files, self._labels)
        said = (
            self.tr("Labels that the label set lacks, which are left out: {0}.")
            if self.strict.isChecked()
            else self.tr("New labels, which come to stand in the label set: {0}.")
        )
        some = ", ".join(new[:MOST_LABELS])
        if len(new) > MOST_LABELS:
            some += self.tr(" and {0:,} more").format(len(new) - MOST_LABELS)
        self.news.setText(said.format(some) if new else "")
        self.news.setToolTip(", ".join(new))
        self.news.setVisible(bool(new))

    def _choose_format(self, index: int) -> None:
        name = self.format.itemData(index)
        for row in self.table.marked():
            path = self.model.files[row].path
            if name is None:
                self._formats.pop(path, None)
            else:
                self._formats[path] = name
            self._look_again(path)

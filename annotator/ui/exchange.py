"""Bringing files in and writing labels out: what is asked before it, and its account after."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtWidgets import QDialog, QFileDialog

from annotator.core.document import DocumentId
from annotator.core.span import SpanKey
from annotator.errors import AnnotatorError
from annotator.ui.dialogs.beside import show_beside
from annotator.ui.teams import PROJECT

if TYPE_CHECKING:
    from annotator.session.exporting import ExportOptions, ExportReport
    from annotator.session.import_report import ImportOptions, ImportReport
    from annotator.session.merge_report import MergeReport
    from annotator.ui.annotate import AnnotateScreen
    from annotator.ui.files import FileMenu
    from annotator.ui.main_window import MainWindow


class Exchange(QObject):
    """Asks with dialogs, and lets the File menu do it. `report` is that of the last import,
    export or homecoming of the open project.

    Dialogs are imported when they are opened: all together they would delay the window.
    """

    def __init__(self, window: "MainWindow", files: "FileMenu") -> None:
        super().__init__(files)
        self._window = window
        self._files = files
        self._open: list[QDialog] = []
        self.report: ImportReport | ExportReport | MergeReport | None = None

    def forget(self) -> None:
        """The project is about to be closed: close what speaks of it."""
        self.report = None
        for dialog in list(self._open):
            dialog.reject()

    def show(self, dialog: QDialog) -> None:
        """Show a dialog that is closed with the project."""
        self._open.append(dialog)
        dialog.finished.connect(lambda _: self._forget(dialog))
        show_beside(dialog, self._window)

    def _forget(self, dialog: QDialog) -> None:
        # A button whose key was pressed is clicked a moment later, when the dialog may be closed.
        if dialog in self._open:
            self._open.remove(dialog)

    # In

    def ask_for_files(self) -> None:
        """Ask for files and show what they would bring."""
        chosen, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Import files"))
        if chosen:
            self.preview([Path(name) for name in chosen])

    def ask_for_folder(self) -> None:
        """Ask for a folder and show what it would bring."""
        chosen = QFileDialog.getExistingDirectory(self._window, self.tr("Import a folder"))
        if chosen:
            self.preview([Path(chosen)])

    def dropped(self, data: QMimeData) -> list[Path]:
        """The files of this machine among what is dragged over the window."""
        return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]

    def take_dropped(self, data: QMimeData) -> None:
        """Open a project that was dropped on the start screen, or show what files would bring;
        projects dropped on an open one may come home."""
        paths = self.dropped(data)
        if self._window.screen_ is not None and self._files.team.take_dropped(paths):
            return
        if len(paths) == 1 and paths[0].suffix == PROJECT:
            self._window.open_project(paths[0])
        elif self._window.screen_ is None:
            self._window.message.say(
                self.tr("Open a project or make a new one: then files can be brought in.")
            )
        else:
            self.preview(paths)

    def preview(self, paths: list[Path]) -> None:
        """Show what files and folders would bring; they come in when that is accepted."""
        from annotator.session.import_report import ImportOptions
        from annotator.ui.dialogs.import_files import ImportDialog

        screen = self._window.screen_
        if screen is None:
            return
        options = ImportOptions(annotator=self._window.annotator)
        try:
            dialog = ImportDialog(paths, screen.session.labels, options, screen.theme, self._window)
        except AnnotatorError as error:
            self._window.message.say(str(error))
            return
        dialog.chosen.connect(lambda chosen: self._import(paths, chosen))
        self.show(dialog)

    def _import(self, paths: list[Path], options: "ImportOptions") -> None:
        self._files.import_files(paths, options)

    # Out

    def ask_for_export(self) -> None:
        """Ask what to export, how, and where to, and do it."""
        from annotator.ui.dialogs.export_labels import ExportDialog, Source

        screen = self._window.screen_
        if screen is None:
            return
        session = screen.session
        try:
            source = Source(session.path, session.annotators(), session.sources())
            dialog = ExportDialog(source, self._window)
        except AnnotatorError as error:
            self._window.message.say(str(error))
            return
        dialog.chosen.connect(self._export)
        self.show(dialog)

    def _export(self, out: Path, options: "ExportOptions") -> None:
        self._files.export(out, options)

    # The account

    def show_account(self) -> None:
        """Show the account of the last import or export."""
        from annotator.ui.dialogs.account import AccountDialog

        screen = self._window.screen_
        if screen is None or self.report is None:
            self._window.message.say(self.tr("Nothing was imported, exported or brought home yet."))
            return
        for shown in self._window.findChildren(AccountDialog):
            if shown.isVisible() and shown.report is self.report:
                show_beside(shown, self._window)
                return
            shown.reject()
        title = self.tr("Account")
        dialog = AccountDialog(title, self.report, screen.session.by_keys, self._window)
        dialog.chosen.connect(lambda number, span: _open(screen, DocumentId(number), span))
        self.show(dialog)


def _open(screen: "AnnotateScreen", document_id: DocumentId, span: SpanKey | None) -> None:
    """Open a document with a span of it focused, or what it covers selected."""
    bridge, session = screen.bridge, screen.session
    bridge.do(lambda: session.open(document_id))
    article = session.article
    if span is not None and article is not None:
        start, end, _ = span
        focus = article.focusable(span)
        if focus is not None:
            bridge.do(lambda: bridge.gestures.focus(focus))
        elif _is_range(start, end, len(article.text)):
            bridge.do(lambda: bridge.gestures.select(start, end, by_character=True))
    screen.article.view.setFocus()
    screen.window().activateWindow()


def _is_range(start: object, end: object, length: int) -> bool:
    """Whether this is a range of a text of that length: an account has what a file had."""
    return isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= length

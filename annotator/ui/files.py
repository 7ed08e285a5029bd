"""The File menu: opening projects, bringing files in, writing labels out."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from annotator.errors import AnnotatorError
from annotator.session.jobs import Job
from annotator.ui.actions import Action

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

PROBLEMS_SHOWN = 5


class FileMenu(QObject):
    """What the File menu does to a window.

    Jobs are imported when they are wanted: all together they would delay the window by 30 ms.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._exported_to = Path()

    def actions(self, *, is_open: bool) -> list[Action]:
        """The menu's actions; some only while a project is open."""
        window = self._window
        always = [
            _file("new", "New project …", window.ask_for_new, "Ctrl+N"),
            _file("open", "Open a project …", self.open, "Ctrl+O"),
            _file("sample", "Try the sample", self.make_sample),
        ]
        with_project = [
            _file("import_files", "Import files …", self._ask_for_files, "Ctrl+I"),
            _file("import_folder", "Import a folder …", self._ask_for_folder),
            _file("export", "Export JSONL …", self._ask_for_export, "Ctrl+E"),
            _file("save_copy", "Save a copy …", self._ask_for_copy),
            _file("close", "Close the project", window.close_project, "Ctrl+W"),
        ]
        quit_ = _file("quit", "Quit", window.close, "Ctrl+Q")
        return [*always, *(with_project if is_open else ()), quit_]

    def open(self) -> None:
        """Ask for a project and open it."""
        pattern = self.tr("Projects (*.annotator);;All files (*)")
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open a project"), "", pattern
        )
        if chosen:
            self._window.open_project(Path(chosen))

    def make_sample(self) -> None:
        """Make a fresh copy of the sample and open it; its suggestions come while it is open."""
        from annotator.session.demo import make_sample

        self._run(make_sample(), self.tr("Making the sample"))

    def _ask_for_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Import files"))
        if chosen:
            self.import_files([Path(name) for name in chosen])

    def _ask_for_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self._window, self.tr("Import a folder"))
        if chosen:
            self.import_files([Path(chosen)])

    def import_files(self, paths: list[Path]) -> None:
        """Import files and folders into the open project."""
        from annotator.session.import_report import ImportOptions
        from annotator.session.importing import import_files

        options = ImportOptions(annotator=self._window.annotator)
        self._with_project(lambda path: import_files(path, paths, options), self.tr("Importing"))

    def _ask_for_export(self) -> None:
        pattern = self.tr("JSON lines (*.jsonl)")
        chosen, _ = QFileDialog.getSaveFileName(self._window, self.tr("Export"), "", pattern)
        if chosen:
            self.export(Path(chosen))

    def export(self, out: Path) -> None:
        """Write the labels of the open project to a file."""
        from annotator.session.exporting import ExportOptions, export

        self._exported_to = out
        self._with_project(lambda path: export(path, out, ExportOptions()), self.tr("Exporting"))

    def _ask_for_copy(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save a copy"))
        if chosen:
            self.save_copy(Path(chosen))

    def save_copy(self, target: Path) -> None:
        """Write all that the open project holds to a new file."""
        screen = self._window.screen_
        if screen is None:
            return
        try:
            screen.session.save_copy(target)
        except AnnotatorError as error:
            self._window.message.say(str(error))
        else:
            self._window.message.say(
                self.tr("A copy was written to {0}.").format(target), stay=True
            )

    def _with_project(self, job: Callable[[Path], Job[Any]], title: str) -> None:
        screen = self._window.screen_
        if screen is not None:
            self._run(job(screen.session.path), title)

    def _run(self, job: Job[Any], title: str) -> None:
        if self._window.jobs.is_busy():
            self._window.message.say(self.tr("Something is under way already: wait, or cancel it."))
        else:
            self._window.jobs.run(job, title)

    def job_succeeded(self, result: object) -> None:
        """Say what a job has done, or open what it has made."""
        from annotator.session.exporting import ExportReport
        from annotator.session.import_report import ImportReport

        if isinstance(result, Path):
            self._window.open_project(result)
        elif isinstance(result, ImportReport):
            self._account(result.sentence(dry_run=False), result.problems)
        elif isinstance(result, ExportReport):
            self._account(result.sentence(self._exported_to), result.problems)

    def _account(self, sentence: str, problems: list[Any]) -> None:
        lines = [sentence, *map(str, problems[:PROBLEMS_SHOWN])]
        if len(problems) > PROBLEMS_SHOWN:
            more = len(problems) - PROBLEMS_SHOWN
            lines.append(self.tr("… and {0} more.").format(more))
        self._window.message.say("\n".join(lines), stay=True)


def _file(name: str, title: str, run: Callable[[], Any], *keys: str) -> Action:
    return Action(name, title, "File", keys, run, anywhere=True)

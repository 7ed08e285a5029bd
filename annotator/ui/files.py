"""The File menu: opening projects, bringing files in, writing labels out."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from annotator.errors import AnnotatorError
from annotator.session.jobs import Job
from annotator.ui.actions import Action
from annotator.ui.exchange import Exchange
from annotator.ui.teams import Team

if TYPE_CHECKING:
    from annotator.session.exporting import ExportOptions
    from annotator.session.import_report import ImportOptions
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
        self.exchange = Exchange(window, self)
        self.team = Team(window, self)

    def actions(self, *, is_open: bool) -> list[Action]:
        """The menu's actions; some only while a project is open."""
        window, exchange = self._window, self.exchange
        always = [
            _file("new", "New project …", window.ask_for_new, "Ctrl+N"),
            _file("open", "Open a project …", self.open, "Ctrl+O"),
            _file("sample", "Try the sample", self.make_sample),
        ]
        with_project = [
            _file("import_files", "Import files …", exchange.ask_for_files, "Ctrl+I"),
            _file("import_folder", "Import a folder …", exchange.ask_for_folder),
            _file("export", "Export …", exchange.ask_for_export, "Ctrl+E"),
            _file(
                "account",
                "Account of the last import, export or homecoming",
                exchange.show_account,
                "Ctrl+Shift+E",
            ),
            *self.team.actions(),
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

    def import_files(self, paths: list[Path], options: "ImportOptions | None" = None) -> None:
        """Import files and folders into the open project."""
        from annotator.session.import_report import ImportOptions
        from annotator.session.importing import import_files

        chosen = options or ImportOptions(annotator=self._window.annotator)
        self.with_project(lambda path: import_files(path, paths, chosen), self.tr("Importing"))

    def export(self, out: Path, options: "ExportOptions | None" = None) -> None:
        """Write the labels of the open project to a file or folder."""
        from annotator.session.exporting import ExportOptions, export

        self._exported_to = out
        chosen = options or ExportOptions()
        self.with_project(lambda path: export(path, out, chosen), self.tr("Exporting"))

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

    def with_project(self, job: Callable[[Path], Job[Any]], title: str) -> None:
        """Run a job on the open project."""
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
        from annotator.session.handing_out import HandoutReport
        from annotator.session.import_report import ImportReport
        from annotator.session.merge_report import MergeReport

        if isinstance(result, Path):
            self._window.open_project(result)
        elif isinstance(result, ImportReport):
            self.exchange.report = result
            self._account(result.sentence(dry_run=False), result.problems)
        elif isinstance(result, ExportReport):
            self.exchange.report = result
            self._account(result.sentence(self._exported_to), result.problems)
        elif isinstance(result, HandoutReport):
            self._window.message.say(result.sentence(), stay=True)
        elif isinstance(result, MergeReport):
            self.exchange.report = result
            self._account(result.sentence(), [])

    def _account(self, sentence: str, problems: list[Any]) -> None:
        lines = [sentence, *map(str, problems[:PROBLEMS_SHOWN])]
        if len(problems) > PROBLEMS_SHOWN:
            more = len(problems) - PROBLEMS_SHOWN
            lines.append(self.tr("… and {0} more.").format(more))
        self._window.message.say("\n".join(lines), stay=True, more=self.tr("Account …"))


def _file(name: str, title: str, run: Callable[[], Any], *keys: str) -> Action:
    return Action(name, title, "File", keys, run, anywhere=True)

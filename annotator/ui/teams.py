"""Handing documents out and bringing their labels home, in the window."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from annotator.errors import AnnotatorError
from annotator.ui.actions import Action
from annotator.ui.actions.action import in_window

if TYPE_CHECKING:
    from annotator.session.handing_out import HandoutOptions
    from annotator.ui.files import FileMenu
    from annotator.ui.main_window import MainWindow

PROJECT = ".annotator"


class Team(QObject):
    """What the File menu does with project files of other people."""

    def __init__(self, window: "MainWindow", files: "FileMenu") -> None:
        super().__init__(files)
        self._window = window
        self._files = files

    def actions(self) -> list[Action]:
        """What can be done while a project is open."""
        return in_window(
            "File",
            [
                ("hand_out", "Hand out …", "", self.ask_for_handout),
                ("bring_home", "Bring home …", "", self.ask_for_files),
            ],
        )

    # Out

    def ask_for_handout(self) -> None:
        """Ask to whom documents go, and write a project file for each."""
        from annotator.session.handout_plan import Planner
        from annotator.ui.dialogs.hand_out import HandOutDialog

        screen = self._window.screen_
        if screen is None:
            return
        folder = screen.session.path.absolute().parent / self.tr("handed out")
        try:
            dialog = HandOutDialog(
                Planner(screen.session), screen.documents.which(), folder, self._window
            )
        except AnnotatorError as error:
            self._window.message.say(str(error))
            return
        dialog.chosen.connect(self.hand_out)
        self._files.exchange.show(dialog)

    def hand_out(self, options: "HandoutOptions") -> None:
        """Write a project file for each annotator."""
        from annotator.session.handing_out import hand_out

        self._files.with_project(lambda path: hand_out(path, options), self.tr("Handing out"))

    # Home

    def ask_for_files(self) -> None:
        """Ask for project files, and bring home what was labelled in them."""
        pattern = self.tr("Projects (*.annotator);;All files (*)")
        chosen, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Bring home"), "", pattern)
        # A bare X server would leave the window without the keyboard.
        self._window.activateWindow()
        if chosen:
            self.bring_home([Path(name) for name in chosen])

    def bring_home(self, paths: list[Path]) -> None:
        """Bring home what was labelled in project files; the account tells what that was."""
        from annotator.session.merging import merge

        self._files.with_project(lambda path: merge(path, paths), self.tr("Bringing home"))

    def take_dropped(self, paths: list[Path]) -> bool:
        """Take project files that were dropped on an open project: bring several home, and ask
        what to do with one. False: these are other files."""
        if not paths or any(path.suffix != PROJECT for path in paths):
            return False
        if len(paths) > 1:
            self.bring_home(paths)
        else:
            self._ask_about(paths[0])
        return True

    def _ask_about(self, path: Path) -> None:
        from annotator.ui.dialogs.dropped_project import DroppedProjectDialog

        dialog = DroppedProjectDialog(path, self._window)
        dialog.home_wanted.connect(lambda: self.bring_home([path]))
        dialog.open_wanted.connect(lambda: self._window.open_project(path))
        self._files.exchange.show(dialog)

"""Choosing a pipeline: one that is installed, the project's own, or a folder."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog

from annotator.errors import SuggesterError
from annotator.suggest.pipelines import find, installed, is_blank

CHOOSE = "\0choose"


class PipelineBox(QComboBox):
    """`refused` carries a sentence about a folder that holds no pipeline.

    With `nothing` the first choice, whose name is "", stands for no pipeline.
    """

    refused = Signal(str)

    def __init__(self, own: str, *, nothing: str = "") -> None:
        super().__init__()
        if nothing:
            self.addItem(nothing, "")
        for info in installed():
            self.addItem(f"{info.name} ({info.language} {info.version})", info.name)
        if own and not is_blank(own):
            self.add(own)
        self.addItem(self.tr("a folder …"), CHOOSE)
        self._before = self.currentIndex()
        self.activated.connect(self._choose)

    def add(self, name: str) -> None:
        """Choose a pipeline by its name, which becomes one of the choices."""
        if self.findData(name) < 0:
            place = self.findData(CHOOSE)
            self.insertItem(place if place >= 0 else self.count(), _short(name), name)
        self.setCurrentIndex(self.findData(name))
        self._before = self.currentIndex()

    @property
    def name(self) -> str:
        """The name of the pipeline that is chosen."""
        return str(self.currentData())

    def _choose(self, index: int) -> None:
        if self.itemData(index) != CHOOSE:
            self._before = index
            return
        self.setCurrentIndex(self._before)
        title = self.tr("Folder of a pipeline (a pipeline is code: trust it)")
        chosen = QFileDialog.getExistingDirectory(self, title)
        if chosen:
            self.take_folder(Path(chosen))

    def take_folder(self, folder: Path) -> None:
        """Choose the pipeline in a folder, if there is one."""
        try:
            self.add(find(str(folder)).name)
        except SuggesterError as error:
            self.refused.emit(error.sentence)


def _short(name: str) -> str:
    path = Path(name)
    return f"{path.name} ({path.parent})" if path.is_absolute() else name

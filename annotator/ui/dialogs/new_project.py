"""The dialog that makes a new project."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.formats.labels import preset_names
from annotator.suggest.pipelines import in_folder, installed

SUFFIX = ".annotator"


@dataclass(frozen=True, slots=True)
class NewProject:
    """What was chosen: `labels` None means the pipeline's own."""

    path: Path
    files: tuple[Path, ...]
    labels: str | None
    pipeline: str
    annotator: str


class NewProjectDialog(QDialog):
    """Asks where the project goes, for its texts, labels, pipeline, and one's name."""

    def __init__(self, annotator: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("New project"))
        self.path = QLineEdit(placeholderText=self.tr("Where the project file goes"))
        self.files = QListWidget()
        self.files.setMaximumHeight(120)
        self.labels = QComboBox()
        self.labels.addItem(self.tr("the pipeline's own"), None)
        for name in preset_names():
            self.labels.addItem(name, name)
        self.labels.addItem(self.tr("from a file …"), "")
        self.pipeline = QComboBox()
        for info in installed():
            self.pipeline.addItem(f"{info.name} ({info.language} {info.version})", info.name)
        self.pipeline.addItem(self.tr("from a folder …"), "")
        self.annotator = QLineEdit(annotator)
        self.note = QLabel(
            self.tr(
                "A pipeline is code: choose only one that you trust. Only installed ones and the"
                " folder that you choose are loaded; nothing is fetched."
            ),
            wordWrap=True,
        )
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        form = QFormLayout()
        name = QLabel(self.tr("&Project file"))
        name.setBuddy(self.path)
        # Qt names after a label only what stands right beside it.
        self.path.setAccessibleName(self.tr("Project file"))
        form.addRow(name, self._row(self.path, (self.tr("Choose …"), self._choose_path)))
        adders = (
            (self.tr("Add &files …"), self._add_files),
            (self.tr("Add a fol&der …"), self._add_folder),
        )
        form.addRow(self.tr("&Texts"), self.files)
        form.addRow("", self._row(*adders))
        form.addRow(self.tr("&Labels"), self.labels)
        form.addRow(self.tr("P&ipeline"), self.pipeline)
        form.addRow("", self.note)
        form.addRow(self.tr("Your &name"), self.annotator)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.buttons)
        self.resize(620, self.sizeHint().height())

    def _row(self, *parts: QWidget | tuple[str, object]) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        for part in parts:
            if isinstance(part, QWidget):
                layout.addWidget(part)
            else:
                button = QPushButton(part[0], autoDefault=False)
                button.clicked.connect(part[1])
                layout.addWidget(button)
        return row

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.path.textChanged.connect(self._check)
        self.annotator.textChanged.connect(self._check)
        self.labels.activated.connect(self._choose_labels)
        self.pipeline.activated.connect(self._choose_pipeline)
        self._check()

    def _check(self) -> None:
        complete = bool(self.path.text().strip() and self.annotator.text().strip())
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(complete)

    def _choose_path(self) -> None:
        pattern = self.tr("Projects (*.annotator)")
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Project file"), "", pattern)
        if chosen:
            self.path.setText(chosen if Path(chosen).suffix else chosen + SUFFIX)

    def _choose_labels(self, index: int) -> None:
        if self.labels.itemData(index) != "":
            return
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Label set file"))
        self.labels.setItemData(index, chosen or "")
        self.labels.setItemText(index, chosen or self.tr("from a file …"))
        if not chosen:
            self.labels.setCurrentIndex(0)

    def _choose_pipeline(self, index: int) -> None:
        if self.pipeline.itemData(index) != "":
            return
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder of a pipeline"))
        if chosen:
            name = in_folder(Path(chosen))
            self.pipeline.insertItem(index, name, name)
        self.pipeline.setCurrentIndex(index if chosen else 0)

    def _add_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, self.tr("Texts to label"))
        self.files.addItems(chosen)

    def _add_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder with texts"))
        self.files.addItems([chosen] if chosen else [])

    def chosen(self) -> NewProject:
        """What was chosen."""
        files = (self.files.item(i).text() for i in range(self.files.count()))
        return NewProject(
            path=Path(self.path.text().strip()),
            files=tuple(map(Path, files)),
            labels=self.labels.currentData() or None,
            pipeline=self.pipeline.currentData(),
            annotator=self.annotator.text().strip(),
        )

"""What to train and where it goes: the upper part of the Train window."""

from itertools import count
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.session.curve import CurveOptions
from annotator.session.training import TrainOptions, unfinished
from annotator.suggest.pipelines import is_blank
from annotator.ui.train.pipeline_box import PipelineBox

MOST_STEPS = 100_000


class TrainForm(QWidget):
    """The choices. `changed` says that another is made."""

    changed = Signal()

    def __init__(self, project: Path, pipeline: str) -> None:
        super().__init__()
        self.base = PipelineBox(pipeline, nothing=self.tr("nothing: a new pipeline"))
        self.base.setCurrentIndex(max(0, self.base.findData(_usual_base(pipeline))))
        self.output = QLineEdit(str(free_folder(project)))
        self.choose = QPushButton(self.tr("Choose …"), autoDefault=False)
        self.choose.setAccessibleName(self.tr("Choose the folder of the pipeline"))
        self.steps = QSpinBox(maximum=MOST_STEPS, singleStep=100)
        self.steps.setMinimumHeight(self.output.sizeHint().height())
        self.steps.setSpecialValueText(self.tr("as long as it gets better"))
        self.parts = QLabel(self.tr("Counting …"), wordWrap=True)
        self._lay_out()
        self.choose.clicked.connect(self._choose_output)
        self.base.activated.connect(self.changed)
        self.output.textChanged.connect(self.changed)

    def _lay_out(self) -> None:
        trust = QLabel(self.tr("A pipeline is code: choose only one that you trust."))
        trust.setObjectName("meta")
        beside = QHBoxLayout()
        beside.addWidget(self.output, 1)
        beside.addWidget(self.choose)
        form = QFormLayout()
        for name, label, field in (
            (self.tr("Go on from"), self.tr("Go on &from"), self.base),
            (self.tr("Folder of the new pipeline"), self.tr("Fol&der"), beside),
            (self.tr("Steps at most"), self.tr("&Steps at most"), self.steps),
        ):
            shown = QLabel(label)
            widget = self.output if isinstance(field, QHBoxLayout) else field
            shown.setBuddy(widget)
            widget.setAccessibleName(name)
            form.addRow(shown, field)
        form.insertRow(1, "", trust)
        form.addRow(self.tr("Documents"), self.parts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(form)

    def show_parts(self, counts: dict[str, int]) -> None:
        """Say how many documents fall to each part."""
        self.parts.setText(
            self.tr(
                "{0:,} to learn from, {1:,} to tune by, {2:,} held out for the score;"
                " {3:,} are finished. Each stays in its part when others come."
            ).format(counts["train"], counts["dev"], counts["test"], counts["finished"])
        )

    def can_resume(self) -> bool:
        """Whether a training of this folder was stopped and can be gone on with."""
        return bool(self.output.text().strip()) and unfinished(self._output())

    def options(self, *, resume: bool) -> TrainOptions:
        """How to train."""
        return TrainOptions(
            output=self._output(),
            base=self.base.name or None,
            steps=self.steps.value(),
            resume=resume,
        )

    def curve_options(self) -> CurveOptions:
        """How to draw the learning curve of the same."""
        return CurveOptions(base=self.base.name or None, steps=self.steps.value())

    def renew_output(self, project: Path) -> None:
        """Name a folder that is free, where the one that is named is taken."""
        output = self._output()
        if output.exists() and output.parent == project.absolute().parent:
            self.output.setText(str(free_folder(project)))

    def _output(self) -> Path:
        return Path(self.output.text().strip())

    def _choose_output(self, *_: Any) -> None:
        title = self.tr("Folder of the new pipeline")
        chosen, _filter = QFileDialog.getSaveFileName(self, title, self.output.text())
        if chosen:
            self.output.setText(chosen)


def _usual_base(pipeline: str) -> str:
    """The project's own: going on from a pipeline learns from fewer documents."""
    return "" if is_blank(pipeline) else pipeline


def free_folder(project: Path) -> Path:
    """A folder beside the project where no pipeline is yet."""
    stem = project.absolute().with_suffix("")
    names = (stem.with_name(f"{stem.name}-model-{number}") for number in count(1))
    return next(path for path in names if not path.exists())

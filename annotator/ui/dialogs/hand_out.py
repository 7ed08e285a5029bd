"""The dialog that hands documents out: to whom, which, how many to several, and where to."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.core.document import DocumentId
from annotator.core.queue import QueueFilter
from annotator.errors import AnnotatorError
from annotator.session.annotator_name import is_name
from annotator.session.handing_out import HandoutOptions, Which
from annotator.session.handout_plan import HandoutPlan, Planner

WIDTH_PX, NAMES_PX = 620, 110
PEOPLE = 2
"""To several: to two at least."""
OK, CANCEL = QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel


class HandOutDialog(QDialog):
    """`chosen` carries the options when it is accepted. What would be handed out to whom is
    said while it is chosen. `listed`: the filter of the queue."""

    chosen = Signal(object)

    def __init__(
        self, planner: Planner, listed: QueueFilter, folder: Path, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Hand out"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._planner = planner
        self.names = QPlainTextEdit("\n".join(planner.people()), tabChangesFocus=True)
        self.names.setFixedHeight(NAMES_PX)
        self.which = QComboBox()
        self.share = QSpinBox(maximum=100, suffix=" %")
        self.people = QSpinBox()
        self.seeds = QSpinBox()
        self.settled = QLabel()
        self.folder = QLineEdit(str(folder))
        self.preview = QLabel(wordWrap=True)
        self.buttons = QDialogButtonBox(OK | CANCEL)
        self.buttons.button(OK).setText(self.tr("&Hand out"))
        self._fill_which(listed)
        self._lay_out()
        self._connect()
        self._renew()
        self.names.setFocus()

    def _fill_which(self, listed: QueueFilter) -> None:
        choices: dict[str, Which | tuple[DocumentId, ...]] = {
            self.tr("Those that nobody has answered ({0:,})"): Which.UNANSWERED,
            self.tr("All ({0:,})"): Which.ALL,
        }
        if listed != QueueFilter():
            choices[self.tr("Those that the queue lists now ({0:,})")] = self._planner.listed(
                listed
            )
        self._which = list(choices.values())
        for title, which in choices.items():
            self.which.addItem(title.format(self._planner.count(which)))

    def _lay_out(self) -> None:
        form = QFormLayout()
        several = self._row(self.share, QLabel(self.tr("of them, each to")), self.people,
                            QLabel(self.tr("people")))  # fmt: skip
        choose = QPushButton(self.tr("&Choose …"), autoDefault=False)
        choose.clicked.connect(self._choose_folder)
        rows: dict[str, tuple[QWidget, QWidget]] = {
            self.tr("&To whom, one name a line"): (self.names, self.names),
            self.tr("&Documents"): (self.which, self.which),
            self.tr("&Several people get"): (self.share, several),
            self.tr("Settled ones to chec&k"): (self.seeds, self._row(self.seeds, self.settled)),
            self.tr("&Folder for the files"): (self.folder, self._row(self.folder, choose)),
        }
        for title, (widget, row) in rows.items():
            name = QLabel(title)
            name.setBuddy(widget)
            widget.setAccessibleName(title.replace("&", ""))
            form.addRow(name, row)
        self.people.setAccessibleName(self.tr("How many people get each of these"))
        self.preview.setObjectName("preview")
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.preview, 1)
        layout.addWidget(self.buttons)
        self.resize(WIDTH_PX, self.sizeHint().height() + self.preview.fontMetrics().height())

    def _row(self, *widgets: QWidget) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            stretch = isinstance(widget, QLineEdit) or widget is self.settled
            layout.addWidget(widget, int(stretch))
        if self.people in widgets:
            layout.addStretch(1)
        return row

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: self.chosen.emit(self.options()))
        self.names.textChanged.connect(self._renew)
        self.which.currentIndexChanged.connect(self._renew)
        self.folder.textChanged.connect(self._renew)
        for number in (self.share, self.people, self.seeds):
            number.valueChanged.connect(self._renew)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder for the files"))
        if chosen:
            self.folder.setText(chosen)

    def options(self) -> HandoutOptions:
        """What is chosen."""
        names = tuple(filter(is_name, map(str.strip, self.names.toPlainText().splitlines())))
        return HandoutOptions(
            output=Path(self.folder.text().strip()),
            to=names,
            overlap=self.share.value() / 100,
            people=self.people.value() if len(names) >= PEOPLE else None,
            seeds=self.seeds.value(),
            which=self._which[self.which.currentIndex()],
        )

    def _renew(self) -> None:
        self._bound(self.options().to)
        options = self.options()
        try:
            said = self._say(self._planner.plan(options))
        except AnnotatorError as error:
            said = str(error) if options.to else self.tr("Write whom the documents go to.")
            self.buttons.button(OK).setEnabled(False)
        else:
            self.buttons.button(OK).setEnabled(bool(self.folder.text().strip()))
        self.preview.setText(said)

    def _bound(self, names: tuple[str, ...]) -> None:
        """Let only so many be chosen as there are."""
        possible = self._planner.seeds(names)
        for number in (self.people, self.seeds):
            number.blockSignals(True)  # noqa: FBT003 - Qt's
        everybody = self.people.value() in {0, self.people.maximum()}
        self.people.setRange(min(PEOPLE, len(names)), len(names))
        if everybody:
            self.people.setValue(len(names))
        self.seeds.setMaximum(possible)
        for number in (self.people, self.seeds):
            number.blockSignals(False)  # noqa: FBT003
        self.share.setEnabled(len(names) >= PEOPLE)
        self.people.setEnabled(len(names) >= PEOPLE and self.share.value() > 0)
        self.seeds.setEnabled(possible > 0)
        self.settled.setText(
            self.tr("of {0:,} with an annotation of {1}, which stays here").format(
                possible, self._planner.gold
            )
        )

    def _say(self, plan: HandoutPlan) -> str:
        each = ", ".join(
            self.tr("{0}: {1:,} documents").format(name, count)
            for name, count in plan.documents.items()
        )
        parts = [f"{each}."]
        if plan.shared and plan.people >= PEOPLE:
            parts.append(
                self.tr("{0:,} documents go to {1} people each.").format(plan.shared, plan.people)
            )
        if plan.seeds:
            parts.append(
                self.tr("{0:,} settled ones go to everybody, to check.").format(plan.seeds)
            )
        return " ".join(parts)

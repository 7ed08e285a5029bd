"""Choosing what goes out, in which format, and where to."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.core.parts import shares
from annotator.formats.format import Format, Holds
from annotator.session.contents import contents
from annotator.session.exporting import ANSWERS, ExportOptions
from annotator.ui import settings
from annotator.ui.dialogs.tick_box import TickBox
from annotator.ui.format_words import listed, room, titled, writable
from annotator.ui.jobs import JobThread

WIDTH_PX = 640
USUAL = ExportOptions().format


@dataclass(frozen=True, slots=True)
class Source:
    """The open project: its file, who has labelled in it, and what has suggested in it."""

    path: Path
    annotators: list[str]
    sources: list[str]


class ExportDialog(QDialog):
    """`chosen` carries where to write to and the options, when it is accepted.

    The last choice is what it begins with. Raises FormatError if a plug-in for a format cannot
    be loaded.
    """

    chosen = Signal(object, object)

    def __init__(self, source: Source, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._source = source
        self._formats = writable()
        self._there: frozenset[Holds] = frozenset()
        self._suffix = ""
        self.format = QComboBox()
        self.room = QLabel(wordWrap=True)
        self.warning = QLabel(wordWrap=True)
        self.annotator = QComboBox()
        self.answers = {name: TickBox(title) for name, title in self._answer_titles().items()}
        self.split = QLineEdit(placeholderText=self.tr("80/10/10; empty: all in one file"))
        self.offsets = QComboBox()
        self.out = QLineEdit()
        self.choose = QPushButton(self.tr("&Choose …"), autoDefault=False)
        self.note = QLabel(wordWrap=True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        role = QDialogButtonBox.ButtonRole.AcceptRole
        self.ok = self.buttons.addButton(self.tr("&Export"), role)
        self.ok.setDefault(True)
        self._fill()
        self._lay_out()
        self._recall()
        self._connect()
        self._follow_format()
        self._ask_what_is_there()

    def _answer_titles(self) -> dict[str, str]:
        titles = (
            self.tr("&accepted"),
            self.tr("&rejected"),
            self.tr("s&kipped"),
            self.tr("&unfinished"),
        )
        return dict(zip(ANSWERS, titles, strict=True))

    def _fill(self) -> None:
        for known in self._formats:
            self.format.addItem(titled(known), known.name)
        self.annotator.addItem(self.tr("everyone"), None)
        for name in self._source.annotators:
            self.annotator.addItem(name, name)
        for name in self._source.sources:
            if name not in self._source.annotators:
                self.annotator.addItem(self.tr("what {0} suggested").format(name), name)
        for label in (self.room, self.warning, self.note):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.warning.setObjectName("message")

    def _lay_out(self) -> None:
        self.form = QFormLayout()
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("&Format"), self.format),
            ("", self.room),
            ("", self.warning),
            (self.tr("&Labels of"), self.annotator),
            (self.tr("Documents"), _row(*self.answers.values())),
            (self.tr("&Split"), self.split),
            (self.tr("&Offsets count"), self.offsets),
            (self.tr("&Write to"), _row(self.out, self.choose)),
            ("", self.note),
        )
        for title, widget in rows:
            self.form.addRow(title, widget)
        # Qt names after a label only what stands right beside it.
        for widget, name in (
            (self.format, self.tr("Format")),
            (self.annotator, self.tr("Labels of")),
            (self.split, self.tr("Split")),
            (self.offsets, self.tr("Offsets count")),
            (self.out, self.tr("Write to")),
        ):
            widget.setAccessibleName(name)
        layout = QVBoxLayout(self)
        layout.addLayout(self.form)
        layout.addStretch(1)
        layout.addWidget(self.buttons)
        self.resize(WIDTH_PX, self.sizeHint().height())

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.accepted.connect(self._finish)
        self.format.currentIndexChanged.connect(lambda _: self._follow_format())
        self.choose.clicked.connect(lambda _: self._choose_out())
        for edit in (self.out, self.split):
            edit.textChanged.connect(lambda _: self._check())
        for box in self.answers.values():
            box.toggled.connect(lambda _: self._check())

    # What is chosen

    def known(self) -> Format:
        """The format that is chosen."""
        return self._formats[self.format.currentIndex()]

    def target(self) -> Path:
        """The file or folder that is chosen."""
        return Path(self.out.text().strip()).expanduser()

    def options(self) -> ExportOptions:
        """What is chosen beside that."""
        ticked = tuple(name for name, box in self.answers.items() if box.isChecked())
        written = self.split.text().strip()
        return ExportOptions(
            format=self.known().name,
            annotator=self.annotator.currentData(),
            answers=None if len(ticked) == len(self.answers) else ticked,
            offsets=self.offsets.currentData(),
            split=shares(written) if written else None,
        )

    def _finish(self) -> None:
        settings.remember_export(
            {
                "format": self.known().name,
                "annotator": self.annotator.currentData() or "",
                "answers": [name for name, box in self.answers.items() if box.isChecked()],
                "split": self.split.text().strip(),
                "offsets": self.offsets.currentData() or "",
                "folder": str(self.target().absolute().parent),
            }
        )
        self.chosen.emit(self.target(), self.options())

    def _recall(self) -> None:
        last = settings.last_export()
        _choose(self.format, last.get("format") or USUAL)
        _choose(self.annotator, last.get("annotator"))
        ticked = set(last.get("answers") or ()) & set(ANSWERS) or set(ANSWERS)
        for name, box in self.answers.items():
            box.setChecked(name in ticked)
        self.split.setText(str(last.get("split") or ""))
        self._fill_offsets()
        _choose(self.offsets, last.get("offsets"))
        folder = Path(str(last.get("folder") or self._source.path.absolute().parent))
        if not folder.is_dir():
            folder = self._source.path.absolute().parent
        self._suffix = self._usual_suffix()
        self.out.setText(str(folder / (self._source.path.stem + self._suffix)))

    # What follows from it

    def _follow_format(self) -> None:
        known = self.known()
        self.room.setText(room(known))
        self._fill_offsets()
        self._change_suffix()
        self._warn()
        self._check()

    def _fill_offsets(self) -> None:
        names = {"codepoints": self.tr("code points"), "utf16": self.tr("UTF-16 units")}
        before = self.offsets.currentData()
        self.offsets.clear()
        for name in self.known().offsets:
            self.offsets.addItem(names.get(name, name), name)
        _choose(self.offsets, before)
        self.form.setRowVisible(self.offsets, self.offsets.count() > 1)

    def _usual_suffix(self) -> str:
        # A format of several files gets a folder.
        return self.known().suffixes[0] if self.known().write else ""

    def _change_suffix(self) -> None:
        text, suffix = self.out.text(), self._usual_suffix()
        if text and text.endswith(self._suffix):
            self.out.setText(text.removesuffix(self._suffix) + suffix)
        self._suffix = suffix

    def _ask_what_is_there(self) -> None:
        # It may have to read every span: the thread belongs to the window.
        thread = JobThread(contents(self._source.path), self.parent())
        thread.succeeded.connect(self._take_contents)
        thread.finished.connect(thread.deleteLater)
        self.finished.connect(thread.let_go)
        thread.start()

    def _take_contents(self, there: frozenset[Holds]) -> None:
        self._there = there
        self._warn()

    def _warn(self) -> None:
        lost = tuple(what for what in self.known().lacks if what in self._there)
        said = self.tr("This project has such: {0}.").format(listed(lost)) if lost else ""
        self.warning.setText(said)
        self.warning.setVisible(bool(lost))
        self._grow()

    def _grow(self) -> None:
        # Lines that are wrapped anew need more room than the form asks for.
        self.resize(self.width(), max(self.height(), self.heightForWidth(self.width())))

    def _check(self) -> None:
        fault = self._fault()
        self.ok.setEnabled(not fault)
        self.note.setText(fault or self._remark())

    def _fault(self) -> str:
        if not self.out.text().strip():
            return self.tr("Name a file or folder to write to.")
        if not any(box.isChecked() for box in self.answers.values()):
            return self.tr("Tick at least one kind of documents.")
        try:
            self.options()
        except ValueError:
            return self.tr("A split is written as 80/10/10 (train, dev and test).")
        return ""

    def _remark(self) -> str:
        if self.target().is_file() and not self.split.text().strip():
            return self.tr("This file is there already, and will be replaced.")
        if self.known().write is None:
            return self.tr("Several files: name a new folder, or an archive that ends in .zip.")
        return ""

    def _choose_out(self) -> None:
        suffixes = " ".join(f"*{suffix}" for suffix in self.known().suffixes if suffix)
        pattern = f"{self.known().title} ({suffixes});;{self.tr('All files')} (*)"
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Export"), self.out.text(), pattern)
        if chosen:
            named = Path(chosen).suffix or self.known().write is None
            self.out.setText(chosen if named else chosen + self._suffix)


def _row(*widgets: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        layout.addWidget(widget)
    if not isinstance(widgets[0], QLineEdit):
        layout.addStretch(1)
    return row


def _choose(box: QComboBox, data: Any) -> None:
    box.setCurrentIndex(max(0, box.findData(data)) if data else 0)

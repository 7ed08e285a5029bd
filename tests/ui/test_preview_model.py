"""The files of an import under Qt's model tester."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget

from annotator.core.record import Problem, Record
from annotator.core.span import Span
from annotator.session.preview import FilePreview
from annotator.ui.dialogs.preview_files import PreviewModel

MODE = QAbstractItemModelTester.FailureReportingMode.Warning
RECORD = Record("Ada met Bob.", spans=(Span(0, 3, "PER"),))
ONE = FilePreview(Path("/in/one.jsonl"), found="jsonl", records=[RECORD], ended=False)
TWO = FilePreview(Path("/in/two.png"), problems=[Problem("/in/two.png", None, "no kind")])


@pytest.fixture
def model(app: QApplication) -> Iterator[PreviewModel]:
    """A model under the tester, whose complaints fail the test."""
    heard: list[str] = []

    def hear(kind: QtMsgType, context: object, message: str) -> None:
        heard.append(message)

    before = qInstallMessageHandler(hear)
    owner = QWidget()
    model = PreviewModel(owner)
    tester = QAbstractItemModelTester(model, MODE)
    yield model
    tester.deleteLater()
    owner.deleteLater()
    app.processEvents()
    qInstallMessageHandler(before)
    assert heard == []


def line(model: PreviewModel, row: int) -> list[object]:
    return [model.data(model.index(row, column)) for column in range(model.columnCount())]


def test_files_come_in_below(model: PreviewModel) -> None:
    model.add([ONE])
    model.add([])
    model.add([TWO])
    assert line(model, 0) == [
        "one.jsonl", "JSON lines (Annotator, Prodigy)", "1+", "1+", "1+", "0+", "0+",
    ]  # fmt: skip
    assert line(model, 1) == ["two.png", "–", "0", "0", "0", "0", "1"]
    assert model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole) == "/in/one.jsonl"


def test_a_file_that_is_read_anew_keeps_its_line(model: PreviewModel) -> None:
    model.add([ONE, TWO])
    assert model.replace(FilePreview(TWO.path, "text", records=[Record("x")])) == 1
    assert line(model, 1)[:3] == ["two.png", "Plain text", "1"]
    assert model.replace(FilePreview(Path("/in/three.txt"))) is None

"""The model of the queue under Qt's model tester, and what it loads."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget

from annotator.core.annotation import Answer
from annotator.core.document import DocumentId
from annotator.core.queue import QueueFilter, State
from annotator.session.creating import create
from annotator.session.gestures import Gestures
from annotator.session.import_report import ImportOptions
from annotator.session.importing import import_files
from annotator.session.jobs import finish
from annotator.session.session import Session
from annotator.ui.document_list import QueueModel

MODE = QAbstractItemModelTester.FailureReportingMode.Warning
FEW, MANY = 150, 1_000
"""The tester fetches more while it looks at a change, which then counts as a second change:
what it looks at must be loaded to its end."""
ALL = QueueFilter()
NONE = QModelIndex()


def project_of(folder: Path, count: int) -> Path:
    texts, project = folder / "texts.jsonl", folder / f"{count}.annotator"
    texts.write_text("\n".join(f'{{"text": "Number {i}"}}' for i in range(1, count + 1)), "utf-8")
    create(project, labels="conll", pipeline="blank:en")
    finish(import_files(project, [texts], ImportOptions(annotator="tester")))
    return project


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = Session(project_of(tmp_path, FEW), "tester")
    yield session
    session.close()


@pytest.fixture
def model(app: QApplication, session: Session) -> Iterator[QueueModel]:
    """A model under the tester, whose complaints fail the test."""
    heard: list[str] = []

    def hear(kind: QtMsgType, context: object, message: str) -> None:
        heard.append(message)

    before = qInstallMessageHandler(hear)
    owner = QWidget()
    model = QueueModel(session, owner)
    tester = QAbstractItemModelTester(model, MODE)
    yield model
    tester.deleteLater()
    owner.deleteLater()
    app.processEvents()
    qInstallMessageHandler(before)
    assert heard == []


def ids(model: QueueModel) -> list[int]:
    rows = range(model.rowCount())
    return [model.data(model.index(row), Qt.ItemDataRole.UserRole) for row in rows]


def test_it_grows_downwards_to_the_end(app: QApplication, tmp_path: Path) -> None:
    session, owner = Session(project_of(tmp_path, MANY), "tester"), QWidget()
    model = QueueModel(session, owner)
    model.show(ALL, DocumentId(0))
    assert len(ids(model)) < MANY / 2
    while model.canFetchMore(NONE):
        model.fetchMore(NONE)
    assert ids(model) == list(range(1, MANY + 1))
    owner.deleteLater()
    session.close()


def test_it_begins_round_a_document_and_grows_upwards(model: QueueModel) -> None:
    model.show(ALL, DocumentId(140))
    assert ids(model)[0] > 1
    assert 140 in ids(model)
    for _ in range(5):
        model.fetch_before()
    assert ids(model) == list(range(1, FEW + 1))
    assert model.row_of(DocumentId(140)) == 139


def test_a_filter_without_matches_shows_nothing(model: QueueModel) -> None:
    model.show(ALL, DocumentId(0))
    model.show(QueueFilter(text="nowhere"), DocumentId(0))
    assert model.rowCount() == 0
    assert not model.canFetchMore(NONE)
    model.fetch_before()
    assert model.rowCount() == 0


def test_a_line_is_renewed_in_its_place(model: QueueModel, session: Session) -> None:
    model.show(QueueFilter(state=State.TO_DO), DocumentId(0))
    session.open(DocumentId(3))
    Gestures(session).answer(Answer.ACCEPT)
    model.renew(DocumentId(3))
    row = model.row_of(DocumentId(3))
    assert row is not None
    assert "accepted" in model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole)
    model.renew(DocumentId(FEW + 5))


def test_each_line_is_told_to_a_screen_reader_in_words(model: QueueModel) -> None:
    model.show(ALL, DocumentId(0))
    said = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Number 1 (to do)"

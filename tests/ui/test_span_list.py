"""The model of the spans under Qt's model tester, kept in step gesture by gesture."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from annotator.session.changes import Changes
from annotator.session.creating import create
from annotator.session.gestures import Gestures
from annotator.session.import_report import ImportOptions
from annotator.session.importing import import_files
from annotator.session.jobs import finish
from annotator.session.session import Session
from annotator.ui.span_list import SpanList

MODE = QAbstractItemModelTester.FailureReportingMode.Warning
TEXT = "Ada met Bob in Bern, and Ada met Eve in the old town of Bern."
SUGGESTED = (
    (0, 3, "PER"),
    (8, 11, "PER"),
    (15, 19, "LOC"),
    (25, 28, "PER"),
    (40, 60, "LOC"),
    (56, 60, "LOC"),
)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    spans = [dict(zip(("start", "end", "label"), span, strict=True)) for span in SUGGESTED]
    (tmp_path / "text.jsonl").write_text(json.dumps({"text": TEXT, "spans": spans}), "utf-8")
    project = tmp_path / "spans.annotator"
    create(project, labels="conll", pipeline="blank:en")
    options = ImportOptions(annotator="tester", as_suggestions=True)
    finish(import_files(project, [tmp_path / "text.jsonl"], options))
    session = Session(project, "tester")
    yield session
    session.close()


@pytest.fixture
def spans(app: QApplication, session: Session) -> Iterator[SpanList]:
    """The list under the tester, whose complaints fail the test."""
    heard: list[str] = []

    def hear(kind: QtMsgType, context: object, message: str) -> None:
        heard.append(message)

    before = qInstallMessageHandler(hear)
    spans = SpanList(session)
    tester = QAbstractItemModelTester(spans.model(), MODE)
    spans.take(session.open_next_to_do())
    yield spans
    tester.deleteLater()
    spans.deleteLater()
    app.processEvents()
    qInstallMessageHandler(before)
    assert heard == []


def shown(spans: SpanList) -> list[tuple[int, int, str]]:
    model = spans.model()
    found = [model.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(model.rowCount())]
    return [(span.start, span.end, span.label) for span in found]


def there(session: Session) -> list[tuple[int, int, str]]:
    assert session.article is not None
    both = [*session.article.spans, *session.article.suggestions]
    return sorted((span.start, span.end, span.label) for span in both)


def test_it_keeps_in_step_with_every_gesture(spans: SpanList, session: Session) -> None:
    hands = Gestures(session)
    gestures: list[Callable[[], Changes]] = [
        hands.focus_next, hands.accept, hands.remove, lambda: hands.label("ORG"),
        lambda: hands.extend(1), lambda: hands.resize(is_start=True, step=-1),
        hands.label_mentions, hands.escape, lambda: hands.select(0, 19),
        lambda: hands.label("MISC"),
        session.undo, session.undo, session.undo, session.redo, hands.flag, session.refresh,
        *[session.undo] * 12, *[session.redo] * 12,
    ]  # fmt: skip
    for gesture in gestures:
        spans.take(gesture())
        assert shown(spans) == there(session)


def test_the_focused_span_is_the_marked_line(spans: SpanList, session: Session) -> None:
    hands = Gestures(session)
    spans.take(hands.focus_next())
    spans.take(hands.focus_next())
    assert "Bob" in spans.currentIndex().data()
    spans.take(hands.escape())
    assert not spans.currentIndex().isValid()


def test_the_marked_line_has_the_next_ones_in_sight(spans: SpanList, session: Session) -> None:
    spans.resize(200, 3 * spans.rowHeight(0) + 6)
    spans.show()
    hands = Gestures(session)
    steps, before = 0, 0
    for _ in SUGGESTED:
        spans.take(hands.focus_next())
        assert spans.viewport().rect().contains(spans.visualRect(spans.currentIndex()))
        now = spans.verticalScrollBar().value()
        steps, before = steps + (now != before), now
    assert 0 < steps < 3


def test_each_line_is_told_to_a_screen_reader_in_words(spans: SpanList, session: Session) -> None:
    index = spans.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "PER: Ada (suggested)"
    spans.take(Gestures(session).accept())
    spans.take(Gestures(session).accept())
    index = spans.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "PER: Ada (label)"

"""The lines of an account under Qt's model tester, and a hundred thousand of them."""

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget

from annotator.core.document import DocumentId
from annotator.core.record import Problem, Verdict
from annotator.ui.dialogs.account import AccountDialog
from annotator.ui.dialogs.account_model import (
    BLOCK,
    DOCUMENT,
    FILE,
    KIND,
    OFFSETS,
    REMARK,
    AccountModel,
    rows_of,
)

MODE = QAbstractItemModelTester.FailureReportingMode.Warning
KEY = "a" * 64
PROBLEMS = [
    Problem("/in/some.jsonl", 3, "not JSON"),
    Problem("/in/some.jsonl", 7, "beyond the text", "span", (5, 900, "PER"), KEY),
    Problem(f"document {KEY}", None, "off the word edges", "nothing", (0, 2, "PER"), KEY),
    Problem("/in/some.jsonl", 9, "unknown", "span", None, "b" * 64),
]
VERDICTS = [Verdict("/in/some.jsonl", "utf16", 1.0, "offsets read as UTF-16 units")]


class Book:
    """Documents by their keys, and how often they were looked up."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def by_keys(self, keys: Sequence[str]) -> dict[str, tuple[DocumentId, str]]:
        self.asked.append(len(keys))
        return {key: (DocumentId(4), "Title") for key in keys if not key.startswith("b")}


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def model(app: QApplication, book: Book) -> Iterator[AccountModel]:
    """A model under the tester, whose complaints fail the test."""
    heard: list[str] = []

    def hear(kind: QtMsgType, context: object, message: str) -> None:
        heard.append(message)

    before = qInstallMessageHandler(hear)
    owner = QWidget()
    model = AccountModel(rows_of(VERDICTS, PROBLEMS), book.by_keys, owner)
    tester = QAbstractItemModelTester(model, MODE)
    yield model
    tester.deleteLater()
    owner.deleteLater()
    app.processEvents()
    qInstallMessageHandler(before)
    assert heard == []


def shown(model: AccountModel, row: int, column: int) -> object:
    return model.data(model.index(row, column))


def test_a_line_says_what_where_and_why(model: AccountModel) -> None:
    assert model.cells(2) == [
        "Span left out",
        "/in/some.jsonl",
        "7",
        "Title",
        "5–900 PER",
        "beyond the text",
    ]
    assert shown(model, 2, FILE) == "some.jsonl"
    assert model.data(model.index(2, FILE), Qt.ItemDataRole.ToolTipRole) == "/in/some.jsonl"
    assert [model.document(row) for row in range(5)] == [None, None, 4, 4, None]
    heard = model.data(model.index(2, KIND), Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "Span left out, /in/some.jsonl, 7, Title, 5–900 PER, beyond the text"


def test_what_goes_out_has_no_file_but_a_document(model: AccountModel) -> None:
    assert (shown(model, 3, FILE), shown(model, 3, DOCUMENT)) == ("", "Title")


def test_lines_are_filtered_by_kind(model: AccountModel) -> None:
    counts = {kind: count for kind, _, count in model.kinds()}
    assert counts == {OFFSETS: 1, "document": 1, "span": 2, REMARK: 1}
    model.show("span")
    assert [model.row(row).line for row in range(model.rowCount())] == [7, 9]
    model.show(None)
    assert model.rowCount() == 5


class Report:
    """A report of an import with many problems."""

    def __init__(self, problems: list[Problem]) -> None:
        from annotator.session.account import Account

        self.account, self.problems = Account(), problems
        for problem in problems:
            self.account.leave_out(problem)


def test_a_hundred_thousand_lines_are_shown_filtered_and_copied(
    app: QApplication, book: Book
) -> None:
    many = [
        Problem("in.jsonl", i, f"reason\t{i}", "span" if i % 2 else "document", None, f"{i:064}")
        for i in range(100_000)
    ]
    owner = QWidget()
    dialog = AccountDialog("Account", Report(many), book.by_keys, owner)
    dialog.show()
    app.processEvents()
    assert sum(book.asked) <= 2 * BLOCK
    dialog.table.scrollToBottom()
    app.processEvents()
    dialog.kind.setCurrentIndex(dialog.kind.findData("span"))
    dialog.kind.activated.emit(dialog.kind.currentIndex())
    assert dialog.model.rowCount() == 50_000
    dialog.table.selectAll()
    dialog.copy()
    lines = app.clipboard().text().split("\n")
    assert len(lines) == 50_000
    assert lines[0].split("\t") == ["Span left out", "in.jsonl", "1", "Title", "", "reason 1"]
    # In blocks, not one by one.
    assert len(book.asked) < 2_000
    numbers = [dialog.numbers.item(row, column).text() for row in (0, 1) for column in range(4)]
    assert numbers == ["50,000", "0", "0", "50,000"] * 2
    dialog.reject()
    owner.deleteLater()

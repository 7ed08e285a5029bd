"""PySide6 keeps count of None and True (6.12.0 does not on Python 3.11; see pyproject.toml)."""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

TIMES = 3_000
TOLERANCE = 100
"""What the interpreter itself takes and gives meanwhile."""


class Teller(QObject):
    said = Signal(int, bool, object)


def counts() -> tuple[int, int]:
    return sys.getrefcount(None), sys.getrefcount(True)


def emit() -> Callable[[], object]:
    teller = Teller()
    heard: list[bool] = []

    def hear(number: int, is_done: bool, what: object) -> None:
        heard.append(is_done)
        heard.clear()

    teller.said.connect(hear)
    return lambda: teller.said.emit(7, True, None)


def fill() -> Callable[[], object]:
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    color, rect = QColor(1, 2, 3), QRect(0, 0, 5, 5)

    def once() -> None:
        painter = QPainter(image)
        painter.fillRect(rect, color)
        painter.end()

    return once


@pytest.mark.parametrize("make", [emit, fill])
def test_a_call_of_qt_takes_no_reference_with_it(
    app: QApplication, make: Callable[[], Callable[[], object]]
) -> None:
    call = make()
    call()
    before = counts()
    for _ in range(TIMES):
        call()
    after = counts()
    assert abs(after[0] - before[0]) < TOLERANCE
    assert abs(after[1] - before[1]) < TOLERANCE

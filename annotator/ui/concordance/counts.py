"""How many lines, spans and documents, in words."""

from PySide6.QtCore import QCoreApplication


def lines(count: int) -> str:
    """`1 line`, `2 lines`."""
    return _tr("1 line") if count == 1 else _tr("{0:,} lines").format(count)


def spans(count: int) -> str:
    """`1 span`, `2 spans`."""
    return _tr("1 span") if count == 1 else _tr("{0:,} spans").format(count)


def documents(count: int) -> str:
    """`1 document`, `2 documents`."""
    return _tr("1 document") if count == 1 else _tr("{0:,} documents").format(count)


def _tr(text: str) -> str:
    return QCoreApplication.translate("counts", text)

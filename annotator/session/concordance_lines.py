"""The lines of a concordance: where each stands, in little room."""

from array import array
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from annotator.core.document import DocumentId
from annotator.core.span import SpanKey

NOT_LABELLED = ""
"""Stands for the label of a place that has none."""
UNKNOWN = -1.0
COLUMNS = "qqIIId"
"""Document, annotator, start, end, label, doubt: 36 bytes a line."""


class Line(NamedTuple):
    """A span of an annotator (0: of whoever labels the place), or a place without a label."""

    document_id: DocumentId
    annotator_id: int
    start: int
    end: int
    label: str

    @property
    def key(self) -> SpanKey:
        """Start, end and label."""
        return self.start, self.end, self.label

    @property
    def is_labelled(self) -> bool:
        """Whether it is a span."""
        return self.label != NOT_LABELLED


class Lines(Sequence[Line]):
    """Lines, a million of them if need be, in so many `documents`. One thread may add to them
    while others read."""

    def __init__(self) -> None:
        self._columns: tuple[array[Any], ...] = tuple(array(kind) for kind in COLUMNS)
        self._labels: dict[str, int] = {}
        self._names: list[str] = []
        self._order: array[int] | None = None
        self.documents = 0

    def __len__(self) -> int:
        return len(self._columns[-1])

    def __getitem__(self, row: int) -> Line:  # type: ignore[override]
        documents, annotators, starts, ends, labels, _ = self._columns
        i = self._at(row)
        name = self._names[labels[i]]
        return Line(DocumentId(documents[i]), annotators[i], starts[i], ends[i], name)

    def doubt(self, row: int) -> float | None:
        """How doubtful the line is, 0 to 1; None: not known."""
        found = self._columns[-1][self._at(row)]
        return None if found == UNKNOWN else found

    def _at(self, row: int) -> int:
        return row if self._order is None else self._order[row]

    def add(self, line: Line, doubt: float | None) -> None:
        """Append a line. Those of one document come one after the other."""
        documents = self._columns[0]
        self.documents += not documents or documents[-1] != line.document_id
        if line.label not in self._labels:
            self._names.append(line.label)
            self._labels[line.label] = len(self._labels)
        values = (*line[:4], self._labels[line.label], UNKNOWN if doubt is None else doubt)
        # The last column is the one that tells how many there are.
        for column, value in zip(self._columns, values, strict=True):
            column.append(value)

    def put_in_order(self, numbers: Iterable[list[int]]) -> None:
        """Let the lines stand in another order: their present numbers, some at a time."""
        order = array("I")
        for some in numbers:
            order.extend(some)
        self._order = order

    def find(self, wanted: Iterable[Line]) -> list[int]:
        """Where these lines stand, as far as they are there, in order."""
        lines = set(wanted)
        in_documents = {line.document_id for line in lines}
        documents = self._columns[0]
        rows = enumerate(range(len(self)) if self._order is None else self._order)
        near = [row for row, i in rows if documents[i] in in_documents]
        return [row for row in near if self[row] in lines]

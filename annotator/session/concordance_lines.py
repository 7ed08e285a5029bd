"""The lines of a concordance: where each stands, in little room."""

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
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


Found = tuple[Line, float | None]
"""A line, and how doubtful it is, 0 to 1; None: not known."""


class Lines(Sequence[Line]):
    """Lines, a million of them if need be, in so many `documents`. `is_proposed`: whether a
    machine proposed any of them. One thread may add to them while others read."""

    def __init__(self) -> None:
        self._columns: tuple[array[Any], ...] = tuple(array(kind) for kind in COLUMNS)
        self._labels: dict[str, int] = {}
        self._names: list[str] = []
        self._order: array[int] | None = None
        self.documents = 0
        self.is_proposed = False

    def __len__(self) -> int:
        return len(self._columns[-1] if self._order is None else self._order)

    def __getitem__(self, row: int) -> Line:  # type: ignore[override]
        return self._line(self._at(row))

    def _line(self, i: int) -> Line:
        documents, annotators, starts, ends, labels, _ = self._columns
        name = self._names[labels[i]]
        return Line(DocumentId(documents[i]), annotators[i], starts[i], ends[i], name)

    def doubt(self, row: int) -> float | None:
        """How doubtful the line is, 0 to 1; None: not known."""
        found = self._columns[-1][self._at(row)]
        return None if found == UNKNOWN else found

    def _at(self, row: int) -> int:
        return row if self._order is None else self._order[row]

    def extend(self, found: Sequence[Found]) -> None:
        """Append the lines of one document; the next ones are those of another."""
        self.documents += 1
        labels = [self._number(line.label) for line, _ in found]
        known = [UNKNOWN if doubt is None else doubt for _, doubt in found]
        document_ids, annotators, starts, ends, _ = zip(*(line for line, _ in found), strict=True)
        # The last column is the one that tells how many there are.
        values: tuple[Iterable[Any], ...] = (document_ids, annotators, starts, ends, labels, known)
        for column, some in zip(self._columns, values, strict=True):
            column.extend(some)

    def _number(self, label: str) -> int:
        if label not in self._labels:
            self._names.append(label)
            self._labels[label] = len(self._labels)
        return self._labels[label]

    def put_in_order(self, numbers: Iterable[list[int]]) -> None:
        """Let the lines stand in another order: their present numbers, some at a time."""
        order = array("I")
        for some in numbers:
            order.extend(some)
        self._order = order

    def patched(
        self, within: Collection[DocumentId], found: Iterable[Found], moved: Mapping[Line, Line]
    ) -> "Lines":
        """The lines where they stand, those of some documents as they were found there now:
        `moved` tells what has become of some; what is gone is left out, and none are added."""
        fresh = dict(found)
        by_place = {line[:4]: line for line in fresh}
        made = Lines()
        made._columns = tuple(column[:] for column in self._columns)
        made._labels, made._names = dict(self._labels), list(self._names)
        made.documents, made.is_proposed = self.documents, self.is_proposed
        documents, order = self._columns[0], array("I")
        for i in range(len(self)) if self._order is None else self._order:
            if documents[i] in within:
                line = self._line(i)
                there = (line, moved.get(line), by_place.get(line[:4]))
                now = next((one for one in there if one in fresh), None)
                if now is None:
                    continue
                made._put(i, now, fresh.pop(now))
            order.append(i)
        made._order = order
        return made

    def _put(self, i: int, line: Line, doubt: float | None) -> None:
        known = UNKNOWN if doubt is None else doubt
        values = (*line[:4], self._number(line.label), known)
        for column, value in zip(self._columns, values, strict=True):
            column[i] = value

    def find(self, wanted: Iterable[Line]) -> list[int]:
        """Where these lines stand, in order; of one that is not there, the lines of the same
        annotator in the same place, whatever their label."""
        missing = dict.fromkeys(wanted)
        if not missing:
            return []
        near = [(row, self[row]) for row in self._in_documents({line[0] for line in missing})]
        exact = {row for row, line in near if line in missing}
        for _, line in near:
            missing.pop(line, None)
        places = {line[:4] for line in missing}
        return [row for row, line in near if row in exact or line[:4] in places]

    def _in_documents(self, wanted: set[DocumentId]) -> list[int]:
        documents = self._columns[0]
        rows = enumerate(range(len(self)) if self._order is None else self._order)
        return [row for row, i in rows if documents[i] in wanted]

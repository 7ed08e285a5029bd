"""The edits of one annotator to one document as a chain that other copies of a project share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from annotator.core.document import DocumentId
from annotator.core.histories import Chain, Entry, names, united
from annotator.core.span import SpanKey, key_of
from annotator.storage.annotations import Annotations
from annotator.storage.connection import Connection
from annotator.storage.journal import Journal, decode, encode

COLUMNS = "uuid, kind, gesture, change, made_at, step, made_by, label_version, voices"
Pair = tuple[DocumentId, int]
"""A document and an annotator."""


@dataclass(frozen=True)
class Histories:
    """The chains of one project file: those that are shown, which are its journal, and the
    branches that contradict them."""

    connection: Connection
    journal: Journal
    annotations: Annotations

    def pairs(self, document_id: DocumentId) -> list[tuple[int, str]]:
        """The annotators (number, name) that have edits to a document."""
        return self.connection.execute(  # type: ignore[no-any-return]
            "SELECT DISTINCT annotator_id, name FROM edits"
            " JOIN annotators ON annotators.id = annotator_id WHERE document_id = ? ORDER BY name",
            (document_id,),
        ).fetchall()

    def of_document(self, document_id: DocumentId) -> list[tuple[int, str, Entry]]:
        """Every edit of a document, the oldest first: whose annotation (number, name), the edit."""
        rows = self.connection.execute(
            f"SELECT annotator_id, name, {COLUMNS} FROM edits"
            " JOIN annotators ON annotators.id = annotator_id"
            " WHERE document_id = ? ORDER BY edits.id",
            (document_id,),
        ).fetchall()
        return [(number, name, _entry(*values)) for number, name, *values in rows]

    def maker(self, pair: Pair, key: SpanKey) -> Entry | None:
        """The edit that added a span which is there now; None: no edit did."""
        start, end, label = key
        rows = self.connection.execute(
            f"SELECT {COLUMNS} FROM edits WHERE document_id = ? AND annotator_id = ?"
            " AND instr(change, ?) ORDER BY id DESC",
            # As `encode` writes it: the few edits that hold it are looked at closely.
            (*pair, f"[{start},{end},{orjson.dumps(label).decode()}"),
        ).fetchall()
        entries = (_entry(*values) for values in rows)
        return next((e for e in entries if key in map(key_of, e.edit.added)), None)

    def shown(self, pair: Pair) -> Chain:
        """The edits that make up what is shown."""
        return tuple(entry for _, entry in self.since(pair, 0))

    def since(self, pair: Pair, id_: int) -> list[tuple[int, Entry]]:
        """Those of them after an edit, with their numbers."""
        rows = self.connection.execute(
            f"SELECT id, {COLUMNS} FROM edits"
            " WHERE document_id = ? AND annotator_id = ? AND id > ? ORDER BY id",
            (*pair, id_),
        ).fetchall()
        return [(row[0], _entry(*row[1:])) for row in rows]

    def branches(self, pair: Pair) -> list[Chain]:
        """The chains that contradict what is shown, whole, also those that are settled."""
        rows = self.connection.execute(
            "SELECT entries FROM branches WHERE document_id = ? AND annotator_id = ? ORDER BY head",
            pair,
        ).fetchall()
        return [tuple(_entry(*values) for values in orjson.loads(row[0])) for row in rows]

    def put(self, pair: Pair, shown: Chain, branches: Sequence[Chain]) -> None:
        """Show this chain instead of what is shown, and keep these branches instead of those
        that are kept. Call it within a transaction."""
        before = self.shown(pair)
        same = _shared(names(before), names(shown))
        for entry in reversed(before[same:]):
            self.annotations.take_back(*pair, entry)
            self.connection.execute("DELETE FROM edits WHERE uuid = ?", (entry.uuid,))
        for entry in shown[same:]:
            self.annotations.store_entry(*pair, entry)
        self.connection.execute(
            "DELETE FROM branches WHERE document_id = ? AND annotator_id = ?", pair
        )
        self.connection.executemany(
            "INSERT INTO branches VALUES (?, ?, ?, ?)",
            [(*pair, chain[-1].uuid, _packed(chain)) for chain in branches],
        )

    def contradicting(self) -> Iterator[tuple[Pair, list[Chain]]]:
        """What nobody has settled: whose histories of which document, the one that is shown
        first."""
        for document_id, annotator_id in self._with_branches():
            pair = document_id, annotator_id
            open_ = united([self.shown(pair), *self.branches(pair)])
            if len(open_) > 1:
                yield pair, open_

    def _with_branches(self) -> list[Pair]:
        return self.connection.execute(  # type: ignore[no-any-return]
            "SELECT DISTINCT document_id, annotator_id FROM branches ORDER BY 1, 2"
        ).fetchall()

    def count_branches(self) -> int:
        """How many contradictions nobody has settled."""
        return sum(len(open_) - 1 for _, open_ in self.contradicting())


def _shared(a: Sequence[str], b: Sequence[str]) -> int:
    same = 0
    for one, other in zip(a, b, strict=False):
        if one != other:
            break
        same += 1
    return same


def _entry(*values: Any) -> Entry:
    uuid, kind, gesture, change, *rest = values
    return Entry(uuid, kind, gesture, decode(change), *rest)


def _packed(chain: Chain) -> str:
    return orjson.dumps([_values(entry) for entry in chain]).decode()


def _values(entry: Entry) -> tuple[str | None, ...]:
    last = (entry.made_at, entry.step, entry.made_by, entry.label_version, entry.voices)
    return (entry.uuid, entry.kind, entry.gesture, encode(entry.edit), *last)

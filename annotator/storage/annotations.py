"""What annotators said: spans, rejected suggestions, answers; and the edits that change them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from sys import intern
from uuid import uuid4

import orjson

from annotator.core.annotation import Annotation, Answer
from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.record import Exported, Kept
from annotator.core.span import Span, SpanKey
from annotator.storage.connection import Connection
from annotator.storage.experience import Experiences, Said
from annotator.storage.journal import Journal, Kind

PAGE = 100
LONG_TEXT = 100_000
"""Examples are not cut out of longer texts: SQLite walks to each from the start."""
LATEST = 20_000
"""Examples of a rare label are looked for among so many spans: a project may hold millions."""
OF_ONE = "document_id = ? AND annotator_id = ?"


@dataclass(frozen=True)
class Annotations:
    """The annotations of one project file."""

    connection: Connection
    journal: Journal
    experience: Experiences

    def get(self, document_id: DocumentId, annotator_id: int) -> Annotation:
        """What this annotator said of this document (nothing yet: an empty annotation)."""
        ids = (document_id, annotator_id)
        row = self.connection.execute(
            f"SELECT answer, flagged, note FROM annotations WHERE {OF_ONE}", ids
        ).fetchone()
        if row is None:
            return Annotation()
        return Annotation(
            spans=tuple(self._spans(*ids)),
            rejected=frozenset(self._rejections(*ids)),
            answer=Answer(row[0]) if row[0] else None,
            flagged=bool(row[1]),
            note=row[2],
        )

    def _spans(self, document_id: DocumentId, annotator_id: int) -> list[Span]:
        rows = self.connection.execute(
            f"SELECT start, end, label, source, score, note FROM spans WHERE {OF_ONE}"
            " ORDER BY start, end, label",
            (document_id, annotator_id),
        )
        return [
            Span(start, end, intern(label), source and intern(source), score, note)
            for start, end, label, source, score, note in rows.each()
        ]

    def _rejections(self, document_id: DocumentId, annotator_id: int) -> list[tuple[int, int, str]]:
        return self.connection.execute(  # type: ignore[no-any-return]
            f"SELECT start, end, label FROM rejections WHERE {OF_ONE}",
            (document_id, annotator_id),
        ).fetchall()

    def store(
        self,
        document_id: DocumentId,
        annotator_id: int,
        edit: Edit,
        *,
        kind: Kind = "do",
        gesture: str,
        text: str | None = None,
        unkept: Mapping[SpanKey, Said] | None = None,
    ) -> None:
        """Apply an edit to the rows and append it to the journal. Call it within a transaction.

        `text`: the document's, if it is at hand. `unkept`: see `Experiences.count`. Raises
        sqlite3.IntegrityError if a span it adds is there already.
        """
        ids = (document_id, annotator_id)
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        self.connection.execute(
            "INSERT INTO annotations (document_id, annotator_id, changed_at) VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET changed_at = excluded.changed_at",
            (*ids, now),
        )
        self._store_answer(ids, edit)
        self._store_spans(ids, edit)
        self.journal.append(*ids, kind, gesture, edit, str(uuid4()), now)
        if text is None:
            sql = "SELECT text FROM texts WHERE document_id = ?"
            text = str(self.connection.execute(sql, (document_id,)).fetchone()[0])
        self.experience.count(document_id, text, edit, is_decision=kind != "import", unkept=unkept)

    def _store_answer(self, ids: tuple[DocumentId, int], edit: Edit) -> None:
        changes = {"answer": edit.answer, "flagged": edit.flagged, "note": edit.note}
        for column, change in changes.items():
            if change:
                sql = f"UPDATE annotations SET {column} = ? WHERE {OF_ONE}"
                self.connection.execute(sql, (change[1], *ids))

    def _store_spans(self, ids: tuple[DocumentId, int], edit: Edit) -> None:
        run = self.connection.executemany
        one_span = f"{OF_ONE} AND start = ? AND end = ? AND label = ?"
        if edit.removed:
            removed = [(*ids, s.start, s.end, s.label) for s in edit.removed]
            run(f"DELETE FROM spans WHERE {one_span}", removed)
        if edit.added:
            added = [(*ids, s.start, s.end, s.label, s.source, s.score, s.note) for s in edit.added]
            run("INSERT INTO spans VALUES (?, ?, ?, ?, ?, ?, ?, ?)", added)
        if edit.restored:
            run(f"DELETE FROM rejections WHERE {one_span}", [(*ids, *k) for k in edit.restored])
        if edit.rejected:
            run(
                "INSERT INTO rejections VALUES (?, ?, ?, ?, ?)", [(*ids, *k) for k in edit.rejected]
            )

    def begun(self, document_ids: Sequence[DocumentId], annotator_id: int) -> set[DocumentId]:
        """Which of these documents this annotator has said something about."""
        marks = ",".join("?" * len(document_ids))
        rows = self.connection.execute(
            "SELECT document_id FROM annotations"
            f" WHERE annotator_id = ? AND document_id IN ({marks})",
            (annotator_id, *document_ids),
        ).fetchall()
        return {row[0] for row in rows}

    def each(
        self, *, annotator: str | None = None, answers: Sequence[str | None] | None = None
    ) -> Iterator[Exported]:
        """Every annotation that has an answer or a span, by document, then annotator.

        `answers` narrows it to these; None among them stands for unfinished.
        """
        ids = self.connection.execute(
            "SELECT document_id, annotator_id FROM annotations"
            " JOIN annotators ON annotators.id = annotator_id"
            " WHERE (answer IS NOT NULL OR note IS NOT NULL OR kept IS NOT NULL"
            " OR EXISTS (SELECT 1 FROM spans WHERE"
            " spans.document_id = annotations.document_id"
            " AND spans.annotator_id = annotations.annotator_id))"
            " AND (?1 IS NULL OR name = ?1)"
            " AND (?2 IS NULL OR coalesce(answer, '') IN (SELECT value FROM json_each(?2)))"
            " ORDER BY document_id, annotator_id",
            (annotator, _json_list(answers)),
        )
        while page := ids.fetchmany(PAGE):
            for document_id, annotator_id in page:
                yield self._exported(document_id, annotator_id)

    def _exported(self, document_id: DocumentId, annotator_id: int) -> Exported:
        key, text, meta, name, answer, note, kept = self.connection.execute(
            "SELECT key, text, meta, name, answer, annotations.note, kept FROM documents"
            " JOIN texts ON texts.document_id = documents.id"
            " JOIN annotations ON annotations.document_id = documents.id"
            " JOIN annotators ON annotators.id = annotator_id"
            " WHERE documents.id = ? AND annotator_id = ?",
            (document_id, annotator_id),
        ).fetchone()
        return Exported(
            key=key,
            text=text,
            meta=orjson.loads(meta),
            annotator=name,
            spans=tuple(self._spans(document_id, annotator_id)),
            answer=Answer(answer) if answer else None,
            note=note,
            kept=orjson.loads(kept) if kept else {},
        )

    def kept(self, document_id: DocumentId, annotator_id: int) -> Kept:
        """What files said of it that nothing else here has room for."""
        row = self.connection.execute(
            f"SELECT kept FROM annotations WHERE {OF_ONE}", (document_id, annotator_id)
        ).fetchone()
        return orjson.loads(row[0]) if row and row[0] else {}

    def put_kept(self, document_id: DocumentId, annotator_id: int, kept: Kept) -> None:
        """Keep it with an annotation that is there. Call it within a transaction."""
        self.connection.execute(
            f"UPDATE annotations SET kept = ? WHERE {OF_ONE}",
            (orjson.dumps(kept).decode(), document_id, annotator_id),
        )

    def labels_used(self) -> list[str]:
        """The labels that spans have, in the order of the label set."""
        rows = self.connection.execute(
            "SELECT name FROM labels WHERE name IN (SELECT DISTINCT label FROM spans)"
            " ORDER BY position"
        ).fetchall()
        return [row[0] for row in rows]

    def has_overlaps(self) -> bool:
        """Whether two spans of one annotation overlap anywhere."""
        sql = (
            "SELECT EXISTS (SELECT 1 FROM (SELECT start, max(end) OVER ("
            "PARTITION BY document_id, annotator_id ORDER BY start, end, label"
            " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM spans)"
            " WHERE start < before)"
        )
        return bool(self.connection.execute(sql).fetchone()[0])

    def examples(self, label: str, *, limit: int) -> list[str]:
        """Different words with this label, at most `limit`, from the latest documents."""
        rows = self.connection.execute(
            "SELECT DISTINCT trim(replace(substr(text, start + 1, end - start), char(10), ' '))"
            " FROM (SELECT document_id, start, end FROM spans"
            " JOIN documents ON documents.id = document_id"
            " WHERE label = ? AND length < ? AND document_id >= coalesce("
            "(SELECT document_id FROM spans ORDER BY document_id DESC LIMIT 1 OFFSET ?), 0)"
            " ORDER BY document_id DESC LIMIT ?) JOIN texts USING (document_id) LIMIT ?",
            (label, LONG_TEXT, LATEST, limit * 10, limit),
        ).fetchall()
        return [row[0] for row in rows]

    def answer_counts(self) -> dict[str, Counter[str]]:
        """How many annotations have which answer ("unfinished": none), by annotator."""
        return self._counts(
            "SELECT name, coalesce(answer, 'unfinished'), count(*) FROM annotations"
            " JOIN annotators ON annotators.id = annotator_id GROUP BY 1, 2"
        )

    def label_counts(self) -> dict[str, Counter[str]]:
        """How many spans have which label, by annotator."""
        return self._counts(
            "SELECT name, label, count(*) FROM spans"
            " JOIN annotators ON annotators.id = annotator_id GROUP BY 1, 2"
        )

    def _counts(self, sql: str) -> dict[str, Counter[str]]:
        counts: dict[str, Counter[str]] = {}
        for name, what, count in self.connection.execute(sql).fetchall():
            counts.setdefault(name, Counter())[what] = count
        return counts


def _json_list(answers: Sequence[str | None] | None) -> str | None:
    return None if answers is None else orjson.dumps([a or "" for a in answers]).decode()

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
from annotator.core.histories import UNSIGNED, Entry, Signature
from annotator.core.record import Exported, Kept
from annotator.core.span import Span, SpanKey, all_of, is_plain
from annotator.storage.connection import Connection
from annotator.storage.contents import holds
from annotator.storage.experience import Experiences, Said
from annotator.storage.journal import Journal, Kind

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
            for start, end, label, source, score, note in rows.fetchall()
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
        signature: Signature = UNSIGNED,
    ) -> None:
        """Apply an edit to the rows and append it to the journal. Call it within a transaction.

        `text`: the document's, if it is at hand. `unkept`: see `Experiences.count`. Raises
        sqlite3.IntegrityError if a span it adds is there already.
        """
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        version = self.journal.label_version()
        made_by, voices = signature
        named = {"made_by": made_by, "voices": voices, "label_version": version}
        entry = Entry(str(uuid4()), kind, gesture, edit, now, **named)
        self.store_entry(document_id, annotator_id, entry, text=text, unkept=unkept)

    def store_entry(
        self,
        document_id: DocumentId,
        annotator_id: int,
        entry: Entry,
        *,
        text: str | None = None,
        unkept: Mapping[SpanKey, Said] | None = None,
    ) -> None:
        """The same for an edit that has a name and a time already."""
        ids = (document_id, annotator_id)
        is_decision = entry.kind != "import"
        self._apply(ids, entry.edit, entry.made_at, text, is_decision=is_decision, unkept=unkept)
        self.journal.append(*ids, entry)

    def take_back(self, document_id: DocumentId, annotator_id: int, entry: Entry) -> None:
        """Undo an edit as if it had never been made. Call it within a transaction."""
        ids, is_decision = (document_id, annotator_id), entry.kind != "import"
        self._apply(ids, entry.edit.inverse(), entry.made_at, None, is_decision=is_decision)

    def _apply(
        self,
        ids: tuple[DocumentId, int],
        edit: Edit,
        made_at: str,
        text: str | None,
        *,
        is_decision: bool,
        unkept: Mapping[SpanKey, Said] | None = None,
    ) -> None:
        self._store_answer(ids, edit, made_at)
        self._store_spans(ids, edit)
        if text is None:
            sql = "SELECT text FROM texts WHERE document_id = ?"
            text = str(self.connection.execute(sql, (ids[0],)).fetchone()[0])
        self.experience.count(ids[0], text, edit, is_decision=is_decision, unkept=unkept)

    def _store_answer(self, ids: tuple[DocumentId, int], edit: Edit, now: str) -> None:
        changes = {"answer": edit.answer, "flagged": edit.flagged, "note": edit.note}
        values = {column: change[1] for column, change in changes.items() if change}
        values["changed_at"] = now
        update = ", ".join(f"{column} = excluded.{column}" for column in values)
        self.connection.execute(
            f"INSERT INTO annotations (document_id, annotator_id, {', '.join(values)})"
            f" VALUES (?, ?{', ?' * len(values)}) ON CONFLICT DO UPDATE SET {update}",
            (*ids, *values.values()),
        )

    def _store_spans(self, ids: tuple[DocumentId, int], edit: Edit) -> None:
        # Three NULLs as parameters would take longer than all the rest of a row.
        run = self.connection.executemany
        one_span = f"{OF_ONE} AND start = ? AND end = ? AND label = ?"
        if edit.removed:
            removed = [(*ids, s.start, s.end, s.label) for s in edit.removed]
            run(f"DELETE FROM spans WHERE {one_span}", removed)
        if edit.added:
            plain = [(*ids, s.start, s.end, s.label) for s in edit.added if is_plain(s)]
            run("INSERT INTO spans VALUES (?, ?, ?, ?, ?, NULL, NULL, NULL)", plain)
            if len(plain) < len(edit.added):
                rest = [(*ids, *all_of(s)) for s in edit.added if not is_plain(s)]
                run("INSERT INTO spans VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rest)
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
        self,
        *,
        annotator: str | None = None,
        answers: Sequence[str | None] | None = None,
        settled_by: str | None = None,
    ) -> Iterator[Exported]:
        """Every annotation that has an answer or a span, by document, then annotator.

        `answers` narrows it to these; None among them stands for unfinished. Of documents that
        the annotator `settled_by` has answered there is only that annotation.
        """
        rows = self.connection.execute(
            "SELECT annotations.document_id, annotator_id, key, text, meta, name, answer,"
            " annotations.note, kept FROM annotations"
            " JOIN annotators ON annotators.id = annotator_id"
            " JOIN documents ON documents.id = annotations.document_id"
            " JOIN texts ON texts.document_id = annotations.document_id"
            " WHERE (answer IS NOT NULL OR annotations.note IS NOT NULL OR kept IS NOT NULL"
            " OR EXISTS (SELECT 1 FROM spans WHERE"
            " spans.document_id = annotations.document_id"
            " AND spans.annotator_id = annotations.annotator_id))"
            " AND (?1 IS NULL OR name = ?1)"
            " AND (?2 IS NULL OR coalesce(answer, '') IN (SELECT value FROM json_each(?2)))"
            " AND (?3 IS NULL OR name = ?3 OR NOT EXISTS (SELECT 1 FROM annotations AS settled"
            " WHERE settled.document_id = annotations.document_id AND settled.answer IS NOT NULL"
            " AND settled.annotator_id = (SELECT id FROM annotators WHERE name = ?3)))"
            " ORDER BY annotations.document_id, annotator_id",
            (annotator, _json_list(answers), settled_by),
        )
        return (self._exported(*row) for row in rows)

    def _exported(  # noqa: PLR0917
        self,
        document_id: DocumentId,
        annotator_id: int,
        key: str,
        text: str,
        meta: str,
        name: str,
        answer: str | None,
        note: str | None,
        kept: str | None,
    ) -> Exported:
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

    def count_finished(self) -> int:
        """How many annotations are accepted, of all annotators together."""
        sql = (
            "SELECT count(*) FROM annotations"
            " WHERE annotator_id IN (SELECT id FROM annotators) AND answer = 'accept'"
        )
        return int(self.connection.execute(sql).fetchone()[0])

    def labels_used(self) -> list[str]:
        """The labels that spans have, in the order of the label set."""
        rows = self.connection.execute(
            "SELECT name FROM labels WHERE name IN (SELECT DISTINCT label FROM spans)"
            " ORDER BY position"
        ).fetchall()
        return [row[0] for row in rows]

    def has_overlaps(self) -> bool:
        """Whether two spans of one annotation overlap anywhere."""
        return holds(self.connection, "overlaps")

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
            "SELECT name, label, spans FROM ("
            "SELECT annotator_id, label, count(*) AS spans FROM spans GROUP BY 1, 2)"
            " JOIN annotators ON annotators.id = annotator_id"
        )

    def _counts(self, sql: str) -> dict[str, Counter[str]]:
        counts: dict[str, Counter[str]] = {}
        for name, what, count in self.connection.execute(sql).fetchall():
            counts.setdefault(name, Counter())[what] = count
        return counts


def _json_list(answers: Sequence[str | None] | None) -> str | None:
    return None if answers is None else orjson.dumps([a or "" for a in answers]).decode()

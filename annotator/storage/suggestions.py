"""What machines proposed, and the tokens they found."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Any

import orjson

from annotator.core.document import DocumentId
from annotator.core.record import Exported
from annotator.core.renamed import is_as_said, under_new_names
from annotator.core.span import Span, key_of
from annotator.core.suggestion import Suggestion
from annotator.storage.connection import Connection
from annotator.storage.labels import LabelSets

PAGE = 100
RETIRED = (
    "SELECT value FROM json_each((SELECT value FROM settings WHERE name = 'retired_pipelines'))"
)


@dataclass(frozen=True)
class Suggestions:
    """The suggestions of one project file."""

    connection: Connection

    def of(
        self,
        document_id: DocumentId,
        piece: tuple[int, int] = (0, 1 << 62),
        *,
        foreign: bool = False,
    ) -> list[Suggestion]:
        """The suggestions that start in a piece of a document, with labels of the label set;
        those that were renamed (see `LabelSets.rename`) under their new names. `foreign`: also
        those with any other labels."""
        rows = self.connection.execute(
            "SELECT start, end, label, sources.name, score, runners_up FROM suggestions"
            " JOIN sources ON sources.id = source_id"
            " WHERE document_id = ? AND start >= ? AND start < ?"
            f" AND sources.name NOT IN ({RETIRED})"
            " ORDER BY source_id, start, end, label",
            (document_id, *piece),
        )
        shown = self._shown()
        found = [
            Suggestion(s, e, intern(shown.get(label, label)), intern(name), score, _runners_up(up))
            for s, e, label, name, score, up in rows.each()
            if foreign or label in shown
        ]
        return found if is_as_said(shown) else under_new_names(found, shown)

    def retired(self) -> set[str]:
        """The sources whose proposals are kept, but not shown."""
        return {name for (name,) in self.connection.execute(RETIRED).fetchall()}

    def retire(self, sources: Iterable[str], *, instead: Iterable[str]) -> None:
        """Show no longer what sources propose; `instead` are shown again, if they were retired.

        Nothing is removed. Call it within a transaction.
        """
        now = self.retired().union(sources).difference(instead)
        written = orjson.dumps(sorted(now)).decode()
        sql = "INSERT OR REPLACE INTO settings VALUES ('retired_pipelines', ?)"
        self.connection.execute(sql, (written,))

    def tokens(self, document_id: DocumentId) -> list[tuple[int, int, bytes]]:
        """(start, end, packed tokens) of the pieces from one tokenizer, in order."""
        return self.connection.execute(  # type: ignore[no-any-return]
            "SELECT start, end, tokens FROM suggested_pieces WHERE document_id = ?1"
            " AND tokens IS NOT NULL AND source_id = (SELECT max(source_id) FROM"
            " suggested_pieces WHERE document_id = ?1 AND tokens IS NOT NULL) ORDER BY start",
            (document_id,),
        ).fetchall()

    def tokens_by_key(self, key: str) -> list[tuple[int, int, bytes]]:
        """The same for the document with this key."""
        sql = "SELECT id FROM documents WHERE key = ?"
        row = self.connection.execute(sql, (key,)).fetchone()
        return self.tokens(row[0]) if row else []

    def source_id(self, name: str) -> int:
        """The number of a source, which is made if it is new. Call it within a transaction."""
        self.connection.execute("INSERT OR IGNORE INTO sources (name) VALUES (?)", (name,))
        row = self.connection.execute("SELECT id FROM sources WHERE name = ?", (name,)).fetchone()
        return int(row[0])

    def put(
        self,
        document_id: DocumentId,
        source_id: int,
        piece: tuple[int, int],
        suggestions: Sequence[Suggestion],
        *,
        tokens: bytes | None = None,
    ) -> None:
        """Replace what a source proposes in one piece of a document.

        Call it within a transaction.
        """
        self.connection.execute(
            "DELETE FROM suggestions WHERE document_id = ? AND source_id = ?"
            " AND start >= ? AND start < ?",
            (document_id, source_id, *piece),
        )
        self._add(document_id, source_id, suggestions)
        self.connection.execute(
            "INSERT OR REPLACE INTO suggested_pieces VALUES (?, ?, ?, ?, ?)",
            (document_id, source_id, *piece, tokens),
        )

    def put_whole(
        self,
        document_id: DocumentId,
        source_id: int,
        suggestions: Sequence[Suggestion],
        *,
        keep: bool,
    ) -> int:
        """Replace what a source proposes in a whole document, or `keep` it and add to it.

        Tokens of the source stay. Returns how many are new. Call it within a transaction.
        """
        ids = document_id, source_id
        there = set() if keep else self._rows(*ids)
        if not keep:
            self.connection.execute(
                "DELETE FROM suggestions WHERE document_id = ? AND source_id = ?", ids
            )
        added = self._add(document_id, source_id, suggestions)
        if there:
            added = len(self._rows(*ids) - there)
        self.connection.execute(
            "INSERT INTO suggested_pieces SELECT ?1, ?2, 0, length, NULL FROM documents"
            " WHERE id = ?1 AND NOT EXISTS"
            " (SELECT 1 FROM suggested_pieces WHERE document_id = ?1 AND source_id = ?2)",
            ids,
        )
        return added

    def _rows(self, document_id: DocumentId, source_id: int) -> set[tuple[Any, ...]]:
        rows = self.connection.execute(
            "SELECT start, end, label, score, runners_up FROM suggestions"
            " WHERE document_id = ? AND source_id = ?",
            (document_id, source_id),
        )
        return set(rows.fetchall())

    def _add(
        self, document_id: DocumentId, source_id: int, suggestions: Sequence[Suggestion]
    ) -> int:
        added = self.connection.executemany(
            "INSERT OR IGNORE INTO suggestions VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (document_id, source_id, s.start, s.end, s.label, s.score, _json(s.runners_up))
                for s in suggestions
            ],
        )
        return int(added.rowcount)

    def copy_to(self, document_id: DocumentId, other: "Suggestions", there: DocumentId) -> None:
        """Put all that is suggested for a document into another project, where it has the
        number `there`. Call it within a transaction of that project."""
        for table, columns in (("suggested_pieces", 3), ("suggestions", 5)):
            rows = self.connection.execute(
                f"SELECT name, found.* FROM {table} AS found JOIN sources ON sources.id = source_id"
                " WHERE document_id = ?",
                (document_id,),
            ).fetchall()
            marks = ", ".join("?" * (columns + 2))
            other.connection.executemany(
                f"INSERT INTO {table} VALUES ({marks})",
                [(there, other.source_id(name), *values) for name, _, _, *values in rows],
            )

    def done_up_to(self, document_id: DocumentId, source: str) -> int | None:
        """How far this source has been through a document; None: it has not begun."""
        row = self.connection.execute(
            "SELECT max(end) FROM suggested_pieces JOIN sources ON sources.id = source_id"
            " WHERE document_id = ? AND name = ?",
            (document_id, source),
        ).fetchone()
        return None if row[0] is None else int(row[0])

    def foreign_labels(self) -> Counter[str]:
        """How many suggestions have labels that are not in the label set, by label."""
        return Counter({k: n for k, n in self.label_counts().items() if k not in self._shown()})

    def label_counts(self) -> Counter[str]:
        """How many suggestions have which label, as it was said."""
        sql = "SELECT label, count(*) FROM suggestions GROUP BY 1"
        return Counter(dict(self.connection.execute(sql).fetchall()))

    def _shown(self) -> dict[str, str]:
        return LabelSets(self.connection).shown()

    def each_exported(self, *, source: str | None = None) -> Iterator[Exported]:
        """What a source (or each) proposes, as unfinished annotations, by document."""
        rows = self.connection.execute(
            "SELECT DISTINCT document_id, sources.id, name, key, meta FROM suggested_pieces"
            " JOIN sources ON sources.id = source_id"
            " JOIN documents ON documents.id = document_id"
            " WHERE ?1 IS NULL OR name = ?1 ORDER BY document_id, sources.id",
            (source,),
        )
        while page := rows.fetchmany(PAGE):
            for document_id, source_id, name, key, meta in page:
                spans = self._spans(document_id, source_id, name)
                yield Exported(key, self._text(document_id), orjson.loads(meta), name, spans, None)

    def _spans(self, document_id: DocumentId, source_id: int, name: str) -> tuple[Span, ...]:
        rows = self.connection.execute(
            "SELECT start, end, label, score FROM suggestions"
            " WHERE document_id = ? AND source_id = ? ORDER BY start, end, label",
            (document_id, source_id),
        ).fetchall()
        shown = self._shown()
        spans = [Span(s, e, shown[label], name, p) for s, e, label, p in rows if label in shown]
        return tuple(sorted({key_of(span): span for span in spans}.values(), key=key_of))

    def _text(self, document_id: DocumentId) -> str:
        sql = "SELECT text FROM texts WHERE document_id = ?"
        return str(self.connection.execute(sql, (document_id,)).fetchone()[0])

    def sources(self) -> list[str]:
        """All who have proposed something, in the order in which they came."""
        rows = self.connection.execute("SELECT name FROM sources ORDER BY id").fetchall()
        return [row[0] for row in rows]

    def counts(self) -> dict[str, int]:
        """How many suggestions there are by source, also of sources that found nothing."""
        return dict(
            self.connection.execute(
                "SELECT name, count(source_id) FROM sources"
                " LEFT JOIN suggestions ON source_id = sources.id GROUP BY 1"
            ).fetchall()
        )


def _json(runners_up: tuple[tuple[str, float], ...]) -> str | None:
    return orjson.dumps(runners_up).decode() if runners_up else None


def _runners_up(text: str | None) -> tuple[tuple[str, float], ...]:
    return tuple((label, score) for label, score in orjson.loads(text)) if text else ()

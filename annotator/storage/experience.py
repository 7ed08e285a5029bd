"""What a project has learnt from decisions: how strings were labelled, whose suggestions held."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.meanings import NOTHING, Meant
from annotator.core.memory import LONGEST, Experience
from annotator.core.span import Span, SpanKey, key_of
from annotator.core.suggestion import sources_of
from annotator.storage.connection import Connection
from annotator.storage.labels import LabelSets

BINS = 20
"""Scores are counted in so many equal bins from 0 to 1; the last one holds 1 too."""
NO_SCORE = -1
Said = tuple[str, float | None]
"""Who proposed it, and with what score."""
String = tuple[str, str]
"""A string and a label."""
LATEST_EDITS = 5_000
MOST_MEANT = 2_000
"""Of a document with more suggestions only so many are looked at."""
STRINGS = "SELECT surface, label, labelled, turned_down FROM remembered"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the suggestions of one source with one label and about one score fared.

    `bin`: from 0 to BINS - 1, or NO_SCORE.
    """

    source: str
    label: str
    bin: int
    accepted: int
    turned_down: int


@dataclass
class Experiences:
    """Counts that every stored edit changes. What is counted in a transaction is written at
    its end, by `flush`."""

    connection: Connection
    _strings: Counter[tuple[str, str, bool]] = field(default_factory=Counter)
    _outcomes: Counter[tuple[str, str, int, bool]] = field(default_factory=Counter)

    def count(
        self,
        document_id: DocumentId,
        text: str,
        edit: Edit,
        *,
        is_decision: bool,
        unkept: Mapping[SpanKey, Said] | None = None,
    ) -> None:
        """Count what an edit says of strings, and if a person decided, of suggesters.

        `unkept`: who proposed what is turned down or put back, where the file does not hold it.
        """
        self._strings.update(_strings(text, edit.added))
        self._strings.subtract(_strings(text, edit.removed))
        self._strings.update(_turned_down(text, edit.rejected))
        self._strings.subtract(_turned_down(text, edit.restored))
        if is_decision:
            self._count_decision(document_id, edit, unkept or {})

    def _count_decision(
        self, document_id: DocumentId, edit: Edit, unkept: Mapping[SpanKey, Said]
    ) -> None:
        for spans, change in ((edit.added, 1), (edit.removed, -1)):
            for span in spans:
                if span.source:
                    self._count_accepted(document_id, span, change)
        for keys, change in ((edit.rejected, 1), (edit.restored, -1)):
            for key in keys:
                said = self._proposed(document_id, key)
                for source, score in [*said, unkept[key]] if key in unkept else said:
                    self._count_outcome(source, key[2], score, change, accepted=False)

    def _count_accepted(self, document_id: DocumentId, span: Span, change: int) -> None:
        assert span.source
        names = sources_of(span.source)
        # Of several that agreed, each is to learn from its own score.
        own = dict(self._proposed(document_id, key_of(span))) if len(names) > 1 else {}
        for name in names:
            score = own.get(name, span.score)
            self._count_outcome(name, span.label, score, change, accepted=True)

    def _count_outcome(
        self, source: str, label: str, score: float | None, change: int, *, accepted: bool
    ) -> None:
        self._outcomes[source, label, bin_of(score), accepted] += change

    def _proposed(self, document_id: DocumentId, key: SpanKey) -> list[Said]:
        rows = self.connection.execute(
            "SELECT name, score, label FROM suggestions JOIN sources ON sources.id = source_id"
            " WHERE document_id = ? AND start = ? AND end = ?",
            (document_id, *key[:2]),
        ).fetchall()
        shown = LabelSets(self.connection).shown() if rows else {}
        return [(name, score) for name, score, label in rows if shown.get(label) == key[2]]

    def flush(self) -> None:
        """Write what was counted. Call it within the transaction."""
        strings, self._strings = self._strings, Counter()
        outcomes, self._outcomes = self._outcomes, Counter()
        self.connection.executemany(
            "INSERT INTO remembered VALUES (?, ?, max(0, ?), max(0, ?))"
            " ON CONFLICT (surface, label) DO UPDATE SET"
            " labelled = max(0, labelled + ?3), turned_down = max(0, turned_down + ?4)",
            [
                (surface, label, n * labelled, n * (not labelled))
                for (surface, label, labelled), n in strings.items()
                if n
            ],
        )
        self.connection.executemany(
            "INSERT INTO outcomes VALUES (?, ?, ?, max(0, ?), max(0, ?))"
            " ON CONFLICT (source, label, bin) DO UPDATE SET"
            " accepted = max(0, accepted + ?4), turned_down = max(0, turned_down + ?5)",
            [
                (source, label, number, n * accepted, n * (not accepted))
                for (source, label, number, accepted), n in outcomes.items()
                if n
            ],
        )

    def forget(self) -> None:
        """The transaction is taken back, and so are the counts."""
        self._strings.clear()
        self._outcomes.clear()

    def each(self) -> Iterator[Experience]:
        """What is known of all strings."""
        rows = self.connection.execute(f"{STRINGS} WHERE labelled > 0 OR turned_down > 0")
        return (Experience(*row) for row in rows.each())

    def page(self, after: String, limit: int) -> list[Experience]:
        """The next strings, also those of which all was taken back; to begin: ("", "")."""
        rows = self.connection.execute(
            f"{STRINGS} WHERE (surface, label) > (?, ?) ORDER BY surface, label LIMIT ?",
            (*after, limit),
        ).fetchall()
        return [Experience(*row) for row in rows]

    def of(self, strings: Iterable[String]) -> list[Experience]:
        """What is known of these strings; of unknown ones nothing."""
        sql = f"{STRINGS} WHERE surface = ? AND label = ?"
        rows = (self.connection.execute(sql, string).fetchone() for string in strings)
        return [Experience(*row) for row in rows if row]

    def outcomes(self) -> list[Outcome]:
        """How the suggestions of all sources fared."""
        rows = self.connection.execute(
            "SELECT source, label, bin, accepted, turned_down FROM outcomes"
            " WHERE accepted > 0 OR turned_down > 0 ORDER BY source, bin, label"
        ).fetchall()
        return [Outcome(*row) for row in rows]

    def decided_lately(self, limit: int) -> list[DocumentId]:
        """Documents of the latest edits, at most `limit`, the latest first."""
        rows = self.connection.execute(
            "SELECT document_id FROM (SELECT id, document_id FROM edits ORDER BY id DESC LIMIT ?)"
            " GROUP BY document_id ORDER BY max(id) DESC LIMIT ?",
            (LATEST_EDITS, limit),
        ).fetchall()
        return [DocumentId(row[0]) for row in rows]

    def meant(self, document_id: DocumentId) -> list[Meant]:
        """What was proposed in a document, and what those who finished it left there."""
        rows = self.connection.execute(
            "SELECT name, suggestions.label, suggestions.score, coalesce(spans.label, ?)"
            " FROM suggestions JOIN sources ON sources.id = source_id"
            " JOIN annotations USING (document_id) LEFT JOIN spans USING"
            " (document_id, annotator_id, start, end)"
            " WHERE document_id = ? AND answer = 'accept' LIMIT ?",
            (NOTHING, document_id, MOST_MEANT),
        ).fetchall()
        return [Meant(*row) for row in rows]

    def is_corrected(self, document_id: DocumentId) -> bool:
        """Whether people said of a document anything else than yes to what was proposed in it."""
        row = self.connection.execute(
            "SELECT EXISTS (SELECT 1 FROM rejections WHERE document_id = ?1) OR EXISTS"
            " (SELECT 1 FROM spans WHERE document_id = ?1 AND (source IS NULL OR NOT EXISTS"
            " (SELECT 1 FROM suggestions AS said WHERE said.document_id = ?1"
            " AND said.start = spans.start AND said.end = spans.end"
            " AND said.label = spans.label)))",
            (document_id,),
        ).fetchone()
        return bool(row[0])


def _strings(text: str, spans: Iterable[Span]) -> list[tuple[str, str, bool]]:
    return [(text[s.start : s.end], s.label, True) for s in spans if s.end - s.start <= LONGEST]


def _turned_down(text: str, keys: Iterable[SpanKey]) -> list[tuple[str, str, bool]]:
    return [(text[start:end], label, False) for start, end, label in keys if end - start <= LONGEST]


def bin_of(score: float | None) -> int:
    """The bin of a score."""
    return NO_SCORE if score is None else min(BINS - 1, int(score * BINS))


def counted(texts: Iterable[tuple[str, SpanKey, bool]]) -> Iterator[tuple[str, str, int, int]]:
    """Rows of `remembered` for (text, key, whether it was labelled): for files that older
    versions have written."""
    found: Counter[tuple[str, str, bool]] = Counter()
    for text, (start, end, label), labelled in texts:
        if end - start <= LONGEST:
            found[text[start:end], label, labelled] += 1
    for surface, label in {(surface, label) for surface, label, _ in found}:
        yield surface, label, found[surface, label, True], found[surface, label, False]

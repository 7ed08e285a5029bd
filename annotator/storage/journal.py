"""The journal: every edit in the order it was made; undo and the audit trail live in it."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import orjson

from annotator.core.annotation import Answer
from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.histories import Entry
from annotator.core.span import Span, all_of, is_plain, key_of
from annotator.storage.connection import Connection

Kind = Literal["do", "undo", "redo", "import"]
"""`do` is a gesture; `undo` takes back the latest one not yet taken back; `redo` makes
the latest undone one again; `import` came from a file and is not undone by keys."""


OWN = """
SELECT id AS place, 0 AS step_id, kind FROM edits
WHERE annotator_id = ?1 AND step IS NULL AND kind <> 'import'
UNION ALL SELECT after_edit, id, kind FROM steps WHERE annotator_id = ?1
ORDER BY 1 DESC, 2 DESC
"""
"""What an annotator did, the latest first: edits, and steps, which stand after an edit."""


ANSWERS = "instr(change, '\"answer\":[')"
"""In SQL: whether an edit changes the answer. Within a note the quotes would be escaped."""
BY_HAND = "kind = 'do' AND step IS NULL AND made_by IS NULL"
"""In SQL: what people did in their own annotations, a document at a time."""


class JournalRow(NamedTuple):
    """One edit as it stands in the journal."""

    id: int
    document_id: DocumentId
    kind: Kind
    gesture: str
    edit: Edit


class StepRow(NamedTuple):
    """One step: what a gesture did to many documents, or to the label set. `change` as JSON."""

    id: int
    uuid: str
    kind: Kind
    gesture: str
    change: str


@dataclass(frozen=True)
class Journal:
    """The journal of one project file."""

    connection: Connection

    def append(self, document_id: DocumentId, annotator_id: int, entry: Entry) -> None:
        """Write an edit at the end."""
        self.connection.execute(
            "INSERT INTO edits (uuid, document_id, annotator_id, kind, gesture, change, made_at,"
            " step, made_by, label_version, voices) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry.uuid,
                document_id,
                annotator_id,
                entry.kind,
                entry.gesture,
                encode(entry.edit),
                entry.made_at,
                entry.step,
                entry.made_by,
                entry.label_version,
                entry.voices,
            ),
        )

    def undoable(self, annotator_id: int) -> JournalRow | StepRow | None:
        """The edit or step that undo would take back, or None."""
        return self._latest(annotator_id, pushed=("do", "redo"), popped="undo", emptied="")

    def redoable(self, annotator_id: int) -> JournalRow | StepRow | None:
        """The undo row that redo would take back, or None."""
        return self._latest(annotator_id, pushed=("undo",), popped="redo", emptied="do")

    def _latest(
        self, annotator_id: int, *, pushed: tuple[str, ...], popped: str, emptied: str
    ) -> JournalRow | StepRow | None:
        # The stacks are read backwards from the journal: a pop hides the push before it.
        hidden = 0
        for id_, step_id, kind in self.connection.execute(OWN, (annotator_id,)):
            if kind == emptied:
                return None
            if kind == popped:
                hidden += 1
            elif kind in pushed and hidden:
                hidden -= 1
            elif kind in pushed:
                return self._step(step_id) if step_id else self._row(id_)
        return None

    def _step(self, id_: int) -> StepRow:
        sql = "SELECT id, uuid, kind, gesture, change FROM steps WHERE id = ?"
        return StepRow(*self.connection.execute(sql, (id_,)).fetchone())

    def _row(self, id_: int) -> JournalRow:
        row = self.connection.execute(
            "SELECT document_id, kind, gesture, change FROM edits WHERE id = ?", (id_,)
        ).fetchone()
        document_id, kind, gesture, change = row
        return JournalRow(id_, document_id, kind, gesture, decode(change))

    def label_version(self) -> str | None:
        """The version of the label set that edits are made under now."""
        sql = "SELECT value FROM settings WHERE name = 'label_version'"
        row = self.connection.execute(sql).fetchone()
        return str(row[0]) if row else None

    def last_id(self) -> int:
        """The number of the latest edit of all annotators; 0: there is none."""
        return int(self.connection.execute("SELECT coalesce(max(id), 0) FROM edits").fetchone()[0])

    def since(self, id_: int, *, limit: int) -> list[tuple[DocumentId, Edit]]:
        """The edits of all annotators after one, at most `limit`, oldest first."""
        rows = self.connection.execute(
            "SELECT document_id, change FROM edits WHERE id > ? ORDER BY id LIMIT ?", (id_, limit)
        ).fetchall()
        return [(document_id, decode(change)) for document_id, change in rows]

    def of(self, document_id: DocumentId, annotator_id: int) -> list[Edit]:
        """All edits of one annotation, oldest first."""
        rows = self.connection.execute(
            "SELECT change FROM edits WHERE document_id = ? AND annotator_id = ? ORDER BY id",
            (document_id, annotator_id),
        ).fetchall()
        return [decode(change) for (change,) in rows]

    def settlers(self) -> dict[str, int]:
        """Name and number of each annotator in whose annotations something was settled."""
        rows = self.connection.execute(
            "SELECT name, id FROM annotators WHERE EXISTS"
            " (SELECT 1 FROM edits WHERE annotator_id = annotators.id AND voices IS NOT NULL)"
        ).fetchall()
        return dict(rows)


def encode(edit: Edit) -> str:
    """An edit as JSON: only what it changes; spans as [start, end, label, source, score, note]."""
    change = {
        "removed": [_packed(span) for span in edit.removed],
        "added": [_packed(span) for span in edit.added],
        "rejected": edit.rejected,
        "restored": edit.restored,
        "answer": edit.answer,
        "flagged": edit.flagged,
        "note": edit.note,
    }
    return orjson.dumps({k: v for k, v in change.items() if v}).decode()


def decode(change: str) -> Edit:
    """The edit that `encode` wrote."""
    found = orjson.loads(change)
    answer = found.get("answer")
    return Edit(
        removed=tuple(Span(*span) for span in found.get("removed", ())),
        added=tuple(Span(*span) for span in found.get("added", ())),
        rejected=tuple(map(tuple, found.get("rejected", ()))),
        restored=tuple(map(tuple, found.get("restored", ()))),
        answer=answer and (_answer(answer[0]), _answer(answer[1])),
        flagged=found.get("flagged") and tuple(found["flagged"]),
        note=found.get("note") and tuple(found["note"]),
    )


def _packed(span: Span) -> tuple[object, ...]:
    return key_of(span) if is_plain(span) else all_of(span)


def _answer(value: str | None) -> Answer | None:
    return Answer(value) if value else None

"""Steps: what one gesture does to many documents, to several people's annotations, or to the
label set; undo takes a step back whole."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import orjson

from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.histories import Entry, Signature
from annotator.core.label import Label, LabelSet
from annotator.core.label_errors.error import Dismissal
from annotator.core.pattern import Pattern, of_item
from annotator.storage.annotations import Annotations
from annotator.storage.connection import Connection
from annotator.storage.journal import Kind, StepRow, decode

LabelChange = tuple[LabelSet, LabelSet]
"""The label set before and after."""
PatternChange = tuple[tuple[Pattern, ...], tuple[Pattern, ...]]
"""The patterns before and after."""
DismissalChange = tuple[tuple[Dismissal, ...], tuple[Dismissal, ...]]
"""The dismissals of label errors that are taken back, and those that are new."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a step does to more than annotations."""

    labels: LabelChange | None = None
    patterns: PatternChange | None = None
    dismissals: DismissalChange | None = None

    def __bool__(self) -> bool:
        return self != Change()

    def inverse(self) -> "Change":
        """What takes it back."""
        return Change(
            self.labels and self.labels[::-1],
            self.patterns and self.patterns[::-1],
            self.dismissals and self.dismissals[::-1],
        )


@dataclass(frozen=True, slots=True)
class Step:
    """A step that is under way: `annotator_id` makes it, whose name is `annotator`."""

    uuid: str
    annotator_id: int
    annotator: str
    kind: Kind
    gesture: str
    made_at: str


@dataclass(frozen=True)
class Steps:
    """The steps of one project file."""

    connection: Connection
    annotations: Annotations

    def begin(self, annotator_id: int, kind: Kind, gesture: str) -> Step:
        """Begin one; `gesture` says for people what it does. `put` its label change first and
        then `add` its edits, all within one transaction."""
        sql = "SELECT name FROM annotators WHERE id = ?"
        name = str(self.connection.execute(sql, (annotator_id,)).fetchone()[0])
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        return Step(str(uuid4()), annotator_id, name, kind, gesture, now)

    def put(self, step: Step, change: Change) -> None:
        """Write what the step is and does to more than annotations, which is not touched here."""
        self.connection.execute(
            "INSERT INTO steps (uuid, annotator_id, kind, gesture, change, after_edit, made_at)"
            " VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(id), 0) FROM edits), ?)",
            (
                step.uuid,
                step.annotator_id,
                step.kind,
                step.gesture,
                _packed(change),
                step.made_at,
            ),
        )

    def add(
        self,
        step: Step,
        document_id: DocumentId,
        annotator_id: int,
        edit: Edit,
        signature: Signature | None = None,
    ) -> None:
        """Make an edit that is a part of the step; whose annotation it changes may be another.
        Without a `signature` it is made by whose step it is.

        Raises sqlite3.IntegrityError if a span it adds is there already.
        """
        usual = None if annotator_id == step.annotator_id else step.annotator
        made_by, voices = signature or (usual, None)
        names = (str(uuid4()), step.kind, step.gesture)
        entry = Entry(
            *names,
            edit,
            step.made_at,
            step=step.uuid,
            made_by=made_by,
            label_version=self.annotations.journal.label_version(),
            voices=voices,
        )
        self.annotations.store_entry(document_id, annotator_id, entry)

    def edits(self, uuid: str) -> Iterator[tuple[DocumentId, int, Edit]]:
        """The edits of a step, the last one first: document, whose annotation, edit. Others may
        be stored meanwhile."""
        before = 1 << 62
        while rows := self._page(uuid, before):
            for _, document_id, annotator_id, change in rows:
                yield document_id, annotator_id, decode(change)
            before = rows[-1][0]

    def count_edits(self, uuid: str, *, most: int = 1 << 62) -> int:
        """How many edits a step has; counting ends at `most`."""
        sql = "SELECT count(*) FROM (SELECT 1 FROM edits WHERE step = ? LIMIT ?)"
        return int(self.connection.execute(sql, (uuid, most)).fetchone()[0])

    def _page(self, uuid: str, before: int) -> list[tuple[int, DocumentId, int, str]]:
        return self.connection.execute(  # type: ignore[no-any-return]
            "SELECT id, document_id, annotator_id, change FROM edits"
            " WHERE step = ? AND id < ? ORDER BY id DESC LIMIT 200",
            (uuid, before),
        ).fetchall()


def change_of(row: StepRow) -> Change:
    """What a step did to labels, patterns and dismissals."""
    written = orjson.loads(row.change)
    labels = [LabelSet(Label(*one) for one in rows) for rows in written.get("labels", ())]
    patterns = [tuple(map(of_item, items)) for items in written.get("patterns", ())]
    dismissals = [tuple(Dismissal(*one) for one in some) for some in written.get("dismissals", ())]
    return Change(
        (labels[0], labels[1]) if labels else None,
        (patterns[0], patterns[1]) if patterns else None,
        (dismissals[0], dismissals[1]) if dismissals else None,
    )


def _packed(change: Change) -> str:
    packed: dict[str, Any] = {}
    if change.labels:
        packed["labels"] = [[astuple(label) for label in one] for one in change.labels]
    if change.patterns:
        packed["patterns"] = [[one.as_item() for one in some] for some in change.patterns]
    if change.dismissals:
        packed["dismissals"] = [[tuple(one) for one in some] for some in change.dismissals]
    return orjson.dumps(packed).decode()

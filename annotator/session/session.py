"""One annotator's sitting with one project: every verb a user has."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from annotator.core.annotation import Answer
from annotator.core.document import Document, DocumentId
from annotator.core.edit import Edit
from annotator.core.queue import Completion, QueueFilter, QueueRow
from annotator.core.span import key_of
from annotator.core.words import Range
from annotator.session import decisions, moves
from annotator.session.article import Article, Focus, Place, load, ranges_of
from annotator.session.changes import Changes
from annotator.storage.journal import JournalRow, Kind
from annotator.storage.project import Project

ALL_DONE = "All documents have an answer."


class Session:
    """An open project with one document open in it. Every verb returns what it changed.

    An edit is on the disk when its verb returns; a verb that raises ProjectError has
    changed nothing. Several sessions, also of one annotator, may share a file: each reads
    what the others wrote before it decides.
    """

    def __init__(self, path: Path, annotator: str) -> None:
        self.project = Project.open(path, durable=True)
        self.annotator = annotator
        self.labels = self.project.labels()
        self.article: Article | None = None
        self._annotator_id = self.project.annotator_id(annotator) or 0

    def close(self) -> None:
        """Close the project file."""
        self.project.close()

    @property
    def path(self) -> Path:
        """The project file."""
        return self.project.path

    @property
    def pipeline(self) -> str:
        """The name of the pipeline that suggests in this project."""
        return self.project.setting("pipeline")

    def save_copy(self, target: Path) -> None:
        """Write all that the project holds to a new file; raises ProjectError."""
        self.project.save_copy(target)

    # Documents

    def open(self, document_id: DocumentId) -> Changes:
        """Open a document; a number that is not in the project changes nothing."""
        article = load(self.project, document_id, self._annotator_id)
        if article is None:
            return Changes()
        self.article = article
        return Changes(opened=True)

    def open_next_to_do(self) -> Changes:
        """Open the next document without an answer; with none left, stay, else open the first."""
        here = self.article.document.id if self.article else DocumentId(0)
        found = self.project.documents.next_to_do(self._annotator_id, here)
        if found is not None:
            return self.open(found)
        if self.article is None:
            return replace(self.open_neighbour(1), note=ALL_DONE)
        return Changes(note=ALL_DONE)

    def open_neighbour(self, step: int) -> Changes:
        """Open the next (1) or previous (-1) document of the project."""
        here = self.article.document.id if self.article else DocumentId(0)
        found = self.project.documents.neighbour(here, step)
        return self.open(found) if found is not None else Changes()

    def queue(
        self,
        which: QueueFilter,
        *,
        after: DocumentId,
        limit: int = 200,
        backwards: bool = False,
    ) -> list[QueueRow]:
        """The next lines of the queue after a document (or before it), at most `limit`."""
        return self.project.documents.queue(
            self._annotator_id, which, after=after, limit=limit, backwards=backwards
        )

    def queue_row(self, document_id: DocumentId) -> QueueRow:
        """The line of one document."""
        return self.project.documents.queue_row(self._annotator_id, document_id)

    def completion(self) -> Completion:
        """How far this annotator is."""
        return self.project.documents.completion(self._annotator_id)

    def document(self) -> Document | None:
        """The document that is open."""
        return self.article.document if self.article else None

    # Moving

    def move(self, decide: Callable[[Article], Place]) -> Changes:
        """Go to another place in the open document (see `moves`)."""
        if self.article is None:
            return Changes()
        before, self.article.place = self.article.place, decide(self.article)
        return Changes(moved=(before, self.article.place))

    def focus_next(self) -> Changes:
        """Focus the next label or suggestion."""
        return self.move(lambda a: moves.focused(a, moves.next_span(a)))

    def focus_previous(self) -> Changes:
        """Focus the previous label or suggestion."""
        return self.move(lambda a: moves.focused(a, moves.previous_span(a)))

    def focus(self, span: Focus) -> Changes:
        """Focus this label or suggestion, if it is there."""
        return self.move(lambda a: moves.focused(a, a.focusable(key_of(span))))

    def click(self, offset: int) -> Changes:
        """Focus the innermost span at an offset, or put the cursor there."""
        return self.move(
            lambda a: (
                moves.focused(a, span)
                if (span := moves.span_at(a, offset))
                else moves.to_word(a, offset)
            )
        )

    def put_cursor(self, offset: int, *, select: bool = False) -> Changes:
        """Put the cursor on the word at an offset, or select up to it."""
        return self.move(
            lambda a: (
                moves.selecting(a, moves.to_word(a, offset).cursor)
                if select
                else moves.to_word(a, offset)
            )
        )

    def step(self, step: int, *, select: bool = False) -> Changes:
        """Move the cursor, or the moving end of the selection, by a word."""
        return self.move(
            lambda a: (
                moves.selecting(a, moves.word_step(a, step))
                if select
                else Place(cursor=moves.word_step(a, step))
            )
        )

    def step_or_resize(self, step: int) -> Changes:
        """Select by a word; with a span focused, move its end by a word."""
        if self.article and self.article.place.focus:
            return self.resize(is_start=False, step=step)
        return self.step(step, select=True)

    def select(self, start: int, end: int, *, by_character: bool = False) -> Changes:
        """Select a range, widened to whole words unless by character."""
        return self.move(lambda a: moves.selected(a, start, end, by_character=by_character))

    def escape(self) -> Changes:
        """Drop the selection and the focus; the cursor stays."""
        return self.move(lambda a: Place(cursor=a.place.cursor))

    # Deciding

    def accept(self) -> Changes:
        """Accept the focused suggestion and focus the next undecided one."""
        if self.article is None:
            return Changes()
        if self.article.place.focus is None:
            return self.move(lambda a: moves.focused(a, moves.first_undecided(a)))
        return self._decide("accept", decisions.accepting, _then_next_undecided)

    def remove(self) -> Changes:
        """Reject the focused suggestion or remove the focused label; focus the next undecided."""
        return self._decide("remove", decisions.removing, _then_next_undecided)

    def label(self, name: str) -> Changes:
        """Label the focused span, else the selection, else the word under the cursor."""
        return self._decide("label", lambda a: decisions.labelling(a, name), _then_focus(name))

    def resize(self, *, is_start: bool, step: int) -> Changes:
        """Move an edge of the focused span by a word."""
        return self._resize(lambda a: moves.moved_edge(a, is_start=is_start, step=step))

    def drag_edge(self, *, is_start: bool, offset: int) -> Changes:
        """Move an edge of the focused span to the word at an offset."""
        return self._resize(lambda a: moves.dragged_edge(a, is_start=is_start, offset=offset))

    def _resize(self, target: Callable[[Article], Range | None]) -> Changes:
        return self._decide("resize", lambda a: decisions.resizing(a, target(a)), _then_added)

    def answer(self, answer: Answer) -> Changes:
        """Give the document an answer and open the next one to do."""
        given = self._decide(answer.value, lambda a: decisions.answering(a, answer))
        opened = self.open_next_to_do()
        return replace(given, opened=opened.opened, note=opened.note)

    def flag(self) -> Changes:
        """Flag the document for another look, or take the flag away."""
        return self._decide("flag", decisions.flagging)

    def undo(self) -> Changes:
        """Take back the latest gesture, in whatever document it was made."""
        return self._revert("undo", self.project.journal.undoable(self._annotator_id))

    def redo(self) -> Changes:
        """Make the latest undone gesture again."""
        return self._revert("redo", self.project.journal.redoable(self._annotator_id))

    def _revert(self, kind: Kind, row: JournalRow | None) -> Changes:
        if row is None:
            return Changes(note=f"Nothing to {kind}.")
        opened = Changes()
        if self.article is None or self.article.document.id != row.document_id:
            opened = self.open(row.document_id)
        inverse = row.edit.inverse()
        done = self._decide(row.gesture, lambda _: inverse, _then_added, kind=kind)
        return replace(done, opened=opened.opened, note=f"{kind.capitalize()}: {row.gesture}")

    def _decide(
        self,
        gesture: str,
        decide: Callable[[Article], Edit],
        then: Callable[[Article, Edit, Place], Place] = lambda article, *_: article.place,
        *,
        kind: Kind = "do",
    ) -> Changes:
        if self.article is None:
            return Changes()
        with self.project.transaction():
            anew = self.project.changed_elsewhere() and self._read_anew()
            edit = decide(self.article)
            if not edit.is_empty:
                self._store(edit, kind, gesture)
        before = self.article.place
        self.article.apply(edit)
        self.article.place = then(self.article, edit, before)
        return self._changes(edit, before, anew=anew)

    def _store(self, edit: Edit, kind: Kind, gesture: str) -> None:
        assert self.article is not None
        if not self._annotator_id:
            self._annotator_id = self.project.add_annotator(self.annotator)
        self.project.annotations.store(
            self.article.document.id, self._annotator_id, edit, kind=kind, gesture=gesture
        )

    def _changes(self, edit: Edit, before: Place, *, anew: bool) -> Changes:
        assert self.article is not None
        return Changes(
            opened=anew,
            ranges=tuple(sorted(ranges_of(edit))),
            moved=(before, self.article.place),
            documents=() if edit.is_empty else (self.article.document.id,),
            answered=edit.answer is not None,
        )

    # What others write

    def refresh(self) -> Changes:
        """Read anew what another program has written to the file since the last look."""
        if not self.project.changed_elsewhere():
            return Changes()
        before, self.labels = self.labels, self.project.labels()
        changed = list(before) != list(self.labels)
        return Changes(opened=self._read_anew(), queue=True, labels=changed, answered=True)

    def _read_anew(self) -> bool:
        if not self._annotator_id:
            self._annotator_id = self.project.annotator_id(self.annotator) or 0
        if self.article is None:
            return False
        article = load(self.project, self.article.document.id, self._annotator_id)
        if article is None:
            return False
        place = self.article.place
        focus = article.focusable(key_of(place.focus)) if place.focus else None
        article.place = replace(place, focus=focus)
        self.article = article
        return True


def _then_next_undecided(article: Article, edit: Edit, before: Place) -> Place:
    if before.focus is None:
        return before
    found = moves.next_undecided(article, key_of(before.focus))
    if found is None and edit.added:
        return _then_added(article, edit, before)
    return moves.focused(article, found) if found or edit.removed or edit.rejected else before


def _then_added(article: Article, edit: Edit, before: Place) -> Place:
    if len(edit.added) == 1 and edit.answer is None:
        return moves.focused(article, article.spans.get(key_of(edit.added[0])))
    if len(edit.restored) == 1 and edit.answer is None:
        return moves.focused(article, article.focusable(edit.restored[0]))
    focus = article.focusable(key_of(before.focus)) if before.focus else None
    return replace(before, focus=focus)


def _then_focus(label: str) -> Callable[[Article, Edit, Place], Place]:
    def then(article: Article, edit: Edit, before: Place) -> Place:
        if edit.added:
            return _then_added(article, edit, before)
        start, end = (
            (before.focus.start, before.focus.end)
            if before.focus
            else before.selection or before.cursor
        )
        return moves.focused(article, article.spans.get((start, end, label))) if end else before

    return then

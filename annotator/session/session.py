"""One annotator's sitting with one project: documents, edits, undo."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from annotator.core.document import Document, DocumentId
from annotator.core.edit import Edit
from annotator.core.queue import Completion, QueueFilter, QueueRow
from annotator.core.words import Range
from annotator.session import models, moves, steps
from annotator.session.annotator_name import ANNOTATOR_SETTING, login_name
from annotator.session.article import Article, Place, load, ranges_of
from annotator.session.changes import Changes
from annotator.session.recall import Recall
from annotator.session.undoing import revert
from annotator.storage.journal import Kind
from annotator.storage.project import Project
from annotator.suggest.pipelines import find

ALL_DONE = "All documents have an answer."


class Session:
    """An open project with one document open in it. Every verb returns what it changed.

    An edit is on the disk when its verb returns; a verb that raises ProjectError has
    changed nothing. Several sessions, also of one annotator, may share a file: each reads
    what the others wrote before it decides. `annotator` None: to whom the file was handed out,
    else the login name.
    """

    def __init__(
        self, path: Path, annotator: str | None, recall: Callable[[Project], Recall] = Recall
    ) -> None:
        self.project = Project.open(path, durable=True)
        handed_to = self.project.setting(ANNOTATOR_SETTING)
        self.annotator = annotator or handed_to or login_name()
        self.labels = self.project.labels()
        self.article: Article | None = None
        self.recall = recall(self.project)
        self._annotator_id = self.project.annotator_id(self.annotator) or 0

    def close(self) -> None:
        """Close the project file."""
        self.project.close()

    @property
    def path(self) -> Path:
        """The project file."""
        return self.project.path

    @property
    def annotator_id(self) -> int:
        """The number of the annotator; 0 before the first edit of a new one."""
        return self._annotator_id

    @property
    def pipeline(self) -> str:
        """The name of the pipeline that suggests in this project."""
        return self.project.setting("pipeline")

    def use_pipeline(self, name: str) -> Changes:
        """Let another pipeline suggest from now on: what the one before has suggested stays in
        the file, but is no longer shown. Raises SuggesterError if there is none of this name."""
        name = find(name).name
        with self.project.transaction():
            models.use_pipeline(self.project, name)
        return Changes(opened=self._read_anew(), note=f"{name} suggests from now on.")

    def document_of(self, key: str) -> Document | None:
        """The document with this key."""
        return self.project.documents.of_key(key)

    def text(self, document_id: DocumentId) -> str:
        """The text of a document."""
        return self.project.documents.text(document_id)

    def save_copy(self, target: Path) -> None:
        """Write all that the project holds to a new file; raises ProjectError."""
        self.project.save_copy(target)

    # Documents

    def open(self, document_id: DocumentId) -> Changes:
        """Open a document; a number that is not in the project changes nothing."""
        article = load(self.project, document_id, self._annotator_id, self.recall.hear)
        if article is None:
            return Changes()
        self.article = article
        self.recall.begin(article)
        return Changes(opened=True)

    def open_next_to_do(self) -> Changes:
        """Open the next document without an answer; with none left, stay, else open the first."""
        here = self.article.document.id if self.article else DocumentId(0)
        found = self.project.documents.next_to_do(self._annotator_id, here)
        if found is not None:
            return self.open(found)
        if self.article is None:
            first = self.open_neighbour(1)
            return replace(first, note=ALL_DONE) if first.opened else first
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
        including: bool = False,
    ) -> list[QueueRow]:
        """The next lines of the queue after a document (or before it, or with it), at most
        `limit`."""
        return self.project.documents.queue(
            self._annotator_id,
            which,
            after=after,
            limit=limit,
            backwards=backwards,
            including=including,
        )

    def queue_row(self, document_id: DocumentId) -> QueueRow:
        """The line of one document."""
        return self.project.documents.queue_row(self._annotator_id, document_id)

    def by_keys(self, keys: Sequence[str]) -> dict[str, tuple[DocumentId, str]]:
        """Id and title of those documents that have one of these keys, a few hundred at most."""
        return self.project.documents.by_keys(keys)

    def annotators(self) -> list[str]:
        """The names of all who have labelled here."""
        return self.project.annotators()

    def sources(self) -> list[str]:
        """The names of all that have suggested here."""
        return self.project.suggestions.sources()

    def completion(self) -> Completion:
        """How far this annotator is."""
        return self.project.documents.completion(self._annotator_id)

    def examples(self, label: str, *, limit: int) -> list[str]:
        """Different words that somebody gave this label, at most `limit`, the latest first."""
        return self.project.annotations.examples(label, limit=limit)

    def document(self) -> Document | None:
        """The document that is open."""
        return self.article.document if self.article else None

    def move(self, where: Callable[[Article], Place]) -> Changes:
        """Go to another place in the open document (see `moves`)."""
        if self.article is None:
            return Changes()
        before, self.article.place = self.article.place, where(self.article)
        return Changes(moved=(before, self.article.place))

    def undo(self) -> Changes:
        """Take back the latest gesture, in whatever document it was made."""
        return revert(self, "undo", self.project.journal.undoable)

    def redo(self) -> Changes:
        """Make the latest undone gesture again."""
        return revert(self, "redo", self.project.journal.redoable)

    def decide(
        self,
        gesture: str,
        what: Callable[[Article], Edit],
        then: Callable[[Article, Edit, Place], Place] = moves.to_focus,
        *,
        kind: Kind = "do",
    ) -> Changes:
        """Make an edit of the open document, and put the place where `then` says.

        The edit is decided upon with the write lock held, on what is in the file then. When
        this returns it is on the disk; if it raises ProjectError nothing has changed.
        """
        if self.article is None:
            return Changes()
        with self.project.transaction():
            caught_up = self.refresh()
            edit = what(self.article)
            # An undo of which nothing is left to do is still one: the next goes on before it.
            idle = edit.is_empty and kind == "do"
            annotator_id = 0 if idle else self._store(edit, kind, gesture)
        self._annotator_id = annotator_id or self._annotator_id
        before = self.article.place
        self.article.apply(edit)
        recalled = [] if edit.is_empty else self.recall.follow(self.article, edit)
        self.article.place = then(self.article, edit, before)
        return caught_up.then(self._changes(edit, before, recalled))

    def _store(self, edit: Edit, kind: Kind, gesture: str) -> int:
        assert self.article is not None
        annotator_id = self._annotator_id or self.project.add_annotator(self.annotator)
        self.project.annotations.store(
            self.article.document.id,
            annotator_id,
            edit,
            kind=kind,
            gesture=gesture,
            text=self.article.text,
            unkept=self.recall.unkept(self.article, edit),
            signature=self.recall.signature(edit),
        )
        return annotator_id

    def _changes(self, edit: Edit, before: Place, recalled: list[Range]) -> Changes:
        assert self.article is not None
        return Changes(
            ranges=tuple(sorted({*ranges_of(edit), *recalled})),
            moved=(before, self.article.place),
            documents=() if edit.is_empty else (self.article.document.id,),
            answered=edit.answer is not None,
        )

    # What others write

    def hear_again(self) -> Changes:
        """Propose anew in the open document: what is wanted of it is different now."""
        return Changes(opened=self._read_anew())

    def recall_more(self) -> Changes:
        """Take a short step in reading the memory and going through the open document."""
        ranges = self.recall.step()
        if not ranges or self.article is None:
            return Changes()
        before, self.article.place = self.article.place, moves.to_what_is_there(self.article)
        moved = (before, self.article.place) if before != self.article.place else None
        return Changes(ranges=tuple(ranges), moved=moved)

    def follow(self, made: steps.Made) -> Changes:
        """Read anew what a step of this session has changed."""
        self._annotator_id = self._annotator_id or self.project.annotator_id(self.annotator) or 0
        self.labels = self.project.labels()
        self.recall.catch_up()
        is_open = self.article is not None and self.article.document.id in made.documents
        many = made.patterns or len(made.documents) >= steps.MANY
        return Changes(
            opened=(is_open or made.labels or made.patterns) and self._read_anew(),
            documents=() if many else tuple(made.documents),
            queue=many,
            labels=made.labels,
            answered=made.answers,
        )

    def refresh(self) -> Changes:
        """Read anew what another program has written to the file since the last look."""
        if not self.project.changed_elsewhere():
            return Changes()
        self.recall.catch_up()
        before, self.labels = self.labels, self.project.labels()
        changed = list(before) != list(self.labels)
        return Changes(opened=self._read_anew(), queue=True, labels=changed, answered=True)

    def _read_anew(self) -> bool:
        if not self._annotator_id:
            self._annotator_id = self.project.annotator_id(self.annotator) or 0
        if self.article is None:
            return False
        here = self.article.document.id
        article = load(self.project, here, self._annotator_id, self.recall.hear)
        if article is None:
            return False
        article.place = self.article.place
        self.article = article
        self.recall.begin(article)
        article.place = moves.to_what_is_there(article)
        return True

"""A sitting of a reviewer: documents by disagreement, and in each the differences, settled one by
one into the gold annotation."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from pathlib import Path

from annotator.core.adjudication import Item
from annotator.core.difference import Difference
from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.provenance import REVIEW, Origins
from annotator.core.span import SpanKey, key_of
from annotator.session import moves
from annotator.session.article import Article, Focus, Place
from annotator.session.board import Board, Stage
from annotator.session.changes import Changes
from annotator.session.contradictions import (
    Contradiction,
    board_of,
    contradictions,
    settle,
)
from annotator.session.review_settings import ReviewSettings, put_settings, read_settings
from annotator.session.session import Session
from annotator.session.versions import Versions, compared
from annotator.storage.project import Project


class Reviewing:
    """The verbs of the Review window. Each returns what it changed, as those of `Session` do;
    what raises ProjectError has changed nothing.

    `here` is the number of the item that has the focus. Gold is an annotation like any other:
    what is settled is an edit of it, in the journal, made by the reviewer.
    """

    def __init__(self, path: Path, reviewer: str) -> None:
        with Project.open(path) as project:
            gold = read_settings(project).gold
        self._versions: Versions
        self.session = Session(path, gold, self._hear(reviewer))
        self.here: int | None = None
        self.contradiction: Contradiction | None = None
        self._histories: Board | None = None

    def _hear(self, reviewer: str) -> Callable[[Project], Versions]:
        def hear(project: Project) -> Versions:
            self._versions = Versions(project, reviewer)
            return self._versions

        return hear

    @property
    def reviewer(self) -> str:
        """Whoever settles."""
        return self._versions.reviewer

    def close(self) -> None:
        """Close the project file."""
        self.session.close()

    @property
    def settings(self) -> ReviewSettings:
        """What the project says of its review."""
        return self._versions.settings

    @property
    def board(self) -> Board | None:
        """What is said of the open document; None: none is open."""
        if self.contradiction is not None:
            return self._histories
        return self._versions.board if self.session.article else None

    @property
    def shown(self) -> Article | None:
        """What the article view shows."""
        return self.board.shown if self.board else None

    @property
    def item(self) -> Item | None:
        """The item that has the focus."""
        return self.board.items[self.here] if self.board and self.here is not None else None

    # Documents

    def page(self, *, settled: bool | None, after: Difference | None = None) -> list[Difference]:
        """The next documents, those with the least agreement first."""
        differences = self.session.project.differences
        if after is None:
            return differences.page(settled=settled)
        return differences.page(settled=settled, after=(after.agreement, after.document_id))

    def counts(self) -> tuple[int, int]:
        """How many documents there are to compare, and how many of them are settled."""
        return self.session.project.differences.counts()

    def change_settings(self, wanted: ReviewSettings) -> Changes:
        """Review otherwise from now on."""
        project = self.session.project
        with project.transaction():
            put_settings(project, wanted)
        self._versions.settings = read_settings(project)
        return self.open(self.session.article.document.id) if self.session.article else Changes()

    def open(self, document_id: DocumentId) -> Changes:
        """Open a document at the first item that is to be settled, or the first conflict."""
        self.renew_counts()
        done = self.session.open(document_id)
        if done.opened:
            self.contradiction = None
            self._start()
        return done

    def _start(self) -> None:
        board = self.board
        assert board is not None
        open_ = (i for i in board.conflicts if board.stage(i) is Stage.OPEN)
        self.put(next(open_, board.conflicts[0] if board.conflicts else None))

    def open_next(self) -> Changes:
        """Open the document with the least agreement that is to be settled, after this one."""
        here = self.session.article
        now = self.session.project.differences.get(here.document.id) if here else None
        rows = self.page(settled=False, after=now) or self.page(settled=False)
        found = next((r for r in rows if not here or r.document_id != here.document.id), None)
        return self.open(found.document_id) if found else Changes()

    def contradictions(self) -> list[Contradiction]:
        """Where one annotator did different things in several copies of the project."""
        return contradictions(self.session)

    def open_contradiction(self, one: Contradiction) -> Changes:
        """Open a document to settle what one annotator did in it."""
        done = self.open(one.document_id)
        if self.session.article is not None and done.opened:
            self._histories = board_of(self.session.article, one)
            self.contradiction = one
            self._start()
        return done

    def settle_contradiction(self, choice: int | None) -> Changes:
        """Take one of the histories, numbered from 0 (None: the spans of all), and open the next
        contradiction, or with none left the document as it is now."""
        one = self.contradiction
        if one is None or (choice is not None and choice >= len(one.chains)):
            return Changes()
        done = settle(self.session, one, choice)
        left = self.contradictions()
        if left:
            return done.then(self.open_contradiction(left[0]))
        return done.then(self.open(one.document_id))

    def renew_counts(self) -> None:
        """Count anew in the open document, of which something may have been said."""
        article, project = self.session.article, self.session.project
        if article is None or project.differences.get(article.document.id) is not None:
            return
        id_ = article.document.id
        with project.transaction():
            project.differences.count(id_, id_, compared(project, self.settings))

    # Going from item to item

    def next(self) -> Changes:
        """Go to the next conflict; after the last, to the first."""
        return self._go(1)

    def previous(self) -> Changes:
        """Go to the one before."""
        return self._go(-1)

    def _go(self, step: int) -> Changes:
        board = self.board
        if board is None or not board.conflicts:
            return Changes()
        found, here = board.conflicts, self.here
        if step > 0:
            at = bisect_right(found, here) if here is not None else 0
        else:
            at = (bisect_left(found, here) if here is not None else 0) - 1
        return self.go_to(found[at % len(found)])

    def go_to(self, number: int | None) -> Changes:
        """Go to an item."""
        before = self.place
        self.put(number)
        return Changes(moved=(before, self.place))

    def go_to_next_open(self) -> Changes:
        """Go to the next item that a person is to settle; with none left, stay."""
        board, here = self.board, -1 if self.here is None else self.here
        if board is None or not board.count(Stage.OPEN):
            return self.go_to(self.here)
        conflicts = board.conflicts
        at = bisect_right(conflicts, here)
        ring = chain(range(at, len(conflicts)), range(at))
        return self.go_to(
            next(conflicts[i] for i in ring if board.stage(conflicts[i]) is Stage.OPEN)
        )

    def click(self, offset: int) -> Changes:
        """Go to the item of the innermost span at an offset; clicking again, to the next."""
        board = self.board
        span = moves.span_at(board.shown, offset) if board else None
        number = board.item_of(key_of(span)) if board and span else None
        if board is None or number is None:
            return Changes()
        before = self.place
        self.here = number
        board.shown.place = moves.focused(board.shown, span)
        return Changes(moved=(before, self.place))

    @property
    def place(self) -> Place:
        """Where the reviewer is in what is shown."""
        return self.shown.place if self.shown else Place()

    def put(self, number: int | None, focus: SpanKey | None = None) -> None:
        """Put the focus on an item: on one span of it, or on what gold has or may get of it."""
        self.here = number
        board = self.board
        if board is None or number is None:
            return
        item = board.items[number]
        keys = filter(None, [focus, *board.outcome(number), *item.keys])
        each: list[Focus] = [s for s in map(board.shown.focusable, keys) if s]
        found = each[0] if each else None
        place = moves.focused(board.shown, found)
        if found is None:
            # Nothing stands here: the cursor is on the first of its words.
            place = moves.to_word(board.shown, item.start)
        board.shown.place = place

    # Deciding

    def decide(self, how: str, what: Callable[[Board], Edit]) -> Changes:
        """Make an edit of the gold annotation; see `Session.decide`."""

        def edit(_: Article) -> Edit:
            assert self.board is not None
            return what(self.board)

        if self.contradiction is not None:
            return Changes()

        return self.session.decide(f"{REVIEW} {how}", edit)

    def undo(self) -> Changes:
        """Take back what was settled last, in whatever document that was."""
        return self._revert(self.session.undo)

    def redo(self) -> Changes:
        """Settle it again."""
        return self._revert(self.session.redo)

    def _revert(self, verb: Callable[[], Changes]) -> Changes:
        before = self.place
        done = verb()
        if done.opened or done.ranges:
            self.contradiction = None
        board = self.board
        if board is None:
            return done
        self.put(self._item_at(done))
        return replace(done, moved=(before, self.place))

    def _item_at(self, done: Changes) -> int | None:
        """The item that a change concerns, else the one that had the focus."""
        board = self.board
        assert board is not None
        starts = {start for start, _ in done.ranges}
        found = (i for i in board.conflicts if board.items[i].start in starts)
        usual = self.here if self.here is not None and self.here < len(board.items) else None
        return next(found, usual if not done.opened else next(iter(board.conflicts), None))

    # Where it comes from

    def origins(self) -> Origins:
        """Where what gold says of the open document comes from."""
        return self._versions.origins()

    # What others write

    def refresh(self) -> Changes:
        """Read anew what another program has written to the file since the last look."""
        item = self.item
        done = self.session.refresh()
        if done.opened and self.board is not None and self.contradiction is None:
            number = self.board.item_of(item.keys[0]) if item else None
            self.put(number if number is not None else next(iter(self.board.conflicts), None))
        return done

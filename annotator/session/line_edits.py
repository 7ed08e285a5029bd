"""What is done to many lines of a concordance at once: one step, decided as in the article."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from annotator.core.calibration import Calibration
from annotator.core.document import DocumentId
from annotator.core.edit import Edit, in_one
from annotator.core.voices import united
from annotator.core.words import Words
from annotator.session import decisions, moves, steps
from annotator.session.article import Article, Place
from annotator.session.changes import Changes
from annotator.session.concordance_lines import Line
from annotator.session.jobs import Job, Progress
from annotator.session.recall import CALIBRATION_SETTING
from annotator.session.session import Session
from annotator.session.steps import PartOfStep
from annotator.storage.project import Project


class Left(StrEnum):
    """Why a line was left as it is."""

    GONE = "gone"
    """The span is no longer there."""
    SAME = "same"
    """It is so already."""
    EDGE = "edge"
    """It would reach beyond the document, or nothing would be left of it."""
    TAKEN = "taken"
    """The same annotator has this very span already."""
    NOT_LABELLED = "not labelled"
    """There is no span to be changed."""


Outcome = Edit | Left
Decide = Callable[[Article, Line], Outcome]
"""What is to become of a line: its span is focused, or its place selected."""


@dataclass(frozen=True, slots=True)
class Act:
    """What is done to each line. `backwards`: the last line of a document comes first, so that
    spans which move on behind one another do not meet."""

    decide: Decide
    backwards: bool = False


@dataclass
class Account:
    """What came of an act: the lines it `changed`, as they were and as they are now, and how many
    were `left`, and why."""

    changed: dict[Line, Line] = field(default_factory=dict)
    left: Counter[Left] = field(default_factory=Counter)

    @property
    def now(self) -> list[Line]:
        """The changed lines as they are now."""
        return list(self.changed.values())


def relabel(label: str) -> Act:
    """Give spans this label; label places that have none."""

    def decide(article: Article, line: Line) -> Outcome:
        return decisions.labelling(article, label) if line.label != label else Left.SAME

    return Act(decide)


def remove() -> Act:
    """Remove spans."""

    def decide(article: Article, line: Line) -> Outcome:
        return decisions.removing(article) if line.is_labelled else Left.NOT_LABELLED

    return Act(decide)


def move(*, is_start: bool, step: int, by_character: bool = False) -> Act:
    """Move an edge of spans by a word or a character to the right (1) or left (-1)."""

    def decide(article: Article, line: Line) -> Outcome:
        if not line.is_labelled:
            return Left.NOT_LABELLED
        target = moves.moved_edge(article, is_start=is_start, step=step, by_character=by_character)
        if target is None:
            return Left.EDGE
        return decisions.resizing(article, target)

    return Act(decide, backwards=step > 0)


AT_ONCE = 300
"""So many lines are changed while somebody waits; more are a job."""


def do(session: Session, gesture: str, lines: Iterable[Line], act: Act) -> tuple[Changes, Account]:
    """Do this to all lines as one step of the session's annotator; raises ProjectError, and
    then nothing has changed."""
    account = Account()
    parts = _parts(session.project, session.annotator, lines, act, account)
    return steps.make(session, gesture, parts), account


def job(
    path: Path, annotator: str, gesture: str, lines: Collection[Line], act: Act
) -> Job[Account]:
    """The same as a long job: ended before its end, it has changed nothing."""
    account = Account()
    with Project.open(path, durable=True) as project, project.transaction():
        parts = _parts(project, annotator, lines, act, account)
        for _ in steps.each_made(project, annotator, "do", gesture, parts):
            done = len(account.changed) + account.left.total()
            yield Progress(done, len(lines), "spans")
    return account


def _parts(
    project: Project, annotator: str, lines: Iterable[Line], act: Act, account: Account
) -> Iterator[PartOfStep]:
    calibration = Calibration.from_json(project.setting(CALIBRATION_SETTING))
    own = project.annotator_id(annotator) or 0
    for (document_id, annotator_id), some in _grouped(lines, own).items():
        article = _article(project, document_id, annotator_id, calibration)
        if article is None:
            account.left[Left.GONE] += len(some)
            continue
        some.sort(key=lambda line: line.key, reverse=act.backwards)
        work = _Work(article, annotator_id, act, account)
        edits = [edit for line in some if (edit := work.edit(line))]
        yield document_id, annotator_id, in_one(edits)


def _article(
    project: Project, document_id: DocumentId, annotator_id: int, calibration: Calibration
) -> Article | None:
    """A document as one annotator has it, without what only somebody who reads it needs."""
    document = project.documents.get(document_id)
    if document is None:
        return None
    text = project.documents.text(document_id)
    article = Article(document, text, Words(text, project.suggestions.tokens(document_id)))
    article.take_annotation(project.annotations.get(document_id, annotator_id))
    article.take_suggestions(united(project.suggestions.of(document_id), calibration))
    return article


def _grouped(lines: Iterable[Line], own: int) -> dict[tuple[DocumentId, int], list[Line]]:
    """The lines by whose annotation they are a part of; what is nobody's becomes one's own."""
    found: defaultdict[tuple[DocumentId, int], list[Line]] = defaultdict(list)
    for line in lines:
        found[line.document_id, line.annotator_id or own].append(line)
    return found


@dataclass(frozen=True, slots=True)
class _Work:
    """An act on the lines of one annotation, one after the other."""

    article: Article
    annotator_id: int
    act: Act
    account: Account

    def edit(self, line: Line) -> Edit | None:
        """What is done to one line, and in the article already; None: nothing."""
        place = self._place(line)
        outcome = Left.GONE if place is None else self._decided(line, place)
        if isinstance(outcome, Left):
            self.account.left[outcome] += 1
            return None
        self.article.apply(outcome)
        self.account.changed[line] = self._after(line, outcome)
        return outcome

    def _place(self, line: Line) -> Place | None:
        if not line.is_labelled:
            return Place(selection=(line.start, line.end))
        span = self.article.spans.get(line.key)
        return Place(focus=span) if span else None

    def _decided(self, line: Line, place: Place) -> Outcome:
        self.article.place = place
        outcome = self.act.decide(self.article, line)
        return Left.TAKEN if outcome == Edit() else outcome

    def _after(self, line: Line, edit: Edit) -> Line:
        """The line as it is after an edit that makes one span at most."""
        for span in edit.added:
            return Line(line.document_id, self.annotator_id, span.start, span.end, span.label)
        return line

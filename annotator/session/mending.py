"""Label errors mended or dismissed: steps that undo takes back."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from annotator.core.edit import Edit
from annotator.core.label_errors.error import LabelError
from annotator.core.span import Span, SpanKey
from annotator.session import decisions, line_edits, steps
from annotator.session.article import Article
from annotator.session.changes import Changes
from annotator.session.concordance_lines import NOT_LABELLED, Line
from annotator.session.line_edits import Account, Act, Left, Outcome
from annotator.session.session import Session
from annotator.storage.project import Project


def line_of(error: LabelError) -> Line:
    """Where an error is, as a line of a concordance."""
    start, end, label = error.place
    said = label if error.span else NOT_LABELLED
    return Line(error.document_id, error.annotator_id, start, end, said)


def fix(session: Session, errors: Sequence[LabelError]) -> tuple[Changes, Account]:
    """Do what is proposed, as one step; in another's annotation with a note of who did it.
    Of two errors of one span the first counts. Raises ProjectError."""
    fixes: dict[Line, SpanKey | None] = {}
    for error in errors:
        fixes.setdefault(line_of(error), error.fix)

    def decide(article: Article, line: Line) -> Outcome:
        if not line.is_labelled and article.spans.overlapping(line.start, line.end):
            return Left.TAKEN
        return _mended(article, line, fixes[line])

    return line_edits.do(session, _named("fix", len(fixes)), fixes, Act(decide))


def relabel(session: Session, errors: Sequence[LabelError], label: str) -> tuple[Changes, Account]:
    """Give what is wrong this label instead of what is proposed. Raises ProjectError."""
    lines = dict.fromkeys(map(line_of, errors))
    gesture = _named(f"label {label}:", len(lines))
    return line_edits.do(session, gesture, lines, line_edits.relabel(label))


def dismiss(session: Session, errors: Sequence[LabelError]) -> Changes:
    """Remember that these are none. Raises ProjectError."""
    new = tuple(dict.fromkeys(error.dismissal for error in errors))
    return steps.make(session, _named("dismiss", len(new)), (), dismissals=((), new))


def standing(project: Project, errors: Iterable[LabelError]) -> list[bool]:
    """Of each whether it is still there to be dealt with: nobody has changed the span, labelled
    what is missing, or dismissed it."""
    dismissed = project.dismissals.all()
    spans = lru_cache(maxsize=64)(project.labelled.spans)

    def is_there(error: LabelError) -> bool:
        said = spans(error.document_id, error.annotator_id)
        if error.span is not None:
            return error.span in said
        start, end, _ = error.place
        return not any(one[0] < end and start < one[1] for one in said)

    return [error.dismissal not in dismissed and is_there(error) for error in errors]


def _mended(article: Article, line: Line, wanted: SpanKey | None) -> Outcome:
    focus = article.place.focus
    if wanted is None:
        return decisions.removing(article)
    start, end, label = wanted
    if focus is None or wanted[:2] == line.key[:2]:
        return decisions.labelling(article, label)
    if label == line.label:
        return decisions.resizing(article, (start, end))
    if article.spans.get(wanted) or not isinstance(focus, Span):
        return Edit()
    restored = (wanted,) if wanted in article.rejected else ()
    return Edit(removed=(focus,), added=(Span(*wanted),), restored=restored)


def _named(verb: str, count: int) -> str:
    return f"{verb} {count:,} label error{'s' if count > 1 else ''}"

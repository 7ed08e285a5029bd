"""Changing the label set: what it would do to whose spans, and doing it as one step."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.label import LabelVersion
from annotator.core.label_changes import LabelPlan, Target, changed
from annotator.core.label_use import Use
from annotator.core.span import SpanKey
from annotator.core.split_rule import Candidate
from annotator.errors import ProjectError
from annotator.session import steps
from annotator.session.changes import Changes
from annotator.session.jobs import Job, Progress
from annotator.session.session import Session
from annotator.storage.label_uses import LabelUses
from annotator.storage.project import Project
from annotator.storage.steps import Change

AT_A_TIME = 50
"""Annotations between two looks at whether the job is to be stopped."""
Move = tuple[str, str | None]
"""The label a span has, and that which it gets (None: it is removed)."""


@dataclass
class LabelPreview:
    """What a change of the label set does to how many spans, in how many documents, by whom."""

    spans: int = 0
    united: int = 0
    turned_down: int = 0
    moves: Counter[Move] = field(default_factory=Counter)
    documents: set[DocumentId] = field(default_factory=set)
    annotators: Counter[str] = field(default_factory=Counter)
    elsewhere: Use = field(default_factory=Use)

    def take(self, part: "Part") -> None:
        """Count what changes in one annotation."""
        self.moves.update(part.moves)
        self.spans += len(part.edit.removed)
        self.turned_down += len(part.edit.restored)
        kept = sum(new is not None for _, new in part.moves.elements())
        self.united += kept - len(part.edit.added)
        if part.edit.removed:
            self.documents.add(part.document_id)
            self.annotators[part.annotator] += len(part.edit.removed)


@dataclass(frozen=True, slots=True)
class Part:
    """What changes in one annotation."""

    document_id: DocumentId
    annotator_id: int
    annotator: str
    edit: Edit
    moves: Counter[Move]


def preview(path: Path, plan: LabelPlan) -> Job[LabelPreview]:
    """What a change would do; nothing is changed. Raises ProjectError, also for a rule that
    takes too long."""
    found = LabelPreview()
    with Project.open_to_read(path) as project, project.snapshot():
        uses = LabelUses(project.connection)
        found.elsewhere = uses.elsewhere(plan.touched)
        pairs = uses.pairs(plan.touched)
        for done, part in enumerate(_parts(project, plan, pairs)):
            found.take(part)
            if done % AT_A_TIME == 0:
                yield Progress(done, len(pairs), "annotations")
    return found


def change_labels(path: Path, annotator: str, plan: LabelPlan) -> Job[LabelPreview]:
    """Change the label set and all spans that have to follow, as one step of this annotator,
    which one undo takes back; all of it or, if it is stopped, nothing. What was done.

    Raises ProjectError, and has then changed nothing.
    """
    done = LabelPreview()
    with Project.open(path) as project, project.transaction():
        _require_same(project, plan)
        done.elsewhere = LabelUses(project.connection).elsewhere(plan.touched)
        pairs = LabelUses(project.connection).pairs(plan.touched)
        project.label_sets.rename(plan.moved)
        labels = None if list(plan.before) == list(plan.after) else (plan.before, plan.after)
        parts = (_counted(part, done) for part in _parts(project, plan, pairs))
        made = steps.each_made(project, annotator, "do", gesture_of(plan), parts, Change(labels))
        for number, _ in enumerate(made):
            if number % AT_A_TIME == 0:
                yield Progress(number, len(pairs), "annotations")
    return done


def _require_same(project: Project, plan: LabelPlan) -> None:
    if list(project.labels()) != list(plan.before):
        raise ProjectError(
            "The label set has been changed meanwhile by someone else.",
            "Close the Labels window and open it again.",
        )


def _counted(part: Part, done: LabelPreview) -> steps.PartOfStep:
    done.take(part)
    return part.document_id, part.annotator_id, part.edit


def _parts(
    project: Project, plan: LabelPlan, pairs: list[tuple[DocumentId, int]]
) -> Iterator[Part]:
    tests = _Targets(project, plan)
    for document_id, annotator_id in pairs:
        annotation = project.annotations.get(document_id, annotator_id)
        target = tests.of(document_id, annotator_id)
        try:
            edit = changed(annotation, target)
            moves = Counter(
                (span.label, target((span.start, span.end, span.label))) for span in edit.removed
            )
        except ValueError as error:
            raise ProjectError(f"The spans cannot be split: {error}.") from error
        yield Part(document_id, annotator_id, tests.names[annotator_id], edit, moves)


class _Targets:
    """Which label each span gets."""

    def __init__(self, project: Project, plan: LabelPlan) -> None:
        self._project = project
        self._moved = plan.moved
        self._splits = [(split.label, split.rule.test(), split.to) for split in plan.splits]
        self.names = {project.annotator_id(name): name for name in project.annotators()}

    def of(self, document_id: DocumentId, annotator_id: int) -> Target:
        if not self._splits:
            return lambda key: self._moved.get(key[2], key[2])
        text = self._project.documents.text(document_id)
        document = self._project.documents.get(document_id)
        name, meta = self.names[annotator_id], document.meta if document else {}

        def target(key: SpanKey) -> str | None:
            start, end, label = key
            one = Candidate(text[start:end], name, meta)
            fits = (to for of, test, to in self._splits if of == label and test(one))
            return next(fits, self._moved.get(label, label))

        return target


def gesture_of(plan: LabelPlan) -> str:
    """What a change of the label set does, in a few words."""
    into: dict[str, list[str]] = {}
    for old, new in plan.moved.items():
        into.setdefault(new or "", []).append(old)
    # Where a settled span comes from is carried on by gestures that begin with these words.
    deleted = into.pop("", None)
    said = [_moved_to(plan, new, olds) for new, olds in into.items()]
    for label, to in dict.fromkeys((split.label, split.to) for split in plan.splits):
        said.append(f"split {label} into {to}")
    if deleted:
        said.append(f"delete {', '.join(deleted)}")
    added = [one.name for one in plan.after if one.name not in plan.before and one.name not in into]
    if added and not plan.splits:
        said.append(f"add {', '.join(added)}")
    return "; ".join(said) or "change labels"


def _moved_to(plan: LabelPlan, new: str, olds: list[str]) -> str:
    if new in plan.before or len(olds) > 1:
        return f"merge {', '.join(olds)} into {new}"
    return f"rename {olds[0]} to {new}"


def look(
    path: Path, plan: LabelPlan, *, uses: bool
) -> Job[tuple[dict[str, Use] | None, LabelPreview]]:
    """How often each label is used, if that is wanted, and what a change would do."""
    yield Progress(0, None, "spans")
    found = None
    if uses:
        with Project.open_to_read(path) as project:
            found = LabelUses(project.connection).of_spans()
    return found, (yield from preview(path, plan))


def versions(session: Session) -> list[LabelVersion]:
    """All that the label set of an open project has been, the oldest first."""
    return session.project.label_sets.versions()


def follow(session: Session, note: str) -> Changes:
    """Show in an open project what a job has done to the label set."""
    return session.refresh().then(Changes(note=note))

"""What was done to a document: by whom, when, and what it was after each edit."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from annotator.core.annotation import Annotation
from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.histories import Entry
from annotator.core.label import Label, LabelSet, LabelVersion
from annotator.core.replay import Replay, between
from annotator.core.span import Span, key_of, relabelled
from annotator.session import steps
from annotator.session.changes import Changes
from annotator.session.session import Session
from annotator.storage.project import Project


@dataclass(frozen=True, slots=True)
class Moment:
    """An edit, whose annotation it changed, and the how manieth edit of that annotation it is,
    from 1. `label_set`: the how manieth version of the label set it was made under, from 1, if
    that is known."""

    entry: Entry
    annotator_id: int
    annotator: str
    number: int
    label_set: int | None

    @property
    def made_by(self) -> str:
        """Who made it: most often the annotator."""
        return self.entry.made_by or self.annotator

    @property
    def made_at(self) -> datetime:
        """When, in the time of this place."""
        return datetime.fromisoformat(self.entry.made_at).astimezone()


class History:
    """The past of one document, as it was when this was made."""

    def __init__(self, project: Project, document_id: DocumentId) -> None:
        self.document_id = document_id
        self.versions = project.label_sets.versions()
        self.moments = [*_moments(project, document_id, self.versions)]
        edits: dict[int, list[Edit]] = defaultdict(list)
        for moment in self.moments:
            edits[moment.annotator_id].append(moment.entry.edit)
        self._replays = {number: Replay(of_one) for number, of_one in edits.items()}

    def annotators(self) -> list[str]:
        """Whose annotations have a past."""
        return sorted({moment.annotator for moment in self.moments})

    def after(self, moment: Moment) -> Annotation:
        """The annotation that a moment is about, as it was then."""
        return self._replays[moment.annotator_id].after(moment.number)

    def labels(self, now: LabelSet, annotation: Annotation) -> LabelSet:
        """The labels of now, and as they last were those that an annotation has besides."""
        return _with_former(now, annotation, self.versions)


def _moments(
    project: Project, document_id: DocumentId, versions: list[LabelVersion]
) -> Iterator[Moment]:
    numbers: dict[int, int] = defaultdict(int)
    places = {one.version: place for place, one in reversed([*enumerate(versions, 1)])}
    for annotator_id, name, entry in project.histories.of_document(document_id):
        numbers[annotator_id] += 1
        label_set = places.get(entry.label_version or "")
        yield Moment(entry, annotator_id, name, numbers[annotator_id], label_set)


def history_of(session: Session) -> History | None:
    """The past of the open document."""
    article = session.article
    return History(session.project, article.document.id) if article else None


def annotation_now(session: Session, moment: Moment, document_id: DocumentId) -> Annotation:
    """The annotation that a moment is about, as it is."""
    return session.project.annotations.get(document_id, moment.annotator_id)


def bring_back(session: Session, history: History, moment: Moment) -> Changes:
    """Make the annotation what it was at a moment, as one new edit that can be undone.

    Labels that were renamed since have their new names; those that are gone come back with it.
    Raises ProjectError.
    """
    project, pair = session.project, (history.document_id, moment.annotator_id)
    then = _under_new_names(history.after(moment), project.label_sets.shown())
    now = project.labels()
    wider = history.labels(now, then)
    labels = (now, wider) if len(wider) > len(now) else None

    def parts() -> Iterator[steps.PartOfStep]:
        yield (*pair, between(project.annotations.get(*pair), then))

    gesture = f"bring back {moment.made_at:%Y-%m-%d %H:%M:%S}"
    changes = steps.make(session, gesture, parts(), labels=labels)
    note = f"Brought back: {moment.annotator}, {moment.made_at:%Y-%m-%d %H:%M:%S}."
    if not changes.documents and not changes.labels:
        note = "Nothing is different from then."
    return replace(changes, note=note)


def _under_new_names(annotation: Annotation, shown: Mapping[str, str]) -> Annotation:
    spans: dict[object, Span] = {}
    for span in annotation.spans:
        new = relabelled(span, shown.get(span.label, span.label))
        if new.label == span.label or key_of(new) not in spans:
            spans[key_of(new)] = new
    rejected = {(start, end, shown.get(label, label)) for start, end, label in annotation.rejected}
    return replace(
        annotation,
        spans=tuple(sorted(spans.values(), key=key_of)),
        rejected=frozenset(rejected - {*spans}),
    )


def _with_former(now: LabelSet, annotation: Annotation, versions: list[LabelVersion]) -> LabelSet:
    missing = dict.fromkeys(s.label for s in annotation.spans if s.label not in now)
    if not missing:
        return now
    known = {label.name: label for one in versions for label in one.labels}
    taken = {label.key for label in now}
    for name in missing:
        former = known.get(name, Label(name))
        now = LabelSet([*now, replace(former, key="" if former.key in taken else former.key)])
        taken.add(now[-1].key)
    return now


def maker_of(session: Session, span: Span) -> Moment | None:
    """The edit that made a span of the open document what it is; None: nobody knows."""
    article, annotator_id = session.article, session.annotator_id
    if article is None:
        return None
    entry = session.project.histories.maker((article.document.id, annotator_id), key_of(span))
    if entry is None:
        return None
    versions = [one.version for one in session.project.label_sets.versions()]
    version = entry.label_version
    place = versions.index(version) + 1 if version in versions else None
    return Moment(entry, annotator_id, session.annotator, 0, place)

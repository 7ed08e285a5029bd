"""What files would bring, as far as their first records tell; no project is touched."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar, cast

from annotator.core.annotation import Annotation
from annotator.core.document import Document, DocumentId, NewDocument
from annotator.core.label import LabelSet
from annotator.core.record import Problem, Record, Verdict
from annotator.core.span import Ranged
from annotator.core.words import Words
from annotator.errors import FormatError
from annotator.formats import detect
from annotator.formats.files import each_file, read_records
from annotator.session.article import Article
from annotator.session.importer import suggested
from annotator.session.jobs import Job, Progress

MOST_FILES = 100
MOST_RECORDS = 50
MOST_PROBLEMS = 500
MOST_CHARACTERS = 20_000_000
"""The texts of all files together that are held in memory; the last one may go beyond."""
STEP = 1_000

T = TypeVar("T", bound=Ranged)


@dataclass(slots=True)
class FilePreview:
    """The first part of one file. `chosen`: the format it was to be read in, None if that was
    to be found out; `found`: the name of the one that it looks like, "" if of none.

    `ended`: there is no more in the file than this.
    """

    path: Path
    chosen: str | None = None
    found: str = ""
    records: list[Record] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ended: bool = True

    @property
    def documents(self) -> int:
        """How many different texts."""
        return len({record.text for record in self.records})

    @property
    def annotations(self) -> int:
        """How many records say something of their text."""
        return sum(record.is_annotated for record in self.records)

    @property
    def spans(self) -> int:
        """How many labelled spans."""
        return sum(len(record.spans or ()) for record in self.records)

    @property
    def suggestions(self) -> int:
        """How many suggestions."""
        return sum(len(record.suggestions) for record in self.records)


def preview(
    paths: Iterable[Path], found: list[FilePreview], *, formats: Mapping[Path, str]
) -> Job[int]:
    """Append to `found` what each of the first files holds, and return how many others there
    are.

    The list grows while the job runs. `formats` are those of files that are not to be read in
    the one they look like. Raises FormatError if a path is not there.
    """
    others = 0
    room = MOST_CHARACTERS
    for item in each_file(paths):
        if len(found) >= MOST_FILES:
            others += 1
            if others % STEP == 0:
                yield Progress(len(found) + others, None, "files")
        elif isinstance(item, Problem):
            found.append(FilePreview(Path(item.path), problems=[item]))
        else:
            one = yield from look_into(item, formats.get(item), room=room)
            found.append(one)
            room -= sum(len(record.text) for record in one.records)
            yield Progress(len(found), None, "files")
    return others


def _detected(path: Path) -> str:
    try:
        return detect(path).name
    except (FormatError, OSError):
        # What is wrong with it is said by whoever reads it.
        return ""


def look_into(path: Path, chosen: str | None, *, room: int = MOST_CHARACTERS) -> Job[FilePreview]:
    """The first part of one file, in this format or in the one that it looks like."""
    one = FilePreview(path, chosen, _detected(path))
    items = cast("Iterator[Record]", read_records([one.path], format_name=one.chosen))
    with closing(items):  # type: ignore[type-var]
        for item in items:
            if len(one.records) == MOST_RECORDS or len(one.problems) == MOST_PROBLEMS or room < 0:
                one.ended = False
                break
            if isinstance(item, Record):
                one.records.append(item)
                room -= len(item.text)
            elif isinstance(item, Verdict):
                one.verdicts.append(item)
            else:
                one.problems.append(item)
            yield Progress(len(one.records), None, "documents")
    return one


def new_labels(files: Iterable[FilePreview], labels: LabelSet) -> list[str]:
    """The labels in these first parts that the label set lacks, in the order they are met."""
    met = (
        labelled.label
        for one in files
        for record in one.records
        for each in (record.spans or (), record.suggestions)
        for labelled in each
    )
    return [name for name in dict.fromkeys(met) if name not in labels]


def as_imported(record: Record, labels: LabelSet, *, as_suggestions: bool, strict: bool) -> Record:
    """The record as it would come in under these options (see `ImportOptions`)."""
    spans, proposed = tuple(record.spans or ()), record.suggestions
    if strict:
        spans, proposed = _known(spans, labels), _known(proposed, labels)
    if as_suggestions:
        proposed = (*proposed, *suggested(record, spans))
        return replace(record, spans=None, answer=None, suggestions=proposed)
    return replace(record, spans=spans, suggestions=proposed)


def _known(spans: tuple[T, ...], labels: LabelSet) -> tuple[T, ...]:
    return tuple(span for span in spans if span.label in labels)


def article_of(record: Record) -> Article:
    """The record as an article that can be shown. It belongs to no project."""
    title = NewDocument(record.text, record.meta).title
    document = Document(DocumentId(0), "", title, len(record.text), record.meta)
    article = Article(document, record.text, Words(record.text))
    article.take_annotation(Annotation(tuple(record.spans or ()), answer=record.answer))
    article.take_suggestions(record.suggestions)
    return article

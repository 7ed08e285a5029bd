"""Finding the lines of a concordance: a label, or a string, over the whole project."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from annotator.core.calibration import Calibration
from annotator.core.concordance import Sort, doubt, left_key, match_key, right_key
from annotator.core.document import DocumentId
from annotator.core.search import each_place
from annotator.core.suggestion import sources_of
from annotator.core.words import Range
from annotator.errors import ProjectError
from annotator.session.concordance_lines import NOT_LABELLED, Found, Line, Lines
from annotator.session.jobs import Job, Progress
from annotator.session.recall import CALIBRATION_SETTING
from annotator.storage.concordance import SpanRow
from annotator.storage.project import Project
from annotator.storage.sorting import Sorter

T = TypeVar("T")
STEP = 1_000
Key = Callable[[Line, float | None, str], str | float]
"""What a line is sorted by, from its document's text."""

OF_TEXT: dict[Sort, Key] = {
    Sort.LEFT: lambda line, _, text: left_key(text, line.start),
    Sort.RIGHT: lambda line, _, text: right_key(text, line.end),
    Sort.MATCH: lambda line, _, text: match_key(text, line.start, line.end),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be found. `label`: spans of this label; None: of any, and with a `text` also
    the places where nobody has labelled it; `NOT_LABELLED`: those places alone. `text`: only
    where this string stands. `annotator`: what this one has labelled, or has not."""

    label: str | None = None
    text: str = ""
    annotator: str | None = None
    whole_words: bool = False
    match_case: bool = False
    sort: Sort = Sort.DOCUMENT


def concordance(path: Path, wanted: Wanted, lines: Lines) -> Job[None]:
    """Append what is found to `lines`, and put them in order at the end.

    Each span is one line, and so is each place of the string that no span touches. `lines`
    grows in the order of the queue while the job runs, so that it can be shown at once where
    that is the order wanted. Raises ProjectError, also for a label or annotator that is not in
    the project.
    """
    with Project.open_to_read(path) as project, project.snapshot(), Sorter() as sorter:
        finding = _Finding(project, wanted)
        key, told = _key(project, wanted.sort), 0
        for document_id, text, found in finding.each():
            lines.extend(found)
            lines.is_proposed = finding.is_proposed
            if key is not None:
                sorter.add(key(*one, text) for one in found)
            if len(lines) - told >= STEP or document_id % STEP == 0:
                told = len(lines)
                yield Progress(document_id, finding.last, "documents")
        if key is not None:
            lines.put_in_order(sorter.order())


def patch(
    project: Project,
    wanted: Wanted,
    lines: Lines,
    within: Collection[DocumentId],
    moved: Mapping[Line, Line],
) -> Lines:
    """The lines with those of some documents up to date, where they stand.

    `moved`: what has become of lines, where that is known. What is new, or stands elsewhere in
    the order now, is only found by another search.
    """
    of_these = _Finding(project, wanted, within)
    found = [one for _, _, some in of_these.each() for one in some]
    return lines.patched(within, found, moved)


def _key(project: Project, sort: Sort) -> Key | None:
    names = {project.annotator_id(name): name.casefold() for name in project.annotators()}
    of_span: dict[Sort, Key] = {
        Sort.LABEL: lambda line, _, __: line.label.casefold(),
        Sort.ANNOTATOR: lambda line, _, __: names.get(line.annotator_id, ""),
        # What nothing is known of comes last.
        Sort.DOUBT: lambda _, doubtful, __: 1.0 if doubtful is None else -doubtful,
    }
    return (OF_TEXT | of_span).get(sort)


class _Finding:
    """Goes through the documents; `last` is the number of the last of them. `is_proposed`:
    whether a machine proposed any of what was found so far."""

    def __init__(
        self, project: Project, wanted: Wanted, within: Collection[DocumentId] | None = None
    ) -> None:
        self._project = project
        self._wanted = wanted
        self._annotator_id = _required(project, wanted)
        self._read = replace(project.concordance, within=within)
        self._finished = _beside(self._read.finished())
        self._calibration = Calibration.from_json(project.setting(CALIBRATION_SETTING))
        self.last = project.documents.last_id()
        self.is_proposed = False

    def each(self) -> Iterator[tuple[DocumentId, str, list[Found]]]:
        """Each document in which something is found, its text where it is needed, and the lines
        in reading order."""
        for document_id, text, rows in self._documents():
            found = self._found(document_id, text, rows)
            if found:
                yield document_id, text, found

    def _documents(self) -> Iterator[tuple[DocumentId, str, list[SpanRow]]]:
        wanted, project = self._wanted, self._project
        spans = self._read.spans(wanted.label or None)
        if wanted.text:
            there = _beside(spans)
            texts = self._read.texts(wanted.text, match_case=wanted.match_case)
            yield from ((id_, text, there(id_)) for id_, text in texts)
        else:
            read = project.documents.text if wanted.sort in OF_TEXT else lambda _: ""
            yield from ((id_, read(id_), rows) for id_, rows in spans)

    def _found(self, document_id: DocumentId, text: str, rows: list[SpanRow]) -> list[Found]:
        wanted, own = self._wanted, self._annotator_id
        spans = [row for row in rows if own is None or row.annotator_id == own]
        free: list[Range] = []
        if wanted.text:
            places = list(self._places(text))
            spans, free = _divided(spans, places)
        self.is_proposed = self.is_proposed or any(row.source for row in spans)
        finished = self._finished(document_id)
        doubts = _Doubts(rows, finished, self._calibration) if spans else None
        found = [(_line(row), doubts.of(row)) for row in spans if doubts is not None]
        if wanted.label == NOT_LABELLED:
            found = []
        if wanted.label in {None, NOT_LABELLED}:
            found += [(Line(document_id, own or 0, *place, NOT_LABELLED), None) for place in free]
            found.sort(key=lambda one: one[0][2:4])
        return found

    def _places(self, text: str) -> Iterator[Range]:
        wanted = self._wanted
        return each_place(
            text, wanted.text, whole_words=wanted.whole_words, match_case=wanted.match_case
        )


def _required(project: Project, wanted: Wanted) -> int | None:
    """The number of the annotator that is wanted; raises ProjectError for what is not there."""
    if wanted.label and wanted.label not in project.labels():
        names = ", ".join(label.name for label in project.labels())
        raise ProjectError(f"There is no label {wanted.label}.", f"There are: {names}.")
    if wanted.annotator is None:
        return None
    found = project.annotator_id(wanted.annotator)
    if found is None:
        names = ", ".join(project.annotators())
        raise ProjectError(f"{wanted.annotator} has labelled nothing.", f"These have: {names}.")
    return found


def _line(row: SpanRow) -> Line:
    return Line(row.document_id, row.annotator_id, row.start, row.end, row.label)


def _beside(groups: Iterator[tuple[DocumentId, list[T]]]) -> Callable[[DocumentId], list[T]]:
    """What goes through groups beside something else: asked for rising numbers, it tells the
    group of each."""
    held = next(groups, None)

    def of(document_id: DocumentId) -> list[T]:
        nonlocal held
        while held is not None and held[0] < document_id:
            held = next(groups, None)
        return held[1] if held is not None and held[0] == document_id else []

    return of


def _divided(spans: list[SpanRow], places: list[Range]) -> tuple[list[SpanRow], list[Range]]:
    """The spans that share a character with a place, and the places that no span touches.

    The places are in order and do not overlap.
    """
    ends = [end for _, end in places]
    touching, touched = [], set()
    for row in spans:
        near = range(bisect_right(ends, row.start), len(places))
        shared = set(_while_before(row.end, near, places))
        if shared:
            touching.append(row)
            touched |= shared
    return touching, [place for i, place in enumerate(places) if i not in touched]


def _while_before(end: int, numbers: range, places: list[Range]) -> Iterator[int]:
    for number in numbers:
        if places[number][0] >= end:
            return
        yield number


class _Doubts:
    """How doubtful the spans of one document are."""

    def __init__(
        self, rows: Iterable[SpanRow], finished: list[int], calibration: Calibration
    ) -> None:
        self._finished = set(finished)
        self._calibration = calibration
        self._holders: defaultdict[tuple[int, int, str], set[int]] = defaultdict(set)
        for row in rows:
            self._holders[row.start, row.end, row.label].add(row.annotator_id)

    def of(self, row: SpanRow) -> float | None:
        """See `core.concordance.doubt`: those have looked who have finished the document, or
        have labelled this very place so."""
        holders, own = self._holders[row.start, row.end, row.label], {row.annotator_id}
        if row.source is None and holders == own >= self._finished:
            return None  # most often, and this is what is fastest
        agreeing = holders - own
        others = (self._finished | agreeing) - own
        return doubt(self._chance(row), len(others), len(agreeing))

    def _chance(self, row: SpanRow) -> float | None:
        if row.source is None:
            return None
        # Of several that agreed, the score is that of the one named last.
        chance = self._calibration.chance(sources_of(row.source)[-1], row.score)
        return row.score if chance is None else chance

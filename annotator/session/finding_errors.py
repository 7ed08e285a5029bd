"""Finding probable errors among the labels of a project, by what else is labelled there."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import nlargest
from pathlib import Path
from typing import Protocol

from annotator.core.document import DocumentId
from annotator.core.label_errors.edges import slip_of
from annotator.core.label_errors.error import LEAST_LIKELY, Dismissal, Kind, LabelError, share_of
from annotator.core.label_errors.shapes import Shapes, shape
from annotator.core.label_errors.strings import Strings
from annotator.core.memory import Memory
from annotator.core.span import SpanKey
from annotator.core.words import Range, Words
from annotator.errors import ProjectError
from annotator.session.jobs import Job, Progress
from annotator.storage.labelled import Said
from annotator.storage.project import Project

MOST = 20_000
"""Errors in one list, the likeliest: nobody looks through more."""
STEP = 50
CONVENTION, LEAST_SPANS = 0.2, 20
"""With this share of a label's spans, edges that look like a slip are meant."""


@dataclass(frozen=True, slots=True)
class ErrorOptions:
    """Whose labels are looked at (None: everyone's), and whether models are trained to say what
    they make of them (see `cross_validating`), for at most so many `steps` each."""

    annotator: str | None = None
    models: bool = False
    steps: int = 0
    seed: int = 0


EVERYONE = ErrorOptions()


@dataclass
class ErrorsReport:
    """Probable errors, the likeliest first, in so many labelled documents; `left` more of them
    are less likely."""

    errors: list[LabelError] = field(default_factory=list)
    documents: int = 0
    left: int = 0

    def take(self, found: Iterable[LabelError], dismissed: set[Dismissal]) -> None:
        """List these, but for those that somebody found to be none."""
        new = [one for one in found if one.dismissal not in dismissed]
        self.errors = nlargest(MOST, new, key=_rank)
        self.left = len(new) - len(self.errors)


def _rank(one: LabelError) -> tuple[float, int, int, int]:
    return one.likelihood, -one.document_id, -one.annotator_id, -one.place[0]


def find_errors(path: Path, options: ErrorOptions = EVERYONE) -> Job[ErrorsReport]:
    """Go twice through what was labelled in the project at `path`: to know what is usual, then
    to find what is not. Texts are read one at a time.

    Raises ProjectError, also for an annotator that is not there; with models TrainingError too.
    """
    by_models = (yield from _by_models(path, options)) if options.models else []
    with Project.open_to_read(path) as project, project.snapshot():
        _require(project, options.annotator)
        report = ErrorsReport(documents=project.labelled.count())
        usual = _Usual()
        yield from _through(project, options, usual, 0, report.documents)
        finding = _Finding(project, usual)
        yield from _through(project, options, finding, report.documents, report.documents)
        report.take([*by_models, *finding.all()], project.dismissals.all())
        return report


def _require(project: Project, annotator: str | None) -> None:
    if annotator is not None and project.annotator_id(annotator) is None:
        names = ", ".join(project.annotators()) or "nobody"
        raise ProjectError(f"{annotator} has labelled nothing.", f"These have: {names}.")


def _by_models(path: Path, options: ErrorOptions) -> Job[list[LabelError]]:
    # What trains is imported only where it is wanted: the window starts without it.
    from annotator.session.cross_validating import errors_by_models

    return (
        yield from errors_by_models(
            path, annotator=options.annotator, steps=options.steps, seed=options.seed
        )
    )


class _Taker(Protocol):
    def take(self, id_: DocumentId, text: str, words: Words, said: list[Said], /) -> None: ...


def _through(
    project: Project, options: ErrorOptions, taker: _Taker, before: int, documents: int
) -> Job[None]:
    for done, (id_, text, said) in enumerate(project.labelled.each(options.annotator), start=1):
        taker.take(id_, text, Words(text, project.suggestions.tokens(id_)), said)
        if not done % STEP:
            yield Progress(before + done, 2 * documents, "documents, twice")


class _Usual:
    """What is usual in this project."""

    def __init__(self) -> None:
        self.strings = Strings()
        self.shapes = Shapes()
        self._slips: Counter[str] = Counter()

    def take(self, _: DocumentId, text: str, words: Words, said: list[Said]) -> None:
        for one in said:
            for start, end, label in one.spans:
                surface = text[start:end]
                is_slip = slip_of(text, start, end, words) is not None
                self.strings.add(surface, label, is_slip=is_slip)
                self.shapes.add(label, shape(surface))
                self._slips[label] += is_slip

    def is_meant(self, label: str) -> bool:
        """Whether edges that look like a slip are a habit with this label."""
        spans = self.shapes.count(label)
        return spans >= LEAST_SPANS and self._slips[label] > CONVENTION * spans


class _Finding:
    """Finds what is not usual."""

    def __init__(self, project: Project, usual: _Usual) -> None:
        self._project = project
        self._usual = usual
        self._memory = usual.strings.memory()
        self._found: list[LabelError] = []
        self._free = _Free(usual.strings)

    def all(self) -> Iterator[LabelError]:
        yield from self._found
        yield from self._free.errors()

    def take(self, id_: DocumentId, text: str, words: Words, said: list[Said]) -> None:
        mentions = _mentions(self._memory, text, words) if _any_finished(said) else []
        for one in said:
            for key in one.spans:
                self._found += self._wrong(id_, one, key, text, words)
            if one.is_finished:
                free = list(_apart_from(mentions, one.spans))
                down = self._project.labelled.turned_down(id_, one.annotator_id) if free else set()
                for start, end in free:
                    if (start, end) not in down:
                        self._free.add(text[start:end], (id_, one.annotator_id, start, end))

    def _wrong(
        self, id_: DocumentId, said: Said, key: SpanKey, text: str, words: Words
    ) -> Iterator[LabelError]:
        surface = text[key[0] : key[1]]
        for kind, fix, likelihood, evidence, look in (
            *self._different(key, surface),
            *self._slipped(key, text, words),
            *self._odd(key, surface),
        ):
            if likelihood >= LEAST_LIKELY:
                mended = None if fix in said.spans else fix
                is_both = kind is not Kind.EDGES and fix is not None and mended is None
                # Who labelled it twice meant it.
                if not is_both:
                    yield LabelError(
                        kind, id_, said.annotator_id, key, mended, likelihood, evidence, look
                    )

    def _different(self, key: SpanKey, surface: str) -> Iterator["_Found"]:
        start, end, label = key
        best, often = self._usual.strings.best(surface)
        if best != label:
            own = self._usual.strings.of(surface, label)
            evidence = often, self._usual.strings.count(surface)
            yield Kind.DIFFERENT, (start, end, best), share_of(often, own), evidence, ""

    def _slipped(self, key: SpanKey, text: str, words: Words) -> Iterator["_Found"]:
        start, end, label = key
        slip = None if self._usual.is_meant(label) else slip_of(text, start, end, words)
        if slip is not None:
            inner, likelihood = slip
            others = self._usual.strings.count(text[start:end]) - 1
            trimmed = self._usual.strings.count(text[slice(*inner)])
            rest = (trimmed + 1) / (trimmed + others + 1)
            yield Kind.EDGES, (*inner, label), likelihood * rest, None, ""

    def _odd(self, key: SpanKey, surface: str) -> Iterator["_Found"]:
        start, end, label = key
        look = shape(surface)
        found = self._usual.shapes.rare(label, look)
        if found is not None:
            likelihood, other = found
            fix = (start, end, other) if other else None
            yield Kind.SHAPE, fix, likelihood, self._usual.shapes.evidence(label, look), look


_Found = tuple[Kind, SpanKey | None, float, tuple[int, int] | None, str]
_Place = tuple[DocumentId, int, int, int]
"""Document, annotator, start, end."""


class _Free:
    """Mentions of known strings without a label. Of a string that has more of them than can be
    errors the places are let go: so no more are held than there are spans."""

    def __init__(self, strings: Strings) -> None:
        self._strings = strings
        self._counts: Counter[str] = Counter()
        self._common: set[str] = set()
        self._places: dict[str, list[_Place]] = {}

    def add(self, surface: str, place: _Place) -> None:
        if surface in self._common:
            return
        self._counts[surface] += 1
        if self._likelihood(surface) >= LEAST_LIKELY:
            self._places.setdefault(surface, []).append(place)
        else:
            self._common.add(surface)
            self._places.pop(surface, None)

    def _likelihood(self, surface: str) -> float:
        return share_of(self._strings.best(surface)[1], self._counts[surface])

    def errors(self) -> Iterator[LabelError]:
        for surface, places in self._places.items():
            label, often = self._strings.best(surface)
            likelihood = self._likelihood(surface)
            evidence = often, often + self._counts[surface]
            for id_, annotator_id, start, end in places:
                fix = start, end, label
                yield LabelError(
                    Kind.UNLABELLED, id_, annotator_id, None, fix, likelihood, evidence
                )


def _any_finished(said: list[Said]) -> bool:
    return any(one.is_finished for one in said)


def _mentions(memory: Memory, text: str, words: Words) -> list[Range]:
    """Where a string that was labelled stands, as it was written then."""
    found = memory.suggest(text, words, 0, len(text))
    return [(s.start, s.end) for s in found if memory.of(text[s.start : s.end], s.label)]


def _apart_from(mentions: list[Range], spans: list[SpanKey]) -> Iterator[Range]:
    """The mentions that share no character with a span; both are in reading order."""
    reach = at = 0
    for start, end in mentions:
        while at < len(spans) and spans[at][0] < end:
            reach = max(reach, spans[at][1])
            at += 1
        if reach <= start:
            yield start, end

"""Writing a project's labels to a file, or to several."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.core.annotation import Answer
from annotator.core.record import Exported, Problem, Written
from annotator.core.span import key_of
from annotator.core.words import Words
from annotator.errors import FormatError
from annotator.formats import find_writable
from annotator.formats.format import Corpus, Format, Holds, Writing
from annotator.session.account import Account
from annotator.session.jobs import Job, Progress
from annotator.session.whole_file import whole_file, whole_folder
from annotator.storage.project import Project

STEP = 200
UNFINISHED = "unfinished"
ANSWERS = ("accept", "reject", "ignore", UNFINISHED)
UNFIT = {Answer.REJECT: "rejected", Answer.IGNORE: "skipped"}


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What to export: of one annotator or of all (None); `answers` narrows it to some of
    `ANSWERS`, None means all. A source of suggestions may be named like an annotator.
    `offsets`: one of the format's, None for its usual one."""

    format: str = "jsonl"
    annotator: str | None = None
    answers: Sequence[str] | None = None
    offsets: str | None = None


@dataclass
class ExportReport:
    """What an export wrote and left out."""

    annotations: int = 0
    spans: int = 0
    suggested: bool = False
    problems: list[Problem] = field(default_factory=list)
    account: Account = field(default_factory=Account)

    @property
    def left_out(self) -> int:
        """How many annotations or spans were left out."""
        return sum(problem.left_out != "nothing" for problem in self.problems)

    def sentence(self, out: Path) -> str:
        """What was done, for people."""
        done = f"Wrote {self.annotations:,} annotations with {self.spans:,} spans to {out}"
        who = " These are suggestions: no person has said anything." if self.suggested else ""
        return f"{done}; left out: {self.left_out:,}.{who}"


def export(path: Path, out: Path, options: ExportOptions) -> Job[ExportReport]:
    """Write the annotations of the project at `path` to `out` (`-`: standard output).

    While nobody has labelled anything, or if a source is named as the annotator, what is
    suggested is written, as unfinished annotations by that source. The file or folder
    appears only when it is whole. Raises ProjectError and FormatError.
    """
    known = find_writable(options.format)
    _refuse_offsets(known, options.offsets)
    with Project.open_to_read(path) as project, project.snapshot():
        exporter = _Exporter(project, known, options)
        with _target(out, known, exporter.corpus) as write:
            yield from exporter.run(write)
    return exporter.report


def _refuse_offsets(known: Format, offsets: str | None) -> None:
    if offsets is not None and offsets not in known.offsets:
        choice = f"Choose of {', '.join(known.offsets)}." if known.offsets else "Leave it out."
        raise FormatError(f"{known.name} cannot be written with {offsets} offsets.", choice)


@contextmanager
def _target(
    out: Path, known: Format, corpus: Corpus
) -> Iterator[Callable[[Iterable[Exported]], Writing]]:
    """What writes items to where they are to go."""
    if known.write is not None:
        write = known.write
        with whole_file(out) as file:
            yield lambda items: write(items, file, corpus)
    elif known.write_folder is not None:
        write_folder = known.write_folder
        with whole_folder(out) as folder:
            yield lambda items: write_folder(items, folder, corpus)


class _Exporter:
    def __init__(self, project: Project, known: Format, options: ExportOptions) -> None:
        self._project = project
        self._known = known
        self._options = options
        self.report = ExportReport(suggested=_wants_suggestions(project, options))
        self.corpus = Corpus(
            labels=tuple(label.name for label in project.labels()),
            language=project.setting("language"),
            nested=project.annotations.has_overlaps(),
            offsets=options.offsets,
        )
        self._item: Exported | None = None
        self._lost: Counter[Holds] = Counter()

    def run(self, write: Callable[[Iterable[Exported]], Writing]) -> Iterator[Progress]:
        for count, outcome in enumerate(write(self._each_fit()), start=1):
            self._take(outcome)
            if not count % STEP:
                yield Progress(self.report.annotations, None, "annotations")
        self.report.problems += _said(self._lost)

    def _each_fit(self) -> Iterator[Exported]:
        for item in self._each():
            account = self.report.account
            account.annotations.read += 1
            account.spans.read += len(item.spans)
            self._item = item
            unfit = self._why_unfit(item)
            if unfit:
                self._take(item.left_out("annotation", unfit))
            else:
                yield self._with_tokens(item)
                self._look_at(item)

    def _each(self) -> Iterator[Exported]:
        options = self._options
        if self.report.suggested:
            return self._project.suggestions.each_exported(source=options.annotator)
        answers: list[str | None] | None = None
        if options.answers:
            answers = [None if a == UNFINISHED else a for a in options.answers]
        return self._project.annotations.each(annotator=options.annotator, answers=answers)

    def _why_unfit(self, item: Exported) -> str:
        """A document that was turned down would be read as gold where answers get lost."""
        if Holds.ANSWERS in self._known.holds or self._options.answers or not item.answer:
            return ""
        said = UNFIT.get(item.answer)
        return f"it was {said}, and this format has no room for answers" if said else ""

    def _with_tokens(self, item: Exported) -> Exported:
        if Holds.CHARACTERS in self._known.holds and not self._known.tokens:
            return item
        return replace(item, tokens=tuple(self._project.suggestions.tokens_by_key(item.key)))

    def _take(self, outcome: Problem | Written) -> None:
        report, account = self.report, self.report.account
        assert self._item is not None
        if isinstance(outcome, Written):
            report.annotations = account.annotations.written = report.annotations + 1
            report.spans = account.spans.written = report.spans + outcome.spans
            return
        report.problems.append(outcome)
        if outcome.left_out == "annotation":
            account.annotations.left_out += 1
            account.spans.left_out += len(self._item.spans)
        elif outcome.left_out == "span":
            account.spans.left_out += 1

    def _look_at(self, item: Exported) -> None:
        """What of it the format has no room for, and which spans trainers will leave out."""
        self._lost.update(_features(item) - self._known.holds)
        if Holds.CHARACTERS in self._known.holds:
            self.report.problems += _off_the_edges(self._project, item)


def _features(item: Exported) -> set[Holds]:
    found = {
        Holds.NOTES: item.note or any(span.note for span in item.spans),
        Holds.RELATIONS: item.kept,
        Holds.UNKNOWN: not item.complete,
        Holds.META: item.meta,
    }
    return {what for what, there in found.items() if there}


def _said(lost: Counter[Holds]) -> Iterator[Problem]:
    for what, count in lost.items():
        reason = f"this format has no room for {what}, which {count:,} annotations have"
        yield Problem("export", None, reason, "nothing")


def _off_the_edges(project: Project, item: Exported) -> Iterator[Problem]:
    """Spans that begin or end inside a token: they are written, but trainers leave them out."""
    # What a pipeline proposed stands on its own tokens.
    made = [span for span in item.spans if span.source is None]
    if made:
        words = Words(item.text, project.suggestions.tokens_by_key(item.key))
        for span in made:
            if not words.is_whole(span.start, span.end):
                reason = f"{item.text[span.start : span.end]!r} is off the word edges"
                yield item.left_out("nothing", reason, key_of(span))


def _wants_suggestions(project: Project, options: ExportOptions) -> bool:
    name = options.annotator
    if name is None:
        return options.answers is None and next(project.annotations.each(), None) is None
    if project.annotator_id(name) is not None:
        return False
    sources = project.suggestions.counts()
    if name not in sources:
        known = ", ".join([*project.annotators(), *sources]) or "nobody yet"
        raise FormatError(f"Nobody called {name!r} has labelled here.", f"There is: {known}.")
    return True

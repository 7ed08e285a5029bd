"""Writing a project's labels to a file, or to several."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.parts import PARTS
from annotator.core.record import Exported, Problem
from annotator.errors import FormatError
from annotator.formats import find_writable
from annotator.formats.format import Corpus, Format, Writing
from annotator.session.account import Account
from annotator.session.exporter import Exporter, Filter
from annotator.session.jobs import Job, Progress
from annotator.session.whole_file import STANDARD_OUTPUT, whole_file, whole_folder
from annotator.storage.project import Project
from annotator.train.split import Split

UNFINISHED = "unfinished"
ANSWERS = ("accept", "reject", "ignore", UNFINISHED)
STEP = 200


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What to export: of one annotator or of all (None); `answers` narrows it to some of
    `ANSWERS`, None means all. A source of suggestions may be named like an annotator.
    `offsets`: one of the format's, None for its usual one. `split`: the shares of train, dev
    and test, each of which is written to a file of its own. `flat`: spans within spans are
    left out even where the format has room for them. `settled_by`: see `Filter`."""

    format: str = "jsonl"
    annotator: str | None = None
    answers: Sequence[str] | None = None
    offsets: str | None = None
    split: tuple[float, ...] | None = None
    flat: bool = False
    settled_by: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a split."""

    file: str
    annotations: int
    labels: dict[str, int]

    def __str__(self) -> str:
        total = sum(self.labels.values()) or 1
        shares = ", ".join(f"{name} {n / total:.0%}" for name, n in self.labels.items())
        return f"{self.annotations:,} ({shares or 'no spans'})"


@dataclass
class ExportReport:
    """What an export wrote and left out. `parts`: for each part of a split its file, and how
    many annotations and spans of each label are in it."""

    annotations: int = 0
    spans: int = 0
    suggested: bool = False
    problems: list[Problem] = field(default_factory=list)
    account: Account = field(default_factory=Account)
    parts: dict[str, Part] = field(default_factory=dict)

    @property
    def left_out(self) -> int:
        """How many annotations or spans were left out."""
        return sum(problem.left_out != "nothing" for problem in self.problems)

    def take(self, exporter: Exporter) -> None:
        """Add what one exporter did."""
        self.account.add(exporter.account)
        self.problems += exporter.problems
        self.annotations = self.account.annotations.written
        self.spans = self.account.spans.written

    def sentence(self, out: Path) -> str:
        """What was done, for people."""
        done = f"Wrote {self.annotations:,} annotations with {self.spans:,} spans to {out}"
        who = " These are suggestions: no person has said anything." if self.suggested else ""
        parts = [f" {name}: {part}." for name, part in self.parts.items()]
        return f"{done}; left out: {self.left_out:,}.{''.join(parts)}{who}"


def export(path: Path, out: Path, options: ExportOptions) -> Job[ExportReport]:
    """Write the annotations of the project at `path` to `out` (`-`: standard output).

    While nobody has labelled anything, or if a source is named as the annotator, what is
    suggested is written, as unfinished annotations by that source. The file or folder
    appears only when it is whole. With a split there is one for each part: beside `out` if
    that has a suffix (labels-train.jsonl), else within the folder `out` (train.jsonl).
    Raises ProjectError and FormatError.
    """
    known = find_writable(options.format)
    _refuse_offsets(known, options.offsets)
    report = ExportReport()
    with Project.open_to_read(path) as project, project.snapshot():
        report.suggested = _wants_suggestions(project, options)
        targets: dict[str, Path] = {"": out}
        part_of: dict[str, str] = {}
        if options.split:
            targets = _targets(out, known, len(options.split))
            part_of = yield from split_documents(project, options.split)
        for name, target in targets.items():
            exporter = Exporter(project, known, _filter(options, report), part=name, of=part_of)
            yield from _write(exporter, target, known, options)
            report.take(exporter)
            if name:
                annotations, labels = exporter.account.annotations.written, exporter.labels
                report.parts[name] = Part(str(target), annotations, dict(labels.most_common()))
    return report


def _write(
    exporter: Exporter, target: Path, known: Format, options: ExportOptions
) -> Iterator[Progress]:
    with _open(target, known, exporter.corpus(options.offsets, flat=options.flat)) as write:
        for count, _ in enumerate(exporter.run(write), start=1):
            if not count % STEP:
                yield Progress(exporter.account.annotations.written, None, "annotations")


def _filter(options: ExportOptions, report: ExportReport) -> Filter:
    answers: list[str | None] | None = None
    if options.answers:
        answers = [None if a == UNFINISHED else a for a in options.answers]
    return Filter(
        options.annotator, answers, suggested=report.suggested, settled_by=options.settled_by
    )


def _refuse_offsets(known: Format, offsets: str | None) -> None:
    if offsets is not None and offsets not in known.offsets:
        choice = f"Choose of {', '.join(known.offsets)}." if known.offsets else "Leave it out."
        raise FormatError(f"{known.name} cannot be written with {offsets} offsets.", choice)


def _targets(out: Path, known: Format, parts: int) -> dict[str, Path]:
    if out == STANDARD_OUTPUT:
        raise FormatError("A split needs several files.", "Name a file or folder to write to.")
    names = PARTS[:parts]
    if out.suffix:
        return {name: out.with_name(f"{out.stem}-{name}{out.suffix}") for name in names}
    try:
        out.mkdir(exist_ok=True)
    except OSError as error:
        raise FormatError(f"{out} cannot be written: {error.strerror}.") from error
    suffix = known.suffixes[0] if known.write else ""
    return {name: out / f"{name}{suffix}" for name in names}


def split_documents(project: Project, shares: Sequence[float]) -> Job[dict[str, str]]:
    """Which part each document falls to, by its key: one of PARTS."""
    split, found = Split(shares), dict[str, str]()
    for document, text in project.documents.each_text():
        found[document.key] = split.part(document.key, text)
        if not len(found) % STEP:
            yield Progress(len(found), None, "documents compared")
    return found


@contextmanager
def _open(
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
